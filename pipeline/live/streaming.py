"""The stages behind a broker: messages in, committed windows out, on a runner that streams.

    messages -> Deduplicate -> Decode -> Code -> (windows of arrival time) -> (shards) -> CommitPane
                                          +-> dead letters

A pane of a window and shard is a run of the dataset, named after window, shard and pane and committed like any other:
a bundle that the runner repeats replaces itself, so every message becomes one row. Ids depend on the topic and the
content of a message, not on offsets, so that a message that was sent twice has one id. ``newsbeam compact`` joins the
panes, drops what came again after ``StreamPlan.remember``, and links articles and events across them.
"""

from __future__ import annotations

import datetime
import socket
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import apache_beam as beam
import msgspec
from apache_beam.coders import BooleanCoder
from apache_beam.options.pipeline_options import CrossLanguageOptions, GoogleCloudOptions, StandardOptions
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.trigger import AccumulationMode, AfterProcessingTime, AfterWatermark
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec, TimerSpec, on_timer
from apache_beam.transforms.window import FixedWindows, GlobalWindow, TimestampedValue
from apache_beam.utils.subprocess_server import JavaJarServer
from apache_beam.utils.timestamp import Duration, Timestamp
from apache_beam.utils.windowed_value import WindowedValue

from pipeline import storage
from pipeline.beam.coding import Batch, code_records, warm_up
from pipeline.dataset.accounting import Result, account, faults, merge
from pipeline.dataset.blocks import BlockRef, Counts, Packer, Partition
from pipeline.dataset.commit import Journal, Move, commit, stage_path
from pipeline.dataset.manifest import BATCH, InputFact, Manifest, Timing, file_facts
from pipeline.dataset.sink import FileInfo, plan_shards, write_shard
from pipeline.describe.output import describe_output, is_described
from pipeline.errors import RunError, UsageError
from pipeline.live.brokers import ReadBroker, parse_source
from pipeline.live.follow import Follower
from pipeline.live.letters import SendLetters, parse_letters
from pipeline.monitor.monitor import Monitor
from pipeline.runners.execution import Execution
from pipeline.runners.launcher import LOCAL, parse_beam_options
from pipeline.runners.options import RunOptions, describe_options
from pipeline.sources.base import ReadOptions, Source, digest
from pipeline.sources.records.fields import record_of
from pipeline.sources.records.jsonl import parse
from schemas.columns import SCHEMA_VERSION
from schemas.ids import stable_id
from schemas.records import RawRecord
from schemas.reject import Reject
from schemas.version import VERSION
from transforms.process import Processed, Settings

REPEATED = "repeated_messages"
STAMP = "%Y%m%dT%H%M%SZ"


class StreamPlan(msgspec.Struct, frozen=True):
    """What every worker of a streaming job has to know; times in seconds."""

    source: str
    output: str
    read: ReadOptions = ReadOptions()
    settings: Settings = Settings()
    window: int = 60
    """Length of the windows of arrival time: about the latency of the rows."""
    lateness: int = 600
    """How long after its window a message is still taken, in panes of their own; the broker's clock decides."""
    remember: int = 3600
    """How long a message is known, so that the same one is left out."""
    shards: int = 1
    """Files for one window and month: workers that write at the same time."""
    dead_letters: str | None = None
    """Topic for messages that became no article."""


class Deduplicate(beam.DoFn):
    """The first of equal messages, by key; state is forgotten by a timer on the watermark."""

    SEEN = ReadModifyWriteStateSpec("seen", BooleanCoder())
    FORGET = TimerSpec("forget", TimeDomain.WATERMARK)

    def __init__(self, remember: int) -> None:
        self._remember = remember
        self._repeated = beam.metrics.Metrics.counter("newsbeam", REPEATED)

    def process(
        self,
        element: tuple[str, bytes],
        timestamp: Any = beam.DoFn.TimestampParam,
        seen: Any = beam.DoFn.StateParam(SEEN),
        forget: Any = beam.DoFn.TimerParam(FORGET),
    ) -> Iterator[bytes]:
        """Yield a message that was not seen lately."""
        if seen.read():
            self._repeated.inc()
            return
        seen.write(True)
        forget.set(timestamp + Duration(seconds=self._remember))
        yield element[1]

    @on_timer(FORGET)
    def expire(self, seen: Any = beam.DoFn.StateParam(SEEN)) -> None:
        """Forget a message."""
        seen.clear()


