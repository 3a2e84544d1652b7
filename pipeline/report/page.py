"""The page: figures and drawings put into ``page.html``."""

from __future__ import annotations

from collections import Counter
from html import escape
from importlib.resources import files
from string import Template

import msgspec

from pipeline.describe.output import quality
from pipeline.report.colours import COLOURS
from pipeline.report.data import Summary, plain, reject_meaning
from pipeline.report.evidence import show
from pipeline.report.projection import outlines
from pipeline.report.repeats import LEAST_ARTICLES, SHARE

PALETTE = ("#3b7a57", "#7db08f", "#7da7c4", "#b9d0e0", "#d9a860", "#efd9b0", "#b59ac0", "#d8c6de", "#c98f86", "#e6c7c1")
UNKNOWN = "#dddddd"
FIELDS = {
    "date": "date: basis, precision", "place": "place: basis, precision", "actors": "actors",
    "recipients": "recipients",
    "toll": "killed, wounded", "status": "status", "source": "who says so",
}  # fmt: skip
NAMED_SOURCES = 5
MOST_BARS = 12
MOST_REPEATS, LONGEST_SHOWN = 30, 200
NULL = frozenset({"none"})


def render(summary: Summary) -> str:
    """Return the page of a summary."""
    folder = files("pipeline.report")
    template = Template((folder / "page.html").read_text(encoding="utf-8"))
    name = summary.directory.rstrip("/").rpartition("/")[2] or summary.directory
    return template.substitute(
        name=escape(name),
        style=(folder / "page.css").read_text(encoding="utf-8"),
        script=(folder / "page.js").read_text(encoding="utf-8"),
        data=embedded(summary.told),
        colours=embedded(COLOURS),
        facts=escape(facts(summary)),
        sources=escape(sources(summary)),
        cards=cards(summary),
        outlines=outlines(),
        languages=bars(summary.languages, "articles"),
        publishers=bars(summary.publishers, "articles"),
        repeats=repeats(summary),
        repeats_note=repeats_note(summary),
        funnel=funnel(summary),
        spread="".join(spread(name, summary.bases[name], summary.events) for name in FIELDS).join(
            ('<table class="spread">', "</table>")
        ),
        checks=checks(summary),
        checks_note=checks_note(summary),
        quality=measured(),
        sample_size=len(summary.sample),
        sample="".join(show(event, title) for event, title in summary.sample) or '<p class="none">No event.</p>',
    )


def embedded(value: object) -> str:
    """Return a value as JSON inside a script element: no sequence of its text can end the element."""
    text = msgspec.json.encode(value).decode()
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def facts(summary: Summary) -> str:
    """Return the lines below the title: period, runs, version."""
    span = f"published {summary.first} to {summary.last}" if summary.first else "publication days not known"
    runs = f"{len(summary.runs)} run" + ("" if len(summary.runs) == 1 else "s")
    named = f" ({summary.runs[0]})" if len(summary.runs) == 1 else ""
    return f"{span}; {runs}{named}, coded by newsbeam {', '.join(summary.coder_versions)}; {summary.directory}"


def sources(summary: Summary) -> str:
    """Return the most frequent publishers in words."""
    known = [(name, count) for name, count in sorted(summary.publishers.items(), key=_by_count) if name != "not known"]
    if not known:
        return "Publishers are not known."
    named = ", ".join(f"{name} ({plain(count)})" for name, count in known[:NAMED_SOURCES])
    return f"Sources: {named}" + (
        f" and {plain(len(known) - NAMED_SOURCES)} more." if len(known) > NAMED_SOURCES else "."
    )


def bars(counts: Counter[str], unit: str) -> str:
    """Return counts as a table of bars, the most frequent first."""
    ordered = sorted(counts.items(), key=_by_count)
    if not ordered:
        return '<p class="none">None.</p>'
    most = ordered[0][1]
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="number">{plain(count)}</td>'
        f'<td><div class="bar" style="width:{100 * count / most:.1f}%"></div></td></tr>'
        for name, count in ordered[:MOST_BARS]
    )
    rest = sum(count for _, count in ordered[MOST_BARS:])
    more = f'<p class="note">{len(ordered) - MOST_BARS} more, {plain(rest)} {unit}.</p>' if rest else ""
    return f'<table class="bars">{rows}</table>{more}'


def repeats_note(summary: Summary) -> str:
    """Return what the table of repeated paragraphs shows, and how many there are."""
    found = summary.repeats.found
    note = (
        f"Paragraphs in at least {LEAST_ARTICLES} articles and {SHARE:.0%} of the articles of one publisher, copies "
        "counted once: mostly words of the site that cleaning left, no part of a story."
    )
    if len(found) > MOST_REPEATS:
        note += f" The first {MOST_REPEATS} of {plain(len(found))}."
    return note if summary.repeats.complete else f"{note} There are more than could be held."


