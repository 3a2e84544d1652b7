"""Sectors: what a party is, where its words tell more than the tables know, or tell it by what it does.

The tables know offices, bodies and nouns for people one by one. A linear model of clues (``opinion.model``), learned
from sentences in which coders gave the parties of every act their sector, reads the words of the phrase together with
what the tables say of it, and with the act, its side and the other side. Bare names of countries and nations keep what
the tables say: who acts for them is not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from schemas.event import Party
from transforms.extract.opinion.clues import classes_of
from transforms.extract.opinion.model import Model
from transforms.extract.roles.parties import Participants
from transforms.extract.roles.phrases import ACTOR, RECIPIENT
from transforms.words.classes import has_any, word_class

RULE = "model/sectors"
LIKELY = 0.85
"""How likely, 0 to 1, a sector has to be that takes the place of another, or of none."""
REST = "CVL"
"""The sector of those of no other: it takes the place of none that the tables tell."""
UNTOLD = frozenset({None, "UNK"})
BARE = frozenset({"GPE", "LOC", "NORP"})
"""Kinds of names that are not looked at where nothing follows them: "Peru", "the Chileans"."""
PERSON = "PERSON"
WORDS = 8
"""Words of a phrase that are looked at."""
OTHERS = 2
"""Parties of the other side that are looked at."""
ARTICLES = frozenset({"the", "a", "an"})
BEFORE_MORE = word_class("clause_preposition")
"""Words before which the head of a phrase stands."""


class Act(msgspec.Struct, frozen=True):
    """What is looked at of the act of a party."""

    type: str
    word: str
    """The lemma that tells it."""
    side: str
    """``actor`` or ``recipient``."""
    others: Sequence[Party]
    """The parties of the other side."""


def label_of(party: Party, participants: Participants) -> str:
    """Return the kind of the name in which the words of a party end, empty where they end in none."""
    return next((e.label for e in participants.names_in(party) if e.end == party.end), "")


def clues(party: Party, act: Act, participants: Participants) -> Iterator[str]:
    """Yield the clues of the sector of a party; names of persons are masked."""
    sector = party.sector or "-"
    label = label_of(party, participants)
    people = [(e.start - party.start, e.end - party.start) for e in participants.persons_in(party)]
    words = [word for word in _words(party.text, people) if word not in ARTICLES]
    head = _head(words)
    yield "bias"
    yield f"is {sector}"
    yield f"is {sector} {label}"
    yield f"label {label}"
    yield f"t {act.type} {act.side}"
    yield f"t {act.type} {act.side} {sector}"
    yield f"l {act.word} {act.side}"
    yield f"l {act.word} {act.side} {sector}"
    yield f"co {party.country is not None} {sector}"
    yield f"ba {party.basis} {sector}"
    yield f"h {head}"
    yield f"h {head} {sector}"
    yield f"h {head} {act.type} {act.side}"
    for word in words[:WORDS]:
        yield f"w {word}"
        yield f"w {word} {sector}"
    if len(words) > 1:
        yield f"ww {' '.join(words[-2:])}"
    for feature in classes_of(head):
        yield f"@ {feature}"
        yield f"@ {feature} {sector}"
    for other in act.others[:OTHERS]:
        yield f"o {act.side} {other.sector} {sector}"
        yield f"o {act.side} {other.sector} {head}"


def _words(text: str, people: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield the words of a phrase in lower case, those of names of persons as one mark."""
    at = 0
    for start, end in (*people, (len(text), len(text))):
        yield from text[at : max(start, at)].lower().split()
        if start < end:
            yield PERSON
        at = max(at, end)


def _head(words: Sequence[str]) -> str:
    """Return the last word before a preposition that counts nobody: "tens of thousands of **farmers** in Peru"."""
    ends = [word for word, after in zip(words, (*words[1:], ""), strict=True) if not after or after in BEFORE_MORE]
    return next(
        (word for word in ends if word != "tens" and not has_any(word, "vague_number", "number")),
        ends[-1] if ends else "",
    )


def sectored(party: Party, act: Act, participants: Participants, model: Model) -> Party:
    """Return a party with the sector that is likely, where the tables know another or none."""
    if label_of(party, participants) in BARE:
        return party
    chances = model.chances(list(clues(party, act, participants)))
    best = int(np.argmax(chances))
    sector = model.types[best] or None
    told = None if party.sector in UNTOLD else party.sector
    if chances[best] < LIKELY or sector == told or (sector == REST and told is not None):
        return party
    others = tuple(one for one in party.secondary_sectors if one != sector)
    return msgspec.structs.replace(party, sector=sector, secondary_sectors=others if sector else ())


def both(
    sides: tuple[Sequence[Party], Sequence[Party]], kind: str, word: str, participants: Participants, model: Model
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Return the actors and recipients of an act of type ``kind``, told by the lemma ``word``, with their sectors."""
    actors, recipients = sides
    acting, acted = Act(kind, word, ACTOR, recipients), Act(kind, word, RECIPIENT, actors)
    return (
        tuple(sectored(party, acting, participants, model) for party in actors),
        tuple(sectored(party, acted, participants, model) for party in recipients),
    )
