"""Fit the two confidences of event rows: that the act is reported as real, and that its parties are right.

    python -m training.confidence.rows [--shared ../shared] [--write]

The rows are those of the articles annotated as a whole: ``stories`` among the gold data, and the articles annotated in
``evaluation/gold``. Its scorer says of each row whether it is an act of the article, of its type, and whether actors
and recipients are right; rows of acts that may be coded or not are left out. Weights are fitted by logistic regression;
cross-validation goes by article. The table printed, by genre and by what was said, is that of ``docs/confidence.md``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from evaluation import annotated
from schemas.event import Event
from schemas.records import ParsedArticle, RawRecord
from schemas.reject import Reject
from training.confidence.mentions import fit
from transforms.articles import parsed_article
from transforms.clean import clean
from transforms.coding import annotate_bodies, code_article
from transforms.extract.confidence import row_features
from transforms.extract.veto.topic import topic_of
from transforms.parse.head.structure import structure
from transforms.process import Settings

FOLDS = 5
BATCH = 50
STRENGTH = 10.0
"""L2 penalty on the weights, bias left out; of 3, 6, 10, 20 and 40 within .01 of the best cross-validated loss."""
TARGET = Path("transforms/extract/confidence.json")
BINS = (0.0, 0.4, 0.6, 0.7, 0.8, 0.9, 1.01)
ABOUT = "Logistic weights on rows of articles annotated as a whole, fitted by training/confidence/rows.py."


class Row(NamedTuple):
    """A row with what tells of its act and of its parties, and what a reader found of both."""

    article: str
    genre: str
    act: dict[str, float]
    roles: dict[str, float]
    act_right: bool
    roles_right: bool


class Judged:
    """The rows of one article as the scorer asks for them."""

    def __init__(self, text: str, sentences: Sequence[Any], events: Sequence[Event]) -> None:
        """Turn everything into the plain values of a written dataset."""
        self.row = {"text": text, "sentences": [{"start": s.start, "end": s.end} for s in sentences]}
        self.rows = [
            msgspec.json.decode(msgspec.json.encode(event))
            | {"date_start": event.date_start, "date_end": event.date_end}
            for event in events
        ]

    def article(self, _: str) -> dict[str, Any]:
        """Return the article's row."""
        return self.row

    def events(self, _: object) -> list[dict[str, Any]]:
        """Return the rows of its events."""
        return self.rows


def items(shared: Path) -> list[dict[str, Any]]:
    """Return the annotated articles with their texts."""
    files = sorted((shared / "gold" / "dev" / "stories").glob("stories*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    here = [item for path in annotated.SETS.values() for item in annotated.join(shared, path)]
    return [*map(json.loads, lines), *here]


def parsed(gold: Sequence[dict[str, Any]], settings: Settings) -> Iterator[tuple[dict[str, Any], ParsedArticle]]:
    """Yield annotated articles with their parsed text; those that cleaning rejects are left out."""
    for first in range(0, len(gold), BATCH):
        docs = []
        for number, item in enumerate(gold[first : first + BATCH], first):
            record = RawRecord(
                source_uri="fit", source_locator=str(number), format="jsonl", input_id=str(number),
                text=item.get("text"), html=item.get("html"), title=item.get("title"), date=item.get("published"),
            )  # fmt: skip
            doc = clean(record)
            if not isinstance(doc, Reject):
                docs.append((item, doc, structure(doc)))
        documents = annotate_bodies([(doc, parts) for _, doc, parts in docs], settings)
        for (item, doc, parts), document in zip(docs, documents, strict=True):
            yield item, parsed_article(doc, parts, document)


def rows(gold: Sequence[dict[str, Any]], shared: Path) -> Iterator[Row]:
    """Yield the judged rows of annotated articles, events of every confidence that is written."""
    sys.path.insert(0, str(shared / "eval"))
    from nbeval.stories import Story, located  # noqa: PLC0415 - stands beside the gold data, not in this package

    settings = Settings()
    for item, article in parsed(gold, settings):
        _, found = code_article(article, settings)
        sentences = article.document.sentences
        pairs = list(zip(found.events, found.mentions, strict=True))
        run = Judged(article.clean.text, sentences, found.events)
        topic = topic_of(article.document.text)
        fates = Story(item, *located(item, run)).fates
        for fate, (act, roles) in zip(fates, row_features(pairs, len(sentences), topic), strict=True):
            if not fate.left_out:
                right = bool(fate.act and fate.pair.party)
                yield Row(item["id"], item["genre"], act, roles, bool(fate.act), right)


def crossed(
    found: Sequence[Row], features: Callable[[Row], Mapping[str, float]], label: Callable[[Row], bool]
) -> tuple[dict[str, float], np.ndarray, np.ndarray]:
    """Return weights of all rows, chances said of each row by weights of other articles, and what was so."""
    maps = [features(row) for row in found]
    names = sorted({name for one in maps for name in one})
    matrix = np.array([[one.get(name, 0.0) for name in names] for one in maps])
    labels = np.array([float(label(row)) for row in found])
    penalty = np.array([0.0 if name == "bias" else STRENGTH for name in names])
    fold = np.array([int(hashlib.sha1(row.article.encode(), usedforsecurity=False).hexdigest(), 16) for row in found])
    fold %= FOLDS
    said = np.zeros(len(labels))
    for held in (fold == k for k in range(FOLDS)):
        weights = fit(matrix[~held], labels[~held], penalty, np.ones((~held).sum()))
        said[held] = 1 / (1 + np.exp(-matrix[held] @ weights))
    final = fit(matrix, labels, penalty, np.ones(len(labels)))
    return {n: round(float(w), 3) for n, w in zip(names, final, strict=True)}, said, labels


def table(found: Sequence[Row], said: np.ndarray, so: np.ndarray) -> Iterator[str]:
    """Yield a reliability table in Markdown: by genre and by what was said."""
    yield "| | rows | said | was so | |"
    yield "|--|--|--|--|--|"
    genres = np.array([row.genre for row in found])
    groups = [(genre, genres == genre) for genre in sorted(set(genres))]
    groups += [(f"{low} to {min(high, 1)}", (said >= low) & (said < high)) for low, high in pairwise(BINS)]
    for name, inside in groups:
        if inside.any():
            gap = said[inside].mean() - so[inside].mean()
            yield f"| {name} | {inside.sum()} | {said[inside].mean():.2f} | {so[inside].mean():.2f} | {gap:+.2f} |"


def ranking(said: np.ndarray, so: np.ndarray) -> float:
    """Return the chance that a right row is said to be surer than a wrong one."""
    right, wrong = said[so == 1], said[so == 0]
    return float((right[:, None] > wrong).mean() + 0.5 * (right[:, None] == wrong).mean())


def main() -> None:
    """Print reliability by genre; with ``--write``, replace the packaged weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = list(rows(items(options.shared), options.shared))
    written = json.loads(TARGET.read_text(encoding="utf-8"))
    for name, features, label in (
        ("act", lambda row: row.act, lambda row: row.act_right),
        ("roles", lambda row: row.roles, lambda row: row.roles_right),
    ):
        weights, said, so = crossed(found, features, label)
        written[name] = weights
        print(f"\n{name}: {len(found)} rows, {so.mean():.3f} right, ranks {ranking(said, so):.3f}")
        print("\n".join(table(found, said, so)))
    if options.write:
        written["about"] |= {"act": ABOUT, "roles": ABOUT}
        TARGET.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
