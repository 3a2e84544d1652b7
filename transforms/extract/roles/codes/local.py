"""Parties without a country of their own: the police, residents, a court are those of where the act took place."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from schemas.event import EventPlace, Party
from transforms.extract.actors import ActorContext, of_many_states
from transforms.extract.actors.lexicon.words import cut
from transforms.words.classes import has_any, word_class

LOCAL = frozenset({"COP", "GOV", "LEG", "JUD", "OPP", "PTY", "CVL", "LAB", "EDU", "MED", "REL", "ELI"})
"""Sectors whose unnamed members belong to the country they act in; troops and traders may come from anywhere."""
AT_HOME = frozenset({"BUS", "JRN", "AGR"})
"""Sectors whose unnamed members are of that country too where they protest or are hurt or held."""
ARMED = frozenset({"REB", "PRM", "UAF", "CRM"})
"""Sectors of fighters who are of the country that the article is about, wherever they strike."""
UNIONS = frozenset({"IGO", "UNO", "EUR"})
"""Bodies of states: who speaks for them is of no government."""
FIGHTERS = ARMED | {"MIL", "COP"}
NATIONAL_FORCE = word_class("national_force")
"""Forces of which a country has one: an article that names no other nation's speaks of its own."""
SUBORDINATE = word_class("subordinate_noun")
"""Parts of a government."""
PRONOUNS = word_class("personal_pronoun")
SUFFERED = frozenset({"ASSAULT", "COERCE"})
"""Types of acts that somebody suffers."""
UNDERGONE = SUFFERED | {"RETREAT"}
"""Those, and the release of people."""
OF_STATE = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "PTY", "OPP"})
"""Sectors of those who hold an office, or would, in one state."""
LINKS = frozenset({",", "and", ", and", "or", "as well as"})
"""What stands between those of a list."""
ENDING = (",", " and", " or")
"""How what stands before "other officials" ends, where they are others of those who are told before."""
OTHER = "other"
LISTED = LOCAL | {"JRN", "UNK"}
"""Sectors of those who are of the country of whom they are listed behind."""
UNIDENTIFIED = "UNK"
UNNAMED = frozenset("unidentified unknown unnamed anonymous somebody someone".split())
"""Words of a phrase that say that nobody knows who it is."""
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


def told_together(parties: Sequence[Party], text: str) -> tuple[Party, ...]:
    """Return the parties of a side, officials and others without a country with that of those they are listed with.

    "President Ida Berg and **other senior officials**", "Peruvian ministers, **lawmakers** and judges". ``text``: of
    the document.
    """
    found: list[Party] = []
    for party in parties:
        before = found[-1] if found else None
        listed = before is not None and before.country and _listed(before, party, text)
        found.append(
            msgspec.structs.replace(party, country=before.country, basis="coreference") if before and listed else party
        )
    return tuple(found)


def _listed(before: Party, party: Party, text: str) -> bool:
    """Say whether a party stands in a list behind one who is no state, and may be of its country."""
    if party.basis != "context" and party.country is not None:
        return False
    if party.name is not None or party.sector not in LISTED or of_many_states(cut(party.text)):
        return False
    own = before.sector in OF_STATE and before.country not in (*UNIONS, "VAT") and before.basis != "context"
    between = text[before.end : party.start].strip().lower()
    return own and (between in LINKS or _others(party, between))


def _others(party: Party, between: str) -> bool:
    """Say whether a party is told as the rest of a list of which some are left out: "the mayor, ... and **others**"."""
    return party.text.lower().startswith(OTHER) and between.endswith(ENDING) and not set(".;:") & set(between)


def of_own_government(party: Party, others: Sequence[Party]) -> Party:
    """Return a part of a government with the country of the one other side, if of a government: it takes its orders.

    "The chancellor asked **all ministries** to save money."
    """
    if party.country is not None or party.sector != "GOV" or _plain(party).split()[-1] not in SUBORDINATE:
        return party
    above = {one.country for one in others if one.sector == "GOV" and one.country not in UNIONS}
    return msgspec.structs.replace(party, country=above.pop(), basis="context") if len(above) == 1 else party


def _plain(party: Party) -> str:
    return party.text.lower().removeprefix("the ")


def as_people(parties: tuple[Party, ...], kind: str, words: Sequence[str], context: ActorContext) -> tuple[Party, ...]:
    """Return the sides of an act in which men, and people told by their number, are civilians.

    They are those to whom violence or force was done, or who were freed. Beside people of a sector ("killed a soldier
    and wounded two others") they may be of it, and so may those of whom only a number is told in a sentence of fighters
    or forces ("killed one gunman and captured **two**"). ``words``: of their sentence, in lower case.
    """
    if kind not in UNDERGONE or any(p.sector not in (None, "UNK", "CVL") for p in parties):
        return parties
    agents = context.actors.agents
    fighting = any((agent := agents.get(word)) is not None and agent.sector in FIGHTERS for word in words)
    return tuple(
        msgspec.structs.replace(p, sector="CVL", basis=p.basis or "phrase") if _anybody(p, fighting=fighting) else p
        for p in parties
    )


def _anybody(party: Party, *, fighting: bool) -> bool:
    words = party.text.lower().split()
    if fighting and has_any(words[-1], "number", "vague_number"):
        return False
    return party.sector == UNIDENTIFIED and not word_class("vague").isdisjoint(words) and words[0] not in PRONOUNS


def identified(party: Party) -> Party:
    """Return a party without the sector of the unidentified, but where the text calls somebody that.

    A pronoun or "the group" is somebody whom the article may well tell: what he is stays null where it is not found.
    """
    if party.sector != UNIDENTIFIED or not UNNAMED.isdisjoint(party.text.lower().split()):
        return party
    return msgspec.structs.replace(party, sector=None)
