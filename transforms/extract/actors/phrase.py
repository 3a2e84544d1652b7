"""Codes one noun phrase: which actor it names, of which country and sector.

The phrase comes in parts, cut by the parser or, for a bare string, by its prepositions: the core ("the Iranian
foreign minister"), and complements ("of X", "in X"). The core is read from its end: a name there is the actor;
otherwise the last known noun tells the sector and the words before it may say more.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from transforms.extract.actors.abroad import are_states
from transforms.extract.actors.core import TIED, CoreMatches, joined, possessive
from transforms.extract.actors.lexicon.entries import FORMER, Actors, Agent, Entry, Match, Role, noun_classes
from transforms.extract.actors.lexicon.meaning import COUNTRY_GIVERS
from transforms.extract.actors.lexicon.words import Word, cut
from transforms.words.classes import word_class, word_list

COUNTRY_PREPOSITIONS = word_class("country_preposition")
SECTOR_PREPOSITIONS = frozenset("of from for at in with inside within".split())
MEMBER_PREPOSITIONS = frozenset({"of", "from", "for"})
PREPOSITIONS = word_class("phrase_break")
MEMBER_STATES = word_class("member_states")
MAX_COMPLEMENTS = 6
RANK_AND_FILE = word_class("rank_and_file")
FIGHTING = frozenset({"REB", "PRM", "CRM", "UAF"})
BODY_KINDS = frozenset({"agent", "organisation", "group", "metonym"})
PLACE_KINDS = frozenset({"country", "capital", "city", "region"})
PERSON_ENDINGS = tuple(word_list("person_ending"))
KIN = word_class("kin")
"""Words for relatives: those of people in office are elites."""
ELITES = frozenset({"GOV", "ELI", "LEG"})
SEVERAL_STATES = frozenset({"countries", "nations"})
"""Words for states that are in a place only to meet."""
STATE_MEDIA = frozenset({"state", "official", "government"})


class Coding(msgspec.Struct, frozen=True):
    """What a phrase was coded as."""

    name: str | None = None
    country: str | None = None
    sector: str | None = None
    secondary: tuple[str, ...] = ()
    noun_class: str = "unknown"
    kind: str | None = None
    """Kind of the entry that names the actor, ``agent`` for a generic noun, None where nothing was known."""
    strength: int = 0
    """How surely the sector follows, on the scale of ``Agent.head``."""
    generic: bool = False
    """A noun that needs a country from elsewhere ("the army", "police")."""
    basis: str | None = None
    """``coreference`` or ``context`` where the codes come from another phrase or the article; None: own words."""


class Phrase(msgspec.Struct, frozen=True):
    """A noun phrase in parts; ``complements`` are (preposition, phrase) in text order."""

    core: tuple[Word, ...]
    complements: tuple[tuple[str, Phrase], ...] = ()


def phrase_of(words: Sequence[Word], actors: Actors, *, cased: bool) -> Phrase:
    """Cut a bare string's words at prepositions and relative words that are not part of a known name."""
    inside: set[int] = set()
    for match in actors.matches(words, cased=cased):
        inside.update(range(match.start + 1, match.end))
    cuts = [i for i, word in enumerate(words) if i and i not in inside and _cuts(words, i)]
    bounds = [*cuts, len(words)]
    core = tuple(words[: bounds[0]])
    complements = []
    for begin, stop in pairwise(bounds):
        complements.append((words[begin].fold, Phrase(tuple(words[begin + 1 : stop]))))
    return Phrase(core, tuple(complements))


def _cuts(words: Sequence[Word], i: int) -> bool:
    """Return whether a phrase of a bare string ends before word ``i``: a preposition or the participle of "led by"."""
    if words[i].fold in PREPOSITIONS:
        return True
    follows = i + 1 < len(words) and words[i + 1].fold in ("by", "to") and not joined(words[i - 1], words[i])
    return follows and words[i].fold.endswith(("ed", "led", "loyal"))


