"""Who is said to be behind an act that is told elsewhere: the accused, the charged, those who claim it.

"The cartel was blamed for the crime", "three students were charged with the killing": the act is told by another
sentence, or by a noun without an actor of its own. A noun such as "the crime" stands for the act told last before it.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from functools import cache

from schemas.document import Sentence
from schemas.event import Party
from transforms.extract.draft import Draft
from transforms.extract.merge.telling import scale
from transforms.extract.roles.parties import Participants
from transforms.parse.clause.clause import Clause
from transforms.words.classes import word_class, word_table

ANAPHORS = frozenset("crime act action deed incident atrocity".split())
"""Nouns that with an article stand for an act told before."""
LINKS = word_class("tie_noun")
"""Nouns between the word that ties somebody to an act and the act: "arrested in connection with the murder"."""
REACH = 12
"""Sentences back in which a noun such as "the crime" finds its act."""
DEPTH = 3
DEFINITE = frozenset("the this that these those both such".split())


Tie = tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]
"""Slots of who, slots of the act, and words that the object must be."""


@cache
def _ties() -> dict[str, dict[str, list[Tie]]]:
    """Return the ties by lemma and part of speech."""
    found: dict[str, dict[str, list[Tie]]] = {}
    for row in word_table("blame"):
        words = frozenset(row["object"].split("|")) if row["object"] else frozenset()
        slots = tuple(row["who"].split(",")), tuple(row["act"].split(","))
        found.setdefault(row["lemma"], {}).setdefault(row["pos"], []).append((*slots, words))
    return found


def blame(drafts: Sequence[Draft], participants: Participants) -> list[Draft]:
    """Return the drafts; those of violence without an actor, or with a nameless one, with who is tied to the act."""
    acts = [d for d in drafts if d.type == "ASSAULT" and d.status != "negated" and scale(d) == 0]
    if not acts:
        return list(drafts)
    by_token = {(d.sentence.index, one.predication.token): d.key for d in acts for one in d.mention.chain()}
    places = [d.key for d in acts]
    found = {draft.key: draft for draft in acts}
    for sentence in participants.document.sentences:
        if not sentence.parsed:
            continue
        for who, act in tied(sentence, participants):
            key = by_token.get((sentence.index, act))
            if key is None and _anaphor(sentence, act):
                last = bisect.bisect_left(places, (sentence.index, act)) - 1
                if last >= 0 and sentence.index - places[last][0] <= REACH:
                    key = places[last]
            if key is not None:
                found[key] = _blamed(found[key], [participants.party(sentence, token) for token in who], participants)
    return [found.get(draft.key, draft) for draft in drafts]


def tied(sentence: Sentence, participants: Participants) -> Iterator[tuple[list[int], int]]:
    """Yield the heads of those who are tied to an act, with the token of the act."""
    clauses, ties = participants.clauses(sentence), _ties()
    behind = "behind" in sentence.low
    for token, lemma in enumerate(clauses.lemmas):
        rows: Sequence[Tie] = ()
        if lemma in ties and not (p := clauses.of(token)).negated:
            rows = ties[lemma].get(p.pos, ())
        for who, act, needed in rows:
            if needed and not any(clauses.lemma(o) in needed for o in (*p.get("obj"), *p.get("pred"))):
                continue
            people = [
                one
                for slot in who
                for head in p.get(slot)
                for one in participants.expand(sentence, head)
                if participants.is_party(sentence, one)
            ]
            if people:
                for found in _acts(sentence, participants, p, act, 0):
                    yield people, found
        if behind and clauses.preposition(token) == "behind":
            subject = clauses.of(token).get("subj")
            people = [
                one
                for head in subject
                for one in participants.expand(sentence, head)
                if participants.is_party(sentence, one)
            ]
            if people and clauses.of(token).copula:
                yield people, token


def _acts(sentence: Sentence, participants: Participants, p: Clause, slots: Sequence[str], depth: int) -> Iterator[int]:
    for slot in slots:
        for head in p.get(slot):
            for one in participants.clauses(sentence).conjuncts(head):
                if sentence.lemmas[one].lower() in LINKS and depth < DEPTH:
                    inner = participants.clauses(sentence).of(one)
                    yield from _acts(sentence, participants, inner, ("in", "with", "for", "of", "to"), depth + 1)
                else:
                    yield one


def _anaphor(sentence: Sentence, token: int) -> bool:
    if sentence.lemmas[token].lower() not in ANAPHORS:
        return False
    return any(sentence.words[c].lower() in DEFINITE for c in sentence.children[token] if sentence.deps[c] == "det")


def _blamed(draft: Draft, people: Sequence[Party], participants: Participants) -> Draft:
    """Return a draft with people as actors: all where it has none, the named ones where it has nameless ones."""
    known = (*draft.actors, *draft.hurt)
    fresh = [p for p in people if all(p.end <= o.start or o.end <= p.start for o in known)]
    fresh = [p for p in fresh if p.name or p.text.lower() not in word_class("pronoun")]
    if draft.actors:
        if any(a.name or participants.named(a) for a in draft.actors):
            return draft
        fresh = [p for p in fresh if p.name or participants.named(p)]
    return draft.changed("actors/blamed", actors=(*draft.actors, *fresh))
