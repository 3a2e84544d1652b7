"""Fields of a record (JSON object, CSV row, Parquet row) become a RawRecord."""

from __future__ import annotations

import ast
import datetime
import re
from collections.abc import Mapping
from typing import Any

from pipeline.sources.base import Source
from pipeline.sources.content.characters import to_text
from pipeline.sources.records.profiles import NONE, first_steps, profile_of
from schemas.records import RawRecord
from schemas.reject import Reject
from schemas.strings import encodable

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "uid", "guid", "_id"),
    "text": ("text", "body", "content", "article", "event_text", "maintext", "articlebody", "full_text", "plaintext"),
    "html": ("html", "raw_html", "content_html"),
    "title": ("title", "headline", "post_title"),
    "date": (
        "date", "published", "pub_date", "published_at", "date_publish", "dct", "pubdate", "publish_date",
        "publishedat", "datepublished", "date_published", "publication_date", "published_date", "post_date", "updated",
    ),
    "url": ("url", "link"),
    "publisher": ("publisher", "source", "domain", "publication", "site_name", "sitename"),
    "language": ("language", "lang"),
    "authors": ("authors", "author", "byline"),
}  # fmt: skip
"""Our field and the names it is known by; the first that is not empty wins."""
ALL_NAMES = frozenset(name for names in NAMES.values() for name in names)
KNOWN_COLUMNS = ALL_NAMES | first_steps()
"""Names, lower case, under which anything is looked for."""
AUTHOR_BREAK = re.compile(r" ?[;|] ?| and ")
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}://|\s*www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}/", re.IGNORECASE)
NO_TEXT = re.compile(r"only available in (?:paid|professional|corporate).{0,40}", re.IGNORECASE)
"""What a service sends in place of a text that was not paid for."""
ENVELOPES = ("_source", "fields", "document")
"""Objects that hold the record, beside facts of the store (``_id``, ``_index``)."""


def scalar(value: object) -> str | None:
    """Return a value as text that UTF-8 can hold; None where it is empty or no single value."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, bool) or value is None:
        return None
    elif isinstance(value, int | float):
        text = str(value)
    elif isinstance(value, bytes):
        text = _bytes(value)
    elif isinstance(value, datetime.date | datetime.datetime):
        text = value.isoformat()
    elif isinstance(value, Mapping):
        return scalar(next((value[key] for key in ("name", "@value", "$oid", "$date", "@id") if value.get(key)), None))
    elif isinstance(value, list | tuple) and len(value) == 1:
        return scalar(value[0])
    else:
        return None
    return encodable(text) if text.strip() else None


def _bytes(value: bytes) -> str:
    try:
        return to_text(value)
    except ValueError:
        return value.decode("utf-8", "replace")


def body(value: object) -> str | None:
    """Return a text field; a list of paragraphs is joined with blank lines, and so are sections of them."""
    if isinstance(value, list | tuple):
        parts = [part for part in map(body, value) if part]
        return "\n\n".join(parts) or None
    if isinstance(value, Mapping):
        inner = [value.get(key) for key in ("summary", "headline", "paragraphs", "sections", "text")]
        return body([part for part in inner if part])
    found = scalar(value) if isinstance(value, str | bytes) else None
    return None if found and NO_TEXT.fullmatch(found.strip()) else found


def moment(value: object) -> str | None:
    """Return a date field as text; numbers are seconds, or milli-, micro- or nanoseconds, since 1970."""
    if isinstance(value, Mapping):
        inner = next((value[key] for key in ("$date", "$numberLong", "iso", "@value") if key in value), None)
        return moment(int(inner) if isinstance(inner, str) and re.fullmatch(r"-?\d{1,19}", inner) else inner)
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value
        for _ in range(3):
            seconds = seconds / 1000 if abs(seconds) >= 1e11 else seconds
        if 1e8 <= abs(seconds) < 1e11:
            try:
                when = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
            except OverflowError:
                return None
            return when.isoformat() if when.year < 2200 else None
    return scalar(value)


def names(value: object) -> tuple[str, ...]:
    """Return author names from a list of names, a list of objects, or one string."""
    if isinstance(value, str) and value.strip().startswith("[") and value.strip().endswith("]"):
        value = _written_list(value)
    values = value if isinstance(value, list | tuple) else [value]
    found = [" ".join(text.split()) for text in map(scalar, values) if text]
    if len(found) == 1:
        found = AUTHOR_BREAK.split(found[0])
        pieces = [piece.strip() for piece in found[0].split(",")] if len(found) == 1 else []
        # "Ann Lee, Bo Ek" are two, "Lee, Ann" is one.
        found = pieces if len(pieces) > 1 and all(" " in piece for piece in pieces) else found
    return tuple(name.strip() for name in found if name.strip())


def _written_list(value: str) -> object:
    """Return the list that a cell holds in the notation of Python or JSON, the cell itself where it is none."""
    try:
        return ast.literal_eval(value.strip()) if len(value) < 2000 else value
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return value


def publisher(value: object) -> str | None:
    """Return the name of a publisher; an address is none."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("title", "name") if value.get(key)), None)
    found = scalar(value)
    return None if found and ADDRESS.match(found.strip()) else found


