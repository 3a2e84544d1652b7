"""What Beam costs: ``newsbeam run`` against the same functions in a plain loop, as ratios.

    python benchmarks/run_vs_loop.py [--records 1500] [--input FILE.jsonl] [--repeat 3]

Prints seconds of the loop, of two loops side by side with half of the records each, of the run in memory, and of the
run in two processes (start of the workers included), and the ratios. Each is a process of its own that has loaded
models and resources when its clock starts; they take turns, and the ratio is the median over the repetitions. The two
loops are the most that two processes can reach here: cores of a shared host slow each other. Needs two cores that are
otherwise idle; on a busy machine only the ratio of processor times means something. The archive is made up and without
copies (``archive.py``).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.console import Console

from benchmarks.archive import write_archive
from pipeline.beam.coding import code_items, warm_up
from pipeline.runners.launcher import run
from pipeline.runners.options import RunOptions
from pipeline.sources.base import InputRange, Item, ReadOptions
from pipeline.sources.reading import read_range
from transforms.process import Settings

MAX_RATIO, MIN_SPEEDUP = 1.2, 1.7
MEASURED = {"loop": ("loop",), "two loops": ("even", "odd"), "run": ("run1",), "run, 2 processes": ("run2",)}


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


def loop(path: Path, half: int | None = None) -> None:
    """Put the records through the plain functions."""
    for _ in code_items(items(path, half), Settings()):
        pass


def whole_run(path: Path, processes: int) -> None:
    """Carry out a run, writing and linking included."""
    with tempfile.TemporaryDirectory() as out:
        run(RunOptions(inputs=(str(path),), output=out, processes=processes), Console(quiet=True))


PARTS: dict[str, Callable[[Path], None]] = {
    "loop": loop,
    "even": partial(loop, half=0),
    "odd": partial(loop, half=1),
    "run1": partial(whole_run, processes=1),
    "run2": partial(whole_run, processes=2),
}


def be_part(path: Path, name: str) -> None:
    """Be one of the processes: say when ready, wait for the word, work, and tell both clocks."""
    warm_up(Settings())
    print("ready", flush=True)
    sys.stdin.readline()
    watch = Stopwatch()
    PARTS[name](path)
    print(*watch.read(), flush=True)


def measure(path: Path, *names: str) -> tuple[float, float]:
    """Return the seconds that parts take side by side: on the wall, and of the processor, of all together."""
    command = [sys.executable, __file__, "--input", str(path), "--part"]
    parts = [
        subprocess.Popen([*command, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for name in names
    ]
    for part in parts:
        if part.stdout is None or part.stdout.readline() != "ready\n":
            raise RuntimeError(f"{names} did not start")
    for part in parts:
        if part.stdin:
            part.stdin.write("go\n")
            part.stdin.flush()
    clocks = [tuple(map(float, part.communicate()[0].split())) for part in parts]
    if any(part.returncode for part in parts):
        raise RuntimeError(f"{names} failed")
    return max(wall for wall, _ in clocks), sum(processor for _, processor in clocks)


def main() -> int:
    """Measure and compare; exit code 1 where a ratio is worse than promised."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1500)
    parser.add_argument("--input", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part is not None:
        be_part(options.input, options.part)
        return 0
    seconds: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = options.input or Path(folder) / "input.jsonl"
        if options.input is None:
            write_archive(path, options.records)
        for _ in range(options.repeat):
            for what, names in MEASURED.items():
                wall, processor = measure(path, *names)
                seconds.setdefault(what, []).append((wall, processor))
                print(f"{what}: {wall:.1f} s, {processor:.1f} s of processor time", flush=True)

    def ratio(a: str, b: str, clock: int = 0) -> float:
        return median(one[clock] / other[clock] for one, other in zip(seconds[a], seconds[b], strict=True))

    cost, speedup, most = ratio("run", "loop"), ratio("loop", "run, 2 processes"), ratio("loop", "two loops")
    print(f"run / loop: {cost:.2f} (at most {MAX_RATIO}); by processor time {ratio('run', 'loop', 1):.2f}")
    print(f"loop / two loops side by side: {most:.2f}, the most that two processes can reach here")
    print(f"loop / run with 2 processes: {speedup:.2f} (at least {MIN_SPEEDUP}), {speedup / most:.0%} of the most")
    return int(cost > MAX_RATIO or speedup < MIN_SPEEDUP)


if __name__ == "__main__":
    sys.exit(main())
