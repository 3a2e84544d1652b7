"""Publication dates as records, prefixes and addresses write them: instant, zone and precision.

A date is written as ISO 8601, and its form tells the precision: ``2020-03-12`` is a day, ``2020-03-12T10:15Z`` a
minute, ``2020-03-12T10:15:20Z`` a second. The zone of the source is kept (``2020-03-12T22:30-05:00``): the first
ten characters are always the day on which it was written.
"""

from __future__ import annotations

import datetime
import email.utils
import re
from functools import cache

from transforms.words.calendar import month_numbers
from transforms.words.classes import word_table

FIRST_YEAR, LAST_YEAR = 1800, 2050
"""A date outside is a slip of the source (a counter, an empty value, a copyright line), not a date of publication."""
SENTINELS = frozenset({"1970-01-01", "1969-12-31", "1899-12-30", "1899-12-31", "2038-01-19"})
"""Days that counters and empty cells are written as."""

_MONTHS = month_numbers()
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_ZONE = (
    r"(?:\(?(?P<zone>(?:GMT|UTC)\s?[+-]\d{1,2}(?::?\d\d)?|[+-]\d\d:?\d\d|[+-]\d\d\b|Z\b|[A-Za-z]{2,4}\b(?![/_]))\)?"
    r"|(?P<unknown>\(?[A-Za-z]))?"
)
"""A word behind the time that is no zone we know leaves the time in the dark: the day alone is kept."""
_CLOCK = (
    r"(?:[T,\s@|•·–-]+(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    rf"\s?(?P<half>[ap]\.?m\b\.?)?\s?(?:hrs\b|hours\b|h\b)?\s?{_ZONE})?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?P<year>\d{{4}})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)(?!\d){_CLOCK}",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<zone>Z)?)?(?!\d)",
        rf"{_WEEKDAY}(?P<day>\d\d?)(?:st|nd|rd|th)?[-\s]+(?:of\s+)?{_MONTH}[-,\s]+(?P<year>\d{{4}}){_CLOCK}",
        rf"{_WEEKDAY}{_MONTH}[-\s]+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_CLOCK}",
        rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d\d?)\s+(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)\s+"
        rf"(?P<zone>[A-Z]{{3,4}}|[+-]\d{{4}})?\s*(?P<year>\d{{4}})",
        rf"(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{{4}}){_CLOCK}",
        rf"(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<second>\d\d))?\s?(?P<half>[ap]\.?m\b\.?)?\s?{_ZONE}"
        rf"[\s,|•·–-]+(?:on\s+)?{_WEEKDAY}(?:(?P<day>\d\d?)(?:st|nd|rd|th)?\s+{_MONTH}"
        rf"|{_MONTH.replace('month', 'month_')}\s+(?P<day_>\d\d?)),?\s+"
        r"(?P<year>\d{4})",
    )
)
_SLASHED = re.compile(rf"(?P<first>\d\d?)[/-](?P<second_>\d\d?)[/-](?P<year>\d{{4}})(?!\d){_CLOCK}", re.IGNORECASE)
_EPOCH = re.compile(r"-?\d{9,10}(?:\.\d{1,9})?$|\d{13}$")
_LABEL = re.compile(
    r"(?:(?:first|last|web|date)\s+)?(?:published|updated|posted|modified|created|filed|issued|released|date)"
    r"(?:\s+on|\s+at)?\s*:?\s+(?=\S)",
    re.IGNORECASE,
)
_IN_URL = (
    re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])(?=[/_.?#-]|$)"),
    re.compile(rf"/(?P<year>(?:19|20)\d\d)/{_MONTH}/(?P<day>0?[1-9]|[12]\d|3[01])(?=[/_.?#-]|$)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"[/_-](?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=[/_.?#-]|$)"),
)
_PREFIX = re.compile(r"\s*date:?\s+(?P<date>\d{4}-\d\d-\d\d)(?![\d-])[\s.,:–—-]*(?=\S)")


@cache
def zones() -> dict[str, tuple[int, bool]]:
    """Return zone, lower case, to minutes east of Greenwich in winter and whether the United States' rule applies."""
    cells = ((row["zone"], row["minutes"]) for row in word_table("zones"))
    return {zone: (int(minutes.removeprefix("us ")), minutes.startswith("us ")) for zone, minutes in cells}


def parse_published(value: str) -> str | None:
    """Return a publication date as ISO 8601 in its own zone; None if it is not plain.

    A time without a zone is taken as UTC; one in a zone that is not known gives the day only, and so does midnight,
    which is how systems that know a day alone write it. ``03/04/2020`` can be two days and is not read; ``03/14/2020``
    is. Seconds are there where the source has them.
    """
    value = " ".join(value.split())
    if not value or len(value) > 100:
        return None
    value = _LABEL.sub("", value, count=1) if _LABEL.match(value) else value
    if _EPOCH.match(value):
        return _from_epoch(float(value))
    for form in _FORMS:
        m = form.match(value)
        if m:
            return _date(m.groupdict())
    m = _SLASHED.match(value)
    if m:
        return _slashed(m)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return _iso(moment)


def precision_of(value: str) -> str:
    """Return ``second``, ``minute`` or ``day`` of what ``parse_published`` returned."""
    return "day" if len(value) == 10 else "second" if value[16:17] == ":" else "minute"


def date_in_url(url: str) -> str | None:
    """Return the day that an address carries (``/2020/03/12/``, ``/2020/mar/12/``, ``-20200312``), or None."""
    for form in _IN_URL:
        m = form.search(url)
        if m:
            found = _date(m.groupdict())
            if found:
                return found
    return None


def date_prefix(text: str) -> tuple[int, str] | None:
    """Return the length of a ``date 2020-03-12`` put in front of a text, and the day; None without one."""
    m = _PREFIX.match(text)
    day = _date({**dict(zip(("year", "month", "day"), m["date"].split("-"), strict=True))}) if m else None
    return (m.end(), day) if m and day else None


def _from_epoch(seconds: float) -> str | None:
    if seconds >= 1e11:
        seconds /= 1000
    try:
        return _iso(datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc))
    except (ValueError, OverflowError, OSError):
        return None


def _slashed(m: re.Match[str]) -> str | None:
    first, second = int(m["first"]), int(m["second_"])
    if first <= 12 and second <= 12 and first != second:
        return None
    month, day = (first, second) if first <= 12 else (second, first)
    return _date({**m.groupdict(), "month": str(month), "day": str(day)})


def _date(parts: dict[str, str | None]) -> str | None:
    month = parts["month"] or parts.get("month_") or ""
    try:
        day = datetime.datetime(
            int(parts["year"] or 0),
            int(month) if month.isdigit() else _MONTHS[month.lower()],
            int(parts["day"] or parts.get("day_") or 0),
            tzinfo=datetime.timezone.utc,
        )
    except (ValueError, KeyError):
        return None
    if not believed(day):
        return None
    if not parts.get("hour"):
        return day.date().isoformat()
    hour, minute, second = (int(parts.get(key) or 0) for key in ("hour", "minute", "second"))
    half = (parts.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    zone = parts.get("zone") or ""
    offset = None if parts.get("unknown") else offset_of(zone, day.date())
    if hour > 24 or minute > 59 or offset is None or not (hour or minute or second):
        return day.date().isoformat()
    zoned = day.replace(tzinfo=datetime.timezone(datetime.timedelta(minutes=offset)))
    moment = zoned + datetime.timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    return _written(moment, seconds=parts.get("second") is not None)


def offset_of(zone: str, day: datetime.date) -> int | None:
    """Return the minutes east of Greenwich of a zone on a day; 0 for none, None for one that is not known.

    >>> offset_of("PKT", datetime.date(2021, 5, 5))
    300
    """
    name = re.sub(r"^(?:gmt|utc)\s?(?=[+-])", "", zone.strip().lower())
    if not name:
        return 0
    if name[0] in "+-":
        digits = name[1:].replace(":", "")
        hours, minutes = (digits[:2], digits[2:]) if len(digits) != 3 else (digits[:1], digits[1:])
        east = int(hours) * 60 + int(minutes or 0)
        return None if east > 15 * 60 else -east if name[0] == "-" else east
    if name not in zones():
        return None
    minutes_east, american = zones()[name]
    return minutes_east + (60 if american and summer_in_america(day) else 0)


def summer_in_america(day: datetime.date) -> bool:
    """Return whether the United States have daylight saving time: by the rule of 2007, before it by that of 1987."""
    if day.year >= 2007:
        return _sunday(day.year, 3, 2) <= day < _sunday(day.year, 11, 1)
    last = _sunday(day.year, 10, 4)
    last += datetime.timedelta(days=7 if last.day <= 24 else 0)
    return _sunday(day.year, 4, 1) <= day < last


def _sunday(year: int, month: int, count: int) -> datetime.date:
    """Return the first, second, ... Sunday of a month."""
    first = datetime.date(year, month, 1)
    return first + datetime.timedelta(days=(6 - first.weekday()) % 7 + 7 * (count - 1))


def believed(day: datetime.datetime | datetime.date) -> bool:
    """Return whether a day may be one of publication: within the years, and no mark of an empty cell."""
    return FIRST_YEAR <= day.year <= LAST_YEAR and f"{day:%Y-%m-%d}" not in SENTINELS


def _iso(moment: datetime.datetime) -> str | None:
    """Return a moment in seconds; its day alone at midnight."""
    if not believed(moment):
        return None
    if not (moment.hour or moment.minute or moment.second):
        return moment.strftime("%Y-%m-%d")
    return _written(moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc), seconds=True)


def _written(moment: datetime.datetime, *, seconds: bool) -> str | None:
    try:
        believable = believed(moment.astimezone(datetime.timezone.utc))
    except OverflowError:
        return None
    offset = moment.utcoffset()
    zone = moment.strftime("%z") if offset else "Z"
    clock = moment.strftime("%Y-%m-%dT%H:%M:%S" if seconds else "%Y-%m-%dT%H:%M")
    return (f"{clock}{zone[:3]}:{zone[3:5]}" if offset else f"{clock}Z") if believable else None
