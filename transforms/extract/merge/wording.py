"""How two tellings are worded, which says whether a writer means one act or two.

What a reader goes by where nothing is repeated: "the" or a number before those hit, what the sentence begins with, the
tense, whether what is told now is less than what was told, and in one sentence the way from one word to the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from schemas.document import Sentence
from schemas.event import Party
from transforms.extract.draft import Draft
from transforms.extract.merge.likeness import stem
from transforms.extract.merge.sides import head
from transforms.extract.merge.telling import Telling
from transforms.parse.clause.relations import hanging_subject, path
from transforms.parse.numbers import quantity
from transforms.words.classes import word_class

DETERMINING = word_class("determiner")
LONGEST = 3
"""Words on either side of the way between two acts of one sentence."""
COUNTING = 3
"""Words at the beginning of a phrase among which one counts."""
GAPS = (1, 2, 4, 7, 11, 16)
"""Words between two acts of one sentence from which one step of distance is the next."""
NAMES, NEW = 3, 4
"""Up to where names that two tellings share, and those that only the later one has, are told apart."""
BETWEEN = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})
"""Words between two acts of one sentence that say no more of them than that they stand there."""


def own_wording(told: Telling, force: str) -> Iterator[str]:
    """Yield how an act is worded that may be one of its own."""
    draft = told.drafts[0]
    sentence = draft.sentence
    yield f"new hit {before_noun(hit(told))} {force}"
    yield f"new first {sentence.low[0]}"
    yield f"new tense {tense(draft)}"
    yield from (f"new adverb {word}" for word in adverbs(draft))


def wording(group: Telling, told: Telling, near: Draft, far: int, force: str) -> Iterator[str]:
    """Yield how an act is worded beside one that it may tell again; ``far``: steps of distance, few told apart."""
    draft = told.drafts[0]
    before, now = hit(group), hit(told)
    words = before_noun(before), before_noun(now)
    yield f"hit with {words[1]}"
    yield f"hit with {words[0]}, then {words[1]}"
    yield f"{force} hit with {words[1]}"
    if before and now:
        same, numbers = head(before[0]) == head(now[0]), f"{number(before[0])} {number(now[0])}"
        yield f"hit in number {numbers} {force}"
        yield f"hit in number {numbers} {same} {words[1]}"
    yield f"counted {overlap(counted(before), counted(now))}"
    yield f"tense {tense(draft)}"
    yield f"tense {tense(near)}, then {tense(draft)}"
    yield from (f"adverb {word}" for word in adverbs(draft))
    yield f"modifiers {overlap(modifiers(group.drafts), modifiers(told.drafts))} {force}"
    if far:
        first = draft.sentence.low[0]
        yield f"first {first}"
        yield f"first {first} far {far}"
        yield f"relation {relation(near)}, then {relation(draft)} far {far}"
    yield from _less_or_more(group, told, draft, force)
    known, here = names(group.drafts), names([draft])
    shares = f"names {min(len(here & known), NAMES)} new {min(len(here - known), NEW)}"
    yield shares
    yield f"{force} {shares}"


def _less_or_more(group: Telling, told: Telling, draft: Draft, force: str) -> Iterator[str]:
    """Yield whether the sides told now are among those told before: who tells again tells less."""
    actors = part([head(p) for p in group.doers], [head(p) for p in told.doers])
    sufferers = part([head(p) for p in group.sufferers], [head(p) for p in told.sufferers])
    yield f"part {actors} {sufferers}"
    yield f"{force} part {actors} {sufferers} {draft.predicate_pos}"
    countries = [[p.country for p in (*one.doers, *one.sufferers) if p.country] for one in (group, told)]
    yield f"part of countries {part(*countries)}"
    before, now = beneath(group.drafts), beneath(told.drafts)
    yield f"beneath {min(len(before & now), NAMES)} {bool(before)} {bool(now)}"


def linked(group: Telling, told: Telling, force: str) -> Iterator[str]:
    """Yield how two acts that one sentence tells hang together."""
    draft = told.drafts[0]
    sentence = draft.sentence
    here = [one for one in group.drafts if one.sentence.index == sentence.index]
    if not here:
        return
    other = min(here, key=lambda one: abs(one.trigger_token - draft.trigger_token))
    first, second = sorted((other.named_token, draft.named_token))
    way = between(sentence, first, second)
    shape = f"{other.predicate_pos} {draft.predicate_pos}"
    yield f"way {way}"
    yield f"{force} way {way}"
    yield f"way {way} {shape} {other.named_token < draft.named_token}"
    yield f"way {way} {sentence.xpos[first]} {sentence.xpos[second]}"
    words = [t for t in range(first + 1, second) if sentence.upos[t] not in BETWEEN]
    gap = second - first - 1
    yield f"{force} gap {sum(gap >= one for one in GAPS)}"
    yield from (f"between {word}" for word in sorted({sentence.low[t] for t in words}))
    subjects = (hanging_subject(sentence, one.trigger_token) is not None for one in (other, draft))
    yield f"{force} subjects {' '.join(map(str, subjects))}"
    casts = [({(p.start, p.end) for p in one.actors}, {(p.start, p.end) for p in one.told}) for one in (other, draft)]
    for role, before, now in (("actor", casts[0][0], casts[1][0]), ("hit", casts[0][1], casts[1][1])):
        yield f"{force} one {role} {overlap(before, now)} {bool(before)} {bool(now)}"
    if casts[0][1] & casts[1][0]:
        yield f"{force} hit acts"
    yield f"beside word {other.trigger_lemma}"


def between(sentence: Sentence, first: int, second: int) -> str:
    """Return the relations on the way from one word to a later one, "far" where that is long."""
    found = path(sentence, [first, *sentence.ancestors(first)], second, LONGEST)
    if found is None:
        return "far"
    up, down = ([sentence.deps[token] for token in side] for side in found)
    return f"{'<'.join(up)}|{'>'.join(down)}"


def hit(told: Telling) -> Sequence[Party]:
    """Return those whom the first mention that names some tells to be hit."""
    return next((draft.hurt for draft in told.drafts if draft.hurt), ())


def before_noun(parties: Sequence[Party]) -> str:
    """Return how the first phrase begins: its article or pronoun, a number, a name, or nothing of these."""
    if not parties:
        return "none"
    words = parties[0].text.split() or [""]
    first = words[0].lower()
    if first in DETERMINING:
        return first
    if quantity([word.lower() for word in words[:COUNTING]]) is not None:
        return "number"
    return ("name" if parties[0].name else "capital") if words[0][:1].isupper() else "bare"


def number(party: Party) -> str:
    """Return whether a phrase looks like one or several, by its last word before "of"."""
    return "several" if party.text.lower().split(" of ")[0].endswith("s") else "one"


def counted(parties: Sequence[Party]) -> frozenset[str]:
    """Return the numbers that stand at the beginning of the first phrase."""
    words = parties[0].text.lower().split()[:COUNTING] if parties else []
    return frozenset(word for word in words if word not in DETERMINING and quantity([word]) is not None)


def tense(draft: Draft) -> str:
    """Return the form of the word of an act with its auxiliaries."""
    sentence, token = draft.sentence, draft.trigger_token
    helpers = [sentence.low[c] for c in sentence.children[token] if sentence.upos[c] == "AUX"]
    return " ".join((sentence.xpos[token], *helpers[:2]))


def adverbs(draft: Draft) -> list[str]:
    """Return the adverbs of an act."""
    sentence = draft.sentence
    return [sentence.low[c] for c in sentence.children[draft.trigger_token] if sentence.upos[c] == "ADV"]


def modifiers(drafts: Sequence[Draft]) -> frozenset[str]:
    """Return the words that say of what kind or how many the acts are, as lemmas."""
    return frozenset(
        draft.sentence.lemmas[c].lower()
        for draft in drafts
        for c in draft.sentence.children[draft.named_token]
        if c < draft.named_token and draft.sentence.upos[c] in ("ADJ", "NOUN", "PROPN", "NUM")
    )


def beneath(drafts: Sequence[Draft]) -> frozenset[str]:
    """Return the stems of the nouns that hang on the words that name the acts."""
    return frozenset(
        stem(draft.sentence.lemmas[c].lower())
        for draft in drafts
        for c in draft.sentence.children[draft.named_token]
        if draft.sentence.upos[c] in ("NOUN", "PROPN")
    )


def relation(draft: Draft) -> str:
    """Return the relation on which the word that names the act hangs."""
    return draft.sentence.deps[draft.named_token]


def names(drafts: Sequence[Draft]) -> frozenset[str]:
    """Return the words of names in the sentences of some mentions, in lower case."""
    return frozenset(
        lemma.lower()
        for draft in drafts
        for lemma, upos in zip(draft.sentence.lemmas, draft.sentence.upos, strict=True)
        if upos == "PROPN"
    )


def part(before: Sequence[str], now: Sequence[str]) -> str:
    """Return whether what is told now is all, a part, more, some or nothing of what was told before."""
    first, second = set(before), set(now)
    if not first or not second:
        return f"{'told' if first else 'untold'} {'told' if second else 'untold'}"
    if first == second:
        return "all"
    if second < first:
        return "part"
    if first < second:
        return "more"
    return "some" if first & second else "nothing"


def overlap(first: AbstractSet[object], second: AbstractSet[object]) -> str:
    """Return whether two sets share something: same, other, or untold where one is empty."""
    return "same" if first & second else "other" if first and second else "untold"
