"""What a process tells of itself while it runs: numbers, health, readiness, and lineage of its runs."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec

from pipeline import storage
from pipeline.dataset.accounting import Accounting
from pipeline.dataset.manifest import InputFact, Manifest
from pipeline.monitor import lineage
from pipeline.monitor.metrics import Metrics

STALLED = 600.0
"""Seconds without any progress after which a process that has work counts as stuck; a record may take 60."""
SUMS = ("runs", "failures", "records", "articles", "events", "messages", "repeated_messages", "dead_letters")
LOADING = "loading the language model"


class MonitorOptions(msgspec.Struct, frozen=True):
    """Where a process tells of itself; nowhere by default."""

    metrics_file: str | None = None
    """Rewritten whole after every run and look, for a collector that reads files."""
    metrics_port: int | None = None
    """Of an endpoint on the loopback interface."""
    lineage: str | None = None
    """File that gets a line an event."""


class Monitor:
    """Counts what is committed and how long it took; keeps whether the process is alive and fit to work."""

    def __init__(self, options: MonitorOptions | None = None) -> None:
        self.options = options or MonitorOptions()
        self.metrics = Metrics()
        self._lock = threading.Lock()
        self._moved: float | None = time.monotonic()
        """When something moved last; None while the process waits for input."""
        self._unready: str | None = LOADING
        self.tell()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure a stage of a run."""
        self.beat()
        began = time.monotonic()
        try:
            yield
        finally:
            took = time.monotonic() - began
            self.metrics.add("newsbeam_stage_seconds_total", took, stage=name)
            if name == "commit":
                self.metrics.observe("newsbeam_commit_seconds", took)
            self.beat()

    @contextmanager
    def attempt(self, run_id: str, output: str, started_at: str, inputs: Sequence[InputFact]) -> Iterator[None]:
        """Tell of the start of a run, and of its failure; ``committed`` tells of its success."""
        begun = lineage.Attempt(run_id, output, started_at, tuple(inputs))
        self._trace(lineage.started(begun))
        try:
            yield
        except BaseException as error:
            self.metrics.add("newsbeam_failures_total")
            self._trace(lineage.failed(begun, str(error) or type(error).__name__, now()))
            self.tell()
            raise

    def committed(self, manifest: Manifest, output: str) -> None:
        """Count a committed run and tell of it."""
        self.count(manifest.accounting)
        finished = datetime.datetime.fromisoformat(manifest.timing.finished_at)
        self.metrics.set("newsbeam_last_commit_timestamp_seconds", finished.timestamp())
        begun = lineage.Attempt(manifest.run_id, output, manifest.timing.started_at)
        self._trace(lineage.completed(begun, manifest))
        self.tell()

    def count(self, sums: Accounting) -> None:
        """Count what a run read, wrote and gave up."""
        metrics = self.metrics
        metrics.add("newsbeam_runs_total")
        metrics.add("newsbeam_records_total", sums.records_read)
        metrics.add("newsbeam_articles_total", sums.articles_written)
        metrics.add("newsbeam_events_total", sums.events_written)
        metrics.add_all("newsbeam_rejects_total", sums.rejects_by_code, "code")
        metrics.add_all("newsbeam_refusals_total", sums.refusals_by_code, "code")

    def looked(self) -> None:
        """Tell that the input was looked at."""
        self.beat()
        self.metrics.set("newsbeam_last_look_timestamp_seconds", time.time())

    def beat(self) -> None:
        """Tell that the work moves."""
        with self._lock:
            self._moved = time.monotonic()

    def idle(self) -> None:
        """Tell that the process waits for input, which may take for ever."""
        with self._lock:
            self._moved = None
        self.tell()

    def ready(self, why_not: str | None = None) -> None:
        """Tell that the process can work, or why it cannot."""
        with self._lock:
            self._unready = why_not
        self.tell()

    def unready(self) -> str | None:
        """Return why the process cannot work, None where it can."""
        with self._lock:
            return self._unready

    def stuck(self) -> str | None:
        """Return why the process counts as stuck, None where it does not."""
        with self._lock:
            moved = self._moved
        still = 0.0 if moved is None else time.monotonic() - moved
        return f"nothing has moved for {still:.0f} s" if still > STALLED else None

    def summary(self) -> dict[str, object]:
        """Return what was done so far."""
        told: dict[str, object] = {name: int(self.metrics.value(f"newsbeam_{name}_total")) for name in SUMS}
        for name in ("rejects", "refusals"):
            found = self.metrics.by_label(f"newsbeam_{name}_total")
            told[f"{name}_by_code"] = {code: int(count) for code, count in found.items()}
        stages = self.metrics.by_label("newsbeam_stage_seconds_total")
        told["seconds_by_stage"] = {stage: round(seconds, 3) for stage, seconds in stages.items()}
        return told

    def render(self) -> str:
        """Return all numbers as text."""
        self.metrics.set("newsbeam_ready", float(self.unready() is None))
        self.metrics.set("newsbeam_healthy", float(self.stuck() is None))
        return self.metrics.render()

    def tell(self) -> None:
        """Rewrite the file of the numbers."""
        if self.options.metrics_file is not None:
            storage.write_bytes(self.options.metrics_file, self.render().encode())

    def _trace(self, event: dict[str, object]) -> None:
        if self.options.lineage is not None:
            lineage.append(self.options.lineage, event)


def now() -> str:
    """Return the current time in UTC as ISO 8601."""
    return datetime.datetime.now(datetime.timezone.utc).isoformat()
