"""The incidents dataset: one row per real-world happening, whatever the number of its reports."""

from __future__ import annotations

import datetime

import msgspec
import pyarrow as pa

from schemas.article import DATE_PRECISIONS, PLACE_FIELDS
from schemas.columns import (
    FLOAT32,
    INT32,
    STRING,
    TIMESTAMP,
    column,
    dataset_schema,
    list_of,
    optional,
    required,
    struct,
)
from schemas.event import STATUSES, EventPlace


class Participant(msgspec.Struct, frozen=True):
    """Somebody in a role, as the reports agree on; ``text`` is the wording of the first report that names them."""

    text: str
    name: str | None
    country: str | None
    sector: str | None
    reports: int
    """Articles that name them in this role."""


class Joint(msgspec.Struct, frozen=True):
    """Two events that were joined, and why."""

    a: str
    b: str
    score: float
    reasons: tuple[str, ...]
    """Evidence with its weight, ``day +2.0``, the weightiest first."""


class Incident(msgspec.Struct, frozen=True):
    """One row of the incidents dataset."""

    incident_id: str
    event_type: str
    event_mode: str | None
    status: str
    historical: bool
    date_start: datetime.date | None
    date_end: datetime.date | None
    date_precision: str
    place: EventPlace | None
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    killed_low: int | None
    killed_high: int | None
    wounded_low: int | None
    wounded_high: int | None
    toll_min: int | None
    toll_max: int | None
    wounded_min: int | None
    wounded_max: int | None
    first_report: datetime.datetime | None
    last_report: datetime.datetime | None
    reports: int
    independent_sources: int
    event_ids: tuple[str, ...]
    article_ids: tuple[str, ...]
    why: tuple[Joint, ...]


PARTICIPANT = struct(
    required("text", STRING),
    optional("name", STRING),
    optional("country", STRING),
    optional("sector", STRING),
    required("reports", INT32),
)

INCIDENTS: pa.Schema = dataset_schema(
    "incidents",
    [
        column("incident_id", STRING, "Shared by the events that report this happening", unit="32 hex digits"),
        column("event_type", STRING, "PLOVER 2.0 event type, one of 16"),
        column("event_mode", STRING, "PLOVER mode that most sources give", nullable=True),
        column("status", STRING, f"One of {', '.join(STATUSES)}: the surest that a report gives"),
        column("historical", pa.bool_(), "Background in every report: more than 60 days before publication"),
        column("date_start", pa.date32(), "First day, of the day that most sources give", nullable=True),
        column("date_end", pa.date32(), "Last day", nullable=True),
        column("date_precision", STRING, f"One of {', '.join(DATE_PRECISIONS)}"),
        column("place", struct(*PLACE_FIELDS), "The finest place that most sources agree on", nullable=True),
        column("actors", list_of(PARTICIPANT), "Who did it, by the share of reports that say so"),
        column("recipients", list_of(PARTICIPANT), "To whom it was done, likewise"),
        column("killed_low", INT32, "Killed by the newest report that the others do not contradict", nullable=True),
        column("killed_high", INT32, "Its highest figure", nullable=True),
        column("wounded_low", INT32, "Wounded by the newest report that the others do not contradict", nullable=True),
        column("wounded_high", INT32, "Its highest figure", nullable=True),
        column("toll_min", INT32, "Killed, the lowest figure of any report", nullable=True),
        column("toll_max", INT32, "Killed, the highest figure of any report", nullable=True),
        column("wounded_min", INT32, "Wounded, the lowest figure of any report", nullable=True),
        column("wounded_max", INT32, "Wounded, the highest figure of any report", nullable=True),
        column("first_report", TIMESTAMP, "Publication of the first report", nullable=True),
        column("last_report", TIMESTAMP, "Publication of the last report", nullable=True),
        column("reports", INT32, "Articles that report it, copies included"),
        column(
            "independent_sources",
            INT32,
            "Reports that do not rest on each other: copies of one story are one, and so is all that one agency tells",
        ),
        column("event_ids", list_of(STRING), "Events that report it, the first report first"),
        column("article_ids", list_of(STRING), "Their articles, the first report first"),
        column(
            "why",
            list_of(
                struct(
                    required("a", STRING),
                    required("b", STRING),
                    required("score", FLOAT32),
                    required("reasons", list_of(STRING)),
                )
            ),
            "The pairs of events whose agreement joined them, and what agreed",
        ),
    ],
)
