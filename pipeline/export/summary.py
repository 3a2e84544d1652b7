"""The loss table for human eyes."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.export.exporter import Exported

STYLES = {"filled": "green", "partly": "yellow", "empty": "red", "impossible": "dim"}


def show_losses(exported: Exported, console: Console) -> None:
    """Print what an export could not fill, which events it left out, and where the files are."""
    table = Table(title="columns", title_justify="left")
    for heading in ("column", "status", "filled", "how, or why not"):
        table.add_column(heading, justify="right" if heading == "filled" else "left", overflow="fold")
    for loss in exported.table:
        status = f"[{STYLES[loss.status]}]{loss.status}[/]"
        table.add_row(loss.column, status, f"{loss.filled}/{loss.rows}", escape(loss.note))
    console.print(table)
    if exported.left_out:
        left = Table(title="events left out", title_justify="left", show_header=False)
        left.add_column("reason")
        left.add_column("count", justify="right")
        for reason, count in exported.left_out.items():
            left.add_row(escape(reason), str(count))
        console.print(left)
    console.print(f"{exported.rows} rows: {exported.output}", soft_wrap=True, markup=False)
    console.print(f"loss table: {exported.loss_path}", soft_wrap=True, markup=False)
