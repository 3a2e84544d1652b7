"""RSS and Atom: one record an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urljoin

import msgspec

from pipeline.faults import attempt
from pipeline.sources.base import Item, Source, digest, read_whole
from schemas.records import RawRecord
from schemas.strings import encodable
from transforms.clean.decode import declared_in, decode

if TYPE_CHECKING:
    import feedparser

OPENED = re.compile(rb"<(?:item|entry)[\s>]")
REFERENCE = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
"""An ampersand that begins no reference: feeds leave those of addresses as they are."""
NUMBER = re.compile(r"&#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}));")
DECLARATION = re.compile(r"<\?xml[^>]{0,300}\?>")
CDATA, CDATA_END = "<![CDATA[", "]]>"


def read_feed(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the entries of a feed; its text is the longest of content, summary and description.

    The digest of a record is that of its fields as sorted JSON.
    """
    data = read_whole(stream, source)
    if not isinstance(data, bytes):
        yield data
        return
    feed = attempt(partial(_parse, data))
    if isinstance(feed, Exception) or not feed.entries:
        reason = str(feed) if isinstance(feed, Exception) else str(feed.get("bozo_exception", "no entries"))
        yield source.reject("NB206", reason, "offset=0", data)
        return
    cut = is_cut(data)
    for index, entry in enumerate(feed.entries):
        locator = f"entry={index}"
        if cut and index == len(feed.entries) - 1:
            yield source.reject("NB206", "the feed ends in the middle of this entry", locator, data)
            return
        item = attempt(partial(_entry, entry, locator, feed.feed, source))
        if isinstance(item, Exception):
            item = source.reject("NB206", str(item), locator, repr(entry).encode("utf-8", "replace"))
        yield item
    opened = len(OPENED.findall(data))
    if opened > len(feed.entries):
        message = f"{opened} entries begin in the feed, {len(feed.entries)} could be read"
        yield source.reject("NB206", message, f"entry={len(feed.entries)}", data)


def _parse(data: bytes) -> feedparser.FeedParserDict:
    import feedparser  # noqa: PLC0415 - other files do not wait for it

    decoded = decode(data, declared_in(data))
    text = data.decode("utf-8", "replace") if isinstance(decoded, str) else decoded.text
    text = _repaired(DECLARATION.sub("", text, count=1))
    return feedparser.parse(text.encode("utf-8", "replace"), sanitize_html=False, resolve_relative_uris=False)


def _repaired(text: str) -> str:
    """Write out what a parser of XML would stop at or misread: loose ampersands, references to no character."""
    pieces, position = [], 0
    while (start := text.find(CDATA, position)) >= 0:
        end = text.find(CDATA_END, start)
        end = len(text) if end < 0 else end
        pieces += [_references(text[position:start]), text[start:end]]
        position = end
    return "".join([*pieces, _references(text[position:])])


def _references(text: str) -> str:
    return NUMBER.sub(_number, REFERENCE.sub("&amp;", text)) if "&" in text else text


def _number(match: re.Match[str]) -> str:
    code = int(match[1]) if match[1] else int(match[2], 16)
    legal = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return match[0] if legal else "\ufffd"


def is_cut(data: bytes) -> bool:
    """Return whether a feed ends inside an entry: the last one that opens is not closed."""
    closed = max(data.rfind(b"</item"), data.rfind(b"</entry"))
    return closed < max((match.start() for match in OPENED.finditer(data, max(closed, 0))), default=-1)


def _entry(entry: feedparser.FeedParserDict, locator: str, feed: feedparser.FeedParserDict, source: Source) -> Item:
    bodies = [part.get("value", "") for part in entry.get("content", [])] + [entry.get("summary", "")]
    text = encodable(max(bodies, key=len))
    link = entry.get("link")
    given = {
        "id": entry.get("id"),
        "title": entry.get("title"),
        "date": entry.get("published") or entry.get("updated"),
        "url": urljoin(feed.get("link") or "", link) if link else None,
        "publisher": (entry.get("source") or {}).get("title") or feed.get("title"),
        "language": feed.get("language"),
    }
    fields = {name: encodable(value) if value else None for name, value in given.items()}
    authors = [encodable(name) for name in (author.get("name") for author in entry.get("authors", [])) if name]
    raw = msgspec.json.encode({**fields, "text": text, "authors": authors}, order="sorted")
    if not text.strip():
        return source.reject("NB202", "entry without content, summary or description", locator, raw)
    if len(raw) > source.options.max_record_bytes:
        return source.oversized(locator, raw, len(raw), digest(raw))
    return RawRecord(
        source_uri=source.uri,
        source_locator=locator,
        format="feed",
        text=text,
        input_id=fields["id"],
        title=fields["title"],
        date=fields["date"],
        url=fields["url"],
        publisher=fields["publisher"],
        language=fields["language"],
        authors=tuple(authors),
        raw_sha256=digest(raw),
    )
