"""Folds of a gold set: four that may be read while rules are written, and one that may not and decides.

An item belongs to the fold that the SHA-1 of its id gives, modulo five. A run codes the whole set; its output is scored
against the items of the folds read and against those of the fold kept.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

FOLDS = 5
KEPT = 4
"""The fold whose errors nobody reads; floors stand on it."""
ANNOTATED = ("articles", "voa", "wide")
"""Sets annotated in this repository: every second article is not read."""
FOLDED = ("plover", "petrarch", "muc4", "actors", "stories", *ANNOTATED)
"""Sets that are scored by folds: those that the coder's rules are written beside."""


def fold_of(item_id: str, folds: int = FOLDS) -> int:
    """Return the fold of an item, 0 to ``folds`` - 1, from the SHA-1 of its id."""
    return int(hashlib.sha1(item_id.encode("utf-8"), usedforsecurity=False).hexdigest(), 16) % folds


def is_kept(item_id: str, name: str) -> bool:
    """Return whether an item of the set ``name`` is one whose errors nobody reads."""
    return fold_of(item_id, 2) == 1 if name in ANNOTATED else fold_of(item_id) == KEPT


def part(gold: Path, target: Path, name: str, *, kept: bool) -> Path:
    """Write the kept items of a set, or the others, below ``target`` as gold of the same file names.

    ``gold`` is a folder of JSON Lines files or one such file, ``name`` the set's. Returns what a scorer takes as gold.
    """
    target.mkdir(parents=True, exist_ok=True)
    files = [gold] if gold.is_file() else sorted(gold.glob("*.jsonl"))
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        chosen = [line for line in lines if line.strip() and is_kept(json.loads(line)["id"], name) == kept]
        (target / file.name).write_text("".join(line + "\n" for line in chosen), encoding="utf-8")
    return target / gold.name if gold.is_file() else target
