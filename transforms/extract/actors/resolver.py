"""Resolves the words for an actor to name, country and sector, with what the article says elsewhere."""

from __future__ import annotations

import datetime

import msgspec

from schemas.document import Document, NamedSpan, Sentence
from schemas.event import Party
from transforms.extract.actors.abroad import beside_state, of_many_states
from transforms.extract.actors.completion import (
    complete,
    in_office,
    led,
    of_known,
    of_named,
    of_person,
    of_state,
    placed,
    short_for_person,
    surname,
)
from transforms.extract.actors.context import ActorContext
from transforms.extract.actors.elsewhere import name_at, noun_elsewhere, person_elsewhere
from transforms.extract.actors.lexicon.entries import Actors
from transforms.extract.actors.lexicon.load import packaged
from transforms.extract.actors.lexicon.meaning import BODIES
from transforms.extract.actors.lexicon.words import cut, fold
from transforms.extract.actors.mentions import phrase_at, widened, words_between
from transforms.extract.actors.modifiers import MODIFYING, modifier
from transforms.extract.actors.phrase import (
    FIGHTING,
    Coding,
    Phrase,
    code,
    phrase_of,
    several_states,
)
from transforms.extract.actors.pronouns import FIRST_PERSON, first_verb, noun_meant, quoted_speaker
from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.noun_phrase import party_tokens, prepositional
from transforms.words.classes import word_class

STATE_BOUND = frozenset({"MIL", "COP", "GOV", "LEG", "JUD", "SPY", "OPP", "PTY"})
"""Sectors whose bare noun ("the army") means that of the country the article is about."""
PRONOUNS = frozenset({"PRP", "PRP$", "WP", "WP$", "DT", "WDT"})
COLLECTIVE = frozenset({"armed", "group", "organisation"})
"""Classes of nouns whose apposed name says better what they are: "the militia, the YPG"."""
LOYAL = frozenset({"loyal", "faithful"})
MAX_DEPTH = 2
"""Other wordings that are followed from one noun to the next."""


def code_phrase(text: str, published: datetime.date | None = None, actors: Actors | None = None) -> Coding:
    """Code a bare string such as "Danish Prime Minister Mette Frederiksen" without a parse."""
    known = actors or packaged()
    words = cut(text)
    cased = len(words) == 1 or not text.isupper()
    return code(phrase_of(words, known, cased=cased), known, published, cased=cased)


def resolve_party(document: Document, sentence: Sentence, head: int, context: ActorContext) -> Party:
    """Return the party that token ``head`` of ``sentence`` heads: its span, and what it was resolved to.

    Country and sector are None where neither the sentence nor the article gives them; an actor that is only a
    pronoun or a number of people has sector UNK (PLOVER: unidentified).
    """
    key = (sentence.index, head)
    if key not in context.memo:
        context.memo[key] = _resolve(document, sentence, head, context, 0)
    return context.memo[key]


def _resolve(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int) -> Party:
    first, last = widened(sentence, head, context, party_tokens(sentence, head))
    first, last = _whole_place(document, sentence, first, last)
    span = sentence.span(first, last)
    coding = resolve_coding(document, sentence, head, context, depth)
    return Party(
        document.text[span.start : span.end],
        span.start,
        span.end,
        coding.name or _person_called(document, sentence, head),
        coding.country,
        coding.sector,
        coding.secondary,
        basis_of(coding),
    )


def _person_called(document: Document, sentence: Sentence, head: int) -> str | None:
    """Return the name that says who a noun for one person is: "the official, **Ole Lund**, was shot"."""
    if sentence.xpos[head] != "NN":
        return None
    called = [c for c in sentence.children[head] if c > head and sentence.deps[c] == "appos"]
    persons = [n for n in document.names_of(sentence) if n.label == "PERSON"]
    names = [n.text for n in persons if any(n.first <= c < n.last for c in called)]
    return names[0] if len(names) == 1 else None


def basis_of(coding: Coding) -> str | None:
    """Return what the codes of a party rest on: ``name``, ``phrase``, ``coreference`` or ``context``; None without."""
    if not (coding.name or coding.country or coding.sector not in (None, "UNK")):
        return None
    return coding.basis or ("name" if coding.name else "phrase")


