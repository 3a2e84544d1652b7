"""GDELT 2.0 event layout: 61 columns, one row for each actor pair, code, day and incident."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.export.dataset import Report, Row, read_incidents
from pipeline.export.loss import Column
from pipeline.export.values import (
    HAPPENED,
    country_codes,
    exact_day,
    integer_id,
    one_line,
    party_name,
    sources_of,
    state,
)
from schemas.ids import stable_id

ROLES = {
    **{sector: sector for sector in "AGR BUS COP CRM CVL EDU ELI GOV JUD LAB LEG MIL OPP PTY REB REF SPY UAF".split()},
    "JRN": "MED", "MED": "HLH",
}  # fmt: skip
"""PLOVER sector to CAMEO role. PLOVER's MED is health, CAMEO's is media. PRE, PRM, REL, SOC, UNK have no CAMEO role."""

GROUPS = {
    "UNO": ("IGO", "UNO"),
    "EUR": ("IGO", "EEC"),
    "IGO": ("IGO", None),
    "NGO": ("NGO", None),
    "MNC": ("MNC", None),
    "IMG": ("IMG", None),
}
"""PLOVER's codes of actors without a state to CAMEO type and known group; ISM has no CAMEO code."""

COOPERATION_ROOT, MATERIAL_COOPERATION_ROOT, CONFLICT_ROOT = 5, 9, 14
"""Last root codes of CAMEO's verbal cooperation, material cooperation and verbal conflict."""

