"""A million different articles through a whole local run: what is lost, and what an article costs as they grow.

    python -m benchmarks.million --seeds FILE.jsonl ... --folder DIR [--articles 1000000] [--processes 2] [--only]

Writes ``--articles`` articles below ``--folder``, made of those of the seeds, runs them there, validates the dataset,
and prints one line of JSON: rows in and out, processor time, the rate of the first and the last tenth of the records,
and the most memory that a process held. Without ``--only`` a stand-in codes: one event for every ``X attacked Y``, no
language model and no cleaning, so that what is measured is the pipeline around them: reading, packing, linking,
writing, committing. With it nothing stands in: ``--only articles`` as a user runs it.

An article takes the words of a seed in turn; of its longer words and of its numbers three in four are others of the
seeds, so that two articles of one seed share hardly a run of five words. One in fifty is the article before it with
few words changed, as copies are. ``attacked`` stands in none but in the sentences that are put in, up to four an
article. The same numbers give the same articles.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")

import msgspec
import numpy as np

if TYPE_CHECKING:
    from schemas.records import RawRecord
    from schemas.reject import Reject
    from transforms.process import Processed, Settings

ROOT = Path(__file__).resolve().parents[1]
STAND_IN = ROOT / "tests" / "pipeline"
A_FILE = 50_000
"""Articles of an input file."""
FIRST_DAY, DAYS = datetime.date(2019, 1, 1), 1826
UNDATED, COPIED = 20, 50
"""One article in so many has no date, or is a copy."""
CHANGED, CHANGED_IN_COPY = 0.75, 0.02
"""Shares of the longer words that are others."""
LONGER = 4
"""Letters from which a word is changed."""
TOKEN = re.compile(r"(\W*)(\w+)(\W*)")
NOTED = 500
"""Records after which a worker notes how long it took."""
LOOK = 0.5
"""Seconds between two looks at the memory of the processes."""


class Seeds(NamedTuple):
    """The words of all seeds after one another, each with the marks before and behind it."""

    before: list[str]
    word: list[str]
    behind: list[str]
    ends: list[tuple[int, int]]
    """First word of each seed, and the word behind its last."""
    kind: np.ndarray
    """0: stays, 1: in small letters, 2: with a capital, 3: a number."""
    pools: list[np.ndarray]
    """Of each kind the words that may take another's place."""


def read_seeds(paths: Sequence[Path]) -> Seeds:
    """Return the words of the articles in some files."""
    before: list[str] = []
    word: list[str] = []
    behind: list[str] = []
    ends: list[tuple[int, int]] = []
    for path in paths:
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            text = re.sub(r"\battacked\b", "met", row.get("text") or row.get("body") or "")
            found = TOKEN.findall(text)
            if len(found) >= LONGER:
                ends.append((len(word), len(word) + len(found)))
                for left, core, right in found:
                    before.append(left)
                    word.append(core)
                    behind.append(right)
    kind = np.array([kind_of(one) for one in word], np.int8)
    return Seeds(before, word, behind, ends, kind, [np.flatnonzero(kind == number) for number in range(4)])


def kind_of(word: str) -> int:
    """Return the kind of a word."""
    if word.isdigit():
        return 3
    if len(word) < LONGER:
        return 0
    return 2 if word[0].isupper() else 1


def changed(seeds: Seeds, places: np.ndarray, share: float, draw: np.random.Generator) -> np.ndarray:
    """Return the words that stand at some places, a share of them others of their kind."""
    kind = seeds.kind[places % len(seeds.kind)]
    taken: np.ndarray = places.copy()
    chosen = draw.random(len(places)) < share
    for number in (1, 2, 3):
        here = chosen & (kind == number)
        taken[here] = draw.choice(seeds.pools[number], int(here.sum()))
    return taken


