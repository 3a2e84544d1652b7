"""Codes and figures that several layouts share."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

from pipeline.export.dataset import Report, Row
from schemas.codes.ontology import NON_STATE_CODES

HAPPENED = frozenset({"occurred", "ongoing"})
STATE = frozenset({"GOV", "MIL", "COP", "SPY"})
"""Sectors that act for a state."""
ARMED = frozenset({"REB", "UAF", "PRM", "CRM"})
"""Sectors of organised armed actors that are no state."""
CIVILIAN = frozenset(
    {"AGR", "BUS", "CVL", "EDU", "ELI", "JRN", "LAB", "LEG", "JUD", "MED", "OPP", "PTY", "REF", "REL", "SOC"}
)
ID_DIGITS = 15
"""Hex digits of an id that still fit a signed 64-bit integer."""


class CountryCodes(msgspec.Struct, frozen=True):
    """Codes of one country."""

    alpha3: str
    numeric: str
    fips: str
    cameo: str
    continent: str
    name: str


@cache
def country_codes() -> dict[str, CountryCodes]:
    """Return the codes by ISO alpha-3 (XKX for Kosovo)."""
    text = (files("pipeline.export") / "data" / "countries.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {row[0]: CountryCodes(*row) for row in rows[1:]}


def integer_id(hex_id: str) -> int:
    """Return a 60-bit integer from a hexadecimal id: stable, and as unique as 60 bits are."""
    return int(hex_id[:ID_DIGITS], 16)


def one_line(text: str | None) -> str | None:
    """Return a text without tabs and line breaks."""
    return None if text is None else " ".join(text.split())


def party_name(party: Row) -> str:
    """Return what a party is called: its resolved name, else its words."""
    return one_line(party["name"] or party["text"]) or ""


def state(party: Row) -> str | None:
    """Return the country of a party, None for codes that are no country."""
    code: str | None = party["country"]
    return code if code and code not in NON_STATE_CODES else None


def days(event: Row) -> int | None:
    """Return how many days the event's date covers, None without a date."""
    if event["date_start"] is None or event["date_end"] is None:
        return None
    length: datetime.timedelta = event["date_end"] - event["date_start"]
    return length.days + 1


def exact_day(event: Row) -> datetime.date | None:
    """Return the day of an event that has one, be it that of publication."""
    if event["date_precision"] != "day" and not by_publication(event):
        return None
    if days(event) != 1:
        return None
    day: datetime.date = event["date_start"]
    return day


def by_publication(event: Row) -> bool:
    """Return whether an event's date is the day of publication."""
    return event["date_start"] is not None and event["date_basis"] == "publication"


def dated(event: Row) -> bool:
    """Return whether an event has a date of a year or finer, be it that of publication."""
    if event["date_start"] is None:
        return False
    return by_publication(event) or event["date_precision"] not in ("none", "decade")


def undated(event: Row) -> str:
    """Return in words what an event has in place of a date."""
    if event["date_basis"] == "publication":
        return "dated by publication only (--dates publication takes it)"
    return "without a date of a year or finer"


def killed(event: Row) -> bool:
    """Return whether at least one death is reported for the event."""
    return bool(event["killed_low"] or event["killed_high"])


def sectors_of(parties: Iterable[Row]) -> frozenset[str]:
    """Return the primary sectors of parties."""
    return frozenset(party["sector"] for party in parties if party["sector"])


def sources_of(group: Iterable[Report]) -> list[str]:
    """Return the different publishers of reports, in order."""
    return list(dict.fromkeys(report.source for report in group if report.source))


def priogrid_gid(lat: float, lon: float) -> int:
    """Return the PRIO-GRID cell of a point in degrees: half-degree cells from the south-west corner, row by row.

    Points on the upper edges of the world (90, 180) belong to the last row and column.
    """
    row = min(math.floor((lat + 90) * 2), 359)
    column = min(math.floor((lon + 180) * 2), 719)
    return row * 720 + column + 1
