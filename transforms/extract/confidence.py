"""Confidence: a logistic over what is known about a draft; weights in ``confidence.json``."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files

from transforms.extract.draft import Draft

CLAIM = 0.8
"""What is known only as the content of an accusation is less sure than the accusation."""
UNSURE = frozenset({"hypothetical", "negated"})


@cache
def weights() -> dict[str, float]:
    """Return the weights by feature; ``bias`` is the intercept."""
    return {
        k: float(v)
        for k, v in json.loads((files("transforms.extract") / "confidence.json").read_text()).items()
        if k != "about"
    }


def features(draft: Draft) -> dict[str, float]:
    """Return the features of a draft, each between 0 and about 4."""
    reading = draft.reading
    found = {
        "bias": 1.0,
        "frame_score": min(reading.score, 4.0),
        "actor": float(bool(reading.actors)),
        "recipient": float(bool(reading.recipients) and not reading.fallback),
        "fallback": float(reading.fallback),
        "weak": float("weak" in reading.frame.flags),
        "strong": float("strong" in reading.frame.flags),
        "noun": float(draft.predicate_pos == "n" and not reading.predication.copula),
        "composed": float(reading.inner is not None),
        "unsure": float(draft.status in UNSURE),
        "claimed": float(draft.claimed),
        "resolved_actor": float(any(p.country or p.name for p in draft.actors)),
        "resolved_recipient": float(any(p.country or p.name for p in draft.recipients)),
    }
    found[f"type_{draft.type}"] = 1.0
    return found


def confidence(draft: Draft) -> float:
    """Return the probability that type, actors and recipients are right."""
    known = weights()
    total = sum(known.get(name, 0.0) * value for name, value in features(draft).items())
    chance = 1.0 / (1.0 + math.exp(-total))
    return round(chance * (CLAIM if draft.claimed else 1.0), 4)
