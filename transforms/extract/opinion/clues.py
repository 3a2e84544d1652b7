"""Clues: what is known of a word that may tell an act, as short strings that a linear model has weights for.

Of the word itself, of what fills the slots of its clause, of what it hangs on, of its neighbours, and of what the
frames and their vetoes say of it. Names are masked: a person, a body, a country is one clue whoever it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

Add = Callable[[str], None]


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
        self._of_words: dict[int, list[str]] = {}

    def clues(self, token: int, said: Sequence[Said] = ()) -> list[str]:
        """Return the clues of a word; some may come twice."""
        of_word = self._of_words.get(token)
        if of_word is None:
            of_word = self._of_words[token] = self._of_word(token)
        found = of_word.copy()
        self._of_said(found.append, key(self.clauses.lemmas[token], self.sentence.upos[token]), said)
        return found

    def _of_word(self, token: int) -> list[str]:
        """Return the clues of a word, whatever the frames say of it."""
        found: list[str] = []
        add = found.append
        sentence = self.sentence
        clause = self.clauses.of(token)
        lemma, pos, dep = sentence.lemmas[token].lower(), sentence.upos[token][0], sentence.deps[token]
        word = key(lemma, sentence.upos[token])
        add("bias")
        add(f"L {word}")
        add(f"l {lemma}")
        add(f"dep {pos} {dep}")
        add(f"L {word} {dep}")
        add(f"x {sentence.xpos[token]}")
        add(f"L {word} {sentence.xpos[token]}")
        for name in classes_of(lemma):
            add(f"@ {pos} {name}")
        self._of_clause(add, clause, word, pos)
        self._of_frames(add, lemma, pos)
        self._above(add, token, word, dep)
        for child in describing(sentence, token):
            for kind in self.kinds(child):
                add(f"c {pos} {sentence.deps[child]} {kind}")
                add(f"L {word} {sentence.deps[child]} {kind}")
        self._around(add, token)
        add(f"at {min(sentence.index, LATE)}")
        return found

    def _of_said(self, add: Add, word: str, said: Sequence[Said]) -> None:
        for one in said:
            code = one.codes[0] if one.codes else "kept"
            add(f"r {code}")
            add(f"r {code} {one.type}")
            add(f"r {code} {word}")
            add(f"r {one.type} {word}")
            add(f"r {one.type} {one.actor} {one.recipient}")
            add(f"r st {one.status} {one.type}")
            for other in one.codes:
                add(f"rc {other} {one.type}")
        if not said:
            add("r -")

    def _of_clause(self, add: Add, clause: Clause, word: str, pos: str) -> None:
        particles = "+".join(sorted(clause.particles))
        if particles:
            add(f"part {particles}")
            add(f"L {word} {particles}")
        told = f"{clause.tense} {clause.aspect} {'neg' if clause.negated else ''} {clause.modal}"
        add(f"st {pos} {told}")
        add(f"L {word} {told}")
        add(f"neg {clause.negated}")
        add(f"modal {clause.modal}")
        add(f"pas {clause.passive}")
        add(f"L {word} pas {clause.passive}")
        for slot, heads in clause.slots.items():
            add(f"s {pos} {slot}")
            add(f"L {word} {slot}")
            for head in heads[:EACH]:
                for kind in self.kinds(head):
                    add(f"{slot} {kind}")
                    add(f"{pos} {slot} {kind}")
                    add(f"L {word} {slot} {kind}")

    def _of_frames(self, add: Add, lemma: str, pos: str) -> None:
        """Add the types that frames have for a lemma, whether or not one fits."""
        types = self.frames.types.get(lemma, ())
        for kind in types:
            add(f"may {pos} {kind}")
        add(f"may {'+'.join(types)} {pos}")

    def _above(self, add: Add, token: int, word: str, dep: str) -> None:
        sentence = self.sentence
        head = sentence.heads[token]
        if head == token:
            return
        governor = sentence.lemmas[head].lower()
        add(f"g {governor} {dep}")
        add(f"g {governor}")
        add(f"gp {sentence.upos[head]} {dep}")
        add(f"L {word} g {governor}")
        for name in classes_of(governor):
            add(f"g @{name} {dep}")
        for child in subjects_beside(sentence, token):
            for kind in self.kinds(child):
                add(f"gs {dep} {kind}")
        case = next((sentence.low[c] for c in sentence.children[token] if sentence.deps[c] == "case"), "")
        if case:
            add(f"case {case}")
            add(f"L {word} case {case}")
            add(f"g {governor} {case}")

    def _around(self, add: Add, token: int) -> None:
        sentence = self.sentence
        for other in range(max(0, token - NEAR), min(len(sentence), token + NEAR + 1)):
            if other == token:
                continue
            name = self._name(other)
            if abs(other - token) <= NEXT:
                add(f"w{other - token} {name}")
            if sentence.upos[other] not in EMPTY_WORDS:
                add(f"{'b' if other < token else 'a'} {name}")

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
