"""What two tellings share and where they differ, as evidence by name: between articles and within one.

Between events each kind has a weight (``link/data/weights.tsv``); between mentions of one article it is a clue of a
model (``antecedent.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol

import msgspec

from schemas.event import Party, Thing, Victim
from transforms.extract.merge.compare import (
    FINE,
    Dated,
    Placed,
    Toll,
    days_between,
    kilometres,
    opposed,
    same_town,
    tolls_agree,
    tolls_clash,
)
from transforms.words.classes import word_class

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
NEAR_KM = 15.0
"""Two towns so near are one place to a reporter."""
REPORT_GAP = 3
"""Days by which the day of publication, which stands for an untold date, may lie behind."""
MANY = 3
"""Things shared beyond which more say no more."""


class Participants(msgspec.Struct, frozen=True):
    """Those in one role."""

    names: frozenset[str] = frozenset()
    """Lower-case words of proper names; of a text all in capitals none can be told."""
    words: frozenset[str] = frozenset()
    """Lower-case content words of the phrases."""
    resolved: frozenset[str] = frozenset()
    """Names that the actor resource knows."""
    countries: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()


def common() -> AbstractSet[str]:
    """Return the words, lower case, that two casts or sentences may share without being about the same."""
    return word_class("common_in_reports")


def stem(word: str) -> str:
    """Return the beginning of a word by which its forms are told: arrest, arrested, arrests."""
    return word[:5]


def participants(parties: Iterable[Party | Victim]) -> Participants:
    """Return what is known of the parties in one role."""
    names: set[str] = set()
    content: set[str] = set()
    resolved: set[str] = set()
    countries: set[str] = set()
    sectors: set[str] = set()
    for party in parties:
        told = party.text.upper() != party.text
        for word in WORD.findall(party.text):
            small = word.casefold()
            if len(small) < 3 or small in common():
                continue
            content.add(small)
            if told and word[0].isupper():
                names.add(small)
        if party.name:
            resolved.add(party.name)
        if party.country:
            countries.add(party.country)
        if party.sector:
            sectors.add(party.sector)
    return Participants(
        frozenset(names), frozenset(content), frozenset(resolved), frozenset(countries), frozenset(sectors)
    )


def thing_words(items: Sequence[Thing]) -> frozenset[str]:
    """Return the content words of the things attacked."""
    found = (word.casefold() for item in items for word in WORD.findall(item.text))
    return frozenset(word for word in found if len(word) > 2 and word not in common())


class Telling(Dated, Placed, Protocol):
    """An act as one or several sentences tell it."""

    @property
    def article_id(self) -> str:
        """The article."""

    @property
    def own_date(self) -> bool:
        """Whether the text dates it."""

    @property
    def historical(self) -> bool:
        """Whether it is background."""

    @property
    def mode(self) -> str | None:
        """PLOVER mode."""

    @property
    def actors(self) -> Participants:
        """Who did it."""

    @property
    def targets(self) -> Participants:
        """To whom it was done, and who was hurt."""

    @property
    def things(self) -> AbstractSet[str]:
        """Words for the things hit."""

    @property
    def means(self) -> AbstractSet[str]:
        """Kinds of weapons."""

    @property
    def killed(self) -> Toll | None:
        """Range of the dead."""

    @property
    def wounded(self) -> Toll | None:
        """Range of the wounded."""

    @property
    def cumulative(self) -> bool:
        """Whether the toll counts more than this act."""


def likeness(a: Telling, b: Telling) -> Iterator[str]:
    """Yield what days, places, manner, tolls, sides and things of two tellings say, for and against one act."""
    yield from dates(a, b)
    yield from places(a, b)
    yield from modes(a, b)
    yield from tolls(a, b)
    yield from roles(a.actors, b.actors, "actor")
    yield from roles(a.targets, b.targets, "target")
    yield from things(a, b)


def modes(a: Telling, b: Telling) -> Iterator[str]:
    """Yield what the manner of the act says."""
    if a.mode and b.mode:
        yield "same mode" if a.mode == b.mode else "other mode"


def dates(a: Telling, b: Telling) -> Iterator[str]:
    """Yield what the dates say."""
    if not (a.date_start and b.date_start):
        if a.historical != b.historical and (a.own_date or b.own_date):
            yield "background against news"
        return
    gap = days_between(a, b)
    if a.own_date and b.own_date:
        if a.date_precision == b.date_precision == "day":
            yield "same day" if gap == 0 else "next day" if gap == 1 else "another day"
        else:
            yield "overlapping period" if gap <= 1 else "another period"
    elif a.historical != b.historical:
        yield "background against news"
    else:
        yield "day of publication" if gap <= 1 else "days of publication" if gap <= REPORT_GAP else "late report"


def places(a: Telling, b: Telling) -> Iterator[str]:
    """Yield what the places say; a dateline's town is the town of all that an article tells, and says little."""
    left, right = a.place, b.place
    if left is None or right is None or not left.country or not right.country:
        return
    own = a.own_place and b.own_place
    borrowed = "" if own else "borrowed " if a.article_id != b.article_id else "inherited "
    if left.country != right.country:
        yield "other country"
    elif left.precision in FINE and right.precision in FINE:
        distance = kilometres(left, right)
        if same_town(left, right):
            yield f"{borrowed}same town"
        elif distance is not None and distance <= NEAR_KM:
            yield f"{borrowed}near town"
        else:
            yield "other town"
    elif left.admin1 and right.admin1:
        yield f"{borrowed}same province" if left.admin1 == right.admin1 else "other province"
    else:
        yield f"{borrowed}same country"


def tolls(a: Telling, b: Telling) -> Iterator[str]:
    """Yield what killed and wounded say; running tolls say nothing."""
    if a.cumulative or b.cumulative:
        return
    for harm, left, right in (("killed", a.killed, b.killed), ("wounded", a.wounded, b.wounded)):
        if left is None or right is None:
            continue
        if tolls_agree(left, right):
            low = min(left[0], right[0])
            if low > 0:
                yield f"same {harm}"
            if low > 2:
                yield f"same {harm}, many"
        elif a.article_id == b.article_id or tolls_clash(left, right):
            yield f"other {harm}"
        else:
            yield f"risen {harm}"


def roles(a: Participants, b: Participants, role: str) -> Iterator[str]:
    """Yield what two casts in the same role say."""
    shared = a.names & b.names
    if shared:
        yield f"{role} name"
        yield from [f"{role} further name"] * min(len(shared) - 1, MANY - 1)
    elif a.resolved & b.resolved:
        yield f"{role} known"
    elif a.countries and b.countries and not a.countries & b.countries:
        yield f"{role} of another country"
    elif a.names and b.names:
        yield f"{role} of another name"
    elif common := len(a.words & b.words):
        yield f"{role} word" if common == 1 else f"{role} words"
    elif opposed(a, b):
        yield f"{role} of another side"
    elif a.sectors & b.sectors and a.countries & b.countries:
        yield f"{role} kind"


def things(a: Telling, b: Telling) -> Iterator[str]:
    """Yield what targets and means say."""
    if a.things and b.things:
        yield "same target" if a.things & b.things else "other target"
    if a.means & b.means:
        yield "same means"
