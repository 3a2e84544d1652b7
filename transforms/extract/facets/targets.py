"""Things attacked: buildings, vehicles, infrastructure and positions in the object slots of an act."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.document import Sentence
from schemas.event import Thing
from transforms.extract.facets.things import bare, target_kind
from transforms.extract.frames.mention import EventMention
from transforms.extract.roles.parties import Participants
from transforms.parse.clause.clause import Clause
from transforms.parse.clause.noun_phrase import core_tokens, of_phrase
from transforms.words.classes import word_class, word_list

OBJECT_SLOTS = ("obj", "on", "against", "at")
PLACE_SLOTS = word_list("place_slot")
PLACING = word_class("placing_act")
"""Acts whose place is what they hit."""
WAYS = word_class("way_noun")
"""Where an act happens rather than what it hits, unless they are its object."""
PARTS = word_class("building_part")
"""Parts of a building: what is hit is the building."""
SHORT = word_class("owned_building")
"""Buildings that only their owner tells apart: the offices of the union."""
DEPTH = 3


def targets(sentence: Sentence, mention: EventMention, participants: Participants) -> tuple[Thing, ...]:
    """Return the things that an act hits, nearest slot first, each with the words that describe it."""
    found: list[Thing] = []
    seen: set[int] = set()
    for one in mention.chain():
        for slot, head in _places(one.predication, undergone=one.frame.operator == "UNDERGO"):
            for token in _heads(sentence, head, participants, 0):
                kind = target_kind(sentence, token)
                if kind is None or token in seen:
                    continue
                if slot != "obj" and one.predication.pos == "v" and sentence.lemmas[token].lower() in WAYS:
                    continue
                seen.add(token)
                span = sentence.span(*_words(sentence, token))
                found.append(Thing(participants.document.text[span.start : span.end], span.start, span.end, kind))
    return tuple(found)


def _places(predication: Clause, *, undergone: bool) -> Iterator[tuple[str, int]]:
    for slot in ("subj", *OBJECT_SLOTS) if undergone else OBJECT_SLOTS:
        for head in predication.get(slot):
            yield slot, head
    if predication.lemma not in PLACING:
        return
    for slot in PLACE_SLOTS:
        for head in predication.get(slot):
            yield slot, head


def _heads(sentence: Sentence, head: int, participants: Participants, depth: int) -> Iterator[int]:
    """Yield the things of a phrase: coordinated ones, wholes of parts, the list after a sum."""
    for token in participants.expand(sentence, head):
        if sentence.lemmas[token].lower() in PARTS and depth < DEPTH:
            for owner in participants.clauses(sentence).of(token).get("obj"):
                yield from _heads(sentence, owner, participants, depth + 1)
            continue
        yield token
        for child in sentence.children[token]:
            if sentence.deps[child] == "appos" and child > token and depth < DEPTH:
                yield from _heads(sentence, child, participants, depth + 1)


def _words(sentence: Sentence, token: int) -> tuple[int, int]:
    first, stop = bare(sentence, token)
    if sentence.lemmas[token].lower() in SHORT and stop - first == 1:
        owner = of_phrase(sentence, token, stop)
        if owner is not None:
            stop = max(stop, core_tokens(sentence, owner)[1])
    return first, stop
