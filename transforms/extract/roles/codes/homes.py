"""Homes: the country of a party whose own words tell none, or tell it only by way of the article.

"The officers", "three men", "the two sides" are of a country that the article tells elsewhere: of the place, of the
other side, of the nation named last. A linear model of clues (``opinion.model``), learned from sentences in which
coders gave the parties of every act their country, says how likely each country that the article names is theirs, and
how likely none is: they compete. The
basis of what it gives is ``context``.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec
import numpy as np

from schemas.document import Document
from schemas.event import EventPlace, Party
from transforms.extract.actors import NEAR, ActorContext, nation_before, of_many_states
from transforms.extract.actors.lexicon.words import cut
from transforms.extract.opinion.clues import classes_of
from transforms.extract.opinion.model import Model, softmax
from transforms.words.classes import has, has_any

HOME = ("home",)
"""The column of the model."""
UNLIKELY = 0.2
"""How likely, 0 to 1, a country from the article may be that gives way to another."""
FROM_ARTICLE = frozenset({None, "context", "coreference"})
"""Bases of a country that is not told by the party's own words."""
FEW = 3
"""Countries of an article, and ranks among them, that are told apart."""
TENTHS = 5
MOST = 6
"""Countries, of those that an article names most, that are looked at."""
STATE = frozenset({None, "GOV"})
"""Sectors of a state as a side."""
CLOSE, MODIFIED = 40, 3
"""Characters, and words, after the name of a nation in which the noun that it says more of stands."""


class _Around(NamedTuple):
    """What the clues of all countries for a party share."""

    party: Party
    place: EventPlace | None
    theirs: Sequence[str]
    """Countries of the other parties."""
    before: str | None
    after: str | None
    """Countries named last before the party and next after it."""
    here: Sequence[str] | None
    """Countries named in its sentence; None where it stands in none."""
    last: str | None
    """Country named last before that sentence."""
    endings: tuple[str, ...]
    """What each clue is joined with: the act, and what the party is."""
    lines: dict[str, list[str]]
    """By clue, it and what it is joined with."""