def articles(seeds: Seeds, count: int) -> Iterator[dict[str, str]]:
    """Yield articles with their number and, mostly, their date."""
    low = high = 0
    words = np.empty(0, np.int64)
    day = FIRST_DAY
    fights: list[str] = []
    for number in range(count):
        draw = np.random.default_rng(number)
        if number % COPIED == COPIED - 1:
            words = changed(seeds, words, CHANGED_IN_COPY, draw)
            day += datetime.timedelta(days=1)
        else:
            low, high = seeds.ends[number % len(seeds.ends)]
            words = changed(seeds, np.arange(low, high), CHANGED, draw)
            day = FIRST_DAY + datetime.timedelta(days=int(draw.integers(DAYS)))
            names = [seeds.word[at] for at in draw.choice(seeds.pools[2], 3 * int(draw.integers(5))).tolist()]
            fights = [f"{names[at]} attacked {names[at + 1]} near {names[at + 2]}." for at in range(0, len(names), 3)]
        pieces = zip(seeds.before[low:high], words.tolist(), seeds.behind[low:high], strict=True)
        text = "".join(left + seeds.word[at] + right for left, at, right in pieces)
        row = {"id": str(number), "text": "\n\n".join([text.strip(), *fights])}
        if number % UNDATED:
            row["date"] = day.isoformat()
        yield row


def write_articles(folder: Path, seeds: Seeds, count: int) -> None:
    """Write articles as JSON Lines in files of a folder."""
    folder.mkdir(parents=True)
    out = None
    for number, row in enumerate(articles(seeds, count)):
        if number % A_FILE == 0:
            if out is not None:
                out.close()
            out = (folder / f"{number // A_FILE:04d}.jsonl").open("w", encoding="utf-8")
        if out is not None:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    if out is not None:
        out.close()


class Note(msgspec.Struct, array_like=True):
    """What a worker had done at some time: records, and seconds of processor time."""

    clock: float
    process: int
    records: int
    seconds: float


def be_run(options: argparse.Namespace) -> None:
    """Be the run: ``newsbeam run`` with what codes replaced, or with what codes watched."""
    sys.path.insert(0, str(STAND_IN))
    import standin_coder  # noqa: PLC0415 - of the tests, which are no package

    from pipeline.beam import coding  # noqa: PLC0415 - the launching process shall stay small
    from pipeline.cli.app import main as command  # noqa: PLC0415
    from schemas.records import CleanDoc  # noqa: PLC0415

    names = vars(coding)
    real: Callable[..., list[Processed | Reject]] = names["process_batch"]
    notes, done, noted = options.folder / "notes", 0, 0
    notes.mkdir()

    def watched(records: Sequence[RawRecord], *, settings: Settings) -> list[Processed | Reject]:
        nonlocal done, noted
        if options.only:
            results = real(records, settings=settings)
        else:
            results = [
                standin_coder.processed(
                    CleanDoc(
                        record,
                        " ".join((record.text or "").split()),
                        published=record.date,
                        published_basis="field" if record.date else "none",
                        language="en",
                        language_score=1.0,
                    ),
                    settings,
                )
                for record in records
            ]
        done += len(records)
        if done - noted >= NOTED:
            noted = done
            note = Note(time.time(), os.getpid(), done, time.process_time())
            with (notes / f"{os.getpid()}").open("ab") as file:
                file.write(msgspec.json.encode(note) + b"\n")
        return results

    names["process_batch"] = watched
    sys.argv = ["newsbeam", "run", "--input", str(options.folder / "input"), "--output", str(options.folder / "out")]
    sys.argv += ["--processes", str(options.processes), "--quiet", *(["--only", "articles"] if options.only else [])]
    command()


