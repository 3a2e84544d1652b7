"""Commands for jobs that run for long or again and again: ``watch``, ``compact``."""

from __future__ import annotations

import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Annotated

import typer

from pipeline import logs
from pipeline.errors import UsageError

DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smh]?)")
SECONDS = {"s": 1, "m": 60, "h": 3600, "": 1}
SHORTEST = 0.2
"""Seconds between two looks, at least."""


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(watch)
    app.command()(compact)


def seconds(text: str, option: str) -> float:
    """Return a duration such as 30s, 5m or 1h in seconds; UsageError for anything else."""
    match = DURATION.fullmatch(text.strip().lower())
    if not match or float(match[1]) * SECONDS[match[2]] < SHORTEST:
        raise UsageError(f"{option} {text}: write a duration such as 30s, 5m or 1h.")
    return float(match[1]) * SECONDS[match[2]]


def watch(
    context: typer.Context,
    *,
    inputs: Annotated[list[str], typer.Option("--input", help="File, directory, glob, gs:// or s3:// pattern.")],
    output: Annotated[str, typer.Option(help="Directory or URI of the dataset.")],
    every: Annotated[str, typer.Option(help="Time from one look at the input to the next: 30s, 5m.")] = "30s",
    settle: Annotated[str, typer.Option(help="A file must have stayed as it is for so long.")] = "1s",
    once: Annotated[bool, typer.Option("--once", help="Read what has arrived and end.")] = False,
    field: Annotated[list[str] | None, typer.Option(help="OURS=THEIRS: the input's own name of a field.")] = None,
    processes: Annotated[int | None, typer.Option(min=1, help="Worker processes; large batches use all cores.")] = None,
    max_record_bytes: Annotated[int, typer.Option(min=1024, help="Larger records are rejected.")] = 16 * 1024 * 1024,
    nlp: Annotated[str | None, typer.Option(help="spaCy pipeline instead of the packaged one.")] = None,
    frames: Annotated[list[str] | None, typer.Option(help="As for run.")] = None,
    actors: Annotated[list[str] | None, typer.Option(help="As for run.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log what happens.")] = False,
) -> None:
    """Read files as they arrive, one committed batch after another, until it is told to stop (Ctrl-C, SIGTERM)."""
    logs.configure(verbose=verbose)
    pause, still = seconds(every, "--every"), seconds(settle, "--settle")
    from pipeline.dictionaries import make_settings
    from pipeline.options import RunOptions, parse_fields
    from pipeline.sources.base import ReadOptions
    from pipeline.watch import Watcher, WatchOptions

    run = RunOptions(
        inputs=tuple(inputs),
        output=output,
        read=ReadOptions(fields=parse_fields(field or []), max_record_bytes=max_record_bytes),
        settings=make_settings(nlp=nlp, frames=frames, actors=actors),
        processes=processes,
        beam=tuple(context.args),
    )
    report = tell if verbose or sys.stderr.isatty() else silent
    with stopping() as stop:
        watcher = Watcher(WatchOptions(run, pause, still, once), stop, report)
        totals = watcher.watch()
    tell(f"stopped cleanly: {totals}. All that was read is committed.")


def compact(
    directory: Annotated[str, typer.Argument(help="The --output of a watcher; it may be running.")],
    *,
    everything: Annotated[bool, typer.Option("--all", help="Join large runs too, to link across all of them.")] = False,
) -> None:
    """Join the small batches of a watcher to few large files, and link articles and events across them."""
    logs.configure()
    from pipeline.compact import compact as join
    from pipeline.manifest import read_manifests

    before = len(read_manifests(directory))
    made = join(directory, everything=everything)
    after = len(read_manifests(directory))
    for manifest in made:
        typer.echo(f"{manifest.run_id}: {manifest.accounting.articles_written} articles in {len(manifest.files)} files")
    typer.echo(f"{directory}: {before} runs before, {after} after.")


def tell(message: str) -> None:
    """Write a line for a person."""
    sys.stderr.write(f"newsbeam: {message}\n")
    sys.stderr.flush()


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
        tell("stopping after this batch; once more to stop at once (nothing is lost)")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
