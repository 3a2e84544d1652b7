"""The actor resource: named actors with dated roles, generic agents, and how their words are looked up.

Words are compared folded: lower case, without accents, full stops and apostrophes, hyphens as spaces. What a name
must look like on the page (capital letters, words that are also ordinary words) is decided at look-up, because
upper-case wires and lower-case archives have no capitals to go by.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

import msgspec

from transforms.extract.actors.lexicon.words import Word, fold
from transforms.words.classes import word_class, word_table

LABELS = {
    "person": "PERSON",
    "organisation": "ORG",
    "group": "ORG",
    "metonym": "ORG",
    "country": "GPE",
    "capital": "GPE",
    "city": "GPE",
    "region": "GPE",
    "people": "NORP",
}
"""Kind of a named actor to entity label (``schemas.article.ENTITY_LABELS``)."""

FORMER = "ELI"
"""Sector of a person whose last office has ended (PLOVER: former officials and elites)."""

TIED_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD", "MED", "EDU", "JRN", "ELI"})
"""Sectors that a person holds by office and leaves with it; rebels, clergy and criminals stay what they are."""

WEIGHTS = {"GOV": 40, "SPY": 40, "CVL": 1, "BUS": 1, "ELI": 1, "REL": 2, "EDU": 2, "JRN": 2}
HEADS = word_class("head_office")
HEAD_WEIGHT = 200
"""In text without a date: how much a year counts for what a person is known as, by sector (any other: 10), and as
head of a state or its government."""


class Role(msgspec.Struct, frozen=True):
    """What an actor is, from ``start`` up to and without ``end`` (None: open)."""

    country: str | None
    sector: str | None
    secondary: tuple[str, ...] = ()
    office: str = ""
    start: datetime.date | None = None
    end: datetime.date | None = None

    def covers(self, day: datetime.date) -> bool:
        """Return whether the role is held on ``day``."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def weight(self) -> int:
        """Return how much a person is known for the role: its length and rank."""
        return self.days() * (HEAD_WEIGHT if self.office in HEADS else WEIGHTS.get(self.sector or "", 10))

    def days(self) -> int:
        """Return the length of the role in days, open ends cut at 1946 and 2030."""
        start = self.start or datetime.date(1946, 1, 1)
        return ((self.end or datetime.date(2030, 1, 1)) - start).days


class Entry(msgspec.Struct, frozen=True):
    """A named actor."""

    name: str
    kind: str
    """A key of ``LABELS``."""
    roles: tuple[Role, ...]

    @property
    def label(self) -> str:
        """Return the entity label."""
        return LABELS[self.kind]

    def role(self, day: datetime.date | None) -> Role:
        """Return the role on ``day``: of several the first listed; without a day the principal one.

        A person between or after offices is ``FORMER``; before the first office the person is a civilian of the
        country. Without a day it is a person's longest role and any other actor's latest.
        """
        if len(self.roles) == 1 and self.kind != "person":
            return self.roles[0]
        if day is None:
            if self.kind == "person":
                return max(self.roles, key=Role.weight)
            return max(self.roles, key=lambda role: role.start or datetime.date.min)
        held = [role for role in self.roles if role.covers(day)]
        if held:
            return held[0]
        past = [role for role in self.roles if role.end is not None and role.end <= day]
        if not past:
            first = min(self.roles, key=lambda role: role.start or datetime.date.min)
            if self.kind != "person" or first.sector not in TIED_SECTORS:
                return first
            return Role(first.country, None)
        last = max(past, key=lambda role: role.end or datetime.date.min)
        if self.kind == "person" and last.sector in TIED_SECTORS:
            return Role(
                last.country, FORMER, (last.sector,) if last.sector and last.sector != FORMER else (), last.office
            )
        return last


class Agent(msgspec.Struct, frozen=True):
    """A generic noun, adjective or title that tells a sector."""

    name: str
    sector: str | None
    secondary: tuple[str, ...] = ()
    noun_class: str = "person"
    """Coarse semantic class, see ``classes.CLASSES``."""
    head: int = 3
    """How surely the word tells the sector as head: 3 always, 2 unless a modifier says otherwise ("rebel troops"),
    1 where nothing else does ("police officer"), 0 never ("a row of men")."""
    modifier: int = 0
    """How strongly the word tells it as a modifier, on the same scale; it wins over a head of lower strength."""


class Match(msgspec.Struct, frozen=True):
    """Words ``start`` up to and without ``end`` name ``entries`` or an ``agent``."""

    start: int
    end: int
    entries: tuple[Entry, ...] = ()
    agent: Agent | None = None


