"""From options to a committed run: discover, run the graph, check the sums, commit."""

from __future__ import annotations

import datetime
import logging
import os
import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import NoReturn

import apache_beam as beam
import msgspec
import numpy as np
from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import (
    DirectOptions,
    PipelineOptions,
    StandardOptions,
    _BeamArgumentParser,
)
from apache_beam.runners.runner import create_runner
from apache_beam.utils import interactive_utils
from rich.console import Console

from pipeline import logs, storage
from pipeline.beam.coding import warm_up
from pipeline.beam.graph import build
from pipeline.beam.plan import RunPlan
from pipeline.dataset.accounting import Accounting, Result, account, faults
from pipeline.dataset.commit import Journal, Move, commit, lock, recover, stage_path
from pipeline.dataset.manifest import (
    BATCH,
    RUN,
    InputFact,
    Manifest,
    Timing,
    file_facts,
    read_manifest,
)
from pipeline.dataset.outlines import name_digest, read_outlines, refuse_other_schema
from pipeline.dataset.sink import with_empty
from pipeline.describe.output import describe_output, is_described
from pipeline.errors import RunError, UsageError
from pipeline.link.link import link, link_again
from pipeline.monitor.monitor import Monitor
from pipeline.progress import Display
from pipeline.runners.execution import Execution, local_runner
from pipeline.runners.jobserver import with_jar
from pipeline.runners.options import RunOptions, derive_run_id, describe_options
from pipeline.sources.base import InputRange
from pipeline.sources.discover import find_files, fingerprint, make_tasks, remedy
from schemas.columns import SCHEMA_VERSION
from schemas.version import VERSION

LOG = logging.getLogger(__name__)
LOCAL = (None, "DirectRunner", "FnApiRunner")
LONG_JOB = 1 << 20
"""Bytes of input from which starting worker processes (2 to 3 s each) pays."""
BUCKET_BYTES = 64 << 20
"""Bytes of input for one range of ids in a partition."""
MAX_BUCKETS = 1024
ROUNDS = 8
"""In which the rows of a cluster find each other where one place may not hold all ties: up to 256 ties apart."""
KEY_BUCKETS = 4
"""Buckets of link keys for one of ids: the keys of a short article are larger than the article."""
REMOTE_WORKERS = 64
"""Workers that the tasks of another runner should be able to keep busy."""


class Outcome(msgspec.Struct, frozen=True):
    """What a finished run has to show."""

    manifest: Manifest
    output: str

    @property
    def accounting(self) -> Accounting:
        """The sums of the run."""
        return self.manifest.accounting


def run(options: RunOptions, console: Console | None = None, monitor: Monitor | None = None) -> Outcome:
    """Carry out a run; UsageError before anything was written, RunError if it failed."""
    monitor = monitor or Monitor()
    parse_beam_options(options.beam)
    with monitor.stage("discover"):
        files = find_files(options.inputs, options.output)
    run_id = derive_run_id([file.uri for file in files], options)
    with storage.no_trace(options.output):
        prepare_output(options.output)
        refuse_overlap(options.output, run_id, files)
        outcome = run_files(options, files, run_id, console=console, monitor=monitor)
    with monitor.stage("link"):
        if options.link_window is not None:
            link(options.output, options.link_window)
        else:
            link_again(options.output)
    with monitor.stage("describe"):
        describe_output(options.output)
    monitor.tell()
    return outcome


