"""Record types as Arrow rows of the declared schemas."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

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


def to_batch(dataset: str, rows: Sequence[msgspec.Struct]) -> pa.RecordBatch:
    """Return rows as an Arrow batch; ArrowException, OverflowError or UnicodeError where one does not fit.

    Column by column: as plain dictionaries, row by row, it takes seven times as long.
    """
    schema = SCHEMAS[dataset]
    columns = zip(*map(attrgetter(*schema.names), rows), strict=True) if rows else ((),) * len(schema)
    arrays = []
    for field, values in zip(schema, columns, strict=True):
        convert = converter(field.type)
        arrays.append(pa.array(map(convert, values) if convert else values, field.type, size=len(rows)))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


@cache
def converter(kind: pa.DataType) -> Callable[[Any], Any] | None:
    """Return what makes of a value of a column one that Arrow takes: of a record its fields; None where it takes it."""
    if pa.types.is_list(kind):
        each = converter(kind.value_type)
        return None if each is None else lambda values: None if values is None else [each(value) for value in values]
    if not pa.types.is_struct(kind):
        return None
    fields = attrgetter(*(field.name for field in kind))
    parts = [converter(field.type) for field in kind]
    if len(parts) > 1 and not any(parts):
        return lambda value: None if value is None else fields(value)

    def taken(value: object) -> tuple[Any, ...] | None:
        if value is None:
            return None
        found = fields(value) if len(parts) > 1 else (fields(value),)
        return tuple(one if part is None else part(one) for part, one in zip(parts, found, strict=True))

    return taken


def check_rows(results: Iterable[Processed | Reject]) -> None:
    """Raise where the rows of some results do not fit the schemas: better here than when many are packed."""
    coded = [result for result in results if isinstance(result, Processed)]
    to_batch("articles", [result.article for result in coded])
    to_batch("events", [event for result in coded for event in result.events])
    to_batch("trace", [decision for result in coded for decision in result.decisions])
