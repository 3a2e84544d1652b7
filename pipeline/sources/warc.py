"""WARC: the HTML and plain text among the archived responses.

The frame of a record is read here, so that a damaged record costs only itself: the reader goes on at the next
version line. FastWARC reads what is inside (HTTP headers, chunked and compressed bodies).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from fastwarc.warc import ArchiveIterator, WarcRecord

from pipeline.sources.base import CHUNK, Item, Skipped, Source, digest, read_lines
from schemas.records import RawRecord
from schemas.reject import MAX_PAYLOAD
from transforms.clean.decode import decode

VERSION = b"WARC/"
MAX_HEADER = 1 << 16
MARKUP = ("text/html", "application/xhtml+xml")
PLAIN = ("text/plain",)
OK = range(200, 300)


class Frame(msgspec.Struct, frozen=True):
    """One record as it stands in the file, or what is wrong with it."""

    offset: int
    kind: str
    data: bytes
    size: int
    sha256: str | None = None
    fault: str | None = None


def frames(stream: BinaryIO, offset: int, limit: int, end: int | None = None) -> Iterator[Frame]:
    """Yield the records of a WARC stream that stands at ``offset``, up to and without those that start at ``end``.

    Bytes between records become one faulty frame.
    """
    stray, stray_at = b"", offset
    while (end is None or offset < end) and (line := next(read_lines(stream, offset, MAX_HEADER), None)) is not None:
        if not line.data.startswith(VERSION):
            if line.data.strip():
                stray_at = line.offset if not stray else stray_at
                stray = (stray + line.data)[:MAX_PAYLOAD]
            offset = line.offset + line.size
            continue
        if stray:
            yield Frame(stray_at, "", stray, line.offset - stray_at, fault="bytes that are no WARC record")
            stray = b""
        frame, offset = _frame(stream, line.data, line.offset, limit)
        yield frame
    if stray:
        yield Frame(stray_at, "", stray, offset - stray_at, fault="bytes that are no WARC record")


def _frame(stream: BinaryIO, version: bytes, start: int, limit: int) -> tuple[Frame, int]:
    """Read one record behind its version line; return it and the offset behind it."""
    header, kind, length = [version], "", -1
    while len(header) < 1000 and (line := stream.readline(MAX_HEADER)):
        header.append(line)
        if not line.strip():
            break
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value)
        elif name.strip().lower() == b"warc-type":
            kind = value.strip().decode("latin-1").lower()
    head = b"".join(header)
    if length < 0:
        return Frame(start, kind, head, len(head), fault="no Content-Length"), start + len(head)
    if length <= limit:
        block = stream.read(length)
        size = len(head) + len(block)
        fault = None if len(block) == length else f"truncated: {len(block)} of {length} bytes"
        return Frame(start, kind, head + block, size, fault=fault), start + size
    hashed, read, kept = hashlib.sha256(head), 0, head
    while read < length and (part := stream.read(min(CHUNK, length - read))):
        hashed.update(part)
        kept += part[: MAX_PAYLOAD - len(kept)]
        read += len(part)
    size = len(head) + read
    return Frame(start, kind, kept, size, hashed.hexdigest()), start + size


def read_warc(stream: BinaryIO, source: Source, start: int = 0, end: int | None = None) -> Iterator[Item]:
    """Yield the pages and texts among the responses and resources; other records are skipped with a reason.

    The stream stands at ``start``, which has to be the beginning of a record.
    """
    for frame in frames(stream, start, source.options.max_record_bytes, end):
        yield _item(frame, source)


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
        return source.reject("NB204", frame.fault, locator, frame.data, size=frame.size)
    if frame.kind not in ("response", "resource", "conversion"):
        return Skipped(f"warc {frame.kind or 'record without a type'}")
    if frame.sha256 is not None:
        return source.oversized(locator, frame.data, frame.size, frame.sha256)
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(frame.data), parse_http=True, auto_decode="all")), None)
        content = record.reader.read() if record is not None else b""
    except OSError as error:
        return source.reject("NB204", str(error), locator, frame.data, error=type(error).__name__)
    if record is None:
        return source.reject("NB204", "no record in its frame", locator, frame.data)
    return _page(record, content, locator, source)


def _page(record: WarcRecord, content: bytes, locator: str, source: Source) -> Item:
    http = record.http_headers
    if http is not None and http.status_code is not None and http.status_code not in OK:
        return Skipped(f"http status {http.status_code}")
    declared = record.http_content_type if http is not None else record.headers.get("Content-Type")
    kind = (declared or "").split(";")[0].strip().lower()
    if kind not in MARKUP and kind not in PLAIN:
        return Skipped(f"content type {kind or 'unknown'}")
    charset = record.http_charset if http is not None else None
    identifier = (record.headers.get("WARC-Record-ID") or "").strip("<>").removeprefix("urn:uuid:")
    text = None
    if kind in PLAIN:
        decoded = decode(content, charset)
        if isinstance(decoded, str):
            return source.reject(decoded, "plain text that no encoding fits", locator, content)
        text = decoded.text
    return RawRecord(
        source_uri=source.uri,
        source_locator=locator,
        format="warc",
        data=content if text is None else None,
        text=text,
        declared_encoding=charset,
        input_id=identifier or None,
        url=record.headers.get("WARC-Target-URI"),
        raw_sha256=digest(content),
    )
