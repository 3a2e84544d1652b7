"""Whether a clause tells what it says as a fact: negation, modality, conditions, infinitives and orders."""

from __future__ import annotations

from transforms.parse.clause.subjects import Subjects
from transforms.words.classes import word_class

UNREAL_AUX = word_class("unreal_auxiliary")
CONDITIONAL = frozenset({"if", "unless", "whether", "lest"})
DENYING = frozenset({"not", "n't", "n’t", "never"})


class Modality(Subjects):
    """What the clauses of one sentence say of their own truth."""

    def is_denied(self, token: int) -> bool:
        """Say whether the predicate itself is negated ("were not injured")."""
        s = self.sentence
        return any(self.lower(i) in DENYING and s.deps[i].startswith("advmod") for i in s.children[token])

    def is_unreal(self, token: int) -> bool:
        """Say whether a verb is only wished, feared, ordered or imagined ("tried to kill", "could have died")."""
        s = self.sentence
        if s.upos[token] != "VERB":
            return False
        auxiliaries = {self.lower(i) for i in s.children[token] if s.deps[i].startswith("aux")}
        if auxiliaries & UNREAL_AUX:
            return True
        marks = self.markers(token)
        if marks & CONDITIONAL:
            return True
        head = s.heads[token]
        if "to" in marks and head != token and s.deps[token] != "acl:relcl":
            return self.lemma(head) not in word_class("factual_infinitive") and s.upos[head] in ("VERB", "ADJ", "NOUN")
        imperative = s.xpos[token] == "VB" and not auxiliaries and "to" not in marks
        return imperative and s.child(token, "nsubj", "nsubj:pass") is None and s.deps[token] != "conj"
