"""Blocks hold rows enough to be worth a read, and the files made of them do not depend on how they were cut."""

import pyarrow as pa
import pytest
from standin_coder import process_batch

from pipeline.dataset import blocks, sink
from pipeline.dataset.blocks import BlockRef, Packer, Part, Partition, bucket_of, read_blocks, together
from pipeline.dataset.rows import SCHEMAS
from schemas.records import RawRecord
from transforms.process import Settings

BUCKETS = 64
MARCH, APRIL = Partition("articles", 2024, 3), Partition("articles", 2024, 4)


@pytest.fixture(scope="module")
def results():
    """300 articles of March and 40 of April."""
    records = [
        RawRecord(
            "memory:",
            str(number),
            "text",
            text=f"Number {number}: rebels attacked villagers near the river on that day.",
            date="2024-03-05" if number < 300 else "2024-04-05",
        )
        for number in range(340)
    ]
    return process_batch(records, settings=Settings())


def packed(results, folder) -> dict[Partition, list[BlockRef]]:
    packer = Packer(str(folder), BUCKETS)
    for result in results:
        packer.add(result)
    found: dict[Partition, list[BlockRef]] = {}
    for partition, ref in packer.flush()[0]:
        found.setdefault(partition, []).append(ref)
    return found


def ids(table: pa.Table) -> list[str]:
    return table.column("article_id").to_pylist()


def test_a_block_has_rows_enough_or_all_that_there_are(results, tmp_path):
    refs = packed(results, tmp_path)
    assert [ref.rows for ref in refs[APRIL]] == [40]
    assert len(refs[MARCH]) > 1
    assert all(blocks.BLOCK_ROWS <= ref.rows < 3 * blocks.BLOCK_ROWS for ref in refs[MARCH])
    assert sum(ref.rows for ref in refs[MARCH]) == 300


def test_a_block_says_where_the_rows_of_each_bucket_are(results, tmp_path):
    refs = packed(results, tmp_path)[MARCH]
    for ref in refs:
        told = [part.bucket for part in ref.parts for _ in range(part.rows)]
        assert [bucket_of(row, BUCKETS) for row in ids(read_blocks([ref], SCHEMAS["articles"]))] == told
    assert [part.bucket for ref in refs for part in ref.parts] == sorted({p.bucket for ref in refs for p in ref.parts})


def test_shards_are_those_of_blocks_of_one_bucket(results, tmp_path, monkeypatch):
    refs = packed(results, tmp_path / "many")[MARCH]
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 1)
    single = packed(results, tmp_path / "one")[MARCH]
    assert all(len(ref.parts) == 1 for ref in single)
    monkeypatch.setattr(sink, "SHARD_BYTES", 30_000)
    here, there = sink.plan_shards(refs), sink.plan_shards(single)
    assert len(here) > len(refs)
    tables = [sorted(ids(read_blocks(shard, SCHEMAS["articles"]))) for shard in here]
    assert tables == [sorted(ids(read_blocks(shard, SCHEMAS["articles"]))) for shard in there]
    assert sum(map(len, tables)) == 300


def test_a_part_of_a_block_does_not_hold_the_rest(results, tmp_path):
    ref = packed(results, tmp_path)[MARCH][0]
    first = next(meant for _, meant in ref.cut({part.bucket: part.bucket for part in ref.parts}))
    whole, part = (read_blocks([one], SCHEMAS["articles"]) for one in (ref, first))
    assert ids(part) == ids(whole)[: first.rows]
    assert part.get_total_buffer_size() < whole.get_total_buffer_size() / 2


@pytest.mark.parametrize(
    ("sizes", "cut"),
    [([], []), ([3], [[3]]), ([64, 1], [[64, 1]]), ([1] * 130, [[1] * 64, [1] * 66]), ([100, 100], [[100], [100]])],
)
def test_neighbours_share_a_block_until_it_is_worth_a_read(sizes, cut):
    assert [[len(same) for same in held] for held in together([list(range(size)) for size in sizes])] == cut


def test_a_ref_is_cut_where_its_shards_part():
    ref = BlockRef("a", 0, 10, (Part(3, 5, 50), Part(4, 2, 20), Part(9, 1, 10)))
    assert list(ref.cut({3: 0, 4: 0, 9: 1})) == [
        (0, BlockRef("a", 0, 10, (Part(3, 5, 50), Part(4, 2, 20)), 0)),
        (1, BlockRef("a", 0, 10, (Part(9, 1, 10),), 7)),
    ]
