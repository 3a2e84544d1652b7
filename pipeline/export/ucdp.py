"""UCDP GED layout: 49 columns, one row for each incident with at least one death.

Rule of inclusion as UCDP's: armed force with at least one direct death, at a known place and date. What UCDP decides by
research (conflicts, dyads, whether the actors are organised) stays null.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.export.dataset import Report, Row, incidents_of
from pipeline.export.loss import Column
from pipeline.export.values import (
    ARMED,
    CIVILIAN,
    HAPPENED,
    STATE,
    by_publication,
    country_codes,
    dated,
    days,
    integer_id,
    killed,
    one_line,
    party_name,
    priogrid_gid,
    sectors_of,
    sources_of,
    undated,
)

RESEARCH = "decided by UCDP's coders for whole conflicts"
COLUMNS = (
    Column("id", "60 bits of the incident id"),
    Column("relid", "incident id"),
    Column("year", "of the first day"),
    *(Column(name, RESEARCH, fillable=False) for name in ("active_year", "code_status")),
    Column(
        "type_of_violence",
        "from the sectors of both sides; null where these do not tell",
    ),
    *(
        Column(name, RESEARCH, fillable=False)
        for name in ("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id")
    ),
    Column("dyad_name", "the two sides as named here, not UCDP's dyad"),
    *(Column(name, RESEARCH, fillable=False) for name in ("side_a_dset_id", "side_a_new_id")),
    Column("side_a", "first actor; UCDP puts the government first"),
    *(Column(name, RESEARCH, fillable=False) for name in ("side_b_dset_id", "side_b_new_id")),
    Column("side_b", "first recipient, Civilians in type 3"),
    Column("number_of_sources", "publishers in this dataset"),
    Column("source_article", "titles"),
    Column("source_office", "publishers"),
    Column("source_date", "publication days"),
    Column("source_headline", "of the best report"),
    Column("source_original", "who is quoted in the best report"),
    Column(
        "where_prec",
        "1 site or town, 2 near one, 3 and 4 second and first level, 6 country; 5 and 7 are not told apart",
    ),
    Column("where_coordinates", "resolved name"),
    Column("where_description", "words of the text"),
    Column("adm_1", "GeoNames name"),
    Column("adm_2", "only where the place is a second-level region"),
    Column("latitude", "with where_prec 6 a point near the middle of the country, as UCDP has it"),
    Column("longitude"),
    Column("geom_wkt"),
    Column("priogrid_gid"),
    Column("country"),
    Column("country_id", "needs Gleditsch and Ward's list", fillable=False),
    Column("region", "needs UCDP's list of regions", fillable=False),
    Column("event_clarity", "2 where the toll is a running one or the event covers more than a day"),
    Column("date_prec", "1 day, 2 two to six days or the day of publication, 3 week, 4 month, 5 year"),
    Column("date_start"),
    Column("date_end"),
    Column("deaths_a", "where the killed can be told to be of the actor's side"),
    Column("deaths_b", "where the killed can be told to be of the recipient's side"),
    Column("deaths_civilians", "where the killed are told to be civilians"),
    Column("deaths_unknown", "the rest of best"),
    Column("best", "lower figure of the best report"),
    Column("high", "highest figure of all reports; null where it is open (at least six)"),
    Column("low", "lowest figure of all reports"),
    Column("gwnoa", "needs Gleditsch and Ward's list", fillable=False),
    Column("gwnob", "needs Gleditsch and Ward's list", fillable=False),
)
WHERE = {"site": 1, "city": 1, "admin2": 3, "admin1": 4, "country": 6}
COARSE = {"week": 3, "month": 4, "season": 5, "quarter": 5, "year": 5}


def date_precision(event: Row) -> int | None:
    """Return UCDP's date_prec of an event, None where it has none."""
    length = days(event)
    if length is None:
        return None
    if by_publication(event):
        return 2
    if event["date_precision"] == "day":
        return 1 if length == 1 else 2 if length < 7 else 3 if length == 7 else 4 if length <= 31 else 5
    return COARSE.get(event["date_precision"])


def where_precision(place: Row, *, near: bool) -> int | None:
    """Return UCDP's where_prec of a place; near a town ("north of X") is 2."""
    found = WHERE.get(place["precision"])
    return 2 if near and found == 1 else found


def type_of_violence(event: Row) -> int | None:
    """Return 1 state-based, 2 non-state or 3 one-sided; None where the sectors of the sides do not tell."""
    first, second = sectors_of(event["actors"]), sectors_of([*event["recipients"], *event["victims"]])
    armed = STATE | ARMED
    if not first or not second or not first <= armed:
        return None
    if second <= CIVILIAN:
        return 3
    if second & armed and not second & CIVILIAN:
        return 1 if (first | second) & STATE else 2
    return None


