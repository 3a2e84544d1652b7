"""Whom a denial answers: the accuser, told in another clause or sentence, of whose words "the claim" is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemas.event import Party
from transforms.extract.draft import Draft
from transforms.parse.clause.relations import answers_charge
from transforms.words.classes import word_class

REACH = 2
"""Sentences back in which an accusation is looked for."""
UNKNOWN = frozenset({None, "UNK"})


def answered(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts; denials and rejections of claims that name nobody with the accuser whom they answer.

    "Ida Berg accused the council of fraud. It denied **the claim**."
    """
    found: list[Draft] = []
    denied = {(draft.sentence.index, token) for draft in drafts for token in _charge(draft)}
    for draft in drafts:
        accuser = _accuser(draft, drafts) if _answers(draft) else ()
        one = draft.changed("recipients/answered", recipients=accuser, sides=accuser) if accuser else draft
        above = draft.sentence.ancestors(draft.mention.predication.token)
        disputed = draft.claimed and any((draft.sentence.index, token) in denied for token in above)
        found.append(one.changed("disputed/answered", disputed=True) if disputed else one)
    return found


def _answers(draft: Draft) -> bool:
    """Say whether a draft denies something and tells nobody who said it."""
    if draft.type != "REJECT" or draft.sides or not draft.actors:
        return False
    sentence, clause = draft.sentence, draft.mention.predication
    if sentence.lemmas[clause.token].lower() not in word_class("answering_verb"):
        return False
    told = any(sentence.lemmas[t].lower() in word_class("claim_noun") for t in clause.get("obj"))
    return told or any(True for _ in _charge(draft))


def _charge(draft: Draft) -> Iterator[int]:
    """Yield the words above a denial of a whole charge: "accused the army of looting, **which** the army denies"."""
    clause = draft.mention.predication
    for token in clause.get("obj") if draft.type == "REJECT" else ():
        if answers_charge(draft.sentence, token, clause.lemma):
            yield from draft.sentence.ancestors(token)


def _accuser(draft: Draft, drafts: Sequence[Draft]) -> tuple[Party, ...]:
    """Return who made the last accusation before a denial against the denier, or the one beside it."""
    best: tuple[Party, ...] = ()
    near = REACH + 1
    for other in drafts:
        back = draft.sentence.index - other.sentence.index
        if other.type != "ACCUSE" or not 0 <= back < near or not other.actors or other.status == "negated":
            continue
        told = other.sentence.lemmas[other.trigger_token].lower() in word_class("claim_noun")
        if not back and other.trigger_token > draft.trigger_token and not told:
            continue  # what is told behind a denial came after it, but for "Ms Berg's allegations"
        if any(_same(one, mine) for one in other.actors for mine in draft.actors):
            continue
        against = [one for one in (*other.sides, *other.recipients) if one.country or one.sector not in UNKNOWN]
        if against and not any(_same(one, mine) for one in against for mine in draft.actors):
            continue
        best, near = other.actors, back + 1
    return best


def _same(one: Party, other: Party) -> bool:
    """Say whether two parties may be one: by name, or by country and sector."""
    if one.name and other.name:
        return one.name == other.name
    return (one.country, one.sector) == (other.country, other.sector)
