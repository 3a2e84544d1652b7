"""The Beam graph. Transforms here only wire plain functions of other modules.

tasks -> Read -> Code -> Pack -> (blocks by partition) -> Plan -> (shards) -> Write -> one result file
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from pipeline import storage
from pipeline.accounting import Result, merge
from pipeline.blocks import BlockRef, Counts, Packer, Partition
from pipeline.coding import Batch, code_records
from pipeline.discover import Task
from pipeline.progress import Meter
from pipeline.reading import read_range
from pipeline.sink import FileInfo, plan_shards, write_shard
from pipeline.sources.base import Item, ReadOptions
from schemas.records import RawRecord
from transforms.process import Processed, Settings

COUNTS = "counts"


class RunPlan(msgspec.Struct, frozen=True):
    """What every worker has to know."""

    run_id: str
    stage: str
    """Directory of this run's staged files."""
    buckets: int
    read: ReadOptions
    settings: Settings
    progress: str | None = None
    """Directory where workers on this machine leave how far they are."""

    @property
    def blocks(self) -> str:
        """Folder of the block files."""
        return storage.join(self.stage, "blocks")

    @property
    def result(self) -> str:
        """File with the result of the whole graph."""
        return storage.join(self.stage, "result.json")


class Read(beam.DoFn):
    """Records of the ranges of a task."""

    def __init__(self, plan: RunPlan) -> None:
        self._plan = plan

    def setup(self) -> None:
        """Open this worker's progress file."""
        self._meter = Meter(self._plan.progress)

    def process(self, element: tuple[int, Iterable[Task]]) -> Iterator[Item]:
        """Yield what the readers yield."""
        for task in element[1]:
            for part in task.parts:
                for item in read_range(part, self._plan.read):
                    yield item
                    self._meter.item()
                self._meter.part(part.length)


class Code(beam.DoFn):
    """Articles with their events; records are taken in batches because the language layer is faster so."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def start_bundle(self) -> None:
        """Start with an empty batch."""
        self._batch = Batch()

    def process(self, element: Item) -> Iterator[Item | Processed]:
        """Pass rejects through, collect records."""
        if not isinstance(element, RawRecord):
            yield element
        elif self._batch.add(element):
            yield from code_records(self._batch.take(), self._settings)

    def finish_bundle(self) -> Iterator[WindowedValue]:
        """Code what is left."""
        for result in code_records(self._batch.take(), self._settings):
            yield in_global_window(result)


class Pack(beam.DoFn):
    """References to staged blocks, keyed by partition, and what was counted, keyed by ``COUNTS``."""

    def __init__(self, plan: RunPlan) -> None:
        self._plan = plan

    def start_bundle(self) -> None:
        """Start with nothing collected."""
        self._packer = Packer(self._plan.blocks, self._plan.buckets)

    def process(self, element: Item | Processed) -> Iterator[tuple[str, BlockRef | Counts]]:
        """Collect; flush when enough is held."""
        if self._packer.add(element):
            yield from self._flush()

    def finish_bundle(self) -> Iterator[WindowedValue]:
        """Flush what is left."""
        for keyed in self._flush():
            yield in_global_window(keyed)

    def _flush(self) -> Iterator[tuple[str, BlockRef | Counts]]:
        blocks, counts = self._packer.flush()
        for partition, ref in blocks:
            yield partition_key(partition), ref
        yield COUNTS, counts


def in_global_window(value: object) -> WindowedValue:
    """Return a value that a bundle emits at its end."""
    window = GlobalWindow()
    return WindowedValue(value, window.max_timestamp(), (window,))


def partition_key(partition: Partition) -> str:
    """Return a partition as a key."""
    return f"{partition.dataset}/{partition.year}/{partition.month}"


def partition_of(key: str) -> Partition:
    """Return the partition of a key."""
    dataset, year, month = key.split("/")
    return Partition(dataset, int(year), int(month))


def plan_partition(
    keyed: tuple[str, Iterable[BlockRef | Counts]],
) -> Iterator[tuple[str, list[BlockRef] | list[Counts]]]:
    """Yield the shards of a partition as (partition/index, blocks); counts are passed on."""
    key, values = keyed
    if key == COUNTS:
        yield COUNTS, [value for value in values if isinstance(value, Counts)]
        return
    for index, refs in enumerate(plan_shards(value for value in values if isinstance(value, BlockRef))):
        yield f"{key}/{index}", refs


def write_planned(
    keyed: tuple[str, Iterable[Sequence[Any]]], plan: RunPlan
) -> Iterator[tuple[None, FileInfo | Counts]]:
    """Write a shard and yield its description; counts are passed on."""
    key, groups = keyed
    for group in groups:
        if key == COUNTS:
            for counts in group:
                yield None, counts
            continue
        partition, _, index = key.rpartition("/")
        yield None, write_shard(partition_of(partition), int(index), group, stage=plan.stage, run_id=plan.run_id)


def write_result(keyed: tuple[None, Iterable[FileInfo | Counts]], path: str) -> None:
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


class Articles(beam.PTransform):
    """From tasks to staged Parquet files and one result file."""

    def __init__(self, plan: RunPlan) -> None:
        super().__init__()
        self._plan = plan

    def expand(self, tasks: beam.PCollection) -> beam.PCollection:
        """Wire the graph. Tasks are spread by grouping them by number; a Reshuffle would draw lots instead."""
        plan = self._plan
        return (
            tasks
            | "Spread" >> beam.GroupByKey()
            | "Read" >> beam.ParDo(Read(plan))
            | "Code" >> beam.ParDo(Code(plan.settings))
            | "Pack" >> beam.ParDo(Pack(plan))
            | "ByPartition" >> beam.GroupByKey()
            | "Plan" >> beam.FlatMap(plan_partition)
            | "ByShard" >> beam.GroupByKey()
            | "Write" >> beam.FlatMap(write_planned, plan)
            | "Gather" >> beam.GroupByKey()
            | "Result" >> beam.Map(write_result, plan.result)
        )


def build(pipeline: beam.Pipeline, tasks: Sequence[Task], plan: RunPlan) -> None:
    """Add the whole graph to a pipeline."""
    keyed = [(task.index, task) for task in tasks]
    _ = pipeline | "Tasks" >> beam.Create(keyed, reshuffle=False) | "Articles" >> Articles(plan)
