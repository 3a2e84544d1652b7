"""The Beam graph. Transforms here only wire plain functions of other modules.

tasks -> Read -> Code -> Pack -> blocks of rows by partition ------------> Plan -> Write -> one result file
                          +-> keys of articles -> Link: copies -----------> |
                          +-> rows of events --------+-> Link: incidents -> |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from pipeline import storage
from pipeline.beam.coding import Batch, code_records, warm_up, weight
from pipeline.beam.linkers import COPIES, INCIDENTS, LINKERS, EventRows, read_event_rows
from pipeline.beam.linking import KeyPacker, Linked, Tie, clusters, find_ties, resolve_clusters
from pipeline.dataset.accounting import Result, merge
from pipeline.dataset.blocks import FLUSH_BYTES, BlockRef, Counts, Packer, Partition, bucket_of, link_rows
from pipeline.dataset.sink import FileInfo, plan_shards, write_shard
from pipeline.progress import Meter, take
from pipeline.runners.memory import give_back
from pipeline.sources.base import Item, ReadOptions
from pipeline.sources.discover import Task
from pipeline.sources.reading import read_range
from schemas.records import RawRecord
from transforms.process import Processed, Settings

COUNTS, RESULT = "counts", "result"
ROWS, COPY_KEYS, EVENT_ROWS = "rows", "copy_keys", "event_rows"
EVENT_BUCKETS = 16


class RunPlan(msgspec.Struct, frozen=True):
    """What every worker has to know."""

    run_id: str
    stage: str
    """Directory of this run's staged files."""
    buckets: int
    """Ranges of ids in a partition."""
    read: ReadOptions
    settings: Settings
    key_buckets: int = 1
    """Buckets of link keys."""
    rounds: int = 0
    """Rounds in which the rows of a cluster find each other; 0: all ties come together in one place."""
    progress: str | None = None
    """Directory where workers on this machine leave how far they are."""
    takers: int = 0
    """Workers on this machine that take the next task when they have read one; 0: a task goes where it is sent.

    Who is done first takes more, which no division in advance can do: articles and cores differ.
    """

    @property
    def blocks(self) -> str:
        """Folder of the block files."""
        return storage.join(self.stage, "blocks")

    @property
    def event_buckets(self) -> int:
        """Parts of a month whose events get their link keys side by side: an undated archive is one month."""
        return min(self.buckets, EVENT_BUCKETS)

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
            if self._plan.takers and self._plan.progress and not take(self._plan.progress, task.index):
                continue
            for part in task.parts:
                self._meter.begin(part.length)
                for item in read_range(part, self._plan.read):
                    yield item
                    self._meter.item(weight(item) if isinstance(item, RawRecord) else 0)
                self._meter.part(part.length)
            self._meter.flush()


