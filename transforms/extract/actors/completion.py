"""What the coding of a phrase lacks, completed: whose a body of state is, what a person is elsewhere in the article."""

from __future__ import annotations

import bisect

import msgspec

from schemas.document import Document, Sentence
from transforms.extract.actors.context import ActorContext
from transforms.extract.actors.elsewhere import name_at, office_told, person_elsewhere
from transforms.extract.actors.lexicon.meaning import BODIES, choose
from transforms.extract.actors.lexicon.words import cut, fold
from transforms.extract.actors.mentions import phrase_at, words_between
from transforms.extract.actors.nations import nation_of
from transforms.extract.actors.phrase import (
    COUNTRY_PREPOSITIONS,
    PLACE_KINDS,
    SUPRANATIONAL,
    Coding,
    Phrase,
    code,
    phrase_of,
)
from transforms.parse.clause.noun_phrase import core_tokens, prepositional
from transforms.words.classes import word_values

NOT_PEOPLE = frozenset({"organisation", "metonym", "country", "capital", "city", "region"})
"""Kinds of names that cannot be another wording for a noun for people."""
OFFICES = frozenset({"GOV", "LEG", "PTY", "OPP", "JUD"})
"""Sectors between which a career leads: what the tables know of a person is not what he is on every day."""
LOCATIVE = frozenset({"in", "at", "across", "near", "inside", "throughout", "around"})


def complete(coding: Coding, other: Coding | None, *, sector: bool = True) -> Coding:
    """Fill what ``coding`` lacks from another wording of the same actor."""
    if other is None:
        return coding
    if coding.kind == "agent" and coding.noun_class == "person" and other.kind in NOT_PEOPLE:
        return coding
    weak = coding.sector in (None, "UNK")
    told = other.sector if sector and weak else coding.sector
    return msgspec.structs.replace(
        coding,
        name=coding.name or (other.name if sector else None),
        country=coding.country or other.country,
        sector=told,
        secondary=coding.secondary or (other.secondary if sector else ()),
        noun_class=coding.noun_class if coding.noun_class != "unknown" or not sector else other.noun_class,
        kind=coding.kind or (other.kind if sector else None),
        strength=max(coding.strength, other.strength) if sector else coding.strength,
    )


def of_state(document: Document, sentence: Sentence, head: int, coding: Coding, context: ActorContext) -> Coding:
    """Give a body or office of state that has none yet its country: by the words around it, else by the article."""
    if coding.country is not None:
        return coding
    nation = nation_of(document, sentence, head, coding, context)
    if nation:
        return msgspec.structs.replace(coding, country=nation, generic=False, basis="coreference")
    country = located(sentence, head, context) or context.dominant_country
    if country:
        return msgspec.structs.replace(coding, country=country, generic=False, basis="context")
    return coding


def of_person(document: Document, sentence: Sentence, head: int, coding: Coding, context: ActorContext) -> Coding:
    """Return the coding of a person's name with what the article says of him elsewhere; another office is not his."""
    name = name_at(document, sentence, head)
    told = person_elsewhere(document, name, context) if name is not None else None
    if told is None:
        return coding
    if coding.sector is not None and told.strength > coding.strength:
        return told
    return complete(coding, told, sector=coding.sector is None) if coding.sector in (None, told.sector) else coding


def of_known(document: Document, coding: Coding, context: ActorContext) -> Coding:
    """Return the coding of a known person in the office that the article tells, where the tables know none of the day.

    Without a day they know only what he was longest.
    """
    if coding.name is None or (coding.sector is not None and context.published is not None):
        return coding
    told = office_told(document, coding.name, context)
    if told is None or told.sector not in OFFICES or coding.country in SUPRANATIONAL:
        return coding
    return msgspec.structs.replace(
        coding, country=coding.country or told.country, sector=told.sector, secondary=told.secondary
    )


def of_named(
    document: Document,
    sentence: Sentence,
    head: int,
    coding: Coding,
    context: ActorContext,
) -> Coding:
    """Return the coding of officials of a body that the tables do not know by the name before them.

    They are officials of a longer name in the article that ends in it ("**Brotherhood** officials" of the Muslim
    Brotherhood), else of nobody known, and not of a government.
    """
    body = head - 1
    if body < 0 or sentence.upos[body] != "PROPN" or sentence.heads[body] != head:
        return coding
    core = phrase_at(sentence, head, context).core
    known = context.actors.matches(core, cased=context.cased)
    if any(core[match.start].index <= body <= core[match.end - 1].index for match in known):
        return coding
    named = document.names_of(sentence)
    if sentence.words[body].isupper() or not any(n.first <= body < n.last and n.label == "ORG" for n in named):
        return coding
    for name in document.entities:
        if name.text.endswith(f" {sentence.words[body]}"):
            words = phrase_of(cut(name.text), context.actors, cased=context.cased)
            full = code(words, context.actors, context.published, cased=context.cased)
            if full.kind in BODIES and full.sector:
                return msgspec.structs.replace(
                    coding, country=full.country, sector=full.sector, secondary=full.secondary, basis="coreference"
                )
    return msgspec.structs.replace(coding, sector=None)


