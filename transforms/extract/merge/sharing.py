"""What the mentions of one event, and the events of one article, give to each other."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from msgspec.structs import replace

from transforms.extract.draft import Draft
from transforms.extract.facets.when import When, hours_after
from transforms.extract.roles.parties import Participants, last_names
from transforms.extract.roles.persons import apposed
from transforms.extract.rows import best_date

EXACT = ("explicit", "weekday", "relative")


def people_of(draft: Draft, participants: Participants) -> frozenset[str]:
    """Return the last names of those hurt: named in a phrase for them, in apposition to it or in a list of victims."""
    found = {name for party in draft.hurt for name in participants.last_names(party)}
    found.update(word for name, _ in draft.listed_victims for word in last_names(name.text))
    for mention in draft.harm:
        if mention.victim is not None:
            names = apposed(participants, participants.document.sentences[mention.sentence], mention.victim)
            found.update(word for name in names for word in last_names(name.text))
    return frozenset(found)


def with_people(drafts: Sequence[Draft], participants: Participants) -> list[Draft]:
    """Return the drafts with the last names of those hurt."""
    return [replace(draft, people=people_of(draft, participants)) for draft in drafts]


def share_days(groups: Sequence[Sequence[Draft]]) -> list[Sequence[Draft]]:
    """Return the events; what happened within hours of an act dated elsewhere is dated on its day or the next."""
    found: list[list[Draft]] = [list(group) for group in groups]
    group_of = {draft.key: position for position, group in enumerate(groups) for draft in group}
    for position, group in enumerate(found):
        for place, draft in enumerate(group):
            for token in sorted(hours_after(draft.sentence, draft.when)):
                other = group_of.get((draft.sentence.index, token))
                day = best_date(found[other]) if other is not None and other != position else None
                if day and day.start and day.start == day.end and day.basis in EXACT:
                    when: When = replace(draft.when, start=day.start, end=day.start + datetime.timedelta(days=1))
                    group[place] = draft.changed("date/hours-after-another", when=when)
    return list(found)
