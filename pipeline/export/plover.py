"""PLOVER 2.0 as JSON lines, one record for each event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.export.dataset import Report, Row
from pipeline.export.loss import Column
from pipeline.export.values import by_publication, country_codes
from schemas.codes.ontology import event_types, modes

AUXILIARY = {"future": "future", "hypothetical": "hypothetical", "negated": "negation"}
"""Status to PLOVER's auxiliary mode, which the manual puts among the contexts."""

COLUMNS = (
    Column("id", "event_id", required=True),
    Column("date", "required by PLOVER; null where the text gives none", required=True),
    Column("enddate", "where the date covers more than a day; PLOVER has no date precision"),
    Column("time", "not coded", fillable=False),
    Column("endtime", "not coded", fillable=False),
    Column("actor", "required by PLOVER; empty where the text names nobody", required=True),
    Column("recipient"),
    Column("event", "one type", required=True),
    Column("mode"),
    Column(
        "context",
        "with the auxiliary modes historical, future, hypothetical, negation; attempted and ongoing have none",
    ),
    Column("quad_code"),
    Column("event_scale", "score of the mode, else of the type, as the manual prints it (ACCUSE -3)"),
    Column("event_loc"),
    Column("event_text", "trigger words of all mentions"),
    Column("size", "dead, injured, arrested: lower figures; PLOVER has no bounds"),
    Column("link", "incident_id"),
    Column("text", "evidence sentence"),
    Column("text_info", "sequence: index of the sentence; start, end: offsets into articles.text"),
    Column("cite_info"),
    Column("coder"),
    Column("coded_date", "the time of coding is a fact of the run: see its manifest", fillable=False),
    Column("coded_time", "as coded_date", fillable=False),
    Column("comment", "what PLOVER has no field for: disputed, attribution, confidence"),
)
RESOLUTION = {"site": 5, "city": 4, "admin2": 3, "admin1": 2, "country": 1}
KOSOVO = {"XKX": "KOS"}


def entity(party: Row) -> dict[str, Any]:
    """Return an actor as a PLOVER entity."""
    country = KOSOVO.get(party["country"], party["country"])
    sectors = [sector for sector in (party["sector"], *party["secondary_sectors"]) if sector]
    found = {"code": country, "sector": sectors, "entity_text": party["text"], "identifier_text": party["name"]}
    return {name: value for name, value in found.items() if value}


def location(place: Row) -> dict[str, Any]:
    """Return a place as a PLOVER location."""
    codes = country_codes().get(place["country"]) if place["country"] else None
    found = {
        "extracted_place": place["text"],
        "resolved_place": place["name"],
        "geonameid": place["geonameid"],
        "lat": place["lat"],
        "lon": place["lon"],
        "city": place["name"] if place["precision"] == "city" else None,
        "district": place["name"] if place["precision"] == "admin2" else None,
        "province": place["admin1"],
        "country": codes.name if codes else None,
        "country_code": KOSOVO.get(place["country"], place["country"]),
        "resolution": RESOLUTION.get(place["precision"]),
    }
    return {name: value for name, value in found.items() if value is not None}


def score(event: Row) -> float:
    """Return the intensity that the manual prints for the mode, else for the type."""
    mode = modes().get((event["event_type"], event["event_mode"]))
    return mode.score if mode and mode.score is not None else event_types()[event["event_type"]].score


def size(event: Row) -> dict[str, int]:
    """Return the lower figures of the dead, injured and arrested."""
    arrested = [v["low"] for v in event["victims"] if v["harm"] == "detained" and v["low"] is not None]
    found = {
        "dead": event["killed_low"],
        "injured": event["wounded_low"],
        "arrested": sum(arrested) if arrested else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def comment(event: Row) -> str:
    """Return what has no field of its own, in words."""
    notes = [f"confidence {event['confidence']:.2f}"]
    notes += [event["status"]] if event["status"] in ("attempted", "ongoing") else []
    notes += ["disputed"] if event["disputed"] else []
    notes += ["dated by publication"] if by_publication(event) else []
    source = event["attribution"]
    notes += [f"{source['kind']}: {source['text']}"] if source["text"] else []
    return "; ".join(notes)


def citation(report: Report) -> dict[str, str]:
    """Return where the text is from."""
    found = {
        "url": report.event["url"],
        "title": report.article.title,
        "language": report.article.language,
        "publication": report.source,
        "coder": "newsbeam",
        "codebook": "PLOVER 2.0",
    }
    return {name: value for name, value in found.items() if value}


def rows(reports: Iterator[Report], left_out: Counter[str]) -> Iterator[dict[str, Any]]:
    """Yield one record for each event; nothing is left out."""
    del left_out
    for report in reports:
        event = report.event
        start, end = event["date_start"], event["date_end"]
        auxiliary = [AUXILIARY[event["status"]]] if event["status"] in AUXILIARY else []
        auxiliary += ["historical"] if event["historical"] else []
        yield {
            "id": event["event_id"],
            "date": start,
            "enddate": end if end != start else None,
            "actor": [entity(party) for party in event["actors"]],
            "recipient": [entity(party) for party in event["recipients"]],
            "event": [event["event_type"]],
            "mode": [event["event_mode"]] if event["event_mode"] else [],
            "context": [*event["contexts"], *auxiliary],
            "quad_code": event["quad_class"],
            "event_scale": score(event),
            "event_loc": location(event["place"]) if event["place"] else None,
            "event_text": [mention["trigger"] for mention in event["mentions"]],
            "size": size(event),
            "link": event["incident_id"] if event["incident_id"] != event["event_id"] else None,
            "text": event["evidence"],
            "text_info": {
                "sequence": event["sentence_index"],
                "start": event["evidence_start"],
                "end": event["evidence_end"],
            },
            "cite_info": citation(report),
            "coder": "newsbeam",
            "comment": comment(event),
        }
