"""What two events say for and against being one happening: evidence by name, its weight from ``weights.tsv``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from transforms.link.compare import (
    apart_in_days,
    apart_in_place,
    days_between,
    kilometres,
    opposed,
    same_town,
    tolls_agree,
    tolls_clash,
)
from transforms.link.row import IncidentRow, Participants, stem
from transforms.tables import packaged_table

NEAR_KM = 15.0
"""Two towns so near are one place to a reporter."""
REPORT_GAP = 3
"""Days by which the day of publication, which stands for an untold date, may lie behind."""
WEEK = 7
FINE = frozenset({"site", "city"})
MANY = 3
"""Things shared beyond which more say no more."""

Evidence = list[tuple[str, float]]


@cache
def weights() -> dict[str, float]:
    """Return the weight of every kind of evidence by its name."""
    return {row["evidence"]: float(row["weight"]) for row in packaged_table("transforms.link", "weights")}


def evidence(a: IncidentRow, b: IncidentRow) -> Evidence | None:
    """Return what speaks for and against one happening; None where something rules it out.

    Type, reality, mode, day and town can rule it out. What agrees adds up: the rarer the agreement, the more it counts.
    """
    if contradict(a, b):
        return None
    known = weights()
    inside = a.article_id == b.article_id
    names = [*dates(a, b), *places(a, b), *modes(a, b), *tolls(a, b)]
    names += [*roles(a.actors, b.actors, "actor"), *roles(a.targets, b.targets, "target")]
    names += [*things(a, b), *(nearness(a, b) if inside else wording(a, b))]
    return [(name, known[name]) for name in names]


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


def dates(a: IncidentRow, b: IncidentRow) -> Iterator[str]:
    """Yield what the dates say."""
    if not (a.date_start and b.date_start):
        return
    gap = days_between(a, b)
    if a.own_date and b.own_date:
        if a.date_precision == b.date_precision == "day":
            yield "same day" if gap == 0 else "next day" if gap == 1 else "another day"
        else:
            yield "overlapping period" if gap <= 1 else "another period"
    elif a.historical != b.historical:
        yield "background against news"
    else:
        yield "day of publication" if gap <= 1 else "days of publication" if gap <= REPORT_GAP else "late report"


def places(a: IncidentRow, b: IncidentRow) -> Iterator[str]:
    """Yield what the places say; a dateline's town is the town of all that an article tells, and says little."""
    left, right = a.place, b.place
    if left is None or right is None or not left.country or not right.country:
        return
    own = a.own_place and b.own_place
    borrowed = "" if own else "borrowed " if a.article_id != b.article_id else "inherited "
    if left.country != right.country:
        yield "other country"
    elif left.precision in FINE and right.precision in FINE:
        distance = kilometres(left, right)
        if same_town(left, right):
            yield f"{borrowed}same town"
        elif distance is not None and distance <= NEAR_KM:
            yield f"{borrowed}near town"
        else:
            yield "other town"
    elif left.admin1 and right.admin1:
        yield f"{borrowed}same province" if left.admin1 == right.admin1 else "other province"
    else:
        yield f"{borrowed}same country"


def modes(a: IncidentRow, b: IncidentRow) -> Iterator[str]:
    """Yield what the modes and the words for the act say."""
    if a.mode and b.mode:
        yield "same mode" if a.mode == b.mode else "other mode"
    if stem(a.trigger) == stem(b.trigger):
        yield "same word for the act"


def tolls(a: IncidentRow, b: IncidentRow) -> Iterator[str]:
    """Yield what killed and wounded say; running tolls say nothing."""
    if a.cumulative or b.cumulative:
        return
    for harm, left, right in (("killed", a.killed, b.killed), ("wounded", a.wounded, b.wounded)):
        if left is None or right is None:
            continue
        if tolls_agree(left, right):
            low = min(left[0], right[0])
            if low > 0:
                yield f"same {harm}"
            if low > 2:
                yield f"same {harm}, many"
        elif a.article_id == b.article_id or tolls_clash(left, right):
            yield f"other {harm}"
        else:
            yield f"risen {harm}"


def roles(a: Participants, b: Participants, role: str) -> Iterator[str]:
    """Yield what two casts in the same role say."""
    shared = a.names & b.names
    if shared:
        yield f"{role} name"
        yield from [f"{role} further name"] * min(len(shared) - 1, MANY - 1)
    elif a.resolved & b.resolved:
        yield f"{role} known"
    elif a.countries and b.countries and not a.countries & b.countries:
        yield f"{role} of another country"
    elif a.names and b.names:
        yield f"{role} of another name"
    elif common := len(a.words & b.words):
        yield f"{role} word" if common == 1 else f"{role} words"
    elif opposed(a, b):
        yield f"{role} of another side"
    elif a.sectors & b.sectors and a.countries & b.countries:
        yield f"{role} kind"


def things(a: IncidentRow, b: IncidentRow) -> Iterator[str]:
    """Yield what targets and means say."""
    if a.things and b.things:
        yield "same target" if a.things & b.things else "other target"
    if a.means & b.means:
        yield "same means"


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
