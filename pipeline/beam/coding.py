"""Records in batches through the stages; a batch that fails is tried again record by record."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial

from pipeline.beam.limits import RECORD_SECONDS, RecordTimeoutError, limited
from pipeline.dataset.rows import check_rows
from pipeline.faults import attempt
from pipeline.memory import look_seldom
from pipeline.sources.base import Item
from schemas.ids import make_reject
from schemas.records import RawRecord
from schemas.reject import Reject
from transforms.process import CODING, Processed, Settings, process_batch

BATCH_RECORDS = 32
BATCH_BYTES = 512 * 1024
"""A batch is full at either limit."""
PROBE = "MOSUL, Iraq - Rebels killed two soldiers near a checkpoint in Mosul on Monday, officials said."
"""A text for which every stage loads what it needs."""


def weight(record: RawRecord) -> int:
    """Return about how many bytes a record holds."""
    return len(record.text or "") + len(record.html or "") + len(record.data or b"")


class Batch:
    """Collects records until there are enough of them for one call of the stages."""

    def __init__(self) -> None:
        self.records: list[RawRecord] = []
        self.bytes = 0

    def add(self, record: RawRecord) -> bool:
        """Take a record; return whether the batch is full."""
        self.records.append(record)
        self.bytes += weight(record)
        return len(self.records) >= BATCH_RECORDS or self.bytes >= BATCH_BYTES

    def take(self) -> list[RawRecord]:
        """Return the records and start anew."""
        records, self.records, self.bytes = self.records, [], 0
        return records


@cache
def warm_up(settings: Settings) -> None:
    """Load models and resources, so that a missing one fails the run and not every record.

    They are never garbage: the collector is told to look at them no more, which saves it most of its work. Once a
    process: what a watcher leaves behind after a batch is garbage, which would never be freed once it is set aside.
    """
    process_batch([RawRecord("memory:", "", "text", text=PROBE)], settings=settings)
    gc.collect()
    gc.freeze()
    look_seldom()


def code_records(records: Sequence[RawRecord], settings: Settings) -> list[Processed | Reject]:
    """Return an article or a reject for every record, in order, whatever a stage raises; threads take turns.

    The time of a record runs from its turn on, not while another thread works.
    """
    if not records:
        return []
    with CODING:
        return _code(records, settings)


def _code(records: Sequence[RawRecord], settings: Settings) -> list[Processed | Reject]:
    results = attempt(partial(limited, partial(_process, records, settings), RECORD_SECONDS))
    if not isinstance(results, Exception):
        return results
    found: list[Processed | Reject] = []
    for record in records:
        single = attempt(partial(limited, partial(_process, [record], settings), RECORD_SECONDS))
        found += [_defect(record, single)] if isinstance(single, Exception) else single
    return found


def _process(records: Sequence[RawRecord], settings: Settings) -> list[Processed | Reject]:
    """Return the results of the stages; raise where they are too few or do not fit the schemas."""
    results = process_batch(records, settings=settings)
    if len(results) != len(records):
        raise ValueError(f"{len(results)} results for {len(records)} records")
    check_rows(results)
    return results


def _defect(record: RawRecord, cause: Exception) -> Reject:
    payload = record.data
    if payload is None:
        payload = (record.text or record.html or "").encode("utf-8", "surrogatepass")
    timeout = isinstance(cause, RecordTimeoutError)
    return make_reject(
        "NB302" if timeout else "NB301",
        f"more than {RECORD_SECONDS:.0f} seconds" if timeout else f"{type(cause).__name__}: {cause}",
        source_uri=record.source_uri,
        source_locator=record.source_locator,
        stage="extract",
        payload=payload,
        error_class=type(cause).__name__,
    )


def code_items(items: Iterable[Item], settings: Settings) -> Iterator[Item | Processed]:
    """Yield what becomes of a stream of records: the whole middle of a run as one plain loop."""
    batch = Batch()
    for item in items:
        if not isinstance(item, RawRecord):
            yield item
        elif batch.add(item):
            yield from code_records(batch.take(), settings)
    yield from code_records(batch.take(), settings)
