"""From references and links to Parquet files and one result file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import apache_beam as beam
import msgspec

from pipeline import storage
from pipeline.beam.plan import COUNTS, RESULT, RunPlan, partition_of
from pipeline.dataset.accounting import Result, merge
from pipeline.dataset.blocks import BlockRef, Counts
from pipeline.dataset.linked import Links
from pipeline.dataset.sink import FileInfo, divide, plan_shards, write_shard


def plan_partition(
    keyed: tuple[str, Iterable[BlockRef | Links | Counts]],
) -> Iterator[tuple[str, list[BlockRef | Links | Counts]]]:
    """Yield the shards of a partition as (partition/index, blocks of rows and links); counts are passed on.

    A partition may be all there is, an archive without dates: what is at hand here names blocks, and holds no row.
    """
    key, values = keyed
    refs: list[BlockRef] = []
    counts: list[BlockRef | Links | Counts] = []
    links: list[BlockRef] = []
    for value in values:
        if isinstance(value, BlockRef):
            refs.append(value)
        elif isinstance(value, Links):
            links.append(value.ref)
        else:
            counts.append(value)
    if counts:
        yield COUNTS, counts
    shards = plan_shards(refs)
    for index, (shard, mine) in enumerate(zip(shards, divide(links, shards), strict=True)):
        yield f"{key}/{index}", [*shard, *map(Links, mine)]


def write_planned(
    keyed: tuple[str, Iterable[list[BlockRef | Links | Counts]]], plan: RunPlan
) -> Iterator[tuple[str, FileInfo | Counts]]:
    """Write a shard and yield its description; counts are passed on."""
    key, groups = keyed
    for group in groups:
        if key == COUNTS:
            yield from ((RESULT, counts) for counts in group if isinstance(counts, Counts))
            continue
        partition, _, index = key.rpartition("/")
        yield (
            RESULT,
            write_shard(
                partition_of(partition),
                int(index),
                [value for value in group if isinstance(value, BlockRef)],
                [value.ref for value in group if isinstance(value, Links)],
                stage=plan.stage,
                run_id=plan.run_id,
            ),
        )


def write_result(keyed: tuple[str, Iterable[FileInfo | Counts]], path: str) -> None:
    """Write the files and counts of the whole graph where the launcher reads them."""
    files, counts = [], []
    for value in keyed[1]:
        if isinstance(value, FileInfo):
            files.append(value)
        else:
            counts.append(value)
    result = Result(files=tuple(sorted(files, key=file_path)), counts=merge(counts))
    storage.write_bytes(path, msgspec.json.encode(result))


def file_path(info: FileInfo) -> str:
    """Return the path of a file, to sort by."""
    return info.path


class Write(beam.PTransform):
    """From references and links by partition to staged Parquet files and one result file."""

    def __init__(self, plan: RunPlan) -> None:
        super().__init__()
        self._plan = plan

    def expand(self, rows: beam.PCollection) -> beam.PCollection:
        """Wire plan, write and result."""
        return (
            rows
            | "ByPartition" >> beam.GroupByKey()
            | "Plan" >> beam.FlatMap(plan_partition)
            | "ByShard" >> beam.GroupByKey()
            | "Write" >> beam.FlatMap(write_planned, self._plan)
            | "Gather" >> beam.GroupByKey()
            | "Result" >> beam.Map(write_result, self._plan.result)
        )
