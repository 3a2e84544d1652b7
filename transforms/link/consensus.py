"""What the reports of one happening agree on: the row of an incident."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from schemas.article import PLACE_PRECISIONS
from schemas.event import Party
from schemas.incident import Incident, Joint, Participant
from transforms.extract.merge.compare import tolls_agree, tolls_clash
from transforms.link.components import components
from transforms.link.row import IncidentRow, ToldRow

LAST = datetime.datetime.max.replace(tzinfo=datetime.timezone.utc)
SUREST = ("occurred", "ongoing", "attempted", "negated", "future", "hypothetical")
FINENESS = {"day": 0, "week": 1, "month": 2, "season": 3, "quarter": 3, "year": 4, "decade": 5, "none": 6}
NAMED = 1 / 3
"""Share of the sources of the one named most from which another one is in the consensus too."""
Choice = TypeVar("Choice", bound=Hashable)


def order(row: IncidentRow) -> tuple[datetime.datetime, str]:
    """Return the sort key that puts the first report first; unknown dates last."""
    return row.published_at or LAST, row.event_id


def single(row: IncidentRow | ToldRow) -> Incident:
    """Return the row of a happening that one event reports: what ``consensus`` of it alone would be."""
    killed, wounded = killed_of(row), wounded_of(row)
    return Incident(
        incident_id=row.event_id,
        event_type=row.family,
        event_mode=row.mode,
        status=row.status,
        historical=row.historical,
        date_start=row.date_start,
        date_end=row.date_end if row.date_start else None,
        date_precision=row.date_precision if row.date_start else "none",
        place=row.place,
        actors=alone(row.parties[0]),
        recipients=alone(row.parties[1]),
        killed_low=killed[0] if killed else None,
        killed_high=killed[1] if killed else None,
        wounded_low=wounded[0] if wounded else None,
        wounded_high=wounded[1] if wounded else None,
        toll_min=killed[0] if killed else None,
        toll_max=killed[1] if killed else None,
        wounded_min=wounded[0] if wounded else None,
        wounded_max=wounded[1] if wounded else None,
        first_report=row.published_at,
        last_report=row.published_at,
        reports=1,
        independent_sources=1,
        event_ids=(row.event_id,),
        article_ids=(row.article_id,),
        why=(),
    )


def alone(parties: Iterable[Party]) -> tuple[Participant, ...]:
    """Return those in a role of one report, each once, as it tells most of them."""
    told: dict[str, Party] = {}
    for party in parties:
        key = identity(party)
        told[key] = fuller(told.get(key, party), party)
    return tuple(Participant(party.text, party.name, party.country, party.sector, 1) for party in told.values())


def fuller(first: Party, second: Party) -> Party:
    """Return the one of two tellings of a party that says more of its country and sector; of equals the first."""
    more = (second.country or "", second.sector or "") > (first.country or "", first.sector or "")
    return second if more else first


def consensus(rows: Sequence[IncidentRow], joints: Sequence[Joint]) -> Incident:
    """Return the row of a happening: what most independent sources say, and of tolls the newest.

    A copy says nothing that its original does not; background mentions decide only where there is nothing else.
    """
    ordered = sorted(rows, key=order)
    sources = sources_of(ordered)
    news = [row for row in ordered if not row.historical] or ordered
    date = elect(news, day_of, sources)
    exact = [row for row in news if row.date_start is not None and day_of(row) == date]
    place = elect([row for row in news if row.place is not None], town_of, sources)
    there = [row for row in news if row.place is not None and town_of(row) == place]
    killed, killed_range = toll(ordered, killed_of)
    wounded, wounded_range = toll(ordered, wounded_of)
    times = [row.published_at for row in ordered if row.published_at is not None]
    articles = tuple(dict.fromkeys(row.article_id for row in ordered))
    return Incident(
        incident_id=ordered[0].event_id,
        event_type=ordered[0].family,
        event_mode=elect([row for row in news if row.mode], mode_of, sources),
        status=min((row.status for row in ordered), key=SUREST.index),
        historical=all(row.historical for row in ordered),
        date_start=exact[0].date_start if exact else None,
        date_end=exact[0].date_end if exact else None,
        date_precision=exact[0].date_precision if exact else "none",
        place=there[0].place if there else None,
        actors=participants(ordered, 0, sources),
        recipients=participants(ordered, 1, sources),
        killed_low=killed[0] if killed else None,
        killed_high=killed[1] if killed else None,
        wounded_low=wounded[0] if wounded else None,
        wounded_high=wounded[1] if wounded else None,
        toll_min=killed_range[0] if killed_range else None,
        toll_max=killed_range[1] if killed_range else None,
        wounded_min=wounded_range[0] if wounded_range else None,
        wounded_max=wounded_range[1] if wounded_range else None,
        first_report=times[0] if times else None,
        last_report=times[-1] if times else None,
        reports=len(articles),
        independent_sources=len(set(sources.values())),
        event_ids=tuple(row.event_id for row in ordered),
        article_ids=articles,
        why=tuple(sorted(joints, key=_pair)),
    )


def story_of(row: IncidentRow) -> str:
    """Return the story that a report is a copy of, or the report itself."""
    return row.cluster_id or row.article_id


def sources_of(rows: Iterable[IncidentRow]) -> dict[str, str]:
    """Return the independent source of every story, by ``story_of``: what one agency tells of a happening is one."""
    stories = {story_of(row) for row in rows}
    edges = {(story_of(row), f"agency {row.agency}") for row in rows if row.agency}
    found = {story: story for story in stories}
    for group in components(edges):
        found.update({node: group[0] for node in group if node in stories})
    return found


def elect(
    rows: Sequence[IncidentRow], read: Callable[[IncidentRow], Choice], sources: Mapping[str, str]
) -> Choice | None:
    """Return what most sources say; of equals what most stories say, what is finer, then what was said first."""
    votes: dict[Choice, set[str]] = {}
    first: dict[Choice, tuple[int, int]] = {}
    for index, row in enumerate(rows):
        choice = read(row)
        votes.setdefault(choice, set()).add(story_of(row))
        first.setdefault(choice, (coarseness(row, read), index))
    if not votes:
        return None

    def rank(choice: Choice) -> tuple[int, int, int, tuple[int, int]]:
        told = {sources[story] for story in votes[choice]}
        return first[choice][0] // COARSE, -len(told), -len(votes[choice]), first[choice]

    return min(votes, key=rank)


COARSE = 10
"""Steps of ``coarseness`` that outweigh any number of votes: a day that the text gives against one that stands in."""


def coarseness(row: IncidentRow, read: Callable[[IncidentRow], Hashable]) -> int:
    """Return how coarse the date or place of a row is, 0 the finest."""
    if read is day_of:
        borrowed = 0 if row.own_date else COARSE
        return FINENESS[row.date_precision] + borrowed + (COARSE if row.date_start is None else 0)
    if read is town_of and row.place is not None:
        coarse = PLACE_PRECISIONS.index(row.place.precision)
        return coarse + (COARSE if coarse > 1 else 0) + (0 if row.own_place else 1)
    return 0


def day_of(row: IncidentRow) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the days of a row."""
    return row.date_start, row.date_end


