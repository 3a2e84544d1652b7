"""The publication date of a page, from what is said to machines down to what stands beside the headline."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import htmldate
from lxml import etree
from lxml.html import HtmlElement, fromstring

from transforms.clean.facts.published import parse_published

MAX_DATE = "2100-12-31"
"""Latest publication date believed. A fixed day, because the result may not depend on when it is computed."""
MOST_WORDS = 8
"""Words of the longest line beside a headline that is asked for a date: a longer one tells of a day."""
ANY_DATE = frozenset({"date", "dc.date"})
"""Names of meta elements that tell a day, but not of what."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH_IN_URL = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")
_TEXTS = "text()[normalize-space() and not(parent::script or parent::style)]"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WRITTEN = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d\d-\d\d"
    r"|\d{1,2}(?:\.|st|nd|rd|th)? [^\W\d_]{3,10}\.?,? \d{4}|[^\W\d_]{3,9}\.? \d{1,2}, \d{4})"
)
_BETWEEN = r"[\s:,–—-]{1,4}(?:\w{2,10}, )?"
_CLOCK = r"(?:,? (?:um |at |à )?\d\d?[:.h]\d\d)?"
_CHANGED = re.compile(r"modif|update|chang|review|expir|unpublish", re.IGNORECASE)


def published_on(
    tree: HtmlElement, told: Sequence[Mapping[str, Any]], headline: HtmlElement | None, url: str | None
) -> str | None:
    """Return the date of JSON-LD, else of metadata or the address, else beside a label or the headline, else anywhere.

    Metadata on a change are believed last: many pages tell no other day to machines, and their own to readers.
    """
    for fact in told:
        value = fact.get("datePublished")
        if isinstance(value, str) and _DAY.match(value) and (found := parse_published(value)):
            return _in_its_zone(found, tree)
    day = _found_in(tree, url)
    if day is None or not _told_to_machines(tree, day, url):
        day = _dated(_beside(headline), tree) or _labelled(tree) or day
    elif not _told_to_machines(tree, day, url, plainly=True) and (beside := _beside(headline)) and beside != day:
        # A "date" of the page may be one of its change; what readers are told twice is not.
        day = beside if beside == _labelled(tree) else day
    if day is None and (guess := _dated(_found_in(tree, url, thorough=True), tree)):
        month = _MONTH_IN_URL.search(url or "")
        # What stands anywhere in a page is not believed against the month in its address.
        day = guess if month is None or guess.startswith(f"{month[1]}-{month[2]}") else None
    return _with_time(tree, day) if day else None


def _dated(day: str | None, tree: HtmlElement) -> str | None:
    """Return a day; none for the first of a month that is nowhere written.

    So is read what has no day ("No. 10/2021").
    """
    return day if day and (not day.endswith("-01") or _first_written(tree, day)) else None


def _found_in(tree: HtmlElement, url: str | None, *, thorough: bool = False) -> str | None:
    try:
        return htmldate.find_date(tree, url=url, original_date=True, max_date=MAX_DATE, extensive_search=thorough)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, etree.LxmlError):
        return None


def _first_written(tree: HtmlElement, day: str) -> bool:
    """Return whether the first of a month stands in the page."""
    year, month, _ = day.split("-")
    text = tree.text_content()
    forms = (day, f"1.{int(month)}.{year}", f"01.{month}.{year}", f"01/{month}/{year}")
    return (
        any(form in text for form in forms)
        or re.search(rf"\b0?1(?:st|\.)?,? [^\W\d_]+,? {year}\b|[^\W\d_] 0?1(?:st)?, {year}\b", text) is not None
    )


def _told_to_machines(tree: HtmlElement, day: str, url: str | None, *, plainly: bool = False) -> bool:
    """Return whether a day stands in the page's head, its address or an attribute for a date, not as one of a change.

    ``plainly``: not in a meta element that is only called a date.
    """
    head = tree.find("head")
    names = _unchanged(head.iter("meta")) if head is not None else iter(())
    metas = [value for meta in names if not (plainly and _is_any_date(meta)) for value in meta.values()]
    metas += [time.get("datetime") or "" for time in _unchanged(tree.iter("time"))]
    metas += [e.get("content") or "" for e in _unchanged(tree.iterfind(".//*[@itemprop]"))]
    written = (day, day.replace("-", ""), day.replace("-", "/"))
    return any(form in value for value in [*metas, url or ""] for form in written)


