"""Parties without a country of their own: the police, residents, a court are those of where the act took place."""

from __future__ import annotations

import msgspec

from schemas.event import EventPlace, Party
from transforms.extract.actors import ActorContext, of_many_states
from transforms.extract.actors.lexicon.words import cut
from transforms.words.classes import word_class

LOCAL = frozenset({"COP", "GOV", "LEG", "JUD", "OPP", "PTY", "CVL", "LAB", "EDU", "MED", "REL", "ELI"})
"""Sectors whose unnamed members belong to the country they act in; troops and traders may come from anywhere."""
AT_HOME = frozenset({"BUS", "JRN", "AGR"})
"""Sectors whose unnamed members are of that country too where they protest or are hurt or held."""
ARMED = frozenset({"REB", "PRM", "UAF", "CRM"})
"""Sectors of fighters who are of the country that the article is about, wherever they strike."""
UNIONS = frozenset({"IGO", "UNO", "EUR"})
"""Bodies of states: who speaks for them is of no government."""
NATIONAL_FORCE = word_class("national_force")
"""Forces of which a country has one: an article that names no other nation's speaks of its own."""
PRONOUNS = word_class("personal_pronoun")
SUFFERED = frozenset({"ASSAULT", "COERCE"})
"""Types of acts that somebody suffers."""
UNDERGONE = SUFFERED | {"RETREAT"}
"""Those, and the release of people."""
TOLD = frozenset({"clause", "sentence", "paragraph"})


def in_country(party: Party, kind: str, place: EventPlace | None, context: ActorContext) -> Party:
    """Return a party of a local sector with the country that the article tells, where its words give none.

    ``kind``: type of the act; in some of them those who may else come from anywhere are local, too.

    The country is that of the act's own place, else the one from which the article is told; the basis says
    ``context``. Somebody called by a name alone stays without, and so do those of many states. Who speaks for a body
    of states has no sector.
    """
    if party.country is not None:
        stateless = party.country in UNIONS and party.sector == "GOV"
        return msgspec.structs.replace(party, sector=None) if stateless else party
    if party.sector == "MIL" and _plain(party) in NATIONAL_FORCE and context.home_country:
        return msgspec.structs.replace(party, country=context.home_country, basis="context")
    local = LOCAL | AT_HOME if kind in SUFFERED or kind == "PROTEST" else LOCAL
    if party.sector not in local | ARMED or (party.sector in ARMED and party.name is not None):
        return party
    if of_many_states(cut(party.text)):
        return party
    told = place.country if place is not None and place.basis in TOLD else None
    about = context.dominant_country or context.home_country
    country = (about or told) if party.sector in ARMED else (told or about)
    return msgspec.structs.replace(party, country=country, basis="context") if country else party


def _plain(party: Party) -> str:
    return party.text.lower().removeprefix("the ")


def as_people(parties: tuple[Party, ...], kind: str) -> tuple[Party, ...]:
    """Return the sides of an act in which men, and people told by their number, are civilians.

    They are those to whom violence or force was done, or who were freed. Beside people of a sector ("killed a soldier
    and wounded two others") they may be of it.
    """
    if kind not in UNDERGONE or any(p.sector not in (None, "UNK", "CVL") for p in parties):
        return parties
    return tuple(
        msgspec.structs.replace(p, sector="CVL", basis=p.basis or "phrase") if _anybody(p) else p for p in parties
    )


def _anybody(party: Party) -> bool:
    words = party.text.lower().split()
    return party.sector == "UNK" and not word_class("vague").isdisjoint(words) and words[0] not in PRONOUNS
