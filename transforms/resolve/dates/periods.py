"""Calendar periods: TIMEX3 value, first and last day, precision, and arithmetic between them.

All days are proleptic Gregorian. Years before 1 have a value (``BC0044``) but no days, since ``datetime`` has none.
"""

from __future__ import annotations

import calendar
import datetime

import msgspec

from transforms.resolve.dates.lexicon import holiday_rules

Day = datetime.date

ONE_DAY = datetime.timedelta(days=1)
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of the meteorological season of the northern half; winter runs into the next year."""

ISLAMIC_EPOCH = 227015
"""Ordinal of 1 Muharram 1 (16 July 622 Julian, R.D. 227015), civil tabular calendar (Reingold and Dershowitz)."""


class Period(msgspec.Struct, frozen=True):
    """A stretch of the calendar as one expression names it; ``value`` is TIMEX3."""

    value: str
    first: Day | None = None
    last: Day | None = None
    precision: str = "none"

    @property
    def year(self) -> int | None:
        """Return the year of the first day."""
        return self.first.year if self.first else None


def safe_day(year: int, month: int, day: int) -> Day | None:
    """Return a date, or None for a day that does not exist."""
    try:
        return Day(year, month, day)
    except ValueError:
        return None


def day_period(day: Day) -> Period:
    """Return the period of one day."""
    return Period(day.isoformat(), day, day, "day")


def month_period(year: int, month: int) -> Period | None:
    """Return the period of one month."""
    if not 1 <= year <= 9999:
        return None
    first = Day(year, month, 1)
    return Period(f"{year:04d}-{month:02d}", first, Day(year, month, calendar.monthrange(year, month)[1]), "month")


def year_period(year: int) -> Period | None:
    """Return the period of one year; a year before 1 (0 is 1 BC) has a value only."""
    if year > 9999:
        return None
    if year < 1:
        return Period(f"BC{1 - year:04d}", precision="year")
    return Period(f"{year:04d}", Day(year, 1, 1), Day(year, 12, 31), "year")


def week_period(day: Day) -> Period:
    """Return the ISO week that a day lies in."""
    year, week, weekday = day.isocalendar()
    first = shift_days(day, 1 - weekday)
    return Period(f"{year:04d}-W{week:02d}", first, shift_days(first, 6), "week")


def weekend_period(day: Day) -> Period:
    """Return Saturday and Sunday of the ISO week that a day lies in."""
    week = week_period(day)
    saturday = shift_days(week.first or day, 5)
    return Period(week.value + "-WE", saturday, shift_days(saturday, 1), "week")


def season_period(year: int, season: str) -> Period | None:
    """Return a season; winter begins in December of ``year``."""
    if not 1 <= year < 9999:
        return None
    month = SEASON_MONTHS[season]
    last_year, last_month = (year + 1, 2) if season == "WI" else (year, month + 2)
    last = Day(last_year, last_month, calendar.monthrange(last_year, last_month)[1])
    return Period(f"{year:04d}-{season}", Day(year, month, 1), last, "season")


def quarter_period(year: int, quarter: int) -> Period | None:
    """Return a calendar quarter."""
    last = month_period(year, 3 * quarter)
    if last is None:
        return None
    return Period(f"{year:04d}-Q{quarter}", Day(year, 3 * quarter - 2, 1), last.last, "quarter")


def half_period(year: int, half: int) -> Period | None:
    """Return a half year; the precision is the year's, the nearest coarser one."""
    last = month_period(year, 6 * half)
    if last is None:
        return None
    return Period(f"{year:04d}-H{half}", Day(year, 6 * half - 5, 1), last.last, "year")


def decade_period(decade: int) -> Period | None:
    """Return a decade, given as its year without the last digit (199 is the 1990s)."""
    if not 1 <= decade <= 999:
        return None
    return Period(f"{decade:03d}", Day(decade * 10, 1, 1), Day(decade * 10 + 9, 12, 31), "decade")


def century_period(century: int) -> Period | None:
    """Return a century, given as its year without the last two digits (19 is the 20th century)."""
    if not 0 <= century <= 99:
        return None
    return Period(f"{century:02d}", Day(century * 100 or 1, 1, 1), Day(century * 100 + 99, 12, 31), "none")


def shift_days(day: Day, count: int) -> Day:
    """Return the day ``count`` days away, held inside the calendar."""
    ordinal = min(max(day.toordinal() + count, 1), Day.max.toordinal())
    return Day.fromordinal(ordinal)


