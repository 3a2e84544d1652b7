"""Messages and mailboxes: wires and bulletins as they come by mail or were kept by a news server."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from functools import partial
from typing import BinaryIO

from pipeline.faults import attempt
from pipeline.sources.base import Item, Source, digest, read_lines
from schemas.records import RawRecord
from schemas.reject import MAX_PAYLOAD
from schemas.strings import encodable
from transforms.clean.decode import decode

FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:[ \t]|[ \t]+\S")
KNOWN = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|return-path|mime-version|delivered-to|reply-to|newsgroups|path|"
    rb"sender|content-type|x-[a-z-]{1,60}):[ \t]",
    re.IGNORECASE,
)
ENVELOPE = re.compile(rb"From \S{1,300} +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ")
"""The line between the messages of a mailbox."""
LEAST = 3
"""Known fields in the head of a message."""


def looks_like_mail(head: bytes) -> bool:
    """Return whether a file begins with the head of a message: fields, three of them known, up to a blank line."""
    lines = head[: 1 << 14].split(b"\n")
    if lines and ENVELOPE.match(lines[0]):
        lines = lines[1:]
    known = 0
    for line in lines[:200]:
        if not line.strip():
            break
        if not FIELD.match(line):
            return False
        known += KNOWN.match(line) is not None
    return known >= LEAST


def read_mail(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the messages of a file, one or a mailbox of them."""
    held: list[bytes] = []
    size, start, offset, blank = 0, 0, 0, True
    limit = source.options.max_record_bytes
    for line in read_lines(stream, 0, limit):
        if blank and ENVELOPE.match(line.data) and held:
            yield _message(b"".join(held), size, start, source)
            held, size, start = [], 0, offset
        blank = not line.data.strip()
        if size <= limit:
            held.append(line.data)
        size += line.size
        offset += line.size
    if held:
        yield _message(b"".join(held), size, start, source)


def _message(data: bytes, size: int, offset: int, source: Source) -> Item:
    locator = f"offset={offset}"
    if size > source.options.max_record_bytes:
        return source.oversized(locator, data[:MAX_PAYLOAD], size, digest(data))
    item = attempt(partial(_record, data, locator, source))
    if isinstance(item, Exception):
        return source.reject("NB103", str(item), locator, data, error=type(item).__name__)
    return item


def _record(data: bytes, locator: str, source: Source) -> Item:
    plain = data.split(b"\n", 1)[1] if ENVELOPE.match(data) and b"\n" in data else data
    message = email.message_from_bytes(plain, policy=email.policy.default)
    part = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
    content = _text(part) if part is not None else ""
    if not content.strip():
        return source.reject("NB101", "the message has no text", locator, data)
    markup = part is not None and part.get_content_type() == "text/html"
    return RawRecord(
        source_uri=source.uri,
        source_locator=locator,
        format="mail",
        text=None if markup else content,
        html=content if markup else None,
        input_id=_field(message, "Message-ID"),
        title=_field(message, "Subject"),
        date=_field(message, "Date"),
        raw_sha256=digest(data),
    )


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    decoded = decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    return "" if isinstance(decoded, str) else decoded.text


def _field(message: Message, name: str) -> str | None:
    value = attempt(partial(message.get, name))
    return encodable(str(value)).strip() or None if value and not isinstance(value, Exception) else None
