"""Signatures in staged files, read by their addresses."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import Any, BinaryIO, NamedTuple

import msgspec

from pipeline import storage

OPEN_FILES = 64
CACHED = 2048
"""Signatures kept in memory, of 1 to 5 KB."""


class Address(NamedTuple):
    """Where the signature of a row lies."""

    id: str
    path: str
    offset: int
    length: int


class Signatures:
    """Signatures by their address, read when they are needed, or many of them with few requests."""

    def __init__(self, kind: type) -> None:
        self._decoder: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(kind)
        self._streams: dict[str, BinaryIO] = {}
        self._fetched: dict[Address, Any] = {}
        self._cached = lru_cache(CACHED)(self._read)

    def __enter__(self) -> Signatures:
        """Return the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files and let go of what is held: the cache refers to this store, so that else both would stay."""
        for stream in self._streams.values():
            stream.close()
        self._fetched = {}
        self._cached.cache_clear()

    def fetch(self, addresses: Iterable[Address]) -> None:
        """Hold the signatures at some addresses in place of those that were held."""
        wanted = sorted(set(addresses), key=_place)
        self._fetched = {}
        for path, found in groupby(wanted, key=_file):
            same = list(found)
            spans = [(address.offset, address.length) for address in same]
            for address, data in zip(same, storage.read_spans(path, spans), strict=True):
                self._fetched[address] = self._decoder.decode(data)

    def read(self, address: Address) -> Any:  # noqa: ANN401 - the linker's type
        """Return the signature at an address."""
        held = self._fetched.get(address)
        return self._cached(address) if held is None else held

    def _read(self, address: Address) -> Any:  # noqa: ANN401 - the linker's type
        stream = self._streams.pop(address.path, None) or storage.open_binary(address.path)
        self._streams[address.path] = stream
        if len(self._streams) > OPEN_FILES:
            self._streams.pop(next(iter(self._streams))).close()
        stream.seek(address.offset)
        return self._decoder.decode(stream.read(address.length))


def _place(address: Address) -> tuple[str, int]:
    return address.path, address.offset


def _file(address: Address) -> str:
    return address.path
