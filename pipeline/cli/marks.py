"""An article with everything that was found in it marked: in a terminal, and as one HTML page without network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from string import Template

from rich.text import Text

from schemas.article import Article
from schemas.codes.refusal import REFUSALS
from schemas.event import Event
from transforms.process import Processed

Describe = Callable[[Event], Iterable[tuple[str, str]]]
STYLES = {
    "trigger": "bold red",
    "actor": "bold cyan",
    "recipient": "bold magenta",
    "victim": "magenta",
    "date": "green",
    "place": "yellow",
    "source": "underline",
    "thing": "dim",
}
"""What is marked, the strongest first: where two marks meet, the stronger one is seen."""


def spans_of(event: Event) -> Iterator[tuple[str, int, int]]:
    """Yield (kind, start, end) of the words of the body that an event's fields rest on."""
    for mention in event.mentions:
        yield "trigger", mention.start, mention.end
    for kind, members in (("actor", event.actors), ("recipient", event.recipients), ("victim", event.victims)):
        for member in members:
            yield kind, member.start, member.end
    for thing in (*event.means, *event.targets):
        yield "thing", thing.start, thing.end
    if event.date_text_start is not None and event.date_text_end is not None:
        yield "date", event.date_text_start, event.date_text_end
    if event.place is not None:
        yield "place", event.place.start, event.place.end
    source = event.attribution
    if source.start is not None and source.end is not None:
        yield "source", source.start, source.end


def in_body(events: Sequence[Event]) -> list[Event]:
    """Return the events whose offsets are of the body, not of the title."""
    return [event for event in events if getattr(event, "evidence_part", "text") == "text"]


def kinds_of(article: Article, events: Sequence[Event]) -> list[str]:
    """Return the mark of each character of the body, empty for none."""
    kinds = [""] * len(article.text)
    order = list(STYLES)
    spans = [span for event in in_body(events) for span in spans_of(event)]
    for kind, start, end in sorted(spans, key=lambda span: -order.index(span[0])):
        kinds[start:end] = [kind] * (min(end, len(kinds)) - start)
    return kinds


def runs_of(kinds: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield (kind, start, end) of stretches of one mark, unmarked ones included."""
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] == kinds[at]:
            end += 1
        yield kinds[at], at, end
        at = end


def marked(article: Article, events: Sequence[Event]) -> Text:
    """Return the body with its marks, for a terminal."""
    shown = Text(article.text)
    for kind, start, end in runs_of(kinds_of(article, events)):
        if kind:
            shown.stylize(STYLES[kind], start, end)
    return shown


def marked_html(article: Article, events: Sequence[Event]) -> str:
    """Return the body with its marks as HTML paragraphs; words of the news are never markup."""
    kinds = kinds_of(article, events)
    found = []
    for paragraph in article.paragraphs:
        pieces = []
        for kind, start, end in runs_of(kinds[paragraph.start : paragraph.end]):
            words = escape(article.text[paragraph.start + start : paragraph.start + end])
            pieces.append(f'<mark class="{kind}" title="{kind}">{words}</mark>' if kind else words)
        found.append(f"<p>{''.join(pieces)}</p>")
    return "\n".join(found)


def nothing_found(article: Article) -> str:
    """Return in words that an article has no event, how many mentions were refused and why, and what to do."""
    if "not_english" in article.flags:
        return f"No event is looked for: the language is {article.language}, and only English is coded."
    why = f"Why: newsbeam explain {article.source_uri}"
    if not article.refusals:
        return f"No event found, and no mention of an act that was refused. {why}"
    counts = sorted(Counter(article.refusals).items(), key=_by_count)
    codes = ", ".join(f"{code} {REFUSALS[code].name}{f' ({n})' if n > 1 else ''}" for code, n in counts)
    total = len(article.refusals)
    return f"No event found, {total} {'refusal' if total == 1 else 'refusals'}: {codes}. {why}"


def _by_count(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def page(results: Sequence[Processed], describe: Describe) -> str:
    """Return a page of some articles; ``describe`` gives the facts of an event as (name, words) pairs."""
    template = Template((files("pipeline.cli") / "data" / "inspect.html").read_text(encoding="utf-8"))
    legend = " ".join(f'<mark class="{kind}">{kind}</mark>' for kind in STYLES)
    return template.substitute(legend=legend, articles="\n".join(article_html(result, describe) for result in results))


def article_html(result: Processed, describe: Describe) -> str:
    """Return one article with its events."""
    article = result.article
    title = escape(article.title or article.source_uri.rpartition("/")[2])
    events = (
        "\n".join(event_html(event, describe) for event in result.events) or f"<p>{escape(nothing_found(article))}</p>"
    )
    repairs = f"{len(article.repairs)} repairs" if article.repairs else "no repairs"
    published = f"published {article.published_at:%Y-%m-%d}" if article.published_at else "publication date not known"
    facts = ", ".join(filter(None, (published, article.agency, article.publisher, repairs, *article.flags)))
    return (
        f"<article><h1>{title}</h1><p class='facts'>{escape(facts)}</p>"
        f"<div class='text' lang='en'>{marked_html(article, result.events)}</div>"
        f"<h2>{len(result.events)} events</h2>{events}</article>"
    )


def event_html(event: Event, describe: Describe) -> str:
    """Return the facts of an event."""
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(words)}</td></tr>" for name, words in describe(event))
    mode = f"/{event.event_mode}" if event.event_mode else ""
    return (
        f"<section><h3>{event.event_type}{mode} <span>{event.status}, confidence {event.confidence:.2f}</span></h3>"
        f"<blockquote>{escape(event.evidence)}</blockquote><table>{rows}</table></section>"
    )
