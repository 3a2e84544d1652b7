"""Values of expressions that name a unit of the calendar by its place: the current quarter, year-end, midweek."""

from __future__ import annotations

import msgspec

from transforms.resolve.dates import periods
from transforms.resolve.dates.context import Context
from transforms.resolve.dates.expression import Expression
from transforms.resolve.dates.found import Found, named_year, unit_around, whole
from transforms.resolve.dates.periods import Period
from transforms.resolve.dates.rules.story import from_story
from transforms.resolve.dates.tense import PAST
from transforms.words.classes import word_class

PRECISIONS = {"W": "week", "M": "month", "Q": "quarter", "Y": "year"}

DEFINED_AFTER = word_class("week_defined_after")
"""After these "in the week" is told apart by what follows, or begins another expression."""


def unit_end(expression: Expression, context: Context) -> list[Found]:
    """Resolve "month's end", "year-end"."""
    unit = expression.unit()
    base = context.published
    if base is None or context.history:
        found = from_story(expression, context, unit, 0, "")
    else:
        found = whole(expression, unit_around(base, unit, 0), "relative")
    return [msgspec.structs.replace(f, period=periods.narrow(f.period, "END")) for f in found]


def mid_unit(expression: Expression, context: Context) -> list[Found]:
    """Resolve "midyear", "mid-week", "mid-year 1990"."""
    unit = expression.unit()
    year, basis = named_year(expression, context)
    base = context.reference
    period: Period | None = None
    if unit == "Y":
        if year is None:
            year = context.year_of(6, None, expression.match.first, expression.match.last)
            basis = context.inferred_basis
        period = periods.year_period(year) if year else None
    elif base is not None and year is None:
        period, basis = unit_around(base, unit, 0), context.inferred_basis
    return whole(expression, periods.narrow(period, "MID"), basis) if period else []


def year_ago(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the year-earlier quarter": a year before the quarter told last, else the year before the writing."""
    anchor = context.anchor
    if anchor and anchor.first and anchor.precision == "quarter":
        day = anchor.first.replace(year=max(anchor.first.year - 1, 1), day=1)
        return whole(expression, unit_around(day, "Q", 0), "anchored", False)
    base = context.reference
    if base is None:
        return []
    if expression.word("unit") == "quarter":
        return whole(expression, unit_around(base, "Q", -5), context.inferred_basis, False)
    return whole(expression, unit_around(base, "Y", -1), context.inferred_basis, False)


def for_unit(expression: Expression, context: Context) -> list[Found]:
    """Resolve "for the quarter", "in the month": the one the report is about, told before."""
    unit = expression.unit()
    begin, last = expression.match.fields["unit"][0], expression.match.last
    after = context.lower[last] if last < len(context.lower) else "."
    if after in DEFINED_AFTER or context.history:
        return []
    first = begin - 1 if context.lower[begin - 1] == "the" else begin - 2
    anchor, base = context.anchor, context.published
    period: Period | None = None
    basis = "anchored"
    if anchor and anchor.first and anchor.precision == PRECISIONS[unit]:
        period = anchor
    elif base and unit in ("Y", "Q") and context.lower[expression.match.first] == "for":
        told = context.direction(expression.match.first, last) == PAST
        step = -1 if told and (unit == "Q" or base.month <= 2) else 0
        period, basis = unit_around(base, unit, step), "relative"
    return [Found(first, last, period, basis, False)] if period else []
