"""What moves between the stages before an article row exists."""

from __future__ import annotations

import datetime

import msgspec

from schemas.article import Dateline, DateMention, PlaceMention, Repair
from schemas.document import Document


class RawRecord(msgspec.Struct, frozen=True):
    """One record as a source read it: either ``text`` (already characters), or ``data`` (bytes to decode)."""

    source_uri: str
    source_locator: str
    format: str
    """One of ``schemas.article.FORMATS``."""
    data: bytes | None = None
    """Undecoded body: a text or HTML file, the body of a WARC response."""
    text: str | None = None
    """Body of a record that arrived as characters (a JSON or CSV field)."""
    html: str | None = None
    """Markup of a record that arrived as characters."""
    declared_encoding: str | None = None
    """Charset that the container declared (HTTP header, XML declaration)."""
    input_id: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    """What the reader saw wrong with the record and could not change."""
    raw_sha256: str = ""
    """Of the bytes of the record as it stood in its source."""


class CleanDoc(msgspec.Struct, frozen=True):
    """A repaired body with what the container, the markup and the prefix said about it."""

    record: RawRecord
    text: str
    """Repaired body, paragraphs separated by one blank line."""
    repairs: tuple[Repair, ...] = ()
    flags: tuple[str, ...] = ()
    title: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    """ISO 8601 date, or date-time in the zone of the source; bases ``dateline`` and ``text`` need parsing."""
    published_basis: str = "none"
    language: str = "und"
    language_score: float = 0.0


class ParsedArticle(msgspec.Struct, frozen=True):
    """A cleaned record with its structure and annotation: the input of every resolver and of the event coder."""

    clean: CleanDoc
    document: Document
    title: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    dateline: Dateline | None = None
    published_at: datetime.datetime | None = None
    published_basis: str = "none"
    published_precision: str = "none"
    written_on: datetime.date | None = None
    """Day of publication in the zone of the source; None where it is not known."""
    flags: tuple[str, ...] = ()

    @property
    def published_day(self) -> datetime.date | None:
        """Day of publication where the article was published: its words for days are counted from it."""
        return self.written_on or (self.published_at.date() if self.published_at else None)


class HarmMention(msgspec.Struct, frozen=True):
    """People harmed in one way, as one clause says it. Token indices are local to sentence ``sentence``."""

    sentence: int
    harm: str
    """One of ``schemas.event.HARMS``."""
    predicate: int
    """Token that says the harm: the verb, participle, or noun ("killed", "injuries", "dead")."""
    victim: int | None
    """Token that heads the words for the victims; None where only a number or nothing stands."""
    start: int
    end: int
    """Span in the text of the words for the victims, number included ("two US troops"); of the predicate otherwise."""
    low: int | None
    high: int | None
    """Bounds of the number of people; both 0 where the text says none; both None where it gives no number."""
    cumulative: bool = False
    """A running toll ("bringing the total to 41") that counts more than this event."""
    part_of: int | None = None
    """Index, in the article's harm mentions, of the total that this one is included in ("including three children")."""


class Resolved(msgspec.Struct, frozen=True):
    """What the resolvers found in an article, each in text order."""

    dates: tuple[DateMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    harm: tuple[HarmMention, ...] = ()
