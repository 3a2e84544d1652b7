"""Articles and events of texts that are in memory: ``newsbeam.code``."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa

from schemas.article import ARTICLES, Article
from schemas.event import EVENTS, Event
from schemas.records import RawRecord
from schemas.reject import REJECTS, Reject
from schemas.trace import TRACE, Decision

if TYPE_CHECKING:
    from transforms.explain.accounts import Explanation
    from transforms.process import Settings

MEMORY = "memory:"
"""Source of what was not read from a file."""
Record = str | Mapping[str, object]
"""A text, or the fields of a record as ``newsbeam run`` reads them from JSON."""


class Coded(msgspec.Struct, frozen=True):
    """What became of some texts: every one is an article or a reject, in the order given."""

    articles: tuple[Article, ...]
    events: tuple[Event, ...]
    rejects: tuple[Reject, ...]
    trace: tuple[Decision, ...] = ()
    """What became of every mention of an act, where ``Settings(trace=True)`` asks for it."""

    def events_of(self, article: Article) -> tuple[Event, ...]:
        """Return the events of one article."""
        return tuple(event for event in self.events if event.article_id == article.article_id)

    def table(self, dataset: str = "events") -> pa.Table:
        """Return ``articles``, ``events``, ``rejects`` or ``trace`` as an Arrow table of the schema of the datasets.

        ValueError for another name.
        """
        schemas = {"articles": ARTICLES, "events": EVENTS, "rejects": REJECTS, "trace": TRACE}
        if dataset not in schemas:
            raise ValueError(f"no dataset {dataset!r}; choose one of {', '.join(schemas)}.")
        builtin = (datetime.datetime, datetime.date, bytes)
        rows = [msgspec.to_builtins(row, builtin_types=builtin) for row in getattr(self, dataset)]
        return pa.Table.from_pylist(rows, schema=schemas[dataset])


def code(
    records: Record | Iterable[Record],
    *,
    published: str | datetime.date | None = None,
    title: str | None = None,
    settings: Settings | None = None,
) -> Coded:
    """Code texts or records in memory, as ``newsbeam run`` codes files.

    ``records`` is one text or mapping, or several. A mapping has the fields of a JSON record (``text`` or ``html``,
    ``title``, ``date``, ``url``, ... under any name that ``newsbeam run`` knows). ``published`` (ISO 8601, or a date)
    and ``title`` are those of records without their own; without a date, days such as "Monday" stay unresolved. The
    first call loads the language model (2 to 5 s). Articles are not compared with each other: no duplicates are
    marked, and each event is an incident of its own. Nothing is raised for a record that cannot be used: it is among
    ``rejects``, with its code. TypeError where a record is neither text nor mapping.
    """
    from pipeline.beam.coding import code_items  # noqa: PLC0415 - imports Beam and the language layer: seconds
    from transforms.process import Processed  # noqa: PLC0415 - as above
    from transforms.process import Settings as Chosen  # noqa: PLC0415 - as above

    given = [records] if isinstance(records, str | Mapping) else records
    day = published.isoformat() if isinstance(published, datetime.date) else published
    items = [_item(record, index, day, title) for index, record in enumerate(given)]
    articles: list[Article] = []
    events: list[Event] = []
    rejects: list[Reject] = []
    trace: list[Decision] = []
    for result in code_items(items, settings or Chosen()):
        if isinstance(result, Processed):
            articles.append(result.article)
            events += [_alone(event) for event in result.events]
            trace += result.decisions
        elif isinstance(result, Reject):
            rejects.append(result)
    return Coded(tuple(articles), tuple(events), tuple(rejects), tuple(trace))


def explain(
    record: Record,
    *,
    published: str | datetime.date | None = None,
    title: str | None = None,
    settings: Settings | None = None,
) -> Explanation | Reject:
    """Say why a text was coded so, or not: frames tried, refusals by code, merges, places and dates with their cues.

    The arguments are those of ``code``, for one record. A record that cannot be used is a reject.
    """
    from transforms.explain.article import explain as explained  # noqa: PLC0415 - imports the language layer

    day = published.isoformat() if isinstance(published, datetime.date) else published
    item = _item(record, 0, day, title)
    return item if isinstance(item, Reject) else explained(item, settings=settings)


def _alone(event: Event) -> Event:
    return event if event.incident_id else msgspec.structs.replace(event, incident_id=event.event_id)


def _item(record: Record, index: int, published: str | None, title: str | None) -> RawRecord | Reject:
    from pipeline.sources.base import ReadOptions, Source, digest  # noqa: PLC0415 - imports Beam
    from pipeline.sources.records.fields import record_of  # noqa: PLC0415 - imports Beam

    if isinstance(record, str):
        sha256 = digest(record.encode("utf-8", "surrogatepass"))
        return RawRecord(MEMORY, str(index), "text", text=record, title=title, date=published, raw_sha256=sha256)
    if not isinstance(record, Mapping):
        raise TypeError(f"record {index} is a {type(record).__name__}: give texts, or mappings with a text field.")
    named = {str(name): value for name, value in record.items()}
    raw = msgspec.json.encode(named, order="sorted", enc_hook=str)
    source = Source(MEMORY, ReadOptions())
    item = record_of(named, source, locator=str(index), kind="jsonl", raw=raw, raw_sha256=digest(raw))
    if isinstance(item, Reject):
        return item
    return msgspec.structs.replace(item, date=item.date or published, title=item.title or title)
