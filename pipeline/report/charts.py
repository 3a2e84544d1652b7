"""The drawings of the report as SVG: map, timeline, dyad matrix."""

from __future__ import annotations

import datetime
import json
import math
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any

import altair as alt
import msgspec
import vl_convert

from pipeline.report.data import Spot, Summary
from schemas.ontology import event_types

COLOURS = {
    "AGREE": "#a6cee3", "CONSULT": "#6baed6", "SUPPORT": "#3182bd", "CONCEDE": "#c6dbef", "COOPERATE": "#74c476",
    "AID": "#238b45", "RETREAT": "#a1d99b", "REQUEST": "#fee391", "ACCUSE": "#fec44f", "REJECT": "#fe9929",
    "THREATEN": "#d95f0e", "PROTEST": "#9e9ac8", "SANCTION": "#dd9bb6", "MOBILIZE": "#c994c7", "COERCE": "#e7524a",
    "ASSAULT": "#99000d",
}  # fmt: skip
"""Blue and green cooperate, in words and in deeds; yellow to orange conflict in words, violet and red in deeds."""

WIDTH = 1000
TOP_DYADS = 14
"""Rows and columns of the matrix."""
COVERED = 0.9
"""Share of the dated events that the timeline's window must hold."""
MAX_WEEKS = 160
MAX_MONTHS = 240
DRAWABLE = {
    "week": frozenset({"publication", "week"}),
    "month": frozenset({"publication", "week", "month"}),
    "year": frozenset({"publication", "week", "month", "year"}),
}
"""Which dates are fine enough for a unit of the timeline."""
OPACITY = {"site": 0.9, "city": 0.8, "admin2": 0.5, "admin1": 0.35}
PRECISION_NAMES = {"site": "site", "city": "town", "admin2": "district (2nd level)", "admin1": "province (1st level)"}
MAX_SPOTS = 3000
"""Places on the map, those with the largest tolls; the note says how many there are."""
SIZES = (28, 900)
"""Areas of the smallest and the largest point, square pixels."""
SHADES = ("#f3e3c3", "#d9a860")
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
Records = list[dict[str, Any]]


class Timeline(msgspec.Struct, frozen=True):
    """A drawing with what it leaves out."""

    svg: str
    unit: str
    outside: int
    """Dated events before or after the window."""
    coarse: int
    """Events whose date is coarser than the unit."""


@cache
def world() -> dict[str, Any]:
    """Return the country outlines."""
    found: dict[str, Any] = json.loads((files("pipeline.report") / "world.json").read_text(encoding="utf-8"))
    return found


def svg(chart: alt.TopLevelMixin) -> str:
    """Return a chart as SVG that scales with the page and says aloud what its marks are."""
    drawn: str = vl_convert.vegalite_to_svg(chart.to_dict())
    scaled = r'<svg \1style="width:100%;max-width:\2px"'
    return re.sub(r'<svg ([^>]*?)width="([\d.]+)" height="[\d.]+"', scaled, drawn, count=1)