def shift_months(day: Day, count: int) -> Day:
    """Return the same day ``count`` months away, or the last day of a shorter month."""
    months = min(max(day.year * 12 + day.month - 1 + count, 12), 9999 * 12 + 11)
    year, month = divmod(months, 12)
    return Day(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def narrow(period: Period, part: str) -> Period:
    """Return a period with its days cut to the third that START, MID or END names; the value has no room for it."""
    if part not in ("START", "MID", "END") or period.first is None or period.last is None:
        return period
    days = (period.last - period.first).days + 1
    if days < 3:
        return period
    if period.precision == "year" and days > 300:
        month = {"START": 1, "MID": 5, "END": 9}[part]
        final = month_period(period.first.year, month + 3)
        begin = Day(period.first.year, month, 1)
        return msgspec.structs.replace(period, first=begin, last=final.last if final else period.last)
    third = days // 3
    offset = {"START": 0, "MID": third, "END": days - (days - 2 * third)}[part]
    first = shift_days(period.first, offset)
    last = period.last if part == "END" else shift_days(first, third - 1)
    return msgspec.structs.replace(period, first=first, last=last)


UNIT_DAYS = {"D": 1, "NI": 1, "W": 7, "WE": 7, "FN": 14}
UNIT_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}
"""Length of the units that are counted in days or in months."""


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> Day:
    """Return the ``nth`` ISO weekday of a month; -1 is the last one."""
    if nth < 0:
        last = Day(year, month, calendar.monthrange(year, month)[1])
        return shift_days(last, -((last.isoweekday() - weekday) % 7))
    first = Day(year, month, 1)
    return shift_days(first, (weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> Day:
    """Return Gregorian Easter Sunday (anonymous Gregorian computus, Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return Day(year, month, day + 1)


def orthodox_easter(year: int) -> Day:
    """Return Orthodox Easter Sunday in the Gregorian calendar (Meeus' Julian computus, shifted)."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    gap = year // 100 - year // 400 - 2
    return shift_days(Day(year, month, day + 1), gap)


def islamic_day(year: int, month: int, day: int) -> Day | None:
    """Return the Gregorian day of a date of the civil tabular Islamic calendar (within a day of the sighted one)."""
    ordinal = day + 29 * (month - 1) + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + ISLAMIC_EPOCH - 1
    return Day.fromordinal(ordinal) if 1 <= ordinal <= Day.max.toordinal() else None


def islamic_years(year: int) -> tuple[int, ...]:
    """Return the Islamic years that overlap a Gregorian year."""
    middle = int((year - 622) * 365.2425 / 354.367)
    return tuple(y for y in (middle - 1, middle, middle + 1, middle + 2) if y > 0)


def islamic_month(year: int, month: int) -> Period | None:
    """Return an Islamic month; the value is the Gregorian month that most of its days lie in."""
    first = islamic_day(year, month, 1)
    after = islamic_day(year + month // 12, month % 12 + 1, 1)
    if first is None or after is None:
        return None
    middle = shift_days(first, 14)
    return Period(f"{middle.year:04d}-{middle.month:02d}", first, shift_days(after, -1), "month")


def holiday_days(name: str, year: int) -> list[Day]:
    """Return the days of a holiday of ``holidays.tsv`` in a Gregorian year (an Islamic feast may come twice)."""
    rule = holiday_rules()[name]
    if not 1583 <= year <= 9998:
        return []
    if rule == "election":
        return [shift_days(nth_weekday(year, 11, 1, 1), 1)]
    head, _, rest = rule.partition(" ")
    if head == "islamic":
        month, number = (int(part) for part in rest.split())
        found = [islamic_day(y, month, number) for y in islamic_years(year)]
        return [d for d in found if d is not None and d.year == year]
    if head.startswith(("easter", "orthodox")):
        base = easter(year) if head.startswith("easter") else orthodox_easter(year)
        return [shift_days(base, int(head.lstrip("abcdefghijklmnopqrstuvwxyz")))]
    if rest:
        nth, weekday, *after = (int(part) for part in rest.split())
        return [shift_days(nth_weekday(year, int(head), nth, weekday), after[0] if after else 0)]
    *years, month_text, day_text = head.split("-")
    if years and int(years[0]) != year:
        return []
    return [Day(year, int(month_text), int(day_text))]


def fixed_holiday(name: str) -> Day | None:
    """Return the day of a holiday that names one day of history, else None."""
    rule = holiday_rules()[name]
    return Day.fromisoformat(rule) if rule.count("-") == 2 else None


DAY_PRECISE_WEEKS = 3
"""Up to so many weeks "two weeks ago" names a day; farther off it names a week."""


def shift(day: Day, quantity: float, unit: str, sign: int) -> Day:
    """Return the very day ``quantity`` units after (sign 1) or before (sign -1) a day."""
    if unit in UNIT_MONTHS:
        return shift_months(day, sign * int(min(quantity * UNIT_MONTHS[unit], 1e6)))
    return shift_days(day, sign * int(min(quantity * UNIT_DAYS.get(unit, 0), 1e7)))


def move(day: Day, quantity: float, unit: str, sign: int) -> Period | None:
    """Return the period ``quantity`` units after (sign 1) or before (sign -1) a day, at the precision of the unit."""
    if unit in ("S", "MIN", "H"):
        hours = quantity / {"S": 3600, "MIN": 60, "H": 1}[unit]
        return day_period(shift_days(day, sign * int(hours // 24)))
    if unit in ("D", "NI"):
        return day_period(shift_days(day, sign * int(min(quantity, 1e6))))
    if unit in ("W", "FN", "WE"):
        weeks = min(quantity, 1e5) * (2 if unit == "FN" else 1)
        target = shift_days(day, sign * int(weeks * 7))
        return day_period(target) if weeks <= DAY_PRECISE_WEEKS else week_period(target)
    if unit in ("M", "Q"):
        target = shift_months(day, sign * int(min(quantity, 1e5) * (3 if unit == "Q" else 1)))
        return month_period(target.year, target.month)
    years = min(quantity, 1e5) * {"Y": 1, "DE": 10, "CE": 100}[unit]
    if years % 1:
        target = shift_months(day, sign * int(years * 12))
        return month_period(target.year, target.month)
    return year_period(day.year + sign * int(years)) if day.year + sign * int(years) >= 1 else None
