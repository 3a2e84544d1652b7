"""When it happened: the date expression tied to the act, and how it is tied."""

from __future__ import annotations

import bisect
import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.article import DateMention
from schemas.document import Sentence

HISTORICAL_DAYS = 60
"""Acts more than this many days before publication are background (contract, column ``historical``)."""
OLDEST_DAYS = 200 * 365
"""An act of a report lies no further back: a number that would be such a year is something else."""
COARSE = frozenset({"year", "decade", "quarter", "season"})


@dataclass(frozen=True, slots=True)
class When:
    """The date of an event."""

    start: datetime.date | None = None
    end: datetime.date | None = None
    precision: str = "none"
    basis: str = "none"
    text: str | None = None
    text_start: int | None = None
    text_end: int | None = None

    def historical(self, published: datetime.date | None) -> bool:
        """Say whether the event lies more than 60 days before publication."""
        last = self.end or self.start
        return bool(published and last and (published - last).days > HISTORICAL_DAYS)


def date_of(
    sentence: Sentence,
    clause: frozenset[int],
    trigger: int,
    dates: Sequence[DateMention],
    published: datetime.date | None,
    *,
    unreal: bool,
) -> When:
    """Return the date of the act at token ``trigger``.

    A date in the act's own clause wins, then the nearest in its sentence; else the article's own day, with basis
    ``publication``. An act that did not happen has no date but one that its clause names.
    """
    low = bisect.bisect_left(dates, sentence.start, key=_start)
    high = bisect.bisect_left(dates, sentence.end, key=_start)
    here = [d for d in dates[low:high] if d.date_start is not None and _plausible(d.date_start, published)]
    at = sentence.starts[trigger]

    def rank(mention: DateMention) -> tuple[bool, bool, int]:
        token = bisect.bisect_right(sentence.starts, mention.start) - 1
        return (token not in clause, mention.precision in COARSE, abs(mention.start - at))

    here = [d for d in here if _told_of(sentence, trigger, clause, bisect.bisect_right(sentence.starts, d.start) - 1)]
    if here:
        best = min(here, key=rank)
        token = bisect.bisect_right(sentence.starts, best.start) - 1
        if token in clause or not unreal:
            return When(
                best.date_start,
                best.date_end or best.date_start,
                best.precision,
                best.basis,
                best.text,
                best.start,
                best.end,
            )
    if published is not None and not unreal:
        return When(published, published, "none", "publication")
    return When()


def _plausible(day: datetime.date, published: datetime.date | None) -> bool:
    """Say whether a report of ``published`` can date an act so: "1700" is a clock time."""
    return published is None or (published - day).days < OLDEST_DAYS


CLAUSAL = frozenset({"acl", "acl:relcl", "advcl", "ccomp", "csubj", "parataxis"})
"""Relations that begin a clause of its own."""


def _told_of(sentence: Sentence, trigger: int, clause: frozenset[int], token: int) -> bool:
    """Say whether a date may be that of an act: no clause of its own lies between the date and what both hang on.

    "Killed three after the two states reached the edge of war this year": the year is that of the edge of war.
    Nor is the day of a main clause that of an act told in a relative clause or in a temporal clause below it.
    """
    if token == trigger:
        return True
    above = [trigger, *sentence.ancestors(trigger)]
    inside = set(above)
    step = token
    while step not in inside:
        if sentence.deps[step] in CLAUSAL and sentence.upos[step] in ("VERB", "AUX"):
            return False
        step = sentence.heads[step]
        if sentence.heads[step] == step:
            break
    if step not in inside:
        return token in clause
    between = above[: above.index(step)]
    return not any(
        sentence.deps[t] == "acl:relcl"
        or (sentence.deps[t] == "advcl" and any(sentence.words[c].lower() in TEMPORAL for c in sentence.children[t]))
        for t in between
    )


TEMPORAL = frozenset({"after", "before", "since", "until"})


def _start(mention: DateMention) -> int:
    return mention.start