class Code(beam.DoFn):
    """Articles with their events; records are taken in batches because the language layer is faster so."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def setup(self) -> None:
        """Load models and resources, so that a missing one fails the run and not every record."""
        warm_up(self._settings)

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
    """References to staged blocks, keyed by partition, and what was counted, keyed by ``COUNTS``.

    By the output ``COPY_KEYS`` leave blocks with the link keys of articles, by ``EVENT_ROWS`` blocks with what
    linking needs of events, keyed by the partition of their articles.
    """

    def __init__(self, plan: RunPlan) -> None:
        self._plan = plan

    def start_bundle(self) -> None:
        """Start with nothing collected."""
        self._packer = Packer(self._plan.blocks, self._plan.buckets)
        self._copies = KeyPacker(COPIES, self._plan.blocks, self._plan.key_buckets)
        self._events = EventRows(self._plan.blocks, self._plan.event_buckets)

    def process(self, element: Item | Processed) -> Iterator[object]:
        """Collect; flush when enough is held."""
        links = link_rows(element) if isinstance(element, Processed) else None
        full = self._packer.add(element, links)
        if isinstance(element, Processed) and links is not None:
            self._copies.add(links.article)
            self._events.add(element, links.events)
        if full or self._copies.bytes >= FLUSH_BYTES:
            for tag, keyed in self._flush():
                yield beam.pvalue.TaggedOutput(tag, keyed)

    def finish_bundle(self) -> Iterator[object]:
        """Flush what is left."""
        for tag, keyed in self._flush():
            yield beam.pvalue.TaggedOutput(tag, in_global_window(keyed))
        if self._plan.progress:
            # Linking and writing follow on this machine: what coding took shall not add to what they take.
            give_back()

    def _flush(self) -> Iterator[tuple[str, tuple[str, BlockRef | Counts]]]:
        blocks, counts = self._packer.flush()
        for partition, ref in blocks:
            yield ROWS, (partition_key(partition), ref)
        yield ROWS, (COUNTS, counts)
        for bucket, ref in self._copies.flush():
            yield COPY_KEYS, (f"{COPIES.name}/{bucket}", ref)
        for partition, ref in self._events.flush():
            yield EVENT_ROWS, (f"{partition_key(partition)}/{ref.bucket}", ref)


def event_keys(keyed: tuple[str, Iterable[BlockRef | Linked]], plan: RunPlan) -> Iterator[tuple[str, BlockRef]]:
    """Yield the blocks of link keys of the events of a part of a month, once it is known which articles are copies."""
    refs, cluster_of = [], {}
    for value in keyed[1]:
        if isinstance(value, BlockRef):
            refs.append(value)
        else:
            cluster_of[value.id] = value.values["cluster_id"]
    packer = KeyPacker(INCIDENTS, plan.blocks, plan.key_buckets)
    for ref in sorted(refs):
        for row in read_event_rows(ref, cluster_of):
            packer.add(row)
        if packer.bytes >= FLUSH_BYTES:
            yield from keys_of(packer)
    yield from keys_of(packer)


def with_bucket(keyed: tuple[str, Linked], buckets: int) -> tuple[str, Linked]:
    """Return what linking fills in an article under its month and the bucket of its events."""
    return f"{keyed[0]}/{bucket_of(keyed[1].id, buckets)}", keyed[1]


def keys_of(packer: KeyPacker) -> Iterator[tuple[str, BlockRef]]:
    """Yield what a packer of event keys holds."""
    for bucket, ref in packer.flush():
        yield f"{INCIDENTS.name}/{bucket}", ref


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


def ties_of(keyed: tuple[str, Iterable[BlockRef]]) -> Iterator[tuple[str, list[Tie]]]:
    """Yield the ties among the rows whose link keys lie in one bucket."""
    name = keyed[0].partition("/")[0]
    ties = find_ties(LINKERS[name], keyed[1])
    if ties:
        yield name, ties


def single_ties(keyed: tuple[str, list[Tie]]) -> Iterator[tuple[str, Tie]]:
    """Yield ties one by one under the name of their linker."""
    name, ties = keyed
    for tie in ties:
        yield name, tie


def neighbours(keyed: tuple[str, Tie]) -> Iterator[tuple[str, str]]:
    """Yield each row of a tie with the other and with itself."""
    name, tie = keyed
    for one, other in ((tie.a.id, tie.b.id), (tie.b.id, tie.a.id)):
        yield f"{name}/{one}", one
        yield f"{name}/{one}", other


def hash_to_min(keyed: tuple[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Yield to the smallest row that one knows of all that it knows, and to these the smallest."""
    name = keyed[0].partition("/")[0]
    known = sorted(set(keyed[1]))
    for row_id in known:
        yield f"{name}/{known[0]}", row_id
        yield f"{name}/{row_id}", known[0]


def by_first_row(keyed: tuple[str, Tie]) -> tuple[str, Tie | str]:
    """Return a tie under its first row."""
    name, tie = keyed
    return f"{name}/{tie.a.id}", tie


def by_cluster(keyed: tuple[str, Iterable[Tie | str]], buckets: int) -> Iterator[tuple[str, list[Tie]]]:
    """Yield the ties of a row under the bucket of the smallest row of its cluster."""
    name, _, row_id = keyed[0].partition("/")
    ties, smallest = [], row_id
    for value in keyed[1]:
        if isinstance(value, str):
            smallest = min(smallest, value)
        else:
            ties.append(value)
    if ties:
        yield f"{name}/{bucket_of(smallest, buckets)}", sorted(ties)


def clusters_of(keyed: tuple[str, Iterable[list[Tie]]]) -> Iterator[tuple[str, list[list[Tie]]]]:
    """Yield the clusters of one linker in chunks."""
    key, found = keyed
    for index, chunk in enumerate(clusters(tie for ties in found for tie in ties)):
        yield f"{key}/{index}", chunk


def links_of(keyed: tuple[str, Iterable[list[list[Tie]]]], plan: RunPlan) -> Iterator[tuple[str, Linked | BlockRef]]:
    """Yield the columns that linking fills, and blocks of incidents, keyed by the partition of the row."""
    linker = LINKERS[keyed[0].partition("/")[0]]
    for chunk in keyed[1]:
        for partition, linked in resolve_clusters(linker, chunk, plan.blocks, plan.buckets):
            yield partition_key(partition), linked


def plan_partition(
    keyed: tuple[str, Iterable[BlockRef | Linked | Counts]], buckets: int
) -> Iterator[tuple[str, list[BlockRef | Linked | Counts]]]:
    """Yield the shards of a partition as (partition/index, blocks and links); counts are passed on."""
    key, values = keyed
    refs: list[BlockRef] = []
    counts: list[BlockRef | Linked | Counts] = []
    links: dict[int, list[Linked]] = {}
    for value in values:
        if isinstance(value, BlockRef):
            refs.append(value)
        elif isinstance(value, Linked):
            links.setdefault(bucket_of(value.id, buckets), []).append(value)
        else:
            counts.append(value)
    if counts:
        yield COUNTS, counts
    for index, shard in enumerate(plan_shards(refs)):
        linked = [link for bucket in sorted({ref.bucket for ref in shard}) for link in links.get(bucket, ())]
        yield f"{key}/{index}", [*shard, *linked]


