"""What linking needs of an event: a small row of its own."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from schemas.article import Article
from schemas.event import Event, EventPlace, Party
from transforms.extract.merge.likeness import WORD, Participants, common, participants, stem, thing_words
from transforms.link.near_duplicates import Link
from transforms.link.subject import heaviest, subject
from transforms.parse.head.lexicon import agency_of_publisher
from transforms.parse.numbers import MAX_PEOPLE, quantity

REAL = frozenset({"occurred", "ongoing", "attempted"})
OWN_DATE = frozenset({"explicit", "weekday", "relative", "anchored"})
OWN_PLACE = frozenset({"clause", "sentence"})
DEFINITE = re.compile(r"\b(?:the|this|that|these|those|such)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
LEAD = 2
"""Sentences of an article that say what it is about."""


class ComparedRow(msgspec.Struct, frozen=True, kw_only=True):
    """What two events are compared by: without what only the row of an incident needs, reading takes two thirds."""

    event_id: str
    article_id: str
    cluster_id: str | None
    published_at: datetime.datetime | None
    family: str
    mode: str | None
    status: str
    historical: bool
    trigger: str
    known: bool
    """The words name the act as known ("the attack", "this second raid") and give it no parties of its own."""
    lead: bool
    """Told in the title or the first sentences."""
    sentence: bytes
    """Digest of the words of the evidence."""
    sentence_index: int
    sentences: tuple[int, ...]
    date_start: datetime.date | None
    date_end: datetime.date | None
    date_precision: str
    date_basis: str
    place: EventPlace | None
    actors: Participants
    targets: Participants
    """Recipients and victims."""
    things: frozenset[str]
    means: frozenset[str]
    mentioned: frozenset[str]
    """Lower-case words of proper names in the sentence outside the roles, place names included."""
    words: frozenset[str]
    """Lower-case content words of the sentence, by their stems."""
    killed: tuple[int, int] | None
    wounded: tuple[int, int] | None
    cumulative: bool
    figures: frozenset[str] = frozenset()
    """The numbers of the sentence in digits, without years."""
    subject: dict[str, int] = {}
    """What the article is about: weights by the stems of its rare words."""
    counts: tuple[tuple[int, int] | None, ...] = (None, None)
    """How many the actors and the recipients are, as a range."""

    @property
    def real(self) -> bool:
        """Return whether it is told as having happened."""
        return self.status in REAL

    @property
    def published(self) -> str:
        """Return the time of publication, sortable; empty where it is not known."""
        return self.published_at.isoformat() if self.published_at else ""

    @property
    def day(self) -> datetime.date | None:
        """Return the day under which others find it."""
        return found_under(self.date_start, self.published_at)

    @property
    def own_date(self) -> bool:
        """Return whether the text dates the event; otherwise it has the day of publication or none."""
        return self.date_basis in OWN_DATE

    @property
    def own_place(self) -> bool:
        """Return whether the place stands in the clause or sentence of the event."""
        return self.place is not None and self.place.basis in OWN_PLACE

    @property
    def countries(self) -> tuple[str, ...]:
        """Return the countries that say where it happened: the place's, else the parties'."""
        return countries_of(self.place, self.actors, self.targets)


class IncidentRow(ComparedRow, frozen=True, kw_only=True):
    """What linking, and the row of an incident, need of an event: about 1 KB."""

    parties: tuple[tuple[Party, ...], tuple[Party, ...]]
    """Actors and recipients as they are told, for the row of the incident."""
    agency: str | None = None
    """The agency that the article credits; of several the first."""
    topics: tuple[str, ...] = ()
    """The heaviest of the stems of the subject, the heaviest first."""


class ToldRow(msgspec.Struct, frozen=True):
    """Of an ``IncidentRow`` what the row of a happening says that no other event reports."""

    event_id: str
    article_id: str
    published_at: datetime.datetime | None
    family: str
    mode: str | None
    status: str
    historical: bool
    date_start: datetime.date | None
    date_end: datetime.date | None
    date_precision: str
    place: EventPlace | None
    parties: tuple[tuple[Party, ...], tuple[Party, ...]]
    killed: tuple[int, int] | None
    wounded: tuple[int, int] | None
    cumulative: bool


class Town(msgspec.Struct, frozen=True):
    """Of a place what keys are made of."""

    name: str
    country: str | None


class Side(msgspec.Struct, frozen=True):
    """Of those in a role what keys are made of."""

    countries: frozenset[str]


class KeyedRow(msgspec.Struct, frozen=True):
    """Of an ``IncidentRow`` what its keys are made of: decoded as this it takes a fifth of the time."""

    event_id: str
    article_id: str
    cluster_id: str | None
    published_at: datetime.datetime | None
    family: str
    status: str
    date_start: datetime.date | None
    place: Town | None
    actors: Side
    targets: Side
    killed: tuple[int, int] | None
    topics: tuple[str, ...]

    @property
    def real(self) -> bool:
        """Return whether it is told as having happened."""
        return self.status in REAL

    @property
    def day(self) -> datetime.date | None:
        """Return the day under which others find it."""
        return found_under(self.date_start, self.published_at)

    @property
    def countries(self) -> tuple[str, ...]:
        """Return the countries that say where it happened."""
        return countries_of(self.place, self.actors, self.targets)


def found_under(date_start: datetime.date | None, published_at: datetime.datetime | None) -> datetime.date | None:
    """Return the day under which others find an event: that of the act, else that of publication."""
    return date_start or (published_at.date() if published_at else None)


def countries_of(
    place: EventPlace | Town | None, actors: Participants | Side, targets: Participants | Side
) -> tuple[str, ...]:
    """Return the countries that say where an act was: the place's, else the parties'."""
    if place is not None and place.country:
        return (place.country,)
    return tuple(sorted(actors.countries | targets.countries))


def incident_rows(
    events: Iterable[Event], links: Mapping[str, Link] | None = None, article: Article | None = None
) -> list[IncidentRow]:
    """Return the rows of events; ``links`` tells which articles are copies of each other, ``article`` is theirs."""
    about = subject(f"{article.title or ''}\n{article.text}") if article is not None else {}
    agency = article_agency(article) if article is not None else None
    rows = []
    for event in events:
        link = links.get(event.article_id) if links else None
        rows.append(incident_row(event, link.cluster_id if link else None, about, agency))
    return rows


def article_agency(article: Article) -> str | None:
    """Return the agency whose report an article is: the first that it credits, else the one that published it."""
    credited = (article.agency or "").partition("/")[0]
    return credited or agency_of_publisher(article.publisher or "")


def incident_row(
    event: Event, cluster_id: str | None = None, about: Mapping[str, int] | None = None, agency: str | None = None
) -> IncidentRow:
    """Return the row of an event; ``about``, its subject, and ``agency`` are those of its article."""
    spoken = WORD.findall(event.evidence)
    small = [word.casefold() for word in spoken]
    before = event.evidence[: max(event.trigger_start - event.evidence_start, 0)][-40:]
    return IncidentRow(
        event_id=event.event_id,
        article_id=event.article_id,
        cluster_id=cluster_id,
        published_at=event.published_at,
        family=event.event_type,
        mode=event.event_mode,
        status=event.status,
        historical=event.historical,
        trigger=event.trigger.casefold(),
        known=bool(DEFINITE.search(before)) and not event.actors,
        lead=event.evidence_part == "title" or event.sentence_index < LEAD,
        sentence=hashlib.blake2b(" ".join(small).encode("utf-8", "surrogatepass"), digest_size=8).digest(),
        sentence_index=event.sentence_index,
        sentences=tuple(sorted({event.sentence_index, *(mention.sentence_index for mention in event.mentions)})),
        date_start=event.date_start,
        date_end=event.date_end or event.date_start,
        date_precision=event.date_precision,
        date_basis=event.date_basis,
        place=event.place if event.place is not None and event.place.basis != "article" else None,
        parties=(event.actors, event.recipients),
        actors=participants(event.actors),
        targets=participants([*event.recipients, *event.victims]),
        things=thing_words(event.targets),
        means=frozenset(item.kind for item in event.means),
        mentioned=capitals(spoken),
        words=frozenset(stem(word) for word in small if len(word) > 3 and word not in common()),
        killed=bounds(event.killed_low, event.killed_high),
        wounded=bounds(event.wounded_low, event.wounded_high),
        cumulative=event.casualties_cumulative,
        agency=agency,
        figures=figures(event.evidence),
        subject=dict(about or {}),
        topics=heaviest(about or {}),
        counts=(counted(event.actors), counted(event.recipients)),
    )


def capitals(words: Sequence[str]) -> frozenset[str]:
    """Return the lower-case words that a sentence writes with a capital, its first word left out.

    None of a sentence that has no small letters, or that has a capital on most words, as headlines do.
    """
    capital = [word for word in words[1:] if word[0].isupper()]
    if len(capital) > 0.5 * len(words):
        return frozenset()
    small = (word.casefold() for word in capital)
    return frozenset(word for word in small if len(word) > 3 and word not in common())


def figures(text: str) -> frozenset[str]:
    """Return the numbers of a sentence in digits, without their commas; years say little.

    >>> sorted(figures("In 2008 the 1,200 men of two ships held 23 of them, 2.5 miles off."))
    ['1200', '2.5', '23']
    """
    found = (number.replace(",", "") for number in FIGURE.findall(text))
    return frozenset(number for number in found if not (len(number) == 4 and number[:2] in ("19", "20")))


def counted(parties: Iterable[Party]) -> tuple[int, int] | None:
    """Return how many those in a role are, where one of them is several and counted ("23 pirates"), as a range."""
    told = {found for party in parties if (found := several(party.text))}
    return told.pop() if len(told) == 1 else None


def several(phrase: str) -> tuple[int, int] | None:
    """Return the range of the number that a phrase begins with; None without one, and for one alone.

    >>> several("at least 20 of the pirates"), several("two men"), several("a man"), several("pirates")
    ((20, 2000000000), (2, 2), None, None)
    """
    found = quantity(phrase.split())
    if found is None or (found.high or MAX_PEOPLE) < 2:
        return None
    return found.low or 0, found.high or MAX_PEOPLE


def bounds(low: int | None, high: int | None) -> tuple[int, int] | None:
    """Return the range of a toll; None where none is reported."""
    if low is None:
        return None
    return low, max(low, high) if high is not None else low
