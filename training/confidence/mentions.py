"""Fit the weights of how sure the event coder is of one mention.

    python -m training.confidence.mentions ROWS.jsonl [--calibrate] [--write]

Two kinds of rows, mixed at will, each a JSON object with ``text`` (and ``title``, ``date`` where known; they go through
the product as an input of these fields would). A judged article has ``judged``, a list of ``start`` (of the trigger in
the cleaned text), ``type`` and ``right`` as a reader found its event rows; rows that the reader did not judge, or that
are no longer written, are left out. A marked pair has ``marked`` (the text with ``<s>`` and ``<t>`` around source and
target) and ``gold_root``: an event is right if its type is that of the row and it has the source among its actors and
the target among its recipients (or both among the actors); events that touch neither span are left out, nothing is
known about them.

The fit has two steps. First all rows together say what tells a right event from a wrong one; judged events count
``JUDGED_WEIGHT`` times, and the pairs, which are all about an event by construction, get a bias of their own that is
dropped. Then slope and intercept are fitted on the judged events alone, which are what a user sees, so that what is
said is what is so. ``--calibrate`` keeps the packaged weights and does only the second step: what is wanted after
frames have changed, which moves the share of right events more than what tells them apart. Folds go by text. Only
weights come out, no text.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from schemas.event import Event
from schemas.records import RawRecord
from schemas.reject import Reject
from transforms.articles import parsed_article
from transforms.clean import clean
from transforms.coding import annotate_bodies, code_article
from transforms.extract import Coded
from transforms.extract.confidence import weights as weights_of_product
from transforms.extract.draft import Draft
from transforms.parse.head.structure import structure
from transforms.process import Settings

MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
FOLDS = 5
BATCH = 50
JUDGED_WEIGHT = 3
PAIR_BIAS = "_pair"
CLAIMED = -0.6
"""Weight of an act that is only alleged; the rows hold too few to fit it."""
TARGET = Path("transforms/extract/confidence.json")
STRENGTH = 3.0
"""L2 penalty on the weights, bias left out."""
STEPS = 400


class Labelled(NamedTuple):
    """An event with its features, whether it is right, and whether a reader judged it; ``item`` numbers its text."""

    features: dict[str, float]
    right: bool
    judged: bool
    item: int


def spans(marked: str) -> dict[str, tuple[int, int]]:
    """Return the offsets of source and target in the unmarked text."""
    found: dict[str, tuple[int, int]] = {}
    plain, position = 0, 0
    begin: dict[str, int] = {}
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


def rows(path: Path) -> list[Labelled]:
    """Return the events of judged articles and marked pairs with their features and verdicts."""
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Labelled(features, right, "judged" in item, number)
        for number, item, found in coded(items)
        for event, mentions in zip(found.events, found.mentions, strict=True)
        if (features := features_of(event, mentions)) is not None and (right := verdict(event, item)) is not None
    ]


def features_of(event: Event, mentions: Sequence[Draft]) -> dict[str, float] | None:
    """Return the features of the mention that leads an event."""
    found = (dict(d.features) for d in mentions if d.trigger_span.start == event.trigger_start)
    return next(found, None)


def coded(items: list[dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any], Coded]]:
    """Yield number and row of each text and what the product makes of it, events of every confidence included."""
    settings = Settings()
    for first in range(0, len(items), BATCH):
        found = []
        for number, item in enumerate(items[first : first + BATCH], first):
            record = RawRecord(
                source_uri="fit", source_locator=str(number), format="jsonl", input_id=str(number),
                text=item["text"], title=item.get("title"), date=item.get("date"),
            )  # fmt: skip
            doc = clean(record)
            if not isinstance(doc, Reject):
                found.append((number, item, doc, structure(doc)))
        documents = annotate_bodies([(doc, parts) for _, _, doc, parts in found], settings)
        for (number, item, doc, parts), document in zip(found, documents, strict=True):
            yield number, item, code_article(parsed_article(doc, parts, document), settings, floor=0.0)[1]


def verdict(event: Event, item: dict[str, Any]) -> bool | None:
    """Return whether an event is right, None where nothing is known about it."""
    if "judged" in item:
        return judged(event, item["judged"])
    return judge(event, spans(item["marked"]), item["gold_root"])


def judged(event: Event, verdicts: list[dict[str, Any]]) -> bool | None:
    """Return a reader's verdict on an event, None where there is none."""
    found = [v["right"] for v in verdicts if (v["start"], v["type"]) == (event.trigger_start, event.event_type)]
    return bool(found[0]) if found else None


