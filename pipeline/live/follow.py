"""A streaming job on another runner, told of by what it commits: its workers write, the launcher only looks."""

from __future__ import annotations

import datetime
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline import logs
from pipeline.dataset.manifest import BATCH, Manifest, read_manifests
from pipeline.monitor.monitor import Monitor

WINDOW = re.compile(r"stream-(\d{8}T\d{6})Z-s\d+-p\d+")
STAMP = "%Y%m%dT%H%M%S"
LOOK = 10.0
"""Seconds between two looks at the manifests, at most."""


class Follower:
    """Counts the windows of a job that were not there when it began."""

    def __init__(self, output: str, window: int, monitor: Monitor) -> None:
        self._output, self._window, self._monitor = output, window, monitor
        self._seen = {manifest.run_id for manifest in read_manifests(output)}

    def look(self) -> None:
        """Count what was committed since the last look."""
        self._monitor.looked()
        for manifest in read_manifests(self._output):
            if manifest.run_id not in self._seen:
                self._seen.add(manifest.run_id)
                if manifest.kind == BATCH:
                    self._monitor.committed(manifest, self._output)
                    self._tell_lag(manifest)
        self._monitor.idle()

    def _tell_lag(self, manifest: Manifest) -> None:
        named = WINDOW.fullmatch(manifest.run_id)
        if named is None:
            return
        start = datetime.datetime.strptime(named[1], STAMP).replace(tzinfo=datetime.timezone.utc)
        finished = datetime.datetime.fromisoformat(manifest.timing.finished_at)
        self._monitor.metrics.set("newsbeam_lag_seconds", (finished - start).total_seconds() - self._window)
        self._monitor.metrics.observe("newsbeam_commit_seconds", manifest.timing.seconds)

    @contextmanager
    def following(self) -> Iterator[None]:
        """Look again and again in a thread of its own; once more at the end."""
        done = threading.Event()

        def follow() -> None:
            while not done.wait(min(LOOK, self._window)):
                try:
                    self.look()
                except OSError as error:
                    logs.LOG.warning("the manifests could not be read, the next look tries again: %s", error)

        thread = threading.Thread(target=follow, name="follow", daemon=True)
        self._monitor.ready()
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()
            self.look()
