"""Values of expressions that name days and months of the calendar, and clock times."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.resolve.dates import periods
from transforms.resolve.dates.context import Context
from transforms.resolve.dates.expression import Expression
from transforms.resolve.dates.found import Found, named_year, unknown_year, whole, with_part
from transforms.resolve.dates.periods import Period
from transforms.words.classes import word_class

CERTAIN_INTRODUCERS = frozenset("in since last next until early late mid".split())
"""After these a word that is also a month is the month."""

NO_NOUNS = word_class("no_noun_group")
"""Small words that no noun group begins with."""

MONTH_INTRODUCERS = word_class("month_introducer") | {","}


def is_month(expression: Expression, name: str, strong: bool) -> bool:
    """Return whether "may", "march" and the like mean the month here; ``strong`` when a day or year stands by."""
    first, _ = expression.match.fields[name]
    token = expression.coded.original(first)
    word = token.lower()
    if strong or (len(word) > 4 and word != "march"):
        return True
    coded = expression.coded
    before = coded.words[first - 1] if first else ""
    if word in ("may", "march"):
        introduced = before in MONTH_INTRODUCERS or first > expression.match.first
        if before == "the" and first + 1 < len(coded.words):
            after = coded.original(first + 1)
            introduced = after.islower() and after.isalpha() and after not in NO_NOUNS
        return introduced and (token[0].isupper() or before in CERTAIN_INTRODUCERS)
    if word in ("june", "july"):
        return True
    dotted = first + 1 < len(coded.words) and coded.words[first + 1] == "."
    return token[0].isupper() and (dotted or before in CERTAIN_INTRODUCERS)


def date_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve month and day, in either order, with the days listed beside it ("10 and 11 March")."""
    fields = expression.match.fields
    if not is_month(expression, "month", strong=True):
        return []
    month = expression.month()
    word = expression.coded.original(fields["month"][0])
    if word.islower() and word in ("may", "march") and not (expression.has("year") or plausible_lower(expression)):
        return []
    day = expression.number("day")
    year, basis = named_year(expression, context)
    first, last = expression.match.first, expression.match.last
    named = month == 9 and day == 11 and first_of_attacks(expression, context)
    if named and year is None:
        year, basis = 2001, "explicit"
    moves = not named or ATTACKS_OF_2001.isdisjoint(context.lower[last : last + 2])
    if expression.has("yshort"):
        year, basis = 1900 + (expression.number("yshort") or 0), "explicit"
    if year is None:
        year, basis = context.year_of(month, day, first, last), context.inferred_basis
        if year is not None and expression.has("wd") and day:
            steps = NEAR_YEARS if context.published else (*NEAR_YEARS, -2, 2, -3, 3)
            year = year_with_weekday(year, month, day, expression.weekday(), steps)
    part = expression.part_of_day()
    if expression.has("clock"):
        part = clock_value(expression)
    days: list[tuple[int, int, int]] = []
    own = (first, last, day or 0)
    for name in ("head", "tail"):
        for i in range(*fields.get(name, (0, 0))):
            digits = "".join(c for c in expression.coded.words[i] if c in "0123456789")
            if digits:
                days.append((i, i + 1, int(digits)))
    if expression.has("tail"):
        own = (first, fields["tail"][0], day or 0)
        begin, end, number = days[-1]
        days[-1] = (begin, last, number)
    elif expression.has("head"):
        begin, end, number = days[0]
        days[0] = (first, end, number)
        own = (fields["day"][0], last, day or 0)
    found = []
    for begin, end, number in sorted([*days, own]):
        if year is None:
            found.append(Found(begin, end, unknown_year(month, number), "none", False))
            continue
        point = periods.safe_day(year, month, number)
        if point is None:
            continue
        period = with_part(periods.day_period(point), part)
        if period:
            found.append(Found(begin, end, periods.narrow(period, expression.modifier()), basis, moves))
    return found


ATTACKS_OF_2001 = word_class("attack_of_2001")
"""Beside these "Sept. 11" is the day of the attacks on New York and Washington, wherever the text is of later."""


def first_of_attacks(expression: Expression, context: Context) -> bool:
    """Return whether "Sept. 11" is the day of 2001 that is named so."""
    words, first, last = context.lower, expression.match.first, expression.match.last
    if context.published is not None and context.published < periods.Day(2001, 9, 11):
        return False
    return not ATTACKS_OF_2001.isdisjoint([*words[max(first - 4, 0) : first], *words[last : last + 2]])


