"""What newsbeam costs beside its own parts and beside others doing theirs, as ratios of one run on the same texts.

    python -m benchmarks.table [--articles 60] [--repeat 5] [--input FILE.jsonl] [--check | --write]

One row a candidate: processor milliseconds an article (median over the repeats, which take turns, after a warm-up), and
the ratio to full coding (median over the turns, so that a machine that slows down from turn to turn slows both). Only
the ratios mean anything on a machine that others use. ``--check`` ends with exit code 1 where one is over a quarter
worse than ``benchmarks/ratios.json`` says, and is so again when measured anew; ``--write`` writes that file. Both
measure only what it holds.

The texts are made up (``archive.py``) unless given. ``without triggers`` are sentences of theirs that no act stands in,
put together to articles of the same length. The bare pipeline is the packaged model, run by spaCy itself. The floor
reads a file of the articles and writes the rows of an earlier turn, with no work between. Below the table stands where
full coding's time goes, from a turn of its own (``stages.py`` has it in full).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import ftfy
import msgspec
import spacy
from dateparser.search import search_dates
from trafilatura import extract as trafilatura_extract

from benchmarks.archive import write_archive
from benchmarks.stages import Clock, code, instrument, read, total
from pipeline.beam.coding import BATCH_RECORDS, code_items, warm_up
from pipeline.dataset.blocks import BlockRef, LinkRows, Packer, Partition, link_rows
from pipeline.dataset.rows import to_batch
from pipeline.dataset.sink import write_shard
from pipeline.sources.base import InputRange, ReadOptions
from pipeline.sources.reading import read_range
from schemas.records import RawRecord
from transforms.extract.trigger import trigger_filter
from transforms.parse.language.model import PACKAGED
from transforms.parse.language.sentences import split
from transforms.process import Processed, Settings, process_batch

RATIOS = Path(__file__).with_name("ratios.json")
TOLERANCE = 1.25
FULL = "full coding"
BARE = "bare spaCy pipeline"
ONLY = "only articles"
QUIET = "full coding, without triggers"
KEPT = (ONLY, QUIET)
"""Ratios to full coding that are ours to keep."""
SHORT_SAMPLE = 10
"""Articles that dateparser gets: it takes as long over one as full coding over twenty."""


def batches(records: Sequence[RawRecord], settings: Settings) -> list[Processed]:
    """Return the articles of the records, coded in batches as a run does."""
    found = []
    for low in range(0, len(records), BATCH_RECORDS):
        found += process_batch(records[low : low + BATCH_RECORDS], settings=settings)
    return [item for item in found if isinstance(item, Processed)]


def without_triggers(records: Sequence[RawRecord]) -> list[RawRecord]:
    """Return articles of the same number and about the same length, of sentences in which no act can stand."""
    sentences = [
        record.text[span.start : span.end]
        for record in records
        if record.text
        for span in split(record.text)[1]
        if not trigger_filter(record.text[span.start : span.end])
    ]
    wanted = sum(len(record.text or "") for record in records) // max(1, len(records))
    made: list[RawRecord] = []
    at = 0
    while sentences and len(made) < len(records):
        lines: list[str] = []
        while sum(map(len, lines)) < wanted:
            lines.append(sentences[at % len(sentences)])
            at += 1
        made.append(msgspec.structs.replace(records[len(made)], text="\n\n".join(lines)))
    return made


def read_and_write(path: Path, results: Sequence[Processed], links: Sequence[LinkRows]) -> int:
    """Read the records of a file, then write results as blocks and as files; return how many files that gives."""
    for _ in read_range(InputRange(str(path), path.stat().st_size), ReadOptions()):
        pass
    with tempfile.TemporaryDirectory() as folder:
        packer = Packer(folder, 1)
        for item, known in zip(results, links, strict=True):
            packer.add(item, known)
        found: dict[Partition, list[BlockRef]] = {}
        for partition, ref in packer.flush()[0]:
            found.setdefault(partition, []).append(ref)
        return len([write_shard(one, 0, refs, stage=folder, run_id="floor") for one, refs in found.items()])


def candidates(records: Sequence[RawRecord], path: Path) -> dict[str, tuple[Callable[[], object], int]]:
    """Return by name what to do and for how many articles that is; ``path``: the file of the records."""
    warm_up(Settings())  # as a process of a run does, before its first record
    texts = [record.text or "" for record in records]
    quiet = without_triggers(records)
    pages = [f"<html><body><article><p>{text}</p></article></body></html>" for text in texts]
    results = batches(records, Settings())
    rows = [item.article for item in results]
    # Without dates a dataset is one file, as in a run that has more than some articles a month.
    undated = [
        msgspec.structs.replace(one, article=msgspec.structs.replace(one.article, published_at=None)) for one in results
    ]
    links = [link_rows(one) for one in undated]
    nlp = spacy.load(PACKAGED)
    count = len(records)
    found: dict[str, tuple[Callable[[], object], int]] = {
        FULL: (lambda: batches(records, Settings()), count),
        "plain loop, rows checked": (lambda: list(code_items(iter(records), Settings())), count),
        ONLY: (lambda: batches(records, Settings(events=False)), count),
        "floor: rows to Arrow": (lambda: to_batch("articles", rows), count),
        "floor: read and write": (lambda: read_and_write(path, undated, links), count),
        BARE: (lambda: list(nlp.pipe(texts)), count),
        "ftfy": (lambda: [ftfy.fix_text(text) for text in texts], count),
        "trafilatura": (lambda: [trafilatura_extract(page, with_metadata=True) for page in pages], count),
        "dateparser search": (
            lambda: [search_dates(text, languages=["en"]) for text in texts[:SHORT_SAMPLE]],
            len(texts[:SHORT_SAMPLE]),
        ),
    }
    if quiet:
        found[QUIET] = (lambda: batches(quiet, Settings()), len(quiet))
    return found


def measure(work: dict[str, tuple[Callable[[], object], int]], repeat: int) -> dict[str, list[float]]:
    """Return the processor seconds an article of each candidate, one figure a turn."""
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for turn in range(repeat + 1):
        for name, (act, count) in work.items():
            started = time.process_time()
            act()
            if turn:
                seconds[name].append((time.process_time() - started) / count)
    return seconds


def to_full(seconds: dict[str, list[float]]) -> dict[str, float]:
    """Return the median over the turns of each candidate's ratio to full coding in the same turn."""
    return {
        name: median(one / full for one, full in zip(found, seconds[FULL], strict=True))
        for name, found in seconds.items()
    }


