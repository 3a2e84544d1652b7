"""Under which keys events are looked for, and which of those that share one are compared."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from transforms.link.groups import Groups, all_pairs

BUCKET = 4
"""Days a date bucket; an event stands in its own bucket and the next, so days up to ``BUCKET`` apart meet."""
REACH = 2 * BUCKET - 1
"""Days that two events under one key can be apart at most."""
TOPICS = 4
"""Heaviest words of what an article is about by which its events are found within days; any two of the heaviest find
them at any time."""
HOT, NEIGHBOURS, FEW_NEIGHBOURS = 64, 12, 4
"""Events under one key up to which all pairs are compared; above it each with so many that follow in sorted order, with
few where two events share many keys."""
UNDATED = "any"
"""Beginning of a key under which one of two events is of an article without a day."""
INSIDE = "article|"
"""Beginning of the key of the events of one article."""
UNDATED_KEY, INSIDE_KEY = f"{UNDATED}|".encode(), INSIDE.encode()
ORDERED = 3
"""Heaviest words of what an article is about by which many events are ordered."""


class Sought(Protocol):
    """What of an event says under which keys it is looked for."""

    @property
    def event_id(self) -> str:
        """The event."""

    @property
    def article_id(self) -> str:
        """Its article."""

    @property
    def cluster_id(self) -> str | None:
        """The story of which that is a copy."""

    @property
    def published_at(self) -> datetime.datetime | None:
        """When it was published."""

    @property
    def family(self) -> str:
        """PLOVER type."""

    @property
    def real(self) -> bool:
        """Whether it is told as having happened."""

    @property
    def day(self) -> datetime.date | None:
        """The day under which others find it."""

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that say where it happened."""

    @property
    def place(self) -> Named | None:
        """Where it happened."""

    @property
    def killed(self) -> tuple[int, int] | None:
        """Range of the dead."""

    @property
    def topics(self) -> tuple[str, ...]:
        """What its article is about."""


class Named(Protocol):
    """A place by its name."""

    @property
    def name(self) -> str:
        """Name."""


def keys(row: Sought) -> tuple[str, ...]:
    """Return the keys under which events that may be one happening meet.

    Always the article, with the type; across articles the type with a country, or a word that the article is about, and
    a date bucket. Events of articles without a day of publication meet, whatever their dates, all whose articles are
    about two such words.
    """
    return tuple(key for _, _, found in placed_keys(row) for key in found)


