"""What two events say for and against being one happening."""

from __future__ import annotations

import datetime
import hashlib
import math
import re
from collections.abc import Iterable, Sequence

import msgspec

from schemas.event import Event, Party, Thing, Victim
from transforms.words.classes import word_class

REAL = frozenset({"occurred", "ongoing", "attempted"})
FINE = frozenset({"site", "city"})
OWN_DATE = frozenset({"explicit", "weekday", "relative", "anchored"})
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
DEFINITE = re.compile(r"\b(?:the|this|that|these|those|such)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
FUNCTION_WORDS = word_class("cast_filler")
"""Words, lower case, that two casts may share without being the same."""
CALENDAR = word_class("calendar")
STEM = 4
"""Letters by which forms of one word are told: arrest, arrested, arrests."""
EARTH_RADIUS = 6371.0
KNOWN = 2.0
"""Weight of a definite mention without actors of its own ("the attack") that follows an act of its type."""
BORROWED, BORROWED_INSIDE = 0.4, 0.8
"""Share of the weight of a place that is not told for the act itself: between articles, within one."""
NEAR_KM, FAR_KM = 15.0, 60.0
"""Two towns within ``NEAR_KM`` are one place to a reporter; beyond ``FAR_KM`` they are two."""
DAYS_APART, REPORT_GAP, WEEK = 1, 3, 7
"""Reports of one happening differ by a day: the night between, the time zone. The day of publication, which stands for
an untold date, may lie up to three days behind."""
TOLL_RATIO, TOLL_SLACK, TOLL_CLASH = 2.0, 3, 1.5
"""Tolls of one happening rise between reports: at most to the double, or by three; else they speak against it."""


class Cast(msgspec.Struct, frozen=True):
    """Those in one role."""

    names: frozenset[str] = frozenset()
    """Lower-case words of proper names; of a text all in capitals none can be told."""
    words: frozenset[str] = frozenset()
    """Lower-case content words of the phrases."""
    resolved: frozenset[str] = frozenset()
    """Names that the actor resource knows."""
    countries: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()


class IncidentRow(msgspec.Struct, frozen=True):
    """What linking needs of an event, about 1 KB."""

    event_id: str
    article_id: str
    cluster_id: str | None
    published: str
    published_day: datetime.date | None
    family: str
    mode: str | None
    real: bool
    historical: bool
    trigger: str
    known: bool
    """The words name the act as known ("the attack", "this second raid") and give it no parties of its own."""
    sentence: bytes
    """Digest of the words of the evidence."""
    sentence_index: int
    sentences: tuple[int, ...]
    date_start: datetime.date | None
    date_end: datetime.date | None
    date_precision: str
    date_basis: str
    own_date: bool
    """The text dates the event; otherwise it has the day of publication or none."""
    place_name: str | None
    geonameid: int | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    place_precision: str | None
    place_own: bool
    """The place stands in the clause or sentence of the event."""
    actors: Cast
    targets: Cast
    """Recipients and victims."""
    things: frozenset[str]
    means: frozenset[str]
    mentioned: frozenset[str]
    """Lower-case words of proper names in the sentence outside the roles, place names included."""
    killed: tuple[int, int] | None
    wounded: tuple[int, int] | None
    cumulative: bool

    @property
    def countries(self) -> tuple[str, ...]:
        """Return the countries that say where it happened: the place's, else the parties'."""
        if self.country:
            return (self.country,)
        return tuple(sorted(self.actors.countries | self.targets.countries))

    @property
    def key_names(self) -> tuple[str, ...]:
        """Return the words of names to look for the same happening by."""
        return tuple(sorted(word for word in self.actors.names | self.targets.names | self.mentioned if len(word) > 3))


def incident_row(event: Event, cluster_id: str | None = None) -> IncidentRow:
    """Return the row of an event."""
    place = event.place
    words = " ".join(WORD.findall(event.evidence.casefold()))
    before = event.evidence[: max(event.trigger_start - event.evidence_start, 0)][-40:]
    return IncidentRow(
        event_id=event.event_id,
        article_id=event.article_id,
        cluster_id=cluster_id,
        published=event.published_at.isoformat() if event.published_at else "",
        published_day=event.published_at.date() if event.published_at else None,
        family=event.event_type,
        mode=event.event_mode,
        real=event.status in REAL,
        historical=event.historical,
        trigger=event.trigger.casefold(),
        known=bool(DEFINITE.search(before)) and not event.actors,
        sentence=hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(),
        sentence_index=event.sentence_index,
        sentences=tuple(sorted({event.sentence_index, *(mention.sentence_index for mention in event.mentions)})),
        date_start=event.date_start,
        date_end=event.date_end or event.date_start,
        date_precision=event.date_precision,
        date_basis=event.date_basis,
        own_date=event.date_basis in OWN_DATE,
        place_name=place.name if place else None,
        geonameid=place.geonameid if place else None,
        country=place.country if place else None,
        admin1=place.admin1 if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        place_precision=place.precision if place else None,
        place_own=bool(place and place.basis in ("clause", "sentence")),
        actors=cast(event.actors),
        targets=cast([*event.recipients, *event.victims]),
        things=things(event.targets),
        mentioned=mentioned(event.evidence),
        means=frozenset(item.kind for item in event.means),
        killed=bounds(event.killed_low, event.killed_high),
        wounded=bounds(event.wounded_low, event.wounded_high),
        cumulative=event.casualties_cumulative,
    )


def cast(parties: Iterable[Party | Victim]) -> Cast:
    """Return what is known of the parties in one role."""
    names: set[str] = set()
    content: set[str] = set()
    resolved: set[str] = set()
    countries: set[str] = set()
    sectors: set[str] = set()
    for party in parties:
        told = party.text.upper() != party.text
        for word in WORD.findall(party.text):
            small = word.casefold()
            if len(small) < 3 or small in FUNCTION_WORDS:
                continue
            content.add(small)
            if told and word[0].isupper():
                names.add(small)
        if party.name:
            resolved.add(party.name)
        if party.country:
            countries.add(party.country)
        if party.sector:
            sectors.add(party.sector)
    return Cast(frozenset(names), frozenset(content), frozenset(resolved), frozenset(countries), frozenset(sectors))


def mentioned(sentence: str) -> frozenset[str]:
    """Return the lower-case words that a sentence writes with a capital, its first word left out.

    None of a sentence that has no small letters, or that has a capital on most words, as headlines do.
    """
    words = WORD.findall(sentence)
    capital = [word for word in words[1:] if word[0].isupper()]
    if len(capital) > 0.5 * len(words):
        return frozenset()
    small = (word.casefold() for word in capital)
    return frozenset(word for word in small if len(word) > 3 and word not in FUNCTION_WORDS and word not in CALENDAR)


def things(items: Sequence[Thing]) -> frozenset[str]:
    """Return the content words of the things attacked."""
    found = (word.casefold() for item in items for word in WORD.findall(item.text))
    return frozenset(word for word in found if len(word) > 2 and word not in FUNCTION_WORDS)


def bounds(low: int | None, high: int | None) -> tuple[int, int] | None:
    """Return the range of a toll; None where none is reported."""
    if low is None:
        return None
    return low, max(low, high) if high is not None else low


def score(a: IncidentRow, b: IncidentRow) -> float | None:
    """Return how much speaks for one happening; None where something rules it out.

    Type, reality, day, town and toll can rule it out. What agrees adds up: the rarer the agreement, the more it counts.
    """
    if a.family != b.family or a.real != b.real:
        return None
    parts = [dates(a, b), places(a, b), modes(a, b), tolls(a, b)]
    if any(part is None for part in parts):
        return None
    total = sum(part for part in parts if part is not None)
    total += roles(a.actors, b.actors) + roles(a.targets, b.targets)
    total += 1.0 if a.things & b.things else 0.0
    total += 0.5 if a.means & b.means else 0.0
    total += 0.7 if a.trigger[:STEM] == b.trigger[:STEM] else 0.0
    total += min(0.5 * len(a.mentioned & b.mentioned), 1.5) if a.article_id != b.article_id else 0.0
    if a.article_id == b.article_id:
        total += nearness(a, b)
        total += KNOWN if (b if a.sentence_index < b.sentence_index else a).known else 0.0
    return total


def contradict(a: IncidentRow, b: IncidentRow) -> bool:
    """Return whether type, reality, day, town or mode rules out that two events are one happening."""
    if a.family != b.family or a.real != b.real:
        return True
    return dates(a, b) is None or places(a, b) is None or modes(a, b) is None


def dates(a: IncidentRow, b: IncidentRow) -> float | None:
    """Return the weight of the dates; None where they are too far apart."""
    if not (a.date_start and a.date_end and b.date_start and b.date_end):
        return 0.0
    gap = max((a.date_start - b.date_end).days, (b.date_start - a.date_end).days, 0)
    both_days = a.date_precision == b.date_precision == "day"
    if a.own_date and b.own_date:
        # In one article a reporter who gives two days means two days.
        allowed = 0 if a.article_id == b.article_id or not both_days else DAYS_APART
        if gap > allowed:
            # "On Friday" counted from a wrong day of publication is a week off at most; a date in figures is not.
            reckoned = a.date_basis != "explicit" or b.date_basis != "explicit"
            return -2.0 if reckoned and gap <= WEEK and a.article_id != b.article_id else None
        return (2.0 if gap == 0 else 1.0) if both_days else 0.5
    if a.historical != b.historical:
        return None
    if gap > REPORT_GAP:
        return None
    return 0.5 if gap <= 1 else 0.0


def places(a: IncidentRow, b: IncidentRow) -> float | None:
    """Return the weight of the places; None where they are two."""
    if not a.country or not b.country:
        return 0.0
    if a.country != b.country:
        return None if a.place_own and b.place_own else -1.5
    own = a.place_own and b.place_own
    # A dateline's town is the town of all that the article tells: that two articles have it says little.
    weight = 1.0 if own else BORROWED_INSIDE if a.article_id == b.article_id else BORROWED
    if a.place_precision in FINE and b.place_precision in FINE:
        distance = kilometres(a, b)
        if (a.geonameid is not None and a.geonameid == b.geonameid) or (distance is None and same_name(a, b)):
            return 2.5 * weight
        if distance is not None and distance <= NEAR_KM:
            return 2.0 * weight
        if distance is not None and distance > FAR_KM:
            return None if own else -1.0
        return 0.0
    if a.admin1 and b.admin1:
        if a.admin1 == b.admin1:
            return 1.2 * weight
        return None if own else -0.5
    return 0.5 * weight


def same_name(a: IncidentRow, b: IncidentRow) -> bool:
    """Return whether two places have one name."""
    return a.place_name is not None and a.place_name == b.place_name


def kilometres(a: IncidentRow, b: IncidentRow) -> float | None:
    """Return the great-circle distance of two places; None where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    north, south = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(a.lon - b.lon) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, half)))


def modes(a: IncidentRow, b: IncidentRow) -> float | None:
    """Return the weight of the modes; None for an abduction and something else."""
    if a.mode == b.mode:
        return 0.7 if a.mode else 0.0
    if "abduct" in (a.mode, b.mode):
        return None
    return -0.7 if a.mode and b.mode else 0.0


def tolls(a: IncidentRow, b: IncidentRow) -> float:
    """Return the weight of killed and wounded."""
    if a.cumulative or b.cumulative:
        return 0.0
    total = 0.0
    for left, right in ((a.killed, b.killed), (a.wounded, b.wounded)):
        if left is None or right is None:
            continue
        low, high = sorted((left, right), key=_low)
        if low[1] >= high[0]:
            total += 1.0 if min(low[0], high[0]) > 0 else 0.0
            total += 1.0 if min(low[0], high[0]) > 2 else 0.0
        elif a.article_id != b.article_id and (high[0] <= TOLL_RATIO * low[1] or high[0] - low[1] <= TOLL_SLACK):
            total -= 0.3
        else:
            total -= TOLL_CLASH
    return total


def roles(a: Cast, b: Cast) -> float:
    """Return the weight of two casts in the same role."""
    shared = a.names & b.names
    if shared:
        return 2.5 + 0.5 * min(len(shared) - 1, 2)
    if a.resolved & b.resolved:
        return 1.5
    if a.countries and b.countries and not a.countries & b.countries:
        return -2.0
    if a.names and b.names:
        return -1.5
    common = len(a.words & b.words)
    if common:
        return 1.0 if common == 1 else 2.0
    if a.sectors & b.sectors and a.countries & b.countries:
        return 0.7
    return 0.0


def nearness(a: IncidentRow, b: IncidentRow) -> float:
    """Return the weight of standing close together in one article."""
    gap = min(abs(i - j) for i in a.sentences for j in b.sentences)
    return 1.0 if gap == 0 else 0.7 if gap == 1 else 0.3 if gap <= 4 else 0.0


def _low(toll: tuple[int, int]) -> int:
    return toll[0]
