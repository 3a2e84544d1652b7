"""``newsbeam watch``: the batch graph over the files that have arrived, again and again, in one process.

A batch is a run: staged, checked and committed as a whole, under an id made of its files and their contents. A
watcher that is killed has either committed a batch or not, and the manifests tell the next one which.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence

import msgspec
from rich.console import Console

from pipeline.beam.coding import warm_up
from pipeline.dataset.commit import lock, recover
from pipeline.dataset.manifest import BATCH, InputFact, read_manifests
from pipeline.errors import BusyError, RunError
from pipeline.live.compact import retract
from pipeline.live.ledger import Found, Ledger, Verdict, fact_of, look, scan, sort_out
from pipeline.monitor.monitor import Monitor
from pipeline.runners.launcher import Outcome, cores, parse_beam_options, prepare_output, run_files
from pipeline.runners.options import RunOptions
from pipeline.sources.base import InputRange
from schemas.ids import stable_id

LOG = logging.getLogger(__name__)
BATCH_BYTES = 64 << 20
BATCH_FILES = 2000
"""A batch ends at either limit, so that what has piled up is committed bit by bit and memory stays flat."""
SPREAD_BYTES = 8 << 20
"""Bytes of a batch from which other processes, which load the language model anew, are worth their start."""
WAITING = (Verdict.NEW, Verdict.CHANGED, Verdict.FRESH)
FAILURES = 3
"""Batches that may fail after one another before the watcher gives up."""


class WatchOptions(msgspec.Struct, frozen=True):
    """Options of ``newsbeam watch``."""

    run: RunOptions
    every: float = 30.0
    """Seconds from one look at the input to the next."""
    settle: float = 1.0
    """Seconds that a file must have stayed as it is before it is read."""
    once: bool = False
    """End when all that is there was read."""


class Totals(msgspec.Struct):
    """What a watcher has done so far."""

    batches: int = 0
    files: int = 0
    articles: int = 0
    events: int = 0
    rejects: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count a committed batch."""
        sums = outcome.accounting
        self.batches += 1
        self.files += len(outcome.manifest.inputs)
        self.articles += sums.articles_written
        self.events += sums.events_written
        self.rejects += sums.rejected

    def __str__(self) -> str:
        """Return the counts in words."""
        return (
            f"{self.batches} batches, {self.files} files, {self.articles} articles, "
            f"{self.events} events, {self.rejects} rejected"
        )


