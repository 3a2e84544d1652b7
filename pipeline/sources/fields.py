"""Fields of a record (JSON object, CSV row, Parquet row) become a RawRecord."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from pipeline.sources.base import Source
from schemas.records import RawRecord
from schemas.reject import Reject

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "uid", "guid"),
    "text": ("text", "body", "content", "article", "event_text", "maintext"),
    "html": ("html", "raw_html"),
    "title": ("title", "headline"),
    "date": ("date", "published", "pub_date", "published_at", "date_publish", "dct"),
    "url": ("url", "link"),
    "publisher": ("publisher", "source", "domain"),
    "language": ("language", "lang"),
    "authors": ("authors", "author", "byline"),
}
"""Our field and the names it is known by; the first that is not empty wins."""
ALL_NAMES = frozenset(name for names in NAMES.values() for name in names)
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
AUTHOR_BREAK = re.compile(r"\s*[;|]\s*|\s+and\s+")


def scalar(value: object) -> str | None:
    """Return a value as text without lone surrogates; None where it is empty or no single value."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, bool) or value is None:
        return None
    elif isinstance(value, int | float):
        text = str(value)
    elif isinstance(value, bytes):
        text = value.decode("utf-8", "replace")
    elif isinstance(value, datetime.date | datetime.datetime):
        text = value.isoformat()
    elif isinstance(value, Mapping):
        return scalar(value.get("name") or value.get("$oid") or value.get("$date"))
    else:
        return None
    return LONE_SURROGATE.sub("\ufffd", text) if text.strip() else None


def body(value: object) -> str | None:
    """Return a text field; a list of paragraphs is joined with blank lines."""
    if isinstance(value, list | tuple):
        parts = [part for part in map(scalar, value) if part]
        return "\n\n".join(parts) or None
    return scalar(value) if isinstance(value, str | bytes) else None


def moment(value: object) -> str | None:
    """Return a date field as text; numbers are seconds or milliseconds since 1970."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if abs(value) >= 1e11 else value
        if 1e8 <= abs(seconds) < 1e11:
            moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
            return moment.isoformat() if moment.year < 2200 else None
    return scalar(value)


def names(value: object) -> tuple[str, ...]:
    """Return author names from a list of names, a list of objects, or one string."""
    values = value if isinstance(value, list | tuple) else [value]
    found = [text for text in map(scalar, values) if text]
    if len(found) == 1:
        found = AUTHOR_BREAK.split(found[0].strip())
    return tuple(name.strip() for name in found if name.strip())


def lookup(fields: Mapping[str, object], lowered: Mapping[str, object], path: str) -> object:
    """Return a field by the user's name for it; ``a.b`` also reaches into an object."""
    if path in fields:
        return fields[path]
    if path.lower() in lowered:
        return lowered[path.lower()]
    head, dot, rest = path.partition(".")
    inner = fields.get(head)
    if dot and isinstance(inner, Mapping):
        return lookup(inner, {str(k).lower(): v for k, v in inner.items()}, rest)
    return None


def record_of(
    fields: Mapping[str, object], source: Source, *, locator: str, kind: str, raw: bytes, raw_sha256: str
) -> RawRecord | Reject:
    """Return the record that some fields hold, or a reject NB202 where they hold no text."""
    lowered = {str(name).strip().lower(): value for name, value in reversed(list(fields.items()))}
    own: dict[str, tuple[str, ...]] = {}
    for ours, theirs in source.options.fields:
        own[ours] = (*own.get(ours, ()), theirs)
    values: dict[str, Any] = {}
    for ours, known in NAMES.items():
        read = READERS.get(ours, scalar)
        candidates = [lookup(fields, lowered, path) for path in own.get(ours, ())]
        candidates += [lowered[name] for name in known if name in lowered]
        values[ours] = next((found for found in map(read, candidates) if found), None)
    text, html = values["text"], values["html"]
    if text is None and html is None:
        seen = ", ".join(sorted(str(name) for name in fields)[:20])
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


READERS = {"text": body, "html": body, "date": moment, "authors": names}
