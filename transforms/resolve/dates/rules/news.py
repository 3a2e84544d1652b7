"""Values of expressions counted from the day of writing: today, Friday, last week, two weeks ago."""

from __future__ import annotations

import msgspec

from transforms.resolve.dates import periods
from transforms.resolve.dates.context import Context
from transforms.resolve.dates.expression import Expression, duration_value
from transforms.resolve.dates.found import Found, named_year, reference, unit_around, unknown, whole, with_part
from transforms.resolve.dates.periods import Period, shift_days
from transforms.resolve.dates.rules.days import clock_value, date_of, is_month
from transforms.resolve.dates.rules.story import from_story
from transforms.words.classes import word_class


def deictic(expression: Expression, context: Context) -> list[Found]:
    """Resolve today, yesterday, tomorrow, tonight, last night and this morning, with a part of the day."""
    rule = expression.match.rule
    base = context.published
    step = int(expression.value("day", "deictic") or 0)
    part = expression.part_of_day()
    if rule == "tonight":
        part = "TNI"
    if rule == "last_night":
        step, part = -1, "TNI"
    if rule == "day_beside":
        step += 1 if expression.word("side") == "after" else -1
    if expression.has("clock"):
        part = expression.value("clock", "clock") or clock_value(expression)
    if base is None or context.history:
        if rule == "deictic" and step == 0 and not part:
            return whole(expression, reference("PRESENT_REF"), "none", False)
        return whole(expression, Period("XXXX-XX-XX" + part), "none", False)
    day = periods.day_period(shift_days(base, step))
    return whole(expression, with_part(day, part), "relative")


def clock_rule(expression: Expression, context: Context) -> list[Found]:
    """Resolve a clock time that carries its date or stands alone; a lone one takes its day in a later pass."""
    value = clock_value(expression, "hour" if expression.has("hour") else "clock")
    if not value:
        return []
    rule = expression.match.rule
    if rule in ("clock_date", "clock_dmy", "date_clock"):
        return date_of(expression, context)
    if rule == "clock_weekday":
        day = context.weekday(expression.weekday(), expression.match.first, expression.match.last)
        if day is None:
            return whole(expression, Period(f"XXXX-WXX-{expression.weekday()}{value}"), "none", False)
        return whole(expression, with_part(periods.day_period(day), value), "weekday")
    if rule == "clock_deictic":
        base = context.reference
        if base is None:
            return []
        step = int(expression.value("day", "deictic") or 0)
        return whole(expression, with_part(periods.day_period(shift_days(base, step)), value), "relative")
    return whole(expression, Period("XXXX-XX-XX" + value), "none", False)


def noon(expression: Expression, context: Context) -> list[Found]:
    """Resolve "at noon", "after midnight", "at 1545" to a clock time without the word before it."""
    begin, end = expression.match.fields["clock"]
    return [Found(begin, end, Period("XXXX-XX-XX" + clock_value(expression)), "none", False)]


def weekday_rule(expression: Expression, context: Context) -> list[Found]:
    """Resolve a weekday: bare by tense, "last", "next", "this", "of last week", "the day before"."""
    rule = expression.match.rule
    number = expression.weekday()
    part = expression.part_of_day()
    first, last = expression.match.first, expression.match.last
    token = expression.coded.original(expression.match.fields["wd"][0])
    if token.islower() and token in ("sun", "sat", "wed", "mon", "fri"):
        return []
    if token.lower().endswith("days") and rule == "weekday":
        return whole(expression, Period(f"XXXX-WXX-{number}"), "none", False)
    if named(context, expression.match.fields["wd"][0]):
        return []
    base = context.reference or context.story_day
    told = expression.word("rel") in STORY_WORDS and context.anchor_day
    if told and not context.history:
        base = context.anchor_day
    if base is None:
        return whole(expression, Period(f"XXXX-WXX-{number}{part}"), "none", False)
    behind = (base.isoweekday() - number) % 7
    step = expression.value("rel", "last", "next", "this", "that")
    if rule == "weekday_week":
        sign = 1 if "from" in context.lower[first:last] else -1
        day = shift_days(base, (-behind - 7) if sign < 0 else ((7 - behind) % 7) + 7)
    elif rule == "weekday_of":
        monday = shift_days(base, 1 - base.isoweekday() + 7 * int(step or 0))
        day = shift_days(monday, number - 1)
    elif step == "-1":
        day = shift_days(base, -(behind or 7))
    elif step == "1":
        ahead = number >= base.isoweekday() and expression.word("rel") == "next"
        day = shift_days(base, 7 - base.isoweekday() + number if ahead else 7 - behind)
    elif step == "0" and expression.word("rel") == "this":
        monday = shift_days(base, 1 - base.isoweekday())
        day = shift_days(monday, number - 1)
    else:
        found = context.weekday(number, first, last)
        day = found if found else base
    if rule == "weekday_beside":
        day = shift_days(day, 1 if expression.word("side") == "after" else -1)
    return whole(expression, with_part(periods.day_period(day), part), "anchored" if told else "weekday")


