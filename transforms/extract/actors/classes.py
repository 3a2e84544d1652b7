"""Coarse semantic class of a noun phrase, for guards: who can fight, meet, speak or be bombed."""

from __future__ import annotations

from schemas.document import Document, Sentence
from schemas.event import Party
from transforms.extract.actors.context import ActorContext
from transforms.extract.actors.lexicon.entries import noun_classes
from transforms.extract.actors.lexicon.words import fold
from transforms.extract.actors.mentions import name_around
from transforms.extract.actors.resolver import resolve_coding
from transforms.words.classes import word_class, word_list

CLASSES = ("person", "group", "armed", "government", "organisation", "place", "thing", "weapon", "event", "abstract",
           "unknown")  # fmt: skip

COMPASS = word_class("compass_point")
"""Points of the compass: where something happens, no party."""
ABSTRACT_ENDINGS = tuple(word_list("abstract_ending"))
"""Endings of nouns for acts and qualities; bodies that end so are agents or listed here."""
BODIES = word_class("body_in_ing")
COUNTED = word_class("counted_people")

LABEL_CLASSES = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group",
    "EVENT": "event", "WEAPON": "weapon", "PRODUCT": "thing",
}  # fmt: skip


def is_direction(party: Party) -> bool:
    """Return whether a party's words only tell a direction: "the northeast". "the North" with a capital is a state."""
    words = party.text.removeprefix("the ").removeprefix("The ")
    return party.name is None and party.country is None and words in COMPASS


def is_anybody(party: Party) -> bool:
    """Return whether a party's words name and describe nobody: "the two", "both", "others"."""
    words = party.text.lower().removeprefix("the ").split()
    return party.name is None and party.country is None and len(words) == 1 and words[0] in COUNTED


def class_of(document: Document, sentence: Sentence, head: int, context: ActorContext | None = None) -> str:
    """Return the class of the noun that token ``head`` heads, one of ``CLASSES``.

    The noun itself decides first, then the actor resource, then the entity label.
    """
    word, lemma = fold(sentence.words[head]), fold(sentence.lemmas[head])
    nouns = noun_classes()
    told = context or ActorContext()
    first, last = name_around(sentence, head, told)
    if sentence.upos[head] != "PROPN" and last - first == 1:
        before = fold(sentence.words[head - 1]) if head else ""
        for key in (f"{before} {word}", f"{before} {lemma}", word, lemma):
            if key in nouns:
                return nouns[key]
        listed = word in BODIES or word in told.actors.agents or lemma in told.actors.agents
        if sentence.upos[head] == "NOUN" and word.endswith(ABSTRACT_ENDINGS) and not listed:
            return "abstract"  # what somebody does or has is not himself: "the ministry's recommendation"
    coding = resolve_coding(document, sentence, head, told)
    if coding.noun_class != "unknown":
        return coding.noun_class
    for entity in document.names_of(sentence):
        if entity.first <= head < entity.last:
            return LABEL_CLASSES.get(entity.label, "unknown")
    if sentence.upos[head] == "PRON":
        return "person" if word in word_class("acting_pronoun") else "unknown"
    return "unknown"