def run_files(
    options: RunOptions,
    files: Sequence[InputRange],
    run_id: str,
    *,
    inputs: Sequence[InputFact] | None = None,
    kind: str = RUN,
    console: Console | None = None,
    monitor: Monitor | None = None,
) -> Outcome:
    """Code some files and commit them as one run; ``inputs`` is what its manifest says of them."""
    console = console or Console(stderr=True)
    monitor = monitor or Monitor()
    beam_options = parse_beam_options(options.beam)
    runner_name = beam_options.view_as(StandardOptions).runner
    started = datetime.datetime.now(datetime.timezone.utc)
    local = runner_name in LOCAL
    processes = choose_processes(files, options, beam_options) if local else 1
    told = inputs if inputs is not None else [InputFact(file.uri, file.size) for file in files]
    attempt = monitor.attempt(run_id, options.output, started.isoformat(), told)
    with logs.about(run_id), attempt, lock(options.output, run_id):
        recover(options.output, run_id)
        stage = stage_path(options.output, run_id)
        result = run_graph(
            options=options,
            beam_options=beam_options,
            files=files,
            plan=plan_run(options, files, run_id),
            processes=processes,
            local=local,
            console=console,
            monitor=monitor,
        )
        broken = faults(result, traced=options.settings.trace)
        if broken:
            storage.delete_tree(stage)
            raise RunError("the sums do not agree, nothing was written: " + "; ".join(broken))
        complete = with_empty(result.files, stage=stage, run_id=run_id, traced=options.settings.trace)
        result = msgspec.structs.replace(result, files=complete)
        manifest = describe(
            options=options,
            files=files,
            run_id=run_id,
            result=result,
            started=started,
            runner=str(runner_name or "local"),
            processes=processes,
        )
        manifest = msgspec.structs.replace(
            manifest, kind=kind, inputs=manifest.inputs if inputs is None else tuple(inputs)
        )
        moves = tuple(Move(file.staged, file.path) for file in result.files)
        with monitor.stage("commit"):
            commit(options.output, Journal(manifest, moves))
    monitor.committed(manifest, options.output)
    if kind == BATCH and not is_described(options.output):
        describe_output(options.output)
    return Outcome(manifest, options.output)


class _Parser(_BeamArgumentParser):
    """Beam's parser, its errors in our form."""

    def error(self, message: str) -> NoReturn:
        """Raise the error instead of printing the usage of all of Beam."""
        raise UsageError(f"Beam option: {message}")


def parse_beam_options(args: Sequence[str]) -> PipelineOptions:
    """Return Beam's options; UsageError for a stray word, and on this machine for an option nobody knows.

    Object stores get them too: Beam's S3 file system works only after it was given some, even none.
    Options that Beam does not know are left to other runners, which may have their own.
    """
    if args and not args[0].startswith("-"):
        raise UsageError(f"what is {args[0]!r}? Inputs are given as: --input {args[0]}")
    args = with_jar(args)
    options = PipelineOptions(list(args))
    parser = _Parser(allow_abbrev=False)
    for kind in PipelineOptions.__subclasses__():
        kind._add_argparse_args(parser)
    unknown = parser.parse_known_args(list(args))[1]
    if unknown and options.view_as(StandardOptions).runner in LOCAL:
        raise UsageError(f"unknown option {unknown[0]}; see: newsbeam run --help")
    check_runner(options.view_as(StandardOptions).runner)
    FileSystems.set_options(options)
    return options


def check_runner(name: str | None) -> None:
    """Raise UsageError for a runner that Beam does not know."""
    if name in LOCAL:
        return
    try:
        create_runner(name)
    except (ValueError, ImportError, AttributeError) as error:
        raise UsageError(f"--runner {name}: {error}") from error


def prepare_output(output: str) -> None:
    """Make the output directory; UsageError where it cannot be written."""
    probe = storage.join(output, f".probe.{os.getpid()}.tmp")
    try:
        storage.write_bytes(probe, b"")
        storage.delete([probe])
    except Exception as error:
        what = "Choose a directory you may write to." if storage.is_local(output) else remedy(output)
        raise UsageError(f"cannot write to --output {output}: {error}. {what}") from error
    refuse_other_schema(output)


def choose_processes(files: Sequence[InputRange], options: RunOptions, beam_options: PipelineOptions) -> int:
    """Return the number of worker processes: as given, else one a core when the job is long enough."""
    direct = beam_options.view_as(DirectOptions)
    if options.processes is not None:
        return options.processes
    if direct.direct_running_mode == "multi_processing":
        return direct.direct_num_workers or cores()
    return cores() if total_size(files) >= LONG_JOB else 1


