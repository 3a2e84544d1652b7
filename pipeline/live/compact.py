"""Runs of a dataset rewritten: ``newsbeam compact``, and taking the rows of a file out.

The rows go through the graph of a run once more, without being coded: they are linked anew across the runs that are
joined, and packed, sorted and sharded as one run. The new manifest takes the place of the old ones in one rename.
"""

from __future__ import annotations

import datetime
import socket
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import apache_beam as beam
import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from rich.console import Console

from pipeline import storage
from pipeline.beam.graph import build
from pipeline.beam.plan import COPY_KEYS, EVENT_ROWS, ROWS, RunPlan
from pipeline.beam.rows import Pack
from pipeline.dataset.accounting import Result, account, faults
from pipeline.dataset.commit import Journal, Move, commit, lock, recover, stage_path, staged_runs
from pipeline.dataset.linked import UNLINKED
from pipeline.dataset.manifest import BATCH, COMPACTED, RUNS, Manifest, Timing, file_facts, read_manifests
from pipeline.dataset.sink import with_empty
from pipeline.describe.output import describe_output
from pipeline.errors import RunError, UsageError
from pipeline.link.link import link_again
from pipeline.progress import Display
from pipeline.runners.execution import Execution, local_runner
from pipeline.runners.launcher import KEY_BUCKETS, ROUNDS, bucket_count, cores, parse_beam_options
from pipeline.sources.base import InputRange, ReadOptions
from pipeline.sources.discover import fingerprint
from schemas.article import Article
from schemas.columns import SCHEMA_VERSION
from schemas.event import Event
from schemas.ids import stable_id
from schemas.reject import Reject
from schemas.trace import Decision
from schemas.version import VERSION
from transforms.process import Processed, Settings

SMALL = 128 << 20
"""Bytes of data up to which a run is joined with others."""
BATCH_ROWS = 256
"""Rows that are Python objects at once."""
SPREAD_BYTES = 64 << 20
"""Bytes of data from which worker processes are worth their start."""
INPUT_RATIO = 4
"""Bytes of input that about one byte of data was made of."""


class Rewrite(msgspec.Struct, frozen=True):
    """The files of one run and month, to be read by one worker."""

    index: int
    output: str
    articles: tuple[str, ...]
    events: tuple[str, ...]
    rejects: tuple[str, ...]
    trace: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    """Sources whose rows are left out."""


class Reread(beam.DoFn):
    """Articles with their events, and rejects, as they were when they were coded."""

    def process(self, element: tuple[int, Iterable[Rewrite]]) -> Iterator[Processed | Reject]:
        """Yield the rows of a task."""
        for task in element[1]:
            yield from rows_of(task)


class RereadTasks(beam.PTransform):
    """From rewriting tasks to the outputs of coding."""

    def __init__(self, plan: RunPlan) -> None:
        super().__init__()
        self._plan = plan

    def expand(self, tasks: beam.PCollection) -> beam.pvalue.DoOutputsTuple:
        """Wire reading and packing."""
        return (
            tasks
            | "Spread" >> beam.GroupByKey()
            | "Reread" >> beam.ParDo(Reread())
            | "Pack" >> beam.ParDo(Pack(self._plan)).with_outputs(ROWS, COPY_KEYS, EVENT_ROWS)
        )


def rows_of(task: Rewrite) -> Iterator[Processed | Reject]:
    """Yield the rows of the files of a task without what linking had filled in."""
    events = read_table([storage.join(task.output, path) for path in task.events])
    trace = read_table([storage.join(task.output, path) for path in task.trace])
    for path in task.articles:
        for batch in batches(storage.join(task.output, path)):
            yield from articles_of(batch, events, trace, task.without)
    for path in task.rejects:
        for batch in batches(storage.join(task.output, path)):
            for row in batch.to_pylist():
                if row["source_uri"] not in task.without:
                    yield msgspec.convert(row, Reject)


