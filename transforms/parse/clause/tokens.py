"""One sentence word by word: forms, markers, prepositions, coordination, words of time and people."""

from __future__ import annotations

import re

from schemas.document import Sentence
from transforms.words.classes import word_class

RELATIVES = frozenset({"who", "which", "that", "whom", "whoever"})
TIMES = word_class("time_expression")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
LEADING = frozenset({"over", "back", "off", "away", "down"})
"""Particles of the verb that parsers count with the preposition after them."""


class Tokens:
    """What one word and its children say, whatever the clause."""

    def __init__(self, sentence: Sentence) -> None:
        """Index nothing; everything is lazy."""
        self.sentence = sentence

    def is_verb(self, token: int) -> bool:
        """Say whether a token is a verb that may have arguments of a clause."""
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
        return self.sentence.words[token].lower()

    def lemma(self, token: int) -> str:
        """Return the lemma in lower case."""
        return self.sentence.lemmas[token].lower()

    def forms(self, token: int) -> tuple[str, ...]:
        """Return the lemma, the word, and both joined with what a hyphen ties to them ("cease-fire", "ceasefire")."""
        s = self.sentence
        lemma, word = self.lemma(token), self.lower(token)
        found = [lemma] if lemma == word else [lemma, word]
        if token >= 2 and s.words[token - 1] in ("-", "‐", "–") and s.ends[token - 1] == s.starts[token]:
            before = self.lower(token - 2)
            found = [f"{before}-{lemma}", f"{before}{lemma}", *found]
        return tuple(found)

    def preposition(self, token: int) -> str:
        """Return the preposition of a phrase by its head, words of a fixed one joined by ``_``; empty if none."""
        s = self.sentence
        for child in s.children[token]:
            owner = s.upos[child] == "PART" and self.lower(child) != "to"
            if (s.deps[child] == "case" and not owner) or (s.deps[child] == "mark" and s.upos[child] == "ADP"):
                if s.words[child].lower() in LEADING and self._case_after(token, child):
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
        return s.upos[token] in ("PROPN", "PRON") or self.lemma(token) in word_class("people") | word_class("groups")

    def is_time(self, token: int) -> bool:
        """Say whether a word heads an expression of time."""
        if self.sentence.upos[token] == "NUM" and YEAR.fullmatch(self.sentence.words[token]):
            return self.sentence.deps[token] in ("obl", "nmod")
        return self.lemma(token) in TIMES and self.sentence.deps[token] not in ("nsubj:pass",)