US_STATE = re.compile(r"[A-Z]{2}")
_ACTOR = (
    ("Code", "CAMEO code from country, group and role"), ("Name", "resolved name, else the words of the text"),
    ("CountryCode", "CAMEO country"), ("KnownGroupCode", "UNO and EEC only"), ("EthnicCode", "not coded"),
    ("Religion1Code", "not coded"),
    ("Religion2Code", "not coded"), ("Type1Code", "role; PLOVER sectors PRE, PRM, REL, SOC, UNK have none in CAMEO"),
    ("Type2Code", "secondary role"), ("Type3Code", "secondary role"),
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_GEO_NOTES = {
    "Type": "a second-level region has no GDELT type", "CountryCode": "FIPS 10-4",
    "ADM1Code": "countries only: newsbeam names provinces, FIPS numbers them", "ADM2Code": "needs GAUL or county codes",
    "FeatureID": "GNS and GNIS ids; newsbeam has GeoNames ids",
}  # fmt: skip
_NEVER = frozenset({"EthnicCode", "Religion1Code", "Religion2Code"})


def _columns() -> Iterator[Column]:
    yield Column("GLOBALEVENTID", "digest of incident, actors, code and day")
    yield Column("SQLDATE", "where a day is known; GDELT has no date precision to flag the day of publication with")
    yield Column("MonthYear", "where the date lies in one month")
    yield Column("Year", "where the date lies in one year")
    yield Column("FractionDate", "as SQLDATE")
    for number in (1, 2):
        for name, note in _ACTOR:
            yield Column(f"Actor{number}{name}", note, fillable=name not in _NEVER)
    yield Column("IsRootEvent", "1 where a report has it in the first paragraph")
    yield Column(
        "EventCode", "drone, crowd-control, cyber, vandalize and other PLOVER modes have no CAMEO code of their own"
    )
    yield Column("EventBaseCode")
    yield Column("EventRootCode")
    yield Column("QuadClass", "of the CAMEO root, not PLOVER's quad")
    yield Column("GoldsteinScale")
    yield Column("NumMentions", "in the articles of this dataset")
    yield Column("NumSources", "publishers in this dataset")
    yield Column("NumArticles", "articles of this dataset")
    yield Column("AvgTone", "not coded", fillable=False)
    for name in ("Actor1", "Actor2", "Action"):
        for part in _GEO:
            fillable = name == "Action" and part not in ("ADM2Code", "FeatureID")
            note = (
                _GEO_NOTES.get(part, "")
                if name == "Action"
                else "where an actor is from is not located; see its country code"
            )
            yield Column(f"{name}Geo_{part}", note, fillable=fillable)
    yield Column("DATEADDED", "publication time of the first report: the processing time is no fact of the data")
    yield Column("SOURCEURL", "of the first report that has one")


COLUMNS = tuple(_columns())


def quad_class(cameo: str) -> int:
    """Return GDELT's quad class of a CAMEO code: 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict.

    PLOVER differs: protests are material there and investigations verbal conflict.
    """
    root = int(cameo[:2])
    if root <= COOPERATION_ROOT:
        return 1
    if root <= MATERIAL_COOPERATION_ROOT:
        return 2
    return 3 if root <= CONFLICT_ROOT else 4


def actor_cells(party: Row | None, number: int) -> dict[str, Any]:
    """Return the cells of one actor; all empty for nobody."""
    if party is None:
        return {}
    kind, group = GROUPS.get(party["country"] or "", (None, None))
    country = state(party)
    codes = country_codes().get(country) if country else None
    roles = [kind] if kind else []
    roles += [ROLES[sector] for sector in (party["sector"], *party["secondary_sectors"]) if sector in ROLES]
    roles = list(dict.fromkeys(roles))[:3]
    cameo = codes.cameo if codes else None
    written = [*([cameo] if cameo else []), *([roles[0]] if kind else []), *([group] if group else [])]
    written += roles[1:] if kind else roles
    types = [*roles, None, None, None]
    cells = {
        "Code": "".join(written) or None, "Name": party_name(party).upper(), "CountryCode": cameo,
        "KnownGroupCode": group,
        "Type1Code": types[0], "Type2Code": types[1], "Type3Code": types[2],
    }  # fmt: skip
    return {f"Actor{number}{name}": value for name, value in cells.items()}


def place_cells(place: Row | None) -> dict[str, Any]:
    """Return the cells of the place of action; a region below the first level has no type."""
    if place is None or place["country"] is None:
        return {}
    american = place["country"] == "USA"
    kinds = {"country": 1, "admin1": 2 if american else 5, "city": 3 if american else 4, "site": 3 if american else 4}
    codes = country_codes().get(place["country"])
    fips = codes.fips if codes else None
    if place["country"] == "PSE" and "Gaza" in (place["admin1"] or place["name"]):
        fips = "GZ"
    names = [place["name"], place["admin1"], codes.name if codes else None]
    return {
        "ActionGeo_Type": kinds.get(place["precision"]),
        "ActionGeo_FullName": one_line(", ".join(dict.fromkeys(name for name in names if name))),
        "ActionGeo_CountryCode": fips or None,
        "ActionGeo_ADM1Code": fips if place["precision"] == "country" else None,
        "ActionGeo_Lat": place["lat"],
        "ActionGeo_Long": place["lon"],
    }


def date_cells(event: Row) -> dict[str, Any]:
    """Return the cells of the date, each only as far as the date is known."""
    day = exact_day(event)
    first, last = event["date_start"], event["date_end"]
    if first is None or last is None:
        return {}
    cells: dict[str, Any] = {}
    if first.year == last.year:
        cells["Year"] = first.year
        if first.month == last.month:
            cells["MonthYear"] = first.year * 100 + first.month
    if day:
        cells["SQLDATE"] = day.strftime("%Y%m%d")
        cells["FractionDate"] = round(day.year + (day.month * 30 + day.day) / 365, 4)
    return cells


def rows(reports: Iterator[Report], left_out: Counter[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows: every actor with every recipient; events with only one side have the other empty."""
    told = []
    for report in reports:
        event = report.event
        if event["status"] not in HAPPENED and event["status"] != "attempted":
            left_out[f"status {event['status']}"] += 1
        elif not event["actors"] and not event["recipients"]:
            left_out["without any actor"] += 1
        else:
            told.append(report)
    for group in read_incidents(iter(told)):
        merged: dict[tuple[Any, ...], tuple[Row | None, Row | None, list[Report]]] = {}
        for report in group:
            for first in report.event["actors"] or [None]:
                for second in report.event["recipients"] or [None]:
                    key = (report.event["cameo_code"], exact_day(report.event), _who(first), _who(second))
                    merged.setdefault(key, (first, second, []))[2].append(report)
        for key, (first, second, same) in sorted(merged.items(), key=_by_text):
            yield _row(key, first, second, same)


def _by_text(item: tuple[tuple[Any, ...], Any]) -> tuple[str, ...]:
    return tuple(map(str, item[0]))


def _who(party: Row | None) -> tuple[str, str]:
    if party is None:
        return ("", "")
    return party["country"] or "", party_name(party).lower()


def _row(key: tuple[Any, ...], first: Row | None, second: Row | None, same: list[Report]) -> dict[str, Any]:
    event = same[0].event
    code = event["cameo_code"]
    published = [report.event["published_at"] for report in same if report.event["published_at"]]
    by_time = sorted(same, key=_published)
    return {
        "GLOBALEVENTID": integer_id(stable_id("gdelt", event["incident_id"], *map(str, key))),
        **date_cells(event),
        **actor_cells(first, 1),
        **actor_cells(second, 2),
        "IsRootEvent": int(any(report.event["evidence_start"] < report.article.lead_end for report in same)),
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": quad_class(code),
        "GoldsteinScale": round(event["goldstein"], 1),
        "NumMentions": sum(len(report.event["mentions"]) for report in same),
        "NumSources": len(sources_of(same)) or None,
        "NumArticles": len({report.event["article_id"] for report in same}),
        **place_cells(event["place"]),
        "DATEADDED": min(published).strftime("%Y%m%d%H%M%S") if published else None,
        "SOURCEURL": next((one_line(report.event["url"]) for report in by_time if report.event["url"]), None),
    }


def _published(report: Report) -> tuple[datetime.datetime, str]:
    moment = report.event["published_at"] or datetime.datetime.max.replace(tzinfo=datetime.timezone.utc)
    return moment, report.event["event_id"]
