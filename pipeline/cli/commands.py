"""Commands for jobs that run for long or again and again: ``watch``, ``compact``, ``stream``, ``template``."""

from __future__ import annotations

import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Annotated

import typer

from pipeline import logs
from pipeline.cli.config import beam_defaults
from pipeline.cli.mistakes import WithBeam
from pipeline.cli.shared import (
    RECORD_BYTES,
    Actors,
    AsJson,
    Dates,
    Field,
    Frames,
    Inputs,
    LineageFile,
    LogJson,
    MetricsFile,
    MetricsPort,
    Nlp,
    Opinion,
    Output,
    Places,
    RecordBytes,
    Repeats,
    Trace,
    Verbose,
    Words,
    done_line,
    monitored,
    read_options,
)
from pipeline.errors import UsageError
from pipeline.extras import install_command

DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smh]?)")
SECONDS = {"s": 1, "m": 60, "h": 3600, "": 1}
WINDOW = re.compile(r"(\d{1,5})\s*([dw]?)")
PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}
SHORTEST = 0.2
"""Seconds between two looks, at least."""


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (watch, stream, template):
        app.command(context_settings=PASS_ON, cls=WithBeam)(command)
    app.command()(compact)
    app.command()(link)


def seconds(text: str, option: str) -> float:
    """Return a duration such as 30s, 5m or 1h in seconds; UsageError for anything else."""
    match = DURATION.fullmatch(text.strip().lower())
    if not match or float(match[1]) * SECONDS[match[2]] < SHORTEST:
        raise UsageError(f"{option} {text}: write a duration such as 30s, 5m or 1h.")
    return float(match[1]) * SECONDS[match[2]]


def watch(
    context: typer.Context,
    *,
    inputs: Inputs,
    output: Output,
    every: Annotated[str, typer.Option(help="Time from one look at the input to the next: 30s, 5m.")] = "30s",
    settle: Annotated[str, typer.Option(help="A file must have stayed as it is for so long.")] = "1s",
    once: Annotated[bool, typer.Option("--once", help="Read what has arrived and end.")] = False,
    field: Field = None,
    processes: Annotated[int | None, typer.Option(min=1, help="Worker processes; large batches use all cores.")] = None,
    max_record_bytes: RecordBytes = RECORD_BYTES,
    nlp: Nlp = None,
    frames: Frames = None,
    actors: Actors = None,
    opinion: Opinion = "packaged",
    words: Words = None,
    places: Places = None,
    dates: Dates = None,
    repeats: Repeats = None,
    metrics_file: MetricsFile = None,
    metrics_port: MetricsPort = None,
    lineage: LineageFile = None,
    as_json: AsJson = False,
    log_json: LogJson = False,
    trace: Trace = False,
    verbose: Verbose = False,
) -> None:
    """Read files as they arrive, one committed batch after another, until it is told to stop (Ctrl-C, SIGTERM)."""
    logs.configure(verbose=verbose, as_json=log_json)
    pause, still = seconds(every, "--every"), seconds(settle, "--settle")
    from pipeline.lean import import_arrow

    import_arrow()
    from pipeline.cli.dictionaries import make_settings
    from pipeline.live.watch import Watcher, WatchOptions
    from pipeline.runners.options import RunOptions

    run = RunOptions(
        inputs=tuple(inputs),
        output=output,
        read=read_options(field, max_record_bytes),
        settings=make_settings(
            nlp=nlp,
            frames=frames,
            actors=actors,
            opinion=opinion,
            words=words,
            places=places,
            dates=dates,
            repeats=repeats,
            trace=trace,
        ),
        processes=processes,
        beam=(*beam_defaults(context), *context.args),
    )
    report = logs.tell if verbose or sys.stderr.isatty() else silent
    with stopping() as stop, monitored(metrics_file, metrics_port, lineage) as monitor:
        totals = Watcher(WatchOptions(run, pause, still, once), stop, report, monitor).watch()
    logs.tell(f"stopped cleanly: {totals}. All that was read is committed.")
    if as_json:
        typer.echo(done_line(monitor))


