"""ARC, which archives used before WARC: a line with address, IP, time, type and length, then the HTTP response."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from pipeline.faults import attempt
from pipeline.sources.archives.body import body_item
from pipeline.sources.archives.http import read_message
from pipeline.sources.base import CHUNK, Item, Skipped, Source, digest
from pipeline.sources.content.sniff import ARC_FILE, ARC_RECORD
from schemas.reject import MAX_PAYLOAD

MAX_LINE = 1 << 14


def read_arc(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the pages and texts among the responses of an ARC file of version 1 or 2, plain or decompressed."""
    offset, stray, stray_at = 0, bytearray(), 0
    while line := stream.readline(MAX_LINE):
        match = ARC_RECORD.match(line)
        if match is None:
            if line.strip():
                stray_at = stray_at if stray else offset
                stray += line[: MAX_PAYLOAD - len(stray)]
            offset += len(line)
            continue
        if stray:
            yield source.reject("NB204", "bytes that are no ARC record", f"offset={stray_at}", bytes(stray))
            stray = bytearray()
        length, locator = int(match["length"]), f"offset={offset}"
        block = _read(stream, length, source.options.max_record_bytes)
        offset += len(line) + length
        if len(block) < length <= source.options.max_record_bytes:
            message = f"truncated: {len(block)} of {length} bytes"
            yield source.reject("NB204", message, locator, line + block)
            return
        if match["url"].startswith(ARC_FILE):
            yield Skipped("arc description of the file")
        elif length > source.options.max_record_bytes:
            yield source.oversized(locator, line + block, len(line) + length, digest(block))
        else:
            item = attempt(partial(_item, match, block, locator, source))
            if isinstance(item, Exception):
                item = source.reject("NB204", str(item), locator, line + block, error=type(item).__name__)
            yield item
    if stray:
        yield source.reject("NB204", "bytes that are no ARC record", f"offset={stray_at}", bytes(stray))


def _read(stream: BinaryIO, length: int, limit: int) -> bytes:
    """Return a block, only its beginning where it is over the limit."""
    kept, left = bytearray(), length
    while left > 0 and (part := stream.read(min(CHUNK, left))):
        left -= len(part)
        kept += part if length <= limit else part[: MAX_PAYLOAD - len(kept)]
    return bytes(kept)


def _item(match: re.Match[bytes], block: bytes, locator: str, source: Source) -> Item:
    message = read_message(block, source.options.max_record_bytes)
    told = message.headers.get("content-type", match["type"].decode("latin-1"))
    url = match["url"].decode("utf-8", "replace")
    return body_item(message, told, source, locator=locator, raw=block, url=url, input_id=None)
