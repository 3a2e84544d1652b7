"""What two events say for and against being one happening: evidence by name, its weight from the table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from transforms.extract.merge.compare import apart_in_days, apart_in_place, days_between
from transforms.extract.merge.likeness import MANY, REPORT_GAP, likeness, stem, weights_of
from transforms.link.row import IncidentRow

Evidence = list[tuple[str, float]]


@cache
def weights() -> dict[str, float]:
    """Return the weight between two events of every kind of evidence by its name."""
    return weights_of("events")


def evidence(a: IncidentRow, b: IncidentRow) -> Evidence | None:
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


def contradict(a: IncidentRow, b: IncidentRow) -> bool:
    """Return whether type, reality, mode, day or town rules out that two events are one happening."""
    if a.family != b.family or a.real != b.real or (a.status == "negated") != (b.status == "negated"):
        return True
    inside = a.article_id == b.article_id
    if a.mode != b.mode and "abduct" in (a.mode, b.mode):
        return True
    # In one article a reporter who gives two days means two days.
    if a.own_date and b.own_date and apart_in_days(a, b, exact=inside):
        return True
    borrowed = inside and not (a.own_date and b.own_date)
    if borrowed and (a.historical != b.historical or days_between(a, b) > REPORT_GAP):
        return True
    return apart_in_place(a, b)


def wording_of_act(a: IncidentRow, b: IncidentRow) -> Iterator[str]:
    """Yield what the words for the act say."""
    if stem(a.trigger) == stem(b.trigger):
        yield "same word for the act"


def wording(a: IncidentRow, b: IncidentRow) -> Iterator[str]:
    """Yield what the sentences and the subjects of two articles share."""
    yield from ["name in both sentences"] * min(len(a.mentioned & b.mentioned), MANY)
    if a.words and b.words:
        yield from ["words of the sentence"] * int(4 * share(a.words, b.words))
    if a.profile and b.profile:
        yield f"subject shared {int(min(5 * share(a.profile, b.profile), 4))}"
        for mine, other in ((a, b), (b, a)):
            names = mine.actors.names | mine.targets.names
            if names:
                yield "party named in the other" if names & other.profile else "party not named in the other"
    if a.lead and b.lead:
        yield "both leads"


def share(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the share of the smaller of two sets that is in the other."""
    return len(a & b) / min(len(a), len(b))


def nearness(a: IncidentRow, b: IncidentRow) -> Iterator[str]:
    """Yield what standing close together in one article says, and "the attack" after an attack."""
    gap = min(abs(i - j) for i in a.sentences for j in b.sentences)
    if gap <= 4:
        yield "same sentence" if gap == 0 else "next sentence" if gap == 1 else "near sentence"
    if (b if a.sentence_index < b.sentence_index else a).known:
        yield "told as known"
