"""The events dataset: one row per distinct event of an article."""

from __future__ import annotations

import datetime

import msgspec
import pyarrow as pa

from schemas.article import DATE_PRECISIONS, PLACE_FIELDS, PlaceMention
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

STATUSES = ("occurred", "ongoing", "future", "hypothetical", "attempted", "negated")
HARMS = ("killed", "wounded", "missing", "detained", "abducted", "displaced")
ATTRIBUTION_KINDS = ("reporter", "source", "claimant")
EVIDENCE_PARTS = ("text", "title")
DATE_BASES = ("explicit", "weekday", "relative", "anchored", "publication", "none")


class Party(msgspec.Struct, frozen=True):
    """An actor or recipient: a span with what it was resolved to."""

    text: str
    start: int
    end: int
    name: str | None = None
    country: str | None = None
    """ISO 3166 alpha-3, or one of ``ontology.NON_STATE_CODES``."""
    sector: str | None = None
    secondary_sectors: tuple[str, ...] = ()
    basis: str | None = None
    """What the codes rest on: name, phrase, coreference or context; None where there are no codes."""


class Victim(msgspec.Struct, frozen=True):
    """People harmed in one way; ``low`` and ``high`` are null where no number is given."""

    text: str
    start: int
    end: int
    name: str | None
    country: str | None
    sector: str | None
    harm: str
    low: int | None
    high: int | None


class Thing(msgspec.Struct, frozen=True):
    """A weapon, method or thing attacked."""

    text: str
    start: int
    end: int
    kind: str


class Attribution(msgspec.Struct, frozen=True):
    """Who says so; the reporter where nobody else is named."""

    kind: str = "reporter"
    text: str | None = None
    start: int | None = None
    end: int | None = None
    name: str | None = None
    country: str | None = None
    sector: str | None = None


class EventPlace(PlaceMention, frozen=True):
    """A place with the tie between it and the event in ``basis`` (``schemas.article.PLACE_BASES``)."""


class TriggerMention(msgspec.Struct, frozen=True):
    """One mention of the event."""

    trigger: str
    start: int
    end: int
    sentence_index: int


class FieldRule(msgspec.Struct, frozen=True):
    """A rule other than that of the frame, with the field of the row that it made or changed."""

    rule: str
    field: str


class Event(msgspec.Struct, frozen=True):
    """One row of the events dataset."""

    event_id: str
    article_id: str
    url: str | None
    publisher: str | None
    published_at: datetime.datetime | None
    event_type: str
    event_mode: str | None
    contexts: tuple[str, ...]
    cameo_code: str
    quad_class: int
    goldstein: float
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    victims: tuple[Victim, ...]
    killed_low: int | None
    killed_high: int | None
    wounded_low: int | None
    wounded_high: int | None
    casualties_cumulative: bool
    means: tuple[Thing, ...]
    targets: tuple[Thing, ...]
    status: str
    historical: bool
    attribution: Attribution
    disputed: bool
    date_start: datetime.date | None
    date_end: datetime.date | None
    date_precision: str
    date_basis: str
    date_text: str | None
    date_text_start: int | None
    date_text_end: int | None
    place: EventPlace | None
    sentence_index: int
    evidence_start: int
    evidence_end: int
    evidence: str
    trigger: str
    trigger_start: int
    trigger_end: int
    mentions: tuple[TriggerMention, ...]
    confidence: float
    rule: str
    steps: tuple[FieldRule, ...] = ()
    """The other rules that made or changed a field, in the order in which they did."""
    evidence_part: str = "text"
    """Where evidence, trigger and mentions stand: in the text of the article or in its title."""
    confidence_roles: float = 0.0
    incident_id: str = ""
    """Filled when articles are linked; an event alone in its incident has its own event_id here."""


PARTY = struct(
    required("text", STRING),
    required("start", INT32),
    required("end", INT32),
    optional("name", STRING),
    optional("country", STRING),
    optional("sector", STRING),
    required("secondary_sectors", list_of(STRING)),
    optional("basis", STRING),
)
THING = struct(required("text", STRING), required("start", INT32), required("end", INT32), required("kind", STRING))

