"""What an expression is resolved against: the day of writing, the story so far, and the tense of the clause."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Sequence

from transforms.resolve.time import tense
from transforms.resolve.time.lexicon import Coded
from transforms.resolve.time.periods import Day, Period, safe_day, shift_days

NEXT_YEAR_GAP = 8
"""In a narrative a month this many months before the last one named belongs to the next year (December ... January)."""


class Context:
    """The state of resolution of one text, moved on mention by mention.

    ``published`` is the day of writing, ``history`` says that the text tells a story apart from it, so that what
    carries no year is read from ``anchor``, the last day or period of the story.
    """

    def __init__(
        self,
        coded: Coded,
        published: datetime.datetime | None,
        history: bool,
        sentence_starts: Sequence[int],
        bc: bool = False,
    ) -> None:
        """Take the text, its day of writing, and the text offsets at which sentences begin."""
        self.coded = coded
        self.lower = [token.lower() for token in coded.tokens]
        self.published = published.date() if published else None
        self.history = history
        self.bc = bc
        self.anchor: Period | None = None
        self.anchor_paragraph = -1
        self.bounds = sorted({bisect_right(coded.starts, start - 1) for start in sentence_starts} | {0})

    @property
    def reference(self) -> Day | None:
        """Return the day that "today" is: of writing in news, of the story in a history."""
        if self.history or self.published is None:
            return self.anchor_day or self.published
        return self.published

    @property
    def anchor_day(self) -> Day | None:
        """Return the first day of the story's last period."""
        return self.anchor.first if self.anchor else None

    @property
    def inferred_basis(self) -> str:
        """Return the basis of a date whose year is not in the text."""
        if self.history or self.published is None:
            return "anchored" if self.anchor_day else "none"
        return "relative"

    def sentence(self, token: int) -> tuple[int, int]:
        """Return the tokens of the sentence that a token stands in."""
        index = bisect_right(self.bounds, token) - 1
        stop = self.bounds[index + 1] if index + 1 < len(self.bounds) else len(self.lower)
        return self.bounds[index], stop

    def direction(self, first: int, last: int) -> int:
        """Return the direction of time of the clause around tokens ``first`` to ``last``."""
        return tense.direction(self.lower, first, last, *self.sentence(first))

    def reported(self, first: int, last: int) -> bool:
        """Return whether the expression dates an act of saying."""
        return tense.reports(self.lower, first, last, *self.sentence(first))

    def year_of(self, month: int, day: int | None, first: int, last: int) -> int | None:
        """Return the year of a month, or day of a month, that the text names without one."""
        if self.history or self.published is None:
            return self.narrative_year(month)
        past, future = self.neighbours(month, day, self.published)
        if past == future:
            return past
        direction = self.direction(first, last)
        distance_past = self.distance(past, month, day, self.published)
        distance_future = self.distance(future, month, day, self.published)
        if direction == tense.PAST and distance_past < 330:
            return past
        if direction == tense.FUTURE and distance_future < 330:
            return future
        return future if distance_future * 2 < distance_past else past

    @staticmethod
    def neighbours(month: int, day: int | None, base: Day) -> tuple[int, int]:
        """Return the years of the last such date up to ``base`` and of the next one from it; equal on the day."""
        here = (base.month, base.day if day else 0)
        there = (month, day or 0)
        if here == there:
            return base.year, base.year
        return (base.year, base.year + 1) if there < here else (base.year - 1, base.year)

    @staticmethod
    def distance(year: int, month: int, day: int | None, base: Day) -> int:
        """Return the days between a date, or the middle of a month, and ``base``."""
        point = safe_day(year, month, day or 15) or safe_day(year, month, 28) or base
        return abs((point - base).days)

    def narrative_year(self, month: int) -> int | None:
        """Return the year that the story has reached when it names a month."""
        if self.anchor is None or self.anchor.first is None:
            return None
        if self.anchor.precision in ("day", "month", "week", "season") and self.anchor.last is not None:
            here = self.anchor.first.month
            if here - month >= NEXT_YEAR_GAP:
                return self.anchor.first.year + 1
        return self.anchor.first.year

    def weekday(self, weekday: int, first: int, last: int) -> Day | None:
        """Return the day of a bare weekday: today, else the last or next one by tense."""
        base = self.reference
        if base is None:
            return None
        direction = tense.PAST if self.history else self.direction(first, last)
        if self.history:
            return shift_days(base, (weekday - base.isoweekday()) % 7)
        ahead = (weekday - base.isoweekday()) % 7
        return shift_days(base, ahead if direction == tense.FUTURE or ahead == 0 else ahead - 7)
