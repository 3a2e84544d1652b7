"""One raw record to one cleaned document."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from schemas.ids import make_reject
from schemas.records import CleanDoc, RawRecord
from schemas.reject import CODES, Reject
from transforms.clean.damage.markup import is_page
from transforms.clean.damage.repair import Repaired, repair
from transforms.clean.decode import declared_in, decode
from transforms.clean.facts.front import Front, front_of
from transforms.clean.facts.published import date_in_url, parse_published
from transforms.clean.facts.said import Page
from transforms.clean.language.detect import detect_language
from transforms.clean.pages.refusals import refuses

_BY = re.compile(r"^by\s+", re.IGNORECASE)
_AND = re.compile(r" ?; ?| (?:and|&) ")

EMPTY = "NB101"
NO_BODY = "NB104"


def clean(record: RawRecord, repeated: AbstractSet[int] = frozenset()) -> CleanDoc | Reject:
    """Return the repaired body of a record with its metadata and language, or a reject (NB101 to NB104).

    ``repeated``: digests of paragraphs that publishers repeat, which are taken out.
    """
    flags = record.flags
    text = record.text or ""
    markup = record.html or ""
    if record.data is not None and not text and not markup:
        page = record.format in ("html", "warc")
        declared = record.declared_encoding or (declared_in(record.data) if page else None)
        decoded = decode(record.data, declared)
        if isinstance(decoded, str):
            return _reject(record, decoded)
        flags += decoded.flags
        if page:
            markup = decoded.text
        else:
            text = decoded.text
    if not text.strip() and markup and not is_page(markup) and record.format not in ("html", "warc"):
        text, markup = markup, ""
    if text and is_page(text):
        text, markup = "", text
    front = front_of(text) if text and not is_page(text) else None
    found = of_front(text, front) if front else Page(text)
    if not text.strip() and markup.strip():
        from transforms.clean.pages.page import read_page  # noqa: PLC0415 - what is text does not wait for the extractor

        found = read_page(markup, record.url)
        if not found.text.strip() or refuses(found.title, found.text):
            return _reject(record, NO_BODY)
    body = found.text if front else _headline_apart(found.text, record.title or found.title)
    publisher = _line(record.publisher) or _line(found.publisher)
    repaired = repair(body, front.end if front else 0, publisher=publisher, repeated=repeated)
    if not any(map(str.isalnum, repaired.text)):
        return _reject(record, EMPTY)
    language, score, foreign = detect_language(repaired.text)
    published, basis = _published(record, found, repaired)
    if front and basis == "html":
        basis = "head"
    return CleanDoc(
        record=record,
        text=repaired.text,
        repairs=repaired.repairs,
        flags=tuple(dict.fromkeys(flags + repaired.flags + (("not_english",) if foreign else ()))),
        title=_line(record.title) or _line(found.title),
        authors=_authors(record.authors or found.authors),
        url=record.url or found.url,
        publisher=publisher,
        published=published,
        published_basis=basis,
        language=language,
        language_score=score,
    )


def of_front(text: str, front: Front) -> Page:
    """Return a text with what its head says."""
    said = front.fields
    return Page(
        text,
        title=said.get("title"),
        authors=(said["authors"],) if "authors" in said else (),
        url=said.get("url"),
        publisher=said.get("publisher"),
        published=parse_published(said["date"]) if "date" in said else None,
    )


def _headline_apart(text: str, title: str | None) -> str:
    """Put a break after a headline that was run into the body ("... kills nineKABUL, May 3 -")."""
    title = (title or "").strip()
    if len(title.split()) < 4 or not text.startswith(title):
        return text
    rest = text[len(title) :]
    first = rest.lstrip(" ")[:1]
    return f"{title}\n\n{rest}" if first.isupper() or (first in "\"“‘'([" and first) else text


def _line(value: str | None) -> str | None:
    """Repair a title or name, which is one line."""
    return (" ".join(repair(value).text.split()) or None) if value else None


def _authors(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return one name an entry, without the "By" of a byline."""
    names = (name for line in given for name in _AND.split(_BY.sub("", _line(line) or "")))
    return tuple(dict.fromkeys(name for name in map(str.strip, names) if name))


def _published(record: RawRecord, page: Page, repaired: Repaired) -> tuple[str | None, str]:
    field = parse_published(record.date) if record.date else None
    if field:
        return field, "field"
    if page.published:
        return page.published, "html"
    if repaired.prefix_date:
        return repaired.prefix_date, "prefix"
    url = record.url or page.url
    day = date_in_url(url) if url else None
    return (day, "url") if day else (None, "none")


def _reject(record: RawRecord, code: str) -> Reject:
    payload = record.data
    if payload is None:
        payload = (record.text or record.html or "").encode("utf-8", "surrogatepass")
    return make_reject(
        code,
        CODES[code],
        source_uri=record.source_uri,
        source_locator=record.source_locator,
        stage="clean",
        payload=payload,
    )