class CodeStream(beam.DoFn):
    """Results of messages, at the messages' times; a batch never outlives its bundle, which holds the watermark."""

    def __init__(self, plan: StreamPlan) -> None:
        self._plan = plan

    def setup(self) -> None:
        """Load models and resources."""
        warm_up(self._plan.settings)

    def start_bundle(self) -> None:
        """Start with an empty batch."""
        self._batch = Batch()
        self._times: list[Timestamp] = []

    def process(
        self, element: RawRecord | Reject, timestamp: Any = beam.DoFn.TimestampParam
    ) -> Iterator[Processed | Reject | TimestampedValue]:
        """Pass rejects through, collect records."""
        if isinstance(element, Reject):
            yield element
            return
        self._times.append(timestamp)
        if self._batch.add(element):
            for result, time in self._take():
                yield TimestampedValue(result, time)

    def finish_bundle(self) -> Iterator[WindowedValue]:
        """Code what is left."""
        for result, time in self._take():
            yield WindowedValue(result, time, (GlobalWindow(),))

    def _take(self) -> Iterator[tuple[Processed | Reject, Timestamp]]:
        times, self._times = self._times, []
        return zip(code_records(self._batch.take(), self._plan.settings), times, strict=True)


class CommitPane(beam.DoFn):
    """Write the results of a window, shard and pane, and commit them as a run; yield its id."""

    def __init__(self, plan: StreamPlan) -> None:
        self._plan = plan

    def process(
        self,
        element: tuple[int, Iterable[Processed | Reject]],
        window: Any = beam.DoFn.WindowParam,
        pane: Any = beam.DoFn.PaneInfoParam,
    ) -> Iterator[str]:
        """Commit a pane."""
        start = window.start.to_utc_datetime(has_tz=True)
        run_id = f"stream-{start.strftime(STAMP)}-s{element[0]}-p{pane.index}"
        commit_results(self._plan, run_id, element[1])
        yield run_id


class Stream(beam.PTransform):
    """From the payloads of messages, timed by their arrival, to the ids of committed runs."""

    def __init__(self, plan: StreamPlan) -> None:
        super().__init__()
        self._plan = plan

    def expand(self, payloads: beam.PCollection) -> beam.PCollection:
        """Wire the stages."""
        plan = self._plan
        late = AfterProcessingTime(min(plan.window, 60))
        coded = (
            payloads
            | "Key" >> beam.Map(keyed).with_output_types(tuple[str, bytes])
            | "Deduplicate" >> beam.ParDo(Deduplicate(plan.remember))
            | "Decode" >> beam.Map(decode, plan)
            | "Code" >> beam.ParDo(CodeStream(plan))
        )
        if plan.dead_letters is not None:
            _ = coded | "Letters" >> SendLetters(parse_letters(plan.dead_letters, parse_source(plan.source)))
        return (
            coded
            | "Window"
            >> beam.WindowInto(
                FixedWindows(plan.window),
                trigger=AfterWatermark(late=late),
                accumulation_mode=AccumulationMode.DISCARDING,
                allowed_lateness=Duration(seconds=plan.lateness),
            )
            | "Shard" >> beam.Map(sharded, plan.shards)
            | "Gather" >> beam.GroupByKey()
            | "Commit" >> beam.ParDo(CommitPane(plan))
        )


def keyed(payload: bytes) -> tuple[str, bytes]:
    """Return a message under the digest of its content."""
    return digest(payload), payload


def decode(payload: bytes, plan: StreamPlan) -> RawRecord | Reject:
    """Return the record of a message: a JSON object with the fields that every reader knows."""
    sha256 = digest(payload)
    source = Source(plan.source, plan.read, [])
    locator = f"sha256={sha256[:32]}"
    if len(payload) > plan.read.max_record_bytes:
        return source.oversized(locator, payload, len(payload), sha256)
    try:
        value = parse(payload)
    except ValueError as error:
        return source.reject("NB201", str(error), locator, payload, error=type(error).__name__)
    if not isinstance(value, dict):
        return source.reject("NB203", f"a {type(value).__name__} where an object is expected", locator, payload)
    return record_of(value, source, locator=locator, kind="jsonl", raw=payload, raw_sha256=sha256)


