"""The columns and codes for human eyes: ``newsbeam schema``."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from schemas.article import ARTICLES
from schemas.columns import SCHEMA_VERSION, describe
from schemas.event import EVENTS
from schemas.incident import INCIDENTS
from schemas.reject import CODES, REJECTS

SCHEMAS = {"articles": ARTICLES, "events": EVENTS, "incidents": INCIDENTS, "rejects": REJECTS}


def show_schema(dataset: str, console: Console) -> None:
    """Print the columns of a dataset."""
    table = Table(title=f"{dataset} (schema {SCHEMA_VERSION})", title_justify="left")
    for heading in ("column", "type", "null", "unit", "meaning"):
        table.add_column(heading, overflow="fold")
    for row in describe(SCHEMAS[dataset]):
        table.add_row(row["column"], row["type"], row["nullable"], row["unit"], row["meaning"])
    console.print(table)


def show_codes(console: Console) -> None:
    """Print the reject codes."""
    table = Table(title="reject codes", title_justify="left")
    table.add_column("code")
    table.add_column("meaning")
    for code, meaning in CODES.items():
        table.add_row(code, meaning)
    console.print(table)
