"""The articles dataset: one row per article."""

from __future__ import annotations

import datetime

import msgspec
import pyarrow as pa

from schemas.columns import (
    FLOAT32,
    FLOAT64,
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
from schemas.document import Span

FORMATS = ("text", "jsonl", "csv", "parquet", "html", "warc", "feed", "mail", "xml")
PUBLISHED_BASES = ("field", "html", "head", "prefix", "dateline", "url", "text", "none")
PUBLISHED_PRECISIONS = ("second", "minute", "day", "none")
ENTITY_LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "WEAPON", "PRODUCT", "MISC")
DATE_PRECISIONS = ("day", "week", "month", "season", "quarter", "year", "decade", "none")
PLACE_PRECISIONS = ("site", "city", "admin2", "admin1", "country")
PLACE_BASES = ("clause", "sentence", "paragraph", "dateline", "actor", "article")
"""What ties an event to its place: ``actor`` and ``article`` give the country of its sides and that of the article.

In ``articles.places`` the basis says how the place itself was resolved: see ``schemas.article.RESOLUTION_BASES``."""
RESOLUTION_BASES = ("unique", "containment", "dateline", "context", "country", "population", "relative", "alias")
DUPLICATE_KINDS = ("exact", "near", "syndicated")


class Repair(msgspec.Struct, frozen=True):
    """A change made to the text: what stood before the stretch ``text[start:end]``."""

    kind: str
    start: int
    end: int
    before: str


class Dateline(msgspec.Struct, frozen=True):
    """The dateline as it stands in the text, and its place name."""

    text: str
    place: str | None
    start: int
    end: int


class Entity(msgspec.Struct, frozen=True):
    """A named entity; ``name``, ``country`` and ``sector`` where the actor resource knows it."""

    text: str
    start: int
    end: int
    label: str
    name: str | None = None
    country: str | None = None
    sector: str | None = None


class DateMention(msgspec.Struct, frozen=True):
    """A date expression: TIMEX3 value, the interval it covers (both days inclusive) and how it was resolved."""

    text: str
    start: int
    end: int
    value: str
    date_start: datetime.date | None = None
    date_end: datetime.date | None = None
    precision: str = "none"
    basis: str = "none"
    """explicit, weekday, relative, anchored, publication, none."""


class PlaceMention(msgspec.Struct, frozen=True):
    """A place name; a place known only as a country or region carries that precision, never a false point."""

    text: str
    start: int
    end: int
    name: str
    geonameid: int | None
    country: str | None
    """ISO 3166 alpha-3."""
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: str
    basis: str
    confidence: float


class Article(msgspec.Struct, frozen=True):
    """One row of the articles dataset."""

    article_id: str
    input_id: str | None
    source_uri: str
    source_locator: str
    format: str
    url: str | None
    publisher: str | None
    title: str | None
    authors: tuple[str, ...]
    agency: str | None
    dateline: Dateline | None
    published_at: datetime.datetime | None
    published_basis: str
    published_precision: str
    language: str
    language_score: float
    text: str
    raw_sha256: str
    text_sha256: str
    repairs: tuple[Repair, ...]
    flags: tuple[str, ...]
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    entities: tuple[Entity, ...] | None
    """None here and in the next two and ``event_count``: the run coded no events, nobody looked."""
    dates: tuple[DateMention, ...] | None
    places: tuple[PlaceMention, ...] | None
    word_count: int
    event_count: int | None
    refusals: tuple[str, ...] | None = None
    """Codes of ``schemas.codes.refusal``, one for every mention of an act that became no event, in text order."""
    duplicate_of: str | None = None
    duplicate_kind: str | None = None
    cluster_id: str | None = None
    copied_from: str | None = None


SPAN = struct(required("start", INT32), required("end", INT32))
PLACE_FIELDS = (
    required("text", STRING),
    required("start", INT32),
    required("end", INT32),
    required("name", STRING),
    optional("geonameid", INT32),
    optional("country", STRING),
    optional("admin1", STRING),
    optional("lat", FLOAT64),
    optional("lon", FLOAT64),
    required("precision", STRING),
    required("basis", STRING),
    required("confidence", FLOAT32),
)

