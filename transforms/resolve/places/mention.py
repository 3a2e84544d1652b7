"""The row of a resolved name, with relative places: "western Iraq", "10 km north of Mosul", "south of Basra"."""

from __future__ import annotations

import math
from collections.abc import Sequence

from schemas.article import PlaceMention
from transforms.parse.places.text import Candidate, Token, word_classes
from transforms.world.gazetteer import ADMIN1, CITY, COUNTRY, PRECISION, REGION, SITE, Place

BEARINGS = {
    "north": 0.0,
    "northeast": 45.0,
    "east": 90.0,
    "southeast": 135.0,
    "south": 180.0,
    "southwest": 225.0,
    "west": 270.0,
    "northwest": 315.0,
}
"""Degrees clockwise from north."""
KILOMETRES = dict.fromkeys(("km", "kms", "kilometer", "kilometers", "kilometre", "kilometres"), 1.0)
KILOMETRES.update(dict.fromkeys(("mile", "miles", "mi"), 1.609))
KM_PER_DEGREE = 111.2
FARTHEST = 500.0
"""Kilometres; longer distances tell where something is not."""


def mention(text: str, tokens: Sequence[Token], candidate: Candidate, place: Place) -> PlaceMention:
    """Return the row of a name that was resolved to ``place``."""
    start, lat, lon = candidate.start, place.lat, place.lon
    precision, geonameid, name = PRECISION[place.kind], place.geonameid, place.name
    basis = basis_of(candidate, place)
    relative = relative_to(tokens, candidate, place)
    if relative is not None:
        first, bearing, distance = relative
        start, basis = tokens[first].start, "relative"
        if distance is not None and bearing is not None:
            lat, lon = displaced(lat, lon, bearing, distance)
            precision, geonameid, name = "admin2", None, " ".join(text[start : candidate.end].split())
        elif bearing is not None and place.kind not in (COUNTRY, REGION, ADMIN1):
            precision = "admin2"
    return PlaceMention(
        text=text[start : candidate.end],
        start=start,
        end=candidate.end,
        name=name,
        geonameid=geonameid,
        country=place.country,
        admin1=place.admin1,
        lat=lat,
        lon=lon,
        precision=precision,
        basis=basis,
        confidence=round(min(1.0, candidate.confidence) * min(1.0, 0.5 + candidate.score / 6), 3),
    )


def basis_of(candidate: Candidate, place: Place) -> str:
    """Return what decided between the places of the name."""
    if candidate.container is not None:
        return "containment"
    if place.kind == COUNTRY:
        return "country"
    if place.alternate or candidate.state:
        return "alias"
    if len(candidate.places) == 1:
        return "unique"
    if "dateline" in candidate.cues:
        return "dateline"
    return "population" if place.index == candidate.places[0].index else "context"


def relative_to(
    tokens: Sequence[Token], candidate: Candidate, place: Place
) -> tuple[int, float | None, float | None] | None:
    """Return (first token, bearing in degrees, distance in km) of the words that move the place, or None.

    "western Iraq" has neither bearing nor distance: a part of the country. "south of Basra" has no distance.
    """
    i = candidate.first
    if i == 0 or tokens[i].gap not in (" ", "-"):
        return None
    before = tokens[i - 1]
    if place.kind in (COUNTRY, ADMIN1) and before.key in word_classes()["direction"] and tokens[i].gap == " ":
        first = i - 1
        if first and tokens[first].gap == "-" and tokens[first - 1].key in word_classes()["direction"]:
            first -= 1
        return first, None, None
    if before.key != "of" or i < 2 or place.kind not in (CITY, SITE, COUNTRY, ADMIN1):
        return None
    bearing = BEARINGS.get(tokens[i - 2].key)
    first = i - 2
    if bearing is None or before.gap != " ":
        return None
    if first >= 2 and tokens[first].gap == " ":
        unit, number = tokens[first - 1], tokens[first - 2]
        distance = parse_number(number.text) if unit.key in KILOMETRES else None
        if distance is not None and distance * KILOMETRES[unit.key] <= FARTHEST:
            return first - 2, bearing, distance * KILOMETRES[unit.key]
    return first, bearing, None


def parse_number(word: str) -> float | None:
    """Return a number in figures, or None."""
    digits = word.rstrip(".,:").replace(",", "")
    return float(digits) if digits.replace(".", "", 1).isdecimal() and digits.isascii() else None


def displaced(lat: float, lon: float, bearing: float, distance: float) -> tuple[float, float]:
    """Return the point ``distance`` km from a point towards ``bearing``, on a sphere small distances do not leave."""
    angle = math.radians(bearing)
    north = distance * math.cos(angle) / KM_PER_DEGREE
    east = distance * math.sin(angle) / (KM_PER_DEGREE * max(0.05, math.cos(math.radians(lat))))
    return round(max(-90.0, min(90.0, lat + north)), 4), round((lon + east + 180.0) % 360.0 - 180.0, 4)
