"""Rows on the way to where they are joined: divided by ranges of an id, and on disk but for a few megabytes.

What is joined by an id is joined range by range. So a pass over any number of rows holds those of one range at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numpy as np
import pyarrow as pa

from pipeline import storage
from pipeline.dataset.blocks import Block, BlockRef, Part, Partition, read_blocks, stored_schema, to_bytes, write_blocks
from pipeline.dataset.ids import ranges

SPILL_BYTES = 8 << 20
"""Bytes of rows that a spill holds before they are written away."""
STORED = Partition("spill")
NUMBERS = count()


class Spill:
    """Rows of one layout by the range of an id; those of a range come back in the order in which they went in."""

    def __init__(self, folder: str, schema: pa.Schema, buckets: int) -> None:
        self.folder = folder
        # Files are named by their content: clearing one spill must not take those of another with the same rows.
        self._own = storage.join(folder, f"spill-{next(NUMBERS)}")
        self.schema = schema
        self.buckets = buckets
        self._held: list[tuple[pa.Table, np.ndarray]] = []
        self._bytes = 0
        self._refs: dict[int, list[BlockRef]] = {}
        self._spread: tuple[pa.Table, np.ndarray] | None = None

    def add(self, table: pa.Table, numbers: np.ndarray) -> None:
        """Take rows; ``numbers`` has the first 64 bits of the id of each by which it is placed."""
        self.put(table, ranges(numbers, self.buckets))

    def put(self, table: pa.Table, placed: np.ndarray) -> None:
        """Take rows; ``placed`` has the bucket of each."""
        if not table.num_rows:
            return
        self._spread = None
        self._held.append((table.cast(stored_schema(self.schema)), placed))
        self._bytes += table.nbytes
        if self._bytes > SPILL_BYTES:
            self._write()

    def _sorted(self) -> tuple[pa.Table, np.ndarray]:
        """Return what is held in the order of the buckets, and where each of them begins."""
        if self._spread is None:
            table = pa.concat_tables([table for table, _ in self._held]).combine_chunks()
            placed = np.concatenate([placed for _, placed in self._held])
            order = np.argsort(placed, kind="stable")
            starts = np.searchsorted(placed[order], np.arange(self.buckets + 1))
            self._spread = table.take(pa.array(order)), starts
        return self._spread

    def _write(self) -> None:
        table, starts = self._sorted()
        blocks = []
        for bucket in np.flatnonzero(np.diff(starts)).tolist():
            first, end = int(starts[bucket]), int(starts[bucket + 1])
            blocks.append(Block(STORED, (Part(bucket, end - first, 0),), to_bytes(table.slice(first, end - first))))
        for _, ref in write_blocks(self._own, blocks):
            self._refs.setdefault(ref.bucket, []).append(ref)
        self._held, self._bytes, self._spread = [], 0, None

    def read(self, bucket: int) -> pa.Table:
        """Return the rows of a bucket."""
        tables = [read_blocks([ref], self.schema) for ref in self._refs.get(bucket, ())]
        if self._held:
            table, starts = self._sorted()
            first, end = int(starts[bucket]), int(starts[bucket + 1])
            tables.append(table.slice(first, end - first).cast(self.schema))
        return pa.concat_tables(tables).combine_chunks() if tables else self.schema.empty_table()

    def tables(self) -> Iterator[pa.Table]:
        """Yield the rows of each bucket in turn, and forget nothing."""
        for bucket in range(self.buckets):
            yield self.read(bucket)

    def clear(self) -> None:
        """Take away what was written."""
        self._held, self._bytes, self._spread = [], 0, None
        storage.delete(sorted({ref.path for refs in self._refs.values() for ref in refs}))
        self._refs = {}
