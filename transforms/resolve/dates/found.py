"""A resolved expression, and the values that several rules make."""

from __future__ import annotations

import msgspec

from transforms.resolve.dates import periods
from transforms.resolve.dates.context import Context
from transforms.resolve.dates.expression import Expression
from transforms.resolve.dates.periods import Day, Period


class Found(msgspec.Struct, frozen=True):
    """A resolved stretch of tokens."""

    first: int
    last: int
    period: Period
    basis: str
    moves: bool = True
    """Whether the story goes on from here."""
    rule: str = ""
    """The rule of the grammar that read it."""


def with_part(period: Period | None, part: str) -> Period | None:
    """Return a day with a part of the day or clock time added to its value."""
    if period is None or not part or period.precision != "day":
        return period
    return msgspec.structs.replace(period, value=period.value + part)


def whole(expression: Expression, period: Period | None, basis: str, moves: bool = True) -> list[Found]:
    """Return the expression with its period, or nothing when there is none."""
    if period is None:
        return []
    match = expression.match
    return [Found(match.first, match.last, periods.narrow(period, expression.modifier()), basis, moves)]


def named_year(expression: Expression, context: Context) -> tuple[int | None, str]:
    """Return the year that an expression carries, in figures or as "that year", and the basis it gives."""
    if expression.has("year"):
        return expression.year(), "explicit"
    if expression.has("yref"):
        words = expression.words("yref")
        deictic = context.published is not None and not context.history
        base = context.reference if deictic or context.anchor_day is None else context.anchor_day
        if any(word in ("same", "that", "following", "previous") for word in words):
            base, deictic = context.anchor_day, False
        if base is None:
            return None, "none"
        step = 1 if "next" in words or "following" in words else -1 if "last" in words or "previous" in words else 0
        return base.year + step, "relative" if deictic else "anchored"
    return None, ""


def unknown_year(month: int, day: int | None) -> Period:
    """Return the value of a date whose year nothing tells."""
    if day is None:
        return Period(f"XXXX-{month:02d}", precision="month")
    return Period(f"XXXX-{month:02d}-{day:02d}", precision="day")


def unit_around(day: Day, unit: str, step: int) -> Period | None:
    """Return the day, week, month, ... that lies ``step`` units from the one around a day."""
    if unit in ("D", "NI"):
        return periods.day_period(periods.shift_days(day, step))
    if unit == "W":
        return periods.week_period(periods.shift_days(day, 7 * step))
    if unit == "WE":
        return periods.weekend_period(periods.shift_days(day, 7 * step))
    if unit == "M":
        moved = periods.shift_months(day.replace(day=1), step)
        return periods.month_period(moved.year, moved.month)
    if unit == "Q":
        moved = periods.shift_months(day.replace(day=1), 3 * step)
        return periods.quarter_period(moved.year, (moved.month + 2) // 3)
    if unit == "Y":
        return periods.year_period(day.year + step) if day.year + step > 0 else None
    if unit == "DE":
        return periods.decade_period(day.year // 10 + step)
    return periods.century_period(day.year // 100 + step) if unit == "CE" else None


def unknown(unit: str) -> Period:
    """Return the value of a day, week, ... that nothing ties to the calendar."""
    value = {"D": "XXXX-XX-XX", "NI": "XXXX-XX-XXTNI", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX"}.get(
        unit, "XXXX"
    )
    return Period(value)


def reference(value: str) -> Period:
    """Return PRESENT_REF, PAST_REF or FUTURE_REF."""
    return Period(value)