def deaths(event: Row, best: int | None) -> dict[str, int | None]:
    """Return the killed by side; all unknown unless the victims that are told apart fit into the sum."""
    if best is None:
        return {}
    sides = {"deaths_a": event["actors"], "deaths_b": event["recipients"]}
    parts = {"deaths_a": 0, "deaths_b": 0, "deaths_civilians": 0}
    for victim in event["victims"]:
        if victim["harm"] != "killed" or not victim["low"] or not victim["sector"]:
            continue
        if victim["sector"] in CIVILIAN:
            parts["deaths_civilians"] += victim["low"]
            continue
        of = [name for name, side in sides.items() if any(same_side(victim, party) for party in side)]
        if len(of) == 1:
            parts[of[0]] += victim["low"]
    if sum(parts.values()) > best:
        parts = dict.fromkeys(parts, 0)
    return {**parts, "deaths_unknown": best - sum(parts.values())}


def same_side(victim: Row, party: Row) -> bool:
    """Say whether a victim is of a party: the same sector, no other country."""
    if victim["sector"] != party["sector"] or party["sector"] not in STATE | ARMED:
        return False
    return victim["country"] is None or party["country"] is None or victim["country"] == party["country"]


def left_reason(event: Row) -> str | None:
    """Return why an event is no row of UCDP's, None where it is one."""
    if event["event_type"] != "ASSAULT":
        return f"type {event['event_type']}: UCDP has lethal violence only"
    if event["status"] not in HAPPENED:
        return f"status {event['status']}"
    if not killed(event):
        return "ASSAULT without a reported death"
    if not dated(event) or date_precision(event) is None:
        return f"lethal, {undated(event)}"
    if event["place"] is None or event["place"]["country"] is None:
        return "lethal, without a place"
    return None


def rows(reports: Iterator[Report], left_out: Counter[str]) -> Iterator[dict[str, Any]]:
    """Yield one row for each incident, its best report deciding what only one can."""
    for group in incidents_of(reports, left_reason, left_out):
        yield _row(group)


def bounds(group: list[Report]) -> tuple[int | None, int | None, int | None]:
    """Return low, best and high of an incident: lowest, the best report's lower, and highest figure."""
    lows = [report.event["killed_low"] for report in group if report.event["killed_low"] is not None]
    highs = [report.event["killed_high"] for report in group]
    best = group[0].event["killed_low"]
    high = None if None in highs else max(highs)
    return min(lows, default=None), best, high


def _row(group: list[Report]) -> dict[str, Any]:
    event, place = group[0].event, group[0].event["place"]
    codes = country_codes().get(place["country"])
    violence = type_of_violence(event)
    side_a = party_name(event["actors"][0]) if event["actors"] else None
    side_b = "Civilians" if violence == 3 else party_name(event["recipients"][0]) if event["recipients"] else None
    low, best, high = bounds(group)
    published = sorted({f"{r.event['published_at']:%Y-%m-%d}" for r in group if r.event["published_at"]})
    titles = dict.fromkeys(one_line(report.article.title) for report in group if report.article.title)
    sources = sources_of(group)
    located = place["lat"] is not None and place["lon"] is not None
    blurred = event["casualties_cumulative"] or days(event) != 1
    return {
        "id": integer_id(event["incident_id"]),
        "relid": event["incident_id"],
        "year": event["date_start"].year,
        "type_of_violence": violence,
        "dyad_name": f"{side_a} - {side_b}" if side_a and side_b else None,
        "side_a": side_a,
        "side_b": side_b,
        "number_of_sources": len(sources) or -1,
        "source_article": "; ".join(filter(None, titles)),
        "source_office": "; ".join(sources),
        "source_date": "; ".join(published),
        "source_headline": one_line(group[0].article.title),
        "source_original": one_line(event["attribution"]["text"]),
        "where_prec": where_precision(place, near=group[0].near),
        "where_coordinates": place["name"],
        "where_description": one_line(place["text"]),
        "adm_1": place["admin1"],
        "adm_2": place["name"] if place["precision"] == "admin2" else None,
        "latitude": place["lat"],
        "longitude": place["lon"],
        "geom_wkt": f"POINT ({place['lon']} {place['lat']})" if located else None,
        "priogrid_gid": priogrid_gid(place["lat"], place["lon"]) if located else None,
        "country": codes.name if codes else None,
        "event_clarity": 2 if blurred else 1,
        "date_prec": date_precision(event),
        "date_start": event["date_start"],
        "date_end": event["date_end"],
        **deaths(event, best),
        "best": best,
        "high": high,
        "low": low,
    }
