"""Values of expressions counted from the last date of the story: two days later, the next day, that month."""

from __future__ import annotations

import msgspec

from transforms.resolve.dates import periods
from transforms.resolve.dates.context import Context
from transforms.resolve.dates.expression import Expression, duration_value
from transforms.resolve.dates.found import Found, reference, unit_around, unknown, whole, with_part
from transforms.resolve.dates.periods import Period, shift_days
from transforms.resolve.dates.rules.durations import duration
from transforms.resolve.dates.tense import FUTURE
from transforms.words.classes import word_class

PARTS_OF_UNIT = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}


def weekday_date(expression: Expression, context: Context) -> list[Found]:
    """Resolve "Friday the 13th" and "the 25th" inside the month of the story, "the 25th of this month"."""
    day = expression.number("day" if expression.has("day") else "ord")
    base = context.anchor
    here = context.reference
    if expression.match.rule == "weekday_date" and base is None and day and here:
        ahead = context.direction(expression.match.first, expression.match.last) > 0
        for step in range(14):
            month = periods.shift_months(here.replace(day=1), step if ahead else -step)
            point = periods.safe_day(month.year, month.month, day)
            if point and point.isoweekday() == expression.weekday() and (point >= here if ahead else point <= here):
                return whole(expression, with_part(periods.day_period(point), expression.part_of_day()), "weekday")
        return []
    if "this" in context.lower[expression.match.first : expression.match.last] and here and not context.history:
        base = periods.day_period(here)
    if day is None or base is None or base.first is None or base.precision not in ("day", "month", "week"):
        return []
    point = periods.safe_day(base.first.year, base.first.month, day)
    if point is None:
        return []
    return whole(expression, with_part(periods.day_period(point), expression.part_of_day()), "anchored")


