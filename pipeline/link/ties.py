"""Ties among the rows of an index: those found before and those found now, and which of them stand.

Everything is joined range by range (``pipeline.link.staged.spill``): what a pass holds does not grow with its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.dataset.blocks import FLUSH_BYTES, BlockRef
from pipeline.dataset.ids import heads
from pipeline.link.keys import KeyPacker
from pipeline.link.linker import Linker
from pipeline.link.pairs import find_ties
from pipeline.link.staged.spill import Spill

KEY_BUCKETS = 4
"""Buckets of link keys for each range of ids: a row has keys in up to fourteen of them."""
ADDRESS = [("path", pa.dictionary(pa.int32(), pa.string())), ("offset", pa.int64()), ("length", pa.int32())]
ROWS = pa.schema([("id", pa.string()), ("new", pa.bool_()), ("zone", pa.bool_()), *ADDRESS])
TIES = pa.schema([("a", pa.string()), ("b", pa.string()), ("score", pa.float64()), ("now", pa.bool_())])
INSIDE = TIES.append(pa.field("inside", pa.bool_()))
PAIRS = pa.schema([("a", pa.string()), ("b", pa.string()), ("before", pa.float64()), ("after", pa.float64())])
"""Ties with their score before a pass and after it, null where there was or is none."""


class Room(NamedTuple):
    """Where a pass keeps what it does not hold, and into how many ranges of ids."""

    folder: str
    buckets: int

    def spill(self, schema: pa.Schema) -> Spill:
        """Return an empty spill."""
        return Spill(self.folder, schema, self.buckets)


class Item(NamedTuple):
    """A row of an index, decoded, and what a pass knows of it."""

    id: str
    row: Any
    data: bytes | None
    """The row as it was, where it is that still."""
    new: bool
    """Its links are told anew, whatever its ties."""
    zone: bool
    """Its ties with others of the zone are now known as they are."""


class Laid(msgspec.Struct):
    """Rows that were laid out to be compared."""

    rows: Spill
    keys: dict[int, list[BlockRef]]
    """Blocks of link keys by their buckets."""


def lay_out(linker: Linker, items: Iterable[Item], room: Room) -> Laid:
    """Write rows and their keys where they are compared bucket by bucket."""
    buckets = room.buckets * KEY_BUCKETS if room.buckets > 1 else 1
    packer = KeyPacker(linker, room.folder, buckets)
    laid = Laid(room.spill(ROWS), {})
    flags: list[tuple[bool, bool]] = []

    def flush() -> None:
        for bucket, ref in packer.flush():
            laid.keys.setdefault(bucket, []).append(ref)
        ids, paths, offsets, lengths = zip(*packer.placed, strict=True) if packer.placed else ((), (), (), ())
        new, zone = zip(*flags, strict=True) if flags else ((), ())
        table = pa.table([ids, new, zone, pa.array(paths, pa.string()), offsets, lengths], names=ROWS.names)
        laid.rows.add(table, heads(table.column("id")))
        flags.clear()

    for item in items:
        packer.add(item.row, item.data)
        flags.append((item.new, item.zone))
        if packer.bytes >= FLUSH_BYTES:
            flush()
    flush()
    return laid


def compare_all(linker: Linker, keys: dict[int, list[BlockRef]]) -> Iterator[pa.Table]:
    """Yield the ties among the rows that were laid out; of two rows that meet in several buckets repeatedly."""
    every = msgspec.structs.replace(linker, spanning=False)
    for bucket in sorted(keys):
        ties = find_ties(every, keys[bucket])
        columns = [[tie.a.id for tie in ties], [tie.b.id for tie in ties], [tie.score for tie in ties]]
        yield pa.table([*columns, [True] * len(ties)], schema=TIES)


def put_together(known: Iterable[pa.Table], now: Iterable[pa.Table], rows: Spill, room: Room) -> Spill:
    """Return the ties before and after a pass, by ranges of their first ends.

    Ties within the zone are those of the pass; the others stay as they were.
    """
    by_second, by_first, found = room.spill(TIES), room.spill(INSIDE), room.spill(PAIRS)
    for table in chain(known, now):
        by_second.add(table, heads(table.column("b")))
    for bucket in range(room.buckets):
        table = by_second.read(bucket)
        table = table.append_column("inside", within(table.column("b"), rows.read(bucket)))
        by_first.add(table, heads(table.column("a")))
    by_second.clear()
    for bucket in range(room.buckets):
        table = by_first.read(bucket)
        inside = pc.and_(table.column("inside"), within(table.column("a"), rows.read(bucket)))
        now_, score, none = table.column("now"), table.column("score"), pa.scalar(None, pa.float64())
        stands = pc.equal(now_, inside)
        both = [
            *(table.column(name) for name in ("a", "b")),
            pc.if_else(now_, none, score),
            pc.if_else(stands, score, none),
        ]
        pairs = pa.table(both, schema=PAIRS).group_by(["a", "b"]).aggregate([("before", "max"), ("after", "max")])
        pairs = pairs.rename_columns([name.removesuffix("_max") for name in pairs.column_names]).select(PAIRS.names)
        pairs = pairs.filter(pc.or_(pc.is_valid(pairs.column("before")), pc.is_valid(pairs.column("after"))))
        pairs = pairs.sort_by([("a", "ascending"), ("b", "ascending")])
        found.add(pairs, heads(pairs.column("a")))
    by_first.clear()
    return found


def within(ids: pa.ChunkedArray, rows: pa.Table) -> pa.Array:
    """Return which ids are of rows in the zone."""
    return pc.is_in(ids, value_set=rows.filter(rows.column("zone")).column("id").combine_chunks())


def changed(pairs: pa.Table) -> pa.Array:
    """Return which ties came, went or have another score."""
    before, after = pairs.column("before"), pairs.column("after")
    same = pc.fill_null(pc.equal(before, after), fill_value=False)
    return pc.invert(same)


def as_numbers(pairs: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """Return the first 64 bits of both ends of ties."""
    return heads(pairs.column("a")), heads(pairs.column("b"))