def code(
    phrase: Phrase, actors: Actors, day: datetime.date | None, *, cased: bool, home: str | None = None, depth: int = 0
) -> Coding:
    """Code ``phrase`` as of ``day`` (None: unknown) in an article about ``home`` (ISO alpha-3; None: not clear)."""
    parts = [part for _, part in phrase.complements[:MAX_COMPLEMENTS]]
    inner = [
        (word, code(part, actors, day, cased=cased, home=home, depth=depth + 1))
        for word, part in phrase.complements[:MAX_COMPLEMENTS]
    ]
    owners = [c.country for word, c in inner if word in ("of", "in") and c.kind in PLACE_KINDS and c.country]
    core_matches = CoreMatches(phrase.core, actors, day, home, owners, cased=cased)
    last = _last(core_matches)
    coding = _code_core(core_matches, last, inner)
    if coding.name is not None and last is not None and coding.kind in BODY_KINDS and _titled(core_matches, last):
        coding = msgspec.structs.replace(coding, name=None, noun_class="person", kind="agent")
    if coding.sector is None and last is not None and _police(core_matches, last):
        coding = msgspec.structs.replace(coding, sector="COP", strength=2)
    if coding.country is None:
        country = next(iter(core_matches.countries), None)
        if country is None and not several_states(phrase.core):
            inside = [c.country for (word, c), part in zip(inner, parts, strict=True) if _lies_in(word, part)]
            country = next(filter(None, inside), None)
        if country is None:
            country = next(iter(core_matches.weak), None)
        if country is not None:
            coding = msgspec.structs.replace(coding, country=country, generic=False)
    if coding.kind in (None, "agent") and core_matches.beside([c.kind for word, c in inner if word == "of"]):
        coding = msgspec.structs.replace(coding, country=None)
    if are_states(phrase.core):
        coding = msgspec.structs.replace(coding, sector="GOV", noun_class="government")
    if coding.country in SUPRANATIONAL and coding.sector and phrase.core and phrase.core[-1].fold in MEMBER_STATES:
        coding = msgspec.structs.replace(coding, sector=None, secondary=())  # "NATO countries" are no troops
    if core_matches.former and coding.kind in (None, "agent") and _left_office(coding, phrase):
        coding = msgspec.structs.replace(coding, sector=FORMER, secondary=_merge((coding.sector,), coding.secondary))
    return coding


def _lies_in(word: str, part: Phrase) -> bool:
    """Return whether a phrase of somebody tells where he is: "near the Syrian border" may be on either side of it."""
    return word in COUNTRY_PREPOSITIONS and not (part.core and part.core[-1].fold in word_class("border_noun"))


def several_states(core: Sequence[Word]) -> bool:
    """Return whether the core of a phrase is several states: "the three countries in Geneva" are not of Switzerland."""
    return bool(core) and core[-1].fold in SEVERAL_STATES


def _left_office(coding: Coding, phrase: Phrase) -> bool:
    """Return whether a former holder of this has left office: officials and officers, not "former soldiers"."""
    if coding.sector in ("GOV", "LEG", "JUD", "SPY"):
        return True
    return (
        coding.sector in ("MIL", "COP") and coding.noun_class == "person" and phrase.core[-1].fold not in RANK_AND_FILE
    )


def _merge(*groups: Sequence[str | None]) -> tuple[str, ...]:
    merged: list[str] = []
    for group in groups:
        for sector in group:
            if sector and sector not in merged:
                merged.append(sector)
    return tuple(merged)


def _code_core(core_matches: CoreMatches, last: Match | None, inner: Sequence[tuple[str, Coding]]) -> Coding:
    matches = core_matches.matches
    if last is None or last.end < len(core_matches.core):
        thing = noun_classes().get(core_matches.core[-1].fold) if core_matches.core else None
        if thing:
            owners = (entry.role(core_matches.day).country for match in reversed(matches) for entry in match.entries)
            return Coding(
                noun_class=thing, country=next(filter(None, owners), None) if not core_matches.countries else None
            )
    if last is None:
        return _inherit(Coding(country=_owner_country(core_matches)), inner, of_people=_counts(core_matches))
    if last.entries:
        entry = last.entries[0]
        if entry.kind == "person":
            return _person(core_matches, entry, last)
        before = [m for m in matches if m.end <= last.start]
        if entry.kind not in COUNTRY_GIVERS:
            return _named(entry, entry.role(core_matches.day))
        located = next((m for m in reversed(before) if m.agent and m.agent.sector), None)
        if located is None or entry.kind == "people":
            return _place_or_people(entry, core_matches, before)
        last = located
    coding = _agent(core_matches, last, inner)
    if last.end < len(core_matches.core) and _unknown_thing(core_matches.core[-1]):
        return Coding(country=coding.country, sector=coding.sector if coding.sector != "UNK" else None)
    return coding


def _unknown_thing(head: Word) -> bool:
    """Return whether an unknown noun behind a known one is none for people: "police scrutiny", "a long pause"."""
    return head.surface.islower() and not head.fold.removesuffix("s").endswith(PERSON_ENDINGS)


