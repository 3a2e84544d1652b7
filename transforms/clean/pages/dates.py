"""The publication date of a page, from what is said to machines down to what stands beside the headline."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import htmldate
from lxml import etree
from lxml.html import HtmlElement, fromstring

from transforms.clean.facts.published import parse_published

MAX_DATE = "2100-12-31"
"""Latest publication date believed. A fixed day, because the result may not depend on when it is computed."""
MOST_WORDS = 8
"""Words of the longest line beside a headline that is asked for a date: a longer one tells of a day."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH_IN_URL = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")
_TEXTS = "text()[normalize-space() and not(parent::script or parent::style)]"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def published_on(
    tree: HtmlElement, told: Sequence[Mapping[str, Any]], headline: HtmlElement | None, url: str | None
) -> str | None:
    """Return the date of JSON-LD, else of metadata or the address, else beside the headline, else in the page."""
    for fact in told:
        value = fact.get("datePublished")
        if isinstance(value, str) and _DAY.match(value) and (found := parse_published(value)):
            return found
    day = _found_in(tree, url)
    if day is None or not _told_to_machines(tree, day, url):
        day = _dated(_beside(headline), tree) or day
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


def _told_to_machines(tree: HtmlElement, day: str, url: str | None) -> bool:
    """Return whether a day stands in the page's head, its address or an attribute for a date."""
    head = tree.find("head")
    metas = [value for meta in head.iter("meta") for value in meta.values()] if head is not None else []
    metas += [time.get("datetime") or "" for time in tree.iter("time")]
    metas += [e.get("content") or "" for e in tree.iterfind(".//*[@itemprop]")]
    written = (day, day.replace("-", ""), day.replace("-", "/"))
    return any(form in value for value in [*metas, url or ""] for form in written)


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
            page = fromstring("<html><body></body></html>")
            etree.SubElement(page.find("body"), "p", {"class": "date"}).text = line
            return _found_in(page, None)
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
