"""The event coder: from a parsed article to its events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.document import Sentence

from transforms.extract.frames import FrameSet
from transforms.extract.readings import Reader, Reading
from transforms.extract.roles import Cast
from transforms.extract.status import status_of

FACTIVE = frozenset({"ACCUSE", "CONDEMN", "INVESTIGATE", "PRAISE", "DENY", "REGRET"})
"""Operators whose inner act is reported too, beside what the operator makes of it."""
HOSTILE = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})


@dataclass(slots=True)
class Draft:
    """An event on its way: a reading with its status; roles are still tokens."""

    sentence: Sentence
    reading: Reading
    type: str
    mode: str | None
    cameo: str | None
    status: str
    confidence: float = 0.0


def drafts(sentence: Sentence, cast: Cast, frames: FrameSet) -> Iterator[Draft]:
    """Yield what the predications of one sentence report."""
    reader = Reader(sentence, cast, frames)
    clauses = reader.clauses
    found: dict[int, Reading] = {}
    for token in range(len(sentence)):
        if not (clauses.is_verb(token) or sentence.upos[token] in ("NOUN", "ADJ", "PROPN")):
            continue
        reading = reader.read(token)
        if reading is not None:
            found[token] = reading
    absorbed: set[int] = set()
    for reading in found.values():
        steps = list(reading.chain())
        for outer, inner in zip(steps, steps[1:], strict=False):
            if outer.frame.operator not in FACTIVE:
                absorbed.add(inner.predication.token)
    for token, reading in found.items():
        if token in absorbed:
            continue
        p = reading.predication
        if p.pos == "n" and not p.copula and "report" not in reading.frame.flags:
            continue
        if p.pos == "a" and not p.copula and not sentence.deps[token] in ("root", "conj", "acl", "advcl", "xcomp", "ccomp", "parataxis"):
            continue
        draft = in_tense(Draft(sentence, reading, reading.type, reading.mode, reading.cameo, status_of(reading, clauses)), frames)
        if draft is not None:
            draft.confidence = score(draft)
            yield draft


def in_tense(draft: Draft, frames: FrameSet) -> Draft | None:
    """Apply the tense rules; None where a refused or unreal act is no event."""
    changed = frames.in_tense(draft.type, draft.mode, draft.status)
    if changed is not None:
        if changed.type == "-":
            return None
        if changed.type != "=":
            draft.type, draft.mode, draft.cameo = changed.type, changed.mode, changed.cameo
            draft.status = "occurred"
    if draft.status == "refused":
        draft.status = "negated"
    return draft


def score(draft: Draft) -> float:
    """Return a provisional confidence."""
    r = draft.reading
    value = 0.45 + 0.05 * min(r.score, 4)
    value += 0.12 * bool(r.actors) + 0.12 * bool(r.recipients and not r.fallback)
    value -= 0.1 * ("weak" in r.frame.flags) + 0.2 * (draft.status in ("negated", "hypothetical"))
    value -= 0.1 * (r.predication.pos == "n" and not r.predication.copula)
    return max(0.05, min(0.95, value))
