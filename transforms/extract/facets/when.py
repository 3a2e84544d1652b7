"""When it happened: the date expression tied to the act, and how it is tied."""

from __future__ import annotations

import bisect
import datetime
import re
from collections.abc import Collection, Sequence

from msgspec import Struct
from msgspec.structs import replace

from schemas.article import DateMention
from schemas.document import Document, Sentence
from transforms.extract.facets.attachment import (
    can_date,
    due_then,
    fresh,
    hangs_below,
    mourned,
    of_thing,
    offset_of,
    record_since,
    right_behind,
    since,
    tells_story,
    told_of,
)
from transforms.parse.clause.relations import pluperfect
from transforms.resolve.dates.periods import move
from transforms.words.calendar import weekday_numbers
from transforms.words.classes import word_class

HISTORICAL_DAYS = 60
"""Acts more than this many days before publication are background (contract, column ``historical``)."""
OLDEST_DAYS = 200 * 365
"""An act of a report lies no further back: a number that would be such a year is something else."""
BACKGROUND_DAYS = 30
"""A date at least so long before publication opens a stretch of background; a later one is part of the news."""
FOLLOWING = 1
"""Sentences after one with a date in which the story is still at that date."""
GOING_ON = word_class("narrative_link")
PRESENT = frozenset({"has", "have", "is", "are", "will", "would", "can", "may"})
LONG = re.compile(r"P(?:\d|X)")
"""Values of lengths of time that are no hours."""
LENGTH = re.compile(r"P(?P<count>\d{1,4})(?P<unit>[DWMY])")
"""Values of whole days, weeks, months and years."""
SOME_DAY = datetime.date(2000, 1, 1)
"""A day from which a length of time is measured."""
STRETCHES = {"between": "and", "from": "to"}
"""Words before the first and between the first and last day of a stretch."""
COARSE = frozenset({"year", "decade", "quarter", "season"})
WIDE = COARSE | {"month"}


class When(Struct, frozen=True):
    """The date of an event."""

    start: datetime.date | None = None
    end: datetime.date | None = None
    precision: str = "none"
    basis: str = "none"
    text: str | None = None
    text_start: int | None = None
    text_end: int | None = None
    latest: datetime.date | None = None
    """The last day on which an event without a date can have been."""
    old: bool = False
    """The words tell that the event is background; asked where the day of publication is not known."""

    def historical(self, published: datetime.date | None) -> bool:
        """Say whether the event lies more than 60 days before publication, or is told so where that is not known."""
        if published is None:
            return self.old
        last = self.end or self.start or self.latest
        return bool(published and last and (published - last).days > HISTORICAL_DAYS)


