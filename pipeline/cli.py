"""The command line.

Commands import what they need when they are called: Beam and the language layer take seconds to import, which
``newsbeam schema`` and usage errors should not cost.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console

from pipeline import logs
from pipeline.errors import RunError, UsageError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


@app.callback()
def newsbeam() -> None:
    """Damaged news in, Parquet datasets of articles and PLOVER 2.0 events out."""


@app.command(context_settings=PASS_ON)
def run(
    context: typer.Context,
    *,
    inputs: Annotated[list[str], typer.Option("--input", help="File, directory, glob, gs:// or s3:// pattern.")],
    output: Annotated[str, typer.Option(help="Directory or URI of the dataset.")],
    field: Annotated[list[str] | None, typer.Option(help="OURS=THEIRS: the input's own name of a field.")] = None,
    run_id: Annotated[str | None, typer.Option(help="Name of this run; the same name replaces it.")] = None,
    processes: Annotated[int | None, typer.Option(min=1, help="Worker processes on this machine.")] = None,
    max_record_bytes: Annotated[int, typer.Option(min=1024, help="Larger records are rejected.")] = 16 * 1024 * 1024,
    max_reject_ratio: Annotated[float, typer.Option(min=0, max=1, help="More rejects than this fail the run.")] = 0.5,
    nlp: Annotated[str | None, typer.Option(help="spaCy pipeline instead of the packaged one.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log what happens.")] = False,
) -> None:
    """Turn news into articles, events and rejects. Beam options are accepted after our own."""
    logs.configure(verbose=verbose)
    from pipeline.launcher import run as launch
    from pipeline.options import RunOptions, parse_fields
    from pipeline.sources.base import ReadOptions
    from pipeline.summary import show
    from transforms.process import Settings

    options = RunOptions(
        inputs=tuple(inputs),
        output=output,
        read=ReadOptions(fields=parse_fields(field or []), max_record_bytes=max_record_bytes),
        settings=Settings(nlp=nlp),
        run_id=run_id,
        processes=processes,
        max_reject_ratio=max_reject_ratio,
        beam=tuple(context.args),
    )
    outcome = launch(options)
    show(outcome, Console())
    if outcome.accounting.reject_ratio > max_reject_ratio:
        raise RunError(
            f"{outcome.accounting.reject_ratio:.0%} of the records were rejected, more than --max-reject-ratio "
            f"{max_reject_ratio}. The datasets are written; look into {output}/rejects."
        )


@app.command()
def inspect(
    file: Annotated[str, typer.Argument(help="Any input file; the first records of it are shown.")],
    *,
    field: Annotated[list[str] | None, typer.Option(help="OURS=THEIRS: the input's own name of a field.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Records to show.")] = 1,
    nlp: Annotated[str | None, typer.Option(help="spaCy pipeline instead of the packaged one.")] = None,
) -> None:
    """Show one article: repairs, dateline, date, and its events with the words they rest on."""
    logs.configure()
    from pipeline.inspection import inspect as show
    from pipeline.options import parse_fields
    from pipeline.sources.base import ReadOptions
    from transforms.process import Settings

    read = ReadOptions(fields=parse_fields(field or []))
    if not show(file, Console(), read=read, settings=Settings(nlp=nlp), limit=limit):
        raise RunError(f"{file} holds no record.")


@app.command()
def schema(
    dataset: Annotated[str | None, typer.Argument(help="articles, events or rejects; all without it.")] = None,
) -> None:
    """Show the columns: type, unit, nullability, meaning; and the reject codes."""
    from pipeline.description import SCHEMAS, show_codes, show_schema

    if dataset is not None and dataset not in SCHEMAS:
        raise UsageError(f"no dataset {dataset!r}; choose one of {', '.join(SCHEMAS)}.")
    console = Console()
    for name in [dataset] if dataset else SCHEMAS:
        show_schema(name, console)
    if dataset in (None, "rejects"):
        show_codes(console)


@app.command()
def validate(
    directory: Annotated[str, typer.Argument(help="The --output of a run.")],
    *,
    limit: Annotated[int, typer.Option(min=1, help="Violations to print.")] = 20,
) -> None:
    """Check a finished dataset against the contract; exit code 1 on any violation."""
    logs.configure()
    from pipeline.validate import validate as check

    found = 0
    for violation in check(directory):
        found += 1
        if found <= limit:
            typer.echo(f"{violation.where} {violation.row}: {violation.what}")
    if found:
        raise RunError(f"{found} violations in {directory}.")
    typer.echo(f"{directory}: no violation.")


def main() -> None:
    """Run the command line; errors of the user become one message and exit code 2, a failed run exit code 1."""
    try:
        app()
    except UsageError as error:
        fail(str(error), 2)
    except RunError as error:
        fail(str(error), 1)


def fail(message: str, code: int) -> None:
    """Print an error and end."""
    sys.stderr.write(f"newsbeam: {message}\n")
    sys.stderr.flush()
    raise SystemExit(code)