STORY_WORDS = frozenset("following subsequent ensuing previous preceding".split())
"""With these a weekday is counted from the story's last day."""

NAMED_WEEKDAYS = word_class("named_weekday")
"""After these, in capitals, a weekday is part of a name."""


def named(context: Context, token: int) -> bool:
    """Return whether a weekday is part of a name ("Bloody Sunday", "Super Tuesday")."""
    if not token or context.lower[token - 1] not in NAMED_WEEKDAYS:
        return False
    return context.coded.original(token - 1)[0].isupper() and context.coded.original(token)[0].isupper()


def nth_weekday(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the first Monday of October", "the last Friday in May 2019"."""
    nth = -1 if expression.word("ord") in ("last", "final") else expression.number("ord") or 0
    month, weekday = expression.month(), expression.weekday()
    year, basis = named_year(expression, context)
    if not is_month(expression, "month", strong=True) or not (nth == -1 or 1 <= nth <= 5):
        return []
    if year is None:
        year = context.year_of(month, None, expression.match.first, expression.match.last)
        basis = context.inferred_basis
    day = periods.nth_weekday(year, month, nth, weekday) if year and 1 <= year <= 9998 else None
    if day is None or day.month != month:
        return []
    return whole(expression, periods.day_period(day), basis)


def ago_today(expression: Expression, context: Context) -> list[Found]:
    """Resolve "ten years ago today" to the very day."""
    base, quantity = context.published, expression.quantity()
    if base is None or quantity is None or context.history:
        return []
    day = periods.shift(base, quantity, expression.unit(), -1)
    return whole(expression, periods.day_period(day), "relative", False)


def ago(expression: Expression, context: Context) -> list[Found]:
    """Resolve "two weeks ago", "three days from now"."""
    base = context.reference
    quantity = expression.quantity()
    sign = 1 if expression.match.rule == "from_now" else -1
    if base is None or quantity is None:
        return whole(expression, reference("FUTURE_REF" if sign > 0 else "PAST_REF"), "none", False)
    period = periods.move(base, quantity, expression.unit(), sign)
    return whole(expression, period, "relative" if not context.history else "anchored", not context.history)


def relative_unit(expression: Expression, context: Context) -> list[Found]:
    """Resolve "last week", "this month", "next year", "earlier this year" from the day of writing."""
    unit = expression.unit()
    words = expression.words("rel")
    if words[0] in ("that", "the"):
        return from_story(expression, context, unit, 0, "")
    step = int(expression.value("rel", "last", "next", "this", "that") or 0)
    first = expression.match.fields["rel"][0]
    near = unit == "WE" or (unit == "W" and first > 0 and context.lower[first - 1] == "this")
    if expression.value("unit", "plural") or (
        words[0] in ("past", "coming", "upcoming", "ensuing", "subsequent") and not near
    ):
        quantity = None if expression.value("unit", "plural") else 1.0
        return whole(expression, Period(duration_value(quantity, unit)), "none", False)
    if words[0] in ("previous", "preceding", "following"):
        return from_story(expression, context, unit, step, "")
    base = context.reference
    if base is None:
        return whole(expression, unknown(unit), "none", False)
    if near and words[0] in ("coming", "upcoming") and unit == "WE" and base.isoweekday() < 6:
        step = 0
    basis = context.inferred_basis
    period = unit_around(base, unit, step)
    if period and step == 0 and expression.word("mod") == "earlier" and not context.history:
        period = msgspec.structs.replace(period, last=base)
    if period and step == 0 and expression.word("mod") == "later" and not context.history:
        period = msgspec.structs.replace(period, first=base)
    return whole(expression, period, basis)


def weekend(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the weekend": the last one begun, or the next by tense."""
    base = context.reference
    if base is None:
        return whole(expression, unknown("WE"), "none", False)
    future = context.direction(expression.match.first, expression.match.last) > 0
    step = 0 if future or base.isoweekday() >= 6 else -1
    return whole(expression, periods.weekend_period(shift_days(base, 7 * step)), context.inferred_basis)


def week_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the week of March 6"."""
    found = date_of(expression, context)
    return [
        msgspec.structs.replace(f, first=expression.match.first, period=periods.week_period(f.period.first))
        for f in found[:1]
        if f.period.first
    ]