def date_of(
    sentence: Sentence,
    clause: frozenset[int],
    trigger: int,
    dates: Sequence[DateMention],
    published: datetime.date | None,
    *,
    unreal: bool,
    coming: bool = True,
    spoken: bool = False,
    story: Sequence[DateMention] = (),
    month: DateMention | None = None,
) -> When:
    """Return the date of the act at token ``trigger``.

    A date in the act's own clause wins, then the nearest in its sentence; else, in background, the last one of
    ``story``, the dates that the article told before in the same stretch, or the ``month`` that heads its part of a
    chronicle; else the article's own day, with basis
    ``publication``, unless the words say that the act is older. An act that did not happen has no date but one that its
    clause names; one that cannot be to come (``coming`` false) has no day after publication. ``spoken``: it is done
    with words, which may be about something old. What only dates another act ("hours after the shooting, ...") lies
    before it, on a day that is not told.
    """
    low = bisect.bisect_left(dates, sentence.start, key=_start)
    high = bisect.bisect_left(dates, sentence.end, key=_start)
    told_here = dates[low:high]
    here = [d for d in told_here if d.date_start is not None and _plausible(d.date_start, published)]
    at = sentence.starts[trigger]

    noun = sentence.upos[trigger] == "NOUN"
    below = sentence.subtree(trigger) if noun else ()

    def rank(mention: DateMention) -> tuple[bool, bool, bool, bool, int]:
        token = _token(sentence, mention)
        apart = noun and "CCONJ" in sentence.upos[token:trigger]
        other = noun and token not in below
        return (token not in clause, other, mention.precision in COARSE, apart, abs(mention.start - at))

    counted = [offset_of(sentence, d.start, d.end) for d in here if d.basis == "anchored"]
    bound = [
        d
        for d in here
        if can_date(sentence, trigger, d.start, d.end)
        and (unreal or _is_past(sentence, clause if coming else (), d, published))
    ]
    bound = [d for d in bound if not (d.text.isdigit() and of_thing(sentence, trigger, _token(sentence, d)))]
    bound = [d for d in bound if not record_since(sentence, trigger, d.start, d.end)]
    bound = [d for d in bound if not _of_other(sentence, trigger, d, published, spoken=spoken)]
    before = _days_before(sentence, trigger, told_here, bound, published)
    if before is not None:
        return before
    above = [d for d in bound if hangs_below(sentence, trigger, _token(sentence, d))]
    led = [d for _, _, happening, d in _lengths_after(sentence, told_here) if d and trigger not in happening]
    here = [
        d
        for d in bound
        if d in led
        or told_of(sentence, trigger, clause, _token(sentence, d))
        or right_behind(sentence, trigger, _token(sentence, d))
    ]
    if not here and not unreal and not _told_by_itself(sentence, trigger):
        here = [d for d in above if d.precision in COARSE]
    if here:
        best = min(here, key=rank)
        token = _token(sentence, best)
        if not unreal and since(sentence, trigger, best.start, best.end):
            if published is None:
                return When()
            return When(best.date_start, published, "none", best.basis, best.text, best.start, best.end)
        if token in clause or not unreal:
            until = _until(sentence, best, bound)
            found = replace(_of(best, best.basis), old=published is None and _told_old(best, dates))
            return replace(found, end=until) if until else found
    if any(trigger in happening for happening in counted):
        return When()
    if published is None or unreal:
        return When()
    if month is not None and not here and not _earlier(sentence, trigger, clause, told_here):
        return _of(month, "anchored")
    earlier = None if here else _background(sentence, trigger, story, published)
    if earlier is not None and earlier.precision not in COARSE:
        return _of(earlier, "anchored")
    if earlier is not None:
        return When(latest=earlier.date_end or earlier.date_start)
    latest = min((day for d in above if (day := d.date_end or d.date_start)), default=None)
    if latest is not None and latest < published:
        return When(latest=latest)
    if _earlier(sentence, trigger, clause, told_here) or mourned(sentence, trigger):
        return When()
    return When(published, published, "none", "publication")


def _of_other(
    sentence: Sentence, trigger: int, mention: DateMention, published: datetime.date | None, *, spoken: bool
) -> bool:
    """Say whether a date is that of something due, or of old things that a fresh act is about."""
    token = _token(sentence, mention)
    if due_then(sentence, trigger, token):
        return True
    last = mention.date_end or mention.date_start
    if mention.precision not in WIDE or last is None or since(sentence, trigger, mention.start, mention.end):
        return False
    old = (published - last).days >= BACKGROUND_DAYS if published else mention.precision in COARSE
    return old and fresh(sentence, trigger, token, spoken=spoken)


def _lengths_after(
    sentence: Sentence, dates: Sequence[DateMention]
) -> list[tuple[re.Match[str], DateMention, frozenset[int], DateMention | None]]:
    """Return the lengths of time after a happening, each with its tokens and the day that it stands beside.

    "On Friday, [five days after] [the two met], he resigned": Friday is that of what comes after.
    """
    found = []
    for position, mention in enumerate(dates):
        length = LENGTH.fullmatch(mention.value)
        if length is None or not mention.text.lower().endswith(" after"):
            continue
        before = dates[position - 1] if position else None
        if before is not None and before.precision == "day" and before.date_start is not None:
            between = sentence.words[bisect.bisect_left(sentence.starts, before.end) : _token(sentence, mention)]
            beside = before if between in ([], [","]) else None
        else:
            beside = None
        found.append((length, mention, offset_of(sentence, mention.start, mention.end), beside))
    return found


