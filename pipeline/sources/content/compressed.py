"""gzip, bzip2, xz and zstd as plain streams, several members after one another, damage noted and not raised."""

from __future__ import annotations

import bz2
import io
import lzma
import re
import zlib
from collections.abc import Callable
from functools import partial
from typing import BinaryIO, Protocol

import zstandard

CHUNK = 1 << 16
PIECE = 1 << 20
"""Bytes that a decompressor gives out at once: an input of a few bytes may hold gigabytes."""
ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
MAX_DICTIONARY = 64 << 20
ZSTD_HEADER = 18
"""Bytes of the longest header of a zstd frame."""
MAGIC = {
    "gzip": b"\x1f\x8b\x08",
    "bzip2": b"BZh",
    "xz": b"\xfd7zXZ\x00",
    "zstd": b"\x28\xb5\x2f\xfd",
}
ZSTD_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
"""Start of a frame that holds no data: a table to seek by, or, in front of a .warc.zst, its dictionary."""
ERRORS = (zlib.error, OSError, lzma.LZMAError, zstandard.ZstdError, EOFError, ValueError)


class Decompressor(Protocol):
    """One compressed member being read, in pieces of at most ``PIECE`` bytes or one block."""

    @property
    def eof(self) -> bool:
        """Whether the member is complete."""

    @property
    def pending(self) -> bool:
        """Whether there is more to come without further input."""

    @property
    def unused_data(self) -> bytes:
        """What follows the member."""

    def decompress(self, data: bytes, /) -> bytes:
        """Return the next piece of what can be decompressed so far."""


def compression_of(head: bytes) -> str | None:
    """Return the compression that the first bytes of a file announce."""
    for name, magic in MAGIC.items():
        if head.startswith(magic):
            return name
    return "zstd" if ZSTD_SKIPPABLE.match(head) else None


class Gzip:
    """A gzip or zlib member."""

    def __init__(self, wbits: int = 31) -> None:
        self._member = zlib.decompressobj(wbits=wbits)

    @property
    def eof(self) -> bool:
        """Whether the member is complete."""
        return self._member.eof

    @property
    def pending(self) -> bool:
        """Whether there is more to come without further input."""
        return bool(self._member.unconsumed_tail) and not self._member.eof

    @property
    def unused_data(self) -> bytes:
        """What follows the member."""
        return self._member.unused_data

    def decompress(self, data: bytes) -> bytes:
        """Return the next piece of what can be decompressed so far."""
        return self._member.decompress(self._member.unconsumed_tail + data, PIECE)


class _Buffering:
    """A bzip2 or xz member: its decompressor keeps the input that it has not got to."""

    def __init__(self, make: Callable[[], bz2.BZ2Decompressor | lzma.LZMADecompressor]) -> None:
        self._member = make()

    @property
    def eof(self) -> bool:
        """Whether the member is complete."""
        return self._member.eof

    @property
    def pending(self) -> bool:
        """Whether there is more to come without further input."""
        return not self._member.needs_input and not self._member.eof

    @property
    def unused_data(self) -> bytes:
        """What follows the member."""
        return self._member.unused_data

    def decompress(self, data: bytes) -> bytes:
        """Return the next piece of what can be decompressed so far."""
        return self._member.decompress(data, PIECE)


