"""What is asked and answered: a sentence, its predicate and the parties it joins; a type and its probability."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from transforms.extract.roles.parties import Participants
from transforms.parse.clause.clause import Clause
from transforms.words.classes import classes

PARTY_SLOTS = ("obj", "iobj", "to", "with", "against", "from", "on", "at", "for", "of", "over", "in")
"""Where the other party may stand, the likeliest first."""
NEAR = 6
"""Words to either side of the predicate that are looked at."""
MASK = "PARTY"


class Question(msgspec.Struct, frozen=True):
    """One clause that may report an act; offsets are characters of ``sentence``, half open."""

    sentence: str
    predicate: tuple[int, int]
    actors: tuple[tuple[int, int], ...]
    recipients: tuple[tuple[int, int], ...]
    clues: tuple[str, ...] = ()
    """The predicate's neighbourhood with the parties masked, as the packaged model reads it."""


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


def question(clause: Clause, actors: Sequence[int], recipients: Sequence[int], participants: Participants) -> Question:
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
        clues=tuple(clues(clause, frozenset((*actors, *recipients)), participants)),
    )


def clues(clause: Clause, parties: frozenset[int], participants: Participants) -> Iterator[str]:
    """Yield what is known of a clause: its verb, what fills its slots, and the words around, parties masked."""
    sentence, verb = clause.sentence, clause.lemma
    masked = {token for head in parties for token in sentence.subtree(head)}
    yield f"verb {verb}"
    for particle in sorted(clause.particles):
        yield f"verb {verb} {particle}"
        yield f"particle {particle}"
    yield f"passive {clause.passive}"
    for slot, heads in sorted(clause.slots.items()):
        for head in heads[:2]:
            word = MASK if head in masked else sentence.lemmas[head].lower()
            yield f"{slot} {word}"
            yield f"{verb} {slot} {word}"
            yield f"{verb} {slot}"
            if word != MASK:
                for name in features_of(word):
                    yield f"{slot} @{name}"
                    yield f"{verb} {slot} @{name}"
    for token in range(max(0, clause.token - NEAR), min(len(sentence), clause.token + NEAR + 1)):
        if token == clause.token or sentence.upos[token] in ("PUNCT", "DET", "AUX", "PART"):
            continue
        if token in masked:
            continue
        named = participants.is_name(sentence, token) or sentence.upos[token] in ("PROPN", "NUM")
        word = "NAME" if named else sentence.lemmas[token].lower()
        yield f"{'before' if token < clause.token else 'after'} {word}"
        if not named:
            for feature in features_of(word):
                yield f"near @{feature}"


_INDEX: dict[str, tuple[str, ...]] = {}


def features_of(word: str) -> tuple[str, ...]:
    """Return the classes of objects that a lemma is in, in the order of their files."""
    if not _INDEX:
        found: dict[str, list[str]] = {}
        for name, words in classes().items():
            if name in OBJECT_CLASSES:
                for one in words:
                    found.setdefault(one, []).append(name)
        _INDEX.update({one: tuple(names) for one, names in found.items()})
    return _INDEX.get(word, ())


OBJECT_CLASSES = frozenset(
    "restriction levy funding relief_goods arms force agreement truce law".split()
    + "demand proposal right document information border office custody".split()
    + "captive territory infrastructure relations mission_abroad envoy cultural_goods wealth".split()
    + "proceeding inquiry blame praise honour assembly medium violence".split()
    + "exercise permit journey reprisal wrongdoing reproach reform talks".split()
)
"""Classes whose membership says what an act is about."""
