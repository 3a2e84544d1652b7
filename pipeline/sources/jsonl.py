"""JSON Lines, and JSON files with an array or with objects over several lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from pipeline.sources.base import CHUNK, Item, Source, digest, read_lines
from pipeline.sources.characters import to_text
from pipeline.sources.fields import record_of

TOKEN = re.compile(rb'["\\{}\[\]]')


def parse(data: bytes) -> object:
    """Return the value of some JSON; ValueError where it is malformed.

    The strict, fast parser comes first; the lenient one accepts NaN and halves of surrogate pairs, and bytes in
    another encoding than UTF-8 are decoded as a text file would be.
    """
    try:
        return msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        pass
    try:
        return json.loads(to_text(data))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def read_jsonl(stream: BinaryIO, source: Source, start: int = 0, end: int | None = None) -> Iterator[Item]:
    """Yield the records of the lines that start in ``start`` up to and without ``end``.

    A range starts behind the first line feed at or after the byte before it, so every line is read once.
    """
    if start:
        stream.seek(start - 1)
        start += _skip_line(stream) - 1
    for line in read_lines(stream, start, source.options.max_record_bytes):
        if end is not None and line.offset >= end:
            return
        data = line.data.strip(b"\r\n\t \x1e")
        if line.offset == 0:
            data = data.removeprefix(b"\xef\xbb\xbf")
        if not data or (source.damage and not line.complete):
            continue
        locator = f"offset={line.offset}"
        if line.sha256 is not None:
            yield source.oversized(locator, line.data, line.size, line.sha256)
        else:
            yield _record(data, source, locator)


def _skip_line(stream: BinaryIO) -> int:
    """Read past the next line feed in bounded pieces and return the bytes read."""
    size = 0
    while part := stream.readline(CHUNK):
        size += len(part)
        if part.endswith(b"\n"):
            break
    return size


def _record(data: bytes, source: Source, locator: str) -> Item:
    try:
        value = parse(data)
    except ValueError as error:
        return source.reject("NB201", str(error), locator, data, error=type(error).__name__)
    if not isinstance(value, dict):
        return source.reject("NB203", f"a {type(value).__name__} where an object is expected", locator, data)
    return record_of(value, source, locator=locator, kind="jsonl", raw=data, raw_sha256=digest(data))


def read_json(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the records of a JSON file: the objects of its top-level array, or objects after one another.

    An object ``{"articles": [...]}`` without a text of its own stands for its array.
    """
    found = False
    for offset, data in _elements(stream, source.options.max_record_bytes):
        found = True
        locator = f"offset={offset}"
        if data is None:
            yield source.reject(
                "NB105", "value over the limit (--max-record-bytes); the rest is not read", locator, b""
            )
            return
        yield from _record_or_members(data, source, locator)
    if not found:
        yield source.reject("NB203", "the file holds no JSON object", "offset=0", b"")


def _record_or_members(data: bytes, source: Source, locator: str) -> Iterator[Item]:
    item = _record(data, source, locator)
    if getattr(item, "code", "") == "NB202":
        value = parse(data)
        values = value.values() if isinstance(value, dict) else ()
        lists = [v for v in values if isinstance(v, list) and v and all(isinstance(e, dict) for e in v)]
        if len(lists) == 1:
            for index, member in enumerate(lists[0]):
                raw = msgspec.json.encode(member, order="sorted")
                yield record_of(
                    member, source, locator=f"{locator}/{index}", kind="jsonl", raw=raw, raw_sha256=digest(raw)
                )
            return
    yield item


def _elements(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield (offset, bytes) of every object in the outermost array or at the top; None for one over the limit."""
    depth, in_string, in_array = 0, False, False
    started = -1
    base = position = 0
    buffer = b""
    while chunk := stream.read(CHUNK):
        buffer += chunk
        while match := TOKEN.search(buffer, position):
            token, position = match.group(), match.end()
            if in_string:
                position += token == b"\\"
                in_string = token != b'"'
            elif token == b'"':
                in_string = True
            elif token == b"[" and depth == 0 and not in_array:
                in_array = True
            elif token in b"{[":
                started = match.start() if depth == 0 else started
                depth += 1
            elif token in b"}]" and depth:
                depth -= 1
                if depth == 0:
                    yield base + started, buffer[started:position]
                    started = -1
        position = max(position, len(buffer))
        keep = started if started >= 0 else len(buffer)
        if len(buffer) - keep > limit:
            yield base + keep, None
            return
        base += keep
        buffer = buffer[keep:]
        position -= keep
        started = min(started, 0)
    if started >= 0:
        yield base, buffer
