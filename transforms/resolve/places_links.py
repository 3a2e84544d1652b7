"""What the mentions of an article say about each other: which place holds which, and which doubtful names are places."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from schemas.article import Dateline
from transforms.resolve.gazetteer import ADMIN1, ADMIN2, CITY, COUNTRY, SITE, Place
from transforms.resolve.places_context import Group
from transforms.resolve.places_judge import ACCEPT
from transforms.resolve.places_text import Candidate, Token, word_classes

SURE = 1.3
"""Score from which a name vouches for its neighbours."""
LOCAL_KM = 60.0
"""Reach of a surely named place, in kilometres."""
VETO = frozenset({"person", "title", "street", "company", "disease", "body_of", "direction_word"})


def contains(outer: Place, inner: Place) -> bool:
    """Say whether a country or first-level division holds a place."""
    if outer.country is None or outer.index == inner.index or inner.country != outer.country:
        return False
    if outer.kind == COUNTRY:
        return inner.kind != COUNTRY
    if outer.kind == ADMIN1:
        if outer.admin1_code and inner.admin1_code:
            return outer.admin1_code == inner.admin1_code and inner.kind != ADMIN1
        return inner.kind != ADMIN1 and abs(outer.lat - inner.lat) < 2.5 and abs(outer.lon - inner.lon) < 3
    if outer.kind == ADMIN2:
        return inner.kind == CITY and abs(outer.lat - inner.lat) < 0.6 and abs(outer.lon - inner.lon) < 0.8
    return False


AFTER_COMMA = re.compile(r"\s*[,(]\s*$")


def link_containers(text: str, tokens: Sequence[Token], found: list[Candidate]) -> None:
    """Note "Tripoli, Lebanon", "Gary, Ind.", "Iraq's Anbar province", "Taji in Iraq": the second name holds the first."""
    classes = word_classes()
    for left, right in zip(found, found[1:], strict=False):
        between = text[left.end : right.start]
        outer, inner = right, left
        strict = False
        if AFTER_COMMA.fullmatch(between):
            strict = True
        elif between in ("'s ", "’s ") or (
            between[:3] in ("'s ", "’s ")
            and right.first - left.last <= 2
            and tokens[left.last].key in classes["direction"]
        ):
            outer, inner = left, right
        elif (
            0 < right.first - left.last <= 4
            and tokens[left.last].key in ("in", "district", "province", "city")
            or (0 < right.first - left.last <= 4 and between.startswith((", in ", " in ", ", a ", ", the ")))
        ):
            words = {t.key for t in tokens[left.last : right.first]}
            if not words <= classes["direction"] | classes["area_head"] | classes["area_tail"] | {
                "in",
                "the",
                "a",
                "of",
                "s",
            }:
                continue
            if any(t.opens for t in tokens[left.last : right.first]):
                continue
        else:
            continue
        holders = [p for p in outer.places[:8] if p.kind in (COUNTRY, ADMIN1, ADMIN2)]
        if not holders or inner.country and not outer.state:
            continue
        if any(contains(h, p) for h in holders for p in inner.places):
            inner.container = outer
            if strict:
                inner.score += 2.0 if outer.state or outer.country or outer.top.kind == ADMIN1 else 1.2
                outer.score += 0.8
                inner.cues.append("contained")
            elif outer.score >= ACCEPT:
                inner.score += 0.6
                inner.cues.append("contained_soft")


def mark_dateline(dateline: Dateline | None, found: list[Candidate]) -> None:
    """Count a name in the dateline as a place."""
    if dateline is None:
        return
    for candidate in found:
        if candidate.start >= dateline.end:
            return
        if candidate.start >= dateline.start:
            candidate.score += 2.5
            candidate.cues.append("dateline")


def propagate(found: list[Candidate]) -> None:
    """Let a sure mention speak for the other mentions of the name."""
    best: dict[str, float] = {}
    for candidate in found:
        best[candidate.key] = max(best.get(candidate.key, -9.0), candidate.score)
    for candidate in found:
        if candidate.score < ACCEPT <= best[candidate.key] - 0.3 and not VETO & set(candidate.cues):
            candidate.score += 0.9
            candidate.cues.append("elsewhere")


def accept_local(pool: list[Candidate], groups: list[Group]) -> None:
    """Accept doubtful names of places near the newspaper's home or near places that the article surely names."""
    centres = [
        (place.lat, place.lon, g.key)
        for g in groups
        if g.probability > 0.6
        and (not g.members or any(pool[m].score >= SURE for m in g.members))
        and (place := g.places[g.chosen]).kind in (ADMIN2, CITY, SITE)
    ]
    for candidate in pool:
        place = candidate.chosen
        if candidate.score >= ACCEPT or place is None or place.kind not in (ADMIN2, CITY, SITE):
            continue
        scale = math.cos(math.radians(place.lat))
        for lat, lon, key in centres:
            if key != candidate.key and math.hypot(lat - place.lat, (lon - place.lon) * scale) * 111.2 < LOCAL_KM:
                candidate.score += 0.8
                candidate.cues.append("local_place")
                break