def _is_any_date(meta: HtmlElement) -> bool:
    return (meta.get("name") or meta.get("property") or "").lower() in ANY_DATE


def _unchanged(elements: Iterator[HtmlElement]) -> Iterator[HtmlElement]:
    """Yield the elements whose name does not say that they tell of a change."""
    for element in elements:
        names = (element.get(key) or "" for key in ("property", "name", "itemprop", "class", "http-equiv"))
        if not any(map(_CHANGED.search, names)):
            yield element


@cache
def labels() -> re.Pattern[str]:
    """Return the expression for a written day with the words of ``day_labels.tsv`` before or after it."""
    rows = (files("transforms.clean.pages") / "day_labels.tsv").read_text(encoding="utf-8").splitlines()
    cells = [row.split("\t") for row in rows if row and not row.startswith("#")][1:]
    sides = {side: "|".join(words for one, words in cells if one == side) for side in ("before", "after")}
    return re.compile(
        rf"(?<!\w)(?:{sides['before']}){_BETWEEN}({_WRITTEN})(?!\d)"
        rf"|(?<!\d)({_WRITTEN}){_CLOCK} (?:{sides['after']})(?!\w)",
        re.IGNORECASE,
    )


def _labelled(tree: HtmlElement) -> str | None:
    """Return the day that the page calls the one of its publication; none where it names several, as lists do."""
    text = " ".join(" ".join(map(str, tree.xpath(f"/html/body//{_TEXTS}"))).split())
    written = dict.fromkeys(m[1] or m[2] for m in labels().finditer(text))
    days = {_read(line) for line in written}
    return days.pop() if len(days) == 1 else None


def _read(line: str) -> str | None:
    """Return the day that a line tells in any language that htmldate knows."""
    page = fromstring("<html><body></body></html>")
    etree.SubElement(page.find("body"), "p", {"class": "date"}).text = line
    return _found_in(page, None)


def _in_its_zone(told: str, tree: HtmlElement) -> str:
    """Return the moment of JSON-LD; with the zone of the metadata where a second one tells that instant too.

    Some sites write the clock of Greenwich with the zone of their own.
    """
    for meta in tree.iterfind(".//meta[@property='article:published_time']"):
        other = parse_published(meta.get("content") or "")
        if other and other != told and other[:16] == told[:16]:
            times = (parse_published(time.get("datetime") or "") for time in tree.iter("time"))
            if any(time and time[:16] != told[:16] and _instant(time) == _instant(other) for time in times):
                return other
    return told


def _instant(moment: str) -> datetime.datetime | None:
    """Return what ``parse_published`` gave as an instant; none for a day alone."""
    if len(moment) == 10:
        return None
    return datetime.datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone(datetime.timezone.utc)


def _beside(headline: HtmlElement | None) -> str | None:
    """Return the day in the first short line with a year that stands beside the headline."""
    if headline is None:
        return None
    pieces = [
        *headline.xpath(f"following::{_TEXTS}[position()<=8]"),
        *headline.xpath(f"preceding::{_TEXTS}[position()<=4]"),
    ]
    for line in (" ".join(str(piece).split()) for piece in pieces):
        if len(line.split()) <= MOST_WORDS and _YEAR.search(line):
            return _read(line)
    return None


def _with_time(tree: HtmlElement, day: str) -> str:
    """Return the moment that the page's metadata tell for a day, the day itself where they tell none."""
    told = [e.get("content") for e in tree.iterfind(".//meta[@property='article:published_time']")]
    told += [e.get("content") or e.get("datetime") for e in tree.iterfind(".//*[@itemprop='datePublished']")]
    told += [e.get("datetime") for e in tree.iterfind(".//time[@datetime]")]
    for value in told:
        found = parse_published(value) if value else None
        if found and found.startswith(day) and len(found) > len(day):
            return found
    return day
