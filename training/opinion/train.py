"""Train the packaged second opinion (transforms/extract/opinion).

    python -m training.opinion.train ../shared/training/gmb-train.tsv.gz [--sentences 6000] [--write]

Three sources, all free to use: sentences made from the patterns of ``training/opinion`` (200 a type, 400 that
report nothing), the examples of the frames and the bank of sentences that report nothing, and sentences of the
Groningen Meaning Bank (public domain) with the frames as teacher. Parties are masked. One fifth of the patterns is
kept apart, whole, and so is one fifth of the bank's sentences: figures are on those. Only weights are written.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from schemas.codes.ontology import event_types
from schemas.document import Document
from schemas.records import RawRecord
from schemas.reject import Reject
from transforms.articles import parsed_article
from transforms.clean import clean
from transforms.extract import load_resources
from transforms.extract.actors import actor_context
from transforms.extract.draft import Draft
from transforms.extract.drafting import sentence_drafts
from transforms.extract.opinion.linear import BUCKETS, NONE, rows, softmax
from transforms.extract.opinion.question import question, sides
from transforms.extract.roles.parties import Participants
from transforms.parse.annotate import annotate
from transforms.parse.head.structure import structure
from transforms.parse.language.model import load
from transforms.words.classes import declarations

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TARGET = ROOT / "transforms" / "extract" / "opinion" / "linear.npz"
A_TYPE, NO_TYPE = 200, 400
KEPT = 5
"""Every fifth pattern and sentence is kept apart."""
CHOICE = re.compile(r"\[([^\]]*)\]")
BATCH = 400
EPOCHS, RATE, DECAY = 40, 0.15, 3e-5
SILENT_WEIGHT = 0.15
"""What a sentence counts in which the teacher is silent: it may be one of those that the opinion is for."""


class Item(NamedTuple):
    """One clause: its rows of weights, its type, what it counts, its group, and whether it is kept apart."""

    rows: list[int]
    type: str
    weight: float
    group: str
    kept: bool


def made() -> Iterator[tuple[str, str, bool]]:
    """Yield (type, sentence, kept apart) of the patterns, the same ones every time."""
    chance = random.Random(7)
    fills = {feature: words for _, feature, _, words, _ in declarations("fills", (HERE / "fills.txt").read_text())}
    patterns: dict[str, list[str]] = {}
    kind = ""
    for line in (HERE / "patterns.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.isupper():
            kind = line.strip()
        else:
            patterns.setdefault(kind, []).append(line.strip())
    for kind, lines in patterns.items():
        wanted = NO_TYPE if kind == "NONE" else A_TYPE
        seen: set[str] = set()
        for number, pattern in itertools.cycle(enumerate(lines)):
            if len(seen) >= wanted:
                break
            a, r = chance.sample(fills["party"], 2)
            text = CHOICE.sub(lambda match: chance.choice(match[1].split("|")), pattern)
            text = text.replace("{A}", a, 1).replace("{R}", r).replace("{A}", a)
            style = chance.random()
            if style < 0.2:
                text = f"{chance.choice(fills['before'])}, {text}"
            elif style < 0.45:
                text = f"{text}, {chance.choice(fills['after'])}"
            text = text[0].upper() + text[1:] + "."
            if text not in seen:
                seen.add(text)
                yield ("" if kind == "NONE" else kind), text, number % KEPT == 0


def own() -> Iterator[tuple[str, str, bool]]:
    """Yield the examples of the frames and the sentences that report nothing."""
    for frames in load_resources().frames.frames.values():
        for frame in frames:
            for example in frame.examples:
                yield example.type, example.text, False
    for line in (ROOT / "tests" / "extract" / "negatives.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield "", line, False


def bank(path: Path, count: int) -> list[str]:
    """Return sentences of a file of tokens, one a line, as running text; the same ones every time."""
    found: list[str] = []
    words: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                words.append(line.split("\t")[0])
            elif words:
                text = re.sub(r" ([.,;:?!%)'’]|n't\b|'s\b)", r"\1", " ".join(words)).replace("( ", "(")
                found.append(re.sub(r" 's\b", "'s", text))
                words = []
    random.Random(11).shuffle(found)
    return found[:count]


def documents(texts: list[str]) -> Iterator[tuple[Document, Participants]]:
    """Yield each text annotated, with its participants."""
    resources = load_resources()
    for first in range(0, len(texts), BATCH):
        cleaned = []
        for number, text in enumerate(texts[first : first + BATCH], first):
            record = RawRecord(source_uri="train", source_locator=str(number), format="text", text=text)
            doc = clean(record)
            assert not isinstance(doc, Reject), text
            cleaned.append(doc)
        for doc, document in zip(cleaned, annotate([doc.text for doc in cleaned], load()), strict=True):
            article = parsed_article(doc, structure(doc), document)
            yield document, Participants(document, actor_context(article, resources.actors, ()))


def of_made(sentences: list[tuple[str, str, bool]], group: str) -> Iterator[Item]:
    """Yield the first clause with two parties of every sentence whose type is known."""
    for (kind, _, kept), (document, people) in zip(
        sentences, documents([text for _, text, _ in sentences]), strict=True
    ):
        found = next(clauses_of(document, people), None)
        if found is not None:
            yield Item(found[1], kind, 1.0, group, kept)


def clauses_of(document: Document, people: Participants) -> Iterator[tuple[tuple[int, int], list[int]]]:
    """Yield (sentence, token) and rows of every clause with two parties."""
    for sentence in document.sentences:
        clauses = people.clauses(sentence)
        for token in range(len(sentence)):
            if clauses.is_verb(token) and (parties := sides(clauses.of(token), people)) is not None:
                yield (sentence.index, token), rows(question(clauses.of(token), *parties, people).clues)


def of_bank(texts: list[str]) -> Iterator[Item]:
    """Yield the clauses of the bank with what the frames say of their verb."""
    frames = load_resources().frames
    for number, (document, people) in enumerate(documents(texts)):
        said: dict[tuple[int, int], str] = {}
        for sentence in document.sentences:
            for draft in sentence_drafts(sentence, people, frames):
                if not isinstance(draft, Draft):
                    continue
                for one in draft.mention.chain():
                    if one.predication.pos == "v" and one.type == draft.type:
                        said.setdefault((sentence.index, one.predication.token), draft.type)
        for place, found in clauses_of(document, people):
            kind = said.get(place, "")
            yield Item(found, kind, 1.0 if kind else SILENT_WEIGHT, "bank", number % KEPT == 0)


def fit(items: list[Item], types: list[str]) -> np.ndarray:
    """Return weights, BUCKETS × types, by AdaGrad on the log loss, items in a fixed random order."""
    weights = np.zeros((BUCKETS, len(types)))
    squares = np.full(weights.shape, 1e-6)
    order = random.Random(3)
    column = {name: i for i, name in enumerate(types)}
    for _ in range(EPOCHS):
        for item in order.sample(items, len(items)):
            chances = softmax(weights[item.rows].sum(axis=0))
            chances[column[item.type]] -= 1
            gradient = item.weight * chances
            squares[item.rows] += gradient**2
            weights[item.rows] -= RATE * (gradient / np.sqrt(squares[item.rows]) + DECAY * weights[item.rows])
    return weights


def figures(weights: np.ndarray, items: list[Item], types: list[str], least: float) -> str:
    """Return how many of the items are answered above a probability, and how many of those are right."""
    said = right = 0
    for item in items:
        chances = softmax(weights[item.rows].sum(axis=0))
        best = int(np.argmax(chances))
        if types[best] != NONE and chances[best] >= least:
            said += 1
            right += types[best] == item.type
    return f"{len(items)} clauses, {said} answered above {least}, {right / max(said, 1):.3f} of those right"


def main() -> None:
    """Print the figures on what was kept apart; with ``--write``, replace the packaged weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bank", type=Path)
    parser.add_argument("--sentences", type=int, default=6000)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    types = [NONE, *sorted(event_types())]
    items = [*of_made(list(made()), "patterns"), *of_made(list(own()), "own")]
    items += of_bank(bank(options.bank, options.sentences))
    print({group: sum(item.group == group for item in items) for group in ("patterns", "own", "bank")})
    weights = fit([item for item in items if not item.kept], types)
    for group in ("patterns", "bank"):
        for least in (0.5, 0.8, 0.9):
            print(group, figures(weights, [i for i in items if i.kept and i.group == group], types, least))
    if options.write:
        final = fit(items, types)
        scale = 127 / np.abs(final).max()
        np.savez_compressed(TARGET, weights=np.rint(final * scale).astype(np.int8), scale=scale, types=np.array(types))
        print(f"{TARGET}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