def _days_before(
    sentence: Sentence,
    trigger: int,
    dates: Sequence[DateMention],
    days: Sequence[DateMention],
    published: datetime.date | None,
) -> When | None:
    """Return the day of an act that another one came so long after: "on Friday, five days after the two met".

    ``days``: the dated ones among ``dates``, the expressions of the sentence. The other act is of the day that stands
    beside, else of the report's. Without either the act is only known to be old where the time between is long.
    """
    for length, mention, happening, beside in _lengths_after(sentence, dates):
        own = [d for d in days if d is not beside and _token(sentence, d) in happening]
        if trigger not in happening or own:
            continue
        others = [beside] if beside else [d for d in days if d.precision == "day"]
        base = others[0].date_start if len(others) == 1 else None if others else published
        count, unit = int(length["count"]), length["unit"]
        period = move(base or SOME_DAY, count, unit, -1)
        if period is None or period.first is None or period.last is None:
            continue
        if base is None:
            return When(old=(SOME_DAY - period.last).days > HISTORICAL_DAYS)
        return When(period.first, period.last, period.precision, "anchored", mention.text, mention.start, mention.end)
    return None


def _told_old(mention: DateMention, dates: Sequence[DateMention]) -> bool:
    """Say whether the date of an act makes it background in an article whose own day is not known.

    News does not tell its own act by a bare year, nor by a month or a date beside days of the week that are of no known
    one; and an article is no older than the latest date that it tells.
    """
    last = mention.date_end or mention.date_start
    if last is None:
        return False
    if mention.precision in COARSE or (mention.precision == "month" and any(map(_of_this_week, dates))):
        return True
    later = [d.date_start for d in dates if d.precision == "day" and d.date_start is not None and d.date_start > last]
    if later:
        return (max(later) - last).days > HISTORICAL_DAYS
    full = mention.precision == "day" and not _names_weekday(mention)
    return full and any(map(_of_this_week, dates))


def _names_weekday(mention: DateMention) -> bool:
    return any(word.strip(".,") in weekday_numbers() for word in mention.text.lower().split())


def _of_this_week(mention: DateMention) -> bool:
    """Say whether an expression counts from a day of writing that is not known: "Tuesday", "today"."""
    return mention.date_start is None and (mention.value.startswith("XXXX-WXX") or mention.value == "PRESENT_REF")


def _until(sentence: Sentence, first: DateMention, dates: Sequence[DateMention]) -> datetime.date | None:
    """Return the last day of a stretch that begins with an expression: "between April 29 and May 8"."""
    token = _token(sentence, first)
    second = next((d for d in dates if d.start >= first.end), None)
    if second is None or not token or first.date_start is None or second.date_end is None:
        return None
    between = sentence.words[bisect.bisect_left(sentence.starts, first.end) : _token(sentence, second)]
    opened = sentence.words[token - 1].lower()
    joined = STRETCHES.get(opened) == " ".join(between).lower()
    return second.date_end if joined and second.date_end > first.date_start else None


def story_before(
    document: Document, sentence: Sentence, trigger: int, dates: Sequence[DateMention]
) -> Sequence[DateMention]:
    """Return the dates that the story told before an act: in its paragraph, or, where it goes on, in the one before.

    "Iran then launched attacks": of the time that the paragraph before was at. A date reaches but few sentences.
    """
    if not 0 <= sentence.paragraph < len(document.paragraphs):
        return ()
    low = bisect.bisect_left(dates, document.paragraphs[sentence.paragraph].start, key=_start)
    high = bisect.bisect_left(dates, sentence.start, key=_start)
    goes_on = sentence.paragraph > 0 and low == high and _goes_on(sentence, trigger)
    if goes_on:
        low = bisect.bisect_left(dates, document.paragraphs[sentence.paragraph - 1].start, key=_start)
    told = dates[low:high]
    if told:
        at = document.sentence_at(told[-1].start)
        if at is None or sentence.index - at.index > FOLLOWING or not tells_story(at, _token(at, told[-1])):
            return ()
    return told


