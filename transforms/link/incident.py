"""Incidents: events, of one article or of several, that report the same happening.

Every step is a plain function over small rows, so that a runner can group by key between them:

    incident_row -> keys -> (group by key) candidate_pairs -> compare -> resolve

``incidents`` does it all in memory. Weights and thresholds are explained in ``docs/linking.md``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from schemas.event import Event
from schemas.ontology import event_types
from transforms.link.evidence import IncidentRow, contradict, incident_row, score
from transforms.link.near_duplicates import UNKNOWN_DATE, Link

BUCKET = 4
"""Days a date bucket; an event stands in its own bucket and the next, so days up to ``BUCKET`` apart meet."""
HOT, NEIGHBOURS = 64, 12
"""Events under one key up to which all pairs are compared; above it each with so many that follow in sorted order."""
SAME_ARTICLE, OTHER_ARTICLE = 2.0, 3.5
"""Scores from which two events are one happening."""
VERBAL = 0.5
VERBAL_QUADS = frozenset({1, 3})
"""What two statements, meetings or agreements need on top: parties repeat them day after day."""
COPY = 99.0
"""Score of the same sentence in two copies of a story."""
WITNESSES = 16
"""Events of an incident that are asked, at most, whether another contradicts them."""


class Edge(msgspec.Struct, frozen=True):
    """Two events of one happening, with all that ``resolve`` needs of them."""

    score: float
    a: IncidentRow
    b: IncidentRow


def keys(row: IncidentRow) -> tuple[str, ...]:
    """Return the keys under which events that may be one happening meet.

    Always the article, with the type; across articles the type with a country or name and a date bucket. Events of
    articles without a day of publication also meet whatever their dates.
    """
    found = [f"article|{row.article_id}|{row.family}"]
    if row.cluster_id:
        found.append(f"copy|{row.cluster_id}|{row.family}")
    if not row.real:
        return tuple(found)
    anchors = [*(f"in {country}" for country in row.countries), *(f"name {name}" for name in row.key_names)]
    buckets: list[int | str] = [] if row.published_day else ["undated"]
    day = row.date_start or row.published_day
    if day:
        first = day.toordinal() // BUCKET
        buckets += [first, first + 1]
    found += [f"{row.family}|{anchor}|{bucket}" for anchor in anchors for bucket in buckets]
    return tuple(found)


def candidate_pairs(rows: Iterable[IncidentRow]) -> list[tuple[IncidentRow, IncidentRow]]:
    """Return the pairs to compare among the events that share a key, in a fixed order.

    Under a hot key (a war, a country at its worst) only neighbours by date, place and toll are compared.
    """
    ordered = sorted({row.event_id: row for row in rows}.values(), key=_neighbourhood)
    reach = len(ordered) if len(ordered) <= HOT else NEIGHBOURS
    return [(a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 : i + 1 + reach]]


def compare(a: IncidentRow, b: IncidentRow) -> Edge | None:
    """Return the edge between two events that report one happening; None if they do not."""
    if b.event_id < a.event_id:
        a, b = b, a
    if a.cluster_id and a.cluster_id == b.cluster_id and a.article_id != b.article_id and a.sentence == b.sentence:
        return Edge(COPY, a, b) if (a.family, a.trigger) == (b.family, b.trigger) else None
    value = score(a, b)
    needed = SAME_ARTICLE if a.article_id == b.article_id else OTHER_ARTICLE
    needed += VERBAL if event_types()[a.family].quad in VERBAL_QUADS else 0.0
    return Edge(value, a, b) if value is not None and value >= needed else None


def resolve(edges: Iterable[Edge]) -> dict[str, str]:
    """Return the incident of every event that has an edge.

    Edges within articles come first, then the others by falling score. Two incidents are not joined where an event of
    one contradicts an event of the other, or where that would make one happening of two that an article keeps apart.
    """
    groups: dict[str, _Group] = {}
    ordered = sorted(edges, key=_edge_order)
    for edge in ordered:
        for row in (edge.a, edge.b):
            groups.setdefault(row.event_id, _Group([row]))
    for edge in ordered:
        left, right = groups[edge.a.event_id], groups[edge.b.event_id]
        inside = edge.a.article_id == edge.b.article_id
        if left is not right and left.may_join(right, inside=inside):
            left, right = (left, right) if len(left.rows) >= len(right.rows) else (right, left)
            left.join(right)
            for row in right.rows:
                groups[row.event_id] = left
    return {event_id: group.incident_id for event_id, group in groups.items()}


def incidents(rows: Iterable[IncidentRow]) -> dict[str, str]:
    """Return the incident of every event; the incident of an event alone is the event's own id."""
    known = sorted({row.event_id: row for row in rows}.values(), key=_event_id)
    groups: dict[str, list[IncidentRow]] = defaultdict(list)
    for row in known:
        for key in keys(row):
            groups[key].append(row)
    seen: set[tuple[str, str]] = set()
    edges: list[Edge] = []
    for key in sorted(groups):
        if len(groups[key]) < 2:
            continue
        for a, b in candidate_pairs(groups[key]):
            pair = (a.event_id, b.event_id) if a.event_id < b.event_id else (b.event_id, a.event_id)
            if pair not in seen:
                seen.add(pair)
                edge = compare(a, b)
                if edge:
                    edges.append(edge)
    found = {row.event_id: row.event_id for row in known}
    found.update(resolve(edges))
    return found


def incident_rows(events: Iterable[Event], links: Mapping[str, Link] | None = None) -> list[IncidentRow]:
    """Return the rows of events; ``links`` tells which articles are copies of each other."""
    rows = []
    for event in events:
        link = links.get(event.article_id) if links else None
        rows.append(incident_row(event, cluster_id=link.cluster_id if link else None))
    return rows


class _Group:
    """Events of one incident so far."""

    def __init__(self, rows: list[IncidentRow]) -> None:
        self.rows = rows

    @property
    def incident_id(self) -> str:
        """Return the id of the event published first, of those the smallest."""
        return min((row.published or UNKNOWN_DATE, row.event_id) for row in self.rows)[1]

    def articles(self) -> set[str]:
        """Return the articles that report the incident."""
        return {row.article_id for row in self.rows}

    def may_join(self, other: _Group, *, inside: bool) -> bool:
        """Return whether no event contradicts another and no article would be overruled."""
        if not inside and self.articles() & other.articles():
            return False
        return not any(contradict(a, b) for a in self.rows[:WITNESSES] for b in other.rows[:WITNESSES])

    def join(self, other: _Group) -> None:
        """Take in the events of another incident."""
        self.rows = [*self.rows, *other.rows]


def _edge_order(edge: Edge) -> tuple[bool, float, str, str]:
    return (edge.a.article_id != edge.b.article_id, -edge.score, edge.a.event_id, edge.b.event_id)


def _event_id(row: IncidentRow) -> str:
    return row.event_id


def _neighbourhood(row: IncidentRow) -> tuple[str, str, int, str]:
    day = row.date_start or row.published_day
    return (day.isoformat() if day else "", row.place_name or "", row.killed[0] if row.killed else -1, row.event_id)
