"""What every reader takes and yields."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from schemas.ids import make_reject, stable_id
from schemas.records import RawRecord
from schemas.reject import MAX_PAYLOAD, Reject

CHUNK = 1 << 16


class Skipped(msgspec.Struct, frozen=True):
    """A record that is no candidate for an article (a WARC request, an image): counted, not kept."""

    reason: str


Item = RawRecord | Reject | Skipped


class ReadOptions(msgspec.Struct, frozen=True):
    """Options of the readers that change rows."""

    fields: tuple[tuple[str, str], ...] = ()
    """(our name, field of the record): the user's own names, tried before the known ones."""
    max_record_bytes: int = 16 * 1024 * 1024


class InputRange(msgspec.Struct, frozen=True, order=True):
    """A file, or the records of it that start in the bytes ``start`` up to and without ``end``."""

    uri: str
    size: int
    start: int = 0
    end: int | None = None
    base: int | None = None
    """Set for a range of the members of a gzip file: where its first byte lies in the decompressed file."""

    @property
    def length(self) -> int:
        """Bytes to read, before decompression."""
        return (self.size if self.end is None else self.end) - self.start


class Source(msgspec.Struct, frozen=True):
    """Where records come from; makes the records' rejects."""

    uri: str
    options: ReadOptions
    damage: list[str] = []
    """What the decompressor found wrong so far."""

    def reject(
        self,
        code: str,
        message: str,
        locator: str,
        payload: bytes,
        *,
        size: int | None = None,
        sha256: str | None = None,
        error: str = "",
    ) -> Reject:
        """Return a reject of the reading stage.

        ``size`` and ``sha256`` describe the whole record where ``payload`` is only its beginning.
        """
        made = make_reject(
            code,
            message,
            source_uri=self.uri,
            source_locator=locator,
            stage="read",
            payload=payload,
            error_class=error,
            payload_bytes=size,
        )
        if sha256 is None:
            return made
        return msgspec.structs.replace(
            made, payload_sha256=sha256, reject_id=stable_id("reject", self.uri, locator, code, sha256)
        )

    def oversized(self, locator: str, payload: bytes, size: int, sha256: str) -> Reject:
        """Return the reject of a record over the limit."""
        message = f"{size} bytes; the limit is {self.options.max_record_bytes} (--max-record-bytes)"
        return self.reject("NB105", message, locator, payload, size=size, sha256=sha256)


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes as hex digits."""
    return hashlib.sha256(data).hexdigest()


class Line(msgspec.Struct, frozen=True):
    """One physical line: ``data`` is only its beginning where the line is over the limit."""

    offset: int
    data: bytes
    size: int
    sha256: str | None = None
    """Of the whole line; only for a line over the limit."""
    quotes: int = 0
    """Quotation marks in the whole line; only for a line over the limit."""
    complete: bool = True
    """The line ends with a line feed."""


def read_lines(stream: BinaryIO, offset: int, limit: int) -> Iterator[Line]:
    """Yield the lines of a stream that stands at ``offset``, holding at most ``limit`` bytes of one."""
    while data := stream.readline(limit + 2):
        if len(data) <= limit or (data.endswith(b"\n") and len(data.rstrip(b"\r\n")) <= limit):
            yield Line(offset, data, len(data), complete=data.endswith(b"\n"))
            offset += len(data)
            continue
        hashed, size, quotes, part = hashlib.sha256(), 0, 0, data
        while part:
            size += len(part)
            quotes += part.count(b'"')
            ended = part.endswith(b"\n")
            hashed.update(part.rstrip(b"\r\n") if ended else part)
            part = b"" if ended else stream.readline(CHUNK)
        yield Line(offset, data[:MAX_PAYLOAD], size, hashed.hexdigest(), quotes)
        offset += size


def read_whole(stream: BinaryIO, source: Source) -> bytes | Reject:
    """Return all bytes of a file that is one record, or a reject if it is over the limit or damaged."""
    limit = source.options.max_record_bytes
    data = stream.read(limit + 1)
    if len(data) > limit:
        hashed, size = hashlib.sha256(data), len(data)
        while part := stream.read(CHUNK):
            hashed.update(part)
            size += len(part)
        return source.oversized("offset=0", data[:MAX_PAYLOAD], size, hashed.hexdigest())
    if source.damage:
        return source.reject("NB207", source.damage.pop(), "offset=0", data)
    return data


class LineFeeds(io.RawIOBase):
    """A stream whose lines end with carriage returns alone, with line feeds in their place: offsets stay the same."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer."""
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._stream.read(len(target)).replace(b"\r", b"\n")
        target[: len(data)] = data
        return len(data)


class Rewound(io.RawIOBase):
    """A stream whose first bytes were already read, from its beginning."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer from the head, then from the rest."""
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._head:
            size = min(len(target), len(self._head))
            target[:size] = self._head[:size]
            self._head = self._head[size:]
            return size
        data = self._rest.read(len(target))
        target[: len(data)] = data
        return len(data)
