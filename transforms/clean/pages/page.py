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
from trafilatura.settings import Document
from trafilatura.utils import load_html

from transforms.clean.facts.published import parse_published

MAX_DATE = "2100-12-31"
"""Latest publication date believed. A fixed day, because the result may not depend on when it is computed."""
SHORT_BODY = 1000
"""Characters below which the fast extraction is done again thoroughly. On 300 annotated pages the F1 of segments was
.918 fast, .932 thorough, .932 with this rule, which needs a second pass for one page in eight."""
FEW_WORDS = 20
"""A fallback with no more words than this is not taken for a body."""
LONGEST_TITLE = 300

_WORD = re.compile(r"\w+")
_HIDDEN = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"))
"""Where references are no references; an end that does not come leaves the rest hidden."""
_OPENING = re.compile(r"<!--|<(?:script|style)\b", re.IGNORECASE)
_TOKEN = re.compile(r"<[A-Za-z/!?][^<>]{0,20000}>|(?P<ref>&[A-Za-z][A-Za-z0-9]{1,31};?)")
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
    """ISO 8601 in the page's own time zone, as exactly as the page says."""


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
    found = _extract(markup, url, fast=True)
    text = (found.text or "") if found else ""
    if len(text) < SHORT_BODY:
        thorough = _extract(markup, url, fast=False)
        text = (thorough.text if thorough else "") or text or _fallback(tree, facts)
    meta = found or Document()
    return Page(
        text=text,
        title=page_title(tree, meta.title),
        authors=tuple(dict.fromkeys(filter(None, map(str.strip, (meta.author or "").split(";"))))),
        url=meta.url or None,
        publisher=meta.sitename or None,
        published=_published(tree, facts, meta.date, url),
    )


def page_title(tree: HtmlElement, given: str | None) -> str | None:
    """Return the headline: the first ``h1`` that the page's own title confirms, else the title that was given.

    Titles for search engines carry the site's name and often other words; an ``h1`` may be the name of the site.
    """
    titles = [e.text_content() for e in tree.iter("title")][:1]
    titles += [e.get("content") or "" for e in tree.iterfind(".//meta[@property='og:title']")][:1]
    known = set(_WORD.findall(" ".join([*titles, given or ""]).lower()))
    site = [e.get("content") or "" for e in tree.iterfind(".//meta[@property='og:site_name']")][:1]
    for heading in tree.iter("h1"):
        line = " ".join(heading.text_content().split())
        words = _WORD.findall(line.lower())
        if not words or len(line) > LONGEST_TITLE or line in site:
            continue
        shared = sum(word in known for word in words)
        if shared >= 0.5 * len(words) and (len(words) > 2 or _opens(line, [*titles, given or ""])):
            return line
    return given or next((line for title in titles if (line := " ".join(title.split()))), None)


def _opens(line: str, titles: list[str]) -> bool:
    """Tell whether one of the titles begins with a line: a site's name mostly stands at the end."""
    return any(title.strip().lower().startswith(line.lower()) for title in titles)


def _extract(markup: str, url: str | None, *, fast: bool) -> Document | None:
    try:
        found = trafilatura.bare_extraction(
            markup,
            url=url,
            fast=fast,
            with_metadata=fast,
            include_comments=False,
            date_extraction_params={"original_date": True, "extensive_search": False, "max_date": MAX_DATE},
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, etree.LxmlError):
        # Pages in the wild break the extractor in ways of their own; the fallbacks still apply.
        return None
    return found if isinstance(found, Document) else None


def _html5_references(markup: str) -> str:
    """Write out the character references of HTML 5 that libxml2, which knows those of HTML 4, would leave."""
    if "&" not in markup:
        return markup
    lowered = markup.lower()
    if len(lowered) != len(markup):
        lowered = markup
    pieces, position = [], 0
    while opening := _OPENING.search(markup, position):
        mark = next(end for start, end in _HIDDEN if opening[0].lower() == start)
        stop = lowered.find(mark, opening.end())
        stop = len(markup) if stop < 0 else stop + len(mark)
        pieces += [_TOKEN.sub(_reference, markup[position : opening.start()]), markup[opening.start() : stop]]
        position = stop
    return "".join([*pieces, _TOKEN.sub(_reference, markup[position:])])


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


def _published(tree: HtmlElement, facts: list[dict[str, Any]], plain: str | None, url: str | None) -> str | None:
    """Return the day of JSON-LD, else the one that metadata give, else one that stands in the page."""
    for fact in facts:
        value = fact.get("datePublished")
        if isinstance(value, str) and _DAY.match(value) and (found := parse_published(value)):
            return found
    if plain:
        return _with_time(tree, plain)
    try:
        return htmldate.find_date(tree, url=url, original_date=True, max_date=MAX_DATE)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, etree.LxmlError):
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


def _fallback(tree: HtmlElement, facts: list[dict[str, Any]]) -> str:
    """Return the body that JSON-LD carries, else the paragraphs, else all text of the page's body."""
    for fact in facts:
        body = fact.get("articleBody")
        if isinstance(body, str) and len(body.split()) > FEW_WORDS:
            return body
    paragraphs = "\n".join(filter(None, (" ".join(p.text_content().split()) for p in tree.iter("p"))))
    if len(paragraphs.split()) > FEW_WORDS:
        return paragraphs
    _, text, _ = trafilatura.baseline(tree)
    return text