def tenths(folder: Path) -> tuple[float, float]:
    """Return processor milliseconds a record of the first and of the last tenth of what the workers noted."""
    steps = []
    for path in folder.iterdir():
        notes = [msgspec.json.decode(line, type=Note) for line in path.read_bytes().splitlines()]
        steps += [(b.clock, b.records - a.records, b.seconds - a.seconds) for a, b in pairwise(notes)]
    steps.sort()
    few = max(1, len(steps) // 10)
    shares = [steps[:few], steps[-few:]]
    first, last = (1000 * sum(s for *_, s in share) / max(1, sum(n for _, n, _ in share)) for share in shares)
    return first, last


def descendants(process: int) -> list[int]:
    """Return a process and those that it started."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(path.name))
    found, todo = [], [process]
    while todo:
        found.append(todo.pop())
        todo += parents.get(found[-1], [])
    return found


def resident(process: int) -> tuple[int, int]:
    """Return the bytes that a process holds, and those that it held at most; 0 where it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0, 0
    now, most = (re.search(rf"{name}:\s+(\d+) kB", status) for name in ("VmRSS", "VmHWM"))
    return (int(now[1]) << 10 if now else 0, int(most[1]) << 10 if most else 0)


def watch(command: Sequence[str]) -> dict[str, float]:
    """Run a command; return its seconds and the memory of its processes in MB."""
    began, before = time.time(), os.times()
    job = subprocess.Popen(command, cwd=ROOT)
    launcher, worker = 0, 0
    while job.poll() is None:
        launcher = max(launcher, resident(job.pid)[1])
        worker = max([worker, *(resident(child)[1] for child in descendants(job.pid)[1:])])
        time.sleep(LOOK)
    if job.returncode:
        raise SystemExit(f"{command[3:]} ended with {job.returncode}")
    after = os.times()
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    return {
        "clock_s": round(time.time() - began, 1),
        "processor_s": round(seconds, 1),
        "launcher_mb": launcher >> 20,
        "worker_mb": worker >> 20,
    }


def rows_of(output: Path) -> dict[str, int]:
    """Return what the manifest of the one run says was read and written."""
    from pipeline.dataset.manifest import read_manifests  # noqa: PLC0415 - Beam, which the rest does without

    [manifest] = read_manifests(str(output))
    sums = manifest.accounting
    return {
        "read": sums.records_read,
        "articles": sums.articles_written,
        "events": sums.events_written,
        "rejected": sums.rejected,
        "copies": sum(sums.duplicates.values()),
        "files": len(manifest.files),
        "output_mb": sum(fact.bytes for fact in manifest.files) >> 20,
    }


def main() -> int:
    """Write, run, validate, print; exit code 1 where something is lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=Path, nargs="*", default=[])
    parser.add_argument("--folder", type=Path, required=True, help="is made, and stays; what is below input is taken")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", action="store_true", help="clean articles, without a stand-in")
    parser.add_argument("--part", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        be_run(options)
        return 0
    folder: Path = options.folder
    if not (folder / "input").exists():
        write_articles(folder / "input", read_seeds(options.seeds), options.articles)
    expected = sum(path.read_bytes().count(b" attacked ") for path in (folder / "input").iterdir())
    size = sum(path.stat().st_size for path in (folder / "input").iterdir())
    own = [sys.executable, "-m", "benchmarks.million", "--part", "--folder", str(folder)]
    own += ["--processes", str(options.processes), *(["--only"] if options.only else [])]
    run = watch(own)
    first, last = tenths(folder / "notes")
    checked = watch([sys.executable, "-m", "pipeline", "validate", str(folder / "out")])
    rows = rows_of(folder / "out")
    lost = rows["read"] != options.articles or rows["articles"] + rows["rejected"] != options.articles
    lost = lost or (not options.only and rows["events"] != expected)
    facts = {
        "input_mb": size >> 20,
        **rows,
        **run,
        "ms_an_article": round(1000 * run["processor_s"] / options.articles, 2),
        "first_tenth_ms": round(first, 2),
        "last_tenth_ms": round(last, 2),
        "validate_s": checked["processor_s"],
        "validate_mb": checked["launcher_mb"],
        "lost": lost,
    }
    print(json.dumps(facts))
    shutil.rmtree(folder / "notes")
    return int(lost)


if __name__ == "__main__":
    sys.exit(main())
