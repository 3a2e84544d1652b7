"""Date expressions of an article: found by the grammar, resolved in text order."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from schemas.article import DateMention
from schemas.document import Document, Sentence
from schemas.records import ParsedArticle
from transforms.resolve.dates.context import Context
from transforms.resolve.dates.expression import Expression
from transforms.resolve.dates.found import Found
from transforms.resolve.dates.grammar import Match, code_text, grammar, matches
from transforms.resolve.dates.lexicon import Coded
from transforms.resolve.dates.periods import Period
from transforms.resolve.dates.rules.table import rule_values
from transforms.resolve.dates.tense import FUTURE
from transforms.words.classes import word_class

BACKGROUND_DAYS = 60
"""Older than this before publication an event is background (rule of the ``historical`` column)."""

HISTORY_YEARS, HISTORY_SHARE = 3, 4
"""A history names at least so many years long before publication, and so many for each day counted from today."""

SECOND_READING = 6
"""Tokens after a rejected expression in which one that begins inside it may end."""

LEAP_YEARS = 15
"""A history that names a bare year farther away than this goes on from where it was, unless it does so twice."""

LOOKING_AWAY = frozenset(["until", "till"])
"""After these words a date is an outlook from the story, which does not go there."""

RANGE_WORDS = word_class("range_word")
"""Between two dates these let the year of the second count for the first ("May 15 to August 16, 1988")."""

REPEATED = frozenset(["every", "each"])
"""Words that begin what is no single time."""

PREPOSITIONS = frozenset("in at on by from since until during".split())
"""A mention does not begin with these, though a rule needs them."""

YEARLESS_RULES = frozenset("date_mdy date_dmy month".split())

NEWS_RULES = frozenset("deictic weekday tonight last_night rel_unit this_part ago".split())
"""Rules whose expressions are counted from the day of writing."""


ABBREVIATED = word_class("date_abbreviation")
"""After these a full stop belongs to the expression."""


def resolve_dates(article: ParsedArticle) -> tuple[DateMention, ...]:
    """Return the date expressions of an article in text order, without overlap."""
    return tuple(found for found, _ in article_dates(article))


def article_dates(article: ParsedArticle) -> tuple[tuple[DateMention, str], ...]:
    """Return the date expressions of an article, each with the rule of the grammar that read it."""
    document, day = article.document, article.published_day
    published = datetime.datetime.combine(day, datetime.time(), datetime.timezone.utc) if day else None
    return ruled_dates(document.text, published, document.sentences)


def resolve_text(
    text: str, published: datetime.datetime | None, sentences: Sequence[Sentence] = ()
) -> tuple[DateMention, ...]:
    """Return the date expressions of a text, given the time of writing and its sentences."""
    return tuple(found for found, _ in ruled_dates(text, published, sentences))


def ruled_dates(
    text: str, published: datetime.datetime | None, sentences: Sequence[Sentence] = ()
) -> tuple[tuple[DateMention, str], ...]:
    """Return the date expressions of a text, each with the rule of the grammar that read it."""
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
        sentences,
        bc=sum(match.rule in ("year_bc", "bc_span", "season_bc", "month_bc") for match in found) >= 2,
    )
    resolved: list[Found] = []
    for index, expression in enumerate(expressions):
        context.range_year = year_ahead(expressions, index)
        values = rule_values()[expression.match.rule](expression, context)
        values = [msgspec.structs.replace(one, rule=expression.match.rule) for one in values]
        if not values:
            limit = expressions[index + 1].match.first if index + 1 < len(expressions) else len(coded.codes)
            values = second_reading(expression, limit, context)
        for one in values:
            resolved.append(one)
            if one.period.precision == "day" or one.basis == "weekday":
                context.day_end = one.last
            if one.moves and one.period.precision != "none":
                settle(one, context)
    resolved = place_clock_times(resolved, context)
    return tuple((mention(text, coded, one), one.rule) for one in resolved)


def second_reading(expression: Expression, limit: int, context: Context) -> list[Found]:
    """Return what stands in words that were no date as a whole ("of 499" in "of 499-493 BC"), up to token ``limit``."""
    stop = min(limit, expression.match.last + SECOND_READING)
    found: list[Found] = []
    for match in matches(expression.coded, expression.match.first + 1, stop):
        other = Expression(expression.coded, match, expression.lexicon)
        values = rule_values()[match.rule](other, context)
        found += [msgspec.structs.replace(one, rule=match.rule) for one in values]
    return found


def year_ahead(expressions: Sequence[Expression], index: int) -> tuple[int, int] | None:
    """Return year and month of the end of a range whose beginning, expression ``index``, names no year."""
    here = expressions[index]
    if index + 1 >= len(expressions) or here.match.rule not in YEARLESS_RULES or here.has("year") or here.has("yref"):
        return None
    after = expressions[index + 1]
    between = here.coded.words[here.match.last : after.match.first]
    if len(between) > 2 or not between or not set(between) <= RANGE_WORDS or not after.has("year"):
        return None
    year = after.year()
    return (year, after.month()) if year and after.has("month") else None


def settle(found: Found, context: Context) -> None:
    """Move the story on to a resolved date."""
    if found.period.precision == "day" and not context.history and context.reported(found.first, found.last):
        return
    if (found.period.precision == "day" and found.basis == "explicit") or "-" in found.period.value[4:]:
        context.remember(found.first, found.period)
    anchor = context.anchor
    if not context.history and context.published and (found.period.first or context.published) > context.published:
        return
    if found.period.precision == "year" and anchor and anchor.value.startswith(found.period.value):
        return
    before = context.lower[found.first - 1] if found.first else ""
    if before in LOOKING_AWAY:
        return
    if context.history and anchor and context.direction(found.first, found.last) == FUTURE:
        return
    if context.history and found.period.precision == "year" and found.period.first and context.anchor_day:
        leap = abs(found.period.first.year - context.anchor_day.year)
        doubted, context.doubted_year = context.doubted_year, found.period.first.year
        if leap > LEAP_YEARS and (doubted is None or abs(doubted - found.period.first.year) > LEAP_YEARS):
            return
    context.doubted_year = None
    context.anchor = found.period


def is_history(expressions: Sequence[Expression], published: datetime.datetime | None) -> bool:
    """Return whether a text tells of a time long before its writing: its years are mostly old ones."""
    if published is None:
        return True
    old = relative = 0
    for expression in expressions:
        rule = expression.match.rule
        if rule in ("year_bc", "bc_span", "month_bc", "season_bc"):
            old += 1
        elif expression.has("year"):
            year = expression.year()
            old += year is not None and 1000 <= year < published.year - 1
        elif rule in NEWS_RULES:
            relative += 1
            if not old:
                return False
    return old >= HISTORY_YEARS and old >= HISTORY_SHARE * relative


def place_clock_times(resolved: list[Found], context: Context) -> list[Found]:
    """Give clock times without a date the day of their sentence, else the last day named, else that of writing."""
    out = list(resolved)
    for i, found in enumerate(resolved):
        value = found.period.value
        if not value.startswith("XXXX-XX-XXT") or context.lower[found.first] in REPEATED:
            continue
        start, stop = context.sentence(found.first)
        inside = [f for f in resolved if start <= f.first < stop and f.period.precision == "day" and f.period.first]
        after = [f for f in inside if f.first > found.first]
        before = [f for f in out[:i] if f.period.precision == "day" and f.period.first]
        near = after[0] if after else before[-1] if before else None
        day = near.period.first if near else context.published if not context.history else None
        if day is None:
            continue
        period = Period(day.isoformat() + value[10:], day, day, "day")
        basis = near.basis if near else "publication"
        out[i] = msgspec.structs.replace(found, period=period, basis=basis)
    return out


def mention(text: str, coded: Coded, found: Found) -> DateMention:
    """Return the row of a resolved stretch of tokens."""
    last = found.last
    if coded.words[last - 1] == "." and last - 2 >= found.first and coded.words[last - 2] not in ABBREVIATED:
        last -= 1
    first = found.first
    if first + 1 < last and coded.words[first] in PREPOSITIONS and coded.words[first + 1] != "least":
        first += 1
    start, end = coded.starts[first], coded.end(last - 1)
    period, basis = found.period, found.basis
    if period.first is None and basis in ("anchored", "relative"):
        basis = "none"
    elif period.first is not None and basis == "none":
        # A history that has told no day yet counts from the day of its publication, the only one there is.
        basis = "relative"
    return DateMention(
        text=text[start:end],
        start=start,
        end=end,
        value=period.value,
        date_start=period.first,
        date_end=period.last,
        precision=period.precision,
        basis=basis,
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
