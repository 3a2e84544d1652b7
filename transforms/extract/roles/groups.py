"""Armed groups behind words such as "the guerrillas": the one group that an article names is who they are.

A generic noun for fighters that stands without a name of its own refers to the armed group told of. Where an article
names one such group and no other, the group joins the actors of the act; where it names several, nobody can tell.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from schemas.event import Party
from transforms.extract.actors import NameMatch, find_names
from transforms.extract.draft import Draft
from transforms.extract.roles.parties import Participants
from transforms.words.classes import word_class

GROUP_SECTORS = frozenset({"REB", "CRM", "UAF", "PRM"})
FIGHTERS = word_class("fighter_noun")
"""Nouns for members of a group; "gunmen" and "men" may be anybody."""
DOMINANT = 0.7
"""Share of the mentions of armed groups from which one of them is the group that the article is about."""
TYPES = frozenset({"ASSAULT", "COERCE"})


def name_groups(drafts: Sequence[Draft], participants: Participants) -> list[Draft]:
    """Return the drafts; those of acts by nameless fighters with the one armed group that the article names."""
    wanted = {
        draft.key
        for draft in drafts
        if draft.type in TYPES and draft.actors and all(_nameless(a) for a in draft.actors)
    }
    known = known_groups(participants) if wanted else []
    if not known:
        return list(drafts)
    return [_grouped(draft, known, participants) if draft.key in wanted else draft for draft in drafts]


def _grouped(draft: Draft, known: Sequence[NameMatch], participants: Participants) -> Draft:
    """Return a draft with the last mention of the group before its end among its actors, where none stands in it."""
    place = max(bisect.bisect_right(known, draft.sentence.end, key=_start) - 1, 0)
    match = known[place]
    if draft.sentence.start <= match.start < draft.sentence.end:
        return draft
    if any(a.country and match.country and a.country != match.country for a in draft.actors):
        return draft
    text = participants.document.text[match.start : match.end]
    group = Party(text, match.start, match.end, match.name, match.country, match.sector)
    return draft.changed("actors/one-armed-group", actors=(*draft.actors, group))


def _start(match: NameMatch) -> int:
    return match.start


def known_groups(participants: Participants) -> list[NameMatch]:
    """Return the mentions of the one armed group that the article names; none where it names several alike."""
    context = participants.context
    found = [
        match
        for match in find_names(participants.document.text, context.published, context.actors)
        if match.label == "ORG" and match.sector in GROUP_SECTORS
    ]
    if context.dominant_country:
        found = [match for match in found if match.country == context.dominant_country]
    counts: dict[str, int] = {}
    for match in found:
        counts[match.name] = counts.get(match.name, 0) + 1
    top = max(counts, key=counts.__getitem__, default=None)
    if top is None or counts[top] < DOMINANT * len(found):
        return []
    return [match for match in found if match.name == top]


def _nameless(party: Party) -> bool:
    if (party.name and party.country) or party.sector not in GROUP_SECTORS:
        return False
    return any(word in FIGHTERS for word in party.text.lower().split())
