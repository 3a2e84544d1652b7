"""``newsbeam watch`` under a steady load with kills: what is lost, what is repeated, how late rows are, memory.

    python benchmarks/watch_load.py [--minutes 30] [--every 5] [--articles-per-second 1.5] [--kills 5] [--input FILE]

A writer lets JSON Lines files of one to five articles appear at random moments, most by renaming, some growing before
the watcher's eyes. The watcher, a process of its own, is killed (SIGKILL) at random moments and started again, and is
stopped by SIGTERM at the end. Then every article must be a row once, every file an input once, and the dataset valid.
Everything happens in a temporary directory on this machine, and is bounded by ``--minutes``. Exit code 1 if something
is lost or repeated, or if the latency of the files that no kill held up is over the interval and two seconds (95 %).
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import msgspec
import pyarrow.parquet as pq

from pipeline.dataset.manifest import Manifest, read_manifests
from pipeline.dataset.validate import validate
from pipeline.sources.base import InputRange, ReadOptions
from pipeline.sources.reading import read_range
from schemas.records import CleanDoc, RawRecord
from transforms.clean import clean

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples" / "news"
MOST_MINUTES = 120
SETTLE = 1.0
LONGEST_FILE = 5
GROWING = 10
"""One file of so many is written in two pieces under its final name."""
SAMPLE = 1.0
"""Seconds between two looks at the watcher."""
SHOWN = 10
"""Lost or repeated names and faults that are printed."""
DRAIN = 180.0
"""Seconds to wait for the last files at the end."""


def texts_of(paths: Sequence[Path]) -> list[str]:
    """Return the repaired texts of the articles in some files."""
    found = []
    for path in paths:
        for item in read_range(InputRange(str(path), path.stat().st_size), ReadOptions()):
            if isinstance(item, RawRecord) and isinstance(doc := clean(item), CleanDoc):
                found.append(doc.text)
    return found


@dataclass
class Writer:
    """Puts files into a folder and remembers what and when."""

    folder: Path
    texts: Sequence[str]
    rate: float
    chance: random.Random
    arrivals: dict[str, float] = field(default_factory=dict)
    """Path to the time at which the file was complete."""
    ids: list[str] = field(default_factory=list)

    def run(self, seconds: float) -> None:
        """Write for some seconds."""
        began = time.monotonic()
        while (now := time.monotonic() - began) < seconds:
            due = now * self.rate - len(self.ids)
            if due < 1:
                time.sleep(min((1 - due) / self.rate, seconds - now))
                continue
            self.put(self.chance.randint(1, LONGEST_FILE))
            time.sleep(self.chance.expovariate(self.rate / 2))

    def put(self, articles: int) -> None:
        """Let a file appear."""
        lines = []
        for _ in range(articles):
            number = len(self.ids)
            self.ids.append(f"a{number}")
            row = {"id": f"a{number}", "date": f"2024-0{1 + number % 6}-15", "text": self.chance.choice(self.texts)}
            lines.append(json.dumps(row) + "\n")
        path = self.folder / f"{len(self.arrivals):06d}.jsonl"
        data = "".join(lines).encode()
        if len(self.arrivals) % GROWING == GROWING - 1:
            with path.open("wb") as file:
                file.write(data[: len(data) // 2])
                file.flush()
                time.sleep(SETTLE / 3)
                file.write(data[len(data) // 2 :])
        else:
            hidden = path.with_name(f".{path.name}")
            hidden.write_bytes(data)
            hidden.rename(path)
        self.arrivals[str(path)] = time.time()


class Watcher:
    """``newsbeam watch`` as a process, started anew when it was killed."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        self._command, self._log = command, log
        self.processor = 0.0
        """Seconds of processor time of all processes so far."""
        self.start()

    def start(self) -> None:
        """Start it."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, env=environment, stderr=log, stdout=log)

    def memory(self) -> int:
        """Return resident bytes; fails where the process is gone."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        match = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(match[1]) * 1024 if match else 0

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._end()

    def stop(self) -> int:
        """Ask it to end; return its exit code."""
        self._process.send_signal(signal.SIGTERM)
        self._end()
        return self._process.returncode

    def _end(self) -> None:
        before = os.times()
        self._process.wait(120)
        after = os.times()
        self.processor += after.children_user + after.children_system - before.children_user - before.children_system


class Commits:
    """When a file became rows, by the time of the manifest that names it."""

    def __init__(self, output: Path) -> None:
        self._runs = output / "_runs"
        self._seen: set[str] = set()
        self.times: dict[str, float] = {}
        self.batches = 0

    def look(self) -> None:
        """Read the manifests that are new."""
        for path in self._runs.glob("*.json") if self._runs.is_dir() else ():
            if path.name not in self._seen:
                self._seen.add(path.name)
                self.batches += 1
                manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
                for fact in manifest.inputs:
                    self.times[fact.uri] = path.stat().st_mtime


@dataclass
class Measured:
    """What was seen while it ran."""

    started: float = field(default_factory=time.time)
    memory: list[tuple[float, int, int]] = field(default_factory=list)
    """Seconds since the start, number of the process, resident bytes."""
    kills: list[float] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)
    """Processes that wanted a core, whoever started them."""


def percentiles(values: Sequence[float]) -> str:
    """Return median, 95th and 99th percentile and maximum."""
    if len(values) < 2:
        return "too few"
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return f"p50 {cuts[49]:.1f}, p95 {cuts[94]:.1f}, p99 {cuts[98]:.1f}, max {max(values):.1f} s ({len(values)} files)"


