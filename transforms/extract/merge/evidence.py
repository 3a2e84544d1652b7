"""What speaks for and against one act between mentions of one article, by name."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.extract.merge.likeness import Participants, likeness
from transforms.extract.merge.telling import Telling, is_further

LEAD = 2
"""Sentences after the first of the text that tell the act of the title and of the first sentence again."""
NEAR, FAR = 4, 10
"""Sentences up to which two mentions are near, and after each of which less speaks for one act."""


def names(group: Telling, unit: Telling, title_sentences: int) -> Iterator[str]:
    """Yield what is said for and against one event by the mentions told before and by those of a later unit."""
    force = unit.type == "ASSAULT"
    yield from likeness(group, unit)
    if group.lemmas & unit.lemmas:
        yield "same word for the act"
    if not force and other_words(group.actors, unit.actors):
        yield "actor of other words"
    if group.actors.words & unit.targets.words or group.targets.words & unit.actors.words:
        yield "sides in other roles"
    if group.dated and unit.dated and not group.dated & unit.dated:
        yield "date of other words"
    if group.people & unit.people:
        yield "same people"
    elif group.people and unit.people:
        yield "other people"
    if unit.known:
        yield "told as known"
    elif any(map(is_further, unit.drafts)):
        yield "told as further"
    if force and not unit.hits:
        yield "second hits nobody"
    elif force and not group.hits:
        yield "first hits nobody"
    if force and not group.scales & unit.scales:
        yield "battle and single act"
    if unit.cumulative and not group.cumulative:
        yield "toll of more acts"
    distance = min(abs(unit.first - draft.sentence.index) for draft in group.drafts)
    if distance == 0:
        yield "same sentence" if force else "same sentence, acts of words"
    elif distance <= NEAR:
        yield "next sentence" if distance == 1 else "near sentence"
    yield from ["ten sentences on"] * (distance // FAR)
    if group.last < unit.first <= title_sentences + LEAD:
        if group.first < title_sentences:
            yield "title and lead"
        elif group.first == title_sentences:
            yield "first sentence and lead"


def other_words(first: Participants, second: Participants) -> bool:
    """Say whether two casts are told by words of which none is shared, without a common name or country."""
    return bool(first.words and second.words) and not (
        first.words & second.words or first.resolved & second.resolved or first.countries & second.countries
    )