def _whole_place(document: Document, sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """Return the tokens of the place's name that one token is part of where the parse tears it apart: "New" Zealand."""
    if last - first > 1 or sentence.upos[first] != "PROPN":
        return first, last
    for name in document.names_of(sentence):
        if name.first > first:
            break
        if name.first <= first < name.last and name.label == "GPE":
            return name.first, name.last
    return first, last


def resolve_coding(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int = 0) -> Coding:
    """Return the coding of the noun phrase that ``head`` heads, using apposition, antecedent and article."""
    key = (sentence.index, head, depth)
    found = context.codings.get(key)
    if found is None:
        found = context.codings[key] = _coding(document, sentence, head, context, depth)
    return found


def _coding(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int) -> Coding:
    pronoun = sentence.upos[head] == "PRON" or sentence.xpos[head] in ("PRP", "PRP$", "WP", "WDT", "WP$")
    if pronoun:
        return _of_pronoun(document, sentence, head, context, depth)
    phrase = phrase_at(sentence, head, context)
    if len(phrase.core) == 1:
        core = tuple(words_between(sentence, *_whole_place(document, sentence, head, head + 1)))
        phrase = Phrase(core, phrase.complements) if len(core) > 1 else phrase
    known = context.actors
    coding = code(phrase, known, context.published, cased=context.cased, home=context.dominant_country)
    if coding.kind == "person":
        return of_known(document, coding, context)
    if coding.kind in ("organisation", "group", "metonym") and coding.country:
        return coding
    if coding.kind in MODIFYING and sentence.deps[head] in ("amod", "compound"):
        return modifier(sentence, head, coding, context)
    if coding.kind == "agent" and coding.sector == "GOV" and coding.strength <= 1:
        coding = of_named(document, sentence, head, coding, context)
    if short_for_person(document, sentence, head, phrase, coding):
        coding = Coding(noun_class="person")
    coding = surname(phrase, coding, context)
    if coding.kind == "person":
        coding = of_known(document, coding, context)
    other = _apposed(document, sentence, head, context, depth) if coding.kind != "people" else None
    if other is not None and coding.name is None and other.kind in BODIES and coding.noun_class in COLLECTIVE:
        return other
    if coding.country is None or coding.sector is None:
        coding = complete(coding, other)
    if (coding.name is None or coding.kind in (None, "agent")) and (sentence.index, head) in document.antecedents:
        before = _antecedent(document, sentence, head, context, depth)
        if before is not None and coding.sector in STATE_BOUND and before.sector in FIGHTING:
            before = None  # "the army" is no rebel army that has the word in its name
        if before is not None and before.kind in BODIES and _called(document, sentence, head):
            return before
        coding = complete(coding, before)
    counterpart = sentence.lemmas[head].lower() == "counterpart"
    if coding.country is None and not counterpart and beside_state(phrase.core):
        return coding
    if coding.country is None and not counterpart:  # he is of another country
        coding = complete(coding, _possessor(document, sentence, head, context, depth), sector=False)
    if (coding.sector is None or coding.country is None) and coding.kind in (None, "agent"):
        coding = of_person(document, sentence, head, coding, context)
    if coding.kind == "agent" and coding.name is None and (coding.country is None or coding.sector is None):
        fuller = noun_elsewhere(document, sentence, head, context)
        if fuller is not None and coding.sector in (None, "UNK", fuller.sector):
            coding = msgspec.structs.replace(
                coding, country=coding.country or fuller.country, sector=fuller.sector, basis="coreference"
            )
    coding = _by_people_around(document, sentence, head, coding, context, phrase=phrase, depth=depth)
    if coding.sector is None and counterpart and depth < MAX_DEPTH:
        sector = _counterpart(document, sentence, head, context, depth)
        coding = msgspec.structs.replace(coding, sector=sector, noun_class="person")
    state = coding.kind == "agent" and coding.sector in STATE_BOUND and coding.name is None
    if coding.country is None and state and not of_many_states(phrase.core):
        return of_state(document, sentence, head, in_office(phrase, coding, context), context)
    return coding


def _by_people_around(
    document: Document,
    sentence: Sentence,
    head: int,
    coding: Coding,
    context: ActorContext,
    *,
    phrase: Phrase,
    depth: int,
) -> Coding:
    """Give a coding the country of whom its people are led by, loyal to or speak for, else of a place in the phrase."""
    if coding.country is None and coding.kind == "agent":
        coding = led(phrase, coding, context)
    if coding.country is None and coding.kind == "agent" and coding.sector == "GOV":
        coding = complete(coding, _spoken_for(document, sentence, head, context, depth), sector=False)
    if coding.noun_class in COLLECTIVE | {"person"} and (coding.country is None or coding.sector in (None, "UNK")):
        coding = complete(coding, _led_by(document, sentence, head, context, depth))
    if coding.country is None and coding.noun_class in COLLECTIVE | {"person"}:
        coding = complete(coding, _loyal(document, sentence, head, context, depth), sector=False)
    if coding.country is None and not several_states(phrase.core):
        country = placed(document, sentence, head, context)
        if country:
            coding = msgspec.structs.replace(coding, country=country, generic=False)
    return coding


def _of_pronoun(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int) -> Coding:
    """Return the coding of what a pronoun stands for: its noun, a name linked to it, or the only people before it."""
    noun = _relative(sentence, head)
    if noun is not None and depth < 2:
        return resolve_coding(document, sentence, noun, context, depth + 1)
    if sentence.low[head] in FIRST_PERSON and depth < MAX_DEPTH:
        quoted = quoted_speaker(document, sentence, head)
        said = resolve_coding(document, *quoted, context, depth + 1) if quoted is not None else None
        if said is None or (said.country is None and said.sector in (None, "UNK")):
            return Coding(sector="UNK", noun_class="unknown")
        return msgspec.structs.replace(said, basis="coreference")
    meant = _antecedent(document, sentence, head, context, depth)
    if meant is None and depth < MAX_DEPTH and (sentence.index, head) not in document.antecedents:
        noun_for = noun_meant(document, sentence, head, context)
        if noun_for is not None and not noun_for[0].parsed and sentence.low[head] == "it":
            meant = _opening(noun_for[0], context)
        elif noun_for is not None:
            meant = resolve_coding(document, *noun_for, context, depth + 1)
    if meant is None:
        return Coding(sector="UNK", noun_class="unknown")
    return msgspec.structs.replace(meant, basis="coreference")


def _opening(sentence: Sentence, context: ActorContext) -> Coding:
    """Return the coding of the words up to the first verb of an unparsed sentence: "**The party in Peru** met"."""
    words = words_between(sentence, 0, first_verb(sentence))
    phrase = phrase_of(words, context.actors, cased=context.cased)
    return code(phrase, context.actors, context.published, cased=context.cased)


def _relative(sentence: Sentence, head: int) -> int | None:
    """Return the noun that a relative pronoun stands for, or None for any other pronoun."""
    if sentence.words[head].lower() not in ("who", "which", "that", "whom"):
        return None
    token = head
    for _ in range(3):
        above = sentence.heads[token]
        if sentence.deps[token] == "acl:relcl":
            return above if above != head else None
        token = above
    return None


def _relative_owner(sentence: Sentence, whose: int) -> int | None:
    """Return the noun that "whose" stands for: the one that its clause describes."""
    for above in sentence.ancestors(whose):
        if sentence.deps[above] == "acl:relcl":
            return sentence.heads[above]
    return None


def _called(document: Document, sentence: Sentence, head: int) -> bool:
    """Return whether a noun is a word of the name it stands for: "the community" for the European Community."""
    name = document.entities[document.antecedents[sentence.index, head]].text
    return fold(sentence.words[head]) in fold(name).split(" ")


def _apposed(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int) -> Coding | None:
    """Return the coding of an apposition of the noun, or of the noun that this one is an apposition of."""
    if depth > 1:
        return None
    others = [child for child in sentence.children[head] if sentence.deps[child] == "appos"]
    if sentence.deps[head] == "appos":
        others.append(sentence.heads[head])
    for other in others:
        phrase = phrase_at(sentence, other, context)
        coding = code(phrase, context.actors, context.published, cased=context.cased, home=context.dominant_country)
        if coding.country or coding.sector:
            return coding
    return None


def _antecedent(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int) -> Coding | None:
    index = document.antecedents.get((sentence.index, head))
    if index is None or depth > 1 or not 0 <= index < len(document.entities):
        return None
    name: NamedSpan = document.entities[index]
    home = document.sentences[name.sentence]
    plural = sentence.xpos[head] in ("NNS", "NNPS")
    if plural and name.label == "PERSON":
        return None
    if name.sentence == sentence.index and name.first <= head < name.last:
        return None
    if not home.parsed and name.label == "PERSON":
        return person_elsewhere(document, name, context) or Coding(name.text, noun_class="person")
    token = _span_head(home, name.first, name.last)
    coding = resolve_coding(document, home, token, context, depth + 1)
    if name.label == "PERSON" and coding.kind in BODIES:
        coding = Coding(country=coding.country, noun_class="person")
    if coding.name is None and name.label in ("PERSON", "ORG"):
        coding = msgspec.structs.replace(coding, name=name.text)
    return coding


def _span_head(sentence: Sentence, first: int, last: int) -> int:
    """Return the token of a span whose head lies outside it."""
    for i in range(first, last):
        if not first <= sentence.heads[i] < last or sentence.heads[i] == i:
            return i
    return last - 1


def _possessor(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int) -> Coding | None:
    """Return the coding of a possessive pronoun's antecedent ("his government"): it lends its country."""
    for child in sentence.children[head]:
        if sentence.deps[child] == "nmod:poss" and sentence.words[child].lower() == "whose":
            owner = _relative_owner(sentence, child)
            return resolve_coding(document, sentence, owner, context, depth + 1) if owner is not None else None
        if sentence.deps[child] == "nmod:poss" and sentence.upos[child] in ("PRON", "DET"):
            owner = _author(sentence, head) if sentence.low[child] in ("its", "their") else None
            if owner is not None and depth < MAX_DEPTH:
                return resolve_coding(document, sentence, owner, context, depth + 1)
            found = _antecedent(document, sentence, child, context, depth)
            if found is None and sentence.low[child] == "its" and _of_army(sentence, head, context):
                found = _state_before(document, sentence, child, context, depth)
            return found
    return None


def _of_army(sentence: Sentence, head: int, context: ActorContext) -> bool:
    agent = context.actors.agents.get(sentence.low[head])
    return agent is not None and agent.sector == "MIL"


def _state_before(
    document: Document, sentence: Sentence, token: int, context: ActorContext, depth: int
) -> Coding | None:
    """Return the coding of the last state named before "its army" in a sentence, which has one: a town has none."""
    for name in reversed(document.names_of(sentence)):
        if name.last <= token and name.label == "GPE" and depth < MAX_DEPTH:
            found = resolve_coding(document, sentence, _span_head(sentence, name.first, name.last), context, depth + 1)
            if found.kind in ("country", "capital"):
                return found
    return None


def _author(sentence: Sentence, head: int) -> int | None:
    """Return whose the act is that is done to a noun: "the **junta's** arrests of its critics"."""
    act = sentence.heads[head]
    if sentence.deps[head] != "nmod" or sentence.upos[act] != "NOUN":
        return None
    owner = sentence.child(act, "nmod:poss")
    return owner if owner is not None and sentence.upos[owner] in ("NOUN", "PROPN") else None


def _loyal(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int) -> Coding | None:
    """Return the coding of whom a noun's people are loyal to ("troops loyal to Haftar"): he lends his country."""
    for child in sentence.children[head]:
        if sentence.lemmas[child].lower() in LOYAL and child > head and depth < MAX_DEPTH:
            for noun in sentence.children[child]:
                if sentence.deps[noun].startswith(("obl", "nmod")):
                    return resolve_coding(document, sentence, noun, context, depth + 1)
    return None


def _led_by(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int) -> Coding | None:
    """Return the coding of who leads a noun's people ("a group led by Haftar"), as theirs: without his name."""
    for child in sentence.children[head]:
        if child < head or sentence.low[child] not in word_class("led") or depth >= MAX_DEPTH:
            continue
        for noun in sentence.children[child]:
            if sentence.deps[noun].startswith("obl") and any(sentence.low[c] == "by" for c in sentence.children[noun]):
                leader = resolve_coding(document, sentence, noun, context, depth + 1)
                return msgspec.structs.replace(leader, name=None, kind=None)
    return None


def _spoken_for(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int) -> Coding | None:
    """Return the coding of the person somebody speaks or works for ("an aide to Ms Berg"): he lends his country."""
    for case, noun in prepositional(sentence, head):
        if case in ("for", "of", "to") and depth < MAX_DEPTH and name_at(document, sentence, noun) is not None:
            return resolve_coding(document, sentence, noun, context, depth + 1)
    return None


def _counterpart(document: Document, sentence: Sentence, head: int, context: ActorContext, depth: int) -> str | None:
    """Return the sector of "his counterpart": that of the owner, or of the subject that a pronoun stands for."""
    owner = next((c for c in sentence.children[head] if sentence.deps[c] == "nmod:poss"), None)
    if owner is None or (sentence.upos[owner] == "PRON" and (sentence.index, owner) not in document.antecedents):
        clauses = Clauses(sentence)
        verb = next((t for t in sentence.ancestors(head) if clauses.is_verb(t)), None)
        owner = clauses.subject(verb) if verb is not None else None
    if owner is None or owner == head:
        return None
    sector = resolve_coding(document, sentence, owner, context, depth + 1).sector
    return sector if sector != "UNK" else None
