"""From a finished dataset to a file in another layout, and its loss table."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from pipeline import storage
from pipeline.errors import UsageError
from pipeline.export import acled, gdelt, plover, ucdp
from pipeline.export.dataset import Report, read_reports
from pipeline.export.loss import Column, Loss, empty, loss_table, render

Cells = Mapping[str, Any]


class Layout(msgspec.Struct, frozen=True):
    """A foreign layout."""

    columns: Sequence[Column]
    rows: Callable[[Iterator[Report], Counter[str]], Iterator[Cells]]
    write: Callable[[Sequence[Column], Cells], str]
    header: bool


class Exported(msgspec.Struct, frozen=True):
    """What an export wrote and lost."""

    rows: int
    output: str
    loss_path: str
    table: Sequence[Loss]
    left_out: dict[str, int]


def separated(columns: Sequence[Column], cells: Cells, *, delimiter: str, quoted: bool) -> str:
    """Return a line of a separated file; empty for null."""
    line = io.StringIO()
    if quoted:
        writer = csv.writer(line, delimiter=delimiter, lineterminator="\n")
    else:
        writer = csv.writer(line, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    writer.writerow(["" if cells.get(column.name) is None else cells[column.name] for column in columns])
    return line.getvalue()


def json_line(columns: Sequence[Column], cells: Cells) -> str:
    """Return a JSON line without the keys that have no value; a required one stays as null."""
    kept = {c.name: cells.get(c.name) for c in columns if c.required or not empty(cells.get(c.name))}
    return msgspec.json.encode(kept).decode() + "\n"


TABBED = partial(separated, delimiter="\t", quoted=False)
COMMA = partial(separated, delimiter=",", quoted=True)
FORMATS: dict[str, Layout] = {
    "gdelt": Layout(gdelt.COLUMNS, gdelt.rows, TABBED, header=False),
    "acled": Layout(acled.COLUMNS, acled.rows, COMMA, header=True),
    "ucdp": Layout(ucdp.COLUMNS, ucdp.rows, COMMA, header=True),
    "plover": Layout(plover.COLUMNS, plover.rows, json_line, header=False),
}


def export(directory: str, layout_name: str, output: str) -> Exported:
    """Write the events of a dataset in another layout, with ``OUTPUT.loss.tsv`` beside it.

    UsageError for an unknown format, a directory without a dataset, or an output that cannot be written.
    """
    if layout_name not in FORMATS:
        raise UsageError(f"no format {layout_name!r}; choose one of {', '.join(FORMATS)}.")
    layout = FORMATS[layout_name]
    left_out: Counter[str] = Counter()
    filled: Counter[str] = Counter()
    lines = (
        [layout.write(layout.columns, {column.name: column.name for column in layout.columns})] if layout.header else []
    )
    rows = 0
    for cells in layout.rows(read_reports(directory), left_out):
        rows += 1
        filled.update(column.name for column in layout.columns if not empty(cells.get(column.name)))
        lines.append(layout.write(layout.columns, cells))
    table = loss_table(layout.columns, filled, rows)
    loss_path = f"{output}.loss.tsv"
    try:
        storage.write_bytes(output, "".join(lines).encode("utf-8", "replace"))
        storage.write_bytes(loss_path, render(table, left_out).encode())
    except OSError as error:
        raise UsageError(f"cannot write --output {output}: {error}.") from error
    return Exported(rows, output, loss_path, table, dict(sorted(left_out.items())))
