"""Publication dates as records, prefixes and addresses write them."""

from __future__ import annotations

import datetime
import email.utils
import re

FIRST_YEAR, LAST_YEAR = 1800, 2100
"""A date outside is a slip of the source (a counter, an empty value), not a date of publication."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|oct october|"
        "nov november|dec december".split("|"),
        1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_ZONES = {"utc": 0, "gmt": 0, "z": 0, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180,
          "ist": 330, "est": -300, "edt": -240, "et": -300, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
          "pst": -480, "pdt": -420}  # fmt: skip
"""Minutes east of Greenwich, by the zone's usual meaning in English-language news."""

_CLOCK = (
    r"(?:[T,\s]+(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>[+-]\d\d:?\d\d|[+-]\d\d\b|[A-Za-z]{1,4}\b)?)?"
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
    )
)
_SLASHED = re.compile(rf"(?P<first>\d\d?)[/-](?P<second_>\d\d?)[/-](?P<year>\d{{4}})(?!\d){_CLOCK}", re.IGNORECASE)
_EPOCH = re.compile(r"-?\d{9,10}(?:\.\d+)?$|\d{13}$")
_IN_URL = (
    re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])(?=[/_.?#-]|$)"),
    re.compile(rf"/(?P<year>(?:19|20)\d\d)/{_MONTH}/(?P<day>0?[1-9]|[12]\d|3[01])(?=[/_.?#-]|$)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"[/_-](?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=[/_.?#-]|$)"),
)
_PREFIX = re.compile(r"\s*date:?\s+(?P<date>\d{4}-\d\d-\d\d)(?![\d-])[\s.,:–—-]*(?=\S)")


def parse_published(value: str) -> str | None:
    """Return a publication date as ISO 8601: a day as it stands, a time of day in UTC; None if it is not plain.

    A time without a zone is taken as UTC. ``03/04/2020`` can be two days and is not read; ``03/14/2020`` is.
    """
    value = " ".join(value.split())
    if not value or len(value) > 100:
        return None
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
    month = parts["month"] or ""
    try:
        day = datetime.datetime(
            int(parts["year"] or 0),
            int(month) if month.isdigit() else _MONTHS[month.lower()],
            int(parts["day"] or 0),
            tzinfo=datetime.timezone.utc,
        )
    except (ValueError, KeyError):
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    if not parts.get("hour"):
        return day.date().isoformat()
    hour, minute, second = (int(parts.get(key) or 0) for key in ("hour", "minute", "second"))
    half = (parts.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    if hour > 24 or minute > 59:
        return day.date().isoformat()
    offset = _offset(parts.get("zone") or "")
    return _iso(day + datetime.timedelta(hours=hour, minutes=minute - offset, seconds=min(second, 59)))


def _offset(zone: str) -> int:
    if zone[:1] in ("+", "-"):
        digits = zone[1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
        return -minutes if zone[0] == "-" else minutes
    return _ZONES.get(zone.lower(), 0)


def _iso(moment: datetime.datetime) -> str | None:
    if moment.tzinfo:
        moment = moment.astimezone(datetime.timezone.utc)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
