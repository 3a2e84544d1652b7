"""From a finished dataset to a file in another layout, and its loss table."""

from __future__ import annotations

import csv
import datetime
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import storage
from pipeline.errors import UsageError
from pipeline.export import acled, flat, gdelt, geojson, panel, plover, ucdp
from pipeline.export.dataset import Report, read_reports
from pipeline.export.dates import PUBLICATION, TEXT, check_policy, with_dates
from pipeline.export.loss import Column, Loss, empty, loss_table, render

Cells = Mapping[str, Any]
Rows = Callable[[Iterator[Report], Counter[str]], Iterator[dict[str, Any]]]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet takes for a formula."""


class Layout(msgspec.Struct, frozen=True):
    """A foreign layout."""

    columns: Sequence[Column]
    rows: Rows
    encode: Callable[[Sequence[Column], Sequence[dict[str, Any]]], bytes]
    dates: str
    """Policy where none is given."""
    dates_note: str
    """Why, for the loss table."""
    events: Rows | None = None
    """Rows an event instead of an incident, where the layout has them."""


class Exported(msgspec.Struct, frozen=True):
    """What an export wrote and lost."""

    rows: int
    output: str
    loss_path: str
    table: Sequence[Loss]
    left_out: dict[str, int]
    dates: str = TEXT


def harmless(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes before words that begin like one."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def cell(value: object) -> object:
    """Return a value as it stands in a separated file: empty for null, ISO 8601 for times, harmless words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.isoformat().replace("+00:00", "Z")
    return harmless(value)


def separated(columns: Sequence[Column], rows: Sequence[Cells], *, delimiter: str, quoted: bool, header: bool) -> bytes:
    """Return the lines of a separated file."""
    text = io.StringIO()
    if quoted:
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    else:
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    if header:
        writer.writerow([column.name for column in columns])
    for cells in rows:
        writer.writerow([cell(cells.get(column.name)) for column in columns])
    return text.getvalue().encode("utf-8", "replace")


def json_lines(columns: Sequence[Column], rows: Sequence[Cells]) -> bytes:
    """Return JSON lines without the keys that have no value; a required one stays as null."""
    lines = []
    for cells in rows:
        kept = {c.name: cells.get(c.name) for c in columns if c.required or not empty(cells.get(c.name))}
        lines.append(msgspec.json.encode(kept) + b"\n")
    return b"".join(lines)


def parquet(columns: Sequence[Column], rows: Sequence[dict[str, Any]]) -> bytes:
    """Return a Parquet file with a column each, whose type is the same whatever the rows."""
    schema = pa.schema([pa.field(column.name, flat.TYPES.get(column.name, pa.string())) for column in columns])
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


TABBED = partial(separated, delimiter="\t", quoted=False, header=False)
COMMA = partial(separated, delimiter=",", quoted=True, header=True)
LOOSE = "date_precision says publication where only the day of the article is known"
FORMATS: dict[str, Layout] = {
    "flat": Layout(flat.COLUMNS, flat.incident_rows, parquet, PUBLICATION, LOOSE, flat.event_rows),
    "csv": Layout(flat.COLUMNS, flat.incident_rows, COMMA, PUBLICATION, LOOSE, flat.event_rows),
    "panel": Layout(panel.COLUMNS, panel.rows, COMMA, PUBLICATION, "dated_by_publication counts them"),
    "geojson": Layout(geojson.COLUMNS, geojson.rows, geojson.encode, PUBLICATION, LOOSE),
    "gdelt": Layout(
        gdelt.COLUMNS, gdelt.rows, TABBED, PUBLICATION, "GDELT dates by publication and has no date precision"
    ),
    "acled": Layout(acled.COLUMNS, acled.rows, COMMA, PUBLICATION, "time_precision 2: about that day"),
    "ucdp": Layout(
        ucdp.COLUMNS, ucdp.rows, COMMA, TEXT, "UCDP wants a known date; date_prec 2 with --dates publication"
    ),
    "plover": Layout(plover.COLUMNS, plover.rows, json_lines, TEXT, "PLOVER has no date precision"),
}
"""A flat Parquet table, the same as CSV, a country-month panel, points, and four foreign layouts."""


def export(
    directory: str, layout_name: str, output: str, *, dates: str | None = None, rows: str = "incidents"
) -> Exported:
    """Write the events of a dataset in another layout, with ``OUTPUT.loss.tsv`` beside it.

    ``dates`` is one of ``dates.POLICIES``, by default the layout's own; ``rows`` is ``incidents`` or ``events``, where
    the layout has both. UsageError for an unknown format or policy, a directory without a dataset, or an output that
    cannot be written.
    """
    if layout_name not in FORMATS:
        raise UsageError(f"no format {layout_name!r}; choose one of {', '.join(FORMATS)}.")
    layout = FORMATS[layout_name]
    policy = dates or layout.dates
    check_policy(policy)
    make = chosen_rows(layout, layout_name, rows)
    left_out: Counter[str] = Counter()
    written = list(make(with_dates(read_reports(directory), policy), left_out))
    filled: Counter[str] = Counter()
    for cells in written:
        filled.update(column.name for column in layout.columns if not empty(cells.get(column.name)))
    table = loss_table(layout.columns, filled, len(written))
    loss_path = f"{output}.loss.tsv"
    notes = [f"dates: {policy} ({'as given' if dates else 'default'}; {layout.dates_note})"]
    try:
        storage.write_bytes(output, layout.encode(layout.columns, written))
        storage.write_bytes(loss_path, render(table, left_out, notes).encode())
    except OSError as error:
        raise UsageError(
            f"cannot write --output {output}: {error}. Choose a file in a directory you may write to."
        ) from error
    return Exported(len(written), output, loss_path, table, dict(sorted(left_out.items())), policy)


def chosen_rows(layout: Layout, name: str, rows: str) -> Rows:
    """Return the function that makes the rows; UsageError where the layout has no such rows."""
    if rows == "incidents":
        return layout.rows
    if rows != "events":
        raise UsageError(f"--rows {rows}: choose incidents or events.")
    if layout.events is None:
        able = ", ".join(other for other, found in FORMATS.items() if found.events)
        raise UsageError(f"--rows events: {name} has its own rows; choose one of {able}.")
    return layout.events
