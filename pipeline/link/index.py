"""The index of link keys that runs leave beside their rows: read by day, by article and by id."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.dataset.ids import heads
from pipeline.dataset.manifest import FileFact, Manifest
from pipeline.dataset.parquet import opened

BATCH = 4096
"""Index rows that are read at once."""
INDEX = pa.schema([("row_id", pa.string()), ("article_id", pa.string()), ("day", pa.date32()), ("data", pa.binary())])


class Wanted(msgspec.Struct, frozen=True):
    """Which rows of an index are read: those of some days, of some articles, and all that have no day; or all."""

    days: Collection[datetime.date] | None = None
    """None: all."""
    articles: np.ndarray | None = None
    """The first 64 bits of their ids, sorted."""

    def mask(self, batch: pa.RecordBatch) -> pa.Array | None:
        """Return which rows of a batch are wanted; None for all."""
        if self.days is None:
            return None
        day = batch.column("day")
        found = pc.or_(pc.is_null(day), pc.is_in(day, value_set=pa.array(sorted(self.days), pa.date32())))
        if self.articles is not None:
            found = pc.or_(found, pa.array(among(batch.column("article_id"), self.articles)))
        return found

    def meets(self, fact: FileFact) -> bool:
        """Return whether a file can hold such rows."""
        if self.days is None or self.articles is not None or fact.min_date is None or fact.max_date is None:
            return True
        first, last = (datetime.date.fromisoformat(text) for text in (fact.min_date, fact.max_date))
        return any(first <= day <= last for day in self.days) or "/year=0/" in fact.path


def among(ids: pa.Array, known: np.ndarray) -> np.ndarray:
    """Return which ids agree in the first 64 bits with one of those that are known, sorted: 8 bytes each are held."""
    numbers = heads(ids)
    at = np.searchsorted(known, numbers)
    found: np.ndarray = (at < len(known)) & (np.append(known, np.uint64(0))[at] == numbers)
    return found


def read_tables(output: str, manifests: Iterable[Manifest], dataset: str, wanted: Wanted) -> Iterator[pa.Table]:
    """Yield the index rows that are wanted, in the order of runs and ids."""
    for manifest in manifests:
        for fact in manifest.files:
            if fact.dataset == dataset and fact.rows and wanted.meets(fact):
                with opened(output, fact.path) as parquet:
                    for batch in parquet.iter_batches(batch_size=BATCH, columns=INDEX.names):
                        mask = wanted.mask(batch)
                        chosen = batch if mask is None else batch.filter(mask)
                        yield pa.Table.from_batches([chosen]).replace_schema_metadata(None).cast(INDEX)


def read_index(
    output: str, manifests: Iterable[Manifest], dataset: str, wanted: Wanted
) -> Iterator[tuple[str, datetime.date | None, bytes]]:
    """Yield id, day and packed row of the index rows that are wanted, in the order of runs and ids."""
    for table in read_tables(output, manifests, dataset, wanted):
        yield from zip(*(table.column(name).to_pylist() for name in ("row_id", "day", "data")), strict=True)


def read_ids(output: str, manifests: Iterable[Manifest], dataset: str, ids: Collection[str]) -> Iterator[pa.Table]:
    """Yield the index rows of some ids; of the other files only the ids are read."""
    wanted = pa.array(sorted(ids), pa.string())
    for manifest in manifests:
        for fact in manifest.files:
            if fact.dataset != dataset or not fact.rows or not len(wanted):
                continue
            with opened(output, fact.path) as parquet:
                found = pc.is_in(parquet.read(columns=["row_id"]).column("row_id"), value_set=wanted)
                if pc.any(found).as_py():
                    yield parquet.read(columns=INDEX.names).filter(found).replace_schema_metadata(None).cast(INDEX)


def days_of(
    output: str, manifests: Iterable[Manifest], dataset: str, articles: np.ndarray | None = None
) -> set[datetime.date | None]:
    """Return the days of the index rows of some runs; ``articles``: of these articles, as in ``Wanted``."""
    days: set[datetime.date | None] = set()
    for manifest in manifests:
        for fact in manifest.files:
            if fact.dataset == dataset and fact.rows:
                with opened(output, fact.path) as parquet:
                    names = ["day"] if articles is None else ["day", "article_id"]
                    for batch in parquet.iter_batches(columns=names):
                        day = batch.column("day")
                        if articles is not None:
                            day = day.filter(pa.array(among(batch.column("article_id"), articles)))
                        days.update(pc.unique(day).to_pylist())
    return days


def around(days: Iterable[datetime.date], reach: int) -> set[datetime.date]:
    """Return the days up to ``reach`` days before and after some days."""
    steps = [datetime.timedelta(days=step) for step in range(-reach, reach + 1)]
    return {day + step for day in set(days) for step in steps if datetime.date.min + abs(step) < day < LATEST}


LATEST = datetime.date(9998, 1, 1)
