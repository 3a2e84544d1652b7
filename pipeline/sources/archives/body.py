"""The body of an archived response: a page, a text, or nothing that could be an article."""

from __future__ import annotations

import re

from pipeline.sources.archives.http import Message
from pipeline.sources.base import Item, Skipped, Source, digest
from pipeline.sources.content.sniff import sniff
from schemas.records import RawRecord
from transforms.clean.decode import decode

MARKUP = ("text/html", "application/xhtml+xml")
PLAIN = ("text/plain",)
UNTOLD = ("", "application/octet-stream", "unk", "unknown", "no-type", "application/unknown", "text", "*/*")
"""Types that servers send who do not know: the bytes themselves are asked."""
OK = range(200, 300)
CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';]{1,40})", re.IGNORECASE)


def body_item(
    message: Message,
    content_type: str,
    source: Source,
    *,
    locator: str,
    raw: bytes,
    url: str | None,
    input_id: str | None,
    date: str | None = None,
) -> Item:
    """Return the record of a response with a page or text, a Skipped for another, a reject for one that is damaged."""
    if message.status is not None and message.status not in OK:
        return Skipped(f"http status {message.status}")
    kind = content_type.partition(";")[0].strip().lower()
    if kind in UNTOLD:
        found = sniff(message.body[: 1 << 16], "")
        kind = {"html": "text/html", "text": "text/plain"}.get(found, kind)
    if kind not in MARKUP and kind not in PLAIN:
        return Skipped(f"content type {kind or 'unknown'}")
    if message.too_long:
        return source.oversized(locator, raw, len(raw), digest(raw))
    charset = CHARSET.search(content_type)
    text = None
    if kind in PLAIN:
        decoded = decode(message.body, charset[1] if charset else None)
        if isinstance(decoded, str):
            return source.reject(decoded, "plain text that no encoding fits", locator, raw)
        text = decoded.text
    return RawRecord(
        source_uri=source.uri,
        source_locator=locator,
        format="warc",
        data=message.body if text is None else None,
        text=text,
        declared_encoding=charset[1] if charset else None,
        input_id=input_id,
        date=date,
        url=url,
        flags=("truncated",) if message.truncated else (),
        raw_sha256=digest(message.body),
    )