def in_office(phrase: Phrase, coding: Coding, context: ActorContext) -> Coding:
    """Give a bare office the country of the known person whom the article names and who holds it: "the president"."""
    words = " ".join(word.fold for word in phrase.core)
    countries = context.offices.get(word_values("office_word").get(words, words), frozenset())
    if coding.sector != "GOV" or len(countries) != 1:
        return coding
    return msgspec.structs.replace(coding, country=min(countries), generic=False, basis="coreference")


def surname(phrase: Phrase, coding: Coding, context: ActorContext) -> Coding:
    """Resolve a bare last name to the known person whom the article names in full."""
    if not phrase.core or (coding.name is not None and coding.kind != "agent"):
        return coding
    entry = context.surnames.get(phrase.core[-1].fold)
    if entry is None or (context.cased and not phrase.core[-1].surface[:1].isupper()):
        return coding
    titled = fold(entry.name).split(" ")
    if len(phrase.core) > 1 and phrase.core[-2].fold not in titled and coding.kind is None:
        return coding
    role = entry.role(context.published)
    return Coding(entry.name, role.country, role.sector, role.secondary, "person", "person", 3)


def led(phrase: Phrase, coding: Coding, context: ActorContext) -> Coding:
    """Give a body the country of the known person named before it, whom the article names in full elsewhere."""
    for word in phrase.core[:-1]:
        entry = context.surnames.get(word.fold)
        if entry is not None and (word.surface[:1].isupper() or not context.cased):
            country = entry.role(context.published).country
            if country:
                return msgspec.structs.replace(coding, country=country, generic=False)
    return coding


def short_for_person(document: Document, sentence: Sentence, head: int, phrase: Phrase, coding: Coding) -> bool:
    """Return whether a word for a calling is the last name of somebody named before: "Carpenter" for John Carpenter."""
    index = document.antecedents.get((sentence.index, head))
    if index is None or coding.kind not in ("agent", "metonym") or len(phrase.core) != 1:
        return False
    if not 0 <= index < len(document.entities):
        return False
    name = document.entities[index]
    last = name.text.split()[-1:]
    return name.label == "PERSON" and last == [phrase.core[0].surface] and " " in name.text


def placed(document: Document, sentence: Sentence, head: int, context: ActorContext) -> str | None:
    """Return the country of a place that the resolver found in the phrase ("Digha police", "villagers in Digha")."""
    if not context.places:
        return None
    spans = [core_tokens(sentence, head)]
    spans.extend(
        core_tokens(sentence, noun) for case, noun in prepositional(sentence, head) if case in COUNTRY_PREPOSITIONS
    )
    for first, last in spans:
        start, end = sentence.starts[first], sentence.ends[last - 1]
        offsets = context.place_offsets
        low, high = bisect.bisect_left(offsets, (start, 0)), bisect.bisect_left(offsets, (end, 0))
        for begin, stop in offsets[low:high]:
            if stop <= end and not is_people(document.text[begin:stop], context):
                return context.places[begin, stop]
    return None


def located(sentence: Sentence, head: int, context: ActorContext) -> str | None:
    """Return the one country in which the clause of a noun says that it happens ("in Kabul, police ...")."""
    verb = sentence.heads[head]
    found: set[str] = set()
    for child in sentence.children[verb]:
        if not sentence.deps[child].startswith("obl"):
            continue
        case = next((c for c in sentence.children[child] if sentence.deps[c] == "case"), None)
        if case is None or sentence.words[case].lower() not in LOCATIVE:
            continue
        words = words_between(sentence, *core_tokens(sentence, child))
        for match in context.actors.matches(words, cased=context.cased, agents=False):
            entry = choose(match.entries, context.published, (), context.dominant_country)
            country = entry.role(context.published).country
            if entry.kind in PLACE_KINDS and country:
                found.add(country)
    return min(found) if len(found) == 1 else None


def is_people(text: str, context: ActorContext) -> bool:
    """Return whether a word that the resolver took for a place names a people: "Roma families"."""
    return any(entry.kind == "people" for entry in context.actors.names.get(fold(text), ()))
