"""Values of expressions that name seasons, quarters, years, decades and centuries."""

from __future__ import annotations

import functools

from transforms.resolve.dates import periods
from transforms.resolve.dates.context import Context
from transforms.resolve.dates.expression import Expression
from transforms.resolve.dates.found import Found, named_year, whole
from transforms.resolve.dates.periods import Day, Period
from transforms.resolve.dates.rules.days import NO_NOUNS
from transforms.words.classes import word_class, word_table

NAMED_SPRINGS = frozenset(["arab", "prague", "silver"])
"""After these "Spring" is part of a name."""

YEAR_WORDS = word_class("year_introducer")
"""After these a number is a year even where it is a rare one."""


@functools.cache
def count_words() -> dict[str, frozenset[str]]:
    """Return the words that, ``before`` or ``after`` a four-digit number, say that it is no year."""
    return {row["side"]: frozenset(row["words"].split()) for row in word_table("count_words")}


def season_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve a season with its year, with "last" or "next", or from the story."""
    season = expression.value("season", "season", "fall")
    first = expression.match.first
    if first and context.lower[first - 1] in NAMED_SPRINGS:
        return []
    year, basis = named_year(expression, context)
    base = context.reference
    if year is None and expression.has("rel") and base:
        step = int(expression.value("rel", "last", "next", "this", "that") or 0)
        year, basis = base.year, context.inferred_basis
        here = periods.season_period(year, season)
        if here and here.first and here.last:
            if step < 0 and (here.last >= base or season == "WI"):
                year -= 1
            if step > 0 and here.first <= base:
                year += 1
    elif year is None:
        month = periods.SEASON_MONTHS[season]
        first, last = expression.match.first, expression.match.last
        year, basis = context.year_of(month, None, first, last), context.inferred_basis
    if year is None and context.bc_anchor:
        return whole(expression, Period(f"{context.bc_anchor}-{season}", precision="season"), "anchored")
    if year is None:
        return whole(expression, Period(f"XXXX-{season}", precision="season"), "none", False)
    return whole(expression, periods.season_period(year, season), basis)


def quarter_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the third quarter of 2019", "Q1 2020"."""
    number = int(expression.word("qn")[1]) if expression.has("qn") else expression.number("ord")
    year, basis = named_year(expression, context)
    if number is None or not 1 <= number <= 4:
        return []
    if year is None and (expression.has("qn") or context.published):
        base = context.reference
        if base is None:
            return []
        year, basis = base.year - (number * 3 - 2 > base.month), context.inferred_basis
    return whole(expression, periods.quarter_period(year, number) if year else None, basis)


def quarter_or_half(expression: Expression, context: Context) -> list[Found]:
    """Resolve "last year's third quarter", "the 1988 first half"."""
    return quarter_of(expression, context) if expression.has("ord") else half_of(expression, context)


def half_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the second half of 2008", "the latter half of the year", "first-half sales"."""
    half = {"first": 1, "early": 1, "second": 2, "latter": 2}.get(expression.word("half"))
    year, basis = named_year(expression, context)
    if expression.match.rule == "half_adj" and half and (base := context.reference):
        year, basis = base.year - (half * 6 - 5 > base.month), context.inferred_basis
    if year is None and expression.has("yref") and context.reference:
        year, basis = context.reference.year, context.inferred_basis
    if half is None or year is None:
        return []
    return whole(expression, periods.half_period(year, half), basis)


