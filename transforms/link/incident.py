"""Incidents: events, of one article or of several, that report the same happening.

Every step is a plain function over small rows, so that a runner can group by key between them:

    incident_rows -> keys -> (group by key) candidate_pairs -> compare -> join -> consensus

``incidents`` does it all in memory. Weights and thresholds are explained in ``docs/linking.md``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from schemas.codes.ontology import event_types
from schemas.incident import Incident, Joint
from transforms.extract.merge.compare import FINE, apart_in_place, same_town
from transforms.extract.merge.likeness import stem
from transforms.link.candidates import Standing, candidate_pairs, keys, standing
from transforms.link.consensus import consensus, order
from transforms.link.evidence import STORY, Evidence, contradict, evidence, one_story, other_kind, particulars, total
from transforms.link.row import ComparedRow, IncidentRow

SAME_ARTICLE, OTHER_ARTICLE = 2.5, 3.0
"""Scores from which two events are one happening."""
VERBAL = 0.5
UNANCHORED = 1.0
"""More is needed where of one of two events neither day nor town is known."""
PARTICULARS, VAGUE = 2, 2.0
"""Of day, town, sides and toll two articles agree on so many, or need more: an affair is made of many acts. Not where
both begin with the act: one affair seldom makes two articles of one day's news."""
AFFAIR = 0.4
"""And the articles must be on one story: their subjects so alike, or ``STORY`` where it is an attack or arrest."""
FAINT = 0.06
"""Articles less alike are compared only where their events share a name in a role, or a town."""
CONFLICT = 4
VERBAL_QUADS = frozenset({1, 3})
"""What two statements, meetings or agreements need on top: parties repeat them day after day."""
SAYING = ("name", "known", "word", "words")
"""Agreement in a role. Two articles tell of one statement only where they agree on who made it: many say the same of
one affair on one day."""
COPY = 99.0
"""Score of the same sentence in two copies of a story."""
WITNESSES = 16
"""Events of an incident that are asked, at most, whether another contradicts them."""
ASKED, AVERAGE = 6, 2.25
"""Events of each of two incidents whose evidence is averaged, and the average from which these may be joined: one pair
that agrees by chance joins no two stories."""
OVERRULE = -1.0
"""What two events of one article need to become one because others say so."""
BORNE = 0.25
"""Share of the pairs of events of two incidents, from different articles, that may contradict: one wrong day or town
among many reports keeps no incident apart."""


class Edge(msgspec.Struct, frozen=True):
    """Two events of one happening, with all that ``join`` needs of them."""

    score: float
    a: IncidentRow
    b: IncidentRow


class Group:
    """Events of one incident so far, and the pairs that joined them."""

    def __init__(self, row: IncidentRow) -> None:
        self.rows = [row]
        self.joints: list[Edge] = []
        self.articles = {row.article_id}

    @property
    def incident_id(self) -> str:
        """Return the id of the event published first, of those the smallest."""
        return min(self.rows, key=order).event_id

    def may_join(self, other: Group, *, inside: bool) -> bool:
        """Return whether few events contradict each other, no article is overruled, and the stories agree as wholes."""
        asked = [(a, b) for a in self.rows[:WITNESSES] for b in other.rows[:WITNESSES]]
        if inside:
            return not any(contradict(a, b) for a, b in asked)
        together = [pair for pair in asked if pair[0].article_id == pair[1].article_id]
        if any(contradict(a, b) and not background(a, b) for a, b in together):
            return False
        if sum(contradict(a, b) for a, b in asked if a.article_id != b.article_id) > BORNE * len(asked):
            return False
        for article_id in sorted(self.articles & other.articles):
            mine, theirs = ([row for row in side.rows if row.article_id == article_id] for side in (self, other))
            if any(agreement(a, b) < OVERRULE and not background(a, b) for a in mine for b in theirs):
                return False
        asked = [(a, b) for a in self.rows[:ASKED] for b in other.rows[:ASKED] if a.article_id != b.article_id]
        return sum(agreement(a, b) for a, b in asked) >= AVERAGE * len(asked)

    def join(self, other: Group, edge: Edge) -> None:
        """Take in the events of another incident."""
        self.rows += other.rows
        self.joints += [*other.joints, edge]
        self.articles |= other.articles


def background(a: ComparedRow, b: ComparedRow) -> bool:
    """Return whether all that keeps two events of one article apart is that one is told as background.

    The report of a trial tells the act once as old and once as what is charged; other articles may say that it is one.
    """
    return (
        a.historical != b.historical
        and not (a.own_date and b.own_date)
        and not (other_kind(a, b) or apart_in_place(a, b))
    )


def agreement(a: ComparedRow, b: ComparedRow) -> float:
    """Return the score of two events; nothing where something rules them out."""
    if copied(a, b):
        return COPY
    return total(evidence(a, b) or [])


def copied(a: ComparedRow, b: ComparedRow) -> bool:
    """Return whether two events are told by the same words of two copies of a story."""
    together = a.cluster_id is not None and a.cluster_id == b.cluster_id and a.article_id != b.article_id
    return together and a.sentence == b.sentence and (a.family, a.trigger) == (b.family, b.trigger)


def compare(a: IncidentRow, b: IncidentRow) -> Edge | None:
    """Return the edge between two events that report one happening; None if they do not."""
    if b.event_id < a.event_id:
        a, b = b, a
    value = score(a, b)
    return None if value is None else Edge(value, a, b)


