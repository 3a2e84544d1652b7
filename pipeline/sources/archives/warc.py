"""WARC: the HTML and plain text among the archived responses.

The frame of a record is read here, so that a damaged record costs only itself: the reader goes on at the next
version line, also where a record claims to be longer than it is.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

import msgspec

from pipeline.faults import attempt
from pipeline.sources.archives.body import body_item
from pipeline.sources.archives.http import read_message
from pipeline.sources.base import CHUNK, Item, Skipped, Source
from schemas.reject import MAX_PAYLOAD

VERSION = b"WARC/"
NEXT = re.compile(rb"\n\r?\n(?=WARC/[01]\.\d)")
"""The end of a record before the version line of the next."""
MAX_HEADER = 1 << 16
MAX_LINES = 1000
DIGITS = 18
"""Digits of the longest length that is believed."""
PATIENCE = 16
"""Times that the reader goes back, at full length each, before it trusts no length any more."""
STRAY = "bytes that are no WARC record"


class Frame(msgspec.Struct, frozen=True):
    """One record as it stands in the file, or what is wrong with it."""

    offset: int
    kind: str
    head: dict[str, str]
    """Named fields, names in lower case."""
    block: bytes
    size: int
    sha256: str | None = None
    fault: str | None = None


class Ahead:
    """A stream of which bytes may be put back; knows where it stands."""

    def __init__(self, stream: BinaryIO, offset: int) -> None:
        self._stream = stream
        self._held = io.BytesIO()
        self.offset = offset

    def read(self, size: int) -> bytes:
        """Return the next bytes, fewer than ``size`` only at the end."""
        data = self._held.read(size)
        while len(data) < size and (more := self._stream.read(size - len(data))):
            data += more
        self.offset += len(data)
        return data

    def readline(self, limit: int) -> bytes:
        """Return the next line, at most ``limit`` bytes of it."""
        data = self._held.readline(limit)
        if not data.endswith(b"\n") and len(data) < limit:
            data += self._stream.readline(limit - len(data))
        self.offset += len(data)
        return data

    def back(self, data: bytes) -> None:
        """Put bytes back that were read last."""
        self.offset -= len(data)
        self._held = io.BytesIO(data + self._held.read())


def frames(stream: BinaryIO, offset: int, limit: int, end: int | None = None) -> Iterator[Frame]:
    """Yield the records of a WARC stream that stands at ``offset``, up to and without those that start at ``end``.

    Bytes between records become one faulty frame.
    """
    ahead = Ahead(stream, offset)
    stray, stray_at, wrong = bytearray(), offset, 0
    while end is None or ahead.offset < end:
        at = ahead.offset
        line = ahead.readline(MAX_HEADER)
        if not line:
            break
        if not line.startswith(VERSION):
            if line.strip():
                stray_at = stray_at if stray else at
                stray += line[: MAX_PAYLOAD - len(stray)]
            continue
        if stray:
            yield Frame(stray_at, "", {}, bytes(stray), at - stray_at, fault=STRAY)
            stray = bytearray()
        frame, cut = _frame(ahead, line, at, limit, trusting=wrong < PATIENCE)
        wrong += cut
        yield frame
    if stray:
        yield Frame(stray_at, "", {}, bytes(stray), ahead.offset - stray_at, fault=STRAY)


def _frame(ahead: Ahead, version: bytes, start: int, limit: int, *, trusting: bool) -> tuple[Frame, bool]:
    """Read one record behind its version line; return it and whether its length was found to be wrong."""
    fields: dict[str, str] = {}
    lines, kept = 0, [version]
    while lines < MAX_LINES and (line := ahead.readline(MAX_HEADER)):
        lines += 1
        kept.append(line)
        if not line.strip():
            break
        name, colon, value = line.partition(b":")
        if colon:
            fields.setdefault(name.strip().lower().decode("latin-1"), value.strip().decode("utf-8", "replace"))
    head = b"".join(kept)
    kind, told = fields.get("warc-type", "").lower(), fields.get("content-length", "")
    if not told.isascii() or not told.isdigit() or len(told) > DIGITS:
        fault = "no Content-Length" if not told else f"Content-Length is no length: {told[:40]}"
        return Frame(start, kind, fields, head, len(head), fault=fault), False
    length = int(told)
    if not trusting:
        return _until_next(ahead, head, fields, start, limit), False
    if length <= limit:
        block = ahead.read(length)
        cut = None if len(block) == length and _at_end(ahead) else NEXT.search(block)
        if cut:
            ahead.back(block[cut.end() :])
            block = block[: cut.start()]
            told = f"Content-Length is {length}, but the next record begins after {len(block)} bytes"
            return Frame(start, kind, fields, head + block, len(head) + len(block), fault=told), True
        short = None if len(block) == length else f"truncated: {len(block)} of {length} bytes"
        content = head + block if short else block
        return Frame(start, kind, fields, content, len(head) + len(block), fault=short), False
    hashed, read, payload = hashlib.sha256(head), 0, head[:MAX_PAYLOAD]
    while read < length and (part := ahead.read(min(CHUNK, length - read))):
        hashed.update(part)
        payload += part[: MAX_PAYLOAD - len(payload)]
        read += len(part)
    return Frame(start, kind, fields, payload, len(head) + read, hashed.hexdigest()), False


def _at_end(ahead: Ahead) -> bool:
    """Return whether a record may end here: blank lines and a version line follow, or nothing."""
    following = ahead.read(64)
    ahead.back(following)
    rest = following.lstrip(b"\r\n")
    return not rest or rest.startswith(VERSION)


def _until_next(ahead: Ahead, head: bytes, fields: dict[str, str], start: int, limit: int) -> Frame:
    """Return the record that ends where the next begins, whatever its length claims to be."""
    block = bytearray()
    size = blank = 0
    while line := ahead.readline(MAX_HEADER):
        if blank and line.startswith(VERSION):
            ahead.back(line)
            break
        blank = not line.strip()
        size += len(line)
        block += line[: max(limit - len(block), 0)]
    fault = "its Content-Length was not believed: that of too many others was wrong"
    kind = fields.get("warc-type", "").lower()
    return Frame(start, kind, fields, head + bytes(block[:MAX_PAYLOAD]), len(head) + size, fault=fault)


def read_warc(stream: BinaryIO, source: Source, start: int = 0, end: int | None = None) -> Iterator[Item]:
    """Yield the pages and texts among the responses and resources; other records are skipped with a reason.

    The stream stands at ``start``, which has to be the beginning of a record.
    """
    for frame in frames(stream, start, source.options.max_record_bytes, end):
        item = attempt(partial(_item, frame, source))
        if isinstance(item, Exception):
            locator = f"offset={frame.offset}"
            item = source.reject("NB204", str(item), locator, frame.block, error=type(item).__name__)
        yield item


def record_offsets(stream: BinaryIO, step: int, limit: int) -> list[int]:
    """Return the offsets of records about ``step`` bytes apart: places where a file may be cut."""
    found: list[int] = []
    for frame in frames(stream, 0, limit):
        if frame.fault is None and frame.offset >= (found[-1] if found else 0) + step:
            found.append(frame.offset)
    return found


def _item(frame: Frame, source: Source) -> Item:
    locator = f"offset={frame.offset}"
    if frame.fault:
        return source.reject("NB204", frame.fault, locator, frame.block, size=frame.size)
    if frame.kind not in ("response", "resource", "conversion"):
        return Skipped(f"warc {frame.kind or 'record without a type'}")
    if frame.sha256 is not None:
        return source.oversized(locator, frame.block, frame.size, frame.sha256)
    url = frame.head.get("warc-target-uri", "").strip("<> ") or None
    if url and url.startswith("metadata:"):
        return Skipped("warc notes of the crawler")
    message = read_message(frame.block, source.options.max_record_bytes)
    own = frame.head.get("content-type", "") if message.status is None else ""
    told = message.headers.get("content-type", own)
    if message.status is None and own.lower().startswith("application/http"):
        return source.reject("NB204", "a response without an HTTP status line", locator, frame.block)
    identified = frame.head.get("warc-identified-payload-type", "")
    if identified and told.split(";")[0].strip().lower() in ("", "application/octet-stream"):
        told = identified
    identifier = frame.head.get("warc-record-id", "").strip("<> ").removeprefix("urn:uuid:")
    return body_item(message, told, source, locator=locator, raw=frame.block, url=url, input_id=identifier or None)
