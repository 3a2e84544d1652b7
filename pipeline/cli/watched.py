"""Options of the commands that run for long: where they tell of themselves."""

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

MetricsFile = Annotated[str | None, typer.Option(help="File with the run's numbers, in Prometheus' text format.")]
MetricsPort = Annotated[
    int | None, typer.Option(min=0, max=65535, help="Port on 127.0.0.1 with /metrics, /healthz and /readyz.")
]
LineageFile = Annotated[str | None, typer.Option("--lineage", help="File that gets an OpenLineage event a line.")]
LogJson = Annotated[bool, typer.Option("--log-json", help="Log lines as JSON, with the run id.")]
AsJson = Annotated[bool, typer.Option("--json", help="What was done as one line of JSON at the end.")]


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
