"""The page: figures and drawings put into ``page.html``."""

from __future__ import annotations

from collections import Counter
from html import escape
from importlib.resources import files
from string import Template

from pipeline.report.charts import MAX_SPOTS, Timeline, draw_dyads, draw_map, draw_timeline
from pipeline.report.data import Spot, Summary, plain, reject_meaning
from pipeline.report.evidence import show

PALETTE = ("#3b7a57", "#7db08f", "#7da7c4", "#b9d0e0", "#d9a860", "#efd9b0", "#b59ac0", "#d8c6de", "#c98f86", "#e6c7c1")
UNKNOWN = "#dddddd"
FIELDS = {
    "date": "date: basis, precision", "place": "place: basis, precision", "actors": "actors",
    "recipients": "recipients",
    "toll": "killed, wounded", "status": "status", "source": "who says so",
}  # fmt: skip
NULL = frozenset({"none"})


def render(summary: Summary) -> str:
    """Return the page of a summary."""
    template = Template((files("pipeline.report") / "page.html").read_text(encoding="utf-8"))
    timeline = draw_timeline(summary)
    name = summary.directory.rstrip("/").rpartition("/")[2] or summary.directory
    return template.substitute(
        name=escape(name),
        facts=escape(facts(summary)),
        cards=cards(summary),
        map=draw_map(summary),
        map_note=map_note(summary),
        countries=country_list(summary),
        timeline=timeline.svg,
        timeline_note=timeline_note(summary, timeline),
        dyads=draw_dyads(summary),
        dyads_note=dyads_note(summary),
        funnel=funnel(summary),
        spread="".join(spread(name, summary.bases[name], summary.events) for name in FIELDS).join(
            ('<table class="spread">', "</table>")
        ),
        checks=checks(summary),
        checks_note=checks_note(summary),
        sample_size=len(summary.sample),
        sample="".join(show(event, title) for event, title in summary.sample) or '<p class="none">No event.</p>',
    )


def facts(summary: Summary) -> str:
    """Return the line below the title."""
    runs = f"{len(summary.runs)} run" + ("" if len(summary.runs) == 1 else "s")
    named = f" ({summary.runs[0]})" if len(summary.runs) == 1 else ""
    return f"{runs}{named}, coded by newsbeam {', '.join(summary.coder_versions)}; {summary.directory}"


def cards(summary: Summary) -> str:
    """Return the main figures."""
    figures = {
        "records read": summary.records, "articles": summary.articles, "rejected": sum(summary.rejects.values()),
        "duplicates": sum(summary.duplicates.values()), "events": summary.events, "incidents": len(summary.incidents),
    }  # fmt: skip
    return "".join(
        f'<div class="card"><b>{plain(value)}</b><span>{name}</span></div>' for name, value in figures.items()
    )


def map_note(summary: Summary) -> str:
    """Return what the map shows and leaves out."""
    located = sum(spot.events for spot in summary.spots.values())
    country = sum(spot.events for spot in summary.country_only.values())
    cut = (
        f" Only the {plain(MAX_SPOTS)} places with the largest tolls are drawn."
        if len(summary.spots) > MAX_SPOTS
        else ""
    )
    return (
        f"{plain(located)} events at a point, {plain(country)} known by country only (shaded, never a point), "
        f"{plain(summary.unplaced)} without place. Size: killed and wounded of the incidents there, no running toll. "
        f"The fainter, the coarser the place.{cut}"
    )


def dyads_note(summary: Summary) -> str:
    """Return what the matrix leaves out."""
    return (
        "Events by country and sector of both sides, the most frequent ones. "
        f"{plain(summary.unpaired)} events have no actor or no recipient of known country or sector."
    )


def country_list(summary: Summary) -> str:
    """Return the countries of the events that have no finer place."""
    ordered = sorted(summary.country_only.values(), key=_most_events)
    if not ordered:
        return ""
    items = "".join(f"<li>{escape(spot.name)}: {plain(spot.events)}</li>" for spot in ordered[:60])
    more = f"<li>and {len(ordered) - 60} more</li>" if len(ordered) > 60 else ""
    return f'<p class="note">Known by country only:</p><ul class="columns">{items}{more}</ul>'


def _most_events(spot: Spot) -> tuple[int, str]:
    return -spot.events, spot.name


def timeline_note(summary: Summary, timeline: Timeline) -> str:
    """Return what the timeline shows and leaves out."""
    notes = [f"Events by type and {timeline.unit}; pale where only the day of publication is known."]
    left = (
        (timeline.outside, "before or after the stretch shown"),
        (timeline.coarse, f"dated less exactly than by {timeline.unit}"),
        (summary.undated, "without a date"),
    )
    told = ", ".join(f"{plain(count)} {why}" for count, why in left if count)
    return " ".join([*notes, f"Not shown: {told}."] if told else notes)


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
    head = f'<tr class="{"sub" if sub else "main"}"><th>{escape(name)}</th>'
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
        f'<tr><th>{FIELDS[name]}</th><td><div class="parts">{"".join(parts)}</div></td>'
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