def write_planned(
    keyed: tuple[str, Iterable[list[BlockRef | Linked | Counts]]], plan: RunPlan
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
                [value for value in group if isinstance(value, Linked)],
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


class CodeTasks(beam.PTransform):
    """From tasks to references to staged rows and link keys.

    Tasks are spread by grouping them by number; a Reshuffle would draw lots instead.
    """

    def __init__(self, plan: RunPlan) -> None:
        super().__init__()
        self._plan = plan

    def expand(self, tasks: beam.PCollection) -> beam.pvalue.DoOutputsTuple:
        """Wire read, code and pack, which run as one stage."""
        return (
            tasks
            | "Spread" >> beam.GroupByKey()
            | "Read" >> beam.ParDo(Read(self._plan))
            | "Code" >> beam.ParDo(Code(self._plan.settings))
            | "Pack" >> beam.ParDo(Pack(self._plan)).with_outputs(ROWS, COPY_KEYS, EVENT_ROWS)
        )


class Together(beam.PTransform):
    """From ties under the name of their linker to the same under a bucket that all ties of a cluster share.

    Hash-to-min: every row tells the smallest of its neighbours what it knows, and all others who is the smallest. What
    one key holds is a cluster at most, and after k rounds rows have met that are 2^k ties apart.
    """

    def __init__(self, plan: RunPlan) -> None:
        super().__init__()
        self._plan = plan

    def expand(self, ties: beam.PCollection) -> beam.PCollection:
        """Wire the rounds, and the ties to what they found."""
        known = ties | "Neighbours" >> beam.FlatMap(neighbours)
        for number in range(self._plan.rounds):
            known = known | f"Meet {number}" >> beam.GroupByKey() | f"Tell {number}" >> beam.FlatMap(hash_to_min)
        by_row = ties | "ByRow" >> beam.Map(by_first_row)
        return (
            (by_row, known)
            | "Both" >> beam.Flatten()
            | "Label" >> beam.GroupByKey()
            | "Place" >> beam.FlatMap(by_cluster, self._plan.key_buckets)
        )


class Link(beam.PTransform):
    """From blocks of link keys to the columns that linking fills, keyed by partition."""

    def __init__(self, plan: RunPlan) -> None:
        super().__init__()
        self._plan = plan

    def expand(self, keys: beam.PCollection) -> beam.PCollection:
        """Wire keys, ties, clusters and links."""
        ties = keys | "ByBucket" >> beam.GroupByKey() | "Compare" >> beam.FlatMap(ties_of)
        if self._plan.rounds:
            ties = (ties | "Apart by tie" >> beam.FlatMap(single_ties)) | "Rounds" >> Together(self._plan)
        return (
            ties
            | "Together" >> beam.GroupByKey()
            | "Cluster" >> beam.FlatMap(clusters_of)
            | "Apart" >> beam.GroupByKey()
            | "Resolve" >> beam.FlatMap(links_of, self._plan)
        )


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
            | "Plan" >> beam.FlatMap(plan_partition, self._plan.buckets)
            | "ByShard" >> beam.GroupByKey()
            | "Write" >> beam.FlatMap(write_planned, self._plan)
            | "Gather" >> beam.GroupByKey()
            | "Result" >> beam.Map(write_result, self._plan.result)
        )


def build(pipeline: beam.Pipeline, tasks: Sequence[Any], plan: RunPlan, code: beam.PTransform | None = None) -> None:
    """Add the whole graph to a pipeline; ``code`` makes the outputs of CodeTasks of tasks of its own."""
    if plan.takers:
        keyed = [(taker, task) for taker in range(plan.takers) for task in tasks]
    else:
        keyed = [(task.index, task) for task in tasks]
    packed = pipeline | "Tasks" >> beam.Create(keyed, reshuffle=False) | "Code" >> (code or CodeTasks(plan))
    copies = packed[COPY_KEYS] | "Copies" >> Link(plan)
    event_keys_of_month = (
        (packed[EVENT_ROWS], copies | "OfBucket" >> beam.Map(with_bucket, plan.event_buckets))
        | "Events" >> beam.Flatten()
        | "ByMonth" >> beam.GroupByKey()
        | "EventKeys" >> beam.FlatMap(event_keys, plan)
    )
    same = event_keys_of_month | "Incidents" >> Link(plan)
    _ = (packed[ROWS], copies, same) | "Rows" >> beam.Flatten() | "Write" >> Write(plan)