def town_of(row: IncidentRow) -> tuple[str, str]:
    """Return the place of a row."""
    if row.place is None:
        return "", ""
    return row.place.country or "", str(row.place.geonameid or row.place.name)


def mode_of(row: IncidentRow) -> str | None:
    """Return the mode of a row."""
    return row.mode


def killed_of(row: IncidentRow | ToldRow) -> tuple[int, int] | None:
    """Return the killed of a row that are its own."""
    return None if row.cumulative else row.killed


def wounded_of(row: IncidentRow | ToldRow) -> tuple[int, int] | None:
    """Return the wounded of a row that are its own."""
    return None if row.cumulative else row.wounded


Toll = tuple[int, int]


def toll(rows: Sequence[IncidentRow], read: Callable[[IncidentRow], Toll | None]) -> tuple[Toll | None, Toll | None]:
    """Return the toll of the newest report that does not contradict most others, and the range over all reports.

    A report that tells of the same happening twice tells the larger figure: the smaller is a part of it. A copy is no
    newer than the story that it was made from and has no voice of its own. Background mentions round, so that they
    count only where no news tells a toll. ``rows``: in the order of their ``order``.
    """
    told: dict[str, tuple[IncidentRow, Toll]] = {}
    for row in rows:
        found, before = read(row), told.get(story_of(row))
        if found is None:
            continue
        if before is None or (row.article_id == before[0].article_id and found > before[1]):
            told[story_of(row)] = (row, found)
    if not told:
        return None, None
    reports = list(told.values())
    news = [figure for row, figure in reports if not row.historical] or [figure for _, figure in reports]
    newest = news[-1]
    for figure in reversed(news):
        clashing = sum(not tolls_agree(figure, other) and tolls_clash(figure, other) for other in news)
        if 2 * clashing <= len(news) - 1:
            newest = figure
            break
    return newest, (min(low for _, (low, _) in reports), max(high for _, (_, high) in reports))


def participants(rows: Iterable[IncidentRow], side: int, sources: Mapping[str, str]) -> tuple[Participant, ...]:
    """Return those in a role whom enough sources name, those of most sources first."""
    first: dict[str, Party] = {}
    naming: dict[str, set[str]] = {}
    articles: dict[str, set[str]] = {}
    for row in rows:
        for party in row.parties[side]:
            key = identity(party)
            first[key] = fuller(first.get(key, party), party)
            naming.setdefault(key, set()).add(sources[story_of(row)])
            articles.setdefault(key, set()).add(row.article_id)
    most = max((len(found) for found in naming.values()), default=0)
    places = {key: index for index, key in enumerate(naming)}
    kept = [key for key, found in naming.items() if len(found) >= NAMED * most]
    kept.sort(key=lambda key: (-len(naming[key]), places[key]))
    return tuple(
        Participant(first[key].text, first[key].name, first[key].country, first[key].sector, len(articles[key]))
        for key in kept
    )


def identity(party: Party) -> str:
    """Return what two tellings of one party share: the resolved name, else the last word before "of"."""
    if party.name:
        return party.name.casefold()
    words = party.text.casefold().split(" of ")[0].split()
    return words[-1].rstrip("s") if words else party.text


def _pair(joint: Joint) -> tuple[float, str, str]:
    return -joint.score, joint.a, joint.b
