"""RSS and Atom: one record an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import feedparser
import msgspec

from pipeline.sources.base import Item, Source, digest, read_whole
from schemas.records import RawRecord

OPENED = re.compile(rb"<(?:item|entry)[\s>]")


def read_feed(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the entries of a feed; its text is the longest of content, summary and description.

    The digest of a record is that of its fields as sorted JSON.
    """
    data = read_whole(stream, source)
    if not isinstance(data, bytes):
        yield data
        return
    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        reason = str(feed.get("bozo_exception", "no entries"))
        yield source.reject("NB206", reason, "offset=0", data)
        return
    publisher = feed.feed.get("title")
    cut = is_cut(data)
    for index, entry in enumerate(feed.entries):
        if cut and index == len(feed.entries) - 1:
            yield source.reject("NB206", "the feed ends in the middle of this entry", f"entry={index}", data)
            return
        yield _entry(entry, f"entry={index}", publisher, feed.feed.get("language"), source)


def is_cut(data: bytes) -> bool:
    """Return whether a feed ends inside an entry: the last one that opens is not closed."""
    closed = max(data.rfind(b"</item"), data.rfind(b"</entry"))
    return closed < max((match.start() for match in OPENED.finditer(data, max(closed, 0))), default=-1)


def _entry(
    entry: feedparser.FeedParserDict, locator: str, publisher: str | None, language: str | None, source: Source
) -> Item:
    bodies = [part.get("value", "") for part in entry.get("content", [])] + [entry.get("summary", "")]
    text = max(bodies, key=len)
    fields = {
        "id": entry.get("id"),
        "title": entry.get("title"),
        "date": entry.get("published") or entry.get("updated"),
        "url": entry.get("link"),
        "publisher": (entry.get("source") or {}).get("title") or publisher,
        "language": language,
        "text": text,
        "authors": [name for name in (author.get("name") for author in entry.get("authors", [])) if name],
    }
    raw = msgspec.json.encode(fields, order="sorted")
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
        language=language,
        authors=tuple(fields["authors"]),
        raw_sha256=digest(raw),
    )
