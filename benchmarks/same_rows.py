"""Whether a change leaves the rows as they were, byte by byte, and what it does to their cost.

    python -m benchmarks.same_rows [--against main] [--input FILE] [--articles 60] [--repeat 3]

The tree of the revision is checked out beside this one; both code the same texts, in processes of their own that take
turns batch by batch, so that a machine that others use slows both, and write every row as JSON. Prints whether the
files are equal, the first row that is not, and the ratio of processor seconds of every repetition. Exit code 1 where a
row differs. The texts are made up (``archive.py``) unless given.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.archive import write_archive

ROOT = Path(__file__).resolve().parents[1]
BATCH = 16
"""Articles that a tree codes before it is the other's turn."""
PROGRAM = """
import sys, time
from pathlib import Path
import msgspec
from pipeline.beam.coding import warm_up
from pipeline.sources.base import InputRange, ReadOptions
from pipeline.sources.reading import read_range
from schemas.records import RawRecord
from transforms.process import Settings, process_batch
source, target, limit, batch = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
items = read_range(InputRange(source, Path(source).stat().st_size), ReadOptions())
records = [item for item in items if isinstance(item, RawRecord)][:limit]
warm_up(Settings())
print(len(records), flush=True)
rows = {}
for line in sys.stdin:
    low = int(line)
    started = time.process_time()
    rows[low] = process_batch(records[low : low + batch], settings=Settings())
    print(time.process_time() - started, flush=True)
target.write_bytes(b"\\n".join(msgspec.json.encode(row) for low in sorted(rows) for row in rows[low]))
"""


class Coder:
    """A process that codes batches of the texts with one tree, as it is told to."""

    def __init__(self, tree: Path, source: Path, target: Path, limit: int) -> None:
        """Start it; ``records`` is how many texts there are."""
        command = [sys.executable, "-c", PROGRAM, str(source), str(target), str(limit), str(BATCH)]
        environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(tree)}
        self._process = subprocess.Popen(
            command, cwd=tree, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.records = int(self._answer())

    def _answer(self) -> str:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError("a tree did not answer")
        return line

    def code(self, low: int) -> float:
        """Code the batch that begins with an article; return the processor seconds."""
        if self._process.stdin:
            self._process.stdin.write(f"{low}\n")
            self._process.stdin.flush()
        return float(self._answer())

    def finish(self) -> None:
        """Let it write its rows and end."""
        self._process.communicate()


def first_difference(one: bytes, other: bytes) -> str | None:
    """Return the first row that differs, from where it does; None where all are equal."""
    if one == other:
        return None
    for number, (a, b) in enumerate(zip(one.split(b"\n"), other.split(b"\n"), strict=False)):
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            return f"row {number}, byte {at}: {a[at - 60 : at + 60]!r} / {b[at - 60 : at + 60]!r}"
    return "one has more rows"


def main() -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", default="main", help="revision to compare with")
    parser.add_argument("--input", type=Path)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        source, tree = options.input or Path(folder) / "input.jsonl", Path(folder) / "tree"
        if options.input is None:
            write_archive(source, options.articles)
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "-q", "--detach", str(tree), options.against], check=True)
        try:
            here, there = Path(folder) / "here", Path(folder) / "there"
            coders = [
                Coder(ROOT, source.resolve(), here, options.articles),
                Coder(tree, source.resolve(), there, options.articles),
            ]
            for turn in range(options.repeat):
                seconds = [0.0, 0.0]
                for low in range(0, coders[0].records, BATCH):
                    for which in (0, 1) if (low // BATCH + turn) % 2 else (1, 0):
                        seconds[which] += coders[which].code(low)
                ratios.append(seconds[0] / seconds[1])
            for coder in coders:
                coder.finish()
            found = first_difference(here.read_bytes(), there.read_bytes())
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)
    print(found or f"all rows of {options.articles} articles are equal, byte by byte")
    print(f"processor seconds, this tree / {options.against}: {', '.join(f'{r:.3f}' for r in ratios)}")
    print(f"median {median(ratios):.3f}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
