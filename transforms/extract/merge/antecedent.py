"""Mention ranking: which of the acts told before a mention tells again, or none of them.

As antecedents are chosen in coreference: the acts of its type that nothing rules out, and an act of its own, compete.
A linear model of clues, learned from stories in which coders marked the tellings of each act (``opinion.model``), says
which is likeliest. Names are masked: no clue says who somebody is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from schemas.event import Party
from transforms.extract.draft import Draft
from transforms.extract.merge.contradiction import complements, doubts
from transforms.extract.merge.evidence import names
from transforms.extract.merge.sides import head, same_party
from transforms.extract.merge.telling import Telling, is_further
from transforms.extract.merge.wording import linked, overlap, own_wording, wording
from transforms.extract.opinion.clues import classes_of
from transforms.extract.opinion.model import Model, digest
from transforms.parse.clause.relations import coordinated
from transforms.words.classes import word_class

DISTANCES = (1, 2, 3, 4, 6, 9, 14, 25)
"""Sentences between two tellings from which one step of distance is the next."""
NEAR = 3
"""Steps of distance that are told apart where something else is told too."""
FEW, SEVERAL, MANY = 3, 4, 6
"""Up to where what is counted is told apart."""
REACH = 10
"""Words to either side of an act that are compared."""
FIFTHS = 5
LEADING = 2
"""Sentences that open a text."""
CONTENT = frozenset({"NOUN", "PROPN", "NUM", "VERB", "ADJ"})
DETERMINERS = frozenset({"det", "nmod:poss"})
DETERMINING = word_class("determiner")
MARKS = ("case", "mark")


class Antecedent(NamedTuple):
    """The likeliest of the acts told before."""

    place: int
    """Among those that were asked about."""
    margin: float
    """By how much it is likelier than an act of its own, in log odds; below 0 where it is less likely."""


class Around(NamedTuple):
    """Words about the mentions of an act."""

    content: frozenset[str]
    names: frozenset[str]
    figures: frozenset[str]
    """Numbers, as they are written."""


class Pairing(NamedTuple):
    """A unit of mentions beside one of the acts that it may tell again."""

    group: Telling
    told: Telling
    title_sentences: int
    """Sentences before the text."""
    behind: int
    """How many of those acts are told after this one."""
    several: int
    """How many there are."""


def antecedent(before: Sequence[Telling], told: Telling, title_sentences: int, model: Model) -> Antecedent:
    """Return which of the acts told before a unit of mentions tells again.

    ``before``: at least one, in the order of their last mentions.
    """
    scores = model.scores_each(questions(before, told, title_sentences))[:, 0]
    best = len(before) - 1 - int(np.argmax(scores[:0:-1]))
    return Antecedent(best, float(scores[best + 1] - scores[0]))


def questions(before: Sequence[Telling], told: Telling, title_sentences: int) -> list[list[str]]:
    """Return the clues of a unit's telling an act of its own, then those of its telling each of the acts before."""
    count = len(before)
    pairings = (Pairing(group, told, title_sentences, count - 1 - n, count) for n, group in enumerate(before))
    return [list(own(told, count)), *(list(shared(one)) for one in pairings)]


def weighed(pairing: Pairing, model: Model) -> tuple[list[tuple[str, float]], float]:
    """Return the clues that speak for and against one act, the strongest first, and by how much it is the likelier.

    With their weights, in log odds; clues of an act of its own count against.
    """
    apart, one = set(own(pairing.told, pairing.several)), set(shared(pairing))
    weights = [(clue, -_weight(clue, model)) for clue in apart] + [(clue, _weight(clue, model)) for clue in one]
    weights.sort(key=lambda one: (-abs(one[1]), one[0]))
    return [(clue, weight) for clue, weight in weights if weight], sum(weight for _, weight in weights)


def _weight(clue: str, model: Model) -> float:
    return float(model.scores_of({digest(clue)})[0])


def own(told: Telling, several: int) -> Iterator[str]:
    """Yield the clues of a unit's telling an act of its own; ``several``: acts that it may tell again."""
    draft = told.drafts[0]
    shape, above = form(draft), governed(draft)
    yield "new"
    yield f"new {draft.type}"
    yield f"new, before {min(several, SEVERAL)}"
    yield f"new {shape}"
    yield f"new {draft.type} {shape}"
    yield f"new word {draft.trigger_lemma} {draft.predicate_pos}"
    yield f"new {draft.status}"
    yield f"new dated {draft.when.basis}"
    yield f"new placed {draft.place.basis if draft.place else None}"
    yield f"new under {above}"
    yield f"new {shape} under {above}"
    yield f"new sides {bool(told.actors.words)} {bool(told.targets.words)}"
    yield f"new silent {draft.silent}"
    yield f"new historical {told.historical}"
    if any(map(is_further, told.drafts)):
        yield "new further"
    yield from own_wording(told, kind(told))