ARTICLES: pa.Schema = dataset_schema(
    "articles",
    [
        column("article_id", STRING, "Stable id from content and source identity", unit="32 hex digits"),
        column("input_id", STRING, "Id that the input record carried", nullable=True),
        column("source_uri", STRING, "File or topic that the record was read from"),
        column("source_locator", STRING, "Byte offset, row or record id inside the source"),
        column("format", STRING, f"Format of the source: {', '.join(FORMATS)}"),
        column("url", STRING, "Address of the article", nullable=True),
        column("publisher", STRING, "Publisher as given or as the page says", nullable=True),
        column("title", STRING, "Headline", nullable=True),
        column("authors", list_of(STRING), "Names from the byline or the metadata"),
        column("agency", STRING, "Wire agency from the dateline or credit, else one that contributed", nullable=True),
        column(
            "dateline",
            struct(
                required("text", STRING), optional("place", STRING), required("start", INT32), required("end", INT32)
            ),
            "Dateline, its place name and its offsets into text",
            nullable=True,
        ),
        column("published_at", TIMESTAMP, "Publication time; midnight where only a day is known", nullable=True),
        column("published_basis", STRING, f"Where published_at comes from: {', '.join(PUBLISHED_BASES)}"),
        column(
            "published_precision",
            STRING,
            f"How exactly the source tells published_at: {', '.join(PUBLISHED_PRECISIONS)}",
        ),
        column("language", STRING, "Language of the body", unit="ISO 639-1"),
        column("language_score", FLOAT32, "Probability of the language", unit="0 to 1"),
        column("text", STRING, "Repaired body; paragraphs separated by one blank line"),
        column("raw_sha256", STRING, "Digest of the record as read", unit="64 hex digits"),
        column("text_sha256", STRING, "Digest of text in UTF-8", unit="64 hex digits"),
        column(
            "repairs",
            list_of(
                struct(
                    required("kind", STRING),
                    required("start", INT32),
                    required("end", INT32),
                    required("before", STRING),
                )
            ),
            "Every change made to the text: text[start:end] replaces before",
        ),
        column("flags", list_of(STRING), "Damage and properties that were seen but not changed"),
        column("paragraphs", list_of(SPAN), "Offsets of the paragraphs", unit="code points"),
        column("sentences", list_of(SPAN), "Offsets of the sentences", unit="code points"),
        column(
            "entities",
            list_of(
                struct(
                    required("text", STRING),
                    required("start", INT32),
                    required("end", INT32),
                    required("label", STRING),
                    optional("name", STRING),
                    optional("country", STRING),
                    optional("sector", STRING),
                )
            ),
            f"Named entities: {', '.join(ENTITY_LABELS)}; null in a run of articles only",
            nullable=True,
        ),
        column(
            "dates",
            list_of(
                struct(
                    required("text", STRING),
                    required("start", INT32),
                    required("end", INT32),
                    required("value", STRING),
                    optional("date_start", pa.date32()),
                    optional("date_end", pa.date32()),
                    required("precision", STRING),
                    required("basis", STRING),
                )
            ),
            "Date expressions with TIMEX3 value, interval, precision and basis; null in a run of articles only",
            nullable=True,
        ),
        column(
            "places",
            list_of(struct(*PLACE_FIELDS)),
            "Places named in the text, resolved to GeoNames; null in a run of articles only",
            nullable=True,
        ),
        column("duplicate_of", STRING, "article_id of the original of this copy", nullable=True),
        column("duplicate_kind", STRING, f"Kind of copy: {', '.join(DUPLICATE_KINDS)}", nullable=True),
        column("cluster_id", STRING, "Shared by all copies of a story, the original included", nullable=True),
        column(
            "copied_from",
            STRING,
            "article_id of the earlier copy that this one is most like; from copy to copy it leads to the original",
            nullable=True,
        ),
        column("word_count", INT32, "Words in text", unit="words"),
        column(
            "event_count",
            INT32,
            "Events of this article in the events dataset; null in a run of articles only, where nobody looked",
            nullable=True,
            unit="rows",
        ),
        column(
            "refusals",
            list_of(STRING),
            "Codes of the mentions of acts that became no event, in text order; null in a run of articles only",
            nullable=True,
        ),
    ],
)
