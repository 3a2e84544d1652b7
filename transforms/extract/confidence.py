"""Confidence: logistics over what is known of a mention, and of a whole row; weights in ``confidence.json``.

``confidence`` ranks the mentions of one act and keeps the least sure ones from being written. ``rated`` says of each
row of an article how likely it is that the act is reported as real, and how likely it is that its parties are right.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec

from schemas.event import Event, Party
from transforms.calibration import Calibration
from transforms.extract.draft import Draft
from transforms.extract.veto.domain import PRIVATE_SECTORS
from transforms.extract.veto.reported import known
from transforms.extract.veto.topic import Topic

PACKAGED = Calibration()
CLAIM = 0.8
"""What is known only as the content of an accusation is less sure than the accusation."""
UNSURE = frozenset({"hypothetical", "negated"})


FLOOR = 0.52
"""No event below this confidence is written: of judged events of news articles below 0.6, 5 of 8 were acts of their
type, above 0.7 5 of 6, and from 0.6 on marked actor pairs are lost. It was chosen on the data of the fit."""


@cache
def weights(of: str) -> dict[str, float]:
    """Return the weights by feature of ``mention``, ``act`` or ``roles``; ``bias`` is the intercept."""
    found: dict[str, float] = json.loads((files("transforms.extract") / "confidence.json").read_text())[of]
    return found


def chance(of: str, found: Mapping[str, float]) -> float:
    """Return the probability that the weights ``of`` give to features."""
    known = weights(of)
    return 1.0 / (1.0 + math.exp(-sum([known.get(name, 0.0) * value for name, value in found.items() if value])))


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
        "resolved_recipient": float(any(p.country or p.name for p in draft.recipients)),
    }
    found[f"type_{draft.type}"] = 1.0
    return found


def confidence(draft: Draft, found: Mapping[str, float]) -> float:
    """Return how sure a mention is to report an act of its type (and not talk about one, or another act), 0 to 1.

    ``found`` are its features.
    """
    sure = chance("mention", found)
    sure = min(sure, draft.opinion) if draft.silent else sure
    return round(sure * (CLAIM if draft.claimed else 1.0), 4)


KEPT = ("weak", "noun", "composed", "claimed", "vague_actor", "many", "unsure", "frame_score", "fallback")
"""Features of the leading mention that tell of the whole row too."""
MANY = 4
"""Rows of the same type in one article beyond which more say nothing more."""
ODDS = 4.0
"""The greatest log-odds that count."""
ECHOES = 3
"""Further mentions of an act beyond which more say nothing more."""


def act_features(event: Event, lead: Draft, mentions: int, like: int, density: float) -> dict[str, float]:
    """Return what tells whether a row is an act that the article reports, each between 0 and about 4.

    ``mentions``: of the act. ``like``: other rows of its type in the article. ``density``: rows a sentence.
    """
    of_lead = dict(lead.features)
    found = {name: of_lead.get(name, 0.0) for name in KEPT}
    found |= {
        "bias": 1.0,
        "leaning": leaning(lead.opinion),
        "silent": float(lead.silent),
        "outweighed": float(bool(lead.outweighed)),
        "mentions": min(mentions - 1, ECHOES) / ECHOES,
        "like": min(like, MANY) / MANY,
        "density": min(density, 1.0),
        "harm": float(bool(event.victims)),
        "dated": float(event.date_basis not in ("none", "publication")),
        "placed": float(event.place is not None and event.place.basis != "article"),
        "quoted": float(event.attribution.kind != "reporter"),
        "named_actor": _share(event.actors, "name", "country"),
        "named_recipient": _share(event.recipients, "name", "country"),
        "no_actor": float(not event.actors),
        "no_recipient": float(not event.recipients),
        "lead": float(event.sentence_index <= 1),
        f"type_{event.event_type}": 1.0,
    }
    return found


def roles_features(event: Event, lead: Draft, of_act: Mapping[str, float]) -> dict[str, float]:
    """Return what tells whether the parties of a row are right, each between 0 and about 4; ``of_act`` counts too."""
    found = dict(of_act)
    for name, side, sure in zip(("actor", "recipient"), (event.actors, event.recipients), lead.sure_sides, strict=True):
        found |= {
            f"{name}_leaning": leaning(sure),
            f"{name}_one": float(len(side) == 1),
            f"{name}_many": float(len(side) > 2),
            f"{name}_country": _share(side, "country"),
            f"{name}_sector": _share(side, "sector"),
        }
        for basis in ("name", "coreference", "context"):
            found[f"{name}_{basis}"] = sum(p.basis == basis for p in side) / max(len(side), 1)
    return found


def _share(side: Sequence[Party], *fields: str) -> float:
    """Return the share of the parties of a side that have one of the fields."""
    return sum(any(getattr(party, field) for field in fields) for party in side) / max(len(side), 1)


def row_features(
    rows: Sequence[tuple[Event, Sequence[Draft]]], sentences: int, topic: Topic
) -> list[tuple[dict[str, float], dict[str, float]]]:
    """Return for each row of an article about a topic what tells of its act, and of its parties."""
    types = Counter(event.event_type for event, _ in rows)
    found = []
    for event, group in rows:
        lead = lead_of(event, group)
        density = len(rows) / max(sentences, 1)
        act = act_features(event, lead, len(group), types[event.event_type] - 1, density)
        act["elsewhere"] = max(-ODDS, min(ODDS, topic.lean))
        found.append((act, roles_features(event, lead, act)))
    return found


def lead_of(event: Event, group: Sequence[Draft]) -> Draft:
    """Return the mention that leads a row."""
    return next((d for d in group if d.trigger_span.start == event.trigger_start), group[0])


def leaning(likely: float) -> float:
    """Return the log-odds of a probability, between -``ODDS`` and ``ODDS``; 0 where there is none."""
    if not likely:
        return 0.0
    return max(-ODDS, min(ODDS, math.log(likely / (1 - likely)))) if likely < 1 else ODDS


def rated(
    rows: Sequence[tuple[Event, tuple[Draft, ...]]], sentences: int, topic: Topic, calibration: Calibration = PACKAGED
) -> list[tuple[Event, tuple[Draft, ...]]]:
    """Return the rows of an article of ``sentences`` sentences about a topic with their two confidences, calibrated.

    That of a row which only the second opinion gives is never above what the opinion said.
    """
    found = []
    for (event, group), (act, roles) in zip(rows, row_features(rows, sentences, topic), strict=True):
        lead = lead_of(event, group)
        sure = min(calibration.act.of(chance("act", act)), lead.opinion if lead.silent else 1.0)
        right = min(calibration.roles.of(chance("roles", roles)), sure)
        found.append(
            (msgspec.structs.replace(event, confidence=round(sure, 4), confidence_roles=round(right, 4)), group)
        )
    return found