def articles_of(
    batch: pa.RecordBatch, events: pa.Table | None, trace: pa.Table | None, without: frozenset[str]
) -> Iterator[Processed]:
    """Yield the articles of a batch with their events and decisions, in the order of the text."""
    by_article: dict[str, list[Event]] = {}
    for row in rows_about(events, batch):
        event = msgspec.convert({**row, "incident_id": ""}, Event)
        by_article.setdefault(event.article_id, []).append(event)
    decided: dict[str, list[Decision]] = {}
    for row in rows_about(trace, batch):
        decided.setdefault(row["article_id"], []).append(msgspec.convert(row, Decision))
    for row in batch.to_pylist():
        if row["source_uri"] not in without:
            article = msgspec.convert({**row, **UNLINKED}, Article)
            yield Processed(
                article,
                tuple(sorted(by_article.get(article.article_id, ()), key=position)),
                tuple(sorted(decided.get(article.article_id, ()), key=number)),
            )


def rows_about(table: pa.Table | None, articles: pa.RecordBatch) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table that are about some articles; none without a table."""
    if table is not None:
        wanted = pc.is_in(table.column("article_id"), value_set=articles.column("article_id"))
        yield from table.filter(wanted).to_pylist()


def number(decision: Decision) -> int:
    """Return the place of a decision among those of its article."""
    return decision.number


def position(event: Event) -> tuple[int, int, str]:
    """Return where an event stands in its article."""
    return event.sentence_index, event.trigger_start, event.event_id


def batches(uri: str) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a Parquet file in small batches."""
    with storage.open_binary(uri) as stream:
        yield from pq.ParquetFile(stream).iter_batches(batch_size=BATCH_ROWS)


def read_table(uris: Sequence[str]) -> pa.Table | None:
    """Return the rows of some files as one table; None without files."""
    tables = []
    for uri in uris:
        with storage.open_binary(uri) as stream:
            tables.append(pq.ParquetFile(stream).read())
    return pa.concat_tables(tables) if tables else None


def compact(output: str, *, everything: bool = False, console: Console | None = None) -> list[Manifest]:
    """Join the small batches of a watcher to few large runs; return the manifests of these.

    Runs that a user asked for are left alone: the user may repeat them, and they must then replace themselves.
    BusyError where the dataset is being compacted already.
    """
    if not storage.listing(storage.join(output, RUNS)):
        raise UsageError(f"{output} is no newsbeam dataset: it has no _runs folder. Give the --output of a watcher.")
    with lock(output, "rewrite"):
        recover(output, "rewrite")
        manifests = read_manifests(output)
        # A run whose staging directory is there is still being committed: its writer would put its rows back.
        staged = set(staged_runs(output))
        finished = [manifest for manifest in manifests if manifest.run_id not in staged]
        made = [rewrite(output, group, joined_id(group), console=console) for group in alike(finished, everything)]
    link_again(output)
    return made


def alike(manifests: Iterable[Manifest], everything: bool) -> list[list[Manifest]]:
    """Return the runs to be joined, in groups that were coded with the same options by this version."""
    groups: dict[bytes, list[Manifest]] = {}
    for manifest in manifests:
        small = sum(file.bytes for file in manifest.files) < SMALL
        ours = (manifest.schema_version, manifest.coder_version) == (SCHEMA_VERSION, VERSION)
        if ours and manifest.kind in (BATCH, COMPACTED) and (small or everything):
            groups.setdefault(msgspec.json.encode(manifest.options, order="sorted"), []).append(manifest)
    return [group for _, group in sorted(groups.items()) if len(group) > 1]


def joined_id(group: Sequence[Manifest]) -> str:
    """Return the id of the run that takes the place of others."""
    return f"{COMPACTED}-{stable_id('compacted', *sorted(manifest.run_id for manifest in group))[:16]}"


def retract(output: str, uris: set[str]) -> set[str]:
    """Take the rows of some files out of the batches that hold them; return the files that runs of a user hold.

    BusyError where the dataset is being compacted.
    """
    with lock(output, "rewrite"):
        recover(output, "rewrite")
        kept: set[str] = set()
        for manifest in read_manifests(output):
            held = uris.intersection(fact.uri for fact in manifest.inputs)
            if held and manifest.kind not in (BATCH, COMPACTED):
                kept |= held
            elif held:
                rewrite(output, [manifest], manifest.run_id, without=frozenset(held))
    link_again(output)
    return kept


