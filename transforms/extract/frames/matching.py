"""Matching: which frames a predication can mean, and how well each fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from schemas.document import Sentence
from transforms.extract.frames.load import Constraint, Frame, FrameSet
from transforms.extract.roles.parties import Participants
from transforms.parse.clause.clause import Clause
from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.tokens import TIMES
from transforms.words.classes import word_class

WEIGHTS = {"is": 1.0, "filled": 0.6, "empty": 0.4, "not": 0.05}
WORD_BONUS = 0.5
"""A constraint that asks for words says more than one that asks for a class of arguments."""
DIRECTIVE_MODALS = frozenset({"must", "should", "ought", "shall"})
GUARD_BONUS = 1.0
"""A guard that holds beats a frame that is as well satisfied."""


class Matcher:
    """Checks the constraints of frames on the predications of one sentence."""

    def __init__(self, sentence: Sentence, participants: Participants, frames: FrameSet) -> None:
        """Keep what all predications of the sentence share."""
        self.sentence = sentence
        self.participants = participants
        self.frames = frames
        self.clauses: Clauses = participants.clauses(sentence)
        self._words: dict[int, frozenset[str]] = {}
        self._lemmas = frames.lemmas
        self._through = word_class("transparent"), word_class("money")

    def may_match(self, token: int) -> bool:
        """Say whether frames know a form of a word; where they do not, its predication need not be built."""
        return not self._lemmas.isdisjoint(self.clauses.forms(token)) or self.clauses.changed(token)

    def candidates(self, p: Clause) -> Sequence[Frame]:
        """Return the frames of a predicate's lemma, tried under each form of the word."""
        if p.lemma in TIMES and p.pos != "v":
            return ()
        if p.recovered:
            return self.frames.of(p.pos, p.lemma)
        for form in self.clauses.forms(p.token):
            found = self.frames.of(p.pos, form)
            if found:
                return found
        return ()

    def score(self, frame: Frame, p: Clause) -> float | None:
        """Return how well a frame fits, None where a constraint fails."""
        score = 0.0
        for words in frame.needed:
            if words.isdisjoint(self._forms):
                return None
        for particle in frame.particles:
            if particle not in p.particles and particle not in p.slots and not self._object_is(p, particle):
                return None
            score += 1.2
        for constraint in frame.when:
            if not self._holds(constraint, p):
                return None
            score += WEIGHTS[constraint.kind] + WORD_BONUS * (constraint.kind == "is" and not constraint.built_in)
        if "none" in frame.flags:
            score += GUARD_BONUS
        return score

    def failures(self, frame: Frame, p: Clause) -> list[str]:
        """Return the conditions of a frame that a predication does not meet, as its file writes them."""
        missing = [
            particle
            for particle in frame.particles
            if particle not in p.particles and particle not in p.slots and not self._object_is(p, particle)
        ]
        return missing + [constraint.text for constraint in frame.when if not self._holds(constraint, p)]

    def _object_is(self, p: Clause, word: str) -> bool:
        return any(
            self.clauses.lower(t) == word or self.clauses.lemma(t) == word for t in (*p.get("obj"), *p.get("comp"))
        )

    def _holds(self, constraint: Constraint, p: Clause) -> bool:
        slot, kind = constraint.slot, constraint.kind
        if constraint.plain:
            tokens = self.slot(p, slot)
            if kind == "filled":
                return bool(tokens)
            if kind == "empty":
                return not tokens
            own = p.get("subj") if "self" in constraint.built_in else ()
            for token in tokens:
                if token in own or self._is(token, constraint):
                    return kind == "is"
            return kind != "is"
        if slot == "any":
            return constraint.lemmas.isdisjoint(self._told(p)) != (kind == "is")
        if slot in ("mod", "modal", "case", "head"):
            if slot == "mod":
                values = {form for t in p.modifiers for form in self.clauses.forms(t)}
            elif slot == "head":
                values = set() if (above := self.sentence.heads[p.token]) == p.token else {*self.clauses.forms(above)}
            else:
                values = {p.modal if slot == "modal" else self.clauses.preposition(p.token)} - {""}
            met = bool(values & constraint.lemmas)
            return met if kind == "is" else not met if kind == "not" else bool(values)
        modals = {self.clauses.of(t).modal for t in self.slot(p, slot.removesuffix(".modal"))} - {""}
        if kind in ("filled", "empty"):
            return bool(modals) == (kind == "filled")
        return bool(modals & constraint.lemmas) == (kind == "is")

    def _told(self, p: Clause) -> frozenset[str]:
        """Return the forms of the words that a constraint on the clause looks at: all below a verb, else all."""
        if p.pos != "v" or p.recovered:
            return self._forms
        found = self._words.get(p.token)
        if found is None:
            tokens = self.sentence.subtree(p.token)
            found = self._words[p.token] = frozenset().union(*map(self.clauses.forms, tokens))
        return found

    @cached_property
    def _forms(self) -> frozenset[str]:
        """The forms of all words of the sentence."""
        return self.clauses.all_forms()

    def slot(self, p: Clause, path: str) -> tuple[int, ...]:
        """Return the heads in a slot or at the end of a path of slots ("obj.of")."""
        first, _, rest = path.partition(".")
        tokens = p.modifiers if first == "mod" else p.get(first)
        if not tokens:
            if first == "comp" and p.pos == "v":
                tokens = p.get("purp")
            elif first == "purp":
                tokens = tuple(t for t in p.get("comp") if self.clauses.marker(t) == "to")
            elif first == "by" and p.passive:
                tokens = p.get("subj")
        if not rest:
            return tokens
        return tuple(t for head in tokens for t in self.slot(self.clauses.of(head), rest))

    def _is(self, token: int, constraint: Constraint) -> bool:
        if constraint.lemmas:
            if not constraint.lemmas.isdisjoint(self.clauses.forms(token)):
                return True
            for one in self.through(token):
                if not constraint.lemmas.isdisjoint(self.clauses.forms(one)):
                    return True
        for name in constraint.asked:
            if name == "party" and self.participants.is_party(self.sentence, token):
                return True
            if name == "place" and self.participants.is_place(self.sentence, token):
                return True
            if name == "name" and self.participants.is_name(self.sentence, token):
                return True
            if name == "clause" and self.clauses.is_verb(token):
                return True
            if name == "directive" and self._directs(token):
                return True
            if name == "event" and any(self._has_frame(t) for t in (token, *self.through(token))):
                return True
            if name == "figure" and self.sentence.upos[token] == "NUM":
                return True
            if name == "plural" and self._several(token):
                return True
        return False

    def _several(self, token: int) -> bool:
        """Say whether a phrase names several: a plural, a number ("the two") or a list."""
        if self.sentence.upos[token] == "NUM":
            return self.clauses.lower(token) not in ("one", "1")
        return self.sentence.xpos[token] in ("NNS", "NNPS") or len(self.clauses.conjuncts(token)) > 1

    def _directs(self, token: int) -> bool:
        """Say whether a complement tells what to do: an infinitive, a subjunctive, or what somebody must or should."""
        children = {self.sentence.deps[c] for c in self.sentence.children[token]}
        if "cop" in children and self.sentence.upos[token] == "VERB":  # "our aim is to bring them home"
            return False
        if self.clauses.marker(token) == "to" or self.clauses.of(token).modal in DIRECTIVE_MODALS:
            return True
        auxiliary = self.clauses.first_auxiliary(token)
        if auxiliary is not None:  # "asked that the homes be spared"
            return self.sentence.low[auxiliary] == "be"
        return self.sentence.xpos[token] == "VB"

    def _has_frame(self, token: int) -> bool:
        return self.may_match(token) and bool(self.candidates(self.clauses.of(token)))

    def through(self, token: int) -> Iterator[int]:
        """Yield the nouns behind a transparent one ("a series of attacks"), and those coordinated with it."""
        for one in self.clauses.conjuncts(token):
            if one != token:
                yield one
            current, steps = one, 0
            while steps < 3 and self._transparent(current):
                p = self.clauses.of(current)
                following = next(iter((*p.get("obj"), *p.get("in"), *p.get("worth"))), None)
                if following is None:
                    break
                yield following
                current, steps = following, steps + 1

    def _transparent(self, token: int) -> bool:
        lemma, (transparent, money) = self.clauses.lemma(token), self._through
        return lemma in transparent or lemma in money or self.sentence.upos[token] in ("SYM", "NUM")
