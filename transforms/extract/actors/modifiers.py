"""Codes a country or people before a noun: whose air force, police raid or oil it is."""

from __future__ import annotations

import msgspec

from schemas.document import Sentence
from transforms.extract.actors.context import ActorContext
from transforms.extract.actors.lexicon.entries import noun_classes
from transforms.extract.actors.lexicon.words import fold
from transforms.extract.actors.mentions import words_between
from transforms.extract.actors.phrase import Coding, Phrase, code
from transforms.words.classes import word_class

MODIFYING = frozenset({"people", "country", "capital"})
SERVICES = frozenset({"MIL", "COP", "SPY", "GOV"})
SERVICE_WORDS = 2
"""Words of a service between a country and what it does: "a Syrian air force onslaught"."""
STATE_ARMS = word_class("state_arms")
"""Arms and attacks that only a state's military has."""
INVADING = word_class("invading_noun")
STRIKES = word_class("strike_noun")
STRIKERS = frozenset("air aerial drone missile artillery naval tank helicopter".split())
"""Words that make an attack one of a military."""


def modifier(sentence: Sentence, head: int, coding: Coding, context: ActorContext) -> Coding:
    """Return the coding of a country or people before a noun: the military where its arms act ("Israeli airstrike").

    An adjective alone names no people ("Iranian oil").
    """
    noun = sentence.heads[head]
    word = fold(sentence.words[noun])
    agent = context.actors.agents.get(word)
    if word in INVADING and sentence.upos[head] == "PROPN" and sentence.deps[head] == "compound":
        return coding  # whom it is done to: "the Iraq invasion"
    arms = word in STATE_ARMS or (agent is not None and agent.sector == "MIL" and agent.noun_class == "armed")
    if word in STRIKES:
        before = [c for c in sentence.children[noun] if head < c < noun]
        arms = any(fold(sentence.words[c]) in STRIKERS for c in before)
    if arms and coding.country:
        return msgspec.structs.replace(coding, sector="MIL", noun_class="armed")
    if 1 < noun - head <= SERVICE_WORDS + 1 and coding.country and word in noun_classes():
        service = code(
            Phrase(tuple(words_between(sentence, head + 1, noun))), context.actors, None, cased=context.cased
        )
        if service.kind == "agent" and service.sector in SERVICES:
            return msgspec.structs.replace(coding, sector=service.sector, secondary=service.secondary)
    if coding.kind == "people" and sentence.upos[head] == "ADJ":
        return msgspec.structs.replace(coding, sector=None)
    return coding