def repeats(summary: Summary) -> str:
    """Return the paragraphs that publishers repeat, most articles first."""
    rows = "".join(
        f'<tr><th scope="row">{escape(one.publisher)}</th>'
        f'<td class="number">{plain(one.articles)} of {plain(one.of)}</td>'
        f"<td>{escape(one.words[:LONGEST_SHOWN])}</td></tr>"
        for one in summary.repeats.found[:MOST_REPEATS]
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("publisher", "articles", "paragraph"))
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else '<p class="none">None.</p>'
    )


def measured() -> str:
    """Return the table of measured quality."""
    rows = "".join(
        f'<tr><th scope="row">{escape(genre)}</th><td>{escape(what)}</td><td>{escape(measure)}</td>'
        f"<td>{escape(value)}</td></tr>"
        for genre, what, measure, value in quality()
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("genre", "what", "measure", "value"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def cards(summary: Summary) -> str:
    """Return the main figures."""
    figures = {
        "records read": summary.records, "articles": summary.articles, "rejected": sum(summary.rejects.values()),
        "duplicates": sum(summary.duplicates.values()), "events": summary.events, "incidents": summary.incidents,
    }  # fmt: skip
    return "".join(
        f'<div class="card"><b>{plain(value)}</b><span>{name}</span></div>' for name, value in figures.items()
    )


def _by_count(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def funnel(summary: Summary) -> str:
    """Return the way of the records as bars: read, rejected by code, articles, what became of them."""
    total = max(summary.records, 1)
    rejected = sum(summary.rejects.values())
    rows = [("records read", summary.records, "", False), ("rejected", rejected, "lost", False)]
    rows += [
        (reject_meaning(code), count, "lost", True) for code, count in sorted(summary.rejects.items(), key=_by_count)
    ]
    rows.append(("articles", summary.articles, "kept", False))
    rows += [
        (f"duplicate, {kind}", count, "", True) for kind, count in sorted(summary.duplicates.items(), key=_by_count)
    ]
    rows += [
        ("text repaired", summary.repaired, "", True),
        ("not English, kept without events", summary.not_english, "", True),
    ]
    rows.append(("English, no event found", summary.without_events, "", True))
    with_events = summary.articles - summary.not_english - summary.without_events
    rows.append(("with events", with_events, "kept", True))
    skipped = [(f"skipped: {reason}", count, "lost", False) for reason, count in sorted(summary.skipped.items())]
    drawn = [*rows, *skipped]
    return '<table class="funnel">' + "".join(_bar(*row, total) for row in drawn if row[1] or not row[3]) + "</table>"


def _bar(name: str, count: int, kind: str, sub: bool, total: int) -> str:
    width = min(100.0, 100 * count / total)
    bar = f'<div class="bar {kind}" style="width:{width:.2f}%"></div>' if count else ""
    head = f'<tr class="{"sub" if sub else "main"}"><th scope="row">{escape(name)}</th>'
    return f'{head}<td class="number">{plain(count)}</td><td>{bar}</td></tr>'


def spread(name: str, counts: Counter[tuple[str, str]], total: int) -> str:
    """Return one field as a row: its values as parts of a bar, named beside it."""
    if not total:
        return ""
    ordered = sorted(counts.items(), key=_known_first)
    parts, keys, used = [], [], 0
    for (basis, precision), count in ordered:
        colour = UNKNOWN if basis in NULL else PALETTE[min(used, len(PALETTE) - 1)]
        used += basis not in NULL
        label = basis if not precision or precision == basis else f"{basis}, {precision}"
        parts.append(
            f'<i style="width:{100 * count / total:.2f}%;background:{colour}" title="{escape(label)}: {count}"></i>'
        )
        keys.append(f'<span><i style="background:{colour}"></i>{escape(label)} {share(count, total)}</span>')
    return (
        f'<tr><th scope="row">{FIELDS[name]}</th><td><div class="parts">{"".join(parts)}</div></td>'
        f'<td class="key">{" ".join(keys)}</td></tr>'
    )


def _known_first(item: tuple[tuple[str, str], int]) -> tuple[bool, int, tuple[str, str]]:
    return item[0][0] in NULL, -item[1], item[0]


def share(count: int, total: int) -> str:
    """Return a share in per cent; small ones as such."""
    percent = 100 * count / total
    return f"{percent:.0f}&nbsp;%" if percent >= 1 else "&lt;1&nbsp;%"


def checks_note(summary: Summary) -> str:
    """Return the verdict of the checks."""
    if not summary.checks:
        return "The dataset is not on this machine: run newsbeam validate where it is."
    found = sum(count for _, count in summary.checks)
    return "Every promise of the contract that newsbeam validate checks." + (
        f" {plain(found)} violations." if found else " All hold."
    )


def _mark(violations: int) -> str:
    return f'<td class="fail">✗ {plain(violations)}</td>' if violations else '<td class="pass">✓</td>'


def checks(summary: Summary) -> str:
    """Return the checks with pass or fail, and the first violations."""
    rows = "".join(f"<tr>{_mark(count)}<td>{escape(name)}</td></tr>" for name, count in summary.checks)
    shown = "".join(f"<li>{escape(text)}</li>" for text in summary.violations)
    return f"<table>{rows}</table>" + (f"<ul>{shown}</ul>" if shown else "")