def styled(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    """Return a chart in the page's look."""
    return (
        chart.configure_view(stroke=None)
        .configure_axis(
            labelFont=FONT, titleFont=FONT, labelFontSize=12, titleFontSize=12, labelColor="#444", titleColor="#444",
            titleFontWeight="normal", gridColor="#eee", domainColor="#bbb", tickColor="#bbb",
        )
        .configure_legend(
            labelFont=FONT, titleFont=FONT, labelFontSize=12, titleFontSize=12, labelColor="#444", titleColor="#444",
            titleFontWeight="normal",
        )
        .configure_text(font=FONT)
    )  # fmt: skip


def nothing(text: str) -> str:
    """Return what stands in place of a chart without data."""
    return f'<p class="none">{text}</p>'


def draw_map(summary: Summary) -> str:
    """Return the map: points sized by toll, the fainter the coarser; countries shaded where nothing finer is known."""
    if not summary.spots and not summary.country_only:
        return nothing("No event has a place.")
    outlines = alt.Data(values=world(), format=alt.DataFormat(property="features", type="json"))
    known = {code: spot.events for code, spot in summary.country_only.items()}
    shades = [{"id": code, "events": count, "told": shaded_words(summary, code)} for code, count in known.items()]
    land = alt.Chart(outlines).mark_geoshape(fill="#f2f0ea", stroke="#cfcabd", strokeWidth=0.5, aria=False)
    layers: list[alt.Chart] = [land]
    if shades:
        looked = alt.LookupData(data=alt.Data(values=shades), key="id", fields=["events", "told"])
        shaded = alt.Chart(outlines).transform_lookup(lookup="id", from_=looked)
        scale = alt.Scale(range=list(SHADES), domain=[1, max(2, *known.values())], type="sqrt")
        layers.append(
            shaded.transform_filter("isValid(datum.events)")
            .mark_geoshape(stroke="#bfae8c", strokeWidth=0.5)
            .encode(
                color=alt.Color("events:Q", scale=scale, legend=None),
                description=alt.Description("told:N"),
            )
        )
    points = [point(spot) for spot in sorted(summary.spots.values(), key=_largest_first)[:MAX_SPOTS]]
    if points:
        layers.append(draw_points(points))
    chart = alt.layer(*layers).project("naturalEarth1").properties(width=WIDTH, height=WIDTH * 0.5)
    return svg(styled(chart.resolve_scale(color="independent"))) + map_key(summary)


def shaded_words(summary: Summary, code: str) -> str:
    """Return what a shaded country says."""
    spot = summary.country_only[code]
    return f"{spot.name}: {spot.events} events known by country only"


def map_key(summary: Summary) -> str:
    """Return the key of the map as HTML."""
    spots = summary.spots.values()
    parts = []
    if spots:
        largest = largest_toll(summary)
        tolls = [0, *(10**k for k in range(7) if 10**k < largest), largest]
        circles = "".join(
            f'<span><i style="width:{2 * radius(toll, largest):.1f}px;height:{2 * radius(toll, largest):.1f}px"></i> '
            f"{toll or 'none told'}</span>"
            for toll in dict.fromkeys(tolls)
        )
        parts.append(f'<div class="mapkey">killed and wounded: {circles}</div>')
        precisions = "".join(
            f'<span><i style="width:13px;height:13px;opacity:{OPACITY[key]}"></i> {name}</span>'
            for key, name in PRECISION_NAMES.items()
            if any(spot.precision == key for spot in spots)
        )
        parts.append(f'<div class="mapkey">known to the: {precisions}</div>')
    if summary.country_only:
        most = max(spot.events for spot in summary.country_only.values())
        gradient = f"background:linear-gradient(90deg,{SHADES[0]},{SHADES[1]})"
        parts.append(
            f'<div class="mapkey">known by country only: 1 <b style="{gradient}"></b> {max(2, most)} events</div>'
        )
    return "".join(parts)


def largest_toll(summary: Summary) -> int:
    """Return the largest toll at one place, the end of the scale."""
    return max(2, *(spot.toll for spot in summary.spots.values()))


def radius(toll: int, largest: int) -> float:
    """Return the radius in pixels of a place with a toll."""
    low, high = SIZES
    return math.sqrt((low + (high - low) * math.sqrt(toll / largest)) / math.pi)


def draw_points(points: Records) -> alt.Chart:
    """Return the layer of places."""
    largest = max(2, *(p["toll"] for p in points))
    size = alt.Scale(type="sqrt", range=list(SIZES), domain=[0, largest])
    return (
        alt.Chart(alt.Data(values=points))
        .mark_circle(color="#99000d", stroke="white", strokeWidth=0.6)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            size=alt.Size("toll:Q", scale=size, legend=None),
            opacity=alt.Opacity("opacity:Q", scale=None, legend=None),
            description=alt.Description("told:N"),
        )
    )


