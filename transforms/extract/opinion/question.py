"""What is asked and answered: a sentence, its predicate and the parties it joins; a type and its probability."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from transforms.extract.roles.parties import Participants
from transforms.parse.clause.clause import Clause

PARTY_SLOTS = ("obj", "iobj", "to", "with", "against", "from", "on", "at", "for", "of", "over", "in")
"""Where the other party may stand, the likeliest first."""


class Question(msgspec.Struct, frozen=True):
    """One clause that may report an act; offsets are characters of ``sentence``, half open."""

    sentence: str
    predicate: tuple[int, int]
    actors: tuple[tuple[int, int], ...]
    recipients: tuple[tuple[int, int], ...]
    clues: tuple[str, ...] = ()
    """What is known of the predicate and its neighbourhood with names masked (``clues.Reader``)."""


class Answer(msgspec.Struct, frozen=True):
    """A PLOVER type, empty where the clause reports no act, and the probability that it is right, 0 to 1."""

    type: str
    probability: float


Opinion = Callable[[Sequence[Question]], Sequence[Answer]]
"""Answers a batch of questions, one answer for each, in their order."""


def joins_two(clause: Clause) -> bool:
    """Say whether somebody may act and another may be the other party; whether they are parties is not looked at."""
    return bool(clause.get("subj")) and not clause.slots.keys().isdisjoint(PARTY_SLOTS)


def sides(clause: Clause, participants: Participants) -> tuple[list[int], list[int]] | None:
    """Return the heads of who acts and of the other party, None where the clause does not join two."""
    sentence = clause.sentence

    def parties(heads: Sequence[int]) -> list[int]:
        return [
            one for head in heads for one in participants.expand(sentence, head) if participants.is_party(sentence, one)
        ]

    actors = parties(clause.get("subj"))
    if not actors:
        return None
    for slot in PARTY_SLOTS:
        heads = clause.get(slot)
        found = [head for head in parties(heads) if head not in actors] if heads else []
        if heads and not found:
            owners = [participants.owner(sentence, head, frozenset(actors)) for head in heads]
            found = [owner for owner in owners if owner is not None and owner not in actors]
        if found:
            return actors, found
    return None


def question(
    clause: Clause,
    actors: Sequence[int],
    recipients: Sequence[int],
    participants: Participants,
    clues: Iterable[str] = (),
) -> Question:
    """Return the question that a clause with its parties asks."""
    sentence = clause.sentence

    def span(head: int) -> tuple[int, int]:
        party = participants.party(sentence, head)
        return party.start - sentence.start, party.end - sentence.start

    token = clause.token
    return Question(
        sentence=participants.document.text[sentence.start : sentence.end],
        predicate=(sentence.starts[token] - sentence.start, sentence.ends[token] - sentence.start),
        actors=tuple(map(span, actors)),
        recipients=tuple(map(span, recipients)),
        clues=tuple(clues),
    )