def judge(event: Event, marks: dict[str, tuple[int, int]], gold: str) -> bool | None:
    """Return whether an event is that of a marked pair, None where it touches neither span."""
    source, target = marks.get("s"), marks.get("t")
    everyone = (*event.actors, *event.recipients)
    if not touches(everyone, source) and not touches(everyone, target):
        return None
    pair = touches(event.actors, source) and (target is None or touches(everyone, target))
    return pair and MERGED.get(event.event_type, event.event_type) == MERGED.get(gold, gold)


def fit(matrix: np.ndarray, labels: np.ndarray, penalty: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return logistic weights by Newton steps with an L2 penalty; ``weight`` is how often a row counts."""
    found = np.zeros(matrix.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-matrix @ found))
        gradient = matrix.T @ (weight * (chance - labels)) + penalty * found
        hessian = (matrix * (weight * chance * (1 - chance))[:, None]).T @ matrix + np.diag(penalty + 1e-6)
        step = np.linalg.solve(hessian, gradient)
        found -= step
        if np.abs(step).max() < 1e-8:
            break
    return found


def scaled(matrix: np.ndarray, labels: np.ndarray, judged: np.ndarray, names: list[str]) -> np.ndarray:
    """Return weights fitted on all rows, with slope and intercept of the judged ones."""
    penalty = np.array([0.0 if name in ("bias", PAIR_BIAS) else STRENGTH for name in names])
    weights = fit(matrix, labels, penalty, np.where(judged, JUDGED_WEIGHT, 1.0))
    if not judged.any():
        return weights
    return calibrated(weights, matrix[judged], labels[judged], names)


def calibrated(weights: np.ndarray, matrix: np.ndarray, labels: np.ndarray, names: list[str]) -> np.ndarray:
    """Return weights with slope and intercept fitted on rows; the order of what they say stays."""
    lines = np.column_stack([matrix @ weights, np.ones(len(labels))])
    slope, intercept = fit(lines, labels, np.zeros(2), np.ones(len(labels)))
    changed = weights * slope
    changed[names.index("bias")] += intercept
    return changed


def calibration(chance: np.ndarray, labels: np.ndarray) -> float:
    """Print what was said and what was so in ten bins; return the expected calibration error."""
    error = 0.0
    for low in np.arange(0, 1, 0.1):
        inside = (chance >= low) & (chance < low + 0.1)
        if inside.any():
            said, was = chance[inside].mean(), labels[inside].mean()
            error += inside.mean() * abs(said - was)
            print(f"  said {said:.2f} was {was:.2f} n {inside.sum()}")
    return error


def main() -> None:
    """Print cross-validated loss and calibration; with ``--write``, replace the packaged weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--calibrate", action="store_true", help="fit slope and intercept only")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = rows(options.rows)
    names = sorted({name for row in found for name in row.features})
    if any(not row.judged for row in found):
        names.append(PAIR_BIAS)
    matrix = np.array([[row.features.get(name, 0.0) for name in names] for row in found])
    is_judged = np.array([row.judged for row in found])
    if PAIR_BIAS in names:
        matrix[:, -1] = ~is_judged
    labels = np.array([float(row.right) for row in found])
    fold = np.array([row.item for row in found]) % FOLDS
    packaged = np.array([weights_of_product("mention").get(name, 0.0) for name in names])

    def fitted(chosen: np.ndarray) -> np.ndarray:
        if options.calibrate:
            judged_rows = chosen & is_judged
            return calibrated(packaged, matrix[judged_rows], labels[judged_rows], names)
        return scaled(matrix[chosen], labels[chosen], is_judged[chosen], names)

    chance = np.zeros(len(labels))
    for held in (fold == k for k in range(FOLDS)):
        chance[held] = 1 / (1 + np.exp(-matrix[held] @ fitted(~held)))
    said, so = chance[is_judged].clip(1e-6, 1 - 1e-6), labels[is_judged]
    print(f"{len(so)} judged events, {so.mean():.3f} right; {(~is_judged).sum()} of marked pairs")
    print(f"cross-validated log loss of judged events {-np.mean(so * np.log(said) + (1 - so) * np.log(1 - said)):.4f}")
    print(f"expected calibration error {calibration(said, so):.3f}")
    final = fitted(np.full(len(labels), True))
    by_name = {name: round(float(value), 3) for name, value in zip(names, final, strict=True) if name != PAIR_BIAS}
    if not options.calibrate:
        by_name["claimed"] = CLAIMED
    if options.write:
        written = json.loads(TARGET.read_text(encoding="utf-8")) | {"mention": dict(sorted(by_name.items()))}
        TARGET.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
