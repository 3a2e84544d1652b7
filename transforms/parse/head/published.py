"""Dates in an article's head: the date of a dateline, and lines such as ``Published: 12 March 2020``.

Only calendar dates are read here; expressions relative to publication belong to the time resolver.
"""

from __future__ import annotations

import datetime
import re

import msgspec

from transforms.clean.facts.published import FIRST_YEAR, LAST_YEAR, parse_published, zones
from transforms.words.calendar import month_numbers

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
YEAR = r"(?:[12]\d{3}|'?\d{2})(?![\d:])"
FULL_YEAR = r"[12]\d{3}(?![\d:])"
DAY = r"(?:\d{1,2}(?:[-–/]|\s(?:and|&)\s))?(?P<NAME>\d{1,2})(?:st|nd|rd|th)?(?![\w:])"
HEAD_DATE = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY})\s{{0,4}},?\s{{0,4}})?(?:"
    rf"(?P<m1>{MONTH})\s*{DAY.replace('NAME', 'd1')}(?:\s{{0,4}},?\s{{0,4}}(?P<y1>{FULL_YEAR}))?"
    rf"|{DAY.replace('NAME', 'd2')}(?:\s+of)?[\s-]*(?P<m2>{MONTH})(?:[\s,-]*(?P<y2>{YEAR}))?"
    r"|(?P<y3>[12]\d{3})[-/](?P<m3>\d{1,2})[-/](?P<d3>\d{1,2})(?!\d)"
    r"|(?P<d4>\d{1,2})(?P<mark>[./-])(?P<m4>\d{1,2})(?P=mark)(?P<y4>[12]\d{3})(?!\d)"
    r")",
    re.IGNORECASE,
)
ONLY_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)

ZONE = rf"(?:{'|'.join(sorted(zones(), key=len, reverse=True))})\b(?:\s?[+-]\s?\d{{1,2}}(?::?\d\d)?)?|[+-]\d\d:?\d\d"
HALF = r"\s?[ap]\.?m\b\.?"
CLOCK = (
    rf"(?:(?:at\s+)?\d{{1,2}}\s?[:.]\s?\d{{2}}(?:\s?:\s?\d{{2}})?(?:{HALF})?|(?:at\s+)?\d{{1,2}}{HALF}"
    rf"|\d{{4}}\s?(?=GMT|UTC))(?:\s*\(?(?:{ZONE})\)?)?"
)
KEYWORD = (
    r"(?P<keyword>(?:first\s+|last\s+|web\s+|date\s+)?(?:published|posted|updated|modified|created|filed|issued|released"
    r"|publication\s+date|date\s+of\s+publication|dated?|this\s+story\s+is\s+from|this\s+article\s+is\s+from)"
    r"(?:\s+(?:on|at|by\s+\w+\s+on))?\s*[:|]?)"
)
JOIN = r"[\s,|@•·()–—-]*"
DATE_LINE = re.compile(
    rf"(?:\s*{KEYWORD})?{JOIN}(?:(?P<before>{CLOCK}){JOIN})?(?P<date>{HEAD_DATE.pattern}){JOIN}(?P<clock>{CLOCK})?(?P<rest>[^\n]*)",
    re.IGNORECASE,
)
ZONED = re.compile(r"\b(?![AP]M\b)[A-Z]{1,4}\b|\d\s?[+-]\d")
UPDATED = re.compile(r"updated|modified", re.IGNORECASE)
REST_OF_DATED_LINE = re.compile(r"\s*(?:[.|,;•·]|[-–—(]|(?:last\s+)?(?:updated|modified)\b|by\b|in\b|$)", re.IGNORECASE)

PIVOT = 69
"""Two-digit years from 69 are of the 1900s, as POSIX strptime has it."""


class HeadDate(msgspec.Struct, frozen=True):
    """A calendar date in a dateline or date line; ``year`` is None where the text leaves it out."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None

    def resolve(self, near: datetime.date | None = None) -> datetime.date | None:
        """Return the day; a missing year is the one that brings the day nearest to ``near``, None without one."""
        if self.month is None or self.day is None:
            return None
        if self.year is not None:
            return calendar_day(self.year, self.month, self.day)
        if near is None:
            return None
        days = [calendar_day(near.year + shift, self.month, self.day) for shift in (-1, 0, 1)]
        return nearest(days, near)


def nearest(days: list[datetime.date | None], near: datetime.date) -> datetime.date | None:
    """Return the day with the smallest distance, the earlier of two equals."""
    found = sorted((abs((day - near).days), day) for day in days if day)
    return found[0][1] if found else None


def calendar_day(year: int, month: int, day: int) -> datetime.date | None:
    """Return a date, or None where there is no such day or the year is out of range for news."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def full_year(digits: str | None) -> int | None:
    """Return the year of two or four digits."""
    if not digits:
        return None
    number = int(digits.lstrip("'"))
    if number >= 100:
        return number
    return number + (1900 if number >= PIVOT else 2000)


