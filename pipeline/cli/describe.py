"""The columns and codes for human eyes and for programs: ``newsbeam schema``."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rich.console import Console

from pipeline.describe.codebook import members
from pipeline.tables import show_table
from schemas.article import ARTICLES
from schemas.codes.refusal import REFUSALS
from schemas.columns import SCHEMA_VERSION, describe, short_type
from schemas.event import EVENTS
from schemas.incident import INCIDENTS
from schemas.reject import CODES, REJECTS
from schemas.trace import TRACE

SCHEMAS = {"articles": ARTICLES, "events": EVENTS, "incidents": INCIDENTS, "rejects": REJECTS, "trace": TRACE}
HEADINGS = ("column", "type", "nullable", "unit", "meaning")


def show_schema(dataset: str, console: Console) -> None:
    """Print the columns of a dataset."""
    rows = [[row[name] for name in HEADINGS] for row in describe(SCHEMAS[dataset])]
    show_table(console, f"{dataset} (schema {SCHEMA_VERSION})", HEADINGS, rows)


def show_codes(console: Console) -> None:
    """Print the reject codes."""
    show_table(console, "reject codes", ("code", "meaning"), list(CODES.items()))


def show_refusals(console: Console) -> None:
    """Print the codes of refusals."""
    rows = [(code, reason.name, reason.sentence) for code, reason in REFUSALS.items()]
    show_table(console, "refusal codes", ("code", "name", "meaning"), rows)


def schema_json(datasets: Sequence[str]) -> str:
    """Return the columns of some datasets, with the members of structs, and the codes of rejects and refusals."""
    refusals = {code: reason._asdict() for code, reason in REFUSALS.items()}
    found: dict[str, object] = {
        "schema_version": SCHEMA_VERSION,
        "reject_codes": CODES,
        "refusal_codes": refusals,
    }
    for dataset in datasets:
        found[dataset] = [
            {
                **row,
                "nullable": row["nullable"] == "yes",
                "members": [
                    {"column": name, "type": short_type(member.type), "nullable": member.nullable}
                    for name, member in members(field.name, field.type)
                ],
            }
            for row, field in zip(describe(SCHEMAS[dataset]), SCHEMAS[dataset], strict=True)
        ]
    return msgspec.json.format(msgspec.json.encode(found), indent=1).decode()
