"""Values of holidays and of dates of the Islamic calendar."""

from __future__ import annotations

import datetime

from transforms.resolve.dates import periods
from transforms.resolve.dates.context import Context
from transforms.resolve.dates.expression import Expression
from transforms.resolve.dates.found import Found, named_year, whole, with_part
from transforms.resolve.dates.periods import Day, Period

YEAR = datetime.timedelta(days=360)


def holiday_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve a holiday: in its year, the last or next one by tense, or the one of the story's year."""
    tokens = [token.replace("’", "'") for token in expression.words("holiday")]
    name = " ".join(tokens)
    fixed = periods.fixed_holiday(name)
    part = expression.part_of_day()
    if fixed:
        return whole(expression, with_part(periods.day_period(fixed), part), "explicit", False)
    year, basis = named_year(expression, context)
    base = context.reference
    day: Day | None = None
    if year is not None:
        days = periods.holiday_days(name, year)
        day = days[0] if days else None
    elif base is not None:
        days = [d for y in (base.year - 1, base.year, base.year + 1) for d in periods.holiday_days(name, y)]
        basis = context.inferred_basis
        if context.history:
            days = [d for d in days if d.year == base.year] or days
            day = days[0] if days else None
        else:
            step = int(expression.value("rel", "last", "next", "this") or 0)
            past = [d for d in days if d < base or (d == base and not step)]
            ahead = [d for d in days if d >= base]
            direction = step or context.direction(expression.match.first, expression.match.last)
            near = past and ahead and (ahead[0] - base).days * 2 < (base - past[-1]).days
            if ahead and (ahead[0] - base).days < 7 and not step:
                direction = 1
            day = (
                (ahead or past)[0]
                if ahead and (direction > 0 or (direction == 0 and near))
                else past[-1]
                if past
                else None
            )
    if day is None:
        return []
    if expression.word("unit") == "week":
        return whole(expression, periods.week_period(day), basis)
    if expression.word("unit") == "weekend":
        return whole(expression, periods.weekend_period(day), basis)
    return whole(expression, with_part(periods.day_period(day), part), basis)


def islamic_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve a month of the Islamic calendar, or a day of one with its Islamic year."""
    month = int(expression.value("month", "islamic"))
    day = expression.number("day")
    year = expression.number("year")
    basis = "explicit"
    period: Period | None = None
    if year is not None and year < 1700:
        point = periods.islamic_day(year, month, day) if day else None
        period = periods.day_period(point) if point else periods.islamic_month(year, month)
    else:
        base = context.reference
        if day or (year is None and base is None) or month in (2, 7):
            return []
        candidates = [
            found
            for gregorian in ((year,) if year else (base.year - 1, base.year, base.year + 1) if base else ())
            for islamic in periods.islamic_years(gregorian)
            if (found := periods.islamic_month(islamic, month))
        ]
        if year:
            candidates = [c for c in candidates if c.value.startswith(f"{year:04d}")]
        elif base:
            basis = context.inferred_basis
            future = context.direction(expression.match.first, expression.match.last) > 0
            candidates = [
                c for c in candidates if c.first and (c.first <= base or future) and (c.last or base) >= base - YEAR
            ]
            candidates = candidates[:1] if future else candidates[-1:]
        period = candidates[0] if candidates else None
    return whole(expression, period, basis)