EVENTS: pa.Schema = dataset_schema(
    "events",
    [
        column("event_id", STRING, "Stable id of the event within its article", unit="32 hex digits"),
        column("incident_id", STRING, "Shared by events that report the same happening", unit="32 hex digits"),
        column("article_id", STRING, "Article that reports the event", unit="32 hex digits"),
        column("url", STRING, "Address of the article", nullable=True),
        column("publisher", STRING, "Publisher of the article", nullable=True),
        column("published_at", TIMESTAMP, "Publication time of the article", nullable=True),
        column("event_type", STRING, "PLOVER 2.0 event type, one of 16"),
        column("event_mode", STRING, "PLOVER mode of the type", nullable=True),
        column(
            "contexts",
            list_of(STRING),
            "PLOVER contexts of the sentence and those beside it, the surest first, at most three",
        ),
        column("cameo_code", STRING, "Most specific CAMEO code that applies (later layout: 163 embargo, 166 expel)"),
        column("quad_class", pa.int8(), "1 verbal cooperation, 2 material cooperation, 3 verbal, 4 material conflict"),
        column("goldstein", FLOAT32, "Goldstein value of the CAMEO code", unit="-10 to 10"),
        column(
            "actors",
            list_of(PARTY),
            "Who did it; several actors of one act are one event; basis: name, phrase, coreference, context",
        ),
        column("recipients", list_of(PARTY), "To whom it was done: somebody, no thing or place; may be nobody"),
        column(
            "victims",
            list_of(
                struct(
                    required("text", STRING),
                    required("start", INT32),
                    required("end", INT32),
                    optional("name", STRING),
                    optional("country", STRING),
                    optional("sector", STRING),
                    required("harm", STRING),
                    optional("low", INT32),
                    optional("high", INT32),
                )
            ),
            f"People harmed, by kind of harm: {', '.join(HARMS)}",
        ),
        column("killed_low", INT32, "Killed, lowest figure; 0 only where the text says none", nullable=True),
        column("killed_high", INT32, "Killed, highest figure", nullable=True),
        column("wounded_low", INT32, "Wounded, lowest figure; 0 only where the text says none", nullable=True),
        column("wounded_high", INT32, "Wounded, highest figure", nullable=True),
        column("casualties_cumulative", pa.bool_(), "The figures are a running toll over several events"),
        column("means", list_of(THING), "Weapons and methods"),
        column("targets", list_of(THING), "Things attacked"),
        column("status", STRING, f"One of {', '.join(STATUSES)}"),
        column("historical", pa.bool_(), "Background: more than 60 days before publication"),
        column(
            "attribution",
            struct(
                required("kind", STRING),
                optional("text", STRING),
                optional("start", INT32),
                optional("end", INT32),
                optional("name", STRING),
                optional("country", STRING),
                optional("sector", STRING),
            ),
            f"Who says so: {', '.join(ATTRIBUTION_KINDS)}",
        ),
        column("disputed", pa.bool_(), "Somebody in the article denies it"),
        column("date_start", pa.date32(), "First day of the event", nullable=True),
        column("date_end", pa.date32(), "Last day of the event", nullable=True),
        column("date_precision", STRING, f"One of {', '.join(DATE_PRECISIONS)}"),
        column("date_basis", STRING, f"Where the date comes from: {', '.join(DATE_BASES)}"),
        column("date_text", STRING, "Words that give the date", nullable=True),
        column("date_text_start", INT32, "Their start", nullable=True, unit="code points"),
        column("date_text_end", INT32, "Their end", nullable=True, unit="code points"),
        column("place", struct(*PLACE_FIELDS), "Where it happened", nullable=True),
        column("sentence_index", INT32, "Best sentence, index into articles.sentences"),
        column("evidence_start", INT32, "Start of that sentence", unit="code points"),
        column("evidence_end", INT32, "End of that sentence", unit="code points"),
        column("evidence", STRING, "Text of that sentence"),
        column("trigger", STRING, "Words that name the act"),
        column("trigger_start", INT32, "Their start", unit="code points"),
        column("trigger_end", INT32, "Their end", unit="code points"),
        column(
            "mentions",
            list_of(
                struct(
                    required("trigger", STRING),
                    required("start", INT32),
                    required("end", INT32),
                    required("sentence_index", INT32),
                )
            ),
            "All mentions merged into this row, the best first",
        ),
        column(
            "evidence_part",
            STRING,
            f"Where evidence, trigger and mentions and their offsets stand: {', '.join(EVIDENCE_PARTS)}",
        ),
        column(
            "confidence", FLOAT32, "Calibrated probability that the article reports this act, of this type, as real"
        ),
        column("confidence_roles", FLOAT32, "Calibrated probability that its actors and recipients are right"),
        column("rule", STRING, "Stable id of the frame or model that fired"),
        column(
            "steps",
            list_of(struct(required("rule", STRING), required("field", STRING))),
            "The other rules that made or changed a field of the row, in their order",
        ),
    ],
)
