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
from schemas.codes.refusal import REFUSALS
from schemas.columns import SCHEMA_VERSION, describe
from schemas.reject import CODES
from transforms.extract.coder import VETOES
from transforms.extract.passes import EVENTS, MENTIONS


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
    """Return the page of the codes of rejects and refusals, of the passes of the coder, and of exit codes."""
    rejects = [[f"`{code}`", cell(meaning)] for code, meaning in CODES.items()]
    refusals = [[f"`{code}`", reason.name, cell(reason.sentence), rules_of(code)] for code, reason in REFUSALS.items()]
    passes = [
        [f"`{one.name}`", over, ", ".join(one.reads), ", ".join(one.writes)]
        for over, named in (("mentions", MENTIONS), ("events", EVENTS))
        for one in named
    ]
    ends = [[0, "done"], [1, "the run failed, or a dataset broke a promise"], [2, "unusable arguments"]]
    return Template((Path(__file__).parent / "codes.md").read_text(encoding="utf-8")).substitute(
        rejects=table(("code", "meaning"), rejects),
        refusals=table(("code", "refuses", "because", "rule"), refusals),
        passes=table(("pass", "over", "reads", "writes"), passes),
        exits=table(("code", "meaning"), ends),
    )


def rules_of(code: str) -> str:
    """Return the vetoes with a code as module and function, each of which ``--without`` leaves out."""
    rules = [veto.rule for veto in VETOES if veto.code == code]
    return ", ".join(f"`{rule.__module__.rpartition('.')[2]}.{rule.__name__}`" for rule in rules)


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
