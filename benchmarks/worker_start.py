"""What a Python worker of another engine costs until it codes: Beam's pool of workers, the EXTERNAL environment.

    python benchmarks/worker_start.py [--workers 3] [--articles 30]

A pool is started as it stands beside a task manager (``--worker_pool`` of the image starts the same program), and asked
for one worker after another, each by a job of its own. The worker itself tells, from the start of its process on, when
Beam's part was there, when models and resources were loaded, when the first article and when all were coded: time
that passed, processor time, and resident memory.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import apache_beam as beam
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.transforms.environments import ExternalEnvironment

from benchmarks.cluster import LOCALHOST, ROOT, WorkerPool
from benchmarks.watch_load import texts_of
from pipeline.beam.coding import code_records, warm_up
from pipeline.runners.loopback import stay_on_loopback
from schemas.records import RawRecord
from transforms.process import Settings

EXAMPLES = ROOT / "examples" / "news"
STEPS = ("Beam is there", "models are loaded", "one article is coded", "all are coded")
MEGABYTE = 1 << 20
Step = tuple[str, float, float, int]
"""What has happened; seconds since the process began, processor time, resident bytes."""


def now(step: str) -> Step:
    """Return how far this process has come."""
    uptime = float(Path("/proc/uptime").read_text().split()[0])
    began = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    match = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return step, uptime - began, time.process_time(), int(match[1]) * 1024 if match else 0


class Tell(beam.DoFn):
    """Codes some articles as the graph does, and writes down what it cost this worker."""

    def __init__(self, told: str) -> None:
        self._told = told

    def setup(self) -> None:
        """Load what the coder needs."""
        self._steps = [now(STEPS[0])]
        warm_up(Settings())
        self._steps.append(now(STEPS[1]))

    def process(self, texts: list[str]) -> None:
        """Code one article, then the others."""
        records = [RawRecord("memory:", str(number), "text", text=text) for number, text in enumerate(texts)]
        code_records(records[:1], Settings())
        self._steps.append(now(STEPS[2]))
        code_records(records[1:], Settings())
        Path(self._told).write_text(json.dumps([*self._steps, now(STEPS[3])]))


def start_worker(pool: WorkerPool, texts: list[str], place: Path) -> list[Step]:
    """Run a job on a new worker of the pool; return what the worker told."""
    told = place / "told.json"
    runner = FnApiRunner(default_environment=ExternalEnvironment(f"{LOCALHOST}:{pool.port}"))
    with beam.Pipeline(runner=runner) as pipeline:
        _ = pipeline | beam.Create([texts]) | beam.ParDo(Tell(str(told)))
    steps: list[Step] = json.loads(told.read_text())
    return steps


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--articles", type=int, default=30)
    options = parser.parse_args()
    known = texts_of(sorted(EXAMPLES.iterdir()))
    texts = list(itertools.islice(itertools.cycle(known), options.articles))
    stay_on_loopback()
    with tempfile.TemporaryDirectory(prefix="newsbeam-worker-") as folder:
        began = time.monotonic()
        pool = WorkerPool(Path(folder) / "pool")
        try:
            print(f"the pool listens after {time.monotonic() - began:.1f} s; {pool.service.memory() / MEGABYTE:.0f} MB")
            found = [start_worker(pool, texts, Path(folder)) for _ in range(options.workers)]
        finally:
            pool.stop()
    print(f"{options.workers} workers, {options.articles} articles each; median")
    for steps in zip(*found, strict=True):
        passed, processor, resident = (statistics.median(step[part] for step in steps) for part in (1, 2, 3))
        print(f"{steps[0][0]}: {passed:.1f} s, {processor:.1f} s of processor time, {resident / MEGABYTE:.0f} MB")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0


if __name__ == "__main__":
    sys.exit(main())
