"""Values of expressions counted from the day of writing or from the story: today, last week, two days later, for weeks."""

from __future__ import annotations

import msgspec

from transforms.resolve.time import periods
from transforms.resolve.time.calendar_rules import Found, clock_value, date_of, is_month, named_year, whole, with_part
from transforms.resolve.time.context import Context
from transforms.resolve.time.expression import Expression, duration_value
from transforms.resolve.time.periods import Day, Period, shift_days

SPANS = {"D": "day", "NI": "day", "W": "week", "WE": "week", "M": "month", "Q": "quarter", "Y": "year", "DE": "decade"}
PARTS_OF_UNIT = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}


def unit_around(day: Day, unit: str, step: int) -> Period | None:
    """Return the day, week, month, ... that lies ``step`` units from the one around a day."""
    if unit in ("D", "NI"):
        return periods.day_period(shift_days(day, step))
    if unit == "W":
        return periods.week_period(shift_days(day, 7 * step))
    if unit == "WE":
        return periods.weekend_period(shift_days(day, 7 * step))
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
    base = context.reference
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
        day = shift_days(base, 8 - base.isoweekday() + number - 1 if number >= base.isoweekday() else 7 - behind)
    elif step == "0" and expression.word("rel") == "this":
        monday = shift_days(base, 1 - base.isoweekday())
        day = shift_days(monday, number - 1)
    else:
        found = context.weekday(number, first, last)
        day = found if found else base
    if rule == "weekday_beside":
        day = shift_days(day, 1 if expression.word("side") == "after" else -1)
    return whole(expression, with_part(periods.day_period(day), part), "weekday")


def weekday_date(expression: Expression, context: Context) -> list[Found]:
    """Resolve "Friday the 13th" and "the 25th" inside the month of the story."""
    day = expression.number("day" if expression.has("day") else "ord")
    base = context.anchor
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
    if after.isalpha() and after.lower() not in (
        "and",
        "when",
        "but",
        "to",
        "by",
        "with",
        "that",
        "as",
        "he",
        "they",
        "the",
    ):
        return []
    if before not in ("on", "by", "until", "of", "since", "from", "to", "and") or after.lower() == "'":
        return []
    return weekday_date(expression, context)


def ago(expression: Expression, context: Context) -> list[Found]:
    """Resolve "two weeks ago", "three days from now"."""
    base = context.reference
    quantity = expression.quantity()
    sign = 1 if expression.match.rule == "from_now" else -1
    if base is None or quantity is None:
        return whole(expression, reference("FUTURE_REF" if sign > 0 else "PAST_REF"), "none", False)
    period = periods.move(base, quantity, expression.unit(), sign)
    return whole(expression, period, "relative" if not context.history else "anchored", not context.history)


def long_ago(expression: Expression, context: Context) -> list[Found]:
    """Resolve "long ago", "years ago"."""
    return whole(expression, reference("PAST_REF"), "none", False)


def shifted(expression: Expression, context: Context) -> list[Found]:
    """Resolve "two days later", "three months after", "a week before": counted from the story's last date."""
    unit = expression.unit()
    side = expression.words("side")[-1]
    sign = -1 if expression.value("side", "earlier") else 1
    anchor = context.anchor
    quantity = expression.quantity() if expression.has("qty") else None
    if side == "into":
        return duration(expression, context)
    if quantity is None:
        base = context.anchor_day
        period = reference("FUTURE_REF" if sign > 0 else "PAST_REF")
        if base is not None:
            step = {"D": 6, "W": 28, "M": 180, "Y": 1825, "H": 1, "MIN": 0, "NI": 6, "DE": 10950}.get(unit, 30)
            ends = sorted((base, shift_days(base, sign * step)))
            period = msgspec.structs.replace(period, first=ends[0], last=ends[1])
        return whole(expression, period, "anchored" if base else "none", False)
    if anchor is None or anchor.first is None or anchor.last is None:
        if anchor is not None and anchor.value.startswith("BC") and unit == "Y":
            year = 1 - int(anchor.value[2:6]) + sign * int(quantity)
            return whole(expression, periods.year_period(year), "anchored")
        return whole(expression, unknown(unit), "none", False)
    base = anchor.first
    if unit in ("S", "MIN", "H"):
        day = periods.move(base, quantity, unit, sign)
        if day is None:
            return []
        mark = "TXX" if anchor.precision == "day" else ""
        return whole(expression, msgspec.structs.replace(day, value=day.value + mark), "anchored")
    period = periods.move(base, quantity, unit, sign)
    fine = {"D": 0, "NI": 0, "W": 0, "FN": 0, "WE": 0, "M": 1}.get(unit, 2)
    coarse = {"day": 0, "week": 0, "month": 1, "season": 1}.get(anchor.precision, 2)
    if period is not None and coarse > fine:
        period = unknown(unit)
        limit = periods.move(anchor.last, quantity, unit, sign)
        ends = sorted(d for d in (base, limit.last if limit else None) if d)
        return whole(expression, msgspec.structs.replace(period, first=ends[0], last=ends[-1]), "anchored", False)
    if period is not None and "less" in expression.words("mod") and period.last:
        ends = sorted((base, period.last if sign > 0 else period.first or base))
        period = msgspec.structs.replace(period, first=ends[0], last=ends[1])
    return whole(expression, period, "anchored", sign > 0)


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


