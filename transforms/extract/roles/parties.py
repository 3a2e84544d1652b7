"""Parties: which phrases can act or be acted on, where their words begin and end, and who they are."""

from __future__ import annotations

import bisect
from collections.abc import Iterator

import msgspec

from schemas.document import Document, NamedSpan, Sentence
from schemas.event import Party
from transforms.extract.actors import ActorContext, class_of, is_body, noun_meant, resolve_coding, resolve_party
from transforms.parse.clause.clauses import Clauses, DocumentClauses
from transforms.parse.clause.relations import hangs_as_argument, hangs_as_subject
from transforms.parse.clause.tokens import RELATIVES, TIMES
from transforms.parse.names.coref import head_token
from transforms.words.classes import has_any, word_class, word_list

MONTHS = word_class("month") | word_class("month_short")
PERSONAL = word_class("personal_pronoun")
PARTICIPLES = word_class("people_participle")
"""Words that name people as nouns do, though taggers see participles and adjectives: "the displaced"."""
ACTING = frozenset({"person", "group", "armed", "government", "organisation"})
GROUND_KINDS = frozenset({"city", "region", "capital"})
"""Kinds of names in the actor tables that are places within a country."""
LONGEST_NAME = 80
"""Characters before a party in which a name that reaches into it may begin."""
OWNERS = ("by", "poss", "mod", "subj", "obj", "from", "relsubj", *word_list("owner_preposition"))
AUTHORS = ("by", "poss", "mod", "subj", "obj", "from", "relsubj", "to", "with")
"""Phrases of a thing or act in which who is behind it may stand; the rest say where it is or whom it hits."""


def last_names(name: str) -> list[str]:
    """Return the words of a person's name by which others may call him: two of a long name, in lower case.

    A Spanish name ends in two family names, and either the first of them or both are used alone.
    """
    words = name.lower().split()
    return words[-2:] if len(words) > 2 else words[-1:]


def _capitals(sentence: Sentence) -> bool:
    """Say whether a sentence is in capitals, so that a word in capitals is no acronym."""
    letters = [w for w in sentence.words if w[:1].isalpha()]
    return sum(w.isupper() for w in letters) * 2 > len(letters)


def _of_calendar(sentence: Sentence, token: int) -> bool:
    """Say whether a number is a year, a clock time or the day of a month, not a number of people."""
    word = sentence.words[token]
    if word.isdigit() and len(word) == 4:
        return True
    if not word.isdigit():
        return False
    if token and sentence.lemmas[token - 1].lower() in MONTHS:
        return True
    following = [lemma.lower() for lemma in sentence.lemmas[token + 1 : token + 4]]
    if len(following) == 3 and following[0] in ("and", "or", "to", "-", "–") and following[1].isdigit():
        del following[:2]  # "on 16 and 17 July"
    return bool(following) and following[0] in TIMES


