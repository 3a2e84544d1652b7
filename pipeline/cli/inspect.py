"""One article for human eyes: ``newsbeam inspect FILE``."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline import storage
from pipeline.beam.coding import code_items, warm_up
from pipeline.cli.marks import STYLES, marked, nothing_found, page, spans_of
from pipeline.errors import UsageError
from pipeline.sources.base import Item, ReadOptions, Skipped
from pipeline.sources.discover import find_files
from pipeline.sources.reading import read_range
from schemas.article import Article, PlaceMention
from schemas.event import Event, Party
from schemas.records import RawRecord
from schemas.reject import CODES, Reject
from transforms.process import Processed, Settings


def coded(path: str, *, read: ReadOptions, settings: Settings, limit: int) -> Iterator[Processed | Reject]:
    """Yield what becomes of the first ``limit`` records of a file."""
    warm_up(settings)
    for result in code_items(first(records(path, read), limit), settings):
        if isinstance(result, Processed | Reject):
            yield result


def show(results: Iterable[Processed | Reject], out: Console) -> int:
    """Print records for a person: facts, the whole text with marks, events; return how many there were."""
    shown = 0
    for result in results:
        if isinstance(result, Reject):
            out.print(f"[bold red]rejected {result.code}[/] {escape(CODES.get(result.code, ''))}")
            out.print(f"  {escape(result.message)} ({escape(result.source_locator)})")
        else:
            show_article(result.article, out)
            out.print()
            out.print(Padding(marked(result.article, result.events), (0, 0, 0, 2)))
            for event in result.events:
                show_event(event, out)
            if not result.events:
                out.print()
                out.print(nothing_found(result.article), style="bold")
        shown += 1
    return shown


def as_lines(results: Iterable[Processed | Reject]) -> int:
    """Print a line of JSON a record, with its article and events or its reject; return how many there were."""
    shown = 0
    for result in results:
        kind = {"reject": result} if isinstance(result, Reject) else msgspec.structs.asdict(result)
        typer.echo(msgspec.json.encode(kind, enc_hook=base64_of).decode())
        shown += 1
    return shown


def base64_of(value: object) -> str:
    """Return bytes as JSON can hold them."""
    return base64.b64encode(bytes(value)).decode()  # type: ignore[call-overload]


def as_page(results: Iterable[Processed | Reject], path: str) -> int:
    """Write records as one HTML page and say where; return how many there were."""
    found = list(results)
    articles = [result for result in found if isinstance(result, Processed)]
    for reject in found:
        if isinstance(reject, Reject):
            typer.echo(f"rejected {reject.code}: {reject.message} ({reject.source_locator})")
    if articles:
        try:
            storage.write_bytes(path, page(articles, facts_of).encode("utf-8", "replace"))
        except OSError as error:
            raise UsageError(f"cannot write --html {path}: {error}. Choose a directory you may write to.") from error
        typer.echo(f"page: {path}")
    return len(found)


def records(path: str, read: ReadOptions) -> Iterator[Item]:
    """Yield the records of a file, without those that are no candidates."""
    for file in find_files([path]):
        for item in read_range(file, read):
            if not isinstance(item, Skipped):
                yield item


def first(items: Iterable[Item], limit: int) -> Iterator[RawRecord | Item]:
    """Yield the first items."""
    for index, item in enumerate(items):
        if index >= limit:
            return
        yield item


def moment(article: Article) -> str | None:
    """Return the publication date as exactly as the source tells it."""
    if article.published_at is None or article.published_precision == "day":
        return f"{article.published_at:%Y-%m-%d}" if article.published_at else None
    return f"{article.published_at:%Y-%m-%d %H:%M} UTC"


def show_article(article: Article, console: Console) -> None:
    """Print what is known about an article, and its repairs."""
    console.rule(escape(article.title or Path(article.source_uri).name))
    facts = {
        "published": moment(article) or "not known",
        "basis": article.published_basis,
        "dateline": article.dateline.text if article.dateline else None,
        "agency": article.agency,
        "by": ", ".join(article.authors) or None,
        "publisher": article.publisher,
        "url": article.url,
        "language": f"{article.language} ({article.language_score:.2f})",
        "size": f"{article.word_count} words, {len(article.sentences)} sentences",
        "flags": ", ".join(article.flags) or None,
        "id": article.article_id,
    }
    for name, value in facts.items():
        if value:
            tell(console, name, value, indent="")
    for repair in article.repairs:
        after = article.text[repair.start : repair.end]
        what = f"{repair.kind} at {repair.start}: {short(repair.before)} → {short(after)}"
        tell(console, "repair", what, indent="")


def short(text: str, limit: int = 60) -> str:
    """Return a text as it would be written in code, its middle left out where it is long."""
    written = repr(text)
    return written if len(written) <= limit else f"{written[: limit // 2]} … {written[-limit // 2 :]}"


def show_event(event: Event, console: Console) -> None:
    """Print an event with the words it rests on highlighted in its sentence."""
    mode = f"/{event.event_mode}" if event.event_mode else ""
    contexts = f" [{', '.join(event.contexts)}]" if event.contexts else ""
    head = f"{event.event_type}{mode} {event.cameo_code} goldstein {event.goldstein:+.1f}{contexts}"
    notes = [event.status, f"confidence {event.confidence:.2f}"]
    notes += ["historical"] * event.historical + ["disputed"] * event.disputed
    console.print()
    console.print(Text(head, style="bold"), Text(", ".join(notes), style="dim"))
    console.print(Padding(highlighted(event), (0, 0, 0, 2)))
    for name, words in facts_of(event):
        tell(console, name, words, STYLES.get(name, "dim"))


def facts_of(event: Event) -> Iterator[tuple[str, str]]:
    """Yield what is known of an event, as names and words."""
    for name, parties in (("actor", event.actors), ("recipient", event.recipients)):
        for party in parties:
            yield name, describe_party(party)
    for victim in event.victims:
        yield "victim", f"{victim.harm} {bounds(victim.low, victim.high)}: {victim.text}"
    for name, things in (("means", event.means), ("target", event.targets)):
        for thing in things:
            yield name, f"{thing.text} ({thing.kind})"
    if event.date_start is not None:
        days = f"{event.date_start}" + (f" to {event.date_end}" if event.date_end != event.date_start else "")
        yield "date", f"{days} ({how_dated(event)})"
    if event.place is not None:
        yield "place", describe_place(event.place)
    if event.attribution.text:
        yield event.attribution.kind, event.attribution.text
    yield "rule", event.rule


def tell(console: Console, name: str, value: str, style: str = "dim", indent: str = "  ") -> None:
    """Print a name and its value, further lines of the value below its first."""
    line = Table.grid(padding=(0, 1))
    line.add_column(width=10 + len(indent), justify="right", style=style)
    line.add_column(overflow="fold")
    line.add_row(name, Text(value))
    console.print(line, highlight=False)


def how_dated(event: Event) -> str:
    """Return in words how an event got its days."""
    if event.date_basis == "publication":
        return "day of publication; the text gives none"
    precision = f"{event.date_precision}, " if event.date_precision != "none" else ""
    return f"{precision}{event.date_basis}" + (f", from {event.date_text!r}" if event.date_text else "")


def highlighted(event: Event) -> Text:
    """Return the event's sentence with the words of its fields marked."""
    shown = Text(event.evidence.replace("\n", " "))
    order = list(STYLES)
    for kind, start, end in sorted(spans_of(event), key=lambda span: -order.index(span[0])):
        if event.evidence_start <= start and end <= event.evidence_end:
            shown.stylize(STYLES[kind], start - event.evidence_start, end - event.evidence_start)
    return shown


def describe_party(party: Party) -> str:
    """Return a party with its codes."""
    codes = " ".join(filter(None, (party.country, party.sector, *party.secondary_sectors)))
    name = f" = {party.name}" if party.name and party.name != party.text else ""
    return f"{party.text}{name} [{codes or 'not resolved'}]"


def describe_place(place: PlaceMention) -> str:
    """Return a place with how it was found."""
    point = f" {place.lat:.2f}, {place.lon:.2f}" if place.lat is not None and place.lon is not None else ""
    name = f" = {place.name}" if place.name != place.text else ""
    return f"{place.text}{name} [{place.country or '?'}]{point} ({place.precision}, {place.basis})"


def bounds(low: int | None, high: int | None) -> str:
    """Return a figure and its bounds."""
    if low is None:
        return "(no figure)" if high is None else f"up to {high}"
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"
