"""Record types as Arrow rows of the declared schemas."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

import msgspec
import pyarrow as pa

from schemas.article import ARTICLES
from schemas.event import EVENTS
from schemas.incident import INCIDENTS
from schemas.link import ARTICLE_LINKS, EVENT_LINKS, TIES
from schemas.reject import REJECTS, Reject
from schemas.trace import TRACE
from transforms.process import Processed

SCHEMAS: dict[str, pa.Schema] = {
    "articles": ARTICLES,
    "events": EVENTS,
    "incidents": INCIDENTS,
    "rejects": REJECTS,
    "article_links": ARTICLE_LINKS,
    "event_links": EVENT_LINKS,
    "ties": TIES,
    "trace": TRACE,
}
IDS = {
    "articles": "article_id",
    "events": "event_id",
    "incidents": "incident_id",
    "rejects": "reject_id",
    "article_links": "row_id",
    "event_links": "row_id",
    "trace": "decision_id",
}
"""Column by which the rows of a file are sorted, each value once."""
FOLDERS = {"article_links": "_links/articles", "event_links": "_links/events", "ties": "_links/ties"}
"""Where a dataset lies that has not its own name: what readers of tables are not concerned with."""
PUBLIC = ("articles", "events", "incidents", "rejects")
"""What every output holds."""
MONTHLY = frozenset({"articles", "events", "article_links", "event_links", "trace"})
DAYS = {
    "articles": "published_at",
    "events": "published_at",
    "article_links": "day",
    "event_links": "day",
    "trace": "published_at",
}
"""Column with the day by which the rows of a dataset are divided into months."""
BUILTIN = (datetime.datetime, datetime.date, bytes)


def public(*, traced: bool) -> tuple[str, ...]:
    """Return the datasets of an output: the trace where a run has written one."""
    return (*PUBLIC, "trace") if traced else PUBLIC


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
    to_batch("trace", [to_builtins(decision) for result in coded for decision in result.decisions])
