"""Confidence: a logistic over what is known about a draft; weights in ``confidence.json``."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files

from transforms.extract.draft import Draft
from transforms.extract.veto.domain import PRIVATE_SECTORS
from transforms.extract.veto.reported import known

CLAIM = 0.8
"""What is known only as the content of an accusation is less sure than the accusation."""
UNSURE = frozenset({"hypothetical", "negated"})


FLOOR = 0.52
"""No event below this confidence is written: of judged events of news articles below 0.6, 5 of 8 were acts of their
type, above 0.7 5 of 6, and from 0.6 on marked actor pairs are lost. It was chosen on the data of the fit."""


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
    mention, sentence, token = draft.mention, draft.sentence, draft.named_token
    found = {
        "bias": 1.0,
        "frame_score": min(mention.score, 4.0),
        "actor": float(bool(mention.actors)),
        "recipient": float(bool(mention.recipients) and not mention.fallback),
        "fallback": float(mention.fallback),
        "weak": float("weak" in mention.frame.flags),
        "strong": float("strong" in mention.frame.flags),
        "noun": float(draft.predicate_pos == "n" and not mention.predication.copula),
        "composed": float(mention.inner is not None),
        "unsure": float(draft.status in UNSURE),
        "claimed": float(draft.claimed),
        "vague_actor": float(bool(draft.actors) and not known(draft.actors)),
        "thing_recipient": float(bool(draft.recipients) and not known(draft.recipients)),
        "public": float(any(p.sector not in PRIVATE_SECTORS for p in (*draft.actors, *draft.recipients))),
        "dated": float(draft.when.basis not in ("none", "publication")),
        "quoted": float(draft.attribution.kind != "reporter"),
        "many": float(draft.predicate_pos == "n" and sentence.xpos[token] == "NNS"),
        "untold": float(not draft.actors and not known(draft.recipients)),
        "resolved_actor": float(any(p.country or p.name for p in draft.actors)),
        "opinion": draft.opinion,
        "resolved_recipient": float(any(p.country or p.name for p in draft.recipients)),
    }
    found[f"type_{draft.type}"] = 1.0
    return found


def confidence(draft: Draft) -> float:
    """Return the probability that the text reports an act of this type (and not talk about one, or another act)."""
    known = weights()
    total = sum(known.get(name, 0.0) * value for name, value in features(draft).items())
    chance = 1.0 / (1.0 + math.exp(-total))
    chance = min(chance, draft.opinion) if draft.opinion else chance
    return round(chance * (CLAIM if draft.claimed else 1.0), 4)