def head_date(text: str, pos: int = 0) -> HeadDate | None:
    """Return the date that starts exactly at ``pos``; None if there is none or it is no real day."""
    match = HEAD_DATE.match(text, pos)
    return of_match(match) if match else None


def of_match(match: re.Match[str]) -> HeadDate | None:
    """Return the date of a match of ``HEAD_DATE`` or of a pattern that contains it."""
    part = match.groupdict()
    if part["m1"]:
        year, month, day = full_year(part["y1"]), month_number(part["m1"]), int(part["d1"])
    elif part["m2"]:
        year, month, day = full_year(part["y2"]), month_number(part["m2"]), int(part["d2"])
    elif part["m3"]:
        year, month, day = int(part["y3"]), int(part["m3"]), int(part["d3"])
    else:
        year, first, second = int(part["y4"]), int(part["d4"]), int(part["m4"])
        # 3/4/2020 is two days, depending on the country; only a number above 12 tells which.
        if part["mark"] != "." and first <= 12 and second <= 12 and first != second:
            return None
        day, month = (second, first) if second > 12 else (first, second)
    if calendar_day(year or 2000, month, day) is None:
        return None
    span = match.span("date") if "date" in part else match.span()
    return HeadDate(span[0], span[1], year, month, day)


def month_number(word: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation."""
    return month_numbers()[word.rstrip(".").lower()]


class DateLine(msgspec.Struct, frozen=True):
    """A line of the head that gives the publication date."""

    start: int
    end: int
    day: datetime.date
    updated: bool
    """The line says when the article was changed, not when it appeared."""
    moment: str | None = None
    """ISO 8601 with its zone, where the line tells a time of day and its zone."""


def date_line(text: str, start: int, end: int) -> DateLine | None:
    """Return the publication date of the line ``text[start:end]``.

    The line is a date with at most a time and a zone beside it, or it opens with a word such as "Published".
    The year must be given.
    """
    if end - start > 160:
        return None
    match = DATE_LINE.fullmatch(text, start, end)
    if not match:
        return None
    rest = match["rest"]
    if match["keyword"]:
        if not REST_OF_DATED_LINE.match(rest):
            return None
    elif re.search(r"\w", rest):
        return None
    found = of_match(match)
    day = found.resolve() if found else None
    if day is None:
        return None
    moment = moment_of(match["clock"] or match["before"], day)
    return DateLine(start, end, day, bool(match["keyword"] and UPDATED.search(match["keyword"])), moment)


def moment_of(clock: str | None, day: datetime.date) -> str | None:
    """Return day and time as ISO 8601 where the words for the time name a zone, else None.

    A time without a zone in a running text is one of a place that nobody named.
    """
    if not clock or not ZONED.search(clock):
        return None
    words = re.sub(r"^at\s+", "", clock.strip(), flags=re.IGNORECASE)
    words = re.sub(r"^(\d\d)(\d\d)(?=\s?[A-Z])", r"\1:\2", words)
    words = re.sub(r"^(\d{1,2})\s?[:.]\s?(?=\d)", r"\1:", re.sub(r"^(\d{1,2})(?=\s?[ap]\.?m)", r"\1:00", words))
    found = parse_published(f"{day:%Y-%m-%d} {words}")
    return found if found and len(found) > len("2020-03-12") else None


def midnight(day: datetime.date) -> datetime.datetime:
    """Return the start of a day in UTC, the convention of ``published_at`` where only a day is known."""
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.timezone.utc)


def timestamp(value: str | None) -> datetime.datetime | None:
    """Return an ISO 8601 date or date-time as UTC; None if it is neither. A time without zone is taken as UTC."""
    if not value:
        return None
    text = value.strip()
    try:
        if len(text) == 10:
            return midnight(datetime.date.fromisoformat(text))
        moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        if moment.tzinfo is None:
            return moment.replace(tzinfo=datetime.timezone.utc)
        return moment.astimezone(datetime.timezone.utc)
    except (ValueError, OverflowError):
        return None
