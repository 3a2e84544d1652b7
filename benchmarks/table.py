"""What newsbeam costs beside its own parts and beside others doing theirs, as ratios of one run on the same texts.

    python -m benchmarks.table [--articles 60] [--repeat 5] [--input FILE.jsonl] [--check]

One row a candidate: processor milliseconds an article (median over the repeats, which take turns, after a warm-up), and
the ratio to full coding. Only the ratios mean anything on a machine that others use. ``--check`` ends with exit code 1
where one is more than a quarter worse than ``benchmarks/ratios.json`` says; ``--write`` writes that file.

The texts are made up (``archive.py``) unless given. ``without triggers`` are sentences of theirs that no act stands in,
put together to articles of the same length. The bare pipeline is the packaged model, run by spaCy itself.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
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
from benchmarks.stages import read
from pipeline.beam.coding import BATCH_RECORDS, code_items
from pipeline.dataset.rows import to_batch, to_builtins
from schemas.records import RawRecord
from transforms.extract.trigger import trigger_filter
from transforms.parse.language.model import PACKAGED
from transforms.parse.language.sentences import split
from transforms.process import Processed, Settings, process_batch

RATIOS = Path(__file__).with_name("ratios.json")
TOLERANCE = 1.25
FULL = "full coding"
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


def candidates(records: Sequence[RawRecord]) -> dict[str, tuple[Callable[[], object], int]]:
    """Return by name what to do and for how many articles that is."""
    texts = [record.text or "" for record in records]
    quiet = without_triggers(records)
    pages = [f"<html><body><article><p>{text}</p></article></body></html>" for text in texts]
    rows = [to_builtins(item.article) for item in batches(records, Settings())]
    nlp = spacy.load(PACKAGED)
    count = len(records)
    found: dict[str, tuple[Callable[[], object], int]] = {
        FULL: (lambda: batches(records, Settings()), count),
        "plain loop, rows checked": (lambda: list(code_items(iter(records), Settings())), count),
        "only articles": (lambda: batches(records, Settings(events=False)), count),
        "floor: rows to Arrow": (lambda: to_batch("articles", rows), count),
        "bare spaCy pipeline": (lambda: list(nlp.pipe(texts)), count),
        "ftfy": (lambda: [ftfy.fix_text(text) for text in texts], count),
        "trafilatura": (lambda: [trafilatura_extract(page, with_metadata=True) for page in pages], count),
        "dateparser search": (
            lambda: [search_dates(text, languages=["en"]) for text in texts[:SHORT_SAMPLE]],
            len(texts[:SHORT_SAMPLE]),
        ),
    }
    if quiet:
        found["full coding, without triggers"] = (lambda: batches(quiet, Settings()), len(quiet))
    return found


def measure(work: dict[str, tuple[Callable[[], object], int]], repeat: int) -> dict[str, float]:
    """Return the median processor seconds an article of each candidate; they take turns."""
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for turn in range(repeat + 1):
        for name, (act, count) in work.items():
            started = time.process_time()
            act()
            if turn:
                seconds[name].append((time.process_time() - started) / count)
    return {name: median(found) for name, found in seconds.items()}


def worse(ratios: dict[str, float], known: dict[str, float]) -> list[str]:
    """Return what has become more than a quarter dearer against full coding, or full coding against the pipeline."""
    return [
        f"{name}: {ratios[name]:.3f} of full coding, was {before:.3f}"
        for name, before in known.items()
        if name in ratios and ratios[name] > TOLERANCE * before
    ]


def own(ratios: dict[str, float]) -> dict[str, float]:
    """Return the ratios that are ours to keep: of our modes to full coding, and of that to the bare pipeline."""
    kept = {name: ratios[name] for name in ("only articles", "full coding, without triggers") if name in ratios}
    return {**kept, f"{FULL} / bare spaCy pipeline": 1 / ratios["bare spaCy pipeline"]}


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
    seconds = measure(candidates(records), options.repeat)
    ratios = {name: value / seconds[FULL] for name, value in seconds.items()}
    words = sum(len((record.text or "").split()) for record in records) / len(records)
    print(f"{len(records)} articles of {words:.0f} words, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'':34}{'ms/article':>12}{'of full':>10}")
    for name, value in seconds.items():
        print(f"{name:34}{1000 * value:>12.2f}{ratios[name]:>10.3f}")
    mine = own(ratios)
    print(f"{FULL} / bare spaCy pipeline: {mine[f'{FULL} / bare spaCy pipeline']:.2f}")
    if options.write:
        RATIOS.write_text(json.dumps({name: round(value, 3) for name, value in mine.items()}, indent=1) + "\n")
    found = worse(mine, json.loads(RATIOS.read_text())) if options.check else []
    for line in found:
        print(f"worse: {line}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