def the_dom(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the 25th" where the story is in a known month and no noun follows the ordinal."""
    last = expression.match.last
    after = context.coded.words[last] if last < len(context.coded.words) else "."
    before = context.lower[expression.match.first - 1] if expression.match.first else ""
    if after.isalpha() and after.lower() not in word_class("after_ordinal_day"):
        return []
    if before not in ("on", "by", "until", "of", "since", "from", "to", "and") or after.lower() == "'":
        return []
    return weekday_date(expression, context)


def closes(expression: Expression, context: Context) -> bool:
    """Return whether nothing follows that the expression could be counted from ("abducted a week before.")."""
    last = expression.match.last
    return last >= len(context.lower) or context.lower[last] in (".", ",", ";", ")", "")


def shifted(expression: Expression, context: Context) -> list[Found]:
    """Resolve "two days later", "three months after", "a week before": counted from the story's last date."""
    unit = expression.unit()
    side = expression.words("side")[-1]
    sign = -1 if expression.value("side", "earlier") else 1
    anchor = context.anchor
    if side in ("before", "after", "following"):
        anchor = context.happening(expression.match.last) or anchor
    quantity = expression.quantity() if expression.has("qty") else None
    beside = side in ("before", "after", "following") and not closes(expression, context)
    if side == "into" or (beside and expression.has("qty") and context.beside_day(expression.match.first)):
        return duration(expression, context)
    if quantity is None:
        base = anchor.first if anchor else None
        length = beside and expression.has("qty")
        period = Period(duration_value(None, unit)) if length else reference("FUTURE_REF" if sign > 0 else "PAST_REF")
        if base is not None:
            step = {"D": 6, "W": 28, "M": 180, "Y": 1825, "H": 1, "MIN": 0, "NI": 6, "DE": 10950}.get(unit, 30)
            far = anchor.last if anchor and anchor.last and sign > 0 else base
            ends = sorted((base, shift_days(far, sign * step)))
            period = msgspec.structs.replace(period, first=ends[0], last=ends[1])
        return whole(expression, period, "anchored" if base else "none", False)
    if anchor is None or anchor.first is None or anchor.last is None:
        if anchor is not None and anchor.value.startswith("BC") and unit == "Y":
            year = 1 - int(anchor.value[2:6]) + sign * int(quantity)
            return whole(expression, periods.year_period(year), "anchored")
        if unit in ("S", "MIN", "H") or beside:
            return duration(expression, context)
        news = None if context.history else context.published
        if news and side in ("earlier", "before") and unit in ("W", "M", "Q", "Y", "DE"):
            return whole(expression, periods.move(news, quantity, unit, sign), "relative", False)
        return whole(expression, unknown(unit), "none", False)
    base = anchor.first
    if unit == "Y" and side == "earlier" and anchor.precision == "quarter" and quantity == 1:
        return whole(expression, periods.quarter_period(base.year - 1, (base.month + 2) // 3), "anchored", False)
    if unit in ("S", "MIN", "H"):
        day = periods.move(base, quantity, unit, sign)
        if day is None:
            return []
        mark = "TXX" if anchor.precision == "day" else ""
        return whole(expression, msgspec.structs.replace(day, value=day.value + mark), "anchored")
    moved = periods.move(base, quantity, unit, sign)
    fine = {"D": 0, "NI": 0, "W": 0, "FN": 0, "WE": 0, "M": 1}.get(unit, 2)
    coarse = {"day": 0, "week": 0, "month": 1, "season": 1}.get(anchor.precision, 2)
    if moved is None:
        return []
    if beside and sign > 0 and "less" not in expression.words("mod") and _ahead(expression, context, moved):
        return duration(expression, context)
    period = moved
    if coarse > fine:
        period = unknown(unit)
        limit = periods.move(anchor.last, quantity, unit, sign)
        ends = sorted(d for d in (base, limit.last if limit else None) if d)
        return whole(expression, msgspec.structs.replace(period, first=ends[0], last=ends[-1]), "anchored", False)
    if "less" in expression.words("mod"):
        ends = sorted((base, periods.shift(base, quantity, unit, sign)))
        if context.published and sign > 0 and ends[0] <= context.published:
            ends[1] = min(ends[1], context.published)
        period = msgspec.structs.replace(period, first=ends[0], last=ends[1])
    return whole(expression, period, "anchored", sign > 0)


def _ahead(expression: Expression, context: Context, period: Period) -> bool:
    """Say whether a period lies after the day of writing where its clause tells of no coming time.

    "In danger 21 years after the states signed it" counts from the signing, not from the story's last date.
    """
    if context.history or not context.published or not period.first or period.first <= context.published:
        return False
    return context.direction(expression.match.first, expression.match.last) != FUTURE


def neighbour(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the next day", "the day before", "the following year", "the next morning" from the story's last date."""
    rule = expression.match.rule
    words = expression.words("unit") or expression.words("part")
    part = PARTS_OF_UNIT.get(words[0].rstrip("s"), "")
    unit = "D" if part else expression.unit()
    side = expression.word("side")
    if rule == "day_side":
        step = -1 if side in ("before", "previous") else 1
    else:
        step = int(expression.value("rel", "last", "next") or 1)
    if expression.value("unit", "plural"):
        return whole(expression, Period(duration_value(None, unit)), "none", False)
    recent = rule == "the_rel" and expression.word("rel") in ("last", "past") and not expression.has("mod")
    if recent and unit == "WE" and context.published and not context.history:
        return whole(expression, unit_around(context.published, unit, -1), "relative")
    if recent:
        return whole(expression, Period(duration_value(1.0, unit)), "none", False)
    return from_story(expression, context, unit, step, part)


def from_story(expression: Expression, context: Context, unit: str, step: int, part: str) -> list[Found]:
    """Return the unit ``step`` units from the story's last date, or an unknown one."""
    anchor = context.anchor
    if anchor is None or anchor.first is None:
        if anchor is not None and anchor.value.startswith("BC") and unit in ("Y", "DE"):
            year = 1 - int(anchor.value[2:6]) + step * (10 if unit == "DE" else 1)
            if unit == "Y":
                return whole(expression, periods.year_period(year), "anchored")
            return whole(expression, Period(f"BC{(1 - year) // 10:03d}", precision="decade"), "anchored", False)
        if context.published is None or context.history:
            return whole(expression, unknown("NI" if part == "TNI" else unit), "none", False)
        base, precision = context.published, "day"
    else:
        base, precision = (anchor.first if step <= 0 else anchor.last or anchor.first), anchor.precision
        if precision == "month" and unit in ("M", "Y"):
            base = anchor.first
    if unit in ("D", "NI") and precision != "day":
        period: Period | None = msgspec.structs.replace(
            Period(f"{base.year:04d}-{base.month:02d}-XX" if precision == "month" else f"{base.year:04d}-XX-XX"),
            first=anchor.first if anchor else None,
            last=anchor.last if anchor else None,
        )
        if part and period:
            period = msgspec.structs.replace(period, value=period.value + part)
        return whole(expression, period, "anchored", False)
    if unit in ("M", "W") and precision in ("year", "decade"):
        return whole(expression, Period(f"{base.year:04d}-{'XX' if unit == 'M' else 'WXX'}"), "anchored", False)
    return whole(expression, with_part(unit_around(base, unit, step), part), "anchored", step >= 0)


def same_unit(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the same day", "that night", "that year", "later that month" to the story's last date."""
    words = expression.words("unit")
    part = PARTS_OF_UNIT.get(words[0].rstrip("s"), "")
    unit = "D" if part or words[0] == "date" else expression.unit()
    return from_story(expression, context, unit, 0, part)


def end_unit(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the end of the month", "the beginning of next year"."""
    unit = expression.unit()
    words = expression.words("rel")
    step = int(expression.value("rel", "last", "next") or 0)
    near = context.published is not None and not context.history
    if near and context.reference and (words[0] in ("last", "next", "this") or "the" in words):
        return whole(expression, unit_around(context.reference, unit, step), "relative")
    return from_story(expression, context, unit, step, "")