class Participants:
    """The parties of one document."""

    def __init__(
        self, document: Document, context: ActorContext | None = None, clauses: DocumentClauses | None = None
    ) -> None:
        """Index the named entities by token; ``clauses`` is the reading that other stages share."""
        self.document = document
        self._starts = [entity.start for entity in document.entities]
        self.context = context or ActorContext()
        self._entities: dict[tuple[int, int], NamedSpan] = {}
        self._parties: dict[tuple[int, int], Party] = {}
        self._clauses = clauses or DocumentClauses(document)
        self._is_party: dict[tuple[int, int, int], bool] = {}
        self._persons: dict[str, dict[str, NamedSpan]] = {}
        for entity in document.entities:
            for token in range(entity.first, entity.last):
                self._entities.setdefault((entity.sentence, token), entity)
            if entity.label == "PERSON" and entity.last - entity.first > 1:
                full = entity.text.lower()
                for word in full.split():
                    self._persons.setdefault(word, {}).setdefault(full, entity)

    def clauses(self, sentence: Sentence) -> Clauses:
        """Return the clauses of a sentence."""
        return self._clauses.of(sentence)

    def entity(self, sentence: Sentence, token: int) -> NamedSpan | None:
        """Return the named entity that a token is part of."""
        return self._entities.get((sentence.index, token))

    def persons_called(self, word: str) -> dict[str, NamedSpan]:
        """Return the first mention of each person's name of several words that holds a word, by name in lower case."""
        return self._persons.get(word, {})

    def persons_in(self, party: Party) -> list[NamedSpan]:
        """Return the names of persons that a party's words touch."""
        return [entity for entity in self.names_in(party) if entity.label == "PERSON"]

    def names_in(self, party: Party) -> list[NamedSpan]:
        """Return the names that a party's words touch."""
        entities = self.document.entities
        low = bisect.bisect_left(self._starts, party.start - LONGEST_NAME)
        found = []
        for entity in entities[low : low + LONGEST_NAME]:
            if entity.start >= party.end:
                break
            if entity.end > party.start:
                found.append(entity)
        return found

    def last_names(self, party: Party) -> list[str]:
        """Return the last names of the persons whose names a party's words touch, in lower case."""
        entities = self.document.entities
        low = bisect.bisect_left(self._starts, party.start - LONGEST_NAME)
        found = []
        for entity in entities[low:]:
            if entity.start >= party.end:
                break
            if entity.end > party.start and entity.label == "PERSON":
                found += last_names(entity.text)
        return found

    def named(self, party: Party) -> bool:
        """Say whether a party's words touch a name of a person, body, place or people."""
        entities = self.document.entities
        low = bisect.bisect_left(self._starts, party.start - LONGEST_NAME)
        return any(e.start < party.end and e.end > party.start for e in entities[low : low + 20])

    def is_name(self, sentence: Sentence, token: int) -> bool:
        """Say whether a token is part of a name of a person, body, country or people."""
        entity = self.entity(sentence, token)
        return entity is not None and entity.label in ("PERSON", "ORG", "GPE", "LOC", "NORP")

    def is_party(self, sentence: Sentence, token: int, depth: int = 0) -> bool:
        """Say whether the phrase headed by ``token`` can be an actor or recipient."""
        key = (sentence.index, token, depth)
        found = self._is_party.get(key)
        if found is None:
            found = self._is_party[key] = self._can_act(sentence, token, depth)
        return found

    def _can_act(self, sentence: Sentence, token: int, depth: int) -> bool:
        lemma, upos, word = sentence.lemmas[token].lower(), sentence.upos[token], sentence.words[token].lower()
        if word == "those" and (sentence.deps[token] == "obj" or hangs_as_subject(sentence, token)):
            return any(sentence.deps[c].startswith("acl") for c in sentence.children[token])
        if upos == "PRON":
            return word in PERSONAL or (word in ("it", "its", "their", "his") and self._stands_for(sentence, token))
        if word in word_class("two_known") and hangs_as_argument(sentence, token):
            return upos != "NOUN" or self._of(sentence, token) is None
        if lemma in TIMES or lemma == "mid" or (upos == "NUM" and _of_calendar(sentence, token)):
            return False
        if upos in ("NOUN", "PROPN") and self._thing(sentence, token, lemma):
            return False
        if upos == "NOUN" and lemma in word_class("money"):
            return False
        if self.is_name(sentence, token) and (
            upos in ("PROPN", "ADJ") or sentence.words[token][:1].isupper() or has_any(lemma, "people", "groups")
        ):
            return True
        if has_any(lemma, "people", "groups"):
            return upos in ("NOUN", "PROPN") or (upos == "ADJ" and sentence.deps[token] != "amod")
        if depth < 3 and (lemma in word_class("transparent") or upos == "NUM"):
            inner = self._of(sentence, token)
            if inner is not None:
                return self.is_party(sentence, inner, depth + 1)
            return lemma in word_class("number") or upos == "NUM"
        if upos == "PROPN" or (sentence.words[token].isupper() and 1 < len(word) < 7 and not _capitals(sentence)):
            return not any(c.isdigit() for c in word) and not has_any(lemma, "weapon", "abstract")
        if upos != "PROPN" and sentence.words[token][:1].isupper() and is_body(sentence, token, self.context):
            return hangs_as_argument(sentence, token)
        if word in PARTICIPLES and self._nominal(sentence, token):
            return True
        if upos == "ADJ":
            return self.is_name(sentence, token)
        if upos != "NOUN" or lemma in word_class("weapon"):
            return False
        return class_of(self.document, sentence, token, self.context) in ACTING

    def _thing(self, sentence: Sentence, token: int, lemma: str) -> bool:
        """Say whether a noun like one for a body names none: "a state of emergency", "the Geneva Convention"."""
        if sentence.upos[token] == "PROPN" and lemma in word_class("named_agreement"):
            entity = self.entity(sentence, token)
            person = entity is not None and entity.label == "PERSON"  # "Bill Gates"
            return not person and not is_body(sentence, token, self.context)
        if lemma == "party" and token and sentence.low[token - 1] in ("related", "third"):
            return True
        inner = self._of(sentence, token)
        return inner is not None and f"{lemma} of {sentence.lemmas[inner].lower()}" in word_class("abstract_with_of")

    def _nominal(self, sentence: Sentence, token: int) -> bool:
        """Say whether a participle or adjective stands for people: it has an article or owner and a noun's place."""
        return hangs_as_argument(sentence, token) and any(
            c < token and sentence.deps[c] in ("det", "nmod:poss") for c in sentence.children[token]
        )

    def _stands_for(self, sentence: Sentence, token: int) -> bool:
        """Say whether a pronoun stands for somebody: an "it" only where the text tells whom."""
        if sentence.low[token] != "it" or (sentence.index, token) in self.document.antecedents:
            return True
        return noun_meant(self.document, sentence, token, self.context) is not None

    def _of(self, sentence: Sentence, token: int) -> int | None:
        clauses = self.clauses(sentence)
        for child in sentence.children[token]:
            if sentence.deps[child].startswith("nmod") and clauses.preposition(child) == "of":
                return child
        return None

    def is_place(self, sentence: Sentence, token: int) -> bool:
        """Say whether a token heads a place."""
        entity = self.entity(sentence, token)
        if entity is not None and entity.label in ("LOC", "GPE", "FAC"):
            return True
        return sentence.lemmas[token].lower() in word_class("place")

    def is_ground(self, sentence: Sentence, token: int) -> bool:
        """Say whether a token heads ground: a town, region, site or a noun for one, but no state or people.

        Ground is where an act happens or what it is done to; it is no party, though a capital may speak for its state.
        """
        coding = resolve_coding(self.document, sentence, token, self.context)
        if coding.kind in GROUND_KINDS:
            return True
        lemma = sentence.lemmas[token].lower()
        if coding.kind is not None or sentence.upos[token] == "PRON" or lemma in word_class("state_as_party"):
            return False
        entity = self.entity(sentence, token)
        if entity is not None and entity.last - 1 == token and entity.label in ("LOC", "GPE", "FAC"):
            return (entity.start, entity.end) in self.context.places or lemma in word_class("place")
        return entity is None and lemma in word_class("place")

    def is_capital(self, sentence: Sentence, token: int) -> bool:
        """Say whether a token heads the name of a capital, which may stand for its government ("Moscow rejected")."""
        return resolve_coding(self.document, sentence, token, self.context).kind == "capital"

    def is_ruled(self, sentence: Sentence, token: int) -> bool:
        """Say whether a token heads the name of a capital, or of a region with forces of its own ("South Ossetia")."""
        return resolve_coding(self.document, sentence, token, self.context).kind in ("capital", "region")

    def owner(
        self,
        sentence: Sentence,
        token: int,
        skip: frozenset[int] = frozenset(),
        depth: int = 0,
        slots: tuple[str, ...] = OWNERS,
    ) -> int | None:
        """Return the party behind a thing or act: who made it, has it or is its object ("the decision of X").

        ``slots`` are the phrases in which to look for it: where a thing is or what it is aimed at does not act.
        """
        if depth > 2:
            return None
        p = self.clauses(sentence).of(token)
        for slot in slots:
            heads = p.modifiers if slot == "mod" else p.get(slot)
            for head in heads:
                if head in skip or head == token or (slot == "mod" and sentence.upos[head] in ("NUM", "VERB")):
                    continue
                if slot == "mod" and self.undergoes(sentence, head, token):
                    continue
                if self.is_party(sentence, head) and not (slot == "mod" and self._quality(sentence, head)):
                    return head
                if slot in ("obj", "by", "from") and sentence.upos[head] in ("NOUN", "PROPN"):
                    deeper = self.owner(sentence, head, skip | {token}, depth + 1, slots)
                    if deeper is not None:
                        return deeper
        return None

    def undergoes(self, sentence: Sentence, modifier: int, noun: int) -> bool:
        """Say whether a country before a noun is what the act was done to ("the Iraq invasion"): it is not its own."""
        invaded = sentence.lemmas[noun].lower() in word_class("invading_noun") and sentence.deps[modifier] == "compound"
        return invaded and sentence.upos[modifier] == "PROPN" and self.is_place(sentence, modifier)

    def _quality(self, sentence: Sentence, token: int) -> bool:
        """Say whether an adjective only says of what kind a thing is: it names no country ("a European treaty")."""
        if sentence.upos[token] != "ADJ":
            return False
        party = self.party(sentence, token)
        return party.country is None and party.sector is None

    def party(self, sentence: Sentence, token: int) -> Party:
        """Return the resolved party that ``token`` heads."""
        key = (sentence.index, token)
        found = self._parties.get(key)
        if found is None:
            found = self._parties[key] = resolve_party(self.document, sentence, token, self.context)
        return found

    def holder(self, sentence: Sentence, token: int) -> int:
        """Return the head of the words in the same sentence that a possessive stands for, else the token itself.

        "**The rebels** said **their** talks with the premier had failed".
        """
        if sentence.deps[token] != "nmod:poss" or sentence.upos[token] != "PRON":
            return token
        index = self.document.antecedents.get((sentence.index, token))
        if index is None:
            noun = noun_meant(self.document, sentence, token, self.context)
            return noun[1] if noun is not None and noun[0] is sentence else token
        name = self.document.entities[index]
        return head_token(sentence, name) if name.sentence == sentence.index else token

    def joint(self, sentence: Sentence, token: int) -> list[Party]:
        """Return the parties that a phrase names together, in text order; of most phrases the only one.

        "The presidents of Chile and Peru" are two, and so are "Kenyan and Somali troops".
        """
        whole = self.party(sentence, token)
        if sentence.xpos[token] not in ("NNS", "NNPS"):
            return [whole]
        nations = self._nations(sentence, token)
        if len({self.party(sentence, n).country for n in nations}) < max(2, len(nations)):
            return [whole]
        if nations[-1] < token:
            *others, last = nations
            start = sentence.starts[last]
            rest = self.party(sentence, last)
            own = msgspec.structs.replace(
                whole,
                text=self.document.text[start : whole.end],
                start=start,
                name=rest.name if whole.name and whole.country == rest.country else None,
                country=rest.country,
                sector=whole.sector or rest.sector,
            )
            return [*(self._part(sentence, n, whole) for n in others), own]
        first, *further = [self._part(sentence, n, whole) for n in nations]
        end = min(whole.end, further[0].start)
        text = self.document.text[whole.start : end].removesuffix(" ").removesuffix(" and").removesuffix(",")
        head = msgspec.structs.replace(
            whole, text=text, end=whole.start + len(text), country=first.country, sector=first.sector
        )
        return [head, *further]

    def _nations(self, sentence: Sentence, token: int) -> list[int]:
        """Return the coordinated names of states, peoples or bodies that say whose members a plural noun names."""
        clauses = self.clauses(sentence)
        inner = self._of(sentence, token)
        if inner is not None:
            listed = [t for t in clauses.conjuncts(inner) if sentence.upos[t] == "PROPN"]
            return listed if all(self._state(sentence, t) for t in listed) else []
        before = [c for c in sentence.children[token] if c < token and sentence.deps[c] in ("amod", "compound")]
        named = [t for c in before for t in clauses.conjuncts(c) if self.is_name(sentence, t)]
        named = sorted(dict.fromkeys(named))
        if len(named) < 2 or not any(sentence.words[i].lower() == "and" for i in range(named[-2], named[-1])):
            return []
        return named if all(self.party(sentence, t).country for t in named) else []

    def _state(self, sentence: Sentence, token: int) -> bool:
        coding = resolve_coding(self.document, sentence, token, self.context)
        return coding.kind in ("country", "capital") and coding.country is not None

    def _part(self, sentence: Sentence, token: int, whole: Party) -> Party:
        """Return the party that a name in a list of nations makes with the noun behind or before it."""
        own = self.party(sentence, token)
        body = own.sector if own.name and own.sector not in (None, "GOV", "CVL") else whole.sector
        return msgspec.structs.replace(
            own, name=own.name if body != whole.sector else None, sector=body, basis="phrase"
        )

    def expand(self, sentence: Sentence, token: int) -> Iterator[int]:
        """Yield ``token`` and the nominals coordinated with it, relative pronouns left out."""
        for one in self.clauses(sentence).conjuncts(token):
            if sentence.words[one].lower() not in RELATIVES or one == token:
                yield one