def decade_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the 1990s", "the ’30s", "the nineties"."""
    digits = "".join(c for c in expression.word("decade") if c in "0123456789")
    year = int(digits) if digits else int(expression.value("decade", "decadeword"))
    if year % 10 and year >= 1000 and expression.word("decade")[-2] in "'’":
        return whole(expression, periods.year_period(year), "explicit")
    if year % 10 and year >= 100:
        return []
    if (
        expression.value("era", "era") == "BC"
        or (context.bc and 100 <= year < 1000)
        or era_of(expression, "era") == "BC"
    ):
        return whole(expression, Period(f"BC{year // 10:03d}", precision="decade"), "explicit", False)
    if year < 100:
        before = context.lower[expression.match.first - 1] if expression.match.first else ""
        spelt = expression.word("decade")
        if spelt[0] not in "'’" and "the" not in context.lower[expression.match.first : expression.match.last]:
            return []
        if before in ("his", "her", "their", "my", "your", "our"):
            return []
        century = 20 if (context.published or Day(1999, 1, 1)).year >= 2000 and year == 0 else 19
        year += century * 100
    if year < 1000 or year % 10:
        return []
    return whole(expression, periods.decade_period(year // 10), "explicit", False)


def century_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the 20th century", "the fifth century BC"."""
    number = expression.number("ord")
    if number is None or not 1 <= number <= 30:
        return []
    if era_of(expression, "era") == "BC":
        return whole(expression, Period(f"BC{number - 1:02d}"), "explicit", False)
    return whole(expression, periods.century_period(number - 1), "explicit", False)


def era_of(expression: Expression, name: str) -> str:
    """Return BC, AD or the empty string for a field with an era word."""
    for word in expression.words(name):
        letters = "".join(c for c in word if c.isalpha())
        if letters in ("bc", "bce"):
            return "BC"
        if letters in ("ad", "ce"):
            return "AD"
    return ""


def bc_year(expression: Expression) -> int | None:
    """Return the astronomical year of "490 BC" (1 BC is 0) or "AD 70"."""
    name = "bc" if expression.has("bc") else "bc2"
    numbers = [word for word in expression.words(name) if word.isdigit() and len(word) <= 4]
    if not numbers or not int(numbers[0]):
        return None
    return 1 - int(numbers[0]) if era_of(expression, name) == "BC" else int(numbers[0])


def year_bc(expression: Expression, context: Context) -> list[Found]:
    """Resolve a year with its era."""
    year = bc_year(expression)
    return whole(expression, periods.year_period(year), "explicit") if year is not None else []


def bc_span(expression: Expression, context: Context) -> list[Found]:
    """Resolve "499-493 BC" into two years."""
    fields = expression.match.fields
    one, two = expression.number("int"), bc_year(expression)
    if one is None or two is None or not one:
        return []
    era = 1 - one if two < 1 else one
    first, second = periods.year_period(era), periods.year_period(two)
    if first is None or second is None:
        return []
    return [
        Found(expression.match.first, fields["int"][1], first, "explicit"),
        Found(fields["bc"][0], expression.match.last, second, "explicit"),
    ]


def season_bc(expression: Expression, context: Context) -> list[Found]:
    """Resolve a season or month of a year with its era."""
    year = bc_year(expression)
    if year is None:
        return []
    mark = expression.value("season", "season", "fall") if expression.has("season") else f"{expression.month():02d}"
    precision = "season" if expression.has("season") else "month"
    if year < 1:
        return whole(expression, Period(f"BC{1 - year:04d}-{mark}", precision=precision), "explicit")
    if expression.has("season"):
        return whole(expression, periods.season_period(year, mark), "explicit")
    return whole(expression, periods.month_period(year, expression.month()), "explicit")


def year_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve a bare year, unless the words beside it make it a count or a number of something else."""
    first, last = expression.match.first, expression.match.last
    year = expression.year()
    introduced = expression.match.fields["year"][0] if expression.has("mod") else first
    before = context.lower[introduced - 1] if introduced else ""
    after = context.lower[last] if last < len(context.lower) else ""
    counts = count_words()
    short = expression.word("year")[0] in "'’"
    if short and (before not in ("in", "of", "since", "until") or not expression.coded.original(last)[:1].islower()):
        return []
    if year is None or not 1000 <= year < 2200 or before in counts["before"] or after in counts["after"]:
        return []
    if expression.modifier() == "APPROX" and before not in ("in", "of", "by", "until"):
        near = after in (",", ".", ")") or after in word_class("after_rough_year")
        if not near:
            return []
    if not 1400 <= year <= 2100 and before not in YEAR_WORDS:
        return []
    return whole(expression, periods.year_period(year), "explicit", before not in ("since", "for", "("))


def year_span(expression: Expression, context: Context) -> list[Found]:
    """Resolve "1914-18" into two years."""
    fields = expression.match.fields
    one, two = expression.year(), expression.number("year2")
    if one is None or two is None:
        return []
    if two < 100:
        two += one // 100 * 100
    first, second = periods.year_period(one), periods.year_period(two)
    if first is None or second is None or not one < two < one + 200:
        return []
    return [
        Found(expression.match.first, fields["year"][1], first, "explicit"),
        Found(fields["year2"][0], expression.match.last, second, "explicit"),
    ]


def year_short(expression: Expression, context: Context) -> list[Found]:
    """Resolve a three-digit year in a text that counts before Christ."""
    number = expression.number("year")
    after = expression.coded.original(expression.match.last) if expression.match.last < len(context.lower) else ""
    if not context.bc or number is None or (after[:1].islower() and after not in NO_NOUNS):
        return []
    begin, end = expression.match.fields["year"]
    return [Found(begin, end, Period(f"BC{number:04d}", precision="year"), "explicit")]
