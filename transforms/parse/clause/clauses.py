"""All clauses of a sentence and of an article: one reading, which harm, events and merging share."""

from __future__ import annotations

from schemas.document import Document, Sentence
from transforms.parse.clause.clause import Clause, ClauseBuilder
from transforms.parse.clause.subjects import PRONOUNS
from transforms.parse.clause.verbs import Verbs

REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves", "oneself", "myself", "ourselves", "own"})


class Clauses(Verbs):
    """The clauses of one sentence, built on demand and kept."""

    def __init__(self, sentence: Sentence) -> None:
        """Index nothing; everything is lazy."""
        super().__init__(sentence)
        self._built: dict[int, Clause] = {}
        self._changed: set[int] = set()

    def of(self, token: int) -> Clause:
        """Return the clause that ``token`` heads."""
        found = self._built.get(token)
        if found is None:
            made = self._verb(token) if self.is_verb(token) else self._nominal(token)
            if made.pos != "v":
                self._borrow(made)
            found = self._built[token] = made.clause()
        return found

    def put(self, clause: Clause) -> None:
        """Read a token as another clause than the parse says."""
        self._built[clause.token] = clause
        self._changed.add(clause.token)

    def changed(self, token: int) -> bool:
        """Say whether ``put`` has replaced what the parse says of a token."""
        return token in self._changed

    def patient(self, verb: int) -> int | None:
        """Return the head of who or what it is done to: object or subject of a passive; a pronoun stays one."""
        clause = self.of(verb)
        if clause.passive and (own := self.own_subject(verb)) is not None and self.lower(own) in PRONOUNS:
            return own
        found = clause.get("iobj") if clause.passive and clause.get("iobj") else clause.get("obj")
        return found[0] if found else None

    def is_reflexive(self, token: int) -> bool:
        """Say whether somebody does it to himself: a reflexive pronoun or "own" hangs on the word."""
        return any(self.lower(c) in REFLEXIVE for c in self.sentence.children[token])

    def as_noun(self, token: int) -> ClauseBuilder:
        """Return the clause of a gerund read as a noun, under its own word: "firing", "shelling"."""
        found = self._nominal(token)
        found.pos, found.lemma, found.recovered = "n", self.lower(token), True
        return found


class DocumentClauses:
    """The clauses of an article, read once a sentence for every stage that asks."""

    def __init__(self, document: Document) -> None:
        """Read nothing yet."""
        self.document = document
        self._read: dict[int, Clauses] = {}

    def of(self, sentence: Sentence) -> Clauses:
        """Return the clauses of a sentence of the document."""
        found = self._read.get(sentence.index)
        if found is None:
            found = self._read[sentence.index] = Clauses(sentence)
        return found
