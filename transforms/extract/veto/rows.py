"""Whether all mentions of an act together amount to a row: an act, not talk, and sure enough."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.extract.draft import Draft
from transforms.extract.roles.parties import Participants
from transforms.extract.veto.refusal import Refusal, refusal
from transforms.extract.veto.reported import known

UNTOLD = ("none", "publication")
AIMS = ("on", "against", "at")


def unwritten(group: Sequence[Draft], participants: Participants, *, floor: float) -> list[Refusal]:
    """Return a refusal for every mention of an act that amounts to no row, none where it does.

    ``floor``: confidence, 0 to 1, below which no event is written.
    """
    best = max(draft.confidence for draft in group)
    if best < floor:
        return [refusal(draft, participants, "NV401", f"{best:.2f} < {floor:.2f}") for draft in group]
    if all((draft.empty or draft.talk) and not _public(draft) for draft in group):
        return [refusal(draft, participants, "NV402") for draft in group]
    if not tangible(group):
        return [refusal(draft, participants, "NV403") for draft in group]
    return []


def _public(draft: Draft) -> bool:
    """Say whether a protest or riot is told of a day or place: who takes part in one need not be named."""
    if draft.type != "PROTEST":
        return False
    return draft.when.basis not in UNTOLD or (draft.place is not None and draft.place.basis == "clause")


def tangible(group: Sequence[Draft]) -> bool:
    """Say whether a text that tells of violence tells something of it: a day, harm, things hit, means or both sides.

    "The attacks must stop", "they kill our people": what none of that is told of is talk about violence.
    """
    if group[0].type != "ASSAULT":
        return True
    for draft in group:
        if draft.harm or draft.listed_victims or draft.targets or draft.means or draft.when.basis not in UNTOLD:
            return True
        if draft.ascribed and known(draft.actors):
            return True
        verbal = draft.predicate_pos != "n" and (draft.mention.inner is None or aimed(draft))
        if verbal and (known(draft.actors) or known(draft.recipients)):
            return True
        if known(draft.recipients) and draft.mention.frame.operator == "UNDERGO":
            return True
        if known(draft.actors) and (draft.mutual or known(draft.recipients)):
            return True
    return False


def aimed(draft: Draft) -> bool:
    """Say whether an act in a light verb has an aim: "launched attacks on the town"."""
    return any(one.predication.get(slot) for one in draft.mention.chain() for slot in AIMS)