class Homes:
    """Gives the clues of the countries that an article names."""

    def __init__(self, document: Document, context: ActorContext) -> None:
        """Count how often the article names each country."""
        self.document, self.context = document, context
        self.offsets = [offset for offset, _ in context.nations]
        self.counts = Counter(country for _, country in context.nations)
        self.total = sum(self.counts.values())
        self.ranked = [country for country, _ in self.counts.most_common()]

    @cached_property
    def _modified(self) -> list[tuple[str, list[str]]]:
        """The countries that the article names, each time with the words after the name that it may say more of."""
        text = self.document.text
        return [
            (country, text[offset : offset + CLOSE].lower().split()[1:MODIFIED])
            for offset, country in self.context.nations
        ]

    def countries(self, party: Party) -> list[str]:
        """Return the countries that may be a party's: those named most, and the one that it was given."""
        most = self.ranked[:MOST]
        return [*most, *([party.country] if party.country and party.country not in most else [])]

    def clues(
        self, country: str, party: Party, kind: str, place: EventPlace | None, others: Sequence[Party]
    ) -> Iterator[str]:
        """Yield the clues of a country for a party of an act of type ``kind`` at ``place`` with ``others``."""
        yield from self._of_country(country, self._around(party, kind, place, others))

    def none(self, party: Party, kind: str) -> list[str]:
        """Return the clues of a party's having no country, or one that the article does not name."""
        head, words = _head(party), party.text.lower().split()
        of = f"of {min(len(self.counts), FEW)}"
        found = [
            "0",
            f"0 {kind}",
            f"0 s {party.sector}",
            f"0 s {party.sector} {kind}",
            f"0 s {party.sector} {of}",
            f"0 h {head}",
            f"0 f {words[0] if words else ''}",
            f"0 given {party.country is not None} {party.basis}",
            f"0 name {party.name is not None}",
            f"0 {of}",
        ]
        return [*found, *(f"0 @{feature}" for feature in classes_of(head))]

    def _around(self, party: Party, kind: str, place: EventPlace | None, others: Sequence[Party]) -> _Around:
        """Return what the clues of all countries for a party share."""
        head, nations = _head(party), self.context.nations
        at = bisect.bisect_left(self.offsets, party.start)
        sentence = self.document.sentence_at(party.start)
        here: list[str] | None = None
        back: list[str] = []
        if sentence is not None:
            here = self._named(sentence.start, sentence.end)
            first = self.document.sentences[0].start if self.document.sentences else 0
            back = self._named(first, sentence.start)
        return _Around(
            party,
            place,
            [one.country for one in others if one.country],
            nations[at - 1][1] if at else None,
            nations[at][1] if at < len(self.offsets) else None,
            here,
            back[-1] if back else None,
            (f" {kind}", f" s {party.sector}", f" h {head}", *(f" @{feature}" for feature in classes_of(head))),
            {},
        )

    def _of_country(self, country: str, around: _Around) -> list[str]:
        told = self._told(country, around)
        found = ["bias", "all " + " ".join(told)]
        for one in told:
            lines = around.lines.get(one)
            if lines is None:
                lines = around.lines[one] = [one, *map(one.__add__, around.endings)]
            found += lines
        return found

    def _told(self, country: str, around: _Around) -> list[str]:
        counts, context, party, place = self.counts, self.context, around.party, around.place
        rank = self.ranked.index(country) if country in counts else FEW
        told = [
            f"rank {min(rank, FEW)} of {min(len(counts), FEW)}",
            f"share {round(TENTHS * counts[country] / max(self.total, 1))}",
            f"about {self._same(country, context.dominant_country)}",
            f"home {self._same(country, context.home_country)}",
            f"place {self._same(country, place.country if place else None)} {place.basis if place else None}",
            f"other {country in around.theirs} {bool(around.theirs)}",
            f"given {self._same(country, party.country)} {party.basis}",
            f"before {self._same(country, around.before)}",
            f"after {self._same(country, around.after)}",
        ]
        if around.here is not None:
            told.append(f"here {country in around.here} {min(len(around.here), FEW)}")
            told.append(f"last {self._same(country, around.last)}")
        return told

    def _named(self, start: int, end: int) -> list[str]:
        low, high = bisect.bisect_left(self.offsets, start), bisect.bisect_left(self.offsets, end)
        return list(dict.fromkeys(country for _, country in self.context.nations[low:high]))

    @staticmethod
    def _same(country: str, other: str | None) -> str:
        return "none" if other is None else str(country == other)

    def _of_several(self, party: Party) -> bool:
        """Say whether a pronoun or "the two" may mean several, or the article has the same noun of several nations."""
        words = party.text.lower().split()
        if not words:
            return True
        if party.basis is None and (has(words[0], "personal_pronoun") or has_any(words[-1], "two_known", "number")):
            return True
        head = _head(party)
        told = {country for country, after in self._modified if head in after}
        return len(told) > 1

    def _near(self, party: Party) -> str | None:
        """Return the nation that the sentence before a bare body of state names, where its own names none."""
        bare = party.sector in NEAR and len(party.text.lower().removeprefix("the ").split()) == 1
        sentence = self.document.sentence_at(party.start) if bare else None
        return nation_before(self.document, sentence, self.context) if sentence is not None else None

    def at_home(
        self, party: Party, kind: str, place: EventPlace | None, others: Sequence[Party], model: Model
    ) -> Party:
        """Return a party with the likeliest country of the article where its own words tell none.

        "Foreign" guests are of none, a pronoun whose antecedent is not found may mean anybody, and an "it" is of the
        country of the body it stands for.
        """
        if party.text.lower() == "it":
            return party
        if party.basis not in FROM_ARTICLE and party.country is not None:
            return party
        if of_many_states(cut(party.text)) or self._of_several(party):
            return party
        if party.country and self._near(party) == party.country:
            return party
        around = self._around(party, kind, place, others)
        countries = self.countries(party)
        lists = [self.none(party, kind), *(self._of_country(country, around) for country in countries)]
        likeliest = likeliest_home(countries, model.scores_each(lists)[:, 0], party.country)
        if _outside(party, likeliest, others):
            likeliest = None
        if likeliest == party.country:
            return party
        return msgspec.structs.replace(party, country=likeliest, basis="context")


def likeliest_home(countries: Sequence[str], scores: np.ndarray, given: str | None) -> str | None:
    """Return the country of a party: the likeliest, or the ``given`` one where that is none or not much likelier.

    ``scores``: what the model gives to none and to each of ``countries``.
    """
    chances = softmax(scores)
    best = int(np.argmax(chances))
    if not best or (given is not None and chances[1 + countries.index(given)] > UNLIKELY):
        return given
    return countries[best - 1]


def _outside(party: Party, country: str | None, others: Sequence[Party]) -> bool:
    """Say whether a party deals from outside with the state of the other side: "**exporters** refused Peru's terms"."""
    states = {one.country for one in others if one.sector in STATE}
    return country in states and has(_head(party), "outside_noun")


def _head(party: Party) -> str:
    """Return the last word of the phrase before any preposition, in lower case."""
    words = party.text.lower().split()
    for number, word in enumerate(words):
        if number and word in ("of", "in", "from", "at", "with", "who", "for"):
            return words[number - 1]
    return words[-1] if words else ""