def placed_keys(row: Sought) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the keys of an event by their place, days or the first of two words, and within that by what anchors it."""
    family, own = row.family, [f"{INSIDE}{row.article_id}|{row.family}"]
    if row.cluster_id:
        own.append(f"copy|{row.cluster_id}|{family}")
    for key in own:
        yield key, "", [key]
    if not row.real:
        return
    if row.day:
        first = row.day.toordinal() // BUCKET
        anchors = [*(f"in {country}" for country in row.countries), *(f"on {word}" for word in row.topics[:TOPICS])]
        for bucket in (str(first), str(first + 1)):
            for anchor in anchors:
                yield bucket, anchor, [f"{family}|{anchor}|{bucket}"]
    ordered = sorted(row.topics)
    for place, one in enumerate(ordered[:-1], 1):
        yield one, "", [f"{UNDATED}|{family}|{one} {other}" for other in ordered[place:]]


class Standing(NamedTuple):
    """What of an event says with which others it is compared."""

    event_id: str
    article_id: str
    dated: bool
    """Whether the day of publication is known."""
    near: str
    """Day, place and toll, sortable."""
    about: str
    """What its article is about, then day, place and toll; sortable."""

    def __str__(self) -> str:
        """Return it as text, from which ``read_standing`` makes it again."""
        return BREAK.join((self.event_id, self.article_id, "dated" if self.dated else "", self.near, self.about))


BREAK = "\x1f"


def read_standing(text: str) -> Standing:
    """Return what was written as text."""
    event_id, article_id, dated, near, about = text.split(BREAK)
    return Standing(event_id, article_id, bool(dated), near, about)


def standing(row: Sought) -> Standing:
    """Return what of an event says with which others it is compared."""
    day = row.day.isoformat() if row.day else ""
    place = row.place.name.replace(BREAK, " ") if row.place else ""
    near = f"{day} {place} {row.killed[0] + 1 if row.killed else 0:08}"
    about = f"{' '.join(row.topics[:ORDERED])} {near}"
    return Standing(row.event_id, row.article_id, row.published_at is not None, near, about)


def candidate_pairs(events: Iterable[Standing], key: str = "") -> list[tuple[str, str]]:
    """Return the pairs of ids to compare among the events that share a key, in a fixed order.

    Pairs within one article only under the key of the article. Under a hot key (a war, a country at its worst) only
    neighbours by date, place and toll are compared. Which pairs these are depends on events of a few days, and on those
    of articles without a day, which are always at hand.
    """
    known = {event.event_id: event for event in events}.values()
    if key.startswith(UNDATED + "|"):
        return of_two_articles(undated_pairs(known))
    pairs = neighbours(sorted(known, key=_near), NEIGHBOURS)
    return [(a.event_id, b.event_id) for a, b in pairs] if key.startswith(INSIDE) else of_two_articles(pairs)


def undated_pairs(events: Iterable[Standing]) -> list[tuple[Standing, Standing]]:
    """Return the pairs of which one at least is of an article without a day; of many those on the likest subjects."""
    ordered = sorted(events, key=_about)
    undated = [event for event in ordered if not event.dated]
    pairs = neighbours(undated, FEW_NEIGHBOURS)
    places = [_about(event) for event in undated]
    for event in ordered if undated else ():
        if event.dated:
            first = max(0, bisect_left(places, _about(event)) - FEW_NEIGHBOURS // 2)
            near = undated[first : first + FEW_NEIGHBOURS] if len(undated) > HOT else undated
            pairs += [(other, event) for other in near]
    return pairs


def neighbours(ordered: Sequence[Standing], count: int) -> list[tuple[Standing, Standing]]:
    """Return all pairs of a few events, of many each with so many that follow."""
    reach = len(ordered) if len(ordered) <= HOT else count
    return [(a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 : i + 1 + reach]]


def of_two_articles(pairs: Iterable[tuple[Standing, Standing]]) -> list[tuple[str, str]]:
    """Return the ids of the pairs whose events are of two articles."""
    return [(a.event_id, b.event_id) for a, b in pairs if a.article_id != b.article_id]


def pairs_under_keys(groups: Groups, events: Sequence[Standing]) -> np.ndarray:
    """Return what ``candidate_pairs`` finds under many keys at once, as numbers of events: two a row."""
    article = np.unique([event.article_id for event in events], return_inverse=True)[1]
    dated = np.array([event.dated for event in events], bool)
    undated = np.array([key.startswith(UNDATED_KEY) for key in groups.keys], bool)
    inside = np.array([key.startswith(INSIDE_KEY) for key in groups.keys], bool)
    few = groups.sizes <= HOT
    left, right, group = all_pairs(groups, np.flatnonzero(few))
    kept = inside[group] | (article[left] != article[right])
    kept &= ~(undated[group] & dated[left] & dated[right])
    found = [np.stack([left[kept], right[kept]], axis=1)]
    for number in np.flatnonzero(~few).tolist():
        members = groups.of(number).tolist()
        known = {events[member].event_id: member for member in members}
        pairs = candidate_pairs([events[member] for member in members], groups.keys[number].decode())
        found.append(np.array([(known[a], known[b]) for a, b in pairs], np.int64).reshape(-1, 2))
    return np.concatenate(found)


def _near(event: Standing) -> tuple[str, str]:
    return event.near, event.event_id


def _about(event: Standing) -> tuple[str, str]:
    return event.about, event.event_id