def article_ids(output: Path) -> Iterator[str]:
    """Yield the ids of the input records of all rows."""
    for manifest in read_manifests(str(output)):
        for file in manifest.files:
            if file.dataset == "articles":
                yield from pq.ParquetFile(output / file.path).read(["input_id"])["input_id"].to_pylist()


def observe(watcher: Watcher, commits: Commits, kills: Sequence[float], writing: threading.Thread) -> Measured:
    """Kill and look until the writer is done and all that it wrote is committed."""
    seen = Measured()
    due = list(kills)
    while writing.is_alive():
        time.sleep(SAMPLE)
        now = time.time() - seen.started
        seen.memory.append((now, len(seen.kills), watcher.memory()))
        seen.loads.append(os.getloadavg()[0])
        commits.look()
        if due and now > due[0]:
            due.pop(0)
            watcher.kill()
            seen.kills.append(time.time())
            watcher.start()
            print(f"{now:.0f} s: killed after {commits.batches} batches", flush=True)
    return seen


def show_memory(memory: Sequence[tuple[float, int, int]]) -> None:
    """Print resident memory of every process from half a minute after its start, when the model is loaded."""
    for process in sorted({number for _, number, _ in memory}):
        seen = [(at, resident / 2**20) for at, number, resident in memory if number == process]
        warm = [mb for at, mb in seen if at - seen[0][0] > 30]
        if len(warm) >= 5:
            fifths = [warm[part * len(warm) // 5 : (part + 1) * len(warm) // 5] for part in range(5)]
            medians = ", ".join(f"{statistics.median(part):.0f}" for part in fifths)
            lived = (seen[-1][0] - seen[0][0]) / 60
            print(
                f"  process {process + 1}, {lived:.1f} minutes: median of each fifth {medians}, most {max(warm):.0f} MB"
            )


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--every", type=float, default=5, help="seconds from one look of the watcher to the next")
    parser.add_argument("--articles-per-second", type=float, default=1.5)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--input", type=Path, nargs="*", help="articles to draw from, instead of the examples")
    parser.add_argument("--keep", type=Path, help="a new directory for input, output and log, which stay there")
    options = parser.parse_args()
    minutes = min(options.minutes, MOST_MINUTES)
    with contextlib.ExitStack() as stack:
        temporary = options.keep or stack.enter_context(tempfile.TemporaryDirectory(prefix="newsbeam-load-"))
        folder, output, log = (Path(temporary) / name for name in ("in", "out", "log"))
        folder.mkdir(parents=True)
        command = [sys.executable, "-m", "pipeline", "watch", "--input", f"{folder}/*.jsonl", "--output", str(output)]
        command += ["--every", f"{options.every}s", "--settle", f"{SETTLE}s", "--processes", "1"]
        texts = texts_of(options.input or sorted(EXAMPLES.iterdir()))
        writer = Writer(folder, texts, options.articles_per_second, random.Random(options.seed))
        writing = threading.Thread(target=writer.run, args=(minutes * 60,), daemon=True)
        watcher, commits = Watcher(command, log), Commits(output)
        writing.start()
        chance = random.Random(options.seed + 1)
        kills = sorted(chance.uniform(30, max(31, minutes * 60 - 30)) for _ in range(options.kills))
        seen = observe(watcher, commits, kills, writing)
        until = time.monotonic() + DRAIN
        while len(commits.times) < len(writer.arrivals) and time.monotonic() < until:
            time.sleep(SAMPLE)
            commits.look()
        code = watcher.stop()
        took = time.time() - seen.started

        counts = collections.Counter(article_ids(output))
        inputs = collections.Counter(fact.uri for m in read_manifests(str(output)) for fact in m.inputs)
        lost = sorted(set(writer.ids) - set(counts)) + sorted(set(writer.arrivals) - set(inputs))
        repeated = [name for name, count in (counts + inputs).items() if count > 1]
        problems = list(validate(str(output)))
        late = {uri: commits.times[uri] - at for uri, at in writer.arrivals.items() if uri in commits.times}
        held = {
            uri
            for uri in late
            if any(writer.arrivals[uri] - options.every <= k <= commits.times[uri] for k in seen.kills)
        }
        free = [seconds for uri, seconds in late.items() if uri not in held]
        print(f"{took / 60:.1f} minutes, {len(inputs)} files, {len(counts)} articles, {commits.batches} batches")
        print(f"killed {len(seen.kills)} times; stopped by SIGTERM with exit code {code}")
        print(f"lost {len(lost)}, repeated {len(repeated)}, faults of the dataset {len(problems)}")
        for name in [*lost, *repeated, *problems][:SHOWN]:
            print(f"  {name}")
        print(f"latency at an interval of {options.every:g} s: {percentiles(free)}")
        print(f"latency around kills, start of the process included: {percentiles([late[uri] for uri in held])}")
        print(f"load of the machine: {statistics.mean(seen.loads):.1f} on {os.cpu_count()} cores")
        print(f"processor: {watcher.processor:.0f} s, {watcher.processor / took:.0%} of a core")
        print("resident memory:")
        show_memory(seen.memory)
        in_time = len(free) < 2 or statistics.quantiles(free, n=20)[-1] <= options.every + 2
        return int(bool(lost or repeated or problems or code) or not in_time)


if __name__ == "__main__":
    sys.exit(main())