class Watcher:
    """One watcher over one dataset."""

    def __init__(
        self,
        options: WatchOptions,
        stop: threading.Event,
        report: Callable[[str], None],
        monitor: Monitor | None = None,
    ) -> None:
        self._options = options
        self._monitor = monitor or Monitor()
        self._output = options.run.output
        self._stop = stop
        self._report = report
        self._settle_ns = int(options.settle * 1e9)
        self.totals = Totals()

    def watch(self) -> Totals:
        """Read what arrives until ``stop`` is set; BusyError where the dataset has a watcher already."""
        parse_beam_options(self._options.run.beam)
        prepare_output(self._output)
        with lock(self._output, "watch"):
            recover(self._output, "watch")
            self._ledger = Ledger(read_manifests(self._output))
            with self._monitor.stage("load"):
                warm_up(self._options.run.settings)
            self._monitor.ready()
            self._loop()
        return self.totals

    def _loop(self) -> None:
        failures = 0
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                more = self._poll()
                failures = 0
                self._monitor.ready()
            except (RunError, OSError) as error:
                failures += 1
                self._monitor.ready(f"{failures} batches failed after one another, the last with: {error}")
                if failures >= FAILURES:
                    raise RunError(f"{failures} batches failed after one another, the last with: {error}") from error
                LOG.error("a batch failed, the next look tries it again: %s", error)
                more = False
            if more:
                continue
            if self._options.once and not failures:
                return
            self._monitor.idle()
            self._stop.wait(max(0.0, began + self._options.every - time.monotonic()))

    def _poll(self) -> bool:
        """Read what is ready; return whether more is waiting."""
        self._monitor.looked()
        found = scan(self._options.run.inputs, self._options.run.output)
        by_verdict = sort_out(self._ledger, found, time.time_ns(), self._settle_ns)
        waiting = [file for verdict in WAITING for file in by_verdict[verdict]]
        self._tell_waiting(waiting)
        ready = sorted(by_verdict[Verdict.NEW] + by_verdict[Verdict.CHANGED] + self._settled(by_verdict[Verdict.FRESH]))
        chosen = limit(ready)
        facts = [fact for file in chosen if (fact := fact_of(file)) and not self._passed_over(fact)]
        facts = self._replaceable(facts)
        if facts and not self._stop.is_set():
            self._commit(facts)
        if not self._stop.is_set():
            taken = set(chosen)
            self._tell_waiting([file for file in waiting if file not in taken])
        return len(chosen) < len(ready)

    def _tell_waiting(self, waiting: Sequence[Found]) -> None:
        """Tell how many files wait, and for how long the oldest has."""
        oldest = min((file.mtime_ns for file in waiting), default=None)
        lag = 0.0 if oldest is None else max(0.0, time.time() - oldest / 1e9)
        self._monitor.metrics.set("newsbeam_waiting_files", len(waiting))
        self._monitor.metrics.set("newsbeam_lag_seconds", lag)
        self._monitor.tell()

    def _settled(self, fresh: Sequence[Found]) -> list[Found]:
        """Wait for the time that a file must stay as it is; return the files that did."""
        if not fresh:
            return []
        self._stop.wait(self._options.settle)
        return [file for file in fresh if look(file.uri) == file]

    def _passed_over(self, fact: InputFact) -> bool:
        """Return whether a file's content was read already: it was touched, or moved here."""
        path = self._ledger.same_content(fact)
        if path is None:
            return False
        if path != fact.uri:
            LOG.info("%s was read as %s", fact.uri, path)
        self._ledger.record([fact])
        return True

    def _replaceable(self, facts: Sequence[InputFact]) -> list[InputFact]:
        """Take the rows of files that have changed out of the dataset; leave out files that cannot be replaced."""
        changed = {fact.uri for fact in facts if self._ledger.knows(fact.uri)}
        if not changed:
            return list(facts)
        try:
            kept = retract(self._output, changed)
        except BusyError:
            LOG.info("the dataset is being compacted: %d changed files wait", len(changed))
            return [fact for fact in facts if fact.uri not in changed]
        for uri in sorted(changed - kept):
            LOG.warning("%s has changed since it was read: its rows are replaced", uri)
            self._ledger.forget(uri)
        for uri in sorted(kept):
            LOG.warning("%s has changed since a run of your own read it: repeat that run to replace its rows", uri)
        self._ledger.record(fact for fact in facts if fact.uri in kept)
        return [fact for fact in facts if fact.uri not in kept]

    def _commit(self, facts: Sequence[InputFact]) -> None:
        options = self._options.run
        files = [InputRange(fact.uri, fact.bytes) for fact in facts]
        total = sum(file.size for file in files)
        processes = options.processes or (cores() if total >= SPREAD_BYTES else 1)
        outcome = run_files(
            msgspec.structs.replace(options, processes=processes),
            files,
            batch_id(facts, options),
            inputs=facts,
            kind=BATCH,
            console=Console(quiet=True),
            monitor=self._monitor,
        )
        self._ledger.record(facts)
        self.totals.add(outcome)
        sums, timing = outcome.accounting, outcome.manifest.timing
        self._report(
            f"{outcome.manifest.run_id}: {len(facts)} files, {sums.articles_written} articles, "
            f"{sums.events_written} events, {sums.rejected} rejected, {timing.seconds:.1f} s"
        )


def limit(files: Sequence[Found]) -> list[Found]:
    """Return the first files that fit into a batch, at least one."""
    chosen: list[Found] = []
    filled = 0
    for file in files[:BATCH_FILES]:
        if chosen and filled + file.size > BATCH_BYTES:
            break
        chosen.append(file)
        filled += file.size
    return chosen


def batch_id(facts: Sequence[InputFact], options: RunOptions) -> str:
    """Return the id of a batch: a digest of its files, their contents, and the options that change rows."""
    told = msgspec.json.encode([options.read, options.settings, sorted(facts, key=_uri)], order="sorted")
    return f"{BATCH}-{stable_id('batch', told)[:16]}"


def _uri(fact: InputFact) -> str:
    return fact.uri
