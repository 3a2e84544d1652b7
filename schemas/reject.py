"""The rejects dataset and the codes of everything that can go wrong with a record."""

from __future__ import annotations

import msgspec
import pyarrow as pa

from schemas.columns import STRING, column, dataset_schema

CODES = {
    "NB101": "empty text: nothing is left of the body after decoding and extraction",
    "NB102": "binary data: the bytes are no text in any known encoding",
    "NB103": "undecodable text: no encoding fits the bytes",
    "NB104": "no article: markup without a body, code, or a page that says it has none",
    "NB105": "record larger than the limit (--max-record-bytes)",
    "NB201": "malformed JSON line",
    "NB202": "record without a text or html field (see --field)",
    "NB203": "JSON value is not an object",
    "NB204": "truncated or malformed WARC record",
    "NB205": "malformed CSV row",
    "NB206": "malformed feed, or a file in which no record was found",
    "NB207": "truncated or corrupt compressed file",
    "NB208": "unreadable Parquet file",
    "NB209": "unreadable input file",
    "NB301": "a stage failed on this record (a defect: please report it with the payload)",
    "NB302": "the work on this record took too long (a defect: please report it with the payload)",
}
"""Code to meaning. 1xx: content, 2xx: container, 3xx: our own failure."""

MAX_PAYLOAD = 64 * 1024
"""Bytes of the payload kept in a reject."""


class Reject(msgspec.Struct, frozen=True):
    """One row of the rejects dataset."""

    reject_id: str
    source_uri: str
    source_locator: str
    stage: str
    code: str
    error_class: str
    message: str
    payload: bytes
    payload_bytes: int
    payload_sha256: str


REJECTS: pa.Schema = dataset_schema(
    "rejects",
    [
        column("reject_id", STRING, "Stable id from source identity, code and payload", unit="32 hex digits"),
        column("source_uri", STRING, "File or topic that the record was read from"),
        column("source_locator", STRING, "Byte offset, row or record id inside the source"),
        column("stage", STRING, "Stage that gave the record up: read, clean, parse or extract"),
        column("code", STRING, "Documented code: see `newsbeam schema rejects`"),
        column("error_class", STRING, "Class of the error, or of the decision"),
        column("message", STRING, "What was wrong and what to do next"),
        column("payload", pa.binary(), "First 64 KiB of the record", unit="bytes"),
        column("payload_bytes", pa.int64(), "Size of the whole record", unit="bytes"),
        column("payload_sha256", STRING, "Digest of the whole record", unit="64 hex digits"),
    ],
)
