"""Options that several commands have, and where those that run for long tell of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from pipeline import logs
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.monitor.monitor import Monitor
    from pipeline.sources.base import ReadOptions

Inputs = Annotated[list[str], typer.Option("--input", help="File, directory, glob, gs:// or s3:// pattern.")]
Output = Annotated[str, typer.Option(help="Directory or URI of the dataset.")]
Field = Annotated[list[str] | None, typer.Option(help="OURS=THEIRS: the input's own name of a field.")]
RecordBytes = Annotated[int, typer.Option(min=1024, help="Larger records are rejected.")]
RECORD_BYTES = 16 * 1024 * 1024
Nlp = Annotated[str | None, typer.Option(help="spaCy pipeline instead of the packaged one.")]
Frames = Annotated[
    list[str] | None,
    typer.Option(help="Frame file, PETRARCH2 verb dictionary, or directory of them: how words become events."),
]
Actors = Annotated[
    list[str] | None,
    typer.Option(help="Table of actors, PETRARCH actor or agent dictionary, or directory of them."),
]
Words = Annotated[
    list[str] | None,
    typer.Option(help="Word file, or directory of them: features of words added, changed or replaced."),
]
Places = Annotated[list[str] | None, typer.Option(help="Table of places, or directory of them.")]
Dates = Annotated[list[str] | None, typer.Option(help="Date file, or directory of them: rules, words and holidays.")]
Repeats = Annotated[
    list[str] | None,
    typer.Option(help="Table of paragraphs to take out, as newsbeam repeats writes it, or directory of them."),
]
Opinion = Annotated[
    str,
    typer.Option(help="Asked where the rules are silent or refuse: packaged, none, or MODULE:NAME (docs/opinion.md)."),
]
Trace = Annotated[
    bool,
    typer.Option(
        "--trace", help="Write every decision too, as the dataset trace: mentions kept, merged or refused, with rules."
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", help="Log what happens.")]
MetricsFile = Annotated[str | None, typer.Option(help="File with the run's numbers, in Prometheus' text format.")]
MetricsPort = Annotated[
    int | None, typer.Option(min=0, max=65535, help="Port on 127.0.0.1 with /metrics, /healthz and /readyz.")
]
LineageFile = Annotated[str | None, typer.Option("--lineage", help="File that gets an OpenLineage event a line.")]
LogJson = Annotated[bool, typer.Option("--log-json", help="Log lines as JSON, with the run id.")]
AsJson = Annotated[bool, typer.Option("--json", help="What was done as one line of JSON at the end.")]


def read_options(field: list[str] | None, max_record_bytes: int = RECORD_BYTES) -> ReadOptions:
    """Return the options of the readers."""
    from pipeline.runners.options import parse_fields
    from pipeline.sources.base import ReadOptions

    return ReadOptions(fields=parse_fields(field or []), max_record_bytes=max_record_bytes)


@contextmanager
def monitored(metrics_file: str | None, metrics_port: int | None, lineage: str | None) -> Iterator[Monitor]:
    """Tell of a command while it runs; UsageError where a file cannot be written or a port is taken."""
    from pipeline.monitor.endpoint import serving
    from pipeline.monitor.monitor import Monitor, MonitorOptions

    for option, path in (("--metrics-file", metrics_file), ("--lineage", lineage)):
        check_writable(option, path)
    monitor = Monitor(MonitorOptions(metrics_file, metrics_port, lineage))
    with serving(monitor) as port:
        if port is not None and not metrics_port:
            logs.tell(f"metrics on port {port}")
        yield monitor


def check_writable(option: str, path: str | None) -> None:
    """Raise UsageError for a file that cannot be written."""
    if path is None:
        return
    try:
        with open(path, "ab"):  # noqa: PTH123 - a path that is none is to be told like any other
            pass
    except OSError as error:
        raise UsageError(f"{option} {path}: {error.strerror}. Name a file on this machine.") from error


def done_line(monitor: Monitor) -> str:
    """Return what a command has done as one line of JSON."""
    return msgspec.json.encode(monitor.summary()).decode()
