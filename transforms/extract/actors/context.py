"""What an article says for all of its actors: its day, its country, the people and places it names."""

from __future__ import annotations

import bisect
import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from schemas.article import PlaceMention
from schemas.document import NamedSpan
from schemas.event import Party
from schemas.records import ParsedArticle
from transforms.extract.actors.lexicon.entries import Actors, Entry, Match
from transforms.extract.actors.lexicon.load import packaged
from transforms.extract.actors.lexicon.meaning import COUNTRY_GIVERS, choose
from transforms.extract.actors.lexicon.names import find_names, known_names
from transforms.extract.actors.lexicon.words import Word, is_cased
from transforms.extract.actors.phrase import Coding
from transforms.parse.clause.clauses import Clauses

DOMINANT_SHARE = 0.6
"""An article is about one country where this share of its country words, dateline included, names it."""
DOMINANT_COUNT = 3
"""And this many of them do, one less where the dateline lies there."""
HOME_SHARE = 0.75
"""Share of the towns and regions of an article that lie in the country from which it tells."""
LEAST_NAMED = 2
"""Names of a country, its people and its bodies from which an article without places tells of that country."""
NATIONAL = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY", "LAB"})
"""Sectors of bodies that belong to one country."""
CONTEXT_CHARACTERS = 40_000
"""Of the text that are read for the context."""


@dataclass(frozen=True)
class ActorContext:
    """What an article says for all of its actors. Built once per article by ``actor_context``."""

    published: datetime.date | None = None
    dominant_country: str | None = None
    """ISO alpha-3 of the country that the article is clearly about, else None."""
    home_country: str | None = None
    """ISO alpha-3 of the country from which the article tells: of its dateline, else where most of its places lie."""
    cased: bool = True
    surnames: Mapping[str, Entry] = field(default_factory=dict)
    """Folded last names of the known persons that the article names in full."""
    offices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Countries of the known persons that the article names, by the office that each of them holds, in lower case."""
    actors: Actors = field(default_factory=packaged)
    places: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Country of the places that the resolver found in the article, by their offsets."""
    names: dict[int, list[tuple[int, int]]] = field(default_factory=dict, compare=False, repr=False)
    """By sentence, the tokens of the names of known bodies, filled as they are asked for."""
    widths: dict[tuple[int, int, int, int], tuple[int, int]] = field(default_factory=dict, compare=False, repr=False)
    """By sentence, head and tokens, those of the phrases widened to names, filled as they are asked for."""
    clauses: dict[int, Clauses] = field(default_factory=dict, compare=False, repr=False)
    """By sentence, its clauses as the parse has them, filled as they are asked for."""
    people: dict[str, Coding | None] = field(default_factory=dict, compare=False, repr=False)
    """By name, what the article says of its persons, filled as they are asked for."""
    nouns: dict[str, list[tuple[int, int]]] = field(default_factory=dict, compare=False, repr=False)
    """By lemma, sentence and token of the nouns of the article, filled when they are first asked for."""
    nations: Sequence[tuple[int, str]] = ()
    """Where the article names a country, its people or a place in it, in text order: offset and ISO alpha-3."""
    memo: dict[tuple[int, int], Party] = field(default_factory=dict, compare=False, repr=False)
    """By sentence and token, the parties that were asked for."""
    codings: dict[tuple[int, int, int], Coding] = field(default_factory=dict, compare=False, repr=False)
    """By sentence, token and depth, what the phrases that were asked for are coded as."""

    @cached_property
    def place_offsets(self) -> list[tuple[int, int]]:
        """The offsets of the places in text order."""
        return sorted(self.places)


