"""Where the time of an article goes: milliseconds an article and words a second by stage, with shares.

    python benchmarks/stages.py [--input FILE ...] [--repeat 3] [--limit 200]

Counts processor time of one process, after a warm-up batch, so other work on the machine disturbs it little; of the
repetitions the fastest counts. A stage's time is its own: what stages inside it take is theirs.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any, cast

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from spacy.language import Language

from pipeline.beam.coding import BATCH_RECORDS, warm_up
from pipeline.sources.base import InputRange, ReadOptions
from pipeline.sources.reading import read_range
from schemas.records import RawRecord
from transforms import coding, process
from transforms.clean import article
from transforms.parse import annotate as language
from transforms.parse.language import arrays, encoder, greedy
from transforms.parse.language.model import Model
from transforms.parse.names import article_names, coref, entities, gazetteer
from transforms.process import Processed, Settings, process_batch

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "news"
STAGES: tuple[tuple[str, ModuleType | type, str], ...] = (
    ("clean: other", process, "clean"),
    ("clean: characters to text", article, "decode"),
    ("clean: repair", article, "repair"),
    ("clean: language", article, "detect_language"),
    ("structure", process, "structure"),
    ("annotate: sentences", language, "split"),
    ("annotate: gazetteer", language, "gazetteer_spans"),
    ("annotate: tokenize", language, "_pieces"),
    ("annotate: trigger filter", coding, "trigger_filter"),
    ("annotate: tok2vec", encoder.Encoder, "vectors"),
    ("annotate: tagger", arrays.Reader, "tagged"),
    ("annotate: parser", arrays.Reader, "parsed"),
    ("annotate: ner", arrays.Reader, "named"),
    ("annotate: assemble", language, "annotate"),
    ("annotate: entities", gazetteer, "known"),
    ("annotate: entities", gazetteer, "merged"),
    ("annotate: entities", article_names, "is_cased"),
    ("annotate: entities", entities, "combine"),
    ("annotate: entities", article_names, "named"),
    ("annotate: entities", article_names, "with_acronyms"),
    ("annotate: entities", article_names, "consistent"),
    ("annotate: coreference", coref, "antecedents"),
    ("dates", coding, "resolve_dates"),
    ("places", coding, "resolve_places"),
    ("harm", coding, "find_harm"),
    ("extract", coding, "extract"),
    ("rows: entities", coding, "entity_rows"),
    ("rows: article", coding, "article_row"),
)
"""Stage, and the function whose time it is; functions called inside another's are taken out of it."""
CLEANING, LANGUAGE, RESOLVERS, CODING = "clean", "annotate", ("dates", "places", "harm"), ("extract",)
MODEL = frozenset({"tok2vec", "tagger", "parser", "ner"})


class Clock:
    """Gives the processor time between two events to the innermost open stage."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._open = ["other"]
        self._last = time.process_time()

    def _count(self) -> None:
        now = time.process_time()
        self.seconds[self._open[-1]] += now - self._last
        self._last = now

    def enter(self, stage: str) -> None:
        """Open a stage."""
        self._count()
        self._open.append(stage)

    def leave(self) -> None:
        """Close the innermost stage."""
        self._count()
        self._open.pop()

    def restart(self) -> None:
        """Forget what was counted."""
        self._count()
        self.seconds.clear()

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function with its calls counted; what it yields is made within its stage."""

        @wraps(function)
        def call(*args: Any, **options: Any) -> Any:
            self.enter(stage)
            try:
                made = function(*args, **options)
                return iter(list(made)) if isinstance(made, Iterator) else made
            finally:
                self.leave()

        return call


class TimedComponent:
    """A component of the pipeline whose batches are counted."""

    def __init__(self, component: Any, stage: str, clock: Clock) -> None:
        self._component, self._stage, self._clock = component, stage, clock

    def pipe(self, docs: Any, *, batch_size: int) -> list[Any]:
        """Run a batch through the component."""
        self._clock.enter(self._stage)
        try:
            return list(self._component.pipe(docs, batch_size=batch_size))
        finally:
            self._clock.leave()