def rewrite(
    output: str,
    group: Sequence[Manifest],
    run_id: str,
    *,
    without: frozenset[str] = frozenset(),
    console: Console | None = None,
) -> Manifest:
    """Write the rows of some runs as one run that takes their place; RunError if the sums do not agree."""
    started = datetime.datetime.now(datetime.timezone.utc)
    total = sum(file.bytes for manifest in group for file in manifest.files)
    processes = cores() if total >= SPREAD_BYTES else 1
    stage = stage_path(output, run_id)
    buckets = bucket_count([InputRange(output, INPUT_RATIO * total)])
    plan = RunPlan(
        run_id=run_id,
        stage=stage,
        buckets=buckets,
        key_buckets=buckets * KEY_BUCKETS,
        rounds=ROUNDS if buckets > 1 else 0,
        read=ReadOptions(),
        settings=Settings(),
    )
    with lock(output, run_id):
        result = run_rewrite(tasks_of(output, group, without), plan, processes, console or Console(quiet=True))
        broken = faults(result, traced=group[0].traced) or lost(group, result, without)
        if broken:
            storage.delete_tree(stage)
            raise RunError("the sums do not agree, nothing was rewritten: " + "; ".join(broken))
        complete = with_empty(result.files, stage=stage, run_id=run_id, traced=group[0].traced)
        result = msgspec.structs.replace(result, files=complete)
        manifest = joined(group, run_id, result, without=without, started=started, processes=processes)
        moves = tuple(Move(file.staged, file.path) for file in result.files)
        commit(output, Journal(manifest, moves))
    describe_output(output)
    return msgspec.structs.replace(manifest, supersedes=())


def run_rewrite(tasks: Sequence[Rewrite], plan: RunPlan, processes: int, console: Console) -> Result:
    """Run the graph over rows that are there already."""
    options = parse_beam_options(())
    with tempfile.TemporaryDirectory(prefix="newsbeam-") as progress:
        pipeline = beam.Pipeline(runner=local_runner(processes, options, progress), options=options)
        build(pipeline, tasks, plan, RereadTasks(plan))
        with Display(console, progress, len(tasks), 0) as display:
            Execution(pipeline).wait(display)
    if not storage.exists(plan.result):
        return Result()
    return msgspec.json.decode(storage.read_bytes(plan.result), type=Result)


def tasks_of(output: str, group: Sequence[Manifest], without: frozenset[str]) -> list[Rewrite]:
    """Return one task for each month of each run, and one for its rejects."""
    tasks: list[Rewrite] = []
    for manifest in group:
        months: dict[str, dict[str, list[str]]] = {}
        for file in manifest.files:
            month = file.path.rpartition("/")[0].partition("/")[2]
            months.setdefault(month, {}).setdefault(file.dataset, []).append(file.path)
        for _, paths in sorted(months.items()):
            named = {dataset: tuple(paths.get(dataset, ())) for dataset in ("articles", "events", "rejects", "trace")}
            tasks.append(Rewrite(len(tasks), output, without=without, **named))
    return tasks


def lost(group: Sequence[Manifest], result: Result, without: frozenset[str]) -> list[str]:
    """Return in words which rows are missing; rows that were twice in the dataset become one."""
    if without:
        return []
    before = sum(manifest.accounting.records_read for manifest in group)
    read = result.counts.records
    return [] if before == read else [f"{before} records in the old runs, {read} read"]


def joined(
    group: Sequence[Manifest],
    run_id: str,
    result: Result,
    *,
    without: frozenset[str],
    started: datetime.datetime,
    processes: int,
) -> Manifest:
    """Return the manifest of the run that takes the place of others."""
    inputs = {fact.uri: fact for manifest in group for fact in manifest.inputs if fact.uri not in without}
    skipped: dict[str, int] = {}
    for manifest in group:
        for reason, count in manifest.accounting.skipped.items():
            skipped[reason] = skipped.get(reason, 0) + count
    ordered = [inputs[uri] for uri in sorted(inputs)]
    return Manifest(
        run_id=run_id,
        schema_version=SCHEMA_VERSION,
        coder_version=group[0].coder_version,
        input_fingerprint=fingerprint([InputRange(fact.uri, fact.bytes) for fact in ordered]),
        inputs=tuple(ordered),
        options=group[0].options,
        files=file_facts(result.files),
        accounting=msgspec.structs.replace(account(result), skipped=dict(sorted(skipped.items()))),
        timing=Timing.since(started, "local", processes, socket.gethostname()),
        kind=COMPACTED if len(group) > 1 else group[0].kind,
        supersedes=tuple(sorted(manifest.run_id for manifest in group if manifest.run_id != run_id)),
    )