def actor_context(
    article: ParsedArticle, actors: Actors | None = None, places: Sequence[PlaceMention] = ()
) -> ActorContext:
    """Return the context of an article: its day, its country where one dominates, the persons and places it names."""
    known = actors or packaged()
    text = article.document.text
    cased = is_cased(text)
    day = article.published_day
    surnames: dict[str, Entry] = {}
    counts: dict[str, int] = {}
    bodies: dict[str, int] = {}
    offices: dict[str, set[str]] = {}
    bodies_named = [name for name in article.document.entities if name.label == "ORG"]
    words, matches = known_names(text[:CONTEXT_CHARACTERS], known, cased)
    nations: dict[int, str] = {place.start: place.country for place in places if place.country}
    for match in matches:
        entry = choose(match.entries, day)
        if entry.kind == "person":
            role = entry.role(day)
            if role.country and role.sector == "GOV":
                offices.setdefault(role.office.lower(), set()).add(role.country)
            if match.end - match.start > 1:
                surnames.setdefault(words[match.end - 1].fold, entry)
        elif entry.kind in COUNTRY_GIVERS:
            country = entry.role(day).country
            if country and not _epithet(bodies_named, words, match):
                counts[country] = counts.get(country, 0) + 1
                nations[words[match.start].start] = country
        elif (role := entry.role(day)).country and role.sector in NATIONAL and len(match.entries) == 1:
            bodies[role.country] = bodies.get(role.country, 0) + 1
            nations[words[match.start].start] = role.country
    home = _dateline_country(article, places, known)
    if home:
        counts[home] = counts.get(home, 0) + 1
    total = sum(counts.values())
    top = max(counts, key=lambda code: (counts[code], code)) if counts else None
    enough = DOMINANT_COUNT if top != home else DOMINANT_COUNT - 1
    clear = top is not None and counts[top] >= enough and counts[top] >= DOMINANT_SHARE * total
    where = {(place.start, place.end): place.country for place in places if place.country}
    named = Counter(counts) + Counter(bodies)
    told = home or _where_most(places, named) or _named_most(named)
    held = {office: frozenset(countries) for office, countries in offices.items()}
    about = top if clear else None
    return ActorContext(day, about, told, cased, surnames, held, known, where, nations=sorted(nations.items()))


def _epithet(names: Sequence[NamedSpan], words: Sequence[Word], match: Match) -> bool:
    """Return whether a name is the last part of that of a body: "France" in "Radio France", not in "Bank of France"."""
    start, end = words[match.start].start, words[match.end - 1].end
    low = bisect.bisect_right(names, start, key=_start) - 1
    inside = low >= 0 and names[low].start < start and names[low].end >= end
    return inside and words[match.start - 1].fold != "of"


def _start(name: NamedSpan) -> int:
    return name.start


def _named_most(named: Mapping[str, int]) -> str | None:
    """Return the country of which nearly all nations, bodies of state and parties of an article are that name one."""
    top = max(sorted(named), key=named.__getitem__, default=None)
    if top is None or named[top] < LEAST_NAMED or named[top] < HOME_SHARE * sum(named.values()):
        return None
    return top


def _where_most(places: Sequence[PlaceMention], named: Mapping[str, int]) -> str | None:
    """Return the country in which most of an article's places below country level lie, if nearly all of them do.

    A single place tells it only where the article does not name another country and its bodies more often: a bomb in
    Madrid that London's lawmakers speak of.
    """
    inside = [place.country for place in places if place.country and place.precision != "country"]
    if not inside:
        return None
    top = max(sorted(set(inside)), key=inside.count)
    if len(inside) < LEAST_NAMED and any(count > named.get(top, 0) for count in named.values()):
        return None
    return top if inside.count(top) >= HOME_SHARE * len(inside) else None


def _dateline_country(article: ParsedArticle, places: Sequence[PlaceMention], actors: Actors) -> str | None:
    dateline = article.dateline
    if dateline is None:
        return None
    for place in places:
        if dateline.start <= place.start < dateline.end and place.country:
            return place.country
    for match in find_names(dateline.place or "", None, actors, cased=False):
        if match.country:
            return match.country
    return None