def _counts(core_matches: CoreMatches) -> bool:
    """Return whether an unknown head may stand for people whom its complement names: a word for a number or part."""
    return (
        not core_matches.core
        or core_matches.core[-1].fold in word_class("transparent")
        or not core_matches.core[-1].fold.isalpha()
    )


def _owner_country(core_matches: CoreMatches) -> str | None:
    """Return the country of the known person whom the core's unknown head belongs to: "Assad's backers"."""
    for match in reversed(core_matches.matches):
        if match.entries and match.entries[0].kind == "person" and possessive(core_matches.core[match.end - 1]):
            return match.entries[0].role(core_matches.day).country
    return None


def _titled(core_matches: CoreMatches, last: Match) -> bool:
    """Return whether unknown words after a known one name a person: "Hamas official Adel Rashid"."""
    if not core_matches.cased or last.end == len(core_matches.core):
        return False
    tail = core_matches.core[last.end :]
    plain = last.agent is not None or any(word.surface[:1].islower() for word in tail)
    return plain and tail[-1].surface[:1].isupper()


def _police(core_matches: CoreMatches, last: Match) -> bool:
    """Return whether a word for any office is the title of police before a name: "Officer Ida Berg"."""
    title = core_matches.core[last.end - 1]
    return title.fold in word_class("police_title") and title.surface[:1].isupper() and _titled(core_matches, last)


def _last(core_matches: CoreMatches) -> Match | None:
    """Return the match that ends the core; where unknown words follow it, a person's titles or the last noun."""
    usable = [match for match in core_matches.matches if not core_matches.backer(match)]
    if not usable:
        return None
    last = usable[-1]
    tail = core_matches.core[last.end :]
    if tail and last.entries:
        kinds = {entry.kind for entry in last.entries}
        owner = possessive(core_matches.core[last.end - 1])
        if owner and kinds != {"person"}:
            return last
        if kinds & {"country", "people", "capital", "city", "region", "person"}:
            # "Iranian foo", "Putin foo": the head is an unknown word and the name only modifies it.
            agents = [match for match in usable if match.agent]
            return agents[-1] if agents else None
    return last


def _named(entry: Entry, role: Role, *, country: str | None = None) -> Coding:
    noun_class = {"group": "armed", "organisation": "organisation", "metonym": "government", "person": "person"}.get(
        entry.kind, "place"
    )
    return Coding(entry.name, role.country or country, role.sector, role.secondary, noun_class, entry.kind, strength=3)


def _place_or_people(entry: Entry, core_matches: CoreMatches, before: Sequence[Match]) -> Coding:
    role = entry.role(core_matches.day)
    sector = role.sector
    if entry.kind == "people":
        modifiers = [m.agent for m in before if m.agent and m.agent.sector and m.agent.modifier > 0]
        sector = modifiers[-1].sector if modifiers else sector
        return Coding(entry.name, role.country, sector, role.secondary, "person", entry.kind, strength=2)
    return Coding(entry.name, role.country, sector, role.secondary, "place", entry.kind, strength=2)


def _person(core_matches: CoreMatches, entry: Entry, match: Match) -> Coding:
    """Return a known person in the role that the titles before the name tell, else the role of the day."""
    role = entry.role(core_matches.day)
    titles = [m.agent for m in core_matches.matches if m.agent and m.end <= match.start and m.agent.sector]
    if core_matches.former and role.sector in TIED and role.sector != FORMER:
        role = Role(role.country, FORMER, _merge((role.sector,), role.secondary), role.office)
    elif core_matches.day is None and not core_matches.former:
        bodies = [m.entries[0].role(None).country for m in core_matches.matches if m.entries and m.end <= match.start]
        told = titles[-1].sector if titles else None
        role = next(
            (r for r in entry.roles if r.country in bodies and r.country in SUPRANATIONAL),
            next((r for r in entry.roles if told and r.sector == told), role),
        )
    country = role.country
    if country is None:
        country = next(iter(core_matches.countries), None)
    return _named(entry, role, country=country)


SUPRANATIONAL = frozenset({"IGO", "UNO", "EUR", "NGO"})