def stream(
    context: typer.Context,
    *,
    source: Annotated[str, typer.Option(help="kafka://HOST:PORT/TOPIC or pubsub://projects/P/subscriptions/S.")],
    output: Output,
    window: Annotated[str, typer.Option(help="Arrival time that is committed at once.")] = "60s",
    lateness: Annotated[str, typer.Option(help="How long after its window a message is still taken.")] = "10m",
    remember: Annotated[str, typer.Option(help="How long a repeated message is recognised.")] = "1h",
    shards: Annotated[int, typer.Option(min=1, help="Files a window and month, written side by side.")] = 1,
    dead_letters: Annotated[str | None, typer.Option(help="Topic for messages that became no article.")] = None,
    field: Field = None,
    nlp: Nlp = None,
    frames: Frames = None,
    actors: Actors = None,
    opinion: Opinion = "packaged",
    words: Words = None,
    places: Places = None,
    dates: Dates = None,
    repeats: Repeats = None,
    metrics_file: MetricsFile = None,
    metrics_port: MetricsPort = None,
    lineage: LineageFile = None,
    as_json: AsJson = False,
    log_json: LogJson = False,
    trace: Trace = False,
    verbose: Verbose = False,
) -> None:
    """Read a broker until told to stop: Kafka on this machine, any on a runner that streams (--runner ...)."""
    logs.configure(verbose=verbose, as_json=log_json)
    from pipeline.cli.dictionaries import make_settings
    from pipeline.live.brokers import Kafka, parse_source
    from pipeline.live.letters import parse_letters
    from pipeline.live.streaming import StreamPlan, run_stream
    from pipeline.runners.launcher import parse_beam_options

    args = (*beam_defaults(context), *context.args)
    parse_beam_options(args)
    plan = StreamPlan(
        source=source,
        output=output,
        read=read_options(field),
        settings=make_settings(
            nlp=nlp,
            frames=frames,
            actors=actors,
            opinion=opinion,
            words=words,
            places=places,
            dates=dates,
            repeats=repeats,
            trace=trace,
        ),
        window=whole(window, "--window"),
        lateness=whole(lateness, "--lateness"),
        remember=whole(remember, "--remember"),
        shards=shards,
        dead_letters=dead_letters,
    )
    broker = parse_source(source)
    dead = parse_letters(dead_letters, broker) if dead_letters is not None else None
    if args or not isinstance(broker, Kafka):
        with monitored(metrics_file, metrics_port, lineage) as monitor:
            run_stream(plan, args, monitor)
        logs.tell("the job has ended. What it had committed is there.")
        if as_json:
            typer.echo(done_line(monitor))
        return
    if dead is not None and not isinstance(dead, Kafka):
        raise UsageError(f"--dead-letters {dead_letters}: Pub/Sub needs a runner that streams; give a topic of Kafka.")
    try:
        from pipeline.live.tail import tail
    except ImportError as error:
        raise UsageError(f"reading Kafka on this machine needs: {install_command('kafka')}") from error
    report = logs.tell if verbose or sys.stderr.isatty() else silent
    with stopping() as stop, monitored(metrics_file, metrics_port, lineage) as monitor:
        tail(plan, broker, stop, report, monitor=monitor, dead=dead)
    articles = int(monitor.metrics.value("newsbeam_articles_total"))
    logs.tell(f"stopped cleanly: {articles} articles. All that was read is committed.")
    if as_json:
        typer.echo(done_line(monitor))


