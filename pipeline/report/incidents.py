"""Incidents as the page's script wants them: columns of numbers, and the evidence of as many as fit."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from pipeline.export.dataset import Report, Row
from pipeline.export.flat import precision, toll
from pipeline.export.values import HAPPENED, country_codes, one_line, party_name, sources_of
from pipeline.report.evidence import segments
from pipeline.report.projection import project
from schemas.codes.ontology import event_types

EPOCH = datetime.date(1970, 1, 1)
EVIDENCE_BYTES = 1_200_000
"""Of evidence in the page; the most harmful and most reported incidents come first."""
MOST_INCIDENTS = 20_000
"""In the page, in the same order; the rest is counted."""
MOST_REPORTS = 4
"""Reports of an incident whose sentences are shown."""
MOST_NAMES = 3
FINENESS = ("publication", "day", "week", "month", "year", "none")
COARSER = {"season": "year", "quarter": "year", "decade": "none"}
PRECISIONS = ("site", "city", "admin2", "admin1", "country")


class Told(msgspec.Struct):
    """What the script gets: a column each, lists of names that columns point into, and the evidence."""

    types: list[str]
    countries: list[list[str]] = []
    places: list[list[Any]] = []
    """Name, country, x, y, precision: x and y null for a country."""
    parties: list[str] = []
    t: list[int] = []
    """Type."""
    c: list[int] = []
    """Country, -1 for none."""
    p: list[int] = []
    """Place, -1 for none."""
    d: list[int | None] = []
    """First day, counted from 1970."""
    f: list[int] = []
    """How exact it is."""
    k: list[int | None] = []
    """Killed, lowest figure; null where none is told."""
    kh: list[int | None] = []
    w: list[int | None] = []
    """Wounded, lowest figure."""
    wh: list[int | None] = []
    q: list[int] = []
    """Confidence, per cent."""
    s: list[int] = []
    """Bits: 1 happened, 2 historical, 4 disputed, 8 running toll."""
    n: list[int] = []
    """Reports."""
    a: list[list[int]] = []
    """Actors."""
    r: list[list[int]] = []
    """Recipients."""
    src: list[str] = []
    e: list[Any] = []
    """Evidence: a list of [segments, url, publisher, day, words of date and place], or null."""
    left: int = 0
    """Incidents that did not fit."""


class Names:
    """Numbers of names, in the order in which they come."""

    def __init__(self) -> None:
        self.found: dict[Any, int] = {}

    def number(self, name: Any) -> int:  # noqa: ANN401 - any hashable
        """Return the number of a name."""
        return self.found.setdefault(name, len(self.found))


def importance(group: Sequence[Report]) -> tuple[bool, int, int, float, str]:
    """Return the key by which incidents are ordered: happened, toll, reports, confidence."""
    event = group[0].event
    harmed = sum(toll(group, kind)[0] or 0 for kind in ("killed", "wounded"))
    if event["casualties_cumulative"]:
        harmed = 0
    happened = event["status"] in HAPPENED and not event["historical"]
    return not happened, -harmed, -len(group), -event["confidence"], event["incident_id"]


def tell(groups: Iterable[list[Report]]) -> Told:
    """Return the incidents for the page, the most important first."""
    ordered = sorted(groups, key=importance)
    types = list(event_types())
    told = Told(types, left=max(0, len(ordered) - MOST_INCIDENTS))
    countries, places, parties = Names(), Names(), Names()
    spent = 0
    for group in ordered[:MOST_INCIDENTS]:
        event = group[0].event
        place = event["place"]
        code = place["country"] if place else None
        told.t.append(types.index(event["event_type"]))
        told.c.append(countries.number(code) if code else -1)
        told.p.append(places.number(place_key(place)) if place else -1)
        told.d.append((event["date_start"] - EPOCH).days if event["date_start"] else None)
        found = precision(event)
        told.f.append(FINENESS.index(COARSER.get(found, found)))
        for kind, low, high in (("killed", told.k, told.kh), ("wounded", told.w, told.wh)):
            figures = toll(group, kind)
            low.append(figures[0])
            high.append(figures[1])
        told.q.append(round(100 * event["confidence"]))
        bits = (event["status"] in HAPPENED, event["historical"], event["disputed"], event["casualties_cumulative"])
        told.s.append(sum(bool(bit) << i for i, bit in enumerate(bits)))
        told.n.append(len(group))
        told.a.append(numbers(event["actors"], parties))
        told.r.append(numbers(event["recipients"], parties))
        told.src.append("; ".join(sources_of(group)[:MOST_NAMES]))
        evidence = [evidence_of(report) for report in group[:MOST_REPORTS]]
        size = len(msgspec.json.encode(evidence))
        spent += size
        told.e.append(evidence if spent <= EVIDENCE_BYTES else None)
    told.countries = [[code, named(code)] for code in countries.found]
    told.places = [place_row(key) for key in places.found]
    told.parties = list(parties.found)
    return told


def named(code: str) -> str:
    """Return the name of a country, its code where it has none here."""
    codes = country_codes().get(code)
    return codes.name if codes else code


def numbers(members: Sequence[Row], parties: Names) -> list[int]:
    """Return the numbers of the first parties of a side."""
    return [parties.number(party_name(member)) for member in members[:MOST_NAMES] if party_name(member)]


def place_key(place: Row) -> tuple[Any, ...]:
    """Return what tells places apart on the map."""
    point = place["precision"] != "country" and place["lat"] is not None and place["lon"] is not None
    where = (round(place["lat"], 3), round(place["lon"], 3)) if point else (None, None)
    return one_line(place["name"]), place["country"], *where, place["precision"]


def place_row(key: tuple[Any, ...]) -> list[Any]:
    """Return a place with where it lies on the map."""
    name, country, lat, lon, found = key
    x, y = project(lon, lat) if lat is not None else (None, None)
    return [name, country or "", x, y, PRECISIONS.index(found) if found in PRECISIONS else 0]


def evidence_of(report: Report) -> list[Any]:
    """Return a report as the page shows it; an address only where it is one that a browser may open."""
    event = report.event
    url = event["url"] if event["url"] and event["url"].startswith(("http://", "https://")) else ""
    published = f"{event['published_at']:%Y-%m-%d}" if event["published_at"] else ""
    dated = one_line(event["date_text"]) or ""
    placed = one_line(event["place"]["text"]) if event["place"] else ""
    return [segments(event), url, report.source or "", published, dated, placed, round(100 * event["confidence"])]


def spread(values: Iterable[str]) -> list[tuple[str, int]]:
    """Return values with their counts, the most frequent first."""
    return sorted(Counter(values).items(), key=_by_count)


def _by_count(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]
