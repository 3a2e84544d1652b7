"""What a pass of linking holds does not follow from how many rows it links."""

import tracemalloc
from itertools import pairwise

import pyarrow as pa
import pytest

from pipeline.dataset.ids import heads
from pipeline.link.staged import spill
from pipeline.link.staged.spill import Spill
from pipeline.link.ties import PAIRS, ROWS, TIES, Room, put_together
from schemas.ids import stable_id

SCHEMA = pa.schema([("id", pa.string()), ("number", pa.int64())])


def numbered(first, count):
    ids = [stable_id("row", str(number)) for number in range(first, first + count)]
    return pa.table([ids, list(range(first, first + count))], schema=SCHEMA)


@pytest.mark.parametrize("held", [1, 1 << 20])
def test_rows_come_back_by_ranges_in_the_order_in_which_they_went_in(tmp_path, monkeypatch, held):
    monkeypatch.setattr(spill, "SPILL_BYTES", held)
    rows = Spill(str(tmp_path), SCHEMA, 5)
    for first in range(0, 100, 20):
        rows.add(numbered(first, 20), heads(numbered(first, 20).column("id")))
    tables = list(rows.tables())
    assert sorted(number for table in tables for number in table.column("number").to_pylist()) == list(range(100))
    for before, after in pairwise(tables):
        assert max(before.column("id").to_pylist()) < min(after.column("id").to_pylist())
    assert all(table.column("number").to_pylist() == sorted(table.column("number").to_pylist()) for table in tables)
    assert bool(list(tmp_path.rglob("*.blocks"))) == (held == 1)
    rows.clear()
    assert not list(tmp_path.rglob("*.blocks"))


def test_a_cleared_spill_leaves_the_same_rows_of_another(tmp_path, monkeypatch):
    monkeypatch.setattr(spill, "SPILL_BYTES", 1)
    one, other = (Spill(str(tmp_path), SCHEMA, 2) for _ in range(2))
    for rows in (one, other):
        rows.add(numbered(0, 10), heads(numbered(0, 10).column("id")))
    one.clear()
    assert sum(map(len, other.tables())) == 10


def most_of_ties(folder, count):
    """Return the most Arrow and Python hold while so many ties are put together, in ranges of four thousand."""
    room = Room(str(folder), count // 4000)
    rows = room.spill(ROWS)

    def pairs():
        for first in range(0, count, 500):
            ids = numbered(first, 501).column("id").to_pylist()
            yield pa.table([ids[:-1], ids[1:], [1.0] * 500, [True] * 500], schema=TIES)

    for first in range(0, count + 500, 500):
        table = numbered(first, 500)
        flags = [pa.array([True] * 500), pa.array([True] * 500)]
        place = [pa.array(["file"] * 500).dictionary_encode(), pa.array([0] * 500, pa.int64()), pa.array([1] * 500)]
        rows.add(
            pa.table([table.column("id"), *flags, *place[:2], place[2].cast(pa.int32())], schema=ROWS),
            heads(table.column("id")),
        )
    tracemalloc.start()
    before = pa.total_allocated_bytes()
    found = put_together((), pairs(), rows, room)
    peak = tracemalloc.get_traced_memory()[1] + pa.total_allocated_bytes() - before
    tracemalloc.stop()
    assert found.schema == PAIRS
    assert sum(map(len, found.tables())) == count
    return peak


def test_memory_does_not_follow_the_number_of_ties(tmp_path, monkeypatch):
    monkeypatch.setattr(spill, "SPILL_BYTES", 1 << 19)
    assert most_of_ties(tmp_path / "four", 32_000) < 1.5 * most_of_ties(tmp_path / "one", 8_000)
