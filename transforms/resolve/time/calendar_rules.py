"""Values of expressions that name the calendar: days, months, seasons, years, holidays, clock times."""

from __future__ import annotations

import datetime

import msgspec

from transforms.resolve.time import periods
from transforms.resolve.time.context import Context
from transforms.resolve.time.expression import Expression
from transforms.resolve.time.periods import Day, Period

YEAR = datetime.timedelta(days=360)

WORDS_BEFORE_NUMBERS = frozenset(
    "resolution resolutions flight route highway number no page channel model section decree article law room bus train "
    "protocol convoy about some than least nearly almost approximately over up only another all every block unit "
    "regiment battalion $ £ € # exactly".split()
)
"""Before a bare four-digit number these say that it is no year."""

WORDS_AFTER_NUMBERS = frozenset(
    "people men women children soldiers troops civilians miles mile feet foot meters metres meter kilometers kilometres km "
    "kg tons tonnes ton dollars euros pounds percent per hours points votes deaths dead killed wounded injured prisoners "
    "tanks aircraft guns ships houses homes families refugees members others casualties mm mph hectares acres square "
    "barrels workers students men's fighters rebels bodies victims passengers gmt hrs million thousand % m cc rpm "
    "calories jobs cars vehicles villages times employees officers police personnel metric pieces copies".split()
)


class Found(msgspec.Struct, frozen=True):
    """A resolved stretch of tokens."""

    first: int
    last: int
    period: Period
    basis: str
    moves: bool = True
    """Whether the story goes on from here."""


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
        if any(word in ("same", "that", "following", "previous") for word in words) and context.anchor_day:
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
        return introduced and (token[0].isupper() or before in CERTAIN_INTRODUCERS)
    if word in ("june", "july"):
        return True
    dotted = first + 1 < len(coded.words) and coded.words[first + 1] == "."
    return token[0].isupper() and (dotted or before in CERTAIN_INTRODUCERS)


CERTAIN_INTRODUCERS = frozenset("in since last next until early late mid".split())
"""After these a word that is also a month is the month."""

MONTH_INTRODUCERS = frozenset(
    "in since of until till by last next this from to and before after early late mid during through between for or "
    ", / - – every each".split()
)


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
    if year is None:
        year, basis = context.year_of(month, day, first, last), context.inferred_basis
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
            found.append(Found(begin, end, periods.narrow(period, expression.modifier()), basis))
    return found


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


def season_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve a season with its year, with "last" or "next", or from the story."""
    season = expression.value("season", "season", "fall")
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


def half_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve "the second half of 2008", "the latter half of the year"."""
    half = {"first": 1, "early": 1, "second": 2, "latter": 2}.get(expression.word("half"))
    year, basis = named_year(expression, context)
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
    before = context.lower[first - 1] if first else ""
    after = context.lower[last] if last < len(context.lower) else ""
    short = expression.word("year")[0] in "'’"
    if short and (before not in ("in", "of", "since", "until") or not expression.coded.original(last)[:1].islower()):
        return []
    if year is None or not 1000 <= year < 2200 or before in WORDS_BEFORE_NUMBERS or after in WORDS_AFTER_NUMBERS:
        return []
    if expression.modifier() == "APPROX" and before not in ("in", "of", "by", "until"):
        near = after in (",", ".", ")", "and", "by", "in", "to", "the", "when", "with")
        if not near:
            return []
    if year > 2100 or year < 1400:
        if before not in ("in", "since", "of", "until", "by", "from", "year", "(", "before", "after"):
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


NO_NOUNS = frozenset("and or but when after before the a his her he she they it in at by for with to as until which was".split())


def year_short(expression: Expression, context: Context) -> list[Found]:
    """Resolve a three-digit year in a text that counts before Christ."""
    number = expression.number("year")
    after = expression.coded.original(expression.match.last) if expression.match.last < len(context.lower) else ""
    if not context.bc or number is None or (after[:1].islower() and after not in NO_NOUNS):
        return []
    begin, end = expression.match.fields["year"]
    return [Found(begin, end, Period(f"BC{number:04d}", precision="year"), "explicit")]


def iso_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve 2020-03-11."""
    year, month, day = (int(part) for part in expression.word("iso").split("-"))
    point = periods.safe_day(year, month, day)
    return whole(expression, periods.day_period(point) if point else None, "explicit")


def slash_of(expression: Expression, context: Context) -> list[Found]:
    """Resolve 3/11/2020 month first, or day first where only that is a date."""
    month, day, year = (int(part) for part in expression.word("slash").split("/"))
    if year < 100:
        year += 2000 if year < 70 else 1900
    point = periods.safe_day(year, month, day) or periods.safe_day(year, day, month)
    return whole(expression, periods.day_period(point) if point else None, "explicit")


def clock_value(expression: Expression, name: str = "clock") -> str:
    """Return ``T14:30`` for a clock time; the empty string when it is none."""
    words = expression.words(name)
    named = expression.value(name, "clock")
    if named:
        return named
    letters = "".join(words[1:]).replace(".", "").replace(" ", "")
    number = words[0]
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
