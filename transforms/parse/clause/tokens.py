"""One sentence word by word: forms, markers, prepositions, coordination, words of time and people."""

from __future__ import annotations

import re

from schemas.document import Sentence
from transforms.words.classes import has_any, word_class

RELATIVES = frozenset({"who", "which", "that", "whom", "whoever"})
TIMES = word_class("time_expression")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
HYPHENS = frozenset({"-", "‐", "–"})
VERBAL = frozenset({"VERB", "NOUN", "ADJ", "AUX"})
"""Kinds of words that may head a clause as its verb."""
LEADING = frozenset({"over", "back", "off", "away", "down"})
"""Particles of the verb that parsers count with the preposition after them."""


class Tokens:
    """What one word and its children say, whatever the clause."""

    def __init__(self, sentence: Sentence) -> None:
        """Fold the lemmas; everything else is read when it is asked for, and kept."""
        self.sentence = sentence
        self.lemmas = list(map(str.lower, sentence.lemmas))
        """The lemmas of all tokens in lower case."""
        self._forms: dict[int, tuple[str, ...]] = {}
        self._all_forms: frozenset[str] = frozenset()
        self._prepositions: dict[int, str] = {}
        self._verbs: list[bool] = []

    def is_verb(self, token: int) -> bool:
        """Say whether a token is a verb that may have arguments of a clause."""
        if not self._verbs:
            self._verbs = [upos in VERBAL and self._is_verb(t) for t, upos in enumerate(self.sentence.upos)]
        return self._verbs[token]

    def _is_verb(self, token: int) -> bool:
        s = self.sentence
        if s.upos[token] == "VERB":
            return s.deps[token] not in ("case", "mark", "compound:prt", "fixed")
        if s.upos[token] == "NOUN" and s.deps[token] in ("root", "ccomp", "conj", "parataxis"):
            return any(s.deps[c] == "obj" for c in s.children[token])
        if s.upos[token] == "ADJ":
            return {"aux", "obj"} <= {s.deps[c] for c in s.children[token]}
        return s.upos[token] == "AUX" and s.deps[token] not in ("aux", "aux:pass", "cop")

    def lower(self, token: int) -> str:
        """Return the word in lower case."""
        return self.sentence.low[token]

    def lemma(self, token: int) -> str:
        """Return the lemma in lower case."""
        return self.lemmas[token]

    def forms(self, token: int) -> tuple[str, ...]:
        """Return the lemma, the word, and both joined with what a hyphen ties to them ("cease-fire", "ceasefire")."""
        found = self._forms.get(token)
        if found is None:
            found = self._forms[token] = self._read_forms(token)
        return found

    def all_forms(self) -> frozenset[str]:
        """Return the forms of all tokens."""
        if self._all_forms:
            return self._all_forms
        found = {*self.lemmas, *self.sentence.low}
        if not HYPHENS.isdisjoint(found):
            for token, word in enumerate(self.sentence.words[:-1], 1):
                if word in HYPHENS:
                    found.update(self.forms(token))
        self._all_forms = frozenset(found)
        return self._all_forms

    def _read_forms(self, token: int) -> tuple[str, ...]:
        s = self.sentence
        lemma, word = self.lemmas[token], s.low[token]
        found = (lemma,) if lemma == word else (lemma, word)
        if token >= 2 and s.words[token - 1] in HYPHENS and s.ends[token - 1] == s.starts[token]:
            before = s.low[token - 2]
            found = (f"{before}-{lemma}", f"{before}{lemma}", *found)
        return found

    def preposition(self, token: int) -> str:
        """Return the preposition of a phrase by its head, words of a fixed one joined by ``_``; empty if none."""
        found = self._prepositions.get(token)
        if found is None:
            found = self._prepositions[token] = self._preposition(token)
        return found

    def _preposition(self, token: int) -> str:
        s = self.sentence
        for child in s.children[token]:
            dep = s.deps[child]
            owner = dep == "case" and s.upos[child] == "PART" and s.low[child] != "to"
            if (dep == "case" and not owner) or (dep == "mark" and s.upos[child] == "ADP"):
                if s.low[child] in LEADING and self._case_after(token, child):
                    continue
                parts = [child, *(c for c in s.children[child] if s.deps[c] == "fixed")]
                return "_".join(self.lower(p) for p in sorted(parts))
        return ""

    def _case_after(self, token: int, first: int) -> bool:
        """Say whether another preposition follows the first one of a phrase: "over to Russia", "back to its owners"."""
        s = self.sentence
        return any(c == first + 1 and s.deps[c] == "case" and s.upos[c] == "ADP" for c in s.children[token])

    def marker(self, token: int) -> str:
        """Return the subordinating word of a clause; empty if none."""
        s = self.sentence
        for child in s.children[token]:
            if s.deps[child] == "mark":
                return self.lower(child)
        return ""

    def markers(self, token: int) -> frozenset[str]:
        """Return all subordinating words of a clause ("in order to" has three)."""
        s = self.sentence
        return frozenset(self.lower(child) for child in s.children[token] if s.deps[child] == "mark")

    def conjuncts(self, token: int) -> list[int]:
        """Return ``token`` and the nominals coordinated with it."""
        s = self.sentence
        found = [token]
        for child in s.children[token]:
            if s.deps[child] == "conj" and not (self.is_verb(child) and not self.is_verb(token)):
                found.extend(self.conjuncts(child) if child > token else [child])
        return found

    def is_animate(self, token: int) -> bool:
        """Say whether a word may name somebody who acts: a name, a pronoun, a noun for people or bodies."""
        s = self.sentence
        return s.upos[token] in ("PROPN", "PRON") or has_any(self.lemma(token), "people", "groups")

    def is_time(self, token: int) -> bool:
        """Say whether a word heads an expression of time."""
        if self.sentence.upos[token] == "NUM" and YEAR.fullmatch(self.sentence.words[token]):
            return self.sentence.deps[token] in ("obl", "nmod")
        return self.lemma(token) in TIMES and self.sentence.deps[token] not in ("nsubj:pass",)
