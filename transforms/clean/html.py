"""Web pages: body, title, authors, address, publisher and publication date."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import htmldate
import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.utils import load_html

from transforms.clean.published import date_in_url, parse_published

MAX_DATE = "2100-12-31"
"""Latest publication date believed. A fixed day, because the result may not depend on when it is computed."""

_TOKEN = re.compile(
    r"<(?P<raw>script|style)\b[^>]*>.*?</(?P=raw)|<!--.*?-->|<[A-Za-z/!?][^<>]*>|(?P<ref>&[A-Za-z][A-Za-z0-9]{1,31};?)",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_REFERENCES = frozenset("&amp &lt &gt &quot &apos &nbsp".split())
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ARTICLE_TYPES = re.compile(r"Article|Posting|Report|LiveBlog")


class Page(NamedTuple):
    """What a page says. ``text`` has one paragraph a line and is empty where no body was found."""

    text: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    """The day as the page writes it, in its own time zone."""


def read_page(markup: str, url: str | None) -> Page:
    """Return the article of a page; empty text if there is none. Never raises."""
    markup = _html5_references(markup)
    try:
        tree = load_html(markup)
    except (ValueError, etree.LxmlError, RecursionError):
        tree = None
    if tree is None:
        return Page("")
    facts = list(_json_ld(tree))
    found = _extract(markup, url)
    text = (found.text if found else None) or _fallback(markup, tree, facts)
    return Page(
        text=text or "",
        title=(found.title if found else None) or None,
        authors=_names(found.author if found else None),
        url=(found.url if found else None) or None,
        publisher=(found.sitename if found else None) or None,
        published=_published(tree, facts, url),
    )


def _extract(markup: str, url: str | None) -> Any:  # noqa: ANN401
    try:
        return trafilatura.bare_extraction(
            markup,
            url=url,
            fast=True,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "max_date": MAX_DATE},
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, etree.LxmlError):
        # Pages in the wild break the extractor in ways of their own; the fallbacks still apply.
        return None


def _html5_references(markup: str) -> str:
    """Write out the character references of HTML 5 that libxml2, which knows those of HTML 4, would leave."""
    return _TOKEN.sub(_reference, markup) if "&" in markup else markup


def _reference(m: re.Match[str]) -> str:
    reference = m["ref"]
    if reference is None or reference.rstrip(";") in _PLAIN_REFERENCES:
        return m[0]
    text = html.unescape(reference)
    return reference if text == reference else text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the objects of the page's JSON-LD that describe an article."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            queue = [json.loads(script.text_content(), strict=False)]
        except (ValueError, RecursionError):
            continue
        while queue:
            item = queue.pop(0)
            if isinstance(item, list):
                queue[:0] = item
            elif isinstance(item, dict):
                if _ARTICLE_TYPES.search(str(item.get("@type"))):
                    yield item
                graph = item.get("@graph")
                if isinstance(graph, list | dict):
                    queue.append(graph)


def _published(tree: HtmlElement, facts: list[dict[str, Any]], url: str | None) -> str | None:
    for fact in facts:
        value = fact.get("datePublished")
        if isinstance(value, str) and _DAY.match(value) and parse_published(value[:10]):
            return value[:10]
    try:
        day = htmldate.find_date(tree, url=url, original_date=True, max_date=MAX_DATE)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, etree.LxmlError):
        day = None
    return day or (date_in_url(url) if url else None)


def _fallback(markup: str, tree: HtmlElement, facts: list[dict[str, Any]]) -> str:
    for fact in facts:
        body = fact.get("articleBody")
        if isinstance(body, str) and len(body.split()) > 20:
            return body
    try:
        text = trafilatura.extract(markup, favor_recall=True, include_comments=False) or ""
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, etree.LxmlError):
        text = ""
    if text:
        return text
    paragraphs = (" ".join(p.text_content().split()) for p in tree.iter("p"))
    return "\n".join(filter(None, paragraphs))


def _names(author: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in (author or "").split(";") if name.strip()))
