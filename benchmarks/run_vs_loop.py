"""What Beam costs: ``newsbeam run`` against the same functions in a plain loop, as ratios.

    python benchmarks/run_vs_loop.py [--records 1500] [--input FILE.jsonl]

Prints seconds of the loop, of the run in memory, and of the run in two processes (start of the workers included),
and the ratios. Needs two cores that are otherwise idle; on a busy machine only the ratio of processor times means
something.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.console import Console

from pipeline.coding import code_items, warm_up
from pipeline.launcher import run
from pipeline.options import RunOptions
from pipeline.reading import read_range
from pipeline.sources.base import InputRange, ReadOptions
from transforms.process import Processed, Settings

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "news"
MAX_RATIO, MIN_SPEEDUP = 1.2, 1.7


def write_input(path: Path, records: int) -> None:
    """Write articles of paragraphs drawn from the examples, over five years: an archive without copies."""
    paragraphs = []
    for file in sorted(EXAMPLES.iterdir()):
        part = InputRange(str(file), file.stat().st_size)
        for result in code_items(read_range(part, ReadOptions()), Settings()):
            if isinstance(result, Processed):
                paragraphs += result.article.text.split("\n\n")
    draw = random.Random(1)
    first = datetime.date(2019, 1, 1)
    with path.open("w", encoding="utf-8") as out:
        for number in range(records):
            day = first + datetime.timedelta(days=draw.randrange(1826))
            text = "\n\n".join(draw.sample(paragraphs, 12))
            out.write(json.dumps({"id": number, "date": day.isoformat(), "text": text}) + "\n")


class Stopwatch:
    """Seconds on the wall and of the processor, children included."""

    def __init__(self) -> None:
        self.started = self.now()

    @staticmethod
    def now() -> tuple[float, float]:
        """Return both clocks."""
        used = os.times()
        return time.perf_counter(), used.user + used.system + used.children_user + used.children_system

    def read(self) -> tuple[float, float]:
        """Return the seconds since the start on both clocks."""
        wall, processor = self.now()
        return wall - self.started[0], processor - self.started[1]


def loop(path: Path) -> tuple[float, float]:
    """Return the seconds that the plain functions take."""
    watch = Stopwatch()
    count = sum(
        1 for _ in code_items(read_range(InputRange(str(path), path.stat().st_size), ReadOptions()), Settings())
    )
    wall, processor = watch.read()
    print(f"loop: {count} records, {wall:.1f} s, {processor:.1f} s of processor time", flush=True)
    return wall, processor


def whole_run(path: Path, processes: int) -> tuple[float, float]:
    """Return the seconds that a run takes, writing and linking included."""
    with tempfile.TemporaryDirectory() as out:
        watch = Stopwatch()
        run(RunOptions(inputs=(str(path),), output=out, processes=processes), Console(quiet=True))
        wall, processor = watch.read()
    print(f"run, {processes} process(es): {wall:.1f} s, {processor:.1f} s of processor time", flush=True)
    return wall, processor


def main() -> int:
    """Measure and compare; exit code 1 where a ratio is worse than promised."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1500)
    parser.add_argument("--input", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        warm_up(Settings())
        path = options.input or Path(folder) / "input.jsonl"
        if options.input is None:
            write_input(path, options.records)
        plain = loop(path)
        one, two = whole_run(path, 1), whole_run(path, 2)
    ratio, speedup = one[0] / plain[0], plain[0] / two[0]
    print(f"run / loop: {ratio:.2f} (at most {MAX_RATIO}); by processor time {one[1] / plain[1]:.2f}")
    print(f"loop / run with 2 processes: {speedup:.2f} (at least {MIN_SPEEDUP})")
    return int(ratio > MAX_RATIO or speedup < MIN_SPEEDUP)


if __name__ == "__main__":
    sys.exit(main())