class TimedPipeline:
    """A spaCy pipeline with counted components; all else is the pipeline's own."""

    def __init__(self, nlp: Any, clock: Clock) -> None:
        self._nlp = nlp
        self.pipeline = [
            (name, part if by_hand(part) else TimedComponent(part, f"annotate: {name}", clock))
            for name, part in nlp.pipeline
        ]

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of the pipeline itself."""
        return getattr(self._nlp, name)


def by_hand(part: Any) -> bool:
    """Say whether the language layer runs a component by its own loop, which is then counted there."""
    return greedy.is_greedy(part) or encoder.encoder(part) is not None


def instrument(clock: Clock) -> None:
    """Put the clock around every stage."""
    for stage, owner, name in STAGES:
        setattr(owner, name, clock.timed(stage, getattr(owner, name)))
    coding.__dict__["annotate"] = language.annotate
    by_steps = greedy.annotate

    def annotate_timed(parser: Any, docs: Sequence[Any]) -> None:
        clock.timed(f"annotate: {parser.name}", by_steps)(parser, docs)

    greedy.__dict__["annotate"] = annotate_timed
    load = coding.load_model

    def load_timed(name: str | None = None) -> Model:
        model = load(name)
        return dataclasses.replace(model, nlp=cast(Language, TimedPipeline(model.nlp, clock)))

    coding.__dict__["load_model"] = load_timed


def read(paths: list[Path], limit: int) -> list[RawRecord]:
    """Return the records of the files."""
    items = (item for path in paths for item in read_range(InputRange(str(path), path.stat().st_size), ReadOptions()))
    return list(islice((item for item in items if isinstance(item, RawRecord)), limit))


def code(records: list[RawRecord]) -> list[Processed]:
    """Return the rows of the records that are articles."""
    results = [
        result
        for low in range(0, len(records), BATCH_RECORDS)
        for result in process_batch(records[low : low + BATCH_RECORDS], settings=Settings())
    ]
    return [result for result in results if isinstance(result, Processed)]


def total(seconds: Mapping[str, float]) -> float:
    """Return the seconds of all stages."""
    return sum(seconds.values())


def report(seconds: Mapping[str, float], articles: int, words: int) -> None:
    """Print the table, the sums of the layers and what the coder takes against the model."""
    everything = total(seconds)
    order = list(dict.fromkeys(stage for stage, _, _ in STAGES))
    order += [stage for stage in seconds if stage not in order]

    def line(name: str, part: float) -> None:
        rate = f"{words / part:>12,.0f}" if part else " " * 12
        print(f"{name:28}{1000 * part / articles:>10.3f}{rate}{100 * part / everything:>8.1f}%")

    print(f"{'stage':28}{'ms/article':>10}{'words/s':>12}{'share':>9}")
    for stage in sorted(order, key=lambda name: (name.split(":")[0] != LANGUAGE, order.index(name))):
        line(stage, seconds.get(stage, 0.0))
    language_layer = sum(part for stage, part in seconds.items() if stage.startswith(LANGUAGE))
    model = sum(part for stage, part in seconds.items() if stage.rpartition(": ")[2] in MODEL)
    coding = sum(seconds.get(stage, 0.0) for stage in CODING)
    line("cleaning", sum(part for stage, part in seconds.items() if stage.startswith(CLEANING)))
    line("language layer", language_layer)
    line("  of it the model", model)
    line("resolvers", sum(seconds.get(stage, 0.0) for stage in RESOLVERS))
    line("all", everything)
    print(f"coding / language layer: {coding / language_layer:.2f}; coding / model: {coding / model:.2f}")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", type=Path, action="append", help="files to read instead of the examples")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--limit", type=int, default=200, help="records")
    options = parser.parse_args()
    records = read(options.input or sorted(EXAMPLES.iterdir()), options.limit)
    warm_up(Settings())
    clock = Clock()
    instrument(clock)
    code(records)
    runs: list[dict[str, float]] = []
    for _ in range(options.repeat):
        clock.restart()
        rows = code(records)
        clock.enter("other")
        clock.leave()
        runs.append(dict(clock.seconds))
    words = sum(row.article.word_count for row in rows)
    sentences = [s for row in rows for s in row.article.sentences]
    print(f"{len(rows)} articles, {words} words, {len(sentences)} sentences; load average {os.getloadavg()[0]:.1f}")
    report(min(runs, key=total), len(rows), words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
