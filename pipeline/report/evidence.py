"""A sampled event as HTML: its sentence with the words that each field rests on, and the fields."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from pipeline.export.dataset import Row
from pipeline.report.colours import COLOURS


def spans_of(event: Row) -> Iterator[tuple[str, int, int]]:
    """Yield (kind, start, end) of the words that fields rest on; where they overlap a later one lies above."""
    source, place = event["attribution"], event["place"]
    if source["text"]:
        yield "source", source["start"], source["end"]
    for kind, members in (
        ("thing", [*event["means"], *event["targets"]]), ("victim", event["victims"]),
        ("recipient", event["recipients"]), ("actor", event["actors"]),
    ):  # fmt: skip
        for member in members:
            yield kind, member["start"], member["end"]
    if place:
        yield "place", place["start"], place["end"]
    if event["date_text"]:
        yield "date", event["date_text_start"], event["date_text_end"]
    yield "trigger", event["trigger_start"], event["trigger_end"]


def segments(event: Row) -> list[list[str]]:
    """Return the evidence sentence as stretches of [words, kind], kind empty where nothing rests on them."""
    text, offset = event["evidence"], event["evidence_start"]
    kinds = [""] * len(text)
    for kind, start, end in spans_of(event):
        for i in range(max(start - offset, 0), min(end - offset, len(text))):
            kinds[i] = kind
    pieces, at = [], 0
    while at < len(text):
        end = at
        while end < len(text) and kinds[end] == kinds[at]:
            end += 1
        pieces.append([" ".join(text[at:end].splitlines()), kinds[at]])
        at = end
    return pieces


def highlighted(event: Row) -> str:
    """Return the evidence sentence with its spans marked; no span crosses the sentence's ends."""
    return "".join(
        f'<mark class="{kind}">{escape(words)}</mark>' if kind else escape(words) for words, kind in segments(event)
    )


def bounds(low: int | None, high: int | None) -> str:
    """Return a figure with its bounds."""
    if low is None and high is None:
        return ""
    if low == high:
        return str(low)
    if high is None:
        return f"at least {low}"
    return f"{low} to {high}" if low is not None else f"up to {high}"


def parties(members: list[Row]) -> str:
    """Return parties with their names and codes."""
    told = []
    for member in members:
        codes = " ".join(filter(None, (member["country"], member["sector"], *member["secondary_sectors"])))
        name = f" = {escape(member['name'])}" if member["name"] and member["name"] != member["text"] else ""
        told.append(f'{escape(member["text"])}{name} <span class="basis">{escape(codes) or "not resolved"}</span>')
    return "<br>".join(told)


def fields(event: Row, title: str) -> Iterator[tuple[str, str]]:
    """Yield the fields that say something, as names and HTML."""
    yield "actor", parties(event["actors"])
    yield "recipient", parties(event["recipients"])
    for kind in ("killed", "wounded"):
        figure = bounds(event[f"{kind}_low"], event[f"{kind}_high"])
        running = ' <span class="basis">running toll</span>' if event["casualties_cumulative"] else ""
        yield kind, f"{figure}{running}" if figure else ""
    others = [v for v in event["victims"] if v["harm"] not in ("killed", "wounded")]
    yield "victims", "<br>".join(f"{bounds(v['low'], v['high'])} {v['harm']}: {escape(v['text'])}" for v in others)
    for name in ("means", "targets"):
        yield (
            name,
            ", ".join(f'{escape(t["text"])} <span class="basis">{escape(t["kind"])}</span>' for t in event[name]),
        )
    yield "date", date(event)
    yield "place", place(event)
    source = event["attribution"]
    yield "source", f'{escape(source["text"])} <span class="basis">{source["kind"]}</span>' if source["text"] else ""
    yield "contexts", ", ".join(event["contexts"])
    yield "article", f'{escape(title)} <span class="basis">{escape(origin(event))}</span>'
    yield "rule", f'<span class="basis">{escape(event["rule"])}</span>'


def date(event: Row) -> str:
    """Return the date with precision and basis."""
    if event["date_start"] is None:
        return ""
    days = str(event["date_start"])
    if event["date_end"] is not None and event["date_end"] != event["date_start"]:
        days += f" to {event['date_end']}"
    words = f", from “{escape(event['date_text'])}”" if event["date_text"] else ""
    return f'{days} <span class="basis">{event["date_precision"]}, {event["date_basis"]}{words}</span>'


def place(event: Row) -> str:
    """Return the place with precision and basis; a country has no coordinates here."""
    found = event["place"]
    if found is None:
        return ""
    name = ", ".join(dict.fromkeys(filter(None, (found["name"], found["admin1"], found["country"]))))
    where = (
        f" {found['lat']:.2f}, {found['lon']:.2f}"
        if found["precision"] != "country" and found["lat"] is not None
        else ""
    )
    words = f", from “{escape(found['text'])}”"
    return f'{escape(name)}{where} <span class="basis">{found["precision"]}, {found["basis"]}{words}</span>'


def origin(event: Row) -> str:
    """Return publisher, day and address of the article; the address without its scheme: the page links nowhere."""
    address = (event["url"] or "").partition("://")[2] or event["url"]
    published = f"{event['published_at']:%Y-%m-%d}" if event["published_at"] else None
    return ", ".join(filter(None, (event["publisher"], published, address)))


def show(event: Row, title: str) -> str:
    """Return one event."""
    kind = event["event_type"]
    mode = f"/{event['event_mode']}" if event["event_mode"] else ""
    notes = [f"CAMEO {event['cameo_code']}", event["status"], f"confidence {event['confidence']:.2f}"]
    notes += ["historical"] * event["historical"] + ["disputed"] * event["disputed"]
    head = f'<i class="swatch" style="background:{COLOURS[kind]}"></i>{kind}{mode} '
    told = [pair for pair in fields(event, title) if pair[1]]
    rows = "".join(f'<tr><th scope="row">{name}</th><td>{value}</td></tr>' for name, value in told)
    return (
        f'<div class="event"><h3>{head}<em>{", ".join(notes)}</em></h3><blockquote>{highlighted(event)}</blockquote>'
        f"<table>{rows}</table></div>"
    )
