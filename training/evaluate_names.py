"""Scores the names of the whole language layer (model and lists) from raw text: ``python -m training.evaluate_names``.

Exact character spans and labels. Titles and articles at the front of a name count on neither side; places of every
kind are one label. For the conflict reporting set two readings are given: all mentions, most of which are pronouns
and common nouns that no name tagger marks, and mentions that hold a proper noun.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from schemas.document import Document
from training.data import MISSING, TITLES, Sample, _named, read_gmb, read_iob2, read_wikigold
from training.evaluate import f_score, spans_of
from transforms.parse.annotate import annotate
from transforms.parse.model import Model, load

OURS = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "NORP": "NORP"}
RE3D = {"Person": "PERSON", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP"}
_FRONT = TITLES | frozenset("the a an this that these those its his her our their some".split())
Found = set[tuple[int, int, str]]


def read_re3d(path: Path) -> list[Sample]:
    """Read the conflict reporting set with all mentions of the four mapped kinds."""
    records = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
    return [_named("re3d", r["tokens"], r["tags"], RE3D) for r in records]


def gold(sample: Sample, *, names_only: bool = False) -> tuple[Found, list[tuple[int, int]]]:
    """Return the character spans of a sample's names and of its tokens of unknown status."""
    starts, at = [], 0
    for word, space in zip(sample.words, sample.spaces, strict=True):
        starts.append(at)
        at += len(word) + space
    found: Found = set()
    for begin, last, label in spans_of(sample.names or ()):
        first = begin
        while last - first > 1 and sample.words[first].lower() in _FRONT:
            first += 1
        words = sample.words[first:last]
        if names_only and not any(w[:1].isupper() and w.lower() not in PRONOUNS for w in words):
            continue
        if names_only and len(words) == 1 and first == 0 and words[0].lower() in COMMON:
            continue
        found.add((starts[first], starts[last - 1] + len(sample.words[last - 1]), label))
    unknown = [
        (starts[i], starts[i] + len(w)) for i, w in enumerate(sample.words) if (sample.names or ())[i] == MISSING
    ]
    return found, unknown


PRONOUNS = frozenset("i we he she they it our us my his her their you your me him them its".split())
COMMON = frozenset("people civilians militants others everyone someone residents fighters children women men".split())


def guessed(document: Document) -> Found:
    """Return the character spans of a document's names, titles and articles cut."""
    found: Found = set()
    for name in document.entities:
        sentence = document.sentences[name.sentence]
        first = name.first
        while name.last - first > 1 and sentence.words[first].lower() in _FRONT:
            first += 1
        if name.label in OURS:
            found.add((sentence.starts[first], name.end, OURS[name.label]))
    return found


def score(
    model: Model,
    samples: Sequence[Sample],
    labels: frozenset[str],
    *,
    change: Callable[[str], str] | None = None,
    names_only: bool = False,
) -> dict[str, float]:
    """Return the F1 of all and of each label; ``change`` alters the text (case) without moving offsets."""
    right, mine, theirs = Counter[str](), Counter[str](), Counter[str]()
    texts = [change(s.text) if change else s.text for s in samples]
    for sample, document in zip(samples, annotate(texts, model, wants_parse=_never), strict=True):
        wanted, unknown = gold(sample, names_only=names_only)
        wanted = {s for s in wanted if s[2] in labels}
        found = {s for s in guessed(document) if s[2] in labels and not any(s[0] < t and f < s[1] for f, t in unknown)}
        if names_only:
            loose = gold(sample)[0]
            found = {s for s in found if s in wanted or s not in loose}
        for label in ("all", *labels):
            chosen = labels if label == "all" else {label}
            right[label] += sum(s[2] in chosen for s in wanted & found)
            mine[label] += sum(s[2] in chosen for s in found)
            theirs[label] += sum(s[2] in chosen for s in wanted)
    return {k: f_score(right[k], mine[k], theirs[k]) for k in ("all", *sorted(labels))} | {
        "precision": round(100 * right["all"] / max(mine["all"], 1), 2),
        "recall": round(100 * right["all"] / max(theirs["all"], 1), 2),
    }


def _never(_: str) -> bool:
    return False


def report(data: Path, model: Model) -> dict[str, dict[str, float]]:
    """Return the scores of every set."""
    plain, all_ = frozenset({"PERSON", "ORG", "LOC"}), frozenset({"PERSON", "ORG", "LOC", "NORP"})
    uner = read_iob2(data / "uner-ewt-test.iob2.gz")
    gmb = [s for s, _ in read_gmb(data / "gmb-test.tsv.gz")]
    re3d = read_re3d(data / "re3d.jsonl.gz")
    return {
        "uner": score(model, uner, plain),
        "re3d all mentions": score(model, re3d, all_),
        "re3d names": score(model, re3d, all_, names_only=True),
        "gmb": score(model, gmb, all_),
        "gmb upper case": score(model, gmb, all_, change=str.upper),
        "gmb lower case": score(model, gmb, all_, change=str.lower),
        "uner upper case": score(model, uner, plain, change=str.upper),
        "wikigold": score(model, read_wikigold(data / "wikigold.jsonl.gz"), plain),
    }


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model")
    args = parser.parse_args()
    for name, values in report(args.data, load(args.model)).items():
        print(f"{name}: {json.dumps(values)}")


if __name__ == "__main__":
    main()
