"""What Beam costs: ``newsbeam run`` against the same functions in a plain loop, as ratios.

    python benchmarks/run_vs_loop.py [--records 1500] [--input FILE.jsonl]

Prints seconds of the loop, of two loops side by side with half of the records each, of the run in memory, and of the
run in two processes (start of the workers included), and the ratios. The two loops are the most that two processes
can reach here: cores of a shared host slow each other. Needs two cores that are otherwise idle; on a busy machine only
the ratio of processor times means something. The archive is made up and without copies (``archive.py``).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.console import Console

from benchmarks.archive import write_archive
from pipeline.coding import code_items, warm_up
from pipeline.launcher import run
from pipeline.options import RunOptions
from pipeline.reading import read_range
from pipeline.sources.base import InputRange, Item, ReadOptions
from transforms.process import Settings

MAX_RATIO, MIN_SPEEDUP = 1.2, 1.7


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


def items(path: Path, half: int | None = None) -> Iterator[Item]:
    """Yield the records of a file, or every other one of them."""
    read = read_range(InputRange(str(path), path.stat().st_size), ReadOptions())
    return read if half is None else islice(read, half, None, 2)


def loop(path: Path) -> tuple[float, float]:
    """Return the seconds that the plain functions take."""
    watch = Stopwatch()
    count = sum(1 for _ in code_items(items(path), Settings()))
    wall, processor = watch.read()
    print(f"loop: {count} records, {wall:.1f} s, {processor:.1f} s of processor time", flush=True)
    return wall, processor


def half_loop(path: Path, half: int) -> None:
    """Be one of two loops side by side: say when ready, wait for the word, work, say when done."""
    warm_up(Settings())
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in code_items(items(path, half), Settings()):
        pass
    print("done", flush=True)


def two_loops(path: Path) -> float:
    """Return the seconds that two loops take side by side, with half of the records each."""
    command = [sys.executable, __file__, "--input", str(path), "--half"]
    loops = [
        subprocess.Popen([*command, str(half)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for half in (0, 1)
    ]
    heard = [one.stdout.readline() for one in loops if one.stdout]
    watch = Stopwatch()
    for one in loops:
        if one.stdin:
            one.stdin.write("go\n")
            one.stdin.flush()
    heard += [one.stdout.readline() for one in loops if one.stdout]
    wall, _ = watch.read()
    if heard != ["ready\n"] * 2 + ["done\n"] * 2 or any(one.wait() for one in loops):
        raise RuntimeError("a loop of the two failed")
    print(f"two loops side by side: {wall:.1f} s", flush=True)
    return wall


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
    parser.add_argument("--half", type=int, choices=(0, 1), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.half is not None:
        half_loop(options.input, options.half)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        warm_up(Settings())
        path = options.input or Path(folder) / "input.jsonl"
        if options.input is None:
            write_archive(path, options.records)
        plain, ceiling = loop(path), two_loops(path)
        one, two = whole_run(path, 1), whole_run(path, 2)
    ratio, speedup, most = one[0] / plain[0], plain[0] / two[0], plain[0] / ceiling
    print(f"run / loop: {ratio:.2f} (at most {MAX_RATIO}); by processor time {one[1] / plain[1]:.2f}")
    print(f"loop / two loops side by side: {most:.2f}, the most that two processes can reach here")
    print(f"loop / run with 2 processes: {speedup:.2f} (at least {MIN_SPEEDUP}), {speedup / most:.0%} of the most")
    return int(ratio > MAX_RATIO or speedup < MIN_SPEEDUP)


if __name__ == "__main__":
    sys.exit(main())
