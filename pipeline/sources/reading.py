"""Open a range of a file, find out what it is, and read its records."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

from pipeline.faults import attempt
from pipeline.sources.archives.arc import read_arc
from pipeline.sources.archives.warc import read_warc
from pipeline.sources.base import InputRange, Item, LineFeeds, ReadOptions, Rewound, Source
from pipeline.sources.content.characters import Transcoded, wide_encoding
from pipeline.sources.content.compressed import Until, compression_of, decompress
from pipeline.sources.content.sniff import HEAD, sniff
from pipeline.sources.documents.feed import read_feed
from pipeline.sources.documents.mail import read_mail
from pipeline.sources.documents.page import read_binary, read_other, read_page
from pipeline.sources.documents.xmlnews import read_xml
from pipeline.sources.identity import open_source
from pipeline.sources.records.jsonl import read_json, read_jsonl
from pipeline.sources.records.parquet import read_parquet
from pipeline.sources.records.table import read_table
from schemas.reject import MAX_PAYLOAD, Reject

SUFFIXES = (".gz", ".bz2", ".xz", ".zst", ".zstd", ".lzma")
RECORDS = ("jsonl", "json", "csv")
"""Formats whose readers look for line feeds and quotation marks as single bytes."""
LAYERS = 3
"""Compressions inside one another that are undone."""


def name_of(uri: str) -> str:
    """Return the file's name without the suffixes of compression."""
    path = PurePosixPath(uri.rsplit("/", 1)[-1])
    while path.suffix.lower() in SUFFIXES:
        path = path.with_suffix("")
    return path.name


def kind_of(uri: str, head: bytes, own_fields: tuple[str, ...] = ()) -> str:
    """Return the format of a file from its first bytes; ``compression/format`` where it is compressed."""
    compression = compression_of(head)
    if compression is None and (wide := wide_encoding(head)):
        return f"{wide}/{sniff(as_utf8(head, wide), name_of(uri), own_fields)}"
    if compression is None:
        return sniff(head, name_of(uri), own_fields)
    plain = decompress(io.BytesIO(head), compression, []).read(HEAD)
    return f"{compression}/{sniff(plain, name_of(uri), own_fields)}"


def as_utf8(head: bytes, encoding: str) -> bytes:
    """Return the first bytes of a file in UTF-8."""
    return Transcoded(io.BytesIO(head), encoding).read(HEAD)


def read_range(part: InputRange, options: ReadOptions) -> Iterator[Item]:
    """Yield the records of a range of a file, whatever it is; every fault of the file is a reject."""
    source = Source(part.uri, options, [])
    items = _open_and_read(part, source)
    count, code = 0, ""
    while (item := attempt(partial(next, items, None))) is not None:
        count += 1
        if isinstance(item, Exception):
            yield _failed(item, part, source)
            return
        code = item.code if isinstance(item, Reject) else ""
        yield item
    if source.damage and code != "NB204":
        yield source.reject("NB207", source.damage[0], "file", b"")
    elif not count and part.start == 0 and part.size and (part.end is None or part.end >= part.size):
        head = attempt(partial(_head, part))
        if isinstance(head, bytes) and head.strip():
            yield source.reject("NB206", "the file is not empty, and no record was found in it", "offset=0", head)


def _head(part: InputRange) -> bytes:
    """Return the first bytes of a file as they are."""
    with open_source(part.uri) as stream:
        return stream.read(MAX_PAYLOAD)


def _failed(error: Exception, part: InputRange, source: Source) -> Reject:
    code = "NB209" if isinstance(error, OSError) else "NB301"
    head = attempt(partial(_head, part))
    payload = head if isinstance(head, bytes) else b""
    locator = f"file from offset={part.start}"
    return source.reject(code, str(error), locator, payload, size=part.length, error=type(error).__name__)


def _open_and_read(part: InputRange, source: Source) -> Iterator[Item]:
    with open_source(part.uri) as stream:
        if part.base is not None:
            stream.seek(part.start)
            members = io.BufferedReader(Until(stream, part.length), HEAD)
            yield from read_warc(decompress(members, "gzip", source.damage), source, part.base)
        else:
            yield from _read(stream, part, source)


def _read(stream: BinaryIO, part: InputRange, source: Source) -> Iterator[Item]:
    own = tuple(theirs for _, theirs in source.options.fields)
    head = stream.read(HEAD)
    layers = 0
    compressed = False
    while layers < LAYERS and (compression := compression_of(head)):
        stream = decompress(_rewind(stream, head, compressed), compression, source.damage)
        head = stream.read(HEAD)
        layers, compressed = layers + 1, True
    kind = sniff(head, name_of(part.uri), own)
    stream = _rewind(stream, head, compressed)
    if wide := wide_encoding(head):
        kind = sniff(as_utf8(head, wide), name_of(part.uri), own)
        if kind in RECORDS:
            stream = io.BufferedReader(Transcoded(stream, wide), HEAD)
    if kind in RECORDS and b"\r" in head and b"\n" not in head:
        stream = io.BufferedReader(LineFeeds(stream), HEAD)
    if kind == "jsonl":
        yield from read_jsonl(stream, source, part.start, part.end)
    elif kind == "json":
        yield from read_json(stream, source)
    elif kind == "csv":
        yield from read_table(stream, source, part.start, part.end)
    elif kind == "parquet":
        whole = io.BytesIO(stream.read()) if compressed else stream
        yield from read_parquet(whole, source, part.start, part.end)
    elif kind == "warc":
        if part.start:
            stream.seek(part.start)
        yield from read_warc(stream, source, part.start, part.end)
    elif kind == "arc":
        yield from read_arc(stream, source)
    elif kind == "feed":
        yield from read_feed(stream, source)
    elif kind == "mail":
        yield from read_mail(stream, source)
    elif kind.startswith("xml: "):
        yield from read_xml(stream, source, kind.removeprefix("xml: "))
    elif kind.startswith("other: "):
        yield from read_other(stream, source, kind.removeprefix("other: "))
    elif kind.startswith("binary: "):
        yield from read_binary(stream, source, kind.removeprefix("binary: "))
    else:
        yield from read_page(stream, source, kind)


def _rewind(stream: BinaryIO, head: bytes, compressed: bool) -> BinaryIO:
    """Return the stream at its first byte."""
    if not compressed:
        stream.seek(0)
        return stream
    return io.BufferedReader(Rewound(head, stream), HEAD)
