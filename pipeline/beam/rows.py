"""From tasks to references to staged rows: read, code, pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import apache_beam as beam
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from pipeline.beam.coding import Batch, code_records, warm_up, weight
from pipeline.beam.plan import COPY_KEYS, COUNTS, EVENT_ROWS, ROWS, RunPlan, partition_key
from pipeline.dataset.blocks import FLUSH_BYTES, BlockRef, Counts, Packer, link_rows
from pipeline.link.keys import KeyPacker
from pipeline.link.linkers import COPIES, EventRows
from pipeline.memory import give_back
from pipeline.progress import Meter, take
from pipeline.sources.base import Item
from pipeline.sources.discover import Task, cut_task
from pipeline.sources.reading import read_range
from schemas.records import RawRecord
from transforms.process import Processed, Settings

SHARE, FEW_SHARES, LARGE_SHARE = 64, 1024, 512
"""Records of the first shares of a file that workers share, how many of these there are, and records of the others."""


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
            shared = self._plan.progress if self._plan.takers and task.shared else None
            if shared is not None:
                yield from self._share(task, shared)
                continue
            if self._plan.takers and self._plan.progress and not take(self._plan.progress, task.index):
                continue
            for part in task.parts:
                self._meter.begin(part.length)
                for item in read_range(part, self._plan.read):
                    yield item
                    self._meter.item(weight(item) if isinstance(item, RawRecord) else 0)
                self._meter.part(part.length)
            self._meter.flush()

    def _share(self, task: Task, directory: str) -> Iterator[Item]:
        """Yield those records of a file that this worker is the first to ask for, some at a time.

        Every worker reads the file whole, which costs little beside coding, and nobody holds records for others.
        """
        [part] = task.parts
        asked, mine = -1, False
        for number, item in enumerate(read_range(part, self._plan.read)):
            if share_of(number) != asked:
                asked = share_of(number)
                mine = take(directory, f"{task.index}-{asked}")
                if mine and not asked:
                    self._meter.begin(part.length)
            if mine:
                yield item
                self._meter.item(weight(item) if isinstance(item, RawRecord) else 0)
        if take(directory, f"{task.index}-end"):
            self._meter.part(part.length)
        self._meter.flush()


def share_of(number: int) -> int:
    """Return the share of a file in which a record is: small ones first, so that a short file has enough of them."""
    if number < FEW_SHARES * SHARE:
        return number // SHARE
    return FEW_SHARES + (number - FEW_SHARES * SHARE) // LARGE_SHARE


class Cut(beam.DoFn):
    """Tasks of ranges, of tasks of files that were left to be cut."""

    def __init__(self, plan: RunPlan) -> None:
        self._plan = plan

    def process(self, element: tuple[int, Iterable[Task]]) -> Iterator[tuple[int, Task]]:
        """Yield the tasks by number."""
        for task in element[1]:
            for piece in cut_task(task, self._plan.read):
                yield piece.index, piece


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


def in_global_window(value: object) -> WindowedValue:
    """Return a value that a bundle emits at its end."""
    window = GlobalWindow()
    return WindowedValue(value, window.max_timestamp(), (window,))


class CodeTasks(beam.PTransform):
    """From tasks to references to staged rows and link keys.

    Tasks are spread by grouping them by number; a Reshuffle would draw lots instead.
    """

    def __init__(self, plan: RunPlan) -> None:
        super().__init__()
        self._plan = plan

    def expand(self, tasks: beam.PCollection) -> beam.pvalue.DoOutputsTuple:
        """Wire read, code and pack, which run as one stage but where records are handed on."""
        if self._plan.cut:
            tasks = tasks | "Files" >> beam.GroupByKey() | "Cut" >> beam.ParDo(Cut(self._plan))
        records = tasks | "Spread" >> beam.GroupByKey() | "Read" >> beam.ParDo(Read(self._plan))
        if self._plan.handed:
            records = records | "Hand on" >> beam.Reshuffle()
        return (
            records
            | "Code" >> beam.ParDo(Code(self._plan.settings))
            | "Pack" >> beam.ParDo(Pack(self._plan)).with_outputs(ROWS, COPY_KEYS, EVENT_ROWS)
        )
