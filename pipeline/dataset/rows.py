"""Record types as Arrow rows of the declared schemas."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

import msgspec
import pyarrow as pa

from schemas.article import ARTICLES
from schemas.event import EVENTS
from schemas.reject import REJECTS, Reject
from transforms.process import Processed

SCHEMAS: dict[str, pa.Schema] = {"articles": ARTICLES, "events": EVENTS, "rejects": REJECTS}
IDS = {"articles": "article_id", "events": "event_id", "rejects": "reject_id"}
BUILTIN = (datetime.datetime, datetime.date, bytes)


def to_builtins(row: msgspec.Struct) -> dict[str, object]:
    """Return a row as plain Python values."""
    plain: dict[str, object] = msgspec.to_builtins(row, builtin_types=BUILTIN)
    return plain


def to_batch(dataset: str, rows: Sequence[dict[str, object]]) -> pa.RecordBatch:
    """Return plain rows as an Arrow batch; ArrowException, OverflowError or UnicodeError where one does not fit."""
    return pa.RecordBatch.from_pylist(list(rows), schema=SCHEMAS[dataset])


def check_rows(results: Iterable[Processed | Reject]) -> None:
    """Raise where the rows of some results do not fit the schemas: better here than when many are packed."""
    coded = [result for result in results if isinstance(result, Processed)]
    to_batch("articles", [to_builtins(result.article) for result in coded])
    to_batch("events", [to_builtins(event) for result in coded for event in result.events])
