"""A parse under repair: the parallel lists of one sentence, changed in place before the sentence is made of them."""

from __future__ import annotations

from dataclasses import dataclass, field

FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))
SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl")


@dataclass(slots=True)
class Tree:
    """Words, lemmas, heads, relations and tags of one sentence; a root is its own head."""

    words: list[str]
    lemmas: list[str]
    heads: list[int]
    deps: list[str]
    upos: list[str]
    xpos: list[str]
    _below: list[list[int]] | None = field(default=None, init=False, repr=False, compare=False)
    """Children by token, kept until a token is hung elsewhere."""

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.words)

    def lower(self, token: int) -> str:
        """Return a word in lower case."""
        return self.words[token].lower()

    def children(self, token: int) -> list[int]:
        """Return the tokens that hang on ``token`` now, in order."""
        if self._below is None:
            below: list[list[int]] = [[] for _ in self.heads]
            for i, head in enumerate(self.heads):
                if head != i:
                    below[head].append(i)
            self._below = below
        return self._below[token]

    def child(self, token: int, *relations: str) -> int | None:
        """Return the first child of ``token`` with exactly one of the relations."""
        deps = self.deps
        for i in self.children(token):
            if deps[i] in relations:
                return i
        return None

    def under(self, token: int, above: int) -> bool:
        """Say whether ``token`` is ``above`` or hangs on it, directly or not."""
        for _ in range(len(self.heads)):
            if token == above:
                return True
            if self.heads[token] == token:
                return False
            token = self.heads[token]
        return False

    def hang(self, token: int, head: int, relation: str) -> None:
        """Hang a token on another head, or make it the root (its own head)."""
        self.heads[token], self.deps[token] = head, relation
        self._below = None

    def has_subject(self, verb: int) -> bool:
        """Say whether a predicate has a subject of its own."""
        return self.child(verb, *SUBJECTS) is not None

    def subject_relation(self, verb: int) -> str:
        """Return the relation of a subject to a verb: passive where the verb has that auxiliary."""
        return "nsubj:pass" if self.child(verb, "aux:pass") is not None else "nsubj"

    def is_finite(self, verb: int) -> bool:
        """Say whether a predicate has a finite form: its own, or that of an auxiliary or copula; no infinitive."""
        below = self.children(verb)
        auxiliaries = [self.xpos[i] for i in below if self.deps[i].startswith(("aux", "cop"))]
        if any(self.xpos[i] == "TO" for i in below if self.deps[i] == "mark"):
            return False
        return any(tag in FINITE for tag in auxiliaries) or (not auxiliaries and self.xpos[verb] in FINITE | {"VBN"})