class Zstd:
    """A zstd frame, block by block: the library gives out whatever its input holds, and four bytes may hold 128 KiB."""

    def __init__(self, dictionary: zstandard.ZstdCompressionDict | None = None) -> None:
        self._member = zstandard.ZstdDecompressor(dict_data=dictionary).decompressobj()
        self._input = b""
        self._wanted = 0
        """Bytes of the next part of the frame; 0 before its header."""
        self._last = False
        self._checksum = False

    @property
    def eof(self) -> bool:
        """Whether the member is complete."""
        return self._member.eof

    @property
    def pending(self) -> bool:
        """Whether there is more to come without further input."""
        return not self.eof and self._ready() > 0

    @property
    def unused_data(self) -> bytes:
        """What follows the member."""
        return self._input if self.eof else b""

    def _ready(self) -> int:
        """Return the size of the next part if all of it is here: the frame's header, a block, the checksum."""
        data = self._input
        if not self._wanted:
            if len(data) < ZSTD_HEADER and not _whole_frame_header(data):
                return 0
            return int(zstandard.frame_header_size(data))
        if self._last:
            return 4 if self._checksum and len(data) >= 4 else 0
        if len(data) < 3:
            return 0
        header = int.from_bytes(data[:3], "little")
        size = 3 + (1 if header >> 1 & 3 == 1 else header >> 3)
        return size if len(data) >= size else 0

    def decompress(self, data: bytes) -> bytes:
        """Return the next piece of what can be decompressed so far."""
        self._input += data
        size = self._ready()
        if not size:
            return b""
        part, self._input = self._input[:size], self._input[size:]
        if not self._wanted:
            self._wanted = 1
            self._checksum = bool(zstandard.get_frame_parameters(part).has_checksum)
        elif not self._last:
            self._last = bool(part[0] & 1)
        return self._member.decompress(part)


def _whole_frame_header(data: bytes) -> bool:
    try:
        return len(data) >= int(zstandard.frame_header_size(data))
    except zstandard.ZstdError:
        return False


def _bzip2() -> Decompressor:
    return _Buffering(bz2.BZ2Decompressor)


def _xz() -> Decompressor:
    return _Buffering(lzma.LZMADecompressor)


DECOMPRESSORS: dict[str, Callable[[], Decompressor]] = {"gzip": Gzip, "bzip2": _bzip2, "xz": _xz, "zstd": Zstd}


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
        member, start, head, size = Gzip(), (position, base), b"", 0
        while (data or member.pending) and not member.eof:
            try:
                output = member.decompress(data)
            except zlib.error:
                return found
            head = (head + output)[: len(first_bytes)]
            size += len(output)
            position += len(data) - len(member.unused_data)
            data = member.unused_data if member.eof else b""
            if not data and not member.pending:
                data = stream.read(CHUNK)
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
        pending = self._member is not None and self._member.pending
        data = b"" if pending else self._input or self._stream.read(CHUNK)
        if not pending:
            self._input = b""
        if not data and not pending:
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
        if self._compression == "zstd" and ZSTD_SKIPPABLE.match(data):
            return self._read_dictionary(data)
        if compression_of(data) != self._compression:
            return self._recover(data, ValueError("data after the end"))
        self._member = self._make()
        return data

    def _read_dictionary(self, data: bytes) -> bytes:
        """Step over a frame without data; in front of a .warc.zst it holds the dictionary of the frames behind it."""
        while len(data) < 8 and (more := self._stream.read(CHUNK)):
            data += more
        size = int.from_bytes(data[4:8], "little")
        parts, have = [data[8:]], len(data) - 8
        while have < min(size, MAX_DICTIONARY) and (more := self._stream.read(CHUNK)):
            parts.append(more)
            have += len(more)
        content = b"".join(parts)
        while have < size and (more := self._stream.read(CHUNK)):
            content = more
            have += len(more)
        if size <= MAX_DICTIONARY and data.startswith(ZSTD_DICTIONARY):
            self._use_dictionary(content[:size])
        self._input = content[len(content) - (have - size) :] if have > size else b""
        return b""

    def _use_dictionary(self, dictionary: bytes) -> None:
        try:
            if dictionary.startswith(MAGIC["zstd"]):
                packed = io.BufferedReader(_Decompressed(io.BytesIO(dictionary), "zstd", []), CHUNK)
                dictionary = packed.read(MAX_DICTIONARY)
            self._make = partial(Zstd, zstandard.ZstdCompressionDict(dictionary))
        except ERRORS as error:
            self._damage.append(f"the dictionary of the zstd file is damaged: {error}")

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
