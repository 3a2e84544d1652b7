"""What an expression is resolved against: the day of writing, the story so far, and the tense of the clause."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from schemas.document import Sentence
from transforms.resolve.dates import tense
from transforms.resolve.dates.lexicon import Coded, happenings
from transforms.resolve.dates.periods import Day, Period, safe_day, shift_days

NEXT_YEAR_GAP = 8
"""In a narrative a month this many months before the last one named belongs to the next year (December ... January)."""


UNCLEAR_BIAS = 4
"""Without a tense a coming day is meant only where the past one is so many times farther off."""


HAPPENING_REACH = 12
"""Tokens on each side of a date in which a happening is told with it."""


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
        sentences: Sequence[Sentence],
        bc: bool = False,
    ) -> None:
        """Take the coded text, its day of writing, and its sentences, tagged or not."""
        self.coded = coded
        self.lower = coded.words
        self.published = published.date() if published else None
        self.history = history
        self.bc = bc
        self.anchor: Period | None = None
        self.told: dict[int, Period] = {}
        """Group of happenings to the day last told with one of it."""
        self.doubted_year: int | None = None
        """A bare year far from the story, not followed so far."""
        self.range_year: tuple[int, int] | None = None
        """Year and month of the end of the range that the expression at hand begins."""
        self.day_end = -1
        """Token after the last expression for a day."""
        self.sentences = sentences
        self.offsets = [sentence.start for sentence in sentences]

    @property
    def reference(self) -> Day | None:
        """Return the day that "today" is: of writing in news, of the story in a history; None in a text of no day."""
        if self.published is None:
            return None
        return self.anchor_day or self.published if self.history else self.published

    @property
    def anchor_day(self) -> Day | None:
        """Return the first day of the story's last period."""
        return self.anchor.first if self.anchor else None

    @property
    def story_day(self) -> Day | None:
        """Return the last day that the story told, where it told one and no period."""
        return self.anchor.first if self.anchor and self.anchor.precision == "day" else None

    @property
    def bc_anchor(self) -> str:
        """Return the year before Christ that the story has reached ("BC0480"), or the empty string."""
        value = self.anchor.value if self.anchor else ""
        return value[:6] if value.startswith("BC") and len(value) >= 6 else ""

    @property
    def inferred_basis(self) -> str:
        """Return the basis of a date that carries no year of its own."""
        if self.range_year:
            return "explicit"
        if self.history or self.published is None:
            return "anchored" if self.anchor_day else "none"
        return "relative"

    def sentence_index(self, token: int) -> int:
        """Return the position in ``sentences`` of the one that a token stands in; -1 when there is none."""
        return bisect_right(self.offsets, self.coded.starts[token]) - 1

    def sentence(self, token: int) -> tuple[int, int]:
        """Return the tokens of the sentence that a token stands in, as far as they were coded."""
        index = self.sentence_index(token)
        starts = self.coded.starts
        low = bisect_left(starts, self.offsets[index]) if index >= 0 else 0
        high = bisect_left(starts, self.offsets[index + 1]) if index + 1 < len(self.offsets) else len(starts)
        return low, high

    def direction(self, first: int, last: int) -> int:
        """Return the direction of time of the clause around tokens ``first`` to ``last``."""
        index = self.sentence_index(first)
        sentence = self.sentences[index] if index >= 0 else None
        if sentence is not None and len(sentence.xpos) == len(sentence) > 0:
            low = bisect_left(sentence.starts, self.coded.starts[first])
            high = bisect_left(sentence.starts, self.coded.end(last - 1))
            return tense.tagged_direction(sentence, low, high)
        return tense.worded_direction(self.lower, first, last, *self.sentence(first))

    def reported(self, first: int, last: int) -> bool:
        """Return whether the expression dates an act of saying."""
        return tense.reports(self.lower, first, last, *self.sentence(first))

    def beside_day(self, token: int) -> bool:
        """Return whether the words from ``token`` on stand beside a day: "on Monday, [two days after the vote]"."""
        comma = token > 0 and self.lower[token - 1] == ","
        return self.day_end == token - comma

    def remember(self, token: int, period: Period) -> None:
        """Tie the happenings named in the sentence of a resolved day to that day."""
        groups = happenings()
        low, high = self.sentence(token)
        for i in range(max(low, token - HAPPENING_REACH), min(high, token + HAPPENING_REACH)):
            if (group := groups.get(self.lower[i])) is not None:
                self.told[group] = period

    def happening(self, token: int) -> Period | None:
        """Return the day told with the happening that the words from ``token`` on name ("the shooting")."""
        groups = happenings()
        for word in self.lower[token : token + 5]:
            if (group := groups.get(word)) is not None:
                return self.told.get(group)
        return None

    def year_of(self, month: int, day: int | None, first: int, last: int) -> int | None:
        """Return the year of a month, or day of a month, that the text names without one."""
        if self.range_year:
            year, end_month = self.range_year
            return year if month <= end_month else year - 1
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
        return future if distance_future * UNCLEAR_BIAS < distance_past else past

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
        """Return the day of a bare weekday: today, else the last or next one by tense.

        In a history it is the next one of the story, in a text of no day the nearest to the day last told.
        """
        base = self.reference or self.story_day
        if base is None:
            return None
        direction = tense.PAST if self.history else self.direction(first, last)
        if self.published is None:
            return shift_days(base, (weekday - base.isoweekday() + 3) % 7 - 3)
        if self.history:
            return shift_days(base, (weekday - base.isoweekday()) % 7)
        ahead = (weekday - base.isoweekday()) % 7
        return shift_days(base, ahead if direction == tense.FUTURE or ahead == 0 else ahead - 7)