def shared(pairing: Pairing) -> Iterator[str]:
    """Yield the clues of a unit's telling an act again."""
    group, told, title_sentences, behind, several = pairing
    draft = told.drafts[0]
    near = min(group.drafts, key=lambda one: abs(one.sentence.index - draft.sentence.index))
    force = kind(told)
    far = steps(abs(draft.sentence.index - near.sentence.index))
    yield "again"
    yield f"again {draft.type}"
    for name in names(group, told, title_sentences):
        yield name
        yield f"{force} {name}"
    for doubt in doubts(group, told):
        yield f"doubt {doubt}"
        yield f"doubt {doubt} {draft.type}"
    yield f"{force} far {far}"
    yield f"{draft.type} far {far}"
    yield f"behind {min(behind, FEW)}"
    yield f"behind {min(behind, FEW)} of {min(several, SEVERAL)}"
    yield f"tellings {min(len(group.drafts), SEVERAL)}"
    yield from _of_words(group, told, near, force, far)
    yield from _of_sides(group, told, force, far)
    yield from _of_facets(group, told, near, force)
    yield from _of_text(group, told, force)
    yield from wording(group, told, near, min(far, NEAR), force)
    if far == 0:
        yield from linked(group, told, force)
        sentence, token = draft.sentence, draft.trigger_token
        below = sentence.heads[token] == near.trigger_token
        yield f"beside {sentence.deps[token]} {below} {draft.type}"
        yield f"{force} coordinated {coordinated(sentence, near.trigger_token, token)}"


def _of_words(group: Telling, told: Telling, near: Draft, force: str, far: int) -> Iterator[str]:
    """Yield what the words that tell the act say."""
    draft = told.drafts[0]
    here, there = form(draft), form(near)
    common = group.lemmas & told.lemmas
    if common:
        again = (one.sentence.index for one in group.drafts if one.trigger_lemma in common)
        yield f"{force} same word"
        yield f"same word far {steps(min(abs(index - draft.sentence.index) for index in again))}"
        yield f"same word {min(common)}"
        yield f"same word {there.split()[0]} {here}"
    else:
        kinds = [frozenset(kind for lemma in one for kind in classes_of(lemma)) for one in (group.lemmas, told.lemmas)]
        yield from (f"words {min(a, b)} {max(a, b)}" for a in group.lemmas for b in told.lemmas)
        yield from (f"both {kind}" for kind in kinds[0] & kinds[1])
        yield f"both of a kind {bool(kinds[0] & kinds[1])}"
    yield f"forms {there} {here}"
    yield f"forms {there} {here} far {min(far, NEAR)}"
    yield f"{force} complements {overlap(complements(group), complements(told))}"
    above = governed(draft)
    yield f"under {above}"
    yield f"under {governed(near)}, {above}" if far == 0 else f"far under {above}"
    same = bool({one.mention.rule for one in group.drafts} & {one.mention.rule for one in told.drafts})
    yield f"same rule {same}"


def _of_sides(group: Telling, told: Telling, force: str, far: int) -> Iterator[str]:
    """Yield what the sides say."""
    actors = (group.doers, told.doers)
    hit = tuple(tuple(p for d in one.drafts for p in d.hurt) for one in (group, told))
    cast = [list(parties("actor", *actors)), list(parties("hit", *hit))]
    for clue in (*cast[0], *cast[1]):
        yield clue
        yield f"{force} {clue}"
    both = f"{cast[0][0]}, {cast[1][0]}"
    yield both
    yield f"{force} {both}"
    yield f"{both}, same word {bool(group.lemmas & told.lemmas)}"
    yield f"{both}, far {min(far, NEAR)}"
    yield next(parties("actor before, hit now", actors[0], hit[1]))
    yield next(parties("hit before, actor now", hit[0], actors[1]))
    for party in told.drafts[0].actors[:1]:
        first = party.text.split()[0].lower()
        yield f"actor {first if first in DETERMINING else 'other'} {told.type}"