READERS = {"text": body, "html": body, "date": moment, "authors": names, "publisher": publisher}


class Fields:
    """The fields of one record, found by name in any case, or by a path into objects."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        self._fields = fields
        self._lowered: dict[str, list[object]] = {}
        for name, value in fields.items():
            self._lowered.setdefault(str(name).strip().lower(), []).append(value)

    @property
    def names(self) -> frozenset[str]:
        """The names in lower case."""
        return frozenset(self._lowered)

    def get(self, path: str) -> list[object]:
        """Return the values under a name; ``a.b`` also reaches into an object."""
        if path in self._fields:
            return [self._fields[path]]
        if path.lower() in self._lowered:
            return self._lowered[path.lower()]
        head, dot, rest = path.partition(".")
        inner = self._lowered.get(head.lower(), [])
        return [found for value in inner if dot and isinstance(value, Mapping) for found in Fields(value).get(rest)]


def unwrapped(fields: Mapping[str, object]) -> Mapping[str, object]:
    """Return the record inside an envelope of a search engine or document store."""
    for name in ENVELOPES:
        inner = fields.get(name)
        if isinstance(inner, Mapping) and not any(str(key).lower() in NAMES["text"] for key in fields):
            return {**{key: value for key, value in fields.items() if key != name}, **inner}
    return fields


def record_of(
    given: Mapping[str, object], source: Source, *, locator: str, kind: str, raw: bytes, raw_sha256: str
) -> RawRecord | Reject:
    """Return the record that some fields hold.

    A reject NB202 where they have no field for a text, NB101 where that field is empty.
    """
    fields = Fields(unwrapped(given))
    profile = profile_of(fields.names)
    own: dict[str, tuple[str, ...]] = {}
    for ours, theirs in source.options.fields:
        own[ours] = (*own.get(ours, ()), theirs)
    values: dict[str, Any] = {}
    for ours, known in NAMES.items():
        read = READERS.get(ours, scalar)
        special = profile.names.get(ours, ()) if profile else ()
        paths = (*own.get(ours, ()), *special, *(() if NONE in special else known))
        candidates = (value for path in paths if path != NONE for value in fields.get(path))
        values[ours] = next((found for found in map(read, candidates) if found), None)
    text, html = values["text"], values["html"]
    if text is None and html is None:
        paths = (*own.get("text", ()), *own.get("html", ()), *NAMES["text"], *NAMES["html"])
        if any(fields.get(path) for path in paths):
            return source.reject("NB101", "the field for the text is empty", locator, raw)
        seen = ", ".join(sorted(str(name) for name in given)[:20])
        return source.reject("NB202", f"no text or html field among: {seen} (see --field)", locator, raw)
    return RawRecord(
        source_uri=source.uri,
        source_locator=locator,
        format=kind,
        text=text,
        html=html,
        input_id=values["id"],
        title=values["title"],
        date=values["date"],
        url=values["url"],
        publisher=values["publisher"],
        language=values["language"],
        authors=values["authors"] or (),
        raw_sha256=raw_sha256,
    )
