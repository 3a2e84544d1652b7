"""Values of lengths of time, of repeated times, and of words for past, present and future."""

from __future__ import annotations

import msgspec

from transforms.resolve.dates import periods
from transforms.resolve.dates.context import Context
from transforms.resolve.dates.expression import Expression, duration_value
from transforms.resolve.dates.found import Found, named_year, whole
from transforms.resolve.dates.periods import Period, shift_days
from transforms.resolve.dates.rules.days import is_month


def within_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve "within hours of": a length of time whose days are those after the story's last date."""
    unit = expression.unit()
    quantity = expression.quantity() if expression.has("qty") else None
    value = duration_value(quantity, unit)
    base = context.anchor_day
    if base is None:
        return whole(expression, Period(value), "none", False)
    limit = periods.move(base, quantity or 6, unit, 1)
    return whole(
        expression,
        Period(value, base, limit.last if limit and limit.last and limit.last > base else shift_days(base, 1)),
        "anchored",
        False,
    )


def duration(expression: Expression, context: Context) -> list[Found]:
    """Resolve a length of time."""
    quantity = expression.quantity() if expression.has("qty") else None
    words = context.lower[expression.match.first : expression.match.last]
    if quantity == 1 and words[-1] in ("second", "quarter"):
        return []
    if quantity is not None and "half" in words and "half" not in expression.words("qty"):
        quantity += 0.5
    return whole(expression, Period(duration_value(quantity, expression.unit())), "none", False)


def every(expression: Expression, context: Context) -> list[Found]:
    """Resolve "every day", "each year", "every two weeks", "every other month"."""
    quantity = (expression.quantity("number") if expression.has("number") else None) or 1.0
    if "other" in context.lower[expression.match.first : expression.match.last]:
        quantity = 2.0
    return whole(expression, Period(duration_value(quantity, expression.unit())), "none", False)


def per_unit(expression: Expression, context: Context) -> list[Found]:
    """Resolve "a day" as a rate where a number stands before it, else as a length."""
    following = context.lower[expression.match.last] if expression.match.last < len(context.lower) else ""
    if following == "-" or context.lower[expression.match.last - 1] in ("second", "quarter"):
        return []
    return whole(expression, Period(duration_value(1.0, expression.unit())), "none", False)


def ordinal_span(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the last week of August", "the first two months of 2008": a length with the days it covers."""
    unit = expression.unit()
    quantity = expression.quantity() if expression.has("qty") else 1.0
    year, basis = named_year(expression, context)
    first, last = expression.match.first, expression.match.last
    outer: Period | None
    if expression.has("month"):
        if not is_month(expression, "month", expression.has("year")):
            return []
        if year is None:
            year, basis = context.year_of(expression.month(), None, first, last), context.inferred_basis
        outer = periods.month_period(year, expression.month()) if year else None
    else:
        outer = periods.year_period(year) if year else None
    precision = {"D": "day", "W": "week", "M": "month"} if quantity == 1 else {"D": "week", "W": "month", "M": "year"}
    period = Period(duration_value(quantity, unit), precision=precision.get(unit, "none"))
    if outer is None or outer.first is None or outer.last is None or quantity is None:
        return whole(expression, period, "none", False)
    ordinal = expression.number("ord") or 1
    begin, end = outer.first, outer.last
    length = periods.move(begin, quantity, unit, 1)
    days = ((length.first or begin) - begin).days if length else 0
    if expression.word("ord") in ("last", "final"):
        begin = shift_days(end, 1 - days)
    else:
        begin = shift_days(begin, days * (ordinal - 1))
        end = min(end, shift_days(begin, days - 1))
    return whole(expression, msgspec.structs.replace(period, first=begin, last=end), basis, False)