NEAR_YEARS = (0, -1, 1)
"""Years from the likely one in which a report looks for a weekday: further off the weekday is a slip of the writer."""


def year_with_weekday(year: int, month: int, day: int, weekday: int, steps: Sequence[int]) -> int:
    """Return the first year, ``steps`` from ``year``, in which a date falls on a weekday; else ``year``."""
    for step in steps:
        point = periods.safe_day(year + step, month, day)
        if point and point.isoweekday() == weekday:
            return year + step
    return year


def plausible_lower(expression: Expression) -> bool:
    """Return whether a lower-case "may 8" is a date: the text has no capitals near it, or a weekday stands by."""
    tokens = expression.coded.words
    first, last = expression.match.first, expression.match.last
    before = tokens[first - 1].lower() if first else ""
    return before in ("on", "since", "until", "by", "from", "of") or last - first > 3


def month_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve a month with its year, or without one by tense or story."""
    strong = expression.has("year") or expression.has("yref")
    if not is_month(expression, "month", strong):
        return []
    month = expression.month()
    year, basis = named_year(expression, context)
    first, last = expression.match.first, expression.match.last
    if year is None:
        year, basis = context.year_of(month, None, first, last), context.inferred_basis
    if year is None and context.bc_anchor:
        return whole(expression, Period(f"{context.bc_anchor}-{month:02d}", precision="month"), "anchored")
    if year is None:
        return whole(expression, unknown_year(month, None), "none", False)
    return whole(expression, periods.month_period(year, month), basis)


def month_pair(expression: Expression, context: Context) -> list[Found]:
    """Resolve "March and April 1945", "December 1944 to" being a rule of its own; the year counts for both."""
    year = expression.year() or 0
    first, last = expression.match.first, expression.match.last
    one, two = expression.month(), expression.month("month2")
    split = expression.match.fields["month"][1]
    second = expression.match.fields.get("mod2", expression.match.fields["month2"])[0]
    earlier = periods.month_period(year if one <= two else year - 1, one)
    later = periods.month_period(year, two)
    if earlier is None or later is None:
        return []
    return [
        Found(first, split, periods.narrow(earlier, expression.modifier()), "explicit"),
        Found(second, last, later, "explicit"),
    ]


def month_rel(expression: Expression, context: Context) -> list[Found]:
    """Resolve "last October", "next May", "this April"."""
    month = expression.month()
    base = context.reference
    if not is_month(expression, "month", False):
        return []
    if base is None:
        return whole(expression, unknown_year(month, None), "none", False)
    step = expression.value("rel", "last", "next", "this", "that")
    year = base.year
    if step == "-1" and month >= base.month:
        year -= 1
    if step == "1" and month <= base.month:
        year += 1
    return whole(expression, periods.month_period(year, month), context.inferred_basis)


def iso_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve 2020-03-11."""
    year, month, day = (int(part) for part in expression.word("iso").split("-"))
    point = periods.safe_day(year, month, day)
    return whole(expression, periods.day_period(point) if point else None, "explicit")


def slash_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve 3/11/2020 month first and 11.3.2020 day first, or the other way where only that is a date."""
    dotted = "." in expression.word("slash")
    month, day, year = (int(part) for part in expression.word("slash").replace(".", "/").replace("-", "/").split("/"))
    if dotted:
        month, day = day, month
    if year < 100:
        year += 2000 if year < 70 else 1900
    point = periods.safe_day(year, month, day) or periods.safe_day(year, day, month)
    part = clock_value(expression) if expression.has("clock") else ""
    return whole(expression, with_part(periods.day_period(point), part) if point else None, "explicit")


def clock_value(expression: Expression, name: str = "clock") -> str:
    """Return ``T14:30`` for a clock time; the empty string when it is none."""
    words = expression.words(name)
    named = expression.value(name, "clock")
    if named:
        return named
    letters = "".join(words[1:]).replace(".", "").replace(" ", "")
    number = words[0]
    if "." in number:
        number = number.replace(".", ":")
    if ":" in number:
        hour, minute = (int(part) for part in number.split(":")[:2])
    elif len(number) == 4:
        hour, minute = int(number[:2]), int(number[2:])
    else:
        hour, minute = int(number), 0
    part = expression.value("inpart", "part")
    if "pm" in letters or part in ("TAF", "TEV") or (part == "TNI" and hour > 5):
        hour += 12 if hour < 12 else 0
    elif "am" in letters and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return ""
    return f"T{hour:02d}:{minute:02d}"
