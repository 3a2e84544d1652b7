"""Files that are one article: plain text and HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from pipeline.sources.base import Item, Source, digest, read_whole
from schemas.records import RawRecord


def read_page(stream: BinaryIO, source: Source, kind: str) -> Iterator[Item]:
    """Yield the file as one record; its bytes are decoded when it is cleaned."""
    data = read_whole(stream, source)
    if not isinstance(data, bytes):
        yield data
        return
    yield RawRecord(source_uri=source.uri, source_locator="offset=0", format=kind, data=data, raw_sha256=digest(data))


def read_binary(stream: BinaryIO, source: Source, what: str) -> Iterator[Item]:
    """Yield the reject of a file that is no text."""
    data = read_whole(stream, source)
    if isinstance(data, bytes):
        data = source.reject("NB102", f"the file is {what}; convert or unpack it first", "offset=0", data)
    yield data


def read_other(stream: BinaryIO, source: Source, what: str) -> Iterator[Item]:
    """Yield the reject of a file that is markup or code, and no article with its tags."""
    data = read_whole(stream, source)
    if isinstance(data, bytes):
        data = source.reject("NB104", f"the file is {what}", "offset=0", data)
    yield data
