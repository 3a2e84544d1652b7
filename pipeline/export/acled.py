"""ACLED layout of 2023: 31 columns, one row for each incident of violence, demonstration or strategic development."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
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
    killed,
    one_line,
    party_name,
    sectors_of,
    sources_of,
    state,
    undated,
)

VIOLENCE, DEMONSTRATIONS, STRATEGIC = "Political violence", "Demonstrations", "Strategic developments"
BATTLES, REMOTE, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
PROTESTS, RIOTS = "Protests", "Riots"
DISORDER = {BATTLES: VIOLENCE, REMOTE: VIOLENCE, CIVILIANS: VIOLENCE, PROTESTS: DEMONSTRATIONS, STRATEGIC: STRATEGIC}

COLUMNS = (
    Column("event_id_cnty", "country code and 10 digits of the incident id; ACLED numbers its own"),
    Column("event_date", "first day"),
    Column("year"),
    Column("time_precision", "1 day, 2 week, or the day of publication; 3 month; coarser dates have none"),
    Column("disorder_type"),
    Column(
        "event_type",
        "from PLOVER type, mode and the sectors of both sides; null where these do not tell battle from attack",
    ),
    Column("sub_event_type", "territory gained or overtaken is not told apart"),
    Column("actor1", "as named in the text or resolved, not ACLED's names"),
    Column("assoc_actor_1", "further actors"),
    Column("inter1", "from the PLOVER sector; identity militias (4) are not told apart"),
    Column("actor2"),
    Column("assoc_actor_2", "further recipients"),
    Column("inter2"),
    Column("interaction"),
    Column("civilian_targeting"),
    Column("iso", "ISO 3166 numeric; Kosovo has none"),
    Column("region", "needs ACLED's list of regions", fillable=False),
    Column("country"),
    Column("admin1", "GeoNames name"),
    Column("admin2", "only where the place is a second-level region"),
    Column("admin3", "not coded", fillable=False),
    Column("location"),
    Column("latitude", "null for a place known as a country only: ACLED has no such precision"),
    Column("longitude"),
    Column("geo_precision", "1 town, 2 near one or second level, 3 first level"),
    Column("source"),
    Column("source_scale", "not coded", fillable=False),
    Column("notes", "evidence sentence of the best report"),
    Column("fatalities", "lowest figure of all reports; null where none is told (ACLED writes 0)"),
    Column("tags", "not coded", fillable=False),
    Column("timestamp", "time of coding, a fact of the run", fillable=False),
)

MODES: dict[tuple[str, str | None], tuple[str, str | None]] = {
    ("ASSAULT", "aerial"): (REMOTE, "Air/drone strike"),
    ("ASSAULT", "drone"): (REMOTE, "Air/drone strike"),
    ("ASSAULT", "suicide-attack"): (REMOTE, "Suicide bomb"),
    ("ASSAULT", "heavy-weapons"): (REMOTE, "Shelling/artillery/missile attack"),
    ("ASSAULT", "explosives"): (REMOTE, "Remote explosive/landmine/IED"),
    ("ASSAULT", "unconventional"): (REMOTE, None),
    ("ASSAULT", "sexual"): (CIVILIANS, "Sexual violence"),
    ("ASSAULT", "abduct"): (CIVILIANS, "Abduction/forced disappearance"),
    ("ASSAULT", "destroy"): (STRATEGIC, "Looting/property destruction"),
    ("ASSAULT", "crowd-control"): (PROTESTS, "Protest with intervention"),
    ("PROTEST", None): (PROTESTS, None),
    ("PROTEST", "demo"): (PROTESTS, "Peaceful protest"),
    ("PROTEST", "obstruct"): (PROTESTS, "Peaceful protest"),
    ("PROTEST", "riot"): (RIOTS, "Violent demonstration"),
    ("COERCE", "arrest"): (STRATEGIC, "Arrests"),
    ("RETREAT", "ceasefire"): (STRATEGIC, "Agreement"),
}
"""Type and mode to event type and sub-event type, where these decide alone."""

SIGNED = "057"
"""CAMEO: sign a formal agreement."""

INTERACTIONS = {"REB": 2, "PRM": 3, "UAF": 3, "CRM": 3}
"""Sectors of armed groups to inter codes; ACLED counts gangs and unidentified armed groups as political militias."""


def classify(event: Row) -> tuple[str | None, str | None] | None:
    """Return ACLED's event type and sub-event type; None where ACLED has no such event.

    Fighting is a battle where both sides are armed and an attack where the other side is civilian; where the sides do
    not tell, the event type is null.
    """
    kind, mode = event["event_type"], event["event_mode"]
    if kind == "ASSAULT" and mode == "explosives" and any("grenade" in m["text"].lower() for m in event["means"]):
        return REMOTE, "Grenade"
    if (
        kind == "ASSAULT"
        and mode == "unconventional"
        and any("chem" in m["text"].lower() or "gas" in m["text"].lower() for m in event["means"])
    ):
        return REMOTE, "Chemical weapon"
    if (kind, mode) in MODES and not (mode == "destroy" and killed(event)):
        return MODES[kind, mode]
    if kind == "SUPPORT" and event["cameo_code"] == SIGNED:
        return STRATEGIC, "Agreement"
    if kind != "ASSAULT":
        return None
    first, second = sectors_of(event["actors"]), sectors_of(event["recipients"])
    armed = STATE | ARMED
    if second and second <= CIVILIAN:
        if first and first <= CIVILIAN:
            return RIOTS, "Mob violence"
        return CIVILIANS, "Attack"
    if first and second and first <= armed and second <= armed:
        return BATTLES, "Armed clash"
    return None, None


def inter(party: Row | None, place_country: str | None, event_type: str | None, *, first: bool) -> int | None:
    """Return the inter code of a party; None where its sector does not tell."""
    if party is None:
        return None
    sector = party["sector"]
    if event_type in (PROTESTS, RIOTS) and sector in CIVILIAN and first:
        return 6 if event_type == PROTESTS else 5
    if party["country"] in ("UNO", "IGO", "EUR"):
        return 8
    if sector in STATE:
        abroad = state(party) and place_country and state(party) != place_country
        return 8 if abroad else 1
    if sector in CIVILIAN:
        return 7
    return INTERACTIONS.get(sector)


def geo_precision(place: Row, *, near: bool) -> int | None:
    """Return ACLED's precision of a place; None for a country."""
    if place["precision"] in ("site", "city"):
        return 2 if near else 1
    return {"admin2": 2, "admin1": 3}.get(place["precision"])


