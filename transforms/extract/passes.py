"""The passes of the coder, in their order: what each reads of the drafts of an article and what it writes.

The passes of ``MENTIONS`` go over single drafts, then drafts of one act are put together, then those of ``EVENTS`` go
over the groups. A pass returns new drafts; each change of a field is a step of a named rule.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transforms.extract.draft import Draft
from transforms.extract.drafting import Scene
from transforms.extract.facets.happenings import days_of_happenings
from transforms.extract.facets.said import places_of_words
from transforms.extract.facets.story import places_of_story
from transforms.extract.merge.blame import blame
from transforms.extract.merge.harms import attach_harm
from transforms.extract.merge.sharing import share_days, with_people
from transforms.extract.roles.answers import answered
from transforms.extract.roles.victim_lists import add_listed_victims

Groups = Sequence[Sequence[Draft]]


@dataclass(frozen=True, slots=True)
class MentionPass:
    """A pass over the mentions of an article; ``reads`` and ``writes`` are fields of drafts."""

    name: str
    run: Callable[[Sequence[Draft], Scene], Sequence[Draft]]
    reads: tuple[str, ...]
    writes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventPass:
    """A pass over the events of an article, each a group of mentions."""

    name: str
    run: Callable[[Groups, Scene], Groups]
    reads: tuple[str, ...]
    writes: tuple[str, ...]


def _harm(drafts: Sequence[Draft], scene: Scene) -> Sequence[Draft]:
    return attach_harm(drafts, scene.resolved.harm, scene.participants)


def _listed_victims(drafts: Sequence[Draft], scene: Scene) -> Sequence[Draft]:
    return add_listed_victims(drafts, scene.participants)


def _blame(drafts: Sequence[Draft], scene: Scene) -> Sequence[Draft]:
    return blame(drafts, scene.participants)


def _people(drafts: Sequence[Draft], scene: Scene) -> Sequence[Draft]:
    return with_people(drafts, scene.participants)


def _shared_days(groups: Groups, scene: Scene) -> Groups:
    return share_days(groups)


def _happenings(groups: Groups, scene: Scene) -> Groups:
    return days_of_happenings(groups, scene.article.document, scene.resolved.dates)


def _places_of_story(groups: Groups, scene: Scene) -> Groups:
    return places_of_story(groups, scene.participants.context, scene.resolved.places)


def _places_of_words(groups: Groups, scene: Scene) -> Groups:
    return places_of_words(groups, scene.article.document, scene.resolved.places)


def _answers(drafts: Sequence[Draft], scene: Scene) -> Sequence[Draft]:
    return answered(drafts)


MENTIONS = (
    MentionPass("answers", _answers, ("type", "status", "mention", "actors", "sides"), ("recipients", "sides")),
    MentionPass("harm", _harm, ("type", "status", "mention", "actors"), ("harm", "victim_parties", "actors")),
    MentionPass("listed-victims", _listed_victims, ("type", "status", "mode", "harm"), ("listed_victims",)),
    MentionPass("blame", _blame, ("type", "status", "mention", "actors", "recipients", "victim_parties"), ("actors",)),
    MentionPass("people", _people, ("recipients", "victim_parties", "listed_victims", "harm"), ("people",)),
)
"""The passes before the mentions of one act are put together."""
EVENTS = (
    EventPass("shared days", _shared_days, ("when", "mention"), ("when",)),
    EventPass("days-of-happenings", _happenings, ("type", "status", "when", "mention"), ("when",)),
    EventPass("places-of-story", _places_of_story, ("type", "status", "actors", "recipients", "place"), ("place",)),
    EventPass("places-of-words", _places_of_words, ("type", "mode", "actors", "mention", "place"), ("place", "scene")),
)
"""The passes after that."""
