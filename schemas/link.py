"""The index of link keys that every run leaves beside its rows, so that later runs find what they belong to."""

from __future__ import annotations

import datetime

import msgspec
import pyarrow as pa

from schemas.columns import STRING, column, dataset_schema


class LinkRow(msgspec.Struct, frozen=True):
    """What linking needs of an article or event."""

    row_id: str
    article_id: str
    day: datetime.date | None
    data: bytes


def _schema(name: str, what: str) -> pa.Schema:
    return dataset_schema(
        name,
        [
            column("row_id", STRING, f"Id of the {what}", unit="32 hex digits"),
            column("article_id", STRING, "Its article", unit="32 hex digits"),
            column("day", pa.date32(), f"Day under which the {what} is looked for", nullable=True),
            column("data", pa.binary(), "What linking compares, as MessagePack", unit="bytes"),
        ],
    )


ARTICLE_LINKS: pa.Schema = _schema("article_links", "article")
EVENT_LINKS: pa.Schema = _schema("event_links", "event")
TIES: pa.Schema = dataset_schema(
    "ties",
    [
        column("kind", STRING, "copies or incidents"),
        column("a", STRING, "Smaller id", unit="32 hex digits"),
        column("b", STRING, "Larger id", unit="32 hex digits"),
        column("score", pa.float64(), "How much speaks for them"),
    ],
)