class Actors:
    """Named actors and agents, indexed by folded words. Built once; never changed after ``freeze``."""

    def __init__(self) -> None:
        """Start empty."""
        self.names: dict[str, tuple[Entry, ...]] = {}
        self.agents: dict[str, Agent] = {}
        self.forms: dict[str, set[str]] = {}
        self.written: dict[tuple[str, str], tuple[Entry, ...]] = {}
        self.ordinary: AbstractSet[str] = frozenset()
        self.spelled: AbstractSet[str] = frozenset()
        """Those of the ``ordinary`` names that are names in text without case all the same ("TURKEY")."""
        self.local: frozenset[str] = frozenset()
        """Names that mean the body of one country only where the article is not about another ("Congress")."""
        self.shared: set[tuple[str, str]] = set()
        """Folded names that bodies of several countries have, and a body that bears one only where its country is
        spoken of."""
        self.given: AbstractSet[str] = frozenset()
        """Folded given names, which make the last name after them another person's."""
        self._longest: dict[str, int] = {}
        self._seconds: dict[str, set[str]] = {}
        """By the first word of what has more than one, the second."""

    def add(self, entry: Entry, aliases: Iterable[str]) -> None:
        """Index ``entry`` under its name and ``aliases``; a name met again joins its entries."""
        for alias in (entry.name, *aliases):
            key = fold(alias)
            if key.startswith("the ") and key.count(" ") > 1:
                key = key[4:]
            if not key:
                continue
            self._index(key, alias, entry)
        if entry.name.endswith(")") and entry.kind in ("organisation", "group"):
            plain = entry.name.partition(" (")[0]
            if all(other.name != entry.name for other in self.names.get(fold(plain), ())):
                self.shared.add((fold(plain), entry.name))
            self._index(fold(plain), plain, entry)

    def add_form(self, entry: Entry, form: str) -> None:
        """Index ``entry`` under one form that is not its name (a demonym)."""
        key = fold(form)
        if key:
            self._index(key, form, entry)

    def _index(self, key: str, form: str, entry: Entry) -> None:
        known = self.names.get(key, ())
        if not known:
            self.names[key] = (entry,)
        elif all(entry.name != other.name or entry.kind != other.kind for other in known):
            own = [other for other in (*known, entry) if fold(other.name) == key]
            self.names[key] = (*own, *(other for other in (*known, entry) if other not in own))
        self.forms.setdefault(key, set()).add(form)
        written = self.written.get((key, form), ())
        if entry not in written:
            self.written[key, form] = (*written, entry)
        self._note(key)

    def replace(self, entry: Entry, aliases: Iterable[str]) -> None:
        """Index ``entry`` as ``add`` does, in place of what its aliases meant before."""
        for alias in (entry.name, *aliases):
            self.names.pop(fold(alias), None)
        self.add(entry, aliases)

    def add_agent(self, agent: Agent, forms: Iterable[str]) -> None:
        """Index ``agent`` under its forms; the last one added wins."""
        for form in forms:
            key = fold(form)
            if key:
                self.agents[key] = agent
                self._note(key)

    def _note(self, key: str) -> None:
        first, *rest = key.split(" ", 2)
        length = key.count(" ") + 1
        if length > self._longest.get(first, 0):
            self._longest[first] = length
        if rest:
            self._seconds.setdefault(first, set()).add(rest[0])

    def names_at(self, words: Sequence[Word], start: int, end: int, *, cased: bool) -> tuple[Entry, ...]:
        """Return the entries that ``words[start:end]`` name, given whether the text distinguishes case."""
        key = " ".join(word.fold for word in words[start:end])
        found = self.names.get(key, ())
        if not found:
            return ()
        surfaces = [word.surface for word in words[start:end]]
        if cased and len(found) > 1 and len(surfaces) == 1:
            found = self.written.get((key, surfaces[0]), found)
        telling = surfaces[1:] if key.startswith("the ") else surfaces
        if cased and not any(c.isupper() for surface in telling for c in surface):
            return found if surfaces[0] in self.forms[key] else ()
        if cased and len(key) <= SHORT_ACRONYM and not surfaces[0].isupper() and self._acronym(key, surfaces[0]):
            return ()
        if key.removeprefix("the ") in self.ordinary:
            if not cased:
                return found if key.removeprefix("the ") in self.spelled or "." in surfaces[0][:-1] else ()
            stripped = surfaces[0].replace(".", "").removesuffix("'s").removesuffix("’s")
            if len(surfaces) == 1 and all(stripped != form.replace(".", "") for form in self.forms[key]):
                return ()
        return found

    def _acronym(self, key: str, surface: str) -> bool:
        """Return whether a short name is only ever written in capitals: "Let" is not LeT, "Plan" not PLAN."""
        plain = surface.replace(".", "").removesuffix("'s").removesuffix("’s")
        return plain not in self.forms[key] and any(
            form[1:].upper() == form[1:] != form[1:].lower() for form in self.forms[key]
        )

    def matches(self, words: Sequence[Word], *, cased: bool, agents: bool = True) -> list[Match]:
        """Return the longest matches in order, without overlap, of equal length the first.

        With ``agents`` a match carries the agent that the words name, too.
        """
        found: list[Match] = []
        longest, names, seconds, count = self._longest, self.names, self._seconds, len(words)
        for start in [place for place, word in enumerate(words) if word.fold in longest]:
            fold = words[start].fold
            reach = longest[fold]
            keys = [fold]
            if reach > 1 and start + 1 < count and not (following := words[start + 1]).fresh:
                second = following.fold
                if second in seconds[fold]:
                    joined = f"{fold} {second}"
                    keys.append(joined)
                    for following in words[start + 2 : start + reach]:
                        if following.fresh:
                            break
                        joined = f"{joined} {following.fold}"
                        keys.append(joined)
            end = start + len(keys) + 1
            for key in reversed(keys):
                end -= 1
                entries = self.names_at(words, start, end, cased=cased) if key in names else ()
                agent = self.agents.get(key) if agents else None
                if agent and cased and end == start + 1 and self._surname(words, start):
                    agent = None
                if entries or agent:
                    found.append(Match(start, end, entries, agent))
                    break
        if not found:
            return found
        taken = found
        if len(found) > 1:
            taken = []
            used: set[int] = set()
            for match in sorted(found, key=_longest_first):
                covered = range(match.start, match.end)
                if used.isdisjoint(covered):
                    taken.append(match)
                    used.update(covered)
            taken.sort(key=_in_order)
        return self._without_namesakes(taken, words) if cased else taken

    def _without_namesakes(self, matches: list[Match], words: Sequence[Word]) -> list[Match]:
        """Leave out last names that the text gives to somebody else ("Ed Harris", and "Harris" after that)."""
        single = [m for m in matches if m.end - m.start == 1 and m.entries]
        others = {words[m.start].fold for m in single if self._somebody_else(m, words)}
        if others:
            full = (m for m in matches if m.end - m.start > 1 and any(e.kind == "person" for e in m.entries))
            others.difference_update(words[m.end - 1].fold for m in full)
        if not others:
            return matches
        kept = []
        for match in matches:
            if match.end - match.start == 1 and match.entries and words[match.start].fold in others:
                entries = tuple(e for e in match.entries if e.kind in PLACES_AND_PEOPLES)
                if entries or match.agent:
                    kept.append(Match(match.start, match.end, entries, match.agent))
            else:
                kept.append(match)
        return kept

    def _surname(self, words: Sequence[Word], start: int) -> bool:
        """Return whether a word for a calling is a last name here: "Stephen King", "John Carpenter"."""
        word = words[start]
        if start == 0 or word.fresh or word.fold not in SURNAMES or not word.surface[:1].isupper():
            return False
        before = words[start - 1]
        if word.surface.isupper() or not before.surface[:1].isupper() or before.surface.endswith(("'s", "’s")):
            return False
        if any(entry.kind in PLACES_AND_PEOPLES for entry in self.names.get(before.fold, ())):
            return False
        return before.fold in self.given or (len(before.fold) == 1 and before.surface.endswith("."))

    def _somebody_else(self, match: Match, words: Sequence[Word]) -> bool:
        if all(entry.kind in PLACES_AND_PEOPLES for entry in match.entries):
            return False
        word = words[match.start]
        following = words[match.end] if match.end < len(words) and not words[match.end].fresh else None
        if word.fold in self.given and following is not None and following.surface[:1].isupper():
            return following.fold not in self.agents
        if match.start == 0 or word.fresh:
            return False
        before = words[match.start - 1]
        if not before.surface[:1].isupper() or before.surface.isupper() or before.surface.endswith(("'s", "’s", ".")):
            return False
        if before.fold in self.given:
            return True
        first = match.start == 1 or before.fresh or words[match.start - 2].surface.endswith(".")
        person = all(entry.kind == "person" for entry in match.entries)
        return person and not first and before.fold not in self.agents and before.fold not in self.names


PLACES_AND_PEOPLES = frozenset({"country", "capital", "city", "region", "people"})
SHORT_ACRONYM = 4
SURNAMES = word_class("calling_surname")
"""Words for callings that are last names, too."""


def _longest_first(match: Match) -> tuple[int, int]:
    return match.start - match.end, match.start


def _in_order(match: Match) -> int:
    return match.start


def parse_day(text: str, *, end: bool = False) -> datetime.date | None:
    """Return the day that YYYY, YYYY-MM or YYYY-MM-DD begins with; with ``end`` the day after its last one.

    A full date as ``end`` is the day the successor takes over and is returned as it is. Empty: None.
    """
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    year, month, day = [*parts, 0, 0][:3]
    if not month:
        return datetime.date(year + 1 if end else year, 1, 1)
    if not day:
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        return following if end else datetime.date(year, month, 1)
    return datetime.date(year, month, day)


@cache
def noun_classes() -> dict[str, str]:
    """Return folded nouns with their class."""
    return {fold(noun): row["class"] for row in word_table("noun_classes") for noun in row["nouns"].split(";")}
