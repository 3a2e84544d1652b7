"""Web pages: body, title, authors, address, publisher and publication date."""

from __future__ import annotations

import html
import re
from contextlib import suppress
from html.entities import name2codepoint
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.metadata import examine_meta, extract_meta_json, extract_sitename, extract_title, extract_url
from trafilatura.settings import Document
from trafilatura.utils import load_html

from transforms.clean.facts.said import Page
from transforms.clean.pages.authors import authors_of
from transforms.clean.pages.body import FEW_WORDS, held_against
from transforms.clean.pages.dates import published_on
from transforms.clean.pages.told import articles_told

SHORT_BODY = 1000
"""Characters below which the fast extraction is done again thoroughly. On 300 annotated pages the F1 of segments was
.918 fast, .932 thorough, .932 with this rule, which needs a second pass for one page in eight."""
LONGEST_TITLE = 300

_WORD = re.compile(r"\w+")
_HIDDEN = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"))
"""Where references are no references; an end that does not come leaves the rest hidden."""
_OPENING = re.compile(r"<!--|<(?:script|style)\b", re.IGNORECASE)
_TOKEN = re.compile(r"<[A-Za-z/!?][^<>]{0,20000}>|(?P<ref>&[A-Za-z][A-Za-z0-9]{1,31};?)")
_NAMED = re.compile(r"&[A-Za-z][A-Za-z0-9]{1,31};?")
_PLAIN_REFERENCES = frozenset("&amp &lt &gt &quot &apos &nbsp".split())
_HOST = re.compile(r"https?://(?:www\.|w[0-9]+\.)?([^/]+)")


def read_page(markup: str, url: str | None) -> Page:
    """Return the article of a page; empty text if there is none. Never raises."""
    markup = _html5_references(markup)
    try:
        tree = load_html(markup)
    except (ValueError, etree.LxmlError, RecursionError):
        tree = None
    if tree is None:
        return Page("")
    told = list(articles_told(tree))
    text = _extract(tree, url, fast=True)
    if len(text) < SHORT_BODY:
        text = _extract(tree, url, fast=False) or text
    text = held_against(text, tree, told) or _fallback(tree, told)
    meta = _tags(tree, url)
    headline = headline_of(tree, meta.title)
    host = urlsplit(meta.url or "").hostname if meta.url and "[" not in meta.url else None
    return Page(
        text=text,
        title=_title(tree, headline, meta.title),
        authors=authors_of(tree, told, meta, host),
        url=meta.url or None,
        publisher=meta.sitename or None,
        published=published_on(tree, told, headline, meta.url),
    )


def _title(tree: HtmlElement, headline: HtmlElement | None, given: str | None) -> str | None:
    """Return the headline, else the title that the page gives itself."""
    if headline is not None:
        return " ".join(headline.text_content().split())
    titles = [e.text_content() for e in tree.iter("title")][:1] + _og_titles(tree)
    return given or next((line for title in titles if (line := " ".join(title.split()))), None)


def _og_titles(tree: HtmlElement) -> list[str]:
    return [e.get("content") or "" for e in tree.iterfind(".//meta[@property='og:title']")][:1]


def headline_of(tree: HtmlElement, given: str | None) -> HtmlElement | None:
    """Return the headline: the first ``h1`` that the page's own title confirms.

    Titles for search engines carry the site's name and often other words; an ``h1`` may be the name of the site.
    """
    titles = [e.text_content() for e in tree.iter("title")][:1] + _og_titles(tree)
    known = set(_WORD.findall(" ".join([*titles, given or ""]).lower()))
    site = [e.get("content") or "" for e in tree.iterfind(".//meta[@property='og:site_name']")][:1]
    for heading in tree.iter("h1"):
        line = " ".join(heading.text_content().split())
        words = _WORD.findall(line.lower())
        if not words or len(line) > LONGEST_TITLE or line in site:
            continue
        shared = sum(word in known for word in words)
        if shared >= 0.5 * len(words) and (len(words) > 2 or _opens(line, [*titles, given or ""])):
            return heading
    return None


def _tags(tree: HtmlElement, url: str | None) -> Document:
    """Return title, address and site of a page from its tags."""
    meta = examine_meta(tree)
    with suppress(ValueError, TypeError, AttributeError, KeyError, IndexError):
        meta = extract_meta_json(tree, meta)
    meta.title = meta.title or extract_title(tree)
    meta.url = meta.url or extract_url(tree, url)
    site = (meta.sitename or extract_sitename(tree) or "").lstrip("@")
    if site and "." not in site and not site[0].isupper():
        site = site.title()
    host = _HOST.match(meta.url or "") if not site else None
    meta.sitename = host[1] if host else site
    return meta


def _opens(line: str, titles: list[str]) -> bool:
    """Tell whether one of the titles begins with a line: a site's name mostly stands at the end."""
    return any(title.strip().lower().startswith(line.lower()) for title in titles)


def _extract(tree: HtmlElement, url: str | None, *, fast: bool) -> str:
    try:
        found = trafilatura.bare_extraction(tree, url=url, fast=fast, include_comments=False)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, etree.LxmlError):
        # Pages in the wild break the extractor in ways of their own; the fallbacks still apply.
        return ""
    return (found.text or "") if isinstance(found, Document) else ""


def _html5_references(markup: str) -> str:
    """Write out the character references of HTML 5 that libxml2, which knows those of HTML 4, would leave."""
    if not any(map(_needs_writing, set(_NAMED.findall(markup)))):
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


def _needs_writing(reference: str) -> bool:
    """Return whether libxml2 would leave a reference as it stands."""
    name = reference.strip("&;")
    known = reference.endswith(";") and name in name2codepoint
    return not known and reference.rstrip(";") not in _PLAIN_REFERENCES and html.unescape(reference) != reference


def _reference(m: re.Match[str]) -> str:
    reference = m["ref"]
    if reference is None or reference.rstrip(";") in _PLAIN_REFERENCES:
        return m[0]
    text = html.unescape(reference)
    return reference if text == reference else text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _fallback(tree: HtmlElement, told: list[dict[str, Any]]) -> str:
    """Return the body that JSON-LD carries, else the paragraphs, else all text of the page's body."""
    for fact in told:
        body = fact.get("articleBody")
        if isinstance(body, str) and len(body.split()) > FEW_WORDS:
            return body
    paragraphs = "\n".join(filter(None, (" ".join(p.text_content().split()) for p in tree.iter("p"))))
    if len(paragraphs.split()) > FEW_WORDS:
        return paragraphs
    _, text, _ = trafilatura.baseline(tree)
    return text
