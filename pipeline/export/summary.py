"""The loss table for human eyes."""

from __future__ import annotations

from rich.console import Console

from pipeline.export.exporter import Exported
from pipeline.tables import show_table

STYLES = {"filled": "green", "partly": "yellow", "empty": "red", "impossible": "dim"}


def show_losses(exported: Exported, console: Console) -> None:
    """Print what an export could not fill, which events it left out, and where the files are."""
    rows = [(loss.column, loss.status, f"{loss.filled}/{loss.rows}", loss.note) for loss in exported.table]
    show_table(
        console, "columns", ("column", "status", "filled", "how, or why not"), rows, right=["filled"], styles=STYLES
    )
    if exported.left_out:
        show_table(console, "events left out", ("reason", "count"), list(exported.left_out.items()), right=["count"])
    mark = "" if console.is_terminal else "# "
    console.print(
        f"{mark}{exported.rows} rows, dates: {exported.dates}: {exported.output}", soft_wrap=True, markup=False
    )
    console.print(f"{mark}loss table: {exported.loss_path}", soft_wrap=True, markup=False)
