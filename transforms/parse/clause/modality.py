"""Whether and when a clause tells what it says as a fact: tense, negation, modality, conditions, orders."""

from __future__ import annotations

from transforms.parse.clause.subjects import Subjects

DENYING = frozenset({"not", "n't", "n’t", "never"})


TENSES = {"VBD": "past", "VBZ": "present", "VBP": "present"}
"""Tag of a finite verb to its tense."""


class Modality(Subjects):
    """What the clauses of one sentence say of their own truth and time."""

    def tense(self, token: int) -> str:
        """Return the tense of a predicate, past or present, by its first auxiliary or copula, else by its own form."""
        s = self.sentence
        finite, deps = token, s.deps
        for child in s.children[token]:
            if deps[child] == "cop" or deps[child].startswith("aux"):
                finite = child
                break
        return TENSES.get(s.xpos[finite], "")

    def aspect(self, token: int) -> str:
        """Return perfect or progressive where the auxiliaries of a predicate make it so."""
        s = self.sentence
        auxiliaries = [c for c in s.children[token] if s.deps[c].startswith("aux")]
        if any(s.lemmas[c] == "have" for c in auxiliaries):
            return "perfect"
        return "progressive" if auxiliaries and s.xpos[token] == "VBG" else ""

    def is_denied(self, token: int) -> bool:
        """Say whether the predicate itself is negated ("were not injured")."""
        s = self.sentence
        return any(self.lower(i) in DENYING and s.deps[i].startswith("advmod") for i in s.children[token])
