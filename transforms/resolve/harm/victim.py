"""What the words for one victim tell: name, age, gender, noun, and whether somebody told of before is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.document import Document, NamedSpan, Sentence
from schemas.records import HarmMention
from transforms.parse.clause.repair.participles import person_nouns
from transforms.resolve.harm.people import is_apposed_age, phrase_start
from transforms.words.classes import word_class

MALE = word_class("male")
FEMALE = word_class("female")
PRONOUNS = word_class("victim_pronoun")
AGE = re.compile(r"\b(?P<years>\d{1,3}) ?-? ?(?:year|yr)s? ?-? ?old")
DEFINITE = frozenset({"the", "this", "that"})
NEW = frozenset({"another", "second", "third", "fourth", "fifth", "other"})


def refers_back(sentence: Sentence, m: HarmMention) -> bool:
    """Tell whether the words for the victim are a pronoun or a definite description."""
    if m.victim is None:
        return True
    first = phrase_start(sentence, m.victim)
    words = {word.lower() for word in sentence.words[first : m.victim + 1]}
    return sentence.words[m.victim].lower() in PRONOUNS or (bool(words & DEFINITE) and not words & NEW)


def is_definite(sentence: Sentence, m: HarmMention) -> bool:
    """Tell whether the words for the victim have a definite article or demonstrative."""
    first = phrase_start(sentence, m.victim) if m.victim is not None else 0
    return m.victim is not None and any(w.lower() in DEFINITE for w in sentence.words[first : m.victim + 1])


def is_bare(sentence: Sentence, m: HarmMention) -> bool:
    """Tell whether the victim is one common noun without determiner ("Man shot in bar")."""
    if m.victim is None:
        return sentence.index == 0
    if sentence.upos[m.victim] == "PRON":
        return False
    first = phrase_start(sentence, m.victim)
    before = range(first, m.victim)
    return sentence.index == 0 and not any(
        sentence.upos[i] in ("DET", "PRON") or sentence.words[i].lower() == "one" for i in before
    )


def is_new(sentence: Sentence, m: HarmMention) -> bool:
    """Tell whether the words say that this is somebody else ("another man", "a second victim")."""
    if m.victim is None:
        return False
    first = phrase_start(sentence, m.victim)
    return any(word.lower() in NEW for word in sentence.words[first : m.victim + 1])


def gender_of(sentence: Sentence, m: HarmMention) -> str | None:
    """Return ``m`` or ``f`` where the words for the victim tell it."""
    if m.victim is None:
        return None
    first = phrase_start(sentence, m.victim)
    words = {word.lower() for word in sentence.words[first : m.victim + 1]} - {"his", "her"}
    if sentence.words[m.victim].lower() == "her":
        return "f"
    return "m" if words & MALE else "f" if words & FEMALE else None


def age_of(sentence: Sentence, m: HarmMention) -> str | None:
    """Return the age in years that the words for the victim tell ("a 16-year-old girl", "Kim Doe, 31")."""
    if m.victim is None:
        return None
    first = phrase_start(sentence, m.victim)
    found = AGE.search(" ".join(sentence.words[first : m.victim + 6]).lower())
    if found:
        return found["years"]
    for token in range(m.victim + 1, min(m.victim + 5, len(sentence) - 1)):
        if is_apposed_age(sentence, token):
            return sentence.words[token]
        if sentence.words[token] != "," and sentence.deps[token] != "flat":
            break
    return None


def noun_of(sentence: Sentence, m: HarmMention) -> str:
    """Return the lemma that heads the words for the victim."""
    return sentence.lemmas[m.victim].lower() if m.victim is not None else ""


def names_of(document: Document, m: HarmMention, persons: Sequence[NamedSpan]) -> tuple[str, ...]:
    """Return the parts of the victim's name in lower case, through a pronoun where its antecedent is known.

    ``persons`` are the named persons of the mention's sentence.
    """
    if m.victim is None:
        return ()
    sentence = document.sentences[m.sentence]
    reference = document.antecedents.get((m.sentence, m.victim))
    if reference is not None and document.entities[reference].label == "PERSON":
        return tuple(document.entities[reference].text.lower().split())
    for token in (m.victim, *sentence.children_by(m.victim, "appos", "flat")):
        for entity in persons:
            last = entity.last - 1
            if entity.first <= token <= last and sentence.lemmas[last].lower() not in person_nouns():
                return tuple(word.lower() for word in sentence.words[entity.first : entity.last])
    return ()
