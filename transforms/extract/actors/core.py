"""Sorts the known words of a noun phrase's core into what each of them contributes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from transforms.extract.actors.lexicon.entries import Actors, Entry, Match
from transforms.extract.actors.lexicon.meaning import COUNTRY_GIVERS, meant
from transforms.extract.actors.lexicon.words import Word
from transforms.words.classes import word_class

BACKERS = word_class("backed")
"""After a hyphen these make the name before them somebody's friend or place, not the actor's country."""

LEADERS = word_class("led")
"""After a hyphen these give the country only where nothing else does."""

ANTI = frozenset("anti pro non ex pan post pre trans".split())
"""Before a hyphen: "anti-American protesters" are not American."""

FORMER_WORDS = word_class("former")
ENDED_WORDS = FORMER_WORDS - {"outgoing", "late"}
TIED = frozenset({"GOV", "LEG", "JUD", "SPY", "MIL", "COP"})


def joined(first: Word, second: Word) -> bool:
    """Return whether a hyphen and nothing else stands between two words of one text."""
    return second.start - first.end == 1


def possessive(word: Word) -> bool:
    """Return whether a word is a possessive."""
    return word.surface.endswith(("'s", "’s", "s'", "s’"))


class CoreMatches:
    """The matches of a core, sorted into what each of them contributes."""

    def __init__(
        self,
        core: Sequence[Word],
        actors: Actors,
        day: datetime.date | None,
        home: str | None,
        owners: Sequence[str] = (),
        *,
        cased: bool,
    ) -> None:
        self.core = core
        self.cased = cased
        self.day = day
        self.home = home
        self.agents = actors.agents
        self.former = any(word.fold in ENDED_WORDS for word in core)
        self.countries: list[str] = []
        """Of demonyms, countries and places in the core, nearest to the head first."""
        self.owners = tuple(owners)
        """Countries that the complements name: "the National Front of France"."""
        self.weak: list[str] = []
        self.given: dict[int, str] = {}
        """Country that the word before a token names."""
        found = actors.matches(core, cased=cased)
        for match in reversed(found):
            entry = next((entry for entry in match.entries if entry.kind in COUNTRY_GIVERS), None)
            if entry is None:
                continue
            country = entry.role(day).country
            if country is None or self._attached(match, ANTI, before=True):
                continue
            if self._attached(match, BACKERS):
                continue
            (self.weak if self._attached(match, LEADERS) else self.countries).append(country)
            if entry.kind in ("country", "people"):
                self.given[match.end] = country
        self.matches = [reading for match in found if (reading := self._read(match, actors))]
        """Each with the one entry that it means here, or with its agent."""

    def _read(self, match: Match, actors: Actors) -> Match | None:
        """Return the match with the entry it means; where it means none, with the agent that its last words are."""
        entry = (
            meant(match, self.core, actors, self.day, countries=self.countries or self.owners, home=self.home)
            if match.entries
            else None
        )
        if entry is not None and entry.kind == "organisation" and self._foreign(match, entry):
            entry = None
        if entry is not None:
            return Match(match.start, match.end, (entry,))
        for start in range(match.start, match.end):
            agent = actors.agents.get(" ".join(word.fold for word in self.core[start : match.end]))
            if agent:
                return Match(start, match.end, (), agent)
        return None

    def _foreign(self, match: Match, entry: Entry) -> bool:
        """Return whether a body of state is one country's, and the word before it says another's ("Latvia's ...")."""
        role = entry.role(self.day)
        before = self.given.get(match.start)
        if before is None or role.country in (before, None):
            return False
        return role.sector in TIED or (role.country == "NGO" and self._is_agent(match))

    def _is_agent(self, match: Match) -> bool:
        return " ".join(word.fold for word in self.core[match.start : match.end]) in self.agents

    def _attached(self, match: Match, words: AbstractSet[str], *, before: bool = False) -> bool:
        if before:
            other = self.core[match.start - 1] if match.start else None
            return other is not None and other.fold in words and joined(other, self.core[match.start])
        other = self.core[match.end] if match.end < len(self.core) else None
        return other is not None and other.fold in words and joined(self.core[match.end - 1], other)

    def backer(self, match: Match) -> bool:
        """Return whether the match is only a backer or opponent ("Iran-backed", "anti-Taliban")."""
        return self._attached(match, BACKERS | LEADERS) or self._attached(match, ANTI, before=True)

    def beside(self, complements: Sequence[str | None]) -> bool:
        """Return whether the only state told is another's than that of the core: "Peru's allies", "the ally of Peru".

        "Peruvian allies" are of Peru. ``complements``: kinds of the names behind "of".
        """
        if not self.core or self.core[-1].fold not in word_class("relational_noun"):
            return False
        for match in reversed(self.matches):
            if match.entries and (kind := match.entries[0].kind) in COUNTRY_GIVERS:
                return kind != "people" or possessive(self.core[match.end - 1])
        return any(kind in COUNTRY_GIVERS for kind in complements)
