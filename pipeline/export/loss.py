"""What an export could fill: counted column by column, never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec


class Column(msgspec.Struct, frozen=True):
    """A column of a foreign layout: how it is filled, or why it cannot be."""

    name: str
    note: str = ""
    fillable: bool = True
    required: bool = False
    """The layout demands the field: it is written as null where it says nothing."""


class Loss(msgspec.Struct, frozen=True):
    """One line of the loss table."""

    column: str
    filled: int
    rows: int
    status: str
    """filled, partly, empty (nothing in this dataset fills it), impossible (a text coder cannot know it)."""
    note: str


def empty(value: Any) -> bool:  # noqa: ANN401 - any cell
    """Return whether a cell says nothing."""
    return value is None or value in ("", [], {})


def loss_table(columns: Sequence[Column], filled: Mapping[str, int], rows: int) -> list[Loss]:
    """Return how many of the rows have each column."""
    table = []
    for column in columns:
        count = filled.get(column.name, 0)
        status = "filled" if count == rows and rows else "partly" if count else "empty"
        table.append(Loss(column.name, count, rows, status if column.fillable else "impossible", column.note))
    return table


def render(table: Sequence[Loss], left_out: Counter[str], notes: Sequence[str] = ()) -> str:
    """Return the loss table as tab-separated text, notes and the events left out before it as comments."""
    lines = [f"# {note}" for note in notes]
    lines += [f"# left out: {count} events, {reason}" for reason, count in sorted(left_out.items())]
    lines.append("column\tstatus\tfilled\trows\tnote")
    lines += [f"{loss.column}\t{loss.status}\t{loss.filled}\t{loss.rows}\t{loss.note}" for loss in table]
    return "\n".join(lines) + "\n"
