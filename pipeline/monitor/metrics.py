"""Numbers of a process in Prometheus' text format.

The format is a dozen lines to write, and what a library would add to them, a registry for many modules and counters
shared between processes, is not needed here: one thread counts, whatever is counted comes from manifests. So that
every install has the numbers, no package is asked for; a test reads them with Prometheus' own parser.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
COUNTER, GAUGE, SUMMARY = "counter", "gauge", "summary"
FAMILIES = {
    "newsbeam_runs_total": (COUNTER, "Committed runs, batches and windows."),
    "newsbeam_failures_total": (COUNTER, "Runs, batches and windows that failed."),
    "newsbeam_records_total": (COUNTER, "Records read."),
    "newsbeam_articles_total": (COUNTER, "Articles written."),
    "newsbeam_events_total": (COUNTER, "Events written."),
    "newsbeam_rejects_total": (COUNTER, "Rejected records by code."),
    "newsbeam_refusals_total": (COUNTER, "Mentions of acts that became no event, by code."),
    "newsbeam_messages_total": (COUNTER, "Messages read from a broker."),
    "newsbeam_repeated_messages_total": (COUNTER, "Messages left out because they came again."),
    "newsbeam_dead_letters_total": (COUNTER, "Messages sent to the dead-letter topic."),
    "newsbeam_stage_seconds_total": (COUNTER, "Seconds on the clock by stage."),
    "newsbeam_commit_seconds": (SUMMARY, "Seconds that a commit took."),
    "newsbeam_last_commit_timestamp_seconds": (GAUGE, "When the last run was committed."),
    "newsbeam_last_look_timestamp_seconds": (GAUGE, "When the input was looked at last."),
    "newsbeam_waiting_files": (GAUGE, "Files that have arrived and are not committed."),
    "newsbeam_waiting_messages": (GAUGE, "Messages of the broker that are not committed."),
    "newsbeam_lag_seconds": (GAUGE, "Age of the oldest input that is not committed, or of the last window committed."),
    "newsbeam_ready": (GAUGE, "1 where models are loaded and the last batch did not fail."),
    "newsbeam_healthy": (GAUGE, "1 where the process waits for input or gets on with its work."),
}
"""Name to kind and meaning."""
LABELLED = ("newsbeam_rejects_total", "newsbeam_refusals_total", "newsbeam_stage_seconds_total")
"""Families that have a row a label; the others stand at 0 from the start, so that a first rise is seen."""

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counters and gauges; one thread may read while another counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[str, dict[Labels, float]] = {name: {} for name in FAMILIES}
        for name, (kind, _) in FAMILIES.items():
            if kind == COUNTER and name not in LABELLED:
                self._values[name][()] = 0.0
        self._observed = {name: (0.0, 0) for name, (kind, _) in FAMILIES.items() if kind == SUMMARY}

    def add(self, name: str, value: float = 1.0, **labels: str) -> None:
        """Raise a counter."""
        key = tuple(sorted(labels.items()))
        with self._lock:
            self._values[name][key] = self._values[name].get(key, 0.0) + value

    def add_all(self, name: str, values: Mapping[str, int], label: str) -> None:
        """Raise the counters of some values of a label."""
        for key, value in values.items():
            self.add(name, value, **{label: key})

    def set(self, name: str, value: float) -> None:
        """Set a gauge."""
        with self._lock:
            self._values[name][()] = value

    def observe(self, name: str, value: float) -> None:
        """Take a value of a summary."""
        with self._lock:
            total, count = self._observed[name]
            self._observed[name] = (total + value, count + 1)

    def value(self, name: str, **labels: str) -> float:
        """Return a counter or gauge, 0 where nothing was counted."""
        with self._lock:
            return self._values[name].get(tuple(sorted(labels.items())), 0.0)

    def by_label(self, name: str) -> dict[str, float]:
        """Return the counters of a family by their label."""
        with self._lock:
            return {labels[0][1]: value for labels, value in sorted(self._values[name].items()) if labels}

    def render(self) -> str:
        """Return all numbers as text."""
        with self._lock:
            return "".join(f"{line}\n" for name in FAMILIES for line in self._lines(name))

    def _lines(self, name: str) -> Iterator[str]:
        kind, meaning = FAMILIES[name]
        rows = [(f"{name}{shown(labels)}", value) for labels, value in sorted(self._values[name].items())]
        if kind == SUMMARY:
            total, count = self._observed[name]
            rows = [(f"{name}_sum", total), (f"{name}_count", count)]
        if rows:
            yield f"# HELP {name} {meaning}"
            yield f"# TYPE {name} {kind}"
        for row, value in rows:
            yield f"{row} {int(value) if float(value).is_integer() else round(value, 6)}"


def shown(labels: Labels) -> str:
    """Return labels as the format writes them."""
    return "{" + ",".join(f'{name}="{escaped(value)}"' for name, value in labels) + "}" if labels else ""


def escaped(value: str) -> str:
    """Return the value of a label with what the format asks to escape."""
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