def _goes_on(sentence: Sentence, trigger: int) -> bool:
    """Say whether the verb of an act is told as the next in a story: "then", "later"."""
    verbs = (t for t in (trigger, *sentence.ancestors(trigger)) if sentence.upos[t] == "VERB")
    return any(sentence.words[c].lower() in GOING_ON for verb in verbs for c in sentence.children[verb])


def _of(mention: DateMention, basis: str) -> When:
    """Return what an expression tells."""
    end = mention.date_end or mention.date_start
    return When(mention.date_start, end, mention.precision, basis, mention.text, mention.start, mention.end)


def _token(sentence: Sentence, mention: DateMention) -> int:
    """Return the first token of an expression."""
    return bisect.bisect_right(sentence.starts, mention.start) - 1


def _plausible(day: datetime.date, published: datetime.date | None) -> bool:
    """Say whether a report of ``published`` can date an act so: "1700" is a clock time."""
    return published is None or (published - day).days < OLDEST_DAYS


def _is_past(
    sentence: Sentence, clause: Collection[int], mention: DateMention, published: datetime.date | None
) -> bool:
    """Say whether an act may be of the time of an expression: of a coming day only in its own ``clause``."""
    coming = published is not None and mention.date_start is not None and mention.date_start > published
    return not coming or _token(sentence, mention) in clause


def _background(
    sentence: Sentence, trigger: int, dates: Sequence[DateMention], published: datetime.date
) -> DateMention | None:
    """Return the last of the dates told before in a stretch where it goes on: background, told in the past tense."""
    if not dates:
        return None
    last = dates[-1]
    day = last.date_end or last.date_start
    if day is None or (published - day).days < BACKGROUND_DAYS:
        return None
    verb = next((t for t in (trigger, *sentence.ancestors(trigger)) if sentence.xpos[t].startswith("VB")), trigger)
    first = verb
    while sentence.deps[first] == "conj" and sentence.upos[sentence.heads[first]] == "VERB":
        first = sentence.heads[first]  # "have hit towns and shelled villages"
    now = any(sentence.low[c] in PRESENT for t in {verb, first} for c in sentence.children[t])
    return last if sentence.xpos[verb] in ("VBD", "VBN") and not now else None


def _earlier(sentence: Sentence, trigger: int, clause: frozenset[int], dates: Sequence[DateMention]) -> bool:
    """Say whether the words tell that an act is older than its report, or took more than a day."""
    if pluperfect(sentence, trigger):
        return True
    return any(d.date_start is None and _token(sentence, d) in clause and _vague(d) for d in dates)


def _told_by_itself(sentence: Sentence, trigger: int) -> bool:
    """Say whether an act is told of somebody as going on until now: "the group, which **has waged** a war"."""
    if sentence.deps[trigger] != "acl:relcl":
        return False
    helpers = (c for c in sentence.children[trigger] if sentence.upos[c] == "AUX")
    return any(sentence.low[c] in ("has", "have") for c in helpers)


def _vague(mention: DateMention) -> bool:
    """Say whether an expression is of a past that it does not tell, or of days, months or years."""
    return mention.value == "PAST_REF" or bool(LONG.match(mention.value))


def hours_after(sentence: Sentence, when: When) -> frozenset[int]:
    """Return the tokens of the happening that a date lies hours after, none where it says something else."""
    if when.basis != "anchored" or when.text is None or when.text_start is None or when.text_end is None:
        return frozenset()
    if not when.text.lower().removesuffix(" after").endswith(("hours", "minutes", "an hour")):
        return frozenset()
    return offset_of(sentence, when.text_start, when.text_end)


def _start(mention: DateMention) -> int:
    return mention.start
