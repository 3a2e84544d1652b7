"""What two events say for and against being one happening: evidence by name, its weight from the table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from transforms.extract.merge.compare import apart_in_days, apart_in_place, days_between, tolls_agree
from transforms.extract.merge.likeness import MANY, REPORT_GAP, likeness, stem
from transforms.link.row import ComparedRow
from transforms.link.subject import alike, rarity
from transforms.tables import packaged_table

Evidence = list[tuple[str, float]]
LEVELS = (0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
"""Cosines of the subjects of two articles from which these are another step more alike."""
STORY = 0.3
"""Cosine from which a reckoned day or a town apart is likelier misread than of a second happening: it speaks against
one, and does not rule it out."""
CERTAIN = frozenset({"explicit", "anchored"})
"""Dates in figures, or with a year, are not misread."""


@cache
def weights() -> dict[str, float]:
    """Return the weight of every kind of evidence between two events, in points, by its name."""
    return {row["evidence"]: float(row["points"]) for row in packaged_table("transforms.link", "weights")}


@cache
def particulars() -> frozenset[str]:
    """Return the kinds of evidence that are of one act and not of a whole affair: its day, town, sides, toll."""
    return frozenset(row["evidence"] for row in packaged_table("transforms.link", "weights") if row["particular"])


def evidence(a: ComparedRow, b: ComparedRow) -> Evidence | None:
    """Return what speaks for and against one happening; None where something rules it out.

    What has no weight in the table says nothing.

    Type, reality, mode, day and town can rule it out. What agrees adds up: the rarer the agreement, the more it counts.
    """
    if contradict(a, b):
        return None
    known = weights()
    inside = a.article_id == b.article_id
    names = [*likeness(a, b), *wording_of_act(a, b), *(nearness(a, b) if inside else wording(a, b))]
    return [(name, known[name]) for name in names if name in known]


def total(found: Evidence) -> float:
    """Return the score of some evidence."""
    return sum(weight for _, weight in found)


def contradict(a: ComparedRow, b: ComparedRow) -> bool:
    """Return whether type, reality, mode, day or town rules out that two events are one happening."""
    if other_kind(a, b):
        return True
    if a.article_id == b.article_id:
        # In one article a reporter who gives two days means two days.
        dated = a.own_date and b.own_date
        if not dated and (a.historical != b.historical or days_between(a, b) > REPORT_GAP):
            return True
        return (dated and days_between(a, b) > 0) or apart_in_place(a, b)
    if not dated_apart(a, b) and not apart_in_place(a, b):
        return False
    certain = dated_apart(a, b) and a.date_basis in CERTAIN and b.date_basis in CERTAIN
    return certain or not one_story(a, b, STORY)


def other_kind(a: ComparedRow, b: ComparedRow) -> bool:
    """Return whether two events are acts of different kinds, or one happened and the other did not."""
    if a.family != b.family or a.real != b.real or (a.status == "negated") != (b.status == "negated"):
        return True
    return a.mode != b.mode and "abduct" in (a.mode, b.mode)


def dated_apart(a: ComparedRow, b: ComparedRow) -> bool:
    """Return whether two articles date the act, each by its own words, on two days."""
    return a.own_date and b.own_date and apart_in_days(a, b, exact=False)


def one_story(a: ComparedRow, b: ComparedRow, least: float) -> bool:
    """Return whether two articles are so alike that they tell one story."""
    return alike(a.subject, b.subject) >= least


def wording_of_act(a: ComparedRow, b: ComparedRow) -> Iterator[str]:
    """Yield what the words for the act say."""
    if stem(a.trigger) == stem(b.trigger):
        yield "same word for the act"


def wording(a: ComparedRow, b: ComparedRow) -> Iterator[str]:
    """Yield what the sentences and the subjects of two articles share."""
    yield from ["name in both sentences"] * min(len(a.mentioned & b.mentioned), MANY)
    if a.words and b.words:
        yield from ["words of the sentence"] * int(4 * share(a.words, b.words))
    if a.figures and b.figures:
        yield "same figure" if a.figures & b.figures else "other figures"
    for left, right in zip(a.counts, b.counts, strict=True):
        if left and right and not tolls_agree(left, right):
            yield "other number of people"
    for role, shared in (("actor", a.actors.names & b.actors.names), ("target", a.targets.names & b.targets.names)):
        if any(rarity(stem(name)) == 1 for name in shared):
            yield f"{role} rare name"
    if a.subject and b.subject:
        yield f"subjects alike {bisect_right(LEVELS, alike(a.subject, b.subject))}"
        for mine, other in ((a, b), (b, a)):
            names = mine.actors.names | mine.targets.names
            if names:
                told = any(stem(name) in other.subject for name in names)
                yield "party named in the other" if told else "party not named in the other"
    if a.lead and b.lead:
        yield "both leads"
    if long_ago(a) != long_ago(b) and not (a.date_start and b.date_start):
        yield "a year long ago against news"
    if dated_apart(a, b):
        yield "days apart"
    if apart_in_place(a, b):
        yield "places apart"


def long_ago(row: ComparedRow) -> bool:
    """Return whether an act is told as of an earlier year: "arrested in 1993"."""
    return row.historical and row.date_start is not None and row.date_precision == "year"


def share(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the share of the smaller of two sets that is in the other."""
    return len(a & b) / min(len(a), len(b))


def nearness(a: ComparedRow, b: ComparedRow) -> Iterator[str]:
    """Yield what standing close together in one article says, and "the attack" after an attack."""
    gap = min(abs(i - j) for i in a.sentences for j in b.sentences)
    if gap <= 4:
        yield "same sentence" if gap == 0 else "next sentence" if gap == 1 else "near sentence"
    if (b if a.sentence_index < b.sentence_index else a).known:
        yield "told as known"
