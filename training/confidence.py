"""Fit the weights of the event coder's confidence.

    python -m training.confidence ROWS.jsonl [--write]

Two kinds of rows, mixed at will. A marked pair has ``text``, ``marked`` (the text with ``<s>`` and ``<t>`` around
source and target) and ``gold_root``: an event is right if its type is that of the row and it has the source among its
actors and the target among its recipients (or both among the actors); events that touch neither span are left out,
nothing is known about them. A judged article has ``text`` and ``judged``, a list of ``start`` (of the trigger),
``type`` and ``right`` as a reader found the events. Judged events count ``JUDGED_WEIGHT`` times, and the pairs, which
are all about an event by construction, get a bias of their own that is dropped. Only weights come out, no text.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np

from schemas.event import Event
from schemas.records import CleanDoc, ParsedArticle, RawRecord, Resolved
from transforms.extract import coder, load_resources
from transforms.extract.confidence import features
from transforms.extract.draft import Draft
from transforms.parse.annotate import annotate
from transforms.parse.model import load
from transforms.resolve.harm import find_harm

MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
FOLDS = 5
JUDGED_WEIGHT = 3
PAIR_BIAS = "_pair"
CLAIMED = -0.6
"""Weight of an act that is only alleged; the rows hold too few to fit it."""
TARGET = Path("transforms/extract/confidence.json")
STRENGTH = 3.0
"""L2 penalty on the weights, bias left out."""
STEPS = 400


def spans(marked: str) -> dict[str, tuple[int, int]]:
    """Return the offsets of source and target in the unmarked text."""
    found: dict[str, tuple[int, int]] = {}
    plain, position, begin = 0, 0, {}
    for tag in re.finditer(r"<(/?)([st])>", marked):
        plain += tag.start() - position
        position = tag.end()
        if tag.group(1):
            found.setdefault(tag.group(2), (begin.get(tag.group(2), plain), plain))
        else:
            begin[tag.group(2)] = plain
    return found


def touches(parties: tuple, span: tuple[int, int] | None) -> bool:
    """Say whether a party overlaps a span."""
    return span is not None and any(p.start < span[1] and span[0] < p.end for p in parties)


def rows(path: Path) -> tuple[list[dict[str, float]], list[float]]:
    """Return features and labels of the events of the marked sentences."""
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    documents = annotate([item["text"] for item in items], load())
    seen: dict[tuple[int, str], dict[str, float]] = {}
    original = coder.confidence

    def recording(draft: Draft) -> float:
        seen[draft.trigger_span.start, draft.type] = features(draft)
        return original(draft)

    coder.confidence = recording
    found, labels = [], []
    for item, document in zip(items, documents, strict=True):
        seen.clear()
        record = RawRecord(source_uri="fit", source_locator="0", format="text", text=item["text"])
        article = ParsedArticle(clean=CleanDoc(record=record, text=item["text"]), document=document)
        events = coder.extract(article, Resolved(harm=find_harm(document)), "fit", resources=load_resources())
        for event in events:
            known = seen.get((event.trigger_start, event.event_type))
            label = (
                judged(event, item["judged"])
                if "judged" in item
                else judge(event, spans(item["marked"]), item["gold_root"])
            )
            if known is None or label is None:
                continue
            copies = JUDGED_WEIGHT if "judged" in item else 1
            found += [known if "judged" in item else {**known, PAIR_BIAS: 1.0}] * copies
            labels += [float(label)] * copies
    coder.confidence = original
    return found, labels


def judged(event: Event, verdicts: list[dict]) -> bool | None:
    """Return a reader's verdict on an event, None where there is none."""
    found = [v["right"] for v in verdicts if (v["start"], v["type"]) == (event.trigger_start, event.event_type)]
    return bool(found[0]) if found else None


def judge(event: Event, marks: dict[str, tuple[int, int]], gold: str) -> bool | None:
    """Return whether an event is right, None where nothing is known about it."""
    source, target = marks.get("s"), marks.get("t")
    everyone = (*event.actors, *event.recipients)
    if not touches(everyone, source) and not touches(everyone, target):
        return None
    pair = touches(event.actors, source) and (target is None or touches(everyone, target))
    return pair and MERGED.get(event.event_type, event.event_type) == MERGED.get(gold, gold)


def fit(matrix: np.ndarray, labels: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    """Return logistic weights by Newton steps with an L2 penalty."""
    weights = np.zeros(matrix.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        gradient = matrix.T @ (chance - labels) + penalty * weights
        hessian = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + np.diag(penalty + 1e-6)
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def main() -> None:
    """Print cross-validated loss and calibration; with ``--write``, replace the packaged weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found, answers = rows(options.rows)
    names = sorted({name for row in found for name in row})
    matrix = np.array([[row.get(name, 0.0) for name in names] for row in found])
    labels = np.array(answers)
    penalty = np.array([0.0 if name in ("bias", PAIR_BIAS) else STRENGTH for name in names])
    chance = np.zeros(len(labels))
    for fold in range(FOLDS):
        held = np.arange(len(labels)) * FOLDS // len(labels) == fold
        chance[held] = 1 / (1 + np.exp(-matrix[held] @ fit(matrix[~held], labels[~held], penalty)))
    chance = chance.clip(1e-6, 1 - 1e-6)
    loss = -np.mean(labels * np.log(chance) + (1 - labels) * np.log(1 - chance))
    print(f"{len(labels)} weighted events, {labels.mean():.3f} right; cross-validated log loss {loss:.4f}")
    for low in np.arange(0, 1, 0.1):
        inside = (chance >= low) & (chance < low + 0.1)
        if inside.sum():
            print(f"  said {chance[inside].mean():.2f} was {labels[inside].mean():.2f} n {inside.sum()}")
    fitted = {name: round(float(value), 3) for name, value in zip(names, fit(matrix, labels, penalty), strict=True)}
    weights = {name: value for name, value in fitted.items() if name != PAIR_BIAS} | {"claimed": CLAIMED}
    if options.write:
        about = json.loads(TARGET.read_text(encoding="utf-8"))["about"]
        TARGET.write_text(
            json.dumps({"about": about, **dict(sorted(weights.items()))}, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