def template(
    context: typer.Context,
    *,
    output: Annotated[str, typer.Option(help="URI of the dataset.")],
    inputs: Annotated[list[str] | None, typer.Option("--input", help="Pattern of a batch job.")] = None,
    source: Annotated[str | None, typer.Option(help="Broker of a streaming job, instead of --input.")] = None,
    articles: Annotated[int, typer.Option(min=1, help="Articles of a job, for its size.")] = 1_000_000,
    seconds_per_article: Annotated[float, typer.Option(min=0, help="Of one core, as measured.")] = 0.1,
    hours: Annotated[float, typer.Option(min=0.01, help="Time the job may take.")] = 1.0,
    price: Annotated[float, typer.Option(min=0, help="Of one worker core for an hour.")] = 0.08,
) -> None:
    """Check without network that the graph builds with the given Beam options and can be sent; size the job."""
    logs.configure()
    if bool(inputs) == bool(source):
        raise UsageError("give either --input or --source.")
    from pipeline.live.streaming import StreamPlan, wire
    from pipeline.runners.options import RunOptions
    from pipeline.runners.template import check_batch, check_graph, size_job

    args = (*beam_defaults(context), *context.args)
    if source:
        graph = check_graph(partial(wire, plan=StreamPlan(source, output)), args)
    else:
        graph = check_batch(RunOptions(tuple(inputs or ()), output, beam=args))
    typer.echo(f"{graph.transforms} transforms, {graph.bytes} bytes: {' > '.join(graph.stages)}")
    for warning in graph.warnings:
        typer.echo(f"note: {warning}")
    size = size_job(articles, seconds_per_article, hours, price)
    typer.echo(
        f"{articles} articles at {seconds_per_article} s: {size.core_hours:.1f} core hours, "
        f"{size.workers} worker cores for {hours:g} h, about {size.cost:.2f} at {price:g} a core hour"
    )


def whole(text: str, option: str) -> int:
    """Return a duration in whole seconds, at least one."""
    return max(1, round(seconds(text, option)))


def compact(
    directory: Annotated[str, typer.Argument(help="The --output of a watcher; it may be running.")],
    *,
    everything: Annotated[bool, typer.Option("--all", help="Join large runs too, to link across all of them.")] = False,
) -> None:
    """Join the small batches of a watcher to few large files, and link articles and events across them."""
    logs.configure()
    from pipeline.dataset.manifest import read_manifests
    from pipeline.live.compact import compact as join
    from pipeline.runners.launcher import parse_beam_options

    parse_beam_options(())
    before = len(read_manifests(directory))
    made = join(directory, everything=everything)
    after = len(read_manifests(directory))
    for manifest in made:
        typer.echo(f"{manifest.run_id}: {manifest.accounting.articles_written} articles in {len(manifest.files)} files")
    typer.echo(f"{directory}: {before} runs before, {after} after.")


def link(
    directory: Annotated[str, typer.Argument(help="The --output of runs; others may be running.")],
    *,
    window: Annotated[str | None, typer.Option(help="Days copies may be published apart: 7d; any without.")] = None,
) -> None:
    """Join copies and incidents across the runs of a dataset: Monday's report and Tuesday's."""
    logs.configure()
    from pipeline.link.link import link as join
    from pipeline.runners.launcher import parse_beam_options

    parse_beam_options(())
    found = join(directory, days(window, "--window"))
    typer.echo(
        f"{directory}: {found.runs} runs linked, {found.articles} articles and {found.events} events concerned, "
        f"{found.files} files written; {found.incidents} incidents in all."
    )


def days(text: str | None, option: str) -> int | None:
    """Return a number of days such as 7d or 2w; UsageError for anything else."""
    if text is None:
        return None
    match = WINDOW.fullmatch(text.strip().lower())
    if not match:
        raise UsageError(f"{option} {text}: write a number of days such as 7d, or of weeks such as 2w.")
    return int(match[1]) * (7 if match[2] == "w" else 1)


def silent(message: str) -> None:
    """Write nothing: a pipe sees no progress."""


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """Set an event at the first SIGINT or SIGTERM; a second one ends the process at once, which loses nothing."""
    stop = threading.Event()

    def ask(number: int, _: FrameType | None) -> None:
        if stop.is_set():
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        stop.set()
        logs.tell("stopping after this batch; once more to stop at once (nothing is lost)")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
