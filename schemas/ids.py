"""Stable ids: digests of content and source identity, never of time, place of execution or order."""

from __future__ import annotations

import hashlib

from schemas.reject import MAX_PAYLOAD, Reject
from schemas.strings import encodable

MAX_MESSAGE = 2000
"""Characters of a message: some quote the record."""


def stable_id(*parts: str | bytes) -> str:
    """Return 32 hex digits of SHA-256 over the parts, each preceded by its length so that no two lists collide."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:32]


def make_reject(
    code: str,
    message: str,
    *,
    source_uri: str,
    source_locator: str,
    stage: str,
    payload: bytes,
    error_class: str = "",
    payload_bytes: int | None = None,
) -> Reject:
    """Return a reject row.

    ``payload`` may be cut by the caller when a record is too large to hold; ``payload_bytes`` is then its true size.
    """
    sha256 = hashlib.sha256(payload).hexdigest()
    return Reject(
        reject_id=stable_id("reject", source_uri, source_locator, code, sha256),
        source_uri=encodable(source_uri),
        source_locator=encodable(source_locator),
        stage=stage,
        code=code,
        error_class=encodable(error_class),
        message=encodable(message)[:MAX_MESSAGE],
        payload=payload[:MAX_PAYLOAD],
        payload_bytes=len(payload) if payload_bytes is None else payload_bytes,
        payload_sha256=sha256,
    )
