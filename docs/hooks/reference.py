"""Pages that are made from the code when the site is built, so that they cannot be wrong."""

from __future__ import annotations

import sys
from pathlib import Path
from string import Template
from typing import Any

import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pipeline.cli.app import app
from pipeline.dataset.rows import SCHEMAS, public
from pipeline.describe.ddl import DIALECTS, ddl
from pipeline.describe.output import quality, table
from schemas.columns import SCHEMA_VERSION, describe
from schemas.reject import CODES


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    for path, content in pages().items():
        files.append(File.generated(config, path, content=content))
    return files


def pages() -> dict[str, str]:
    """Return the generated pages by their path below the documentation."""
    return {
        "reference/columns.md": columns(),
        "reference/codes.md": codes(),
        "reference/commands.md": commands(),
        "reference/ddl.md": statements(),
        "quality.md": measured(),
    }


def cell(text: object) -> str:
    """Return a text as a cell of a Markdown table."""
    return str(text).replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def columns() -> str:
    """Return the page of all columns."""
    head = ("column", "type", "null", "unit", "meaning")
    parts = [
        f"# Columns\n\nSchema {SCHEMA_VERSION}. Offsets are Unicode code points into `articles.text`, half open. "
        "`newsbeam schema --json` gives the same to a program, `codebook.csv` lies in every output.\n"
    ]
    for dataset, schema in ((name, SCHEMAS[name]) for name in public(traced=True)):
        rows = [
            [f"`{row['column']}`", *map(cell, (row["type"], row["nullable"], row["unit"], row["meaning"]))]
            for row in describe(schema)
        ]
        parts.append(f"## {dataset}\n\n{table(head, rows)}\n")
    return "\n".join(parts)


def codes() -> str:
    """Return the page of reject codes."""
    rows = [[f"`{code}`", cell(meaning)] for code, meaning in CODES.items()]
    return (
        "# Codes\n\n## Rejects\n\nWhy a record could not become an article: 1xx its content, 2xx its container, 3xx a "
        f"defect of newsbeam.\n\n{table(('code', 'meaning'), rows)}\n\n## Exit codes\n\n"
        + table(
            ("code", "meaning"),
            [[0, "done"], [1, "the run failed, or a dataset broke a promise"], [2, "unusable arguments"]],
        )
        + "\n"
    )


def commands() -> str:
    """Return the page of all commands with their options."""
    parts = ["# Commands\n\n`newsbeam COMMAND --help` says the same; `newsbeam.toml` holds them, a table a command.\n"]
    for name, command in sorted(commands_of(app).items()):
        rows = [[f"`{' '.join(param.opts)}`", cell(getattr(param, "help", None) or "")] for param in command.params]
        parts.append(f"## {name}\n\n{command.help}\n\n{table(('option', 'meaning'), rows)}\n")
    return "\n".join(parts)


def commands_of(application: typer.Typer) -> dict[str, Any]:
    """Return the commands by name."""
    found: dict[str, Any] = dict(typer.main.get_command(application).commands)  # type: ignore[attr-defined]
    return found


def statements() -> str:
    """Return the page of table statements."""
    parts = ["# Table statements\n\n`newsbeam schema events --ddl athena --location s3://BUCKET/out` prints one.\n"]
    for engine in DIALECTS:
        parts.append(f"## {engine}\n")
        parts += [f"```sql\n{ddl(engine, dataset)}\n```\n" for dataset in public(traced=True)]
    return "\n".join(parts)


def measured() -> str:
    """Return the page of measured quality and known limits."""
    rows = [list(map(cell, row)) for row in quality()]
    template = Template((Path(__file__).parent / "quality.md").read_text(encoding="utf-8"))
    return template.substitute(table=table(("genre", "what", "measure", "value"), rows))