def point(spot: Spot) -> dict[str, Any]:
    """Return a place as a record of the map."""
    toll = f", {spot.toll} killed and wounded" if spot.toll else ""
    precision = PRECISION_NAMES[spot.precision]
    told = f"{spot.name} ({spot.country}), {precision}: {spot.events} events{toll}"
    return {"lat": spot.lat, "lon": spot.lon, "toll": spot.toll, "opacity": OPACITY[spot.precision], "told": told}


def _largest_first(spot: Spot) -> tuple[int, int, float, float]:
    return -spot.toll, -spot.events, spot.lat, spot.lon


def window(days: Counter[datetime.date]) -> tuple[datetime.date, datetime.date]:
    """Return the shortest stretch of days that holds ``COVERED`` of the events, the earliest of equal ones."""
    ordered = sorted(days)
    wanted = COVERED * sum(days.values())
    best = (ordered[0], ordered[-1])
    held, left = 0, 0
    for day in ordered:
        held += days[day]
        while held - days[ordered[left]] >= wanted:
            held -= days[ordered[left]]
            left += 1
        if held >= wanted and day - ordered[left] < best[1] - best[0]:
            best = (ordered[left], day)
    return best


def floor(day: datetime.date, unit: str) -> datetime.date:
    """Return the first day of the week (Monday), month or year of a day."""
    if unit == "week":
        return day - datetime.timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def after(day: datetime.date, unit: str) -> datetime.date:
    """Return the first day of the next week, month or year."""
    return floor(day + datetime.timedelta(days={"week": 7, "month": 32, "year": 367}[unit]), unit)


def choose_unit(summary: Summary) -> str:
    """Return the unit in which at least half of the dated events can be drawn."""
    finenesses: Counter[str] = Counter()
    for (_, _, fineness), count in summary.days.items():
        finenesses[fineness] += count
    half = finenesses.total() / 2
    fine = finenesses["week"] + finenesses["publication"]
    return "week" if fine >= half else "month" if fine + finenesses["month"] >= half else "year"


def draw_timeline(summary: Summary) -> Timeline:
    """Return events by type and week; by month or year where weeks are too many to see or not known."""
    unit = choose_unit(summary)
    while True:
        drawable = {key: count for key, count in summary.days.items() if key[2] in DRAWABLE[unit]}
        totals: Counter[datetime.date] = Counter()
        for (day, _, _), count in drawable.items():
            totals[day] += count
        if not totals:
            return Timeline(nothing("No event has a date."), unit, 0, summary.days.total())
        first, last = window(totals)
        weeks = (last - first).days // 7
        if unit == "year" or weeks <= (MAX_WEEKS if unit == "week" else MAX_MONTHS * 52 // 12):
            break
        unit = "month" if unit == "week" else "year"
    start, end = floor(first, unit), after(floor(last, unit), unit)
    bars: Counter[tuple[datetime.date, int, bool]] = Counter()
    order = list(event_types())
    outside = 0
    for (day, kind, fineness), count in drawable.items():
        if start <= day < end:
            bars[floor(day, unit), order.index(kind), fineness == "publication"] += count
        else:
            outside += count
    coarse = summary.days.total() - sum(drawable.values())
    return Timeline(svg(styled(stacked(bars, unit, (start, end)))), unit, outside, coarse)


def stacked(
    bars: Counter[tuple[datetime.date, int, bool]], unit: str, shown: tuple[datetime.date, datetime.date]
) -> alt.Chart:
    """Return the bars, each as wide as its unit, stacked in the order of the types."""
    order = list(event_types())
    heights: Counter[datetime.date] = Counter()
    rows: Records = []
    for (day, index, publication), count in sorted(bars.items()):
        rows.append(
            {
                "start": day.isoformat(), "end": after(day, unit).isoformat(), "type": order[index],
                "low": heights[day], "high": heights[day] + count,
                "date": "of publication" if publication else "in the text",
                "told": f"{unit} of {day.isoformat()}: {count} {order[index]}"
                + (", dated by publication" if publication else ""),
            }
        )  # fmt: skip
        heights[day] += count
    domain = [moment.isoformat() for moment in shown]
    years = (shown[1] - shown[0]).days > 3 * 366
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_rect(stroke="white", strokeWidth=0.4)
        .encode(
            x=alt.X(
                "start:T",
                title=None,
                scale=alt.Scale(domain=domain),
                axis=alt.Axis(grid=False, tickCount=10, labelOverlap=True, format="%Y" if years else "%b %Y"),
            ),
            x2="end:T",
            y=alt.Y(
                "low:Q",
                title=f"events a {unit}",
                scale=alt.Scale(domain=[0, max(heights.values())], nice=True),
                axis=alt.Axis(tickMinStep=1, format="d"),
            ),
            y2="high:Q",
            color=alt.Color(
                "type:N",
                scale=alt.Scale(domain=order, range=[COLOURS[kind] for kind in order]),
                legend=alt.Legend(title=None, orient="right", symbolType="square"),
            ),
            opacity=alt.Opacity(
                "date:N",
                scale=alt.Scale(domain=["in the text", "of publication"], range=[1, 0.45]),
                legend=alt.Legend(title="date", orient="right", symbolType="square", symbolFillColor="#555"),
            ),
            description=alt.Description("told:N"),
        )
        .properties(width=WIDTH - 200, height=280)
    )


