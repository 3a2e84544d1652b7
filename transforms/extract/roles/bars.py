"""Phrases that can be no actor, or no recipient, of an act whatever the model says: by where they stand."""

from __future__ import annotations

from transforms.extract.roles.ranker import Ranker
from transforms.extract.roles.sides import PEACEFUL, land_of_war
from transforms.parse.clause.speakers import ALLEGING
from transforms.words.classes import word_class

MEETING = frozenset({"AGREE", "CONSULT", "COOPERATE", "REJECT", "ASSAULT"})
"""Types of acts whose noun names with "between" all who take part."""
BESIDE = frozenset({"with", "for", "alongside"})
"""Prepositions of those on whose side somebody was when something befell him."""
SCENE = frozenset({"in", "at", "near", "inside", "outside"})
"""Prepositions of the place at which something befell somebody."""
MEANWHILE = frozenset({"while", "when", "as"})
AIDING = PEACEFUL | {"AID", "REQUEST"}
"""Types of acts that somebody does with one against another."""


class Bars:
    """Says of the phrases of one act which side they cannot be."""

    def __init__(self, ranker: Ranker) -> None:
        """Find those between whom the act takes place, and those who only accuse somebody of it."""
        self.ranker, self.sentence, self.clauses = ranker, ranker.sentence, ranker.clauses
        self.kind, self.token = ranker.draft.type, ranker.token
        self.between: frozenset[int] = frozenset()
        if self.kind in MEETING and ranker.clause.pos == "n":
            heads = [one for head in ranker.clause.get("between") for one in self.clauses.conjuncts(head)]
            self.between = frozenset(heads) if len(heads) > 1 else frozenset()
        self.accusers = self._accusers()

    def _accusers(self) -> frozenset[int]:
        """Return who accuses somebody else of the act: "**Peru** charged Chile with breaking the treaty"."""
        found: set[int] = set()
        for above in self.sentence.ancestors(self.token):
            if self.clauses.is_verb(above) and self.clauses.lemma(above) in ALLEGING:
                clause = self.clauses.of(above)
                found.update(clause.get("subj") if clause.get("obj") else ())
        return frozenset(found)

    def no_actor(self, one: int) -> bool:
        """Say whether a phrase, given by its head, is none who did the act."""
        if self.between and one not in self.between:
            return True
        if one in self.accusers or self._comrade(one) or self.undergoes(one):
            return True
        return self._scene(one) or self._answers(one) or self._meant(one)

    def no_recipient(self, one: int) -> bool:
        """Say whether a phrase, given by its head, is none to whom the act was done."""
        if one in self.between:
            return True
        participants = self.ranker.participants
        if self.kind != "ASSAULT" and participants.undergoes(self.sentence, one, self.sentence.heads[one]):
            return True
        return self._aimed_at(one) or land_of_war(self.sentence, one, self.kind, participants)

    def undergoes(self, one: int) -> bool:
        """Say whether a phrase is the object of the act's verb, which has a subject: "**a force** that it raised"."""
        clause = self.ranker.clause
        active = clause.pos == "v" and not clause.passive and self.clauses.own_subject(self.token) is not None
        return active and one in clause.get("obj")

    def _comrade(self, one: int) -> bool:
        """Say whether a phrase names those with whom somebody was when it befell him: "killed while serving with X"."""
        verb = self.sentence.heads[one]
        if not self.ranker.clause.passive or not self.clauses.is_verb(verb) or self.sentence.heads[verb] != self.token:
            return False
        return self.clauses.marker(verb) in MEANWHILE and self.clauses.preposition(one) in BESIDE

    def _answers(self, one: int) -> bool:
        """Say whether a phrase did something else so long after: "**Chad** bombed a camp four days after a raid"."""
        sentence, clauses = self.sentence, self.clauses
        verb = self.token if clauses.is_verb(self.token) else sentence.heads[self.token]
        if self.kind != "ASSAULT" or not clauses.is_verb(verb) or clauses.marker(verb) != "after":
            return False
        main = clauses.of(sentence.heads[verb])
        counted = any(clauses.lemma(c) in word_class("time_unit") for c in sentence.children[verb])
        if not counted or main.passive or not main.get("obj") or clauses.is_reflexive(main.token):
            return False
        return one not in sentence.subtree(verb)

    def _scene(self, one: int) -> bool:
        """Say whether a phrase names where somebody was arrested: "a banker was held **in Portugal**"."""
        clause, participants = self.ranker.clause, self.ranker.participants
        if self.kind != "COERCE" or not clause.passive or self.sentence.heads[one] != self.token:
            return False
        return self.clauses.preposition(one) in SCENE and participants.is_place(self.sentence, one)

    def _meant(self, one: int) -> bool:
        """Say whether a phrase is whom something is to be done to over an attack: "expel **troops** over the raid"."""
        verb = self.sentence.heads[one]
        if self.kind != "ASSAULT" or self.ranker.clause.pos != "n" or self.sentence.deps[one] != "obj":
            return False
        return self.clauses.is_verb(verb) and self.clauses.marker(verb) == "to" and self._beside(verb)

    def _beside(self, verb: int) -> bool:
        """Say whether the act is told beside a verb, not in its object: "in reaction to the killing"."""
        above = list(self.sentence.ancestors(self.token))
        return verb in above and any(self.sentence.deps[t] == "obl" for t in (self.token, *above[: above.index(verb)]))

    def _aimed_at(self, one: int) -> bool:
        """Say whether a phrase names against whom somebody is helped: "offered troops to defeat **the rebels**"."""
        verb = self.sentence.heads[one]
        if self.kind not in AIDING or self.sentence.deps[one] != "obj" or verb == self.token:
            return False
        fought = self.clauses.is_verb(verb) and self.clauses.lemma(verb) in word_class("defeating_verb")
        return fought and self.clauses.marker(verb) == "to" and self.token in self.sentence.ancestors(verb)
