"""Parties without a country of their own: the police, residents, a court are those of where the act took place."""

from __future__ import annotations

import msgspec

from schemas.event import EventPlace, Party
from transforms.extract.actors import ActorContext

LOCAL = frozenset({"COP", "GOV", "LEG", "JUD", "OPP", "PTY", "CVL", "LAB", "EDU", "MED", "REL", "ELI"})
"""Sectors whose unnamed members belong to the country they act in; troops and traders may come from anywhere."""
TOLD = frozenset({"clause", "sentence", "paragraph"})


def in_country(party: Party, place: EventPlace | None, context: ActorContext) -> Party:
    """Return a party of a local sector with the country that the article tells, where its words give none.

    The country is that of the act's own place, else the one from which the article is told; the basis says
    ``context``. Somebody called by a name alone stays without.
    """
    if party.country is not None or party.sector not in LOCAL:
        return party
    told = place.country if place is not None and place.basis in TOLD else None
    country = told or context.dominant_country or context.home_country
    return msgspec.structs.replace(party, country=country, basis="context") if country else party
