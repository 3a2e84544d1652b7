"""Fit how objections to a mention are weighed against what else is told of it.

    python -m training.confidence.weighing [--shared ../shared] [--write]

The mentions are those to which something is objected that may be outweighed, in the articles annotated as a whole that
may be read (``evaluation.folds``) and in the sentences that report nothing (``tests/extract/negatives.txt``). A mention
is an act where an annotated act of its type has its words among its cues, or stands in its sentence, and no row without
weighing tells it; one that a row tells already counts little, as another would only repeat it. Cross-validation goes by
article.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from evaluation.annotated import SETS, join
from evaluation.folds import is_kept
from schemas.records import ParsedArticle
from training.confidence.mentions import fit
from training.confidence.rows import FOLDS, TARGET, Judged, parsed
from transforms.coding import code_article, resolve
from transforms.extract.coder import VETOES, load_resources, mentions, scene_of
from transforms.extract.draft import Draft
from transforms.extract.veto.weighing import ENOUGH, weighed
from transforms.parse.clause.clauses import DocumentClauses
from transforms.process import Settings

STRENGTH = 4.0
"""L2 penalty on the weights, bias left out; 1 to 8 are within two acts found of each other."""
RARE = 6
"""Mentions that a clue has to be true of for a weight of its own."""
REPEATED = 0.4
"""How much a mention counts whose act another mention tells."""
NOTHING = 0.4
"""How much a mention in a sentence of the bank of negatives counts: most are alike, and none is news."""
BANK = Path("tests/extract/negatives.txt")
BANK_GENRE = "bank"


class Mention(NamedTuple):
    """A mention to which something is objected, with what speaks for and against it."""

    article: str
    clues: dict[str, float]
    act: bool
    weight: float


def items(shared: Path) -> list[dict[str, Any]]:
    """Return the annotated articles that may be read, and the sentences of the bank as articles without acts."""
    found = []
    for file in sorted((shared / "gold" / "dev" / "stories").glob("stories*.jsonl")):
        lines = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
        found += [item for item in lines if item.get("text") and not is_kept(item["id"], "stories")]
    for name, path in SETS.items():
        found += [item for item in join(shared, path) if not is_kept(item["id"], name)]
    lines = BANK.read_text(encoding="utf-8").splitlines()
    sentences = (line for line in lines if line and not line.startswith("#"))
    return found + [{"id": f"bank/{line}", "genre": BANK_GENRE, "text": line, "events": []} for line in sentences]


def letters(text: str) -> str:
    """Return letters and digits in lower case: what cues and texts are compared by."""
    return "".join(c.lower() for c in text if c.isalnum())


def objected(item: dict[str, Any], article: ParsedArticle, shared: Path) -> Iterator[Mention]:
    """Yield the mentions of an article to which something is objected; those of acts that may be coded are left out."""
    sys.path.insert(0, str(shared / "eval"))
    from nbeval.stories import Story, located  # noqa: PLC0415 - stands beside the gold data, not in this package

    rows = code_article(article, Settings(), enough=math.inf)[1].events
    run = Judged(article.clean.text, article.document.sentences, rows)
    missed = {event["id"] for event in Story(item, *located(item, run)).missed}
    clauses = DocumentClauses(article.document)
    scene = scene_of(article, resolve(article, clauses), load_resources(), clauses)
    drafts = [found for found in mentions(scene, VETOES) if isinstance(found, Draft)]
    acts = Counter(draft.sentence.index for draft in drafts if not draft.objections)
    for draft in drafts:
        near = _events(draft, item, article)
        events = [event for event in near if event["weight"] != "optional"]
        if not draft.objections or (near and not events):
            continue
        act = any(event["id"] in missed for event in events)
        weight = NOTHING if item["genre"] == BANK_GENRE else REPEATED if events and not act else 1.0
        yield Mention(item["id"], weighed(draft, acts, scene.participants), act, weight)


def _events(draft: Draft, item: dict[str, Any], article: ParsedArticle) -> list[dict[str, Any]]:
    """Return the annotated acts of a draft's type whose cues have its words, else those that its sentence tells."""
    sentence = draft.sentence
    here = letters(article.document.text[sentence.starts[0] : sentence.ends[-1]])
    of_type = [event for event in item["events"] if draft.type in event["types"]]
    span = draft.trigger_span
    words = letters(article.document.text[span.start : span.end])
    named = [event for event in of_type if any(words in letters(cue) for cue in event["cues"] if letters(cue) in here)]
    return named or [event for event in of_type if any(letters(cue) in here for cue in event["cues"])]


def crossed(found: Sequence[Mention]) -> tuple[dict[str, float], np.ndarray]:
    """Return weights of all mentions, and the chances said of each by weights of other articles."""
    common = Counter(name for mention in found for name, value in mention.clues.items() if value)
    names = sorted(name for name, count in common.items() if count >= RARE)
    matrix = np.array([[mention.clues.get(name, 0.0) for name in names] for mention in found])
    labels = np.array([float(mention.act) for mention in found])
    weight = np.array([mention.weight for mention in found])
    penalty = np.array([0.0 if name == "bias" else STRENGTH for name in names])
    digests = [hashlib.sha1(m.article.encode(), usedforsecurity=False).hexdigest() for m in found]
    fold = np.array([int(digest, 16) % FOLDS for digest in digests])
    said = np.zeros(len(found))
    for held in (fold == k for k in range(FOLDS)):
        said[held] = 1 / (1 + np.exp(-matrix[held] @ fit(matrix[~held], labels[~held], penalty, weight[~held])))
    final = fit(matrix, labels, penalty, weight)
    return {name: round(float(value), 3) for name, value in zip(names, final, strict=True)}, said


def main() -> None:
    """Print what would be let through of acts and of others; with ``--write``, replace the packaged weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    texts = parsed(items(options.shared), Settings())
    found = [one for item, article in texts for one in objected(item, article, options.shared)]
    weights, said = crossed(found)
    kinds = {"acts": lambda m: m.act, "told elsewhere": lambda m: m.weight == REPEATED, "bank": _of_bank}
    for name, kind in (*kinds.items(), ("no act", lambda m: not any(one(m) for one in kinds.values()))):
        chosen = np.array([bool(kind(mention)) for mention in found])
        print(f"{name:15} {chosen.sum():4} mentions, {(said[chosen] >= ENOUGH).sum():4} outweighed")
    if options.write:
        written = json.loads(TARGET.read_text(encoding="utf-8"))
        written["weighing"] = weights
        TARGET.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def _of_bank(mention: Mention) -> bool:
    return mention.article.startswith("bank/")


if __name__ == "__main__":
    main()
