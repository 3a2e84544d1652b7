"""Country-month panel: a row for every country of the dataset and every month from the first to the last."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.export.dataset import Report, read_incidents
from pipeline.export.flat import precision, toll
from pipeline.export.loss import Column
from pipeline.export.values import HAPPENED, country_codes
from schemas.codes.ontology import event_types

TYPES = tuple(event_types())
COLUMNS = (
    Column("country", "ISO 3166 alpha-3; a country with no incident in the dataset has no rows"),
    Column("country_name"),
    Column("year"),
    Column("month", "1 to 12"),
    Column("incidents", "that happened, by their first day; 0 where the dataset has none"),
    Column("dated_by_publication", "of these, known only by the day of publication"),
    *(Column(name.lower(), "incidents of the type") for name in TYPES),
    Column("killed_low", "sum of the lowest figures; null where incidents are told but no figure"),
    Column("killed_high", "sum of the highest; null where one is open or none told"),
    Column("wounded_low"),
    Column("wounded_high"),
    Column("incidents_with_toll", "incidents with a figure of killed or wounded"),
)
Month = tuple[int, int]
NEWS_DAYS = 60
"""How far an event may lie from the publication of the article that has it as news (column ``historical``)."""


def rows(reports: Iterator[Report], left_out: Counter[str]) -> Iterator[dict[str, Any]]:
    """Yield the panel, by country and month."""
    cells: dict[tuple[str, Month], list[list[Report]]] = {}
    told = list(kept(reports, left_out))
    first, last = bounds(told)
    for group in read_incidents(iter(told)):
        event = group[0].event
        start, end = event["date_start"], event["date_end"] or event["date_start"]
        if (start.year, start.month) != (end.year, end.month):
            left_out["dated less exactly than by month"] += len(group)
            continue
        if not first <= start <= last:
            left_out["of articles without a date, before or after all that is published"] += len(group)
            continue
        cells.setdefault((event["place"]["country"], (start.year, start.month)), []).append(group)
    if not cells:
        return
    months = list(months_between(min(m for _, m in cells), max(m for _, m in cells)))
    for country in sorted({country for country, _ in cells}):
        for month in months:
            yield panel_row(country, month, cells.get((country, month), []))


def kept(reports: Iterator[Report], left_out: Counter[str]) -> Iterator[Report]:
    """Yield the reports of what happened at a known place and time; count the others."""
    for report in reports:
        event = report.event
        if event["status"] not in HAPPENED:
            left_out[f"status {event['status']}"] += 1
        elif event["historical"]:
            left_out["historical"] += 1
        elif event["place"] is None or event["place"]["country"] is None:
            left_out["without a country"] += 1
        elif event["date_start"] is None:
            left_out["without a date"] += 1
        else:
            yield report


def bounds(reports: Sequence[Report]) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day of the panel: what was news when the dataset's articles were published.

    Without it one event of an undated article, a century off, would add a thousand months of zeros.
    """
    published = [report.event["published_at"].date() for report in reports if report.event["published_at"]]
    if not published:
        return datetime.date.min, datetime.date.max
    return min(published) - datetime.timedelta(days=NEWS_DAYS), max(published) + datetime.timedelta(days=NEWS_DAYS)


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Yield the months from the first to the last."""
    for number in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1]):
        yield number // 12, number % 12 + 1


def panel_row(country: str, month: Month, groups: list[list[Report]]) -> dict[str, Any]:
    """Return the row of a country and month."""
    codes = country_codes().get(country)
    types = Counter(group[0].event["event_type"] for group in groups)
    row: dict[str, Any] = {
        "country": country,
        "country_name": codes.name if codes else None,
        "year": month[0],
        "month": month[1],
        "incidents": len(groups),
        "dated_by_publication": sum(precision(group[0].event) == "publication" for group in groups),
        **{name.lower(): types[name] for name in TYPES},
    }
    with_toll = 0
    tolls = {kind: [toll(group, kind) for group in groups] for kind in ("killed", "wounded")}
    for kind, found in tolls.items():
        told = [pair for pair in found if pair != (None, None)]
        row[f"{kind}_low"] = None if groups and not told else sum(low or 0 for low, _ in told)
        open_end = any(high is None for _, high in told)
        row[f"{kind}_high"] = None if open_end or (groups and not told) else sum(high or 0 for _, high in told)
    for killed, wounded in zip(tolls["killed"], tolls["wounded"], strict=True):
        with_toll += (killed, wounded) != ((None, None), (None, None))
    return {**row, "incidents_with_toll": with_toll}