def time_precision(event: Row) -> int | None:
    """Return ACLED's precision of a date; None for what is coarser than a month."""
    length = days(event)
    if length is None or length > 31:
        return None
    if by_publication(event):
        return 2
    return 1 if length == 1 else 2 if length <= 7 else 3


def left_reason(event: Row) -> str | None:
    """Return why an event is no row of ACLED's, None where it is one."""
    if event["status"] not in HAPPENED:
        return f"status {event['status']}"
    if classify(event) is None:
        return f"{event['event_type']}{'/' + event['event_mode'] if event['event_mode'] else ''}: no such ACLED event"
    if not dated(event):
        return undated(event)
    if event["place"] is None or event["place"]["country"] is None:
        return "without a place"
    return None


def rows(reports: Iterator[Report], left_out: Counter[str]) -> Iterator[dict[str, Any]]:
    """Yield one row for each incident, its best report deciding what only one can."""
    for group in incidents_of(reports, left_reason, left_out):
        yield _row(group)


def _names(parties: Sequence[Row]) -> tuple[str | None, str | None]:
    names = list(dict.fromkeys(party_name(party) for party in parties))
    return (names[0] if names else None), "; ".join(names[1:]) or None


def _row(group: list[Report]) -> dict[str, Any]:
    event, place = group[0].event, group[0].event["place"]
    kind, sub = classify(event) or (None, None)
    codes = country_codes().get(place["country"])
    actor1, associated1 = _names(event["actors"])
    actor2, associated2 = _names(event["recipients"])
    inter1 = inter(next(iter(event["actors"]), None), place["country"], kind, first=True)
    inter2 = inter(next(iter(event["recipients"]), None), place["country"], kind, first=False)
    precise = geo_precision(place, near=group[0].near)
    told = [report.event["killed_low"] for report in group if report.event["killed_low"] is not None]
    civilians = sectors_of([*event["recipients"], *(v for v in event["victims"] if v["harm"] in ("killed", "wounded"))])
    violent = kind in (BATTLES, REMOTE, CIVILIANS, RIOTS)
    return {
        "event_id_cnty": f"{place['country']}{int(event['incident_id'][:15], 16) % 10**10:010d}",
        "event_date": event["date_start"],
        "year": event["date_start"].year,
        "time_precision": time_precision(event),
        "disorder_type": VIOLENCE
        if kind is None
        else DEMONSTRATIONS
        if sub == "Violent demonstration"
        else DISORDER.get(kind, VIOLENCE),
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": actor1,
        "assoc_actor_1": associated1,
        "inter1": inter1,
        "actor2": actor2,
        "assoc_actor_2": associated2,
        "inter2": inter2,
        "interaction": interaction(inter1, inter2, alone=actor2 is None),
        "civilian_targeting": "Civilian targeting" if violent and civilians and civilians <= CIVILIAN else None,
        "iso": int(codes.numeric) if codes and codes.numeric else None,
        "country": codes.name if codes else None,
        "admin1": place["admin1"],
        "admin2": place["name"] if place["precision"] == "admin2" else None,
        "location": place["name"] if precise is not None else None,
        "latitude": place["lat"] if precise is not None else None,
        "longitude": place["lon"] if precise is not None else None,
        "geo_precision": precise,
        "source": "; ".join(sources_of(group)),
        "notes": one_line(event["evidence"]),
        "fatalities": min(told, default=None),
    }


def interaction(first: int | None, second: int | None, *, alone: bool) -> int | None:
    """Return ACLED's two-digit code: the smaller inter code first; an actor alone has 0 after it."""
    if first is None or (second is None and not alone):
        return None
    if second is None:
        return first * 10
    return min(first, second) * 10 + max(first, second)