def draw_dyads(summary: Summary) -> str:
    """Return who acts on whom, the most frequent actors and recipients."""
    if not summary.dyads:
        return nothing("No event has an actor and a recipient whose country or sector is known.")
    rows_, columns = frequent(summary.dyads)
    cells = [
        {"actor": actor, "recipient": recipient, "count": count, "told": f"{actor} to {recipient}: {count} events"}
        for (actor, recipient), count in sorted(summary.dyads.items())
        if actor in rows_ and recipient in columns
    ]
    largest = max(summary.dyads[row, column] for row in rows_ for column in columns)
    across = alt.Axis(orient="top", labelAngle=-40, labelLimit=140)
    base = alt.Chart(alt.Data(values=cells)).encode(
        x=alt.X("recipient:N", scale=alt.Scale(domain=columns), title="recipient", axis=across),
        y=alt.Y("actor:N", scale=alt.Scale(domain=rows_), title="actor", axis=alt.Axis(labelLimit=160)),
    )
    scale = alt.Scale(range=["#eef2f8", "#045a8d"], type="sqrt", domain=[0, max(4, largest)])
    colour = alt.Color("count:Q", scale=scale, legend=None)
    boxes = base.mark_rect(stroke="white").encode(color=colour, description=alt.Description("told:N"))
    dark = alt.condition(f"datum.count > {max(4, largest) * 0.35}", alt.value("white"), alt.value("#333"))
    figures = base.mark_text(fontSize=12, aria=False).encode(text=alt.Text("count:Q", format="d"), color=dark)
    chart = alt.layer(boxes, figures).properties(width=46 * len(columns), height=28 * len(rows_))
    return svg(styled(chart))


def frequent(dyads: Counter[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Return the actors and recipients of the most frequent dyads, each the most active first."""
    actors: set[str] = set()
    recipients: set[str] = set()
    for (actor, recipient), _ in sorted(dyads.items(), key=_by_count):
        if len(actors | {actor}) <= TOP_DYADS and len(recipients | {recipient}) <= TOP_DYADS:
            actors.add(actor)
            recipients.add(recipient)
    acts, suffered = Counter[str](), Counter[str]()
    for (actor, recipient), count in dyads.items():
        if actor in actors and recipient in recipients:
            acts[actor] += count
            suffered[recipient] += count
    return [name for name, _ in sorted(acts.items(), key=_by_count)], [
        name for name, _ in sorted(suffered.items(), key=_by_count)
    ]


def _by_count(item: tuple[Any, int]) -> tuple[int, Any]:
    return -item[1], item[0]
