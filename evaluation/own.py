"""The product on our own gold sentences (``gold/own.jsonl``), which need nothing from outside the repository."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from schemas.event import Event, Party
from schemas.records import RawRecord
from transforms.process import Processed, Settings, process_batch

GOLD = Path(__file__).parent / "gold" / "own.jsonl"
YIELDING = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
"""Types that coders do not tell apart reliably."""
BATCH = 32
HEADLINE = "type_f1"
VERDICT = ("type", "moded", "mode", "actor", "judged", "recipient")


def digest() -> str:
    """Return a digest of the gold sentences."""
    return hashlib.sha256(GOLD.read_bytes()).hexdigest()[:16]


def items() -> list[dict[str, Any]]:
    """Return the gold sentences with their rows."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def coded(gold: Sequence[dict[str, Any]], settings: Settings) -> list[tuple[Event, ...]]:
    """Return the events of every sentence, each coded as an article of its own."""
    found: list[tuple[Event, ...]] = []
    for first in range(0, len(gold), BATCH):
        records = [
            RawRecord(source_uri="own", source_locator=one["id"], format="jsonl", text=one["text"], date=one["date"])
            for one in gold[first : first + BATCH]
        ]
        for result in process_batch(records, settings=settings):
            found.append(result.events if isinstance(result, Processed) else ())
    return found


def measure(*, errors: int = 0, settings: Settings | None = None) -> dict[str, Any]:
    """Return the report on our own gold: headline, value and metrics, each 0 to 1; print ``errors`` wrong sentences.

    type_f1: events of the right type against expected ones; mode, actor, recipient: share of those that are right;
    row_f1: type, actor and recipient right; silent: share of the sentences without an event that get none.
    """
    gold = items()
    found = coded(gold, settings or Settings())
    expected = sum(len(one["rows"]) for one in gold)
    given = sum(len(events) for events in found)
    counts = dict.fromkeys(("type", "row", "mode", "moded", "actor", "recipient", "judged", "silent", "empty"), 0)
    shown = 0
    for one, events in zip(gold, found, strict=True):
        counts["empty"] += not one["rows"]
        counts["silent"] += not one["rows"] and not events
        wrong = bool(events) and not one["rows"]
        for row in one["rows"]:
            verdict = judged(row, events)
            wrong |= not verdict["row"]
            for name, right in verdict.items():
                counts[name] += right
        if wrong and shown < errors:
            shown += 1
            print(f"  {one['id']} {one['text']} -> {[(e.event_type, e.event_mode) for e in events]}")
    metrics = {
        HEADLINE: f1(counts["type"], given, expected),
        "row_f1": f1(counts["row"], given, expected),
        "mode": counts["mode"] / max(counts["moded"], 1),
        "actor": counts["actor"] / max(counts["type"], 1),
        "recipient": counts["recipient"] / max(counts["judged"], 1),
        "silent": counts["silent"] / max(counts["empty"], 1),
    }
    metrics = {name: round(value, 4) for name, value in metrics.items()}
    return {"headline": HEADLINE, "value": metrics[HEADLINE], "metrics": metrics}


def judged(row: dict[str, Any], events: Sequence[Event]) -> dict[str, bool]:
    """Return what the best fitting event has right of an expected row."""
    fitting = [event for event in events if same_type(event.event_type, row["type"])]
    verdicts = [
        {
            "type": True,
            "moded": row["mode"] is not None,
            "mode": row["mode"] is not None and event.event_mode == row["mode"],
            "actor": holds(event.actors, row["actor"]) if row["actor"] else not event.actors,
            "judged": row["recipient"] is not None,
            "recipient": row["recipient"] is not None and holds((*event.recipients, *event.actors), row["recipient"]),
        }
        for event in fitting
    ]
    best = max(verdicts, key=_right, default=dict.fromkeys(VERDICT, False))
    whole = best["type"] and best["actor"] and (best["recipient"] or not best["judged"])
    return {**best, "row": whole}


def _right(verdict: dict[str, bool]) -> int:
    return sum(verdict.values())


def same_type(first: str, second: str) -> bool:
    """Say whether two types count as one."""
    return YIELDING.get(first, first) == YIELDING.get(second, second)


def holds(parties: Sequence[Party], words: str) -> bool:
    """Say whether one of the parties has the words in it, or is part of them."""
    low = words.lower().removeprefix("the ")
    return any(low in party.text.lower() or party.text.lower().removeprefix("the ") in low for party in parties)


def f1(right: int, given: int, expected: int) -> float:
    """Return the harmonic mean of precision and recall."""
    return 2 * right / (given + expected) if given + expected else 0.0
