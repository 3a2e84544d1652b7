"""Clues: what is known of a word that may tell an act, as short strings that a linear model has weights for.

Of the word itself, of what fills the slots of its clause, of what it hangs on, of its neighbours, and of what the
frames and their vetoes say of it. Names are masked: a person, a body, a country is one clue whoever it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from schemas.document import Sentence
from transforms.extract.frames.load import FrameSet
from transforms.extract.roles.parties import Participants
from transforms.parse.clause.clause import Clause
from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.relations import describing, subjects_beside
from transforms.words.classes import classes

NEAR, NEXT = 4, 2
"""Words to either side that are looked at, and those whose distance counts."""
EACH = 2
"""Heads of a slot that are looked at."""
MANY_WORDS = 1500
"""A class with as many words says nothing of what they mean."""
NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT"})
EMPTY_WORDS = frozenset({"PUNCT", "DET", "AUX", "PART"})
LATE = 4
"""Sentences from here on are one place in the article."""
PARTS_OF_SPEECH = ("v", "n", "a")


class Said(NamedTuple):
    """What the frames say of a word: the type, what is objected or why they refuse it, which sides they found."""

    type: str
    codes: tuple[str, ...] = ()
    actor: bool = False
    recipient: bool = False
    status: str = ""


class Reader:
    """Gives the clues of the words of one sentence."""

    def __init__(self, sentence: Sentence, participants: Participants, frames: FrameSet) -> None:
        """Keep what the words of the sentence share."""
        self.sentence, self.participants, self.frames = sentence, participants, frames
        self.clauses: Clauses = participants.clauses(sentence)
        self._names: dict[int, str] = {}
        self._kinds: dict[int, tuple[str, ...]] = {}

    def clues(self, token: int, said: Sequence[Said] = ()) -> Iterator[str]:
        """Yield the clues of a word; some may come twice."""
        sentence = self.sentence
        clause = self.clauses.of(token)
        lemma, pos, dep = sentence.lemmas[token].lower(), sentence.upos[token][0], sentence.deps[token]
        word = key(lemma, sentence.upos[token])
        yield "bias"
        yield f"L {word}"
        yield f"l {lemma}"
        yield f"dep {pos} {dep}"
        yield f"L {word} {dep}"
        yield f"x {sentence.xpos[token]}"
        yield f"L {word} {sentence.xpos[token]}"
        for name in classes_of(lemma):
            yield f"@ {pos} {name}"
        yield from self._of_clause(clause, word, pos)
        yield from self._of_frames(lemma, pos)
        yield from self._above(token, word, dep)
        for child in describing(sentence, token):
            for kind in self.kinds(child):
                yield f"c {pos} {sentence.deps[child]} {kind}"
                yield f"L {word} {sentence.deps[child]} {kind}"
        yield from self._around(token)
        yield f"at {min(sentence.index, LATE)}"
        for one in said:
            code = one.codes[0] if one.codes else "kept"
            yield f"r {code}"
            yield f"r {code} {one.type}"
            yield f"r {code} {word}"
            yield f"r {one.type} {word}"
            yield f"r {one.type} {one.actor} {one.recipient}"
            yield f"r st {one.status} {one.type}"
            for other in one.codes:
                yield f"rc {other} {one.type}"
        if not said:
            yield "r -"

    def _of_clause(self, clause: Clause, word: str, pos: str) -> Iterator[str]:
        particles = "+".join(sorted(clause.particles))
        if particles:
            yield f"part {particles}"
            yield f"L {word} {particles}"
        told = f"{clause.tense} {clause.aspect} {'neg' if clause.negated else ''} {clause.modal}"
        yield f"st {pos} {told}"
        yield f"L {word} {told}"
        yield f"neg {clause.negated}"
        yield f"modal {clause.modal}"
        yield f"pas {clause.passive}"
        yield f"L {word} pas {clause.passive}"
        for slot, heads in clause.slots.items():
            yield f"s {pos} {slot}"
            yield f"L {word} {slot}"
            for head in heads[:EACH]:
                for kind in self.kinds(head):
                    yield f"{slot} {kind}"
                    yield f"{pos} {slot} {kind}"
                    yield f"L {word} {slot} {kind}"

    def _of_frames(self, lemma: str, pos: str) -> Iterator[str]:
        """Yield the types that frames have for a lemma, whether or not one fits."""
        types = sorted({f.type for part in PARTS_OF_SPEECH for f in self.frames.of(part, lemma) if f.type})
        for kind in types:
            yield f"may {pos} {kind}"
        yield f"may {'+'.join(types)} {pos}"

    def _above(self, token: int, word: str, dep: str) -> Iterator[str]:
        sentence = self.sentence
        head = sentence.heads[token]
        if head == token:
            return
        governor = sentence.lemmas[head].lower()
        yield f"g {governor} {dep}"
        yield f"g {governor}"
        yield f"gp {sentence.upos[head]} {dep}"
        yield f"L {word} g {governor}"
        for name in classes_of(governor):
            yield f"g @{name} {dep}"
        for child in subjects_beside(sentence, token):
            for kind in self.kinds(child):
                yield f"gs {dep} {kind}"
        case = next((sentence.low[c] for c in sentence.children[token] if sentence.deps[c] == "case"), "")
        if case:
            yield f"case {case}"
            yield f"L {word} case {case}"
            yield f"g {governor} {case}"

    def _around(self, token: int) -> Iterator[str]:
        sentence = self.sentence
        for other in range(max(0, token - NEAR), min(len(sentence), token + NEAR + 1)):
            if other == token:
                continue
            name = self._name(other)
            if abs(other - token) <= NEXT:
                yield f"w{other - token} {name}"
            if sentence.upos[other] not in EMPTY_WORDS:
                yield f"{'b' if other < token else 'a'} {name}"

    def _name(self, token: int) -> str:
        """Return a word with names masked."""
        found = self._names.get(token)
        if found is None:
            sentence = self.sentence
            entity = self.participants.entity(sentence, token)
            if entity is not None and entity.label in NAMES:
                found = entity.label
            elif sentence.upos[token] == "PRON":
                found = f"pron:{sentence.low[token]}"
            elif sentence.upos[token] in ("NUM", "PROPN"):
                found = sentence.upos[token]
            else:
                found = sentence.lemmas[token].lower()
            self._names[token] = found
        return found

    def kinds(self, token: int) -> tuple[str, ...]:
        """Return what a word that heads a phrase is: the kind of its name, or its lemma and its classes."""
        found = self._kinds.get(token)
        if found is None:
            name, lemma = self._name(token), self.sentence.lemmas[token].lower()
            if name == lemma:
                found = (lemma, *(f"@{one}" for one in classes_of(lemma)))
            elif name == "NUM":
                found = (name, lemma, *(f"@{one}" for one in classes_of(lemma)))
            else:
                found = (name,)
            self._kinds[token] = found
        return found


def key(lemma: str, upos: str) -> str:
    """Return how a word is named among the clues: its lemma and the first letter of its part of speech."""
    return f"{lemma}/{upos[0]}"


def classes_of(word: str) -> tuple[str, ...]:
    """Return the classes of words that a lemma is in, in the order of their files."""
    return _index().get(word, ())


@cache
def _index() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, words in classes().items():
        if len(words) < MANY_WORDS:
            for one in words:
                found.setdefault(one.partition(":")[0], []).append(name)
    return {one: tuple(names) for one, names in found.items()}
