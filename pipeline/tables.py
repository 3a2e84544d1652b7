"""Tables: drawn for a person on a terminal, tab-separated for a program that reads a pipe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table


def show_table(
    console: Console,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    right: Sequence[str] = (),
    styles: Mapping[str, str] | None = None,
) -> None:
    """Print a table; ``right`` are the columns of figures, ``styles`` those of whole cells.

    In a pipe a title is a comment, the headings are a line, and a row is a line of cells between tabs.
    """
    if not console.is_terminal:
        lines = [f"# {title}", "\t".join(headings)]
        lines += ["\t".join(" ".join(str(cell).split()) for cell in row) for row in rows]
        console.file.write("\n".join(lines) + "\n")
        return
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold", justify="right" if heading in right else "left")
    for row in rows:
        cells = [escape(str(cell)) for cell in row]
        table.add_row(*(f"[{styles[cell]}]{cell}[/]" if styles and cell in styles else cell for cell in cells))
    console.print(table)