def score(a: ComparedRow, b: ComparedRow) -> float | None:
    """Return how surely two events, that with the smaller id first, report one happening; None if they do not.

    Most pairs are of strangers, or of articles on two stories where neither says when or where: that is asked first.
    """
    if a.cluster_id and a.cluster_id == b.cluster_id and a.article_id != b.article_id and a.sentence == b.sentence:
        return COPY if copied(a, b) else None
    inside = a.article_id == b.article_id
    if not inside and strangers(a, b):
        return None
    kind = event_types()[a.family]
    verbal = kind.quad in VERBAL_QUADS
    afloat = not inside and not (anchored(a) and anchored(b))
    if afloat and not one_story(a, b, STORY if kind.quad == CONFLICT else AFFAIR):
        return None
    found = evidence(a, b)
    if found is None:
        return None
    value = total(found)
    if inside:
        return value if value >= SAME_ARTICLE + VERBAL * verbal else None
    if verbal and not (same_speaker(a, found) or untold_speaker(a, b)):
        return None
    vague = len(particulars() & {name for name, _ in found}) < PARTICULARS and not (a.lead and b.lead)
    return value if value >= OTHER_ARTICLE + VERBAL * verbal + max(VAGUE * vague, UNANCHORED * afloat) else None


def strangers(a: ComparedRow, b: ComparedRow) -> bool:
    """Say whether two articles have next to nothing in common, and the events neither a name in a role nor a town."""
    if not (a.actors.names.isdisjoint(b.actors.names) and a.targets.names.isdisjoint(b.targets.names)):
        return False
    if a.place is not None and b.place is not None and a.place.precision in FINE and same_town(a.place, b.place):
        return False
    return not one_story(a, b, FAINT)


def anchored(row: ComparedRow) -> bool:
    """Say whether it is known when or in which town an act was: that of an undated article may else be any."""
    return row.day is not None or (row.place is not None and row.place.precision in FINE)


def same_speaker(row: ComparedRow, found: Evidence) -> bool:
    """Return whether two tellings agree on who acted; of acts with two equal sides, on one of them."""
    roles = ("actor", "target") if event_types()[row.family].quad == 1 else ("actor",)
    told = {name for name, _ in found}
    return any(f"{role} {kind}" in told for role in roles for kind in SAYING)


def untold_speaker(a: ComparedRow, b: ComparedRow) -> bool:
    """Return whether two articles on one story use the same word, and one does not say whose it is: "was charged"."""
    told = a.actors.words and b.actors.words
    return not told and stem(a.trigger) == stem(b.trigger) and one_story(a, b, STORY)


def join(edges: Iterable[Edge]) -> list[Group]:
    """Return the incidents of more than one event, by their id.

    Edges within articles come first, then the others by falling score. Two incidents are not joined where an event of
    one contradicts an event of the other, where that would make one happening of two that an article keeps apart, or
    where they agree in one pair of events but not on the whole.
    """
    groups: dict[str, Group] = {}
    ordered = sorted(edges, key=_edge_order)
    for edge in ordered:
        for row in (edge.a, edge.b):
            if row.event_id not in groups:
                groups[row.event_id] = Group(row)
    for edge in ordered:
        left, right = groups[edge.a.event_id], groups[edge.b.event_id]
        inside = edge.a.article_id == edge.b.article_id
        if left is not right and (edge.score == COPY or left.may_join(right, inside=inside)):
            left, right = (left, right) if len(left.rows) >= len(right.rows) else (right, left)
            left.join(right, edge)
            for row in right.rows:
                groups[row.event_id] = left
    found = {group.incident_id: group for group in groups.values()}
    return [found[incident_id] for incident_id in sorted(found) if len(found[incident_id].rows) > 1]


def incident_of(group: Group) -> Incident:
    """Return the row of an incident of several events."""
    return consensus(group.rows, [joint(edge) for edge in group.joints])


def joint(edge: Edge) -> Joint:
    """Return what joined two events, in words."""
    if edge.score == COPY:
        return Joint(edge.a.event_id, edge.b.event_id, COPY, ("same sentence in a copy",))
    found: Evidence = evidence(edge.a, edge.b) or []
    summed: dict[str, float] = {}
    for name, weight in found:
        summed[name] = summed.get(name, 0.0) + weight
    told = [(name, weight) for name, weight in sorted(summed.items(), key=_weighty) if weight]
    reasons = tuple(f"{name} {weight:+.1f}" for name, weight in told)
    return Joint(edge.a.event_id, edge.b.event_id, round(edge.score, 3), reasons)


def find_edges(rows: Iterable[IncidentRow]) -> list[Edge]:
    """Return the edges among events, all in memory."""
    known = {row.event_id: row for row in rows}
    groups: dict[str, list[Standing]] = defaultdict(list)
    for event_id in sorted(known):
        place = standing(known[event_id])
        for key in keys(known[event_id]):
            groups[key].append(place)
    pairs = {
        (a, b) if a < b else (b, a)
        for key, events in groups.items()
        if len(events) > 1
        for a, b in candidate_pairs(events, key)
    }
    edges = (compare(known[a], known[b]) for a, b in sorted(pairs))
    return [edge for edge in edges if edge]


def incidents(rows: Iterable[IncidentRow]) -> dict[str, str]:
    """Return the incident of every event; the incident of an event alone is the event's own id."""
    known = list(rows)
    found = {row.event_id: row.event_id for row in known}
    for group in join(find_edges(known)):
        found.update({row.event_id: group.incident_id for row in group.rows})
    return found


def _edge_order(edge: Edge) -> tuple[bool, float, str, str]:
    return (edge.a.article_id != edge.b.article_id, -edge.score, edge.a.event_id, edge.b.event_id)


def _weighty(entry: tuple[str, float]) -> tuple[float, str]:
    return -abs(entry[1]), entry[0]