def _agent(core_matches: CoreMatches, match: Match, inner: Sequence[tuple[str, Coding]]) -> Coding:
    agent = match.agent
    if agent is None:
        entry = match.entries[0]
        return _named(entry, entry.role(core_matches.day))
    sector, strength = agent.sector, agent.head
    secondary = list(agent.secondary)
    name = country = None
    for other in reversed([m for m in core_matches.matches if m.end <= match.start and not core_matches.backer(m)]):
        if other.agent is not None:
            told, weight, more = other.agent.sector, other.agent.modifier, other.agent.secondary
        else:
            entry = other.entries[0]
            if entry.kind in COUNTRY_GIVERS:
                continue
            role = entry.role(core_matches.day)
            told, more = role.sector, role.secondary
            country = country or role.country
            if entry.kind == "person":
                weight = 1
            else:
                weight = 3
                if name is None and _bears_name(agent, entry, strength):
                    name = entry.name
        if told is None:
            secondary.extend(more)
            continue
        if weight > strength:
            if sector and sector not in ("UNK", told) and strength > 1:
                secondary.insert(0, sector)
            sector, strength = told, weight
            secondary.extend(more)
        elif weight > 1 and told not in (sector, "GOV"):
            secondary.append(told)
            secondary.extend(more)
    coding = Coding(
        name,
        country,
        sector,
        _merge([s for s in secondary if s != sector]),
        agent.noun_class,
        "agent",
        strength,
        generic=country is None,
    )
    if strength <= 1:
        coding = _inherit(coding, inner)
    if (
        core_matches.core[match.end - 1].fold in KIN
        and coding.sector in (None, "CVL")
        and _of_elite(core_matches, match, inner)
    ):
        coding = msgspec.structs.replace(coding, sector="ELI", strength=3)
    if country in SUPRANATIONAL - {"NGO"} and agent.noun_class == "person" and agent.head <= 1 and not agent.sector:
        coding = msgspec.structs.replace(coding, sector=None, secondary=())  # "the UN's trade experts" trade in nothing
    if coding.sector is None and _numbered_front(core_matches.core, match):
        coding = msgspec.structs.replace(coding, sector="REB", noun_class="armed", strength=2)
    if coding.sector == "JRN" and any(word.fold in STATE_MEDIA for word in core_matches.core):
        coding = msgspec.structs.replace(coding, sector="GOV", secondary=_merge(("JRN",), coding.secondary))
    return coding


def _of_elite(core_matches: CoreMatches, match: Match, inner: Sequence[tuple[str, Coding]]) -> bool:
    """Return whether a relative is that of somebody in office: "the president's son", "the wife of Juan Perón"."""
    owners = [m for m in core_matches.matches if m.end <= match.start and possessive(core_matches.core[m.end - 1])]
    for owner in owners:
        told = owner.agent.sector if owner.agent else None
        if owner.entries and owner.entries[0].kind == "person":
            told = owner.entries[0].role(core_matches.day).sector
        if told in ELITES:
            return True
    return any(
        word == "of" and part.sector in ELITES and part.noun_class == "person" and part.strength > 0
        for word, part in inner
    )


def _numbered_front(core: Sequence[Word], match: Match) -> bool:
    """Return whether a phrase ends in a guerrilla army's unit, "the 17th Front"; armies number their brigades."""
    before = core[match.start - 1].fold if match.start else ""
    return core[match.start].fold == "front" and before[:1].isdigit()


def _bears_name(agent: Agent, entry: Entry, strength: int) -> bool:
    """Return whether the head is the named body itself or its fighters ("Hamas fighters", not "Pentagon officials")."""
    if entry.kind == "group":
        return strength < 3 or agent.sector in FIGHTING
    return strength < 3 and agent.noun_class != "person"


def _inherit(coding: Coding, inner: Sequence[tuple[str, Coding]], *, of_people: bool = True) -> Coding:
    """Let a noun that tells no sector itself ("members of X", "a team of Y") take that of its complement.

    ``of_people``: it may be a word for how many, which names whom its complement names; "the transfer of X" is not X.
    """
    for word, part in inner:
        if word not in (SECTOR_PREPOSITIONS if coding.sector in (None, "UNK") else MEMBER_PREPOSITIONS):
            continue
        if part.sector is None or part.kind is None:
            continue
        if part.kind in COUNTRY_GIVERS - {"people"}:
            continue
        if part.sector == "UNK" and (coding.sector or any(p.sector not in (None, "UNK") for _, p in inner)):
            continue
        if part.strength < coding.strength:
            continue
        return msgspec.structs.replace(
            coding,
            name=coding.name or (part.name if part.kind in ("organisation", "group", "metonym") else None),
            country=coding.country or part.country,
            sector=part.sector,
            secondary=_merge(coding.secondary, part.secondary),
            noun_class=part.noun_class if of_people and coding.noun_class == "unknown" else coding.noun_class,
            kind=coding.kind or "agent",
            strength=part.strength,
            generic=part.country is None,
        )
    return coding


def words_of(text: str) -> list[Word]:
    """Return the folded words of a bare string."""
    return cut(text)
