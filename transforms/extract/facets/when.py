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
BACKGROUND_DAYS = 30
"""A date at least so long before publication opens a stretch of background; a later one is part of the news."""
PRESENT = frozenset({"has", "have", "is", "are", "will", "would", "can", "may"})
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
    paragraph_start: int | None = None,
) -> When:
    """Return the date of the act at token ``trigger``.

    A date in the act's own clause wins, then the nearest in its sentence; else, in background, the date that its
    paragraph told before; else the article's own day, with basis ``publication``. An act that did not happen has no
    date but one that its clause names. What only dates another act ("hours after the shooting, ...") lies before it,
    on a day that is not told.
    """
    low = bisect.bisect_left(dates, sentence.start, key=_start)
    high = bisect.bisect_left(dates, sentence.end, key=_start)
    here = [d for d in dates[low:high] if d.date_start is not None and _plausible(d.date_start, published)]
    at = sentence.starts[trigger]

    def rank(mention: DateMention) -> tuple[bool, bool, int]:
        token = bisect.bisect_right(sentence.starts, mention.start) - 1
        return (token not in clause, mention.precision in COARSE, abs(mention.start - at))

    counted = [offset_of(sentence, d.start, d.end) for d in here if d.basis == "anchored"]
    here = [d for d in here if _told_of(sentence, trigger, clause, bisect.bisect_right(sentence.starts, d.start) - 1)]
    here = [d for d in here if _can_date(sentence, trigger, d)]
    if here:
        best = min(here, key=rank)
        token = bisect.bisect_right(sentence.starts, best.start) - 1
        if token and sentence.words[token - 1].lower() == "since" and not unreal and published is not None:
            return When(best.date_start, published, "none", best.basis, best.text, best.start, best.end)
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
    if any(trigger in happening for happening in counted):
        return When()
    if published is not None and not unreal:
        before = None
        if not here and paragraph_start is not None:
            told = dates[bisect.bisect_left(dates, paragraph_start, key=_start) : low]
            before = _background(sentence, trigger, told, published)
        if before is not None:
            return When(
                before.date_start,
                before.date_end or before.date_start,
                before.precision,
                "anchored",
                before.text,
                before.start,
                before.end,
            )
        return When(published, published, "none", "publication")
    return When()


def _plausible(day: datetime.date, published: datetime.date | None) -> bool:
    """Say whether a report of ``published`` can date an act so: "1700" is a clock time."""
    return published is None or (published - day).days < OLDEST_DAYS


CLAUSAL = frozenset({"acl", "acl:relcl", "advcl", "ccomp", "csubj", "parataxis"})
"""Relations that begin a clause of its own."""
DEEP = 3
"""Clauses within clauses from which a day of the outermost is no longer that of an act: "said on Friday, adding that
they knew who had fired"."""


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
    if sentence.upos[trigger] == "NOUN" and token not in clause and any(_apart(sentence, t) for t in between):
        return False
    if sum(sentence.deps[t] in CLAUSAL for t in between) >= DEEP:
        return False
    return not any(
        sentence.deps[t] == "acl:relcl"
        or (sentence.deps[t] == "advcl" and any(sentence.words[c].lower() in TEMPORAL for c in sentence.children[t]))
        for t in between
    )


TEMPORAL = frozenset({"after", "before", "since", "until"})
SHARING = frozenset({"in", "during", "by", "amid", "with", "on", "as"})
"""Prepositions between a happening and an act of the same day: "died on Monday in the attack"."""


def _apart(sentence: Sentence, token: int) -> bool:
    """Say whether a noun is only the topic of what is dated: "voted on Monday in reaction to the killing"."""
    if sentence.deps[token] not in ("obl", "nmod"):
        return False
    cases = [sentence.words[c].lower() for c in sentence.children[token] if sentence.deps[c] == "case"]
    return bool(cases) and cases[0] not in SHARING and cases[0] != "of"


def hours_after(sentence: Sentence, when: When) -> frozenset[int]:
    """Return the tokens of the happening that a date lies hours after, none where it says something else."""
    if when.basis != "anchored" or when.text is None or when.text_start is None or when.text_end is None:
        return frozenset()
    if not when.text.lower().removesuffix(" after").endswith(("hours", "minutes", "an hour")):
        return frozenset()
    return offset_of(sentence, when.text_start, when.text_end)


def offset_of(sentence: Sentence, start: int, end: int) -> frozenset[int]:
    """Return the tokens of the happening that an expression counts from: "hours after [the shooting]".

    ``start`` and ``end`` are the characters of the expression.
    """
    first = bisect.bisect_right(sentence.starts, start) - 1
    last = bisect.bisect_left(sentence.starts, end) - 1
    if sentence.words[last].lower() in ("after", "before", "following"):
        head = sentence.heads[last]
        while sentence.deps[head] in ("nsubj", "nsubj:pass", "aux", "aux:pass") and sentence.heads[head] != head:
            head = sentence.heads[head]
        return frozenset() if first <= head <= last else frozenset(sentence.subtree(head))
    for token in range(first, last + 1):
        for child in sentence.children[token]:
            if child > last and sentence.deps[child] == "nmod":
                return frozenset(sentence.subtree(child))
    return frozenset()


def _can_date(sentence: Sentence, trigger: int, mention: DateMention) -> bool:
    """Say whether an expression has a day for an act: not where it counts from that act, or from one only told here."""
    happening = offset_of(sentence, mention.start, mention.end)
    news = any(sentence.upos[t] == "VERB" and sentence.heads[t] not in happening for t in happening)
    return trigger not in happening and not news


def _background(
    sentence: Sentence, trigger: int, dates: Sequence[DateMention], published: datetime.date
) -> DateMention | None:
    """Return the last of the dates told before in a paragraph where it goes on: background, told in the past tense."""
    if not dates:
        return None
    last = dates[-1]
    day = last.date_end or last.date_start
    if day is None or last.precision in COARSE or (published - day).days < BACKGROUND_DAYS:
        return None
    verb = next((t for t in (trigger, *sentence.ancestors(trigger)) if sentence.xpos[t].startswith("VB")), trigger)
    now = any(sentence.words[c].lower() in PRESENT for c in sentence.children[verb])
    return last if sentence.xpos[verb] in ("VBD", "VBN") and not now else None


def _start(mention: DateMention) -> int:
    return mention.start
