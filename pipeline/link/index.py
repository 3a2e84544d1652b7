"""The index of link keys that runs leave beside their rows: read by day, by article and by id."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import storage
from pipeline.dataset.manifest import FileFact, Manifest

BATCH = 4096
"""Index rows that are read at once."""


class Wanted(msgspec.Struct, frozen=True):
    """Which rows of an index are read: those of some days, of some articles, and all that have no day; or all."""

    days: Collection[datetime.date] | None = None
    """None: all."""
    articles: Collection[str] = ()

    def mask(self, batch: pa.RecordBatch) -> pa.Array | None:
        """Return which rows of a batch are wanted; None for all."""
        if self.days is None:
            return None
        day = batch.column("day")
        found = pc.or_(pc.is_null(day), pc.is_in(day, value_set=pa.array(sorted(self.days), pa.date32())))
        if self.articles:
            named = pa.array(sorted(self.articles), pa.string())
            found = pc.or_(found, pc.is_in(batch.column("article_id"), value_set=named))
        return found

    def meets(self, fact: FileFact) -> bool:
        """Return whether a file can hold such rows."""
        if self.days is None or self.articles or fact.min_date is None or fact.max_date is None:
            return True
        first, last = (datetime.date.fromisoformat(text) for text in (fact.min_date, fact.max_date))
        return any(first <= day <= last for day in self.days) or "/year=0/" in fact.path


def read_index(
    output: str, manifests: Iterable[Manifest], dataset: str, wanted: Wanted
) -> Iterator[tuple[str, datetime.date | None, bytes]]:
    """Yield id, day and packed row of the index rows that are wanted, in the order of runs and ids."""
    for manifest in manifests:
        for fact in manifest.files:
            if fact.dataset == dataset and fact.rows and wanted.meets(fact):
                yield from _rows(storage.join(output, fact.path), wanted)


def _rows(uri: str, wanted: Wanted) -> Iterator[tuple[str, datetime.date | None, bytes]]:
    with storage.open_binary(uri) as stream:
        for batch in pq.ParquetFile(stream).iter_batches(batch_size=BATCH):
            mask = wanted.mask(batch)
            chosen = batch if mask is None else batch.filter(mask)
            columns = (chosen.column(name).to_pylist() for name in ("row_id", "day", "data"))
            yield from zip(*columns, strict=True)


def read_ids(
    output: str, manifests: Iterable[Manifest], dataset: str, ids: Collection[str]
) -> Iterator[tuple[str, datetime.date | None, bytes]]:
    """Yield the index rows of some ids; of the other files only the ids are read."""
    if not ids:
        return
    wanted = pa.array(sorted(ids), pa.string())
    for manifest in manifests:
        for fact in manifest.files:
            if fact.dataset != dataset or not fact.rows:
                continue
            with storage.open_binary(storage.join(output, fact.path)) as stream:
                parquet = pq.ParquetFile(stream)
                found = pc.is_in(parquet.read(columns=["row_id"]).column("row_id"), value_set=wanted)
                if pc.any(found).as_py():
                    chosen = parquet.read(columns=["row_id", "day", "data"]).filter(found)
                    yield from zip(*(column.to_pylist() for column in chosen.columns), strict=True)


def read_values(
    output: str, manifests: Sequence[Manifest], dataset: str, names: list[str]
) -> Iterator[tuple[Any, ...]]:
    """Yield some columns of the rows of a dataset."""
    for manifest in manifests:
        for fact in manifest.files:
            if fact.dataset == dataset and fact.rows:
                with storage.open_binary(storage.join(output, fact.path)) as stream:
                    table = pq.ParquetFile(stream).read(columns=names)
                    yield from zip(*(table.column(name).to_pylist() for name in names), strict=True)


def around(days: Iterable[datetime.date], reach: int) -> set[datetime.date]:
    """Return the days up to ``reach`` days before and after some days."""
    steps = [datetime.timedelta(days=step) for step in range(-reach, reach + 1)]
    return {day + step for day in set(days) for step in steps if datetime.date.min + abs(step) < day < LATEST}


LATEST = datetime.date(9998, 1, 1)
