"""One clause as its predicate with its arguments in slots; immutable, made once for every stage that asks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field

from schemas.document import Sentence


class Clause(Struct, frozen=True):
    """A predicate and its arguments: token indices of heads by slot, nearest first.

    ``subj`` is who does it and ``obj`` who or what it is done to, whatever the surface form; ``iobj`` gets something,
    ``comp`` is said or wanted, ``purp`` aimed at; prepositions name their own slots. ``frames/README.md`` has the list.
    """

    sentence: Sentence
    token: int
    pos: str
    """v verb, n noun, a adjective."""
    lemma: str
    slots: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    particles: frozenset[str] = frozenset()
    modifiers: tuple[int, ...] = ()
    passive: bool = False
    negated: bool = False
    modal: str = ""
    """The modal verb in its full form, or the one that "have to", "going to", "is to" amount to; empty if none."""
    tense: str = ""
    """past or present, of the verb or of its first auxiliary or copula; empty where neither tells one."""
    aspect: str = ""
    """perfect ("has attacked", "has been attacking"), progressive ("is attacking") or empty."""
    copula: bool = False
    recovered: bool = False
    """Built from word order because the tagger missed the verb."""

    def get(self, slot: str) -> tuple[int, ...]:
        """Return the heads in a slot."""
        return self.slots.get(slot, ())


class ClauseBuilder(Struct):
    """A clause while its slots are being filled."""

    sentence: Sentence
    token: int
    pos: str
    lemma: str
    slots: dict[str, list[int]] = field(default_factory=dict)
    particles: set[str] = field(default_factory=set)
    modifiers: list[int] = field(default_factory=list)
    passive: bool = False
    negated: bool = False
    modal: str = ""
    tense: str = ""
    aspect: str = ""
    copula: bool = False
    recovered: bool = False

    def get(self, slot: str) -> list[int]:
        """Return the heads in a slot."""
        return self.slots.get(slot, [])

    def add(self, slot: str, token: int) -> None:
        """Put a head into a slot once; nobody is an argument of himself."""
        here = self.slots.setdefault(slot, [])
        if token not in here and token != self.token:
            here.append(token)

    def clause(self) -> Clause:
        """Return the clause as it stands."""
        return Clause(
            self.sentence,
            self.token,
            self.pos,
            self.lemma,
            MappingProxyType({slot: tuple(heads) for slot, heads in self.slots.items()}),
            frozenset(self.particles),
            tuple(self.modifiers),
            self.passive,
            self.negated,
            self.modal,
            self.tense,
            self.aspect,
            self.copula,
            self.recovered,
        )
