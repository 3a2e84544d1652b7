"""What lies beside the data of an output: README.md, croissant.json, codebook.csv, views.sql."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from string import Template

import numpy as np

from pipeline import storage
from pipeline.dataset.outlines import NAMED, SOURCES, Outline, read_outlines
from pipeline.describe.codebook import codebook
from pipeline.describe.croissant import croissant
from pipeline.export.views import views_sql
from schemas.columns import SCHEMA_VERSION
from schemas.reject import CODES
from schemas.terms import CITATION, LICENCE
from schemas.trace import OUTCOMES
from schemas.version import VERSION

LOG = logging.getLogger(__name__)
README = "README.md"
TRACE_LINE = (
    "| `trace/year=Y/month=M/*.parquet` | one row a mention of an act: kept, merged or refused, with the rules that "
    "decided |\n"
)
MOST_RUNS = 12
"""Runs that are named."""


def describe_output(directory: str) -> None:
    """Write the files that explain an output, from its manifests; a file that cannot be written is warned of."""
    runs = read_outlines(directory)
    first, last = period(runs)
    traced = any(run.traced for run in runs)
    name = directory.rstrip("/").rpartition("/")[2] or "newsbeam"
    contents = {
        "codebook.csv": codebook(traced=traced).encode(),
        "croissant.json": croissant(name, last, traced=traced),
        "views.sql": views_sql(traced=traced).encode(),
        README: readme(name, runs, (first, last)).encode("utf-8", "replace"),
    }
    for file, content in contents.items():
        try:
            storage.write_bytes(storage.join(directory, file), content)
        except OSError as error:
            LOG.warning("%s could not be written beside the data: %s", file, error)


def is_described(directory: str) -> bool:
    """Return whether an output has its README."""
    return storage.exists(storage.join(directory, README))


def period(runs: Sequence[Outline]) -> tuple[str | None, str | None]:
    """Return the first and last day of publication, ISO 8601."""
    firsts = [run.first for run in runs if run.first]
    lasts = [run.last for run in runs if run.last]
    return min(firsts, default=None), max(lasts, default=None)


def quality() -> list[list[str]]:
    """Return the lines of the table of measured quality: genre, what, measure, value."""
    text = (files("pipeline.describe") / "data" / "quality.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["--"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def accounting(runs: Sequence[Outline]) -> list[tuple[str, int]]:
    """Return the sums of all runs, in the order in which records are lost."""
    sums: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    for run in runs:
        found = run.accounting
        sums.update({"read": found.records_read, "articles": found.articles_written, "events": found.events_written})
        sums["rejected"] += found.rejected
        sums["duplicates"] += sum(found.duplicates.values())
        codes.update(found.rejects_by_code)
        decided.update(found.decisions_by_outcome)
    return [
        ("records read", sums["read"]),
        ("articles", sums["articles"]),
        ("of these, copies of another one (kept, marked)", sums["duplicates"]),
        ("rejected", sums["rejected"]),
        *((f"of these, {code} {CODES.get(code, '').split(':')[0]}", count) for code, count in sorted(codes.items())),
        ("events", sums["events"]),
        *((f"mentions of acts {outcome} (trace)", decided[outcome]) for outcome in OUTCOMES if decided[outcome]),
    ]


def readme(name: str, runs: Sequence[Outline], published: tuple[str | None, str | None]) -> str:
    """Return the README of an output."""
    every = np.concatenate([np.empty(0, SOURCES), *(run.sources for run in runs)])
    # A file that several runs read counts once, with the bytes that the last of them found.
    sources = every[::-1][np.unique(every["uri"][::-1], return_index=True)[1]]
    named = [f"- `{uri}`" for uri in sorted({uri for run in runs for uri in run.named})[:NAMED]]
    named += [f"- and {len(sources) - NAMED} more: see `_runs/`"] if len(sources) > NAMED else []
    span = f"{published[0]} to {published[1]}" if published[0] else "not known for any article"
    versions = ", ".join(sorted({run.coder_version for run in runs})) or VERSION
    told = [
        [f"`{run.run_id}`", run.started_at[:19].replace("T", " "), run.accounting.records_read, run.runner]
        for run in runs[:MOST_RUNS]
    ]
    template = Template((files("pipeline.describe") / "data" / "output.md").read_text(encoding="utf-8"))
    return template.substitute(
        name=name,
        versions=versions,
        span=span,
        files=len(sources),
        bytes=f"{int(sources['bytes'].sum()):,}",
        inputs="\n".join(named),
        runs=table(("run", "started (UTC)", "records", "runner"), told),
        accounting=table(("", "count"), accounting(runs)),
        quality=table(("genre", "what", "measure", "value"), quality()),
        trace=TRACE_LINE if any(run.traced for run in runs) else "",
        licence=LICENCE,
        citation=CITATION,
        schema=SCHEMA_VERSION,
    )
