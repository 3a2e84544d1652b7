"""A predicate with its arguments in slots."""

from __future__ import annotations

from dataclasses import dataclass, field

from schemas.document import Sentence


@dataclass(slots=True)
class Predication:
    """One predicate with its arguments; slots hold token indices of heads, nearest first."""

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
    copula: bool = False
    recovered: bool = False
    """Built from word order because the tagger missed the verb."""

    def get(self, slot: str) -> list[int]:
        """Return the heads in a slot."""
        return self.slots.get(slot, [])

    def add(self, slot: str, token: int) -> None:
        """Put a head into a slot once; nobody is an argument of himself."""
        here = self.slots.setdefault(slot, [])
        if token not in here and token != self.token:
            here.append(token)
