"""JSON Lines, and JSON documents of any other layout."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import BinaryIO

import msgspec

from pipeline.faults import attempt
from pipeline.sources.base import CHUNK, Item, Source, digest, read_lines
from pipeline.sources.content.characters import to_text
from pipeline.sources.records.elements import Element, Elements
from pipeline.sources.records.fields import record_of
from schemas.records import RawRecord

SEVERAL = (b"}{", b"} {", b"}\x1e{", b"},{")
"""What stands between objects that share a line."""
DEEPEST = 3
"""Objects around a list of records ("articles": {"results": [...]})."""
PREVIEW = 60


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


def parses(data: bytes) -> bool:
    """Return whether some bytes are JSON."""
    return not isinstance(attempt(partial(parse, data)), Exception)


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
            yield from _line(data, source, locator)


def _skip_line(stream: BinaryIO) -> int:
    """Read past the next line feed in bounded pieces and return the bytes read."""
    size = 0
    while part := stream.readline(CHUNK):
        size += len(part)
        if part.endswith(b"\n"):
            break
    return size


def _line(data: bytes, source: Source, locator: str) -> Iterator[Item]:
    """Yield the record of a line, or its records where several objects share it."""
    if any(mark in data for mark in SEVERAL) and not parses(data):
        elements = list(Elements(io.BytesIO(data), source.options.max_record_bytes, parses))
        if len(elements) > 1:
            for element in elements:
                yield from _records(element.data, source, f"{locator}/{element.offset}")
            return
    yield from _records(data, source, locator)


def _records(data: bytes, source: Source, locator: str) -> Iterator[Item]:
    """Yield the record that some JSON is, or the records that it holds."""
    value = attempt(partial(parse, data))
    if isinstance(value, Exception):
        yield source.reject("NB201", str(value), locator, data, error=type(value).__name__)
    else:
        yield from _value(value, data, source, locator)


def _value(value: object, data: bytes, source: Source, locator: str) -> Iterator[Item]:
    if not isinstance(value, dict):
        preview = data[:PREVIEW].decode("utf-8", "replace")
        message = f"a {type(value).__name__} where an object is expected: {preview}"
        yield source.reject("NB203", message, locator, data)
        return
    item = _item(value, data, source, locator)
    members = _members(value, source) if getattr(item, "code", "") in ("NB202", "NB101") else []
    if not members:
        yield item
        return
    context = _context(value)
    for index, member in enumerate(members):
        inner = {**context, **member} if isinstance(member, dict) else member
        raw = msgspec.json.encode(member, order="sorted")
        yield from _value(inner, raw, source, f"{locator}/{index}")


def _item(value: Mapping[str, object], data: bytes, source: Source, locator: str) -> Item:
    make = partial(record_of, value, source, locator=locator, kind="jsonl", raw=data, raw_sha256=digest(data))
    item = attempt(make)
    if isinstance(item, Exception):
        return source.reject("NB301", str(item), locator, data, error=type(item).__name__)
    return item


def _members(value: Mapping[str, object], source: Source, depth: int = 0) -> list[object]:
    """Return the elements of the lists in an object, or in objects of it, that hold at least one record."""
    found: list[object] = []
    for inner in value.values():
        if isinstance(inner, list) and any(_is_record(element, source) for element in inner):
            found += inner
        elif isinstance(inner, dict) and depth < DEEPEST:
            found += _members(inner, source, depth + 1)
    return found


def _is_record(value: object, source: Source) -> bool:
    if not isinstance(value, dict):
        return False
    made = _item(value, b"", source, "")
    return isinstance(made, RawRecord) or getattr(made, "code", "") == "NB101" or bool(_members(value, source, DEEPEST))


def _context(value: Mapping[str, object]) -> dict[str, object]:
    """Return what a JSON Feed says of all its entries."""
    if "jsonfeed.org" not in str(value.get("version", "")):
        return {}
    names = (("publisher", "title"), ("language", "language"))
    return {ours: value[theirs] for ours, theirs in names if theirs in value}


def read_json(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the records of a JSON document: the members of its arrays, or objects after one another.

    An object without a text of its own stands for the records in its lists (``{"articles": [...]}``).
    """
    found = False
    for element in Elements(stream, source.options.max_record_bytes, parses):
        found = True
        yield from _element(element, source)
    if not found:
        yield source.reject("NB203", "the file holds no JSON object", "offset=0", b"")


def _element(element: Element, source: Source) -> Iterator[Item]:
    locator = f"offset={element.offset}"
    if element.too_long:
        yield source.oversized(locator, element.data, element.size, digest(element.data))
    else:
        yield from _records(element.data.removeprefix(b"\xef\xbb\xbf"), source, locator)
