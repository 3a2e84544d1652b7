"""One flat row an incident or event: what fits a spreadsheet, a data frame or a statistics package."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from pipeline.export.dataset import Report, Row, read_incidents
from pipeline.export.loss import Column
from pipeline.export.values import country_codes, one_line, party_name, sources_of
from schemas.columns import TIMESTAMP

COLUMNS = (
    Column("incident_id", "the happening"),
    Column("event_id", "the event that decides what only one can: dated, placed and sure before others"),
    Column("event_type", "PLOVER 2.0"),
    Column("event_mode"),
    Column("contexts"),
    Column("cameo_code"),
    Column("quad_class"),
    Column("goldstein"),
    Column("status", "occurred, ongoing, future, hypothetical, attempted, negated"),
    Column("historical", "background, over 60 days before publication"),
    Column("date_start"),
    Column("date_end"),
    Column("date_precision", "day, week, month, ...; publication: nothing but the day of publication is known"),
    Column("actor1", "first actor: resolved name, else the words"),
    Column("actor1_country"),
    Column("actor1_sector"),
    Column("actors", "all actors"),
    Column("actor2", "first recipient"),
    Column("actor2_country"),
    Column("actor2_sector"),
    Column("recipients", "all recipients"),
    Column("country", "ISO 3166 alpha-3 of the place"),
    Column("country_name"),
    Column("admin1", "GeoNames name"),
    Column("place"),
    Column("latitude", "null for a place known as a country only"),
    Column("longitude", "null for a place known as a country only"),
    Column("place_precision", "site, city, admin2, admin1, country"),
    Column("killed_low", "lowest figure of the reports; null where none is told"),
    Column("killed_high", "highest figure of the reports; null where one leaves it open"),
    Column("wounded_low"),
    Column("wounded_high"),
    Column("toll_is_running", "figures cover several incidents"),
    Column("disputed"),
    Column("confidence", "of the event that decides"),
    Column("reports", "events of the dataset that report it"),
    Column("sources", "publishers"),
    Column("first_published"),
    Column("last_published"),
    Column("url", "of the event that decides"),
    Column("evidence", "its sentence"),
)
"""Of a row an incident; in a row an event ``reports`` is 1."""


TYPES = {
    **dict.fromkeys(("quad_class", "killed_low", "killed_high", "wounded_low", "wounded_high", "reports"), pa.int32()),
    **dict.fromkeys(("goldstein", "latitude", "longitude", "confidence"), pa.float64()),
    **dict.fromkeys(("historical", "toll_is_running", "disputed"), pa.bool_()),
    **dict.fromkeys(("date_start", "date_end"), pa.date32()),
    **dict.fromkeys(("first_published", "last_published"), TIMESTAMP),
}
"""Arrow types of the columns that are no text."""


def list_of(names: Iterable[str]) -> str | None:
    """Return different names in order, joined; None for none."""
    return "; ".join(dict.fromkeys(name for name in names if name)) or None


def incident_rows(reports: Iterator[Report], _: Counter[str]) -> Iterator[dict[str, Any]]:
    """Yield one row an incident, in order of date and id; nothing is left out."""
    for group in read_incidents(reports):
        yield flat_row(group)


def event_rows(reports: Iterator[Report], _: Counter[str]) -> Iterator[dict[str, Any]]:
    """Yield one row an event, in the order of the dataset; nothing is left out."""
    for report in reports:
        yield flat_row([report])


def toll(group: Sequence[Report], kind: str) -> tuple[int | None, int | None]:
    """Return the lowest and highest figure of the reports that give one; an open end stays open."""
    told = [
        (report.event[f"{kind}_low"], report.event[f"{kind}_high"])
        for report in group
        if report.event[f"{kind}_low"] is not None or report.event[f"{kind}_high"] is not None
    ]
    lows = [low for low, _ in told if low is not None]
    highs = [high for _, high in told]
    return min(lows, default=None), None if not highs or None in highs else max(highs)


def first(parties: Sequence[Row], prefix: str) -> dict[str, Any]:
    """Return the cells of the first of some parties."""
    party = parties[0] if parties else None
    return {
        prefix: party_name(party) if party else None,
        f"{prefix}_country": party["country"] if party else None,
        f"{prefix}_sector": party["sector"] if party else None,
    }


def precision(event: Row) -> str:
    """Return how exact the date is; ``publication`` where only the article's day is known."""
    if event["date_start"] is None:
        return "none"
    return "publication" if event["date_basis"] == "publication" else str(event["date_precision"])


def flat_row(group: Sequence[Report]) -> dict[str, Any]:
    """Return the row of an incident's reports, the best one first."""
    event = group[0].event
    place = event["place"]
    point = place is not None and place["precision"] != "country"
    country = place["country"] if place else None
    codes = country_codes().get(country or "")
    killed, wounded = toll(group, "killed"), toll(group, "wounded")
    published = sorted(report.event["published_at"] for report in group if report.event["published_at"])
    return {
        **{name: event[name] for name in ("incident_id", "event_id", "event_type", "event_mode")},
        "contexts": list_of(event["contexts"]),
        **{name: event[name] for name in ("cameo_code", "quad_class")},
        "goldstein": round(event["goldstein"], 1),
        **{name: event[name] for name in ("status", "historical", "date_start", "date_end")},
        "date_precision": precision(event),
        **first(event["actors"], "actor1"),
        "actors": list_of(map(party_name, event["actors"])),
        **first(event["recipients"], "actor2"),
        "recipients": list_of(map(party_name, event["recipients"])),
        "country": country,
        "country_name": codes.name if codes else None,
        "admin1": place["admin1"] if place else None,
        "place": one_line(place["name"]) if place else None,
        "latitude": place["lat"] if point else None,
        "longitude": place["lon"] if point else None,
        "place_precision": place["precision"] if place else None,
        "killed_low": killed[0],
        "killed_high": killed[1],
        "wounded_low": wounded[0],
        "wounded_high": wounded[1],
        "toll_is_running": event["casualties_cumulative"],
        "disputed": any(report.event["disputed"] for report in group),
        "confidence": round(event["confidence"], 3),
        "reports": len(group),
        "sources": list_of(sources_of(group)),
        "first_published": moment(published[0]) if published else None,
        "last_published": moment(published[-1]) if published else None,
        "url": one_line(event["url"]),
        "evidence": one_line(event["evidence"]),
    }


def moment(value: datetime.datetime) -> datetime.datetime:
    """Return a time in UTC."""
    return value.astimezone(datetime.timezone.utc)
