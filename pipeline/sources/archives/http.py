"""HTTP messages as archives keep them: status, headers and the decoded body, whatever the headers claim.

Archives hold chunked bodies without a declaration, declared compressions that a crawler undid, and headers with bare
line feeds. What a header claims is tried first, then what the bytes themselves show.
"""

from __future__ import annotations

import re
import zlib

import brotli
import msgspec

from pipeline.sources.content.compressed import ERRORS, MAGIC, PIECE, Decompressor, Gzip, Zstd

END = re.compile(rb"\r?\n[ \t]*\r?\n")
MAX_HEADERS = 1 << 16
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")


class Message(msgspec.Struct, frozen=True):
    """A response: ``status`` is None where there was no status line; names of headers are in lower case."""

    status: int | None
    headers: dict[str, str]
    body: bytes
    """Decoded, at most ``limit`` bytes."""
    truncated: bool = False
    """The body ends in the middle of its compressed data."""
    too_long: bool = False


def read_message(block: bytes, limit: int) -> Message:
    """Return the message that a block holds, its body decoded and held to ``limit`` bytes."""
    status, headers, body = split_headers(block)
    plain = _unchunked(body) if "chunked" in headers.get("transfer-encoding", "").lower() else None
    body = body if plain is None else plain
    decoded, truncated, too_long = _decoded(body, headers.get("content-encoding", "").lower(), limit)
    return Message(status, headers, decoded, truncated, too_long)


def split_headers(block: bytes) -> tuple[int | None, dict[str, str], bytes]:
    """Return status, headers and the body as it was sent; a block without a status line is all body."""
    found = STATUS.match(block)
    if not found:
        return None, {}, block
    end = END.search(block, 0, MAX_HEADERS)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block[:MAX_HEADERS], b"")
    headers: dict[str, str] = {}
    for line in head.splitlines()[1:]:
        name, colon, value = line.partition(b":")
        if colon:
            headers.setdefault(name.strip().lower().decode("latin-1"), value.strip().decode("latin-1"))
    return int(found[1]), headers, body


def _unchunked(body: bytes) -> bytes | None:
    """Return a chunked body put together; None where it is not chunked after all."""
    parts, position = [], 0
    while match := CHUNK_SIZE.match(body, position):
        size = int(match[1], 16)
        if not size:
            break
        parts.append(body[match.end() : match.end() + size])
        position = match.end() + size
        position += 2 if body[position : position + 2] == b"\r\n" else body[position : position + 1] == b"\n"
    return b"".join(parts) if parts else None


def _decoded(body: bytes, declared: str, limit: int) -> tuple[bytes, bool, bool]:
    names = [name.strip().removeprefix("x-") for name in declared.split(",") if name.strip()]
    names += [name for name, magic in MAGIC.items() if body.startswith(magic) and name not in names]
    for name in reversed(names):
        for member in _members(name):
            found = _inflated(body, member, limit)
            if found is not None:
                return found
    return body[:limit], False, len(body) > limit


def _members(name: str) -> list[Decompressor]:
    """Return what may undo a compression: "deflate" is sent with and without a header of its own."""
    if name == "gzip":
        return [Gzip()]
    if name == "deflate":
        return [Gzip(zlib.MAX_WBITS), Gzip(-zlib.MAX_WBITS)]
    if name == "zstd":
        return [Zstd()]
    return [_Brotli()] if name == "br" else []


class _Brotli:
    """A brotli stream; it has no magic number, so that anything may be taken for one until it fails."""

    def __init__(self) -> None:
        self._member = brotli.Decompressor()
        self.unused_data = b""

    @property
    def eof(self) -> bool:
        """Whether the member is complete."""
        return bool(self._member.is_finished())

    @property
    def pending(self) -> bool:
        """Whether there is more to come without further input."""
        return not self.eof and not self._member.can_accept_more_data()

    def decompress(self, data: bytes) -> bytes:
        """Return the next piece of what can be decompressed so far."""
        try:
            return bytes(self._member.process(data, output_buffer_limit=PIECE))
        except brotli.error as error:
            raise ValueError(str(error)) from error


def _inflated(body: bytes, member: Decompressor, limit: int) -> tuple[bytes, bool, bool] | None:
    """Return (bytes, truncated, too long), None where the body is not compressed so."""
    parts, size, data = [], 0, body
    try:
        while not member.eof and (data or member.pending):
            part = member.decompress(data)
            data = b""
            parts.append(part)
            size += len(part)
            if size > limit:
                return b"".join(parts)[:limit], False, True
    except ERRORS:
        # A body that breaks off inside its data still holds what came before; one that fails at once is something else.
        return (b"".join(parts), True, False) if size else None
    begun = size or member.eof or any(body.startswith(magic) for magic in MAGIC.values())
    return (b"".join(parts), not member.eof, False) if begun else None