def relative_unit(expression: Expression, context: Context) -> list[Found]:
    """Resolve "last week", "this month", "next year", "earlier this year" from the day of writing."""
    unit = expression.unit()
    words = expression.words("rel")
    if words[0] in ("that", "the"):
        return from_story(expression, context, unit, 0, "")
    step = int(expression.value("rel", "last", "next", "this", "that") or 0)
    if expression.value("unit", "plural") or words[0] in ("past", "coming", "ensuing", "subsequent"):
        quantity = None if expression.value("unit", "plural") else 1.0
        return whole(expression, Period(duration_value(quantity, unit)), "none", False)
    if words[0] in ("previous", "preceding", "following"):
        return from_story(expression, context, unit, step, "")
    base = context.reference
    if base is None:
        return whole(expression, unknown(unit), "none", False)
    basis = context.inferred_basis
    return whole(expression, unit_around(base, unit, step), basis)


def end_unit(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the end of the month", "the beginning of next year"."""
    unit = expression.unit()
    words = expression.words("rel")
    step = int(expression.value("rel", "last", "next") or 0)
    near = context.published is not None and not context.history
    if near and context.reference and (words[0] in ("last", "next", "this") or "the" in words):
        return whole(expression, unit_around(context.reference, unit, step), "relative")
    return from_story(expression, context, unit, step, "")


def unit_end(expression: Expression, context: Context) -> list[Found]:
    """Resolve "month's end"."""
    found = from_story(expression, context, expression.unit(), 0, "")
    return [msgspec.structs.replace(f, period=periods.narrow(f.period, "END")) for f in found]


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


def within_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve "within hours of": a length of time whose days are those after the story's last date."""
    unit = expression.unit()
    quantity = expression.quantity() if expression.has("qty") else None
    value = duration_value(quantity, unit)
    base = context.anchor_day
    if base is None:
        return whole(expression, Period(value), "none", False)
    limit = periods.move(base, quantity or 6, unit, 1)
    return whole(expression, Period(value, base, limit.last if limit else base), "anchored", False)


def duration(expression: Expression, context: Context) -> list[Found]:
    """Resolve a length of time."""
    quantity = expression.quantity() if expression.has("qty") else None
    if expression.match.rule in ("unit_long", "span_of", "all_unit"):
        quantity = 1.0
    words = context.lower[expression.match.first : expression.match.last]
    if quantity is not None and "half" in words and "half" not in expression.words("qty"):
        quantity += 0.5
    return whole(expression, Period(duration_value(quantity, expression.unit())), "none", False)


def year_old(expression: Expression, context: Context) -> list[Found]:
    """Drop "44-year-old": an age, not a time of the story."""
    return []


def plural(expression: Expression, context: Context) -> list[Found]:
    """Resolve "for weeks", "in the days before"."""
    begin, end = expression.match.fields["unit"]
    return [Found(begin, end, Period(duration_value(None, expression.unit())), "none", False)]


def every(expression: Expression, context: Context) -> list[Found]:
    """Resolve "every day", "every Thursday", "each year", "every two weeks"."""
    if expression.has("wd"):
        return whole(expression, Period(f"XXXX-WXX-{expression.weekday()}"), "none", False)
    if expression.has("month"):
        return whole(expression, Period(f"XXXX-{expression.month():02d}"), "none", False)
    if expression.has("season"):
        return whole(expression, Period(f"XXXX-{expression.value('season', 'season')}"), "none", False)
    if expression.has("part"):
        return whole(expression, Period("XXXX-XX-XX" + expression.part_of_day()), "none", False)
    quantity = (expression.quantity("number") if expression.has("number") else None) or 1.0
    if "other" in context.lower[expression.match.first : expression.match.last]:
        quantity = 2.0
    return whole(expression, Period(duration_value(quantity, expression.unit())), "none", False)


def per_unit(expression: Expression, context: Context) -> list[Found]:
    """Resolve "a day" as a rate where a number stands before it, else as a length."""
    following = context.lower[expression.match.last] if expression.match.last < len(context.lower) else ""
    if following == "-":
        return []
    return whole(expression, Period(duration_value(1.0, expression.unit())), "none", False)


def frequency(expression: Expression, context: Context) -> list[Found]:
    """Resolve "daily", "weekly", "annually"."""
    return whole(expression, Period(expression.value("freq", "freq")), "none", False)


def present_ref(expression: Expression, context: Context) -> list[Found]:
    """Resolve words for the present."""
    return whole(expression, reference("PRESENT_REF"), "none", False)


def past_ref(expression: Expression, context: Context) -> list[Found]:
    """Resolve words for the past."""
    return whole(expression, reference("PAST_REF"), "none", False)


def future_ref(expression: Expression, context: Context) -> list[Found]:
    """Resolve words for the future."""
    return whole(expression, reference("FUTURE_REF"), "none", False)


def recent(expression: Expression, context: Context) -> list[Found]:
    """Resolve "recent weeks"."""
    return whole(expression, Period(duration_value(None, expression.unit())), "none", False)


def status(expression: Expression, context: Context) -> list[Found]:
    """Resolve "former" and "recent" in a history; in news they are part of a title or a description."""
    return past_ref(expression, context) if context.history else []


def at_the_time(expression: Expression, context: Context) -> list[Found]:
    """Resolve "at the time" in a history, where it is the story's present."""
    return present_ref(expression, context) if context.history else []


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
    period = Period(duration_value(quantity, unit))
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
