"""A small finished dataset, written without running the pipeline."""

import datetime

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.accounting import Accounting
from pipeline.dataset.manifest import FileFact, Manifest, Timing, encode
from schemas.article import ARTICLES
from schemas.codes.ontology import default_cameo, event_types, goldstein
from schemas.event import EVENTS
from schemas.ids import stable_id
from schemas.incident import INCIDENTS
from schemas.reject import REJECTS

SCHEMAS = {"articles": ARTICLES, "events": EVENTS, "incidents": INCIDENTS, "rejects": REJECTS}
NOON = datetime.datetime(2024, 3, 5, 12, tzinfo=datetime.timezone.utc)


def day(text):
    return datetime.date.fromisoformat(text)


def party(text, *, name=None, country=None, sector=None, secondary=()):
    return {
        "text": text, "start": 0, "end": len(text), "name": name, "country": country, "sector": sector,
        "secondary_sectors": list(secondary),
    }  # fmt: skip


def victim(text, low, high, *, harm="killed", sector=None, country=None):
    return {
        "text": text, "start": 0, "end": len(text), "name": None, "country": country, "sector": sector,
        "harm": harm, "low": low, "high": high,
    }  # fmt: skip


def place(name, country, lat, lon, precision="city", *, admin1=None, basis="clause"):
    return {
        "text": name, "start": 0, "end": len(name), "name": name, "geonameid": 1, "country": country, "admin1": admin1,
        "lat": lat, "lon": lon, "precision": precision, "basis": basis, "confidence": 0.9,
    }  # fmt: skip


def event(
    key, event_type="ASSAULT", mode=None, *, sentence="Rebels attacked soldiers near Konduga on Monday.", **changes
):
    """Return an event row; ``changes`` replace what it has by default."""
    cameo = default_cameo(event_type, mode)
    trigger = "attacked"
    start = sentence.find(trigger)
    row = {
        "event_id": stable_id(key), "incident_id": stable_id(key), "article_id": stable_id("article"),
        "url": "https://news.example/1",
        "publisher": "Example Wire", "published_at": NOON, "event_type": event_type, "event_mode": mode, "contexts": [],
        "cameo_code": cameo, "quad_class": event_types()[event_type].quad, "goldstein": goldstein(cameo),
        "actors": [party("Rebels", country="NGA", sector="REB")],
        "recipients": [party("soldiers", country="NGA", sector="MIL")],
        "victims": [], "killed_low": None, "killed_high": None, "wounded_low": None, "wounded_high": None,
        "casualties_cumulative": False, "means": [], "targets": [], "status": "occurred", "historical": False,
        "attribution": dict.fromkeys(("text", "start", "end", "name", "country", "sector")) | {"kind": "reporter"},
        "disputed": False, "date_start": day("2024-03-04"),
        "date_end": day("2024-03-04"), "date_precision": "day",
        "date_basis": "weekday", "date_text": "Monday", "date_text_start": 41, "date_text_end": 47,
        "place": place("Konduga", "NGA", 11.65, 13.42, admin1="Borno State"),
        "sentence_index": 0, "evidence_start": 0, "evidence_end": len(sentence), "evidence": sentence,
        "trigger": trigger,
        "trigger_start": start, "trigger_end": start + len(trigger),
        "mentions": [{"trigger": trigger, "start": start, "end": start + len(trigger), "sentence_index": 0}],
        "evidence_part": "text", "confidence": 0.8, "confidence_roles": 0.8, "rule": "assault/attack.v:1", "steps": [],
    }  # fmt: skip
    assert not changes.keys() - row.keys()
    return {**row, **changes}


def article(key="article", text="Rebels attacked soldiers near Konduga on Monday.", **changes):
    """Return an article row."""
    empty = {field.name: [] if pa.types.is_list(field.type) else None for field in ARTICLES}
    row = {
        **empty, "article_id": stable_id(key), "source_uri": "news.jsonl", "source_locator": "0", "format": "jsonl",
        "title": "Attack near Konduga", "published_at": NOON, "published_basis": "field",
        "published_precision": "second",
        "language": "en", "language_score": 1.0,
        "text": text, "raw_sha256": "0" * 64, "text_sha256": "0" * 64, "paragraphs": [{"start": 0, "end": len(text)}],
        "sentences": [{"start": 0, "end": len(text)}], "word_count": len(text.split()), "event_count": 1,
    }  # fmt: skip
    return {**row, **changes}


def write(directory, *, articles, events, rejects=()):
    """Write a dataset of one run; return its directory as text."""
    facts = []
    for name, rows in (("articles", articles), ("events", events), ("incidents", ()), ("rejects", rejects)):
        if rows or name != "articles":
            month = "" if name in ("incidents", "rejects") else "year=2024/month=3/"
            path = f"{name}/{month}part.parquet"
            (directory / path).parent.mkdir(parents=True)
            pq.write_table(pa.Table.from_pylist(list(rows), SCHEMAS[name]), directory / path)
            facts.append(FileFact(path, name, len(rows), (directory / path).stat().st_size, "0" * 64))
    manifest = Manifest(
        run_id="run", schema_version="1", coder_version="0.1.0", input_fingerprint="", inputs=(), options={},
        files=tuple(facts),
        accounting=Accounting(
            records_read=len(articles) + len(rejects), articles_written=len(articles), events_written=len(events),
            rejected=len(rejects), skipped={}, duplicates={},
            rejects_by_code={"NB101": len(rejects)} if rejects else {},
            events_by_type={}, repeated=0,
        ),
        timing=Timing("2024-01-01T00:00:00", "2024-01-01T00:00:01", 1.0, "local", 1, "host"),
    )  # fmt: skip
    (directory / "_runs").mkdir(parents=True, exist_ok=True)
    (directory / "_runs" / "run.json").write_bytes(encode(manifest))
    (directory / "_SUCCESS").touch()
    return str(directory)
