"""Weighing: whether a mention is an act, by what the frames say, what is objected, and what stands around the word.

A linear model of clues, learned from sentences of news in which coders marked every act (``opinion.model``), says how
likely the word tells an act of the type. What the frames read and nothing speaks against stands, unless none of the
words that tell it is at all like one that tells such an act; what is objected to has to be likely, and more so where
the objection is of a kind that seldom gives way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from transforms.extract.draft import Draft
from transforms.extract.opinion.clues import Reader, Said
from transforms.extract.opinion.model import Model
from transforms.extract.roles.parties import Participants
from transforms.extract.veto.domain import among_firms, is_public
from transforms.extract.veto.refusal import Case, Refusal, Veto, refusal

OPEN = frozenset({"NV107", "NV108", "NV207", "NV303", "NV309", "NV312", "NV313", "NV314"})
"""Codes of the objections that give way sooner: of a noun, an act without author, acts between private persons."""

FIRM = frozenset({"NV204", "NV205", "NV206", "NV208", "NV209"})
"""Codes of the objections that never give way: another sense, another domain, of which the model has read little."""


class Needed(NamedTuple):
    """How likely, 0 to 1, a mention has to be an act of its type."""

    open: float = 0.55
    """Where all objections are ``OPEN``."""
    standing: float = 0.75
    """Where another is raised that is not ``FIRM``."""
    unlike: float = 0.005
    """Where none is raised: of the act or what it is made of."""

    def of(self, codes: Collection[str]) -> float:
        """Return how likely a mention has to be to which objections of these codes are raised."""
        if not codes:
            return 0.0
        if not FIRM.isdisjoint(codes):
            return NEVER
        return self.open if OPEN.issuperset(codes) else self.standing


NEEDED = Needed()
DOUBTED = 0.5
"""Probability of the word that heads a mention below which the other words that tell the act are asked."""
AGREED = frozenset({"AGREE", "CONCEDE", "CONSULT", "RETREAT", "SUPPORT"})
"""Types of what is agreed: which of them a treaty, a truce or talks about them are is convention."""
NATIONS = frozenset({"GPE", "NORP"})
NEVER = 2.0
"""More than any probability."""


def judged(case: Case, vetoes: Sequence[Veto]) -> Draft:
    """Return the draft of a case with what is objected to it, up to the first objection that is not ``OPEN``."""
    raised = list(case.draft.objections)
    for veto in vetoes:
        detail = veto.rule(case)
        if detail is not None:
            raised.append((veto.code, detail))
            if veto.code not in OPEN:
                break
    return replace(case.draft, objections=tuple(raised)) if raised else case.draft


def said_of(draft: Draft) -> Said:
    """Return what the frames say of the word that heads a draft."""
    codes = tuple(code for code, _ in draft.objections)
    return Said(draft.type, codes, bool(draft.actors), bool(draft.recipients), draft.status)


def weighed(
    draft: Draft,
    reader: Reader,
    model: Model,
    participants: Participants,
    needed: Needed,
    *,
    said: Mapping[int, tuple[Said, ...]],
    finish: Callable[[Draft], Draft],
) -> Draft | Refusal:
    """Return a draft with its probability, or its first objection as the refusal where it is not likely enough.

    ``said``: what the frames say of words of the sentence, by token. ``finish`` makes a draft that is kept complete.
    """
    opinions = _opinions(draft, reader, model, said)
    likely = round(float(opinions[:, model.columns[draft.type]].max()), 4)
    codes = tuple(code for code, _ in draft.objections)
    if likely < needed.of(codes) or (codes and not _public(draft, participants)):
        return refusal(draft, participants, *draft.objections[0])
    if not codes and not any(one.frame.rule in reader.frames.own for one in draft.mention.chain()):
        heard = _heard(draft, opinions, model)
        if heard < needed.unlike:
            return refusal(draft, participants, "NV319", f"{heard:.4f} < {needed.unlike}")
    kept = replace(finish(draft), opinion=likely)
    return kept.changed(f"weighing/{'+'.join(codes)}", outweighed=codes) if codes else kept


def _opinions(draft: Draft, reader: Reader, model: Model, said: Mapping[int, tuple[Said, ...]]) -> np.ndarray:
    """Return the probabilities of all types, a row for each word that tells the act.

    Of the word that heads the mention, and, where that is doubted, of those it carries.
    """
    heading = model.chances(reader.clues(draft.trigger_token, (said_of(draft),)))
    if heading[model.columns[draft.type]] >= DOUBTED:
        return heading.reshape(1, -1)
    return np.vstack((heading, *(model.chances(reader.clues(t, said.get(t, ()))) for t in carried(draft))))


def _heard(draft: Draft, opinions: np.ndarray, model: Model) -> float:
    """Return how likely the act is at most, or one that it is made of; agreements are akin."""
    types = {draft.type, *(one.type for one in draft.mention.chain() if one.type)}
    if types & AGREED:
        types |= AGREED
    return max(float(opinions[:, model.columns[one]].max()) for one in types if one in model.columns)


def carried(draft: Draft) -> list[int]:
    """Return the other words that tell an act together with the word that heads it, in the order of the sentence.

    What operators hold ("began a **visit**"), objects and what fills the slots of which a frame asks words ("came
    under **fire**").
    """
    found: set[int] = set()
    for one in draft.mention.chain():
        found.add(one.predication.token)
        asked = {c.slot for c in one.frame.when if c.kind == "is"}
        for slot in {"obj", *asked, *one.frame.inner}:
            found.update(one.predication.get(slot))
    return sorted(found - {draft.trigger_token})


def _public(draft: Draft, participants: Participants) -> bool:
    """Say whether an act to which something is objected has to do with public life: by its sides, or a nation named.

    What firms do with each other has not, whatever nation is named beside it.
    """
    if among_firms(draft):
        return False
    if any(is_public(party, participants) for party in (*draft.actors, *draft.recipients)):
        return True
    named = (participants.entity(draft.sentence, token) for token in range(len(draft.sentence)))
    return any(entity is not None and entity.label in NATIONS for entity in named)


def joined(found: Sequence[Draft | Refusal], participants: Participants) -> list[Draft | Refusal]:
    """Return what is weighed in a sentence, where a verb that only carries a noun tells one act with it.

    "The ministers **held talks**": the one is as likely an act as the other, and the noun no other act.
    """
    kept = list(found)
    for place, noun in enumerate(found):
        if isinstance(noun, Draft) and noun.outweighed:
            for other, verb in enumerate(kept):
                if isinstance(verb, Draft) and not verb.outweighed and _carries(verb, noun):
                    kept[other] = replace(verb, opinion=max(noun.opinion, verb.opinion))
                    kept[place] = refusal(noun, participants, *noun.objections[0])
                    break
    return kept


def _carries(verb: Draft, noun: Draft) -> bool:
    """Say whether the noun fills a slot of the verb and both tell acts of one type."""
    slots = verb.mention.predication.slots
    filled = any(noun.trigger_token in heads for heads in slots.values())
    return filled and noun.type == verb.type


def by_token(said: Sequence[tuple[int, Said]]) -> Mapping[int, tuple[Said, ...]]:
    """Return what the frames say of each word of a sentence."""
    found: dict[int, tuple[Said, ...]] = {}
    for token, one in said:
        found[token] = (*found.get(token, ()), one)
    return found