def shares(records: list[RawRecord]) -> dict[str, float]:
    """Return the share of each layer in full coding, dearest first; what comes later in this process is timed too."""
    clock = Clock()
    instrument(clock)
    code(records)
    clock.restart()
    code(records)
    clock.enter("other")
    clock.leave()
    layers: Counter[str] = Counter()
    for stage, seconds in clock.seconds.items():
        layers[stage.partition(":")[0]] += seconds / total(clock.seconds)
    return dict(layers.most_common())


def worse(ratios: dict[str, float], known: dict[str, float]) -> dict[str, float]:
    """Return the ratios, with what they were, that are more than a quarter dearer."""
    return {name: was for name, was in known.items() if name in ratios and ratios[name] > TOLERANCE * was}


def own(ratios: dict[str, float]) -> dict[str, float]:
    """Return the ratios that are ours to keep: of our modes to full coding, and of that to the bare pipeline."""
    return {name: ratios[name] for name in KEPT if name in ratios} | {f"{FULL} / {BARE}": 1 / ratios[BARE]}


def main() -> int:
    """Measure, print, and compare or write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--input", type=Path)
    parser.add_argument("--check", action="store_true", help="exit code 1 where a ratio is a quarter worse")
    parser.add_argument("--write", action="store_true", help="keep these ratios as what --check compares with")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.input or Path(folder) / "input.jsonl"
        if options.input is None:
            write_archive(path, options.articles)
        records = read([path], options.articles)
        work = candidates(records, path)
        if options.check or options.write:
            work = {name: work[name] for name in (FULL, BARE, *KEPT) if name in work}
        seconds = measure(work, options.repeat)
    ratios = to_full(seconds)
    words = sum(len((record.text or "").split()) for record in records) / len(records)
    print(f"{len(records)} articles of {words:.0f} words, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'':34}{'ms/article':>12}{'of full':>10}")
    for name, value in seconds.items():
        print(f"{name:34}{1000 * median(value):>12.2f}{ratios[name]:>10.3f}")
    mine = own(ratios)
    print(f"{FULL} / {BARE}: {mine[f'{FULL} / {BARE}']:.2f}")
    if not (options.check or options.write):
        for name, share in shares(records).items():
            print(f"  {name:32}{share:>22.1%}")
    if options.write:
        RATIOS.write_text(json.dumps({name: round(value, 3) for name, value in mine.items()}, indent=1) + "\n")
    found = worse(mine, json.loads(RATIOS.read_text())) if options.check else {}
    if found:
        mine = own(to_full(measure(work, options.repeat)))
        found = worse(mine, found)
    for name, was in found.items():
        print(f"worse: {name} is {mine[name]:.3f}, was {was:.3f}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
