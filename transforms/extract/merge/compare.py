"""Comparisons of what two tellings say: the same questions between articles and within one."""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection
from typing import Protocol

EARTH_RADIUS = 6371.0
FINE = frozenset({"site", "city"})
FAR_KM = 60.0
"""Towns beyond this distance are two places."""
DAYS_APART, WEEK = 1, 7
"""Reports of one happening differ by a day: the night between, the time zone; a weekday reckoned from a wrong day of
publication is a week off."""
TOLL_RATIO, TOLL_SLACK = 2.0, 3
"""Tolls of one happening rise between reports: at most to the double, or by three; else they speak against it."""
STATE = frozenset({"MIL", "COP", "GOV", "SPY", "JUD", "LEG"})
AGAINST_STATE = frozenset({"REB", "CRM", "UAF", "PRM", "OPP", "CVL"})

Toll = tuple[int, int]
"""Lowest and highest figure."""


class Spot(Protocol):
    """A place as events carry it."""

    @property
    def name(self) -> str:
        """Name."""

    @property
    def geonameid(self) -> int | None:
        """GeoNames id."""

    @property
    def country(self) -> str | None:
        """ISO 3166 alpha-3."""

    @property
    def admin1(self) -> str | None:
        """Province."""

    @property
    def lat(self) -> float | None:
        """Latitude in degrees."""

    @property
    def lon(self) -> float | None:
        """Longitude in degrees."""

    @property
    def precision(self) -> str:
        """One of ``schemas.article.PLACE_PRECISIONS``."""


class Side(Protocol):
    """Those in one role."""

    @property
    def resolved(self) -> Collection[str]:
        """Names that the actor resource knows."""

    @property
    def countries(self) -> Collection[str]:
        """Their countries."""

    @property
    def sectors(self) -> Collection[str]:
        """Their sectors."""


class Dated(Protocol):
    """An act with its days."""

    @property
    def date_start(self) -> datetime.date | None:
        """First day."""

    @property
    def date_end(self) -> datetime.date | None:
        """Last day."""

    @property
    def date_precision(self) -> str:
        """One of ``schemas.article.DATE_PRECISIONS``."""

    @property
    def date_basis(self) -> str:
        """One of ``schemas.event.DATE_BASES``."""


class Placed(Protocol):
    """An act with its place."""

    @property
    def place(self) -> Spot | None:
        """Where it happened."""

    @property
    def own_place(self) -> bool:
        """Whether its own clause or sentence says so."""


def days_between(a: Dated, b: Dated) -> int:
    """Return the days between two periods, 0 where they overlap or one is not told."""
    if a.date_start is None or b.date_start is None:
        return 0
    ends = (a.date_end or a.date_start, b.date_end or b.date_start)
    return max((a.date_start - ends[1]).days, (b.date_start - ends[0]).days, 0)


def apart_in_days(a: Dated, b: Dated, *, exact: bool) -> bool:
    """Return whether two dates that the text gives are of two happenings; ``exact``: by one reporter.

    "On Friday" counted from a wrong day of publication is a week off at most; a date in figures is not.
    """
    gap = days_between(a, b)
    if exact:
        return gap > 0
    figures = a.date_basis == b.date_basis == "explicit" and a.date_precision == b.date_precision == "day"
    return gap > (DAYS_APART if figures else WEEK)


def apart_in_place(a: Placed, b: Placed) -> bool:
    """Return whether two acts are told, by their own words, of two countries, provinces or towns."""
    left, right = a.place, b.place
    if left is None or right is None or not (a.own_place and b.own_place):
        return False
    return apart(left, right)


def apart(left: Spot, right: Spot) -> bool:
    """Return whether two places are of two countries or provinces, or towns far from each other."""
    if not left.country or not right.country:
        return False
    if left.country != right.country:
        return True
    if left.precision in FINE and right.precision in FINE:
        distance = kilometres(left, right)
        return not same_town(left, right) and distance is not None and distance > FAR_KM
    return bool(left.admin1 and right.admin1 and left.admin1 != right.admin1)


def same_town(a: Spot, b: Spot) -> bool:
    """Return whether two places of a town's precision are one."""
    if a.geonameid is not None and a.geonameid == b.geonameid:
        return True
    return kilometres(a, b) is None and a.name == b.name


def kilometres(a: Spot, b: Spot) -> float | None:
    """Return the great-circle distance of two places; None where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    north, south = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(a.lon - b.lon) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, half)))


def tolls_agree(a: Toll, b: Toll) -> bool:
    """Return whether the ranges of two tolls meet."""
    return a[1] >= b[0] and b[1] >= a[0]


def tolls_clash(a: Toll, b: Toll) -> bool:
    """Return whether two tolls are too far apart to be an earlier and a later count of one happening."""
    low, high = sorted((a, b))
    return not (high[0] <= TOLL_RATIO * low[1] or high[0] - low[1] <= TOLL_SLACK)


def opposed(a: Side, b: Side) -> bool:
    """Return whether one participants is the state's and the other its enemies."""
    left, right = frozenset(a.sectors), frozenset(b.sectors)
    return bool(left and right) and (
        (left <= STATE and right <= AGAINST_STATE) or (right <= STATE and left <= AGAINST_STATE)
    )


def rivals(a: Side, b: Side) -> bool:
    """Return whether two casts of attackers exclude each other: other known names, or the state and its enemies."""
    if a.resolved and b.resolved:
        return (
            not set(a.resolved) & set(b.resolved)
            and bool(a.countries and b.countries)
            and not (set(a.countries) & set(b.countries))
        )
    return opposed(a, b)
