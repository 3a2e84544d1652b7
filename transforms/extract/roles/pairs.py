"""Whom "the two", "both leaders" or "the two sides" are: the two last told to deal with each other."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from schemas.document import Sentence
from schemas.event import Party
from transforms.extract.roles.parties import Participants
from transforms.words.classes import word_class

REACH = 3
"""Sentences back in which the two are looked for."""
TWO = frozenset({"two", "both"})
PARTNERS = ("obj", "with", "iobj", "to", "between")
"""Phrases of a verb in which the second of two stands whose first is its subject."""


def pair(sentence: Sentence, token: int, participants: Participants) -> tuple[Party, ...]:
    """Return the two that a phrase for two stands for, in its own words; nobody where no two were told before.

    "Norway's king and Ghana's president met in Oslo. **The two** discussed fishing."
    """
    if not _for_two(sentence, token):
        return ()
    found = _last_two(sentence, token, participants)
    earlier = participants.document.sentences[max(0, sentence.index - REACH) : sentence.index]
    for before in reversed(earlier):
        if found:
            break
        if before.parsed:
            found = _last_two(before, len(before), participants)
    here = participants.party(sentence, token)
    return tuple(
        msgspec.structs.replace(one, text=here.text, start=here.start, end=here.end, basis="coreference")
        for one in found
    )


def _for_two(sentence: Sentence, token: int) -> bool:
    """Say whether a phrase only counts two people or sides, who are known: it says nothing else of them."""
    children = sentence.children[token]
    if any(sentence.deps[c] not in ("det", "nummod", "det:predet", "advmod", "punct", "case") for c in children):
        return False
    words = {sentence.words[c].lower() for c in children}
    if sentence.words[token].lower() in TWO:
        return bool(words & {"the", "these"}) or sentence.words[token].lower() == "both"
    counted = bool(words & TWO) and (bool(words & {"the", "these"}) or "both" in words)
    return counted and sentence.lemmas[token].lower() in word_class("one_of_two")


def _last_two(sentence: Sentence, end: int, participants: Participants) -> list[Party]:
    """Return the two of the first clause of a sentence, before a token, that has two parties who can deal."""
    for tokens in _twos(sentence, end, participants):
        if len(set(tokens)) > 1:
            return [participants.party(sentence, t) for t in tokens]
    return []


def _twos(sentence: Sentence, end: int, participants: Participants) -> Iterator[tuple[int, int]]:
    """Yield the heads of two parties: two subjects, a subject and whom it deals with, or between whom something is."""
    clauses = participants.clauses(sentence)
    for verb in range(end):
        if not clauses.is_verb(verb):
            between = clauses.of(verb).get("between")[:1] if sentence.upos[verb] == "NOUN" else ()
            sides = _able(sentence, between, participants)  # "talks between the premier and the rebels"
            if len(sides) == 2:
                yield sides[0], sides[1]
            continue
        clause = clauses.of(verb)
        subjects = _able(sentence, clause.get("subj"), participants)
        if len(subjects) == 2:
            yield subjects[0], subjects[1]
        for slot in PARTNERS if len(subjects) == 1 else ():
            others = _able(sentence, clause.get(slot), participants)
            if len(others) == 1:
                yield subjects[0], others[0]


def _able(sentence: Sentence, heads: tuple[int, ...], participants: Participants) -> list[int]:
    """Return who of a phrase has a name, a country or an office, and so may be one of two."""
    found = []
    for head in heads:
        for one in participants.expand(sentence, head):
            party = participants.party(sentence, one) if participants.is_party(sentence, one) else None
            if party is not None and (party.name or party.country or participants.named(party)):
                found.append(one)
    return found
