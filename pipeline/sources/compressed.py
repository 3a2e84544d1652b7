"""gzip, bzip2, xz and zstd as plain streams, several members after one another, damage noted and not raised."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol

import zstandard

CHUNK = 1 << 16
MAGIC = {
    "gzip": b"\x1f\x8b\x08",
    "bzip2": b"BZh",
    "xz": b"\xfd7zXZ\x00",
    "zstd": b"\x28\xb5\x2f\xfd",
}
ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""Skippable frame with which a .warc.zst carries its dictionary."""
ERRORS = (zlib.error, OSError, lzma.LZMAError, zstandard.ZstdError, EOFError)


class Decompressor(Protocol):
    """One compressed member being read."""

    @property
    def eof(self) -> bool:
        """Whether the member is complete."""

    @property
    def unused_data(self) -> bytes:
        """What follows the member."""

    def decompress(self, data: bytes, /) -> bytes:
        """Return what can be decompressed so far."""


def compression_of(head: bytes) -> str | None:
    """Return the compression that the first bytes of a file announce."""
    for name, magic in MAGIC.items():
        if head.startswith(magic):
            return name
    return "zstd" if head.startswith(ZSTD_DICTIONARY) else None


def _gzip() -> Decompressor:
    return zlib.decompressobj(wbits=31)


def _zstd() -> Decompressor:
    return zstandard.ZstdDecompressor().decompressobj()


DECOMPRESSORS: dict[str, Callable[[], Decompressor]] = {
    "gzip": _gzip,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lzma.LZMADecompressor,
    "zstd": _zstd,
}


def decompress(stream: BinaryIO, compression: str, damage: list[str]) -> BinaryIO:
    """Return the decompressed stream; what is wrong with the file is appended to ``damage`` while reading."""
    return io.BufferedReader(_Decompressed(stream, compression, damage), CHUNK)


def member_offsets(stream: BinaryIO, step: int, first_bytes: bytes) -> list[tuple[int, int]]:
    """Return where a gzip file may be cut: (offset, offset in the decompressed file) of members.

    They are about ``step`` bytes apart and start, decompressed, with ``first_bytes``. Behind damage nothing is cut.
    """
    found: list[tuple[int, int]] = []
    data, position, base = stream.read(CHUNK), 0, 0
    while data:
        member, start, head, size = _gzip(), (position, base), b"", 0
        while data and not member.eof:
            try:
                output = member.decompress(data)
            except zlib.error:
                return found
            head = (head + output)[: len(first_bytes)]
            size += len(output)
            position += len(data) - len(member.unused_data)
            data = member.unused_data or stream.read(CHUNK)
        if head == first_bytes and start[0] >= (found[-1][0] if found else 0) + step:
            found.append(start)
        base += size
    return found


class Until(io.RawIOBase):
    """The next ``size`` bytes of a stream."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._left = size

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer as far as there are bytes left."""
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._stream.read(min(len(target), self._left))
        target[: len(data)] = data
        self._left -= len(data)
        return len(data)


class _Decompressed(io.RawIOBase):
    """One or more compressed members read as one stream.

    Truncation and corruption end the stream early, except that a gzip file goes on at its next member: WARC files
    hold one member a record.
    """

    def __init__(self, stream: BinaryIO, compression: str, damage: list[str]) -> None:
        self._stream = stream
        self._compression = compression
        self._damage = damage
        self._make = DECOMPRESSORS[compression]
        self._member: Decompressor | None = None
        self._input = b""
        self._output = memoryview(b"")
        self._ended = False

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer with decompressed bytes; 0 at the end."""
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._output and not self._ended:
            self._output = memoryview(self._step())
        size = min(len(target), len(self._output))
        target[:size] = self._output[:size]
        self._output = self._output[size:]
        return size

    def _step(self) -> bytes:
        data = self._input or self._stream.read(CHUNK)
        self._input = b""
        if not data:
            self._ended = True
            if self._member is not None:
                self._damage.append(f"the {self._compression} file ends in the middle of its data")
            return b""
        if self._member is None:
            data = self._next_member(data)
        member = self._member
        if member is None:
            return b""
        try:
            output = member.decompress(data)
        except ERRORS as error:
            return self._recover(data, error)
        if member.eof:
            self._input = member.unused_data
            self._member = None
        return bytes(output)

    def _next_member(self, data: bytes) -> bytes:
        """Start a member at ``data``; zero padding after the last member is no damage."""
        data = data.lstrip(b"\0")
        if not data:
            return b""
        if compression_of(data.ljust(8)) != self._compression and len(data) < 8:
            data += self._stream.read(CHUNK)
        if self._compression == "zstd" and data.startswith(ZSTD_DICTIONARY):
            return self._read_dictionary(data)
        if compression_of(data) != self._compression:
            return self._recover(data, ValueError("data after the end"))
        self._member = self._make()
        return data

    def _read_dictionary(self, data: bytes) -> bytes:
        """Take the dictionary out of the leading skippable frame, as .warc.zst files have it."""
        while len(data) < 8 and (more := self._stream.read(CHUNK)):
            data += more
        size = int.from_bytes(data[4:8], "little")
        while len(data) < 8 + size and (more := self._stream.read(CHUNK)):
            data += more
        dictionary = data[8 : 8 + size]
        if dictionary.startswith(MAGIC["zstd"]):
            dictionary = zstandard.ZstdDecompressor().decompressobj().decompress(dictionary)
        self._make = _WithDictionary(dictionary)
        self._input = data[8 + size :]
        return b""

    def _recover(self, data: bytes, error: Exception) -> bytes:
        self._damage.append(f"the {self._compression} data are damaged: {error}")
        self._member = None
        position = data.find(MAGIC["gzip"], 1) if self._compression == "gzip" else -1
        while self._compression == "gzip" and position < 0:
            tail = data[-2:]
            more = self._stream.read(CHUNK)
            if not more:
                break
            data = tail + more
            position = data.find(MAGIC["gzip"])
        if position < 0:
            self._ended = True
        else:
            self._input = data[position:]
        return b""


class _WithDictionary:
    """Makes zstd decompressors that know a dictionary."""

    def __init__(self, dictionary: bytes) -> None:
        self._dictionary = zstandard.ZstdCompressionDict(dictionary)

    def __call__(self) -> Decompressor:
        """Return a decompressor for one frame."""
        return zstandard.ZstdDecompressor(dict_data=self._dictionary).decompressobj()