def sharded(result: Processed | Reject, shards: int) -> tuple[int, Processed | Reject]:
    """Return a result under its shard."""
    row_id = result.reject_id if isinstance(result, Reject) else result.article.article_id
    return int(row_id[:8], 16) * shards >> 32, result


def commit_results(
    plan: StreamPlan,
    run_id: str,
    results: Iterable[Processed | Reject],
    inputs: Sequence[InputFact] | None = None,
    monitor: Monitor | None = None,
) -> Manifest:
    """Write some results as the run of a given id and commit it; a repetition replaces it by the same."""
    monitor = monitor or Monitor()
    started = datetime.datetime.now(datetime.timezone.utc)
    told = (InputFact(f"{plan.source}#{run_id}", 0),) if inputs is None else tuple(inputs)
    with monitor.attempt(run_id, plan.output, started.isoformat(), told):
        with monitor.stage("code"):
            found = write_results(plan, run_id, results)
        manifest = describe_window(plan, run_id, found, told, started)
        with monitor.stage("commit"):
            commit(plan.output, Journal(manifest, tuple(Move(file.staged, file.path) for file in found.files)))
    monitor.committed(manifest, plan.output)
    if not is_described(plan.output):
        describe_output(plan.output)
    return manifest


def write_results(plan: StreamPlan, run_id: str, results: Iterable[Processed | Reject]) -> Result:
    """Stage the files of some results; RunError where the sums do not agree."""
    stage = stage_path(plan.output, run_id)
    packer = Packer(storage.join(stage, "blocks"), 1)
    by_partition: dict[Partition, list[BlockRef]] = {}
    counts = []
    for result in results:
        if packer.add(result):
            counts.append(_flush(packer, by_partition))
    counts.append(_flush(packer, by_partition))
    files: list[FileInfo] = []
    for partition in sorted(by_partition):
        for index, refs in enumerate(plan_shards(by_partition[partition])):
            files.append(write_shard(partition, index, refs, stage=stage, run_id=run_id))
    found = Result(files=tuple(files), counts=merge(counts))
    broken = faults(found, traced=plan.settings.trace)
    if broken:
        raise RunError(f"run {run_id}: the sums do not agree: " + "; ".join(broken))
    return found


def describe_window(
    plan: StreamPlan, run_id: str, found: Result, inputs: tuple[InputFact, ...], started: datetime.datetime
) -> Manifest:
    """Return the manifest of some messages."""
    return Manifest(
        run_id=run_id,
        schema_version=SCHEMA_VERSION,
        coder_version=VERSION,
        input_fingerprint=stable_id("stream", plan.source, run_id),
        inputs=inputs,
        options=describe_options(RunOptions((), plan.output, plan.read, plan.settings)),
        files=file_facts(found.files),
        accounting=account(found),
        timing=Timing.since(started, "stream", 1, socket.gethostname()),
        kind=BATCH,
    )


def _flush(packer: Packer, by_partition: dict[Partition, list[BlockRef]]) -> Counts:
    blocks, counts = packer.flush()
    for partition, ref in blocks:
        by_partition.setdefault(partition, []).append(ref)
    return counts


def wire(pipeline: beam.Pipeline, plan: StreamPlan) -> None:
    """Build the graph; ``--beam_services`` may name an expansion service that runs already."""
    source = parse_source(plan.source)
    plan = msgspec.structs.replace(plan, source=source.uri)
    with JavaJarServer.beam_services(pipeline.options.view_as(CrossLanguageOptions).beam_services):
        _ = pipeline | "Source" >> ReadBroker(source) | "Stream" >> Stream(plan)


def run_stream(plan: StreamPlan, args: Sequence[str], monitor: Monitor | None = None) -> None:
    """Run the streaming job until it is cancelled; UsageError on this machine's runner, which does not stream."""
    options = parse_beam_options([*args, "--streaming"])
    if options.view_as(StandardOptions).runner in LOCAL:
        raise UsageError(
            "Pub/Sub needs a runner that streams: --runner DataflowRunner or FlinkRunner. "
            "On this machine, write the messages to files and use: newsbeam watch"
        )
    pipeline = beam.Pipeline(options=options)
    wire(pipeline, plan)
    if options.view_as(GoogleCloudOptions).template_location:
        # The launcher of a Flex Template wants the graph only, and starts the job itself.
        pipeline.run()
    else:
        with Follower(plan.output, plan.window, monitor or Monitor()).following():
            Execution(pipeline, endless=True).wait_in_thread()