def parties(role: str, before: Sequence[Party], now: Sequence[Party]) -> Iterator[str]:
    """Yield what two casts in a role say; the first of it is the broadest."""
    if not before or not now:
        yield f"{role} {'before' if before else 'now' if now else 'none'}"
        return
    heads = {head(one) for one in before}, {head(one) for one in now}
    one, alike = any(same_party(a, b) for a in before for b in now), bool(heads[0] & heads[1])
    yield f"{role} {'same' if one else 'other'} {'same' if alike else 'other'} word"
    countries, sectors = (
        ({p.country for p in before if p.country}, {p.country for p in now if p.country}),
        ({p.sector for p in before if p.sector}, {p.sector for p in now if p.sector}),
    )
    yield f"{role} country {overlap(*countries)} sector {overlap(*sectors)}"
    if not one and not alike:
        yield from (f"{role} {min(a, b)} {max(a, b)}" for a in heads[0] for b in heads[1])


def _of_facets(group: Telling, told: Telling, near: Draft, force: str) -> Iterator[str]:
    """Yield what status, day, place and manner say."""
    draft = told.drafts[0]
    yield f"{force} status {near.status} {draft.status}"
    same = bool(draft.when.text) and near.when.text == draft.when.text
    yield f"dated {near.when.basis} {draft.when.basis} {same}"
    same = near.place is not None and draft.place is not None and near.place.text == draft.place.text
    bases = [one.place.basis if one.place else None for one in (near, draft)]
    yield f"placed {bases[0]} {bases[1]} {same}"
    if group.modes and told.modes:
        common = bool(group.modes & told.modes)
        first, second = sorted((min(group.modes), min(told.modes)))
        yield "modes same" if common else f"modes {first} {second}"
    yield f"silent {near.silent} {draft.silent}"
    yield f"historical {group.historical} {told.historical}"
    if group.first < LEADING:
        yield f"opening {group.first} {told.first < LEADING}"


def _of_text(group: Telling, told: Telling, force: str) -> Iterator[str]:
    """Yield what the words about the act say."""
    before, now = around(group.drafts), around(told.drafts)
    common = len(before.content & now.content)
    share = FIFTHS * common // max(1, min(len(before.content), len(now.content)))
    yield f"{force} shared {min(common, MANY)}"
    yield f"share {share}"
    yield f"share {share}, same word {bool(group.lemmas & told.lemmas)}"
    yield f"{force} names {min(len(before.names & now.names), FEW)}"
    yield f"figures {overlap(before.figures, now.figures)}"
    sources = [{one.attribution.text for one in side if one.attribution.text} for side in (group.drafts, told.drafts)]
    yield f"sources {overlap(*sources)}"


def around(drafts: Sequence[Draft]) -> Around:
    """Return the words about some mentions, as lemmas in lower case: content words near them, names and figures."""
    content: set[str] = set()
    known: set[str] = set()
    figures: set[str] = set()
    for draft in drafts:
        sentence, at = draft.sentence, draft.trigger_token
        for token, (lemma, upos) in enumerate(zip(sentence.lemmas, sentence.upos, strict=True)):
            if upos not in CONTENT:
                continue
            small = lemma.lower()
            if upos == "PROPN":
                known.add(small)
            elif upos == "NUM":
                figures.add(small)
            if token != at and abs(token - at) <= REACH:
                content.add(small)
    return Around(frozenset(content), frozenset(known), frozenset(figures))


def kind(told: Telling) -> str:
    """Return what tells acts that are told in different ways: force, or words."""
    return "force" if told.type == "ASSAULT" else "words"


def form(draft: Draft) -> str:
    """Return how the act is named: v for a verb, n for a noun, with the word that determines it."""
    sentence, token = draft.sentence, draft.named_token
    if draft.predicate_pos != "n" and sentence.upos[token] != "NOUN":
        return "v"
    words = (sentence.words[c].lower() for c in sentence.children[token] if sentence.deps[c] in DETERMINERS)
    word = next(words, None)
    return f"n {'bare' if word is None else word if word in DETERMINING else 'of somebody'}"


def governed(draft: Draft) -> str:
    """Return the relation on which the word that names the act hangs, with its preposition or conjunction."""
    sentence, token = draft.sentence, draft.named_token
    mark = next((sentence.lemmas[c].lower() for c in sentence.children_by(token, *MARKS)), "-")
    return f"{sentence.deps[token]} {mark}"


def steps(distance: int) -> int:
    """Return the steps of distance between two tellings some sentences apart."""
    return sum(distance >= one for one in DISTANCES)
