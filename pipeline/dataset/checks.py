"""What must hold for a single row: plain functions that yield every breach in words."""

from __future__ import annotations

import datetime
import hashlib
import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from schemas.article import (
    DATE_PRECISIONS,
    DUPLICATE_KINDS,
    ENTITY_LABELS,
    FORMATS,
    PLACE_BASES,
    PLACE_PRECISIONS,
    PUBLISHED_BASES,
    PUBLISHED_PRECISIONS,
    RESOLUTION_BASES,
)
from schemas.codes.ontology import cameo_agrees, cameo_codes, contexts, event_types, modes, sectors
from schemas.codes.refusal import REFUSALS
from schemas.event import ATTRIBUTION_KINDS, DATE_BASES, EVENTS, EVIDENCE_PARTS, HARMS, STATUSES
from schemas.reject import CODES, MAX_PAYLOAD
from schemas.trace import OUTCOMES

Row = Mapping[str, Any]
Bound = TypeVar("Bound", float, datetime.date)
"""What an interval is made of."""
HEX32 = re.compile(r"[0-9a-f]{32}")
COUNTRY = re.compile(r"[A-Z]{3}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
TEXT_BASES = frozenset({"explicit", "weekday", "relative", "anchored"})
"""Bases of an event's date that are words of the text."""
NOT_ONE_BLANK_LINE = re.compile(r"\n{3}|(?<!\n)\n(?!\n)")
HEX64 = re.compile(r"[0-9a-f]{64}")
TOLERANCE = 1e-4
REFLEXIVE = re.compile(r"\b(?:\w+sel(?:f|ves)|own)\b", re.IGNORECASE)
"""Words by which somebody does it to himself."""


def check_span(text: str, start: int | None, end: int | None, surface: str | None, what: str) -> Iterator[str]:
    """Yield a breach unless ``text[start:end]`` is the surface; a missing span needs a missing surface."""
    if start is None or end is None:
        if (start, end, surface) != (None, None, None):
            yield f"{what}: half of a span"
    elif not 0 <= start <= end <= len(text):
        yield f"{what}: offsets {start}:{end} outside a text of {len(text)}"
    elif surface is not None and text[start:end] != surface:
        yield f"{what}: text[{start}:{end}] is {text[start:end]!r}, not {surface!r}"


def check_surfaces(text: str, things: Iterable[Row], what: str) -> Iterator[str]:
    """Yield a breach for every member of a list whose offsets do not give its text."""
    for thing in things:
        yield from check_span(text, thing["start"], thing["end"], thing["text"], what)


def one_of(value: object, allowed: Container[object], what: str) -> Iterator[str]:
    """Yield a breach unless a value is among the allowed ones."""
    if value not in allowed:
        yield f"{what}: {value!r} is no known value"


def check_ordered(spans: Sequence[Row], length: int, what: str) -> Iterator[str]:
    """Yield a breach unless spans lie in the text, in order and apart."""
    last = 0
    for span in spans:
        if not last <= span["start"] <= span["end"] <= length:
            yield f"{what}: {span['start']}:{span['end']} overlaps, or lies outside a text of {length}"
            return
        last = span["end"]


def check_article(row: Row) -> Iterator[str]:
    """Yield what is wrong with a row of articles."""
    text = row["text"]
    if not HEX32.fullmatch(row["article_id"]):
        yield "article_id: not 32 hex digits"
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != row["text_sha256"]:
        yield "text_sha256: not the digest of text"
    if not HEX64.fullmatch(row["raw_sha256"]):
        yield "raw_sha256: not 64 hex digits"
    yield from one_of(row["format"], FORMATS, "format")
    yield from one_of(row["published_basis"], PUBLISHED_BASES, "published_basis")
    if (row["published_at"] is None) != (row["published_basis"] == "none"):
        yield "published_basis: none exactly where published_at is null"
    yield from one_of(row["published_precision"], PUBLISHED_PRECISIONS, "published_precision")
    if (row["published_at"] is None) != (row["published_precision"] == "none"):
        yield "published_precision: none exactly where published_at is null"
    if row["duplicate_of"] is not None or row["duplicate_kind"] is not None:
        yield from one_of(row["duplicate_kind"], DUPLICATE_KINDS, "duplicate_kind")
        if row["duplicate_of"] is None or row["duplicate_of"] == row["article_id"]:
            yield "duplicate_of: missing or the article itself"
        if row["cluster_id"] is None:
            yield "cluster_id: missing in a copy"
    if (row["copied_from"] is None) != (row["duplicate_of"] is None) or row["copied_from"] == row["article_id"]:
        yield "copied_from: not filled exactly in copies, or the article itself"
    yield from check_filled(row, ("url", "publisher", "title", "agency", "input_id"))
    if not LANGUAGE.fullmatch(row["language"]) or not 0 <= row["language_score"] <= 1:
        yield "language, language_score: no ISO 639 code with a probability"
    if len(set(row["flags"])) != len(row["flags"]):
        yield "flags: one stands twice"
    if row["word_count"] < 0 or (row["event_count"] or 0) < 0:
        yield "word_count, event_count: negative"
    if "not_english" in row["flags"] and row["event_count"]:
        yield "event_count: events in another language"
    for code in row["refusals"] or ():
        yield from one_of(code, REFUSALS, "refusals")
    yield from check_structure(row)
    if row["dateline"] is not None:
        yield from check_surfaces(text, [row["dateline"]], "dateline")
    found = ("entities", "dates", "places")
    if any((row[name] is None) != (row["event_count"] is None) for name in found):
        yield "entities, dates, places, event_count: null in some, but not in all"
    for name in found:
        yield from check_surfaces(text, row[name] or (), name)
    for entity in row["entities"] or ():
        yield from one_of(entity["label"], ENTITY_LABELS, "entities.label")
        yield from check_codes(entity, "entities")
    for date in row["dates"] or ():
        yield from one_of(date["precision"], DATE_PRECISIONS, "dates.precision")
        yield from one_of(date["basis"], DATE_BASES, "dates.basis")
        if not date["value"] or (date["date_start"] is not None and date["basis"] == "none"):
            yield "dates: without value, or days without a basis"
        yield from check_order(date["date_start"], date["date_end"], "dates")
    for place in row["places"] or ():
        yield from check_place(place, RESOLUTION_BASES, "places")


def check_structure(row: Row) -> Iterator[str]:
    """Yield where paragraphs, sentences and repairs do not fit the text or one another."""
    text = row["text"]
    yield from check_ordered(row["paragraphs"], len(text), "paragraphs")
    yield from check_ordered(row["sentences"], len(text), "sentences")
    if NOT_ONE_BLANK_LINE.search(text):
        yield "text: paragraphs are not separated by one blank line"
    for surface in (text[span["start"] : span["end"]] for span in row["paragraphs"]):
        if not surface or surface != surface.strip() or "\n" in surface:
            yield "paragraphs: one is empty, has white space around it, or a line break in it"
            break
    ends = [span["end"] for span in row["paragraphs"]]
    for span in row["sentences"]:
        place = bisect_left(ends, span["end"])
        surface = text[span["start"] : span["end"]]
        if place == len(ends) or span["start"] < row["paragraphs"][place]["start"] or surface != surface.strip():
            yield f"sentences: {span['start']}:{span['end']} is not within a paragraph, or has white space around it"
            break
    last = 0
    for repair in row["repairs"]:
        yield from check_span(text, repair["start"], repair["end"], None, "repairs")
        if repair["start"] < last or not repair["kind"]:
            yield "repairs: out of order, or without a kind"
        last = repair["end"]


def check_filled(row: Row, names: Iterable[str]) -> Iterator[str]:
    """Yield where a value is blank instead of null."""
    for name in names:
        if row[name] is not None and not row[name].strip():
            yield f"{name}: blank, not null"


def check_codes(thing: Row, what: str) -> Iterator[str]:
    """Yield where country or sector are no codes."""
    if thing["country"] is not None and not COUNTRY.fullmatch(thing["country"]):
        yield f"{what}.country: {thing['country']!r} is no code of three letters"
    if thing["sector"] is not None:
        yield from one_of(thing["sector"], sectors(), f"{what}.sector")


def check_order(low: Bound | None, high: Bound | None, what: str) -> Iterator[str]:
    """Yield a breach where the lower bound is above the upper one; an open side ("at least six") is null."""
    if low is not None and high is not None and low > high:
        yield f"{what}: {low} above {high}"


def check_place(place: Row, bases: Container[object], what: str) -> Iterator[str]:
    """Yield what is wrong with a resolved place."""
    yield from one_of(place["precision"], PLACE_PRECISIONS, f"{what}.precision")
    yield from one_of(place["basis"], bases, f"{what}.basis")
    if (place["lat"] is None) != (place["lon"] is None):
        yield f"{what}: half of a coordinate"
    elif place["lat"] is not None and not (-90 <= place["lat"] <= 90 and -180 <= place["lon"] <= 180):
        yield f"{what}: coordinates outside the world"
    if place["country"] is not None and not COUNTRY.fullmatch(place["country"]):
        yield f"{what}.country: {place['country']!r} is no code of three letters"
    if not 0 <= place["confidence"] <= 1:
        yield f"{what}.confidence: outside 0 to 1"


def part_of(part: str, article: Row) -> tuple[str, Sequence[Row]]:
    """Return the text and the sentences that offsets count in: those of the article, or its title as one sentence."""
    if part == "title":
        title = article["title"] or ""
        return title, [{"start": 0, "end": len(title)}]
    return article["text"], article["sentences"]


def check_event(row: Row, article: Row) -> Iterator[str]:
    """Yield what is wrong with a row of events, given text, title and sentences of its article.

    The offsets of an act told in the title are offsets into the title, which is one sentence.
    """
    yield from one_of(row["evidence_part"], EVIDENCE_PARTS, "evidence_part")
    text, sentences = part_of(row["evidence_part"], article)
    yield from check_coding(row)
    yield from check_event_date(row)
    yield from check_roles(row, text, sentences)
    for name in ("actors", "recipients", "victims", "means", "targets"):
        yield from check_surfaces(text, row[name], name)
    for party in (*row["actors"], *row["recipients"]):
        yield from check_codes(party, "actors, recipients")
        for sector in party["secondary_sectors"]:
            yield from one_of(sector, sectors(), "sector")
    for victim in row["victims"]:
        yield from check_codes(victim, "victims")
        yield from one_of(victim["harm"], HARMS, "victims.harm")
        yield from check_count(victim["low"], victim["high"], "victims")
    for harm in ("killed", "wounded"):
        yield from check_count(row[f"{harm}_low"], row[f"{harm}_high"], harm)
    attribution = row["attribution"]
    yield from one_of(attribution["kind"], ATTRIBUTION_KINDS, "attribution.kind")
    yield from check_codes(attribution, "attribution")
    yield from check_span(text, attribution["start"], attribution["end"], attribution["text"], "attribution")
    if (attribution["kind"] == "reporter") != (attribution["text"] is None):
        yield "attribution: words exactly where it is not the reporter"
    yield from check_span(text, row["date_text_start"], row["date_text_end"], row["date_text"], "date_text")
    yield from check_evidence(row, text, sentences)
    if row["place"] is not None:
        yield from check_surfaces(text, [row["place"]], "place")
        yield from check_place(row["place"], PLACE_BASES, "place")


def check_roles(row: Row, text: str, sentences: Sequence[Row]) -> Iterator[str]:
    """Yield where the same words are an actor and somebody killed or wounded, and no sentence says he did it himself.

    The sentences are those of the victims and of the event's mentions: "shot himself", "took his own life".
    """
    for victim in row["victims"]:
        if victim["harm"] not in ("killed", "wounded"):
            continue
        both = [a["text"] for a in row["actors"] if a["start"] < victim["end"] and victim["start"] < a["end"]]
        spans = [*row["mentions"], victim]
        told = (s for s in sentences if any(s["start"] < t["end"] and t["start"] < s["end"] for t in spans))
        if both and not any(REFLEXIVE.search(text[s["start"] : s["end"]]) for s in told):
            yield f"actors, victims: {both[0]!r} acts and is {victim['harm']}"


def check_evidence(row: Row, text: str, sentences: Sequence[Row]) -> Iterator[str]:
    """Yield where evidence, trigger and mentions are not the words of the sentences they name."""
    yield from check_span(text, row["evidence_start"], row["evidence_end"], row["evidence"], "evidence")
    yield from check_span(text, row["trigger_start"], row["trigger_end"], row["trigger"], "trigger")
    if not 0 <= row["sentence_index"] < len(sentences):
        yield "sentence_index: outside the article"
    else:
        sentence = sentences[row["sentence_index"]]
        if (row["evidence_start"], row["evidence_end"]) != (sentence["start"], sentence["end"]):
            yield "evidence: not the sentence of sentence_index"
    for mention in row["mentions"]:
        yield from check_span(text, mention["start"], mention["end"], mention["trigger"], "mentions")
        if not 0 <= mention["sentence_index"] < len(sentences):
            yield "mentions: sentence_index outside the article"
            continue
        sentence = sentences[mention["sentence_index"]]
        if not sentence["start"] <= mention["start"] <= mention["end"] <= sentence["end"]:
            yield "mentions: outside their sentence"
    if not row["mentions"]:
        yield "mentions: empty"
    elif (row["mentions"][0]["start"], row["mentions"][0]["end"]) != (row["trigger_start"], row["trigger_end"]):
        yield "mentions: the first is not the trigger"


def check_event_date(row: Row) -> Iterator[str]:
    """Yield where days, precision, basis and words of an event's date contradict one another."""
    yield from one_of(row["date_precision"], DATE_PRECISIONS, "date_precision")
    yield from one_of(row["date_basis"], DATE_BASES, "date_basis")
    yield from check_order(row["date_start"], row["date_end"], "date")
    dated = row["date_start"] is not None or row["date_end"] is not None
    if dated != (row["date_basis"] != "none"):
        yield "date_basis: none exactly where there are no days"
    if not dated and row["date_precision"] != "none":
        yield "date_precision: without days"
    if (row["date_basis"] in TEXT_BASES) != (row["date_text"] is not None):
        yield f"date_text: {row['date_text']!r} with basis {row['date_basis']}"


def check_count(low: int | None, high: int | None, what: str) -> Iterator[str]:
    """Yield where the bounds of a number of people are negative or crossed."""
    yield from check_order(low, high, what)
    if min(low or 0, high or 0) < 0:
        yield f"{what}: negative"


def check_coding(row: Row) -> Iterator[str]:
    """Yield where the codes of an event contradict the ontology or one another."""
    kind, mode, code = row["event_type"], row["event_mode"], row["cameo_code"]
    if not HEX32.fullmatch(row["event_id"]) or not HEX32.fullmatch(row["incident_id"]):
        yield "event_id, incident_id: not 32 hex digits"
    if kind not in event_types():
        yield f"event_type: {kind!r} is no PLOVER type"
    elif row["quad_class"] != event_types()[kind].quad:
        yield f"quad_class: {row['quad_class']} with {kind}"
    if mode is not None and (kind, mode) not in modes():
        yield f"event_mode: {mode!r} is no mode of {kind}"
    if len(set(row["contexts"])) != len(row["contexts"]):
        yield "contexts: one stands twice"
    if not row["rule"]:
        yield "rule: empty"
    yield from check_filled(row, ("url", "publisher", "event_mode"))
    for context in row["contexts"]:
        yield from one_of(context, contexts(), "contexts")
    if code not in cameo_codes():
        yield f"cameo_code: {code!r} is no code"
    elif kind in event_types() and (mode is None or (kind, mode) in modes()) and not cameo_agrees(kind, mode, code):
        yield f"cameo_code: {code} tells of other means than mode {mode}"
    elif abs(row["goldstein"] - cameo_codes()[code].goldstein) > TOLERANCE:
        yield f"goldstein: {row['goldstein']} with {code}"
    yield from one_of(row["status"], STATUSES, "status")
    for name in ("confidence", "confidence_roles"):
        if not 0 <= row[name] <= 1:
            yield f"{name}: outside 0 to 1"
    if any(not step["rule"] or step["field"] not in EVENTS.names for step in row["steps"]):
        yield "steps: a rule is empty, or a field is no column"


def check_decision(row: Row, article: Row) -> Iterator[str]:
    """Yield what is wrong with a row of the trace, given text, title and sentences of its article."""
    yield from one_of(row["part"], EVIDENCE_PARTS, "part")
    text, sentences = part_of(row["part"], article)
    index = row["sentence_index"]
    if not HEX32.fullmatch(row["decision_id"]):
        yield "decision_id: not 32 hex digits"
    yield from one_of(row["outcome"], OUTCOMES, "outcome")
    refused = row["outcome"] == "refused"
    if (row["event_id"] is None) != refused or (row["code"] is None) == refused:
        yield "outcome: a code exactly where the mention was refused, an event exactly where it was not"
    if row["code"] is not None:
        yield from one_of(row["code"], REFUSALS, "code")
    if row["event_type"] is not None or not refused:
        yield from one_of(row["event_type"], event_types(), "event_type")
    if row["event_mode"] is not None and (row["event_type"], row["event_mode"]) not in modes():
        yield f"event_mode: {row['event_mode']!r} is no mode of {row['event_type']}"
    yield from check_span(text, row["trigger_start"], row["trigger_end"], row["trigger"], "trigger")
    told = sentences[index] if 0 <= index < len(sentences) else None
    if told is None or (row["sentence_start"], row["sentence_end"]) != (told["start"], told["end"]):
        yield "sentence_index: not the sentence of the span"
    elif not told["start"] <= row["trigger_start"] <= row["trigger_end"] <= told["end"]:
        yield "trigger: outside its sentence"
    if not row["rule"] or any(not step["rule"] or not step["field"] for step in row["steps"]):
        yield "rule, steps: a rule or a field is empty"


def check_reject(row: Row) -> Iterator[str]:
    """Yield what is wrong with a row of rejects."""
    yield from one_of(row["code"], CODES, "code")
    if not HEX32.fullmatch(row["reject_id"]) or not HEX64.fullmatch(row["payload_sha256"]):
        yield "reject_id, payload_sha256: not 32 and 64 hex digits"
    if len(row["payload"]) > MAX_PAYLOAD:
        yield f"payload: over {MAX_PAYLOAD} bytes"
    if len(row["payload"]) > row["payload_bytes"]:
        yield "payload_bytes: less than the payload"
    if len(row["payload"]) == row["payload_bytes"] and (
        hashlib.sha256(row["payload"]).hexdigest() != row["payload_sha256"]
    ):
        yield "payload_sha256: not the digest of the payload"


def check_incident(row: Row) -> Iterator[str]:
    """Yield what is wrong with a row of incidents."""
    if not HEX32.fullmatch(row["incident_id"]):
        yield "incident_id: not 32 hex digits"
    yield from one_of(row["event_type"], event_types(), "event_type")
    if row["event_mode"] is not None and (row["event_type"], row["event_mode"]) not in modes():
        yield f"event_mode: {row['event_mode']!r} is no mode of {row['event_type']}"
    yield from one_of(row["status"], STATUSES, "status")
    yield from one_of(row["date_precision"], DATE_PRECISIONS, "date_precision")
    yield from check_order(row["date_start"], row["date_end"], "date")
    yield from check_order(row["first_report"], row["last_report"], "first_report, last_report")
    if row["place"] is not None:
        yield from check_place(row["place"], PLACE_BASES, "place")
    for party in (*row["actors"], *row["recipients"]):
        yield from check_codes(party, "actors, recipients")
    for low, high in (("killed_low", "killed_high"), ("wounded_low", "wounded_high")):
        yield from check_count(row[low], row[high], low)
    for least, low, most in (("toll_min", "killed_low", "toll_max"), ("wounded_min", "wounded_low", "wounded_max")):
        if (row[least] is None) != (row[low] is None) or (row[low] is not None and not row[least] <= row[low]):
            yield f"{least}, {low}, {most}: not in order"
    if not 1 <= row["independent_sources"] <= row["reports"] or row["reports"] != len(row["article_ids"]):
        yield "independent_sources, reports, article_ids: do not agree"
    if row["event_ids"][:1] != [row["incident_id"]] or len(set(row["event_ids"])) != len(row["event_ids"]):
        yield "event_ids: does not begin with incident_id, or one stands twice"
    if {end for pair in row["why"] for end in (pair["a"], pair["b"])} - set(row["event_ids"]):
        yield "why: names other events"
    if len(row["event_ids"]) > 1 and len(row["why"]) != len(row["event_ids"]) - 1:
        yield "why: does not join all events"