def cores() -> int:
    """Return the number of cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def refuse_overlap(output: str, run_id: str, files: Sequence[InputRange]) -> None:
    """Raise UsageError where another run of the dataset has read some of the same files: they would stand twice.

    A file that has grown or shrunk since may be another one under the same name: that is only warned of.
    """
    sizes = {file.uri: file.size for file in files}
    names = np.array([name_digest(uri) for uri in sizes], np.uint64)
    for outline in read_outlines(output):
        if outline.run_id == run_id or not np.isin(outline.sources["uri"], names).any():
            continue
        manifest = read_manifest(output, outline.run_id)
        if manifest is None:
            continue
        shared = [fact for fact in manifest.inputs if fact.uri in sizes]
        same = [fact for fact in shared if fact.bytes == sizes[fact.uri]]
        if same:
            raise UsageError(
                f"{len(same)} of these files were read by run {manifest.run_id} already, {same[0].uri} for one: their "
                f"articles would stand twice. Give --run-id {manifest.run_id} to replace that run, or leave them out."
            )
        if shared:
            LOG.warning(
                "%d of these files were read by run %s when they had another size: what they hold of it still stands "
                "twice. Use --run-id %s to replace that run.",
                len(shared),
                manifest.run_id,
                manifest.run_id,
            )


def bucket_count(files: Sequence[InputRange]) -> int:
    """Return into how many ranges of ids a partition is divided at most, a power of two."""
    total = total_size(files)
    buckets = 1
    while buckets < MAX_BUCKETS and buckets * BUCKET_BYTES < total:
        buckets *= 2
    return buckets


def plan_run(options: RunOptions, files: Sequence[InputRange], run_id: str) -> RunPlan:
    """Return what the workers of a run have to know."""
    buckets = bucket_count(files)
    return RunPlan(
        run_id=run_id,
        stage=stage_path(options.output, run_id),
        buckets=buckets,
        key_buckets=buckets * KEY_BUCKETS,
        rounds=ROUNDS if buckets > 1 else 0,
        read=options.read,
        settings=options.settings,
    )


def run_graph(
    *,
    options: RunOptions,
    beam_options: PipelineOptions,
    files: Sequence[InputRange],
    plan: RunPlan,
    processes: int,
    local: bool,
    console: Console,
    monitor: Monitor,
) -> Result:
    """Run the graph to its end and return its result."""
    repeated = beam_options.view_as(DirectOptions).direct_runner_bundle_repeat
    takers = processes if local and processes > 1 and not repeated else 0
    tasks = make_tasks(files, processes if local else REMOTE_WORKERS, options.read, taken=takers > 0, local=local)
    with tempfile.TemporaryDirectory(prefix="newsbeam-") as progress, plain_labels():
        plan = msgspec.structs.replace(
            plan,
            progress=progress if local else None,
            takers=takers,
            cut=any(task.step for task in tasks),
            handed=not local and any(task.shared for task in tasks),
        )
        # A pipeline of the user's own may start threads, which copies of this process would lack.
        load = None if options.settings.nlp else partial(warm_up, options.settings)
        runner = local_runner(processes, beam_options, progress, load) if local else None
        pipeline = beam.Pipeline(runner=runner, options=beam_options)
        build(pipeline, tasks, plan)
        try:
            parts = sum(len(task.parts) for task in tasks)
            display = Display(console, progress, parts, total_size(files), monitor.beat)
            with monitor.stage("code"), display:
                execution = Execution(pipeline)
                if local:
                    execution.wait(display)
                else:
                    execution.wait_in_thread()
        except KeyboardInterrupt as error:
            raise RunError("interrupted; the dataset is unchanged") from error
    if not storage.exists(plan.result):
        raise RunError("the pipeline ended without a result; the dataset is unchanged")
    return msgspec.json.decode(storage.read_bytes(plan.result), type=Result)


@contextmanager
def plain_labels() -> Iterator[None]:
    """Keep Beam from naming the steps of our graph after the cells of a notebook, and from loading IPython to ask.

    It imports its data frames for that, which do not go with every version of pandas, nor without it.
    """
    before, interactive_utils.is_in_ipython = interactive_utils.is_in_ipython, _nowhere
    try:
        yield
    finally:
        interactive_utils.is_in_ipython = before


def _nowhere() -> bool:
    return False


def total_size(files: Sequence[InputRange]) -> int:
    """Return the bytes of all files."""
    return sum(file.size for file in files)


def describe(
    *,
    options: RunOptions,
    files: Sequence[InputRange],
    run_id: str,
    result: Result,
    started: datetime.datetime,
    runner: str,
    processes: int,
) -> Manifest:
    """Return the manifest of a run."""
    return Manifest(
        run_id=run_id,
        schema_version=SCHEMA_VERSION,
        coder_version=VERSION,
        input_fingerprint=fingerprint(files),
        inputs=tuple(InputFact(file.uri, file.size) for file in files),
        options=describe_options(options),
        files=file_facts(result.files),
        accounting=account(result),
        timing=Timing.since(started, runner, processes, socket.gethostname()),
    )
