"""Weighing: whether a mention is an act, by what the frames say, what is objected, and what stands around the word.

A linear model of clues, learned from sentences of news in which coders marked every act (``opinion.model``), says how
likely the word tells an act of the type. What the frames read and nothing speaks against stands; what is objected to
has to be likely, and more so where the objection is of a kind that seldom gives way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

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

    def of(self, codes: Collection[str]) -> float:
        """Return how likely a mention has to be to which objections of these codes are raised."""
        if not codes:
            return 0.0
        if not FIRM.isdisjoint(codes):
            return NEVER
        return self.open if OPEN.issuperset(codes) else self.standing


NEEDED = Needed()
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
    finish: Callable[[Draft], Draft],
) -> Draft | Refusal:
    """Return a draft with its probability, or its first objection as the refusal where it is not likely enough.

    ``finish`` makes a draft that is kept complete.
    """
    chances = model.chances(reader.clues(draft.trigger_token, (said_of(draft),)))
    likely = round(float(chances[model.columns[draft.type]]), 4)
    codes = tuple(code for code, _ in draft.objections)
    if likely < needed.of(codes) or (codes and not _public(draft, participants)):
        return refusal(draft, participants, *draft.objections[0])
    kept = replace(finish(draft), opinion=likely)
    return kept.changed(f"weighing/{'+'.join(codes)}", outweighed=codes) if codes else kept


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
