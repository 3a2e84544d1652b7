"""Date expressions of an article: found by the grammar, resolved in text order."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Sequence

import msgspec

from schemas.article import DateMention
from schemas.document import Document
from schemas.records import ParsedArticle
from transforms.resolve.time import calendar_rules as calendar
from transforms.resolve.time import story_rules as story
from transforms.resolve.time.calendar_rules import Found
from transforms.resolve.time.context import Context
from transforms.resolve.time.expression import Expression
from transforms.resolve.time.grammar import Match, code_text, grammar, matches
from transforms.resolve.time.lexicon import Coded

BACKGROUND_DAYS = 60
"""Older than this before publication an event is background (rule of the ``historical`` column)."""

HISTORY_YEARS = 3
"""So many explicit years, all but a few long before publication, make a text a history."""

Rule = Callable[[Expression, Context], list[Found]]

RULES: dict[str, Rule] = {
    "iso": calendar.iso_of,
    "slash": calendar.slash_of,
    "clock_date": story.clock_rule,
    "clock_dmy": story.clock_rule,
    "clock_weekday": story.clock_rule,
    "clock_deictic": story.clock_rule,
    "clock": story.clock_rule,
    "date_clock": story.clock_rule,
    "date_mdy": calendar.date_of,
    "date_dmy": calendar.date_of,
    "month_pair": calendar.month_pair,
    "month_year": calendar.month_of,
    "month_bc": calendar.season_bc,
    "month_ref": calendar.month_of,
    "month_rel": calendar.month_rel,
    "weekday_date": story.weekday_date,
    "month": calendar.month_of,
    "the_dom": story.the_dom,
    "holiday": calendar.holiday_of,
    "islamic_date": calendar.islamic_of,
    "week_of": story.week_of,
    "qn": calendar.quarter_of,
    "quarter": calendar.quarter_of,
    "half": calendar.half_of,
    "half_rel": calendar.half_of,
    "season_year": calendar.season_of,
    "season_bc": calendar.season_bc,
    "season_rel": calendar.season_of,
    "season_ref": calendar.season_of,
    "season": calendar.season_of,
    "fall_in": calendar.season_of,
    "decade": calendar.decade_of,
    "decade_word": calendar.decade_of,
    "century": calendar.century_of,
    "year_bc": calendar.year_bc,
    "year_span": calendar.year_span,
    "year": calendar.year_of,
    "year_short": calendar.year_short,
    "day_beside": story.deictic,
    "deictic": story.deictic,
    "tonight": story.deictic,
    "last_night": story.deictic,
    "this_part": story.deictic,
    "every": story.every,
    "weekday_beside": story.weekday_rule,
    "weekday_week": story.weekday_rule,
    "weekday_rel": story.weekday_rule,
    "weekday_of": story.weekday_rule,
    "weekday": story.weekday_rule,
    "weekday_short": story.weekday_rule,
    "ago": story.ago,
    "long_ago": story.long_ago,
    "from_now": story.ago,
    "within_of": story.within_of,
    "shift": story.shifted,
    "shift_plural": story.shifted,
    "day_side": story.neighbour,
    "next_part": story.neighbour,
    "this_unit_mod": story.relative_unit,
    "end_unit": story.end_unit,
    "unit_end": story.unit_end,
    "same_unit": story.same_unit,
    "that_unit": story.same_unit,
    "duration_rel": story.duration,
    "the_past": story.past_ref,
    "recent": story.recent,
    "the_rel": story.neighbour,
    "rel_unit": story.relative_unit,
    "weekend": story.weekend,
    "long_duration": story.duration,
    "old": story.year_old,
    "year_old": story.year_old,
    "span_of": story.duration,
    "plural_long": story.duration,
    "unit_long": story.duration,
    "all_unit": story.duration,
    "per": story.per_unit,
    "duration": story.duration,
    "freq": story.frequency,
    "plural": story.plural,
    "these_days": story.present_ref,
    "present": story.present_ref,
    "past": story.past_ref,
    "future": story.future_ref,
}


def resolve_dates(article: ParsedArticle) -> tuple[DateMention, ...]:
    """Return the date expressions of an article in text order, without overlap."""
    starts = [sentence.start for sentence in article.document.sentences]
    return resolve_text(article.document.text, article.published_at, starts)


def resolve_text(
    text: str, published: datetime.datetime | None, sentence_starts: Sequence[int] = ()
) -> tuple[DateMention, ...]:
    """Return the date expressions of a text, given the time of writing and the offsets of its sentences."""
    coded = code_text(text)
    found = list(matches(coded))
    if not found:
        return ()
    lexicon = grammar().lexicon
    expressions = [Expression(coded, match, lexicon) for match in found]
    context = Context(
        coded,
        published,
        is_history(expressions, published),
        sentence_starts,
        bc=sum(match.rule in ("year_bc", "season_bc", "month_bc") for match in found) >= 2,
    )
    resolved: list[Found] = []
    for expression in expressions:
        for one in RULES[expression.match.rule](expression, context):
            resolved.append(one)
            if one.moves and one.period.precision != "none":
                settle(one, context)
    resolved = place_clock_times(resolved, context)
    return tuple(mention(text, coded, one) for one in resolved)


def settle(found: Found, context: Context) -> None:
    """Move the story on to a resolved date."""
    if found.period.precision == "day" and not context.history and context.reported(found.first, found.last):
        return
    context.anchor = found.period


def is_history(expressions: Sequence[Expression], published: datetime.datetime | None) -> bool:
    """Return whether a text tells of a time long before its writing: its years are mostly old ones."""
    if published is None:
        return True
    old = new = 0
    for expression in expressions:
        rule = expression.match.rule
        if rule in ("year_bc", "month_bc", "season_bc"):
            old += 1
        elif expression.has("year"):
            year = expression.year()
            old += year is not None and 1000 <= year < published.year - 1
            new += year is not None and year >= published.year - 1
        elif rule in ("deictic", "weekday", "tonight", "last_night", "rel_unit", "this_part"):
            new += 1
    return old >= HISTORY_YEARS and old > 2 * new


def place_clock_times(resolved: list[Found], context: Context) -> list[Found]:
    """Give clock times without a date the day named in their sentence, else the last day named, else that of writing."""
    out = list(resolved)
    for i, found in enumerate(resolved):
        value = found.period.value
        if not value.startswith("XXXX-XX-XXT"):
            continue
        start, stop = context.sentence(found.first)
        inside = [f for f in resolved if start <= f.first < stop and f.period.precision == "day" and f.period.first]
        after = [f for f in inside if f.first > found.first]
        before = [f for f in out[:i] if f.period.precision == "day" and f.period.first]
        near = after[0] if after else before[-1] if before else None
        day = near.period.first if near else context.published if not context.history else None
        if day is None:
            continue
        period = story.Period(day.isoformat() + value[10:], day, day, "day")
        basis = near.basis if near else "publication"
        out[i] = msgspec.structs.replace(found, period=period, basis=basis)
    return out


def mention(text: str, coded: Coded, found: Found) -> DateMention:
    """Return the row of a resolved stretch of tokens."""
    start, end = coded.starts[found.first], coded.end(found.last - 1)
    period = found.period
    return DateMention(
        text=text[start:end],
        start=start,
        end=end,
        value=period.value,
        date_start=period.first,
        date_end=period.last,
        precision=period.precision,
        basis=found.basis,
    )


def dates_by_sentence(dates: Sequence[DateMention], document: Document) -> dict[int, tuple[DateMention, ...]]:
    """Return the mentions of each sentence, in order, by sentence index; sentences without one are left out."""
    starts = [sentence.start for sentence in document.sentences]
    grouped: dict[int, list[DateMention]] = {}
    for date in dates:
        index = bisect_right(starts, date.start) - 1
        if index >= 0:
            grouped.setdefault(document.sentences[index].index, []).append(date)
    return {index: tuple(found) for index, found in grouped.items()}


def is_background(date: DateMention, published: datetime.datetime | None) -> bool:
    """Return whether a date lies wholly more than 60 days before publication; False where either is unknown."""
    if published is None or date.date_end is None:
        return False
    return (published.date() - date.date_end).days > BACKGROUND_DAYS


__all__ = ["Match", "dates_by_sentence", "is_background", "resolve_dates", "resolve_text"]
