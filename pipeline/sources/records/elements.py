"""The elements of a JSON document of any layout, found in a stream without holding it.

Elements are the members of the outermost array, or values one after another. One that does not parse costs itself: the
reader goes on where the next object plausibly begins. The work is linear in the size of the document: a reader that had
to go back too often cuts at those places from then on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

CHUNK = 1 << 16
TOKEN = re.compile(rb'["\\{}\[\]]')
STRING_TOKEN = re.compile(rb'["\\]')
NEXT_OBJECT = re.compile(rb'\}[\s,\x1e]*(?=\{\s*")')
"""The end of an object before the beginning of another."""
PLAIN = re.compile(rb"[^\s,\x1e\[\]{}\"]+")
"""A number, or null, true, false; anything else outside objects is an element too, and no record."""
MAX_PLAIN = 256
PATIENCE = 4
"""Bytes read again, in sizes of the document so far, before the reader cuts at plausible places only."""


class Element(msgspec.Struct, frozen=True):
    """One element; ``data`` is only its beginning where it is over the limit."""

    offset: int
    data: bytes
    size: int
    too_long: bool = False


class _Brackets:
    """The brackets and strings that are open in an object or array, read from its beginning as more of it comes."""

    def __init__(self, start: int) -> None:
        self._at = start
        self._depth = 0
        self._in_string = False

    def closed(self, data: bytes, stop: int) -> int | None:
        """Read on up to ``stop``; return where the outermost bracket closes, None where it does not."""
        for match in TOKEN.finditer(data, self._at, stop):
            if match.start() < self._at:
                continue
            token, self._at = match[0], match.end()
            if self._in_string:
                self._at += token == b"\\"
                self._in_string = token != b'"'
            elif token == b'"':
                self._in_string = True
            elif token in (b"{", b"["):
                self._depth += 1
            elif token != b"\\":
                self._depth -= 1
                if self._depth == 0:
                    return self._at
        self._at = max(self._at, stop)
        return None


class Elements:
    """Elements of a stream, each at most ``limit`` bytes long; ``parses`` tells whether an object is well formed."""

    def __init__(self, stream: BinaryIO, limit: int, parses: Callable[[bytes], bool]) -> None:
        self._stream = stream
        self._limit = limit
        self._parses = parses
        self._buffer = b""
        self._base = 0
        """Offset of the buffer in the stream."""
        self._ended = False
        self._again = 0
        """Bytes gone back over so far."""

    def __iter__(self) -> Iterator[Element]:
        """Yield the elements in order."""
        position = 0
        nested = 0
        """Arrays that are open around the elements."""
        while True:
            position = self._drop(position)
            if position >= len(self._buffer) and not self._fill():
                return
            byte = self._buffer[position : position + 1]
            if byte in (b",", b"\x1e", b"]", b"}") or byte.isspace():
                nested -= byte == b"]" and nested > 0
                position += 1
            elif byte == b"[" and nested < 2:
                nested += 1
                position += 1
            elif byte in (b"{", b"["):
                element, position = self._container(position)
                yield element
            elif byte == b'"':
                element, position = self._string(position)
                yield element
            else:
                element, position = self._plain(position)
                yield element

    def _fill(self) -> bool:
        data = b"" if self._ended else self._stream.read(CHUNK)
        self._ended = self._ended or not data
        self._buffer += data
        return bool(data)

    def _drop(self, position: int) -> int:
        """Forget what lies before a position, now and then."""
        if position < CHUNK:
            return position
        self._base += position
        self._buffer = self._buffer[position:]
        return 0

    def _element(self, start: int, end: int, *, too_long: bool = False) -> Element:
        return Element(self._base + start, self._buffer[start:end], end - start, too_long)

    def _plain(self, start: int) -> tuple[Element, int]:
        while not self._ended and len(self._buffer) - start < MAX_PLAIN:
            self._fill()
        match = PLAIN.match(self._buffer, start, start + MAX_PLAIN)
        end = match.end() if match else start + 1
        return self._element(start, end), end

    def _string(self, start: int) -> tuple[Element, int]:
        at = start + 1
        while True:
            match = STRING_TOKEN.search(self._buffer, at)
            if match is None:
                at = max(at, len(self._buffer))
                if len(self._buffer) - start > self._limit or not self._fill():
                    end = len(self._buffer)
                    return self._element(start, end, too_long=end - start > self._limit), end
            elif match[0] == b"\\":
                at = match.end() + 1
            else:
                return self._element(start, match.end()), match.end()

    def _container(self, start: int) -> tuple[Element, int]:
        """Return the object or array at ``start`` and where to go on."""
        if self._again > PATIENCE * (self._base + start) + (1 << 20):
            return self._until_next(start)
        end = self._closing(start)
        if end is not None:
            whole = self._element(start, end, too_long=end - start > self._limit)
            if whole.too_long or self._parses(whole.data):
                return whole, end
        if end is None and len(self._buffer) - start > self._limit:
            element, position = self._until_next(start)
            return element, position
        # It closes in the wrong place or never: cut where the next object begins.
        stop = len(self._buffer) if end is None else end
        cut = NEXT_OBJECT.search(self._buffer, start + 1, stop)
        while cut is not None and not self._looks_like_record(cut.end(), stop):
            cut = NEXT_OBJECT.search(self._buffer, cut.end(), stop)
        if cut is None:
            return self._element(start, stop), stop
        self._again += stop - cut.start()
        return self._element(start, cut.start() + 1), cut.end()

    def _looks_like_record(self, start: int, stop: int) -> bool:
        """Return whether what begins at ``start`` closes and parses, if that can be told from little of it."""
        end = _Brackets(start).closed(self._buffer, min(stop, start + CHUNK))
        return end is None or self._parses(self._buffer[start:end])

    def _closing(self, start: int) -> int | None:
        """Return where the object or array at ``start`` ends; None at the limit or the end of the stream."""
        brackets = _Brackets(start)
        while (end := brackets.closed(self._buffer, len(self._buffer))) is None:
            if len(self._buffer) - start > self._limit or not self._fill():
                return None
        return end

    def _until_next(self, start: int) -> tuple[Element, int]:
        """Return what stands before the next plausible beginning of an object, its first bytes where it is too long."""
        offset, head, at = self._base + start, self._buffer[start : start + CHUNK], start + 1
        while (cut := NEXT_OBJECT.search(self._buffer, at)) is None:
            # The match may begin in the last bytes: keep those.
            at = max(len(self._buffer) - MAX_PLAIN, 0)
            if at > CHUNK:
                self._base, self._buffer, at = self._base + at, self._buffer[at:], 0
            if not self._fill():
                size = self._base + len(self._buffer) - offset
                return self._piece(offset, size, head), len(self._buffer)
        size = self._base + cut.start() + 1 - offset
        return self._piece(offset, size, head), cut.end()

    def _piece(self, offset: int, size: int, head: bytes) -> Element:
        begin = offset - self._base
        if size <= self._limit and begin >= 0:
            return Element(offset, self._buffer[begin : begin + size], size)
        return Element(offset, head[:size], size, too_long=size > len(head))
