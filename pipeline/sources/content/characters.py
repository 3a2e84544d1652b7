"""Bytes of fields and lines to characters, by the decoder of the cleaning stage."""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO

from transforms.clean.decode import decode

WIDE = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
CHUNK = 1 << 16


def wide_encoding(head: bytes) -> str | None:
    """Return the encoding of several bytes a character that a byte order mark tells of; None without one."""
    return next((encoding for mark, encoding in WIDE if head.startswith(mark)), None)


class Transcoded(io.RawIOBase):
    """A stream in UTF-16 or UTF-32 as UTF-8, without its byte order mark; offsets in it are those of the UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer; 0 at the end."""
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._ready and not self._ended:
            data = self._stream.read(CHUNK)
            self._ended = not data
            self._ready = self._decoder.decode(data, final=self._ended).encode("utf-8")
        size = min(len(target), len(self._ready))
        target[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


def to_text(data: bytes) -> str:
    """Return bytes as text: UTF-8 where they are, else what the detector finds; ValueError where nothing fits."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        found = decode(data, None)
        if isinstance(found, str):
            raise ValueError(f"{found}: not UTF-8 and no other encoding fits") from error
        return found.text
