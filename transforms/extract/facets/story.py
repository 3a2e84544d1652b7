"""Where acts were that no words place: in the country that the article is about, or that all their sides are of."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.article import PlaceMention
from schemas.event import EventPlace
from transforms.extract.actors import ActorContext
from transforms.extract.draft import Draft
from transforms.extract.facets.where import at_home, in_country_of_story
from transforms.extract.roles.codes.local import ARMED, LOCAL
from transforms.world.countries import countries

SOMEWHERE = frozenset({"ASSAULT", "MOBILIZE", "RETREAT", "COERCE", "PROTEST", "SANCTION", "CONCEDE"})
"""Types of acts that are done at a place; words are said anywhere, and aid goes where it is told to go."""
REAL = frozenset({"occurred", "ongoing", "attempted"})
ABROAD = frozenset({"ASSAULT", "MOBILIZE", "RETREAT"})
"""Types of acts that states and their forces do away from home."""
OF_RULERS = frozenset({"COERCE", "SANCTION"})
"""Types of acts that a state does where it rules, if its article tells no place of them."""


def places_of_story(
    groups: Sequence[Sequence[Draft]], context: ActorContext, places: Sequence[PlaceMention]
) -> list[Sequence[Draft]]:
    """Return the events, those that were somewhere and have no place with a country, whose basis tells why."""
    about = context.dominant_country or context.home_country
    told = in_country_of_story(about, places)
    found: list[Sequence[Draft]] = []
    for told_group in groups:
        group = _without_foreign(told_group)
        open_ = all(d.place is None for d in group) and any(d.status in REAL for d in group)
        place: EventPlace | None
        if open_ and group is not told_group and (ruled := _where_it_rules(group)) is not None:
            place = ruled
        elif open_ and told is not None and (group[0].type in SOMEWHERE or _guests(group, about)):
            place = told
        else:
            place = _country_of_all(group) if open_ and group[0].type in SOMEWHERE else None
        found.append([d.changed("place/story", place=place) for d in group] if place is not None else group)
    return found


def _guests(group: Sequence[Draft], country: str | None) -> bool:
    """Say whether an act is a meeting with somebody of a country, not a talk by telephone or one about it."""
    met = group[0].type == "CONSULT" and all(d.mode != "phone" for d in group)
    return met and any(p.country == country for d in group for p in (*d.actors, *d.recipients))


def _where_it_rules(group: Sequence[Draft]) -> EventPlace | None:
    """Return the country of the state that arrests, bans or punishes, None for other acts and actors."""
    if group[0].type not in OF_RULERS:
        return None
    actors = (p for d in group for p in d.actors if p.sector in (None, "GOV", "COP", "JUD"))
    return next((home for p in actors if (home := at_home(p)) is not None), None)


def _country_of_all(group: Sequence[Draft]) -> EventPlace | None:
    """Return the one country of all sides of an act that have one, where one of them lives there; forces may not."""
    sides = [p for d in group for p in (*d.actors, *d.recipients) if p.country in countries()]
    if len({p.country for p in sides}) != 1:
        return None
    abroad = group[0].type in ABROAD and group[0].mode != "resign"
    living = (p for p in sides if p.sector in LOCAL | ARMED and not (abroad and p.sector == "GOV"))
    return next((home for p in living if (home := at_home(p)) is not None), None)


def _without_foreign(group: Sequence[Draft]) -> Sequence[Draft]:
    """Return the mentions of an act without a place that only stands near them and is not where who acts rules.

    "Two men who fled to Chad told of arrests by Togo's police": a country that another
    clause tells is not where a state arrests people.
    """
    acting = {p.country for d in group for p in d.actors if p.country in countries()}
    if not acting or (group[0].type not in OF_RULERS and group[0].mode != "resign"):
        return group
    homes = acting | {p.country for d in group for p in d.recipients}
    out = [
        d.place is not None
        and d.place.basis == "sentence"
        and d.place.precision == "country"
        and d.place.country not in homes
        for d in group
    ]
    if not any(out):
        return group
    return [d.changed("place/foreign", place=None) if gone else d for d, gone in zip(group, out, strict=True)]
