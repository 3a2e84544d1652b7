"""The command line.

Commands import what they need when they are called: Beam and the language layer take seconds to import, which
``newsbeam schema`` and usage errors should not cost.
"""

from __future__ import annotations

import logging
import os
import sys
from enum import Enum
from functools import partial
from typing import Annotated

import typer
from rich.console import Console

from pipeline import logs
from pipeline.cli import commands, products
from pipeline.cli.config import beam_defaults, find_config, load_config
from pipeline.cli.mistakes import WithBeam, is_mistake, message_of
from pipeline.cli.shared import (
    RECORD_BYTES,
    Actors,
    Dates,
    Field,
    Frames,
    Inputs,
    LineageFile,
    LogJson,
    MetricsFile,
    MetricsPort,
    Nlp,
    Opinion,
    Output,
    Places,
    RecordBytes,
    Repeats,
    Trace,
    Verbose,
    Words,
    monitored,
    read_options,
)
from pipeline.cli.tools.frames import frames_app
from pipeline.cli.tools.gazetteer import gazetteer_app
from pipeline.errors import RunError, UsageError
from pipeline.memory import look_seldom
from schemas.version import VERSION
from transforms import arithmetic

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
WITHOUT_HELP = "Rule of the coder to leave out: code of a refusal, or rule of an event."
ONLY_HELP = "Articles without events: no language model, a tenth of the cost."
commands.register(app)
products.register(app)
app.add_typer(frames_app, name="frames")
app.add_typer(gazetteer_app, name="gazetteer")
PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


class Only(str, Enum):
    """What a run may be confined to."""

    articles = "articles"


def show_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        typer.echo(f"newsbeam {VERSION}")
        raise typer.Exit


@app.callback()
def newsbeam(
    context: typer.Context,
    *,
    config: Annotated[str | None, typer.Option(help="Options as TOML; ./newsbeam.toml where there is one.")] = None,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=show_version)
    ] = False,
) -> None:
    """Damaged news in, Parquet datasets of articles and PLOVER 2.0 events out."""
    path = find_config(config)
    if path is not None:
        context.default_map = load_config(path, typer.main.get_command(app).commands)  # type: ignore[attr-defined]
        if sys.stderr.isatty():
            logs.tell(f"options from {path}")


@app.command(context_settings=PASS_ON, cls=WithBeam)
def run(
    context: typer.Context,
    *,
    inputs: Inputs,
    output: Output,
    field: Field = None,
    run_id: Annotated[str | None, typer.Option(help="Name of this run; the same name replaces it.")] = None,
    link_window: Annotated[str | None, typer.Option(help="Then link with earlier runs, copies up to 7d apart.")] = None,
    date: Annotated[str | None, typer.Option(help="Day for {date} in --input: YYYY-MM-DD, today, yesterday.")] = None,
    since: Annotated[str | None, typer.Option(help="First of several days, one run each.")] = None,
    until: Annotated[str | None, typer.Option(help="Last of them; yesterday without it.")] = None,
    skip_missing_days: Annotated[bool, typer.Option(help="Leave out days without input.")] = False,
    processes: Annotated[int | None, typer.Option(min=1, help="Worker processes on this machine.")] = None,
    max_record_bytes: RecordBytes = RECORD_BYTES,
    max_reject_ratio: Annotated[float, typer.Option(min=0, max=1, help="More rejects than this fail the run.")] = 0.5,
    only: Annotated[Only | None, typer.Option(help=ONLY_HELP)] = None,
    nlp: Nlp = None,
    frames: Frames = None,
    actors: Actors = None,
    opinion: Opinion = "packaged",
    without: Annotated[list[str] | None, typer.Option(help=WITHOUT_HELP)] = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Events less sure than this are left out.")] = 0.0,
    calibration: Annotated[str | None, typer.Option(help="What newsbeam calibrate wrote from judged rows.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no summary: errors only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The summary as one line of JSON, for schedulers.")] = False,
    words: Words = None,
    places: Places = None,
    dates: Dates = None,
    repeats: Repeats = None,
    metrics_file: MetricsFile = None,
    metrics_port: MetricsPort = None,
    lineage: LineageFile = None,
    log_json: LogJson = False,
    trace: Trace = False,
    verbose: Verbose = False,
) -> None:
    """Turn news into articles, events and rejects. Beam options are accepted after our own."""
    logs.configure(verbose=verbose, quiet=quiet, as_json=log_json)
    from pipeline.lean import import_arrow

    import_arrow()
    from pipeline.cli.dictionaries import make_settings
    from pipeline.cli.summary import json_line, show
    from pipeline.runners.launcher import run as launch
    from pipeline.runners.options import RunOptions
    from pipeline.runners.schedule import days_of, plan_runs, utc_today

    options = RunOptions(
        inputs=tuple(inputs),
        output=output,
        read=read_options(field, max_record_bytes),
        settings=make_settings(
            nlp=nlp,
            frames=frames,
            actors=actors,
            words=words,
            places=places,
            dates=dates,
            repeats=repeats,
            events=only is None,
            opinion=opinion,
            without=without,
            min_confidence=min_confidence,
            calibration=calibration,
            trace=trace,
        ),
        run_id=run_id,
        processes=processes,
        max_reject_ratio=max_reject_ratio,
        link_window=commands.days(link_window, "--link-window"),
        beam=(*beam_defaults(context), *context.args),
    )
    days = days_of(date, since, until, utc_today())
    runs = plan_runs(options, days, skip_missing=skip_missing_days)
    if not runs:
        typer.echo("newsbeam: none of the days has input; nothing was run.", err=True)
    with monitored(metrics_file, metrics_port, lineage) as monitor:
        for one in runs:
            outcome = launch(one, Console(stderr=True, quiet=quiet), monitor)
            if as_json:
                typer.echo(json_line(outcome))
            elif not quiet:
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
    field: Field = None,
    limit: Annotated[int, typer.Option(min=1, help="Records to show.")] = 1,
    html: Annotated[str | None, typer.Option(help="HTML file to write: the whole article with marks.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a record.")] = False,
    nlp: Nlp = None,
    frames: Frames = None,
    actors: Actors = None,
    opinion: Opinion = "packaged",
    words: Words = None,
    places: Places = None,
    dates: Dates = None,
    repeats: Repeats = None,
) -> None:
    """Show one article: repairs, dateline, date, and its events with the words they rest on."""
    logs.configure()
    from pipeline.cli.dictionaries import make_settings
    from pipeline.cli.inspect import as_lines, as_page, coded, show

    read = read_options(field)
    settings = make_settings(
        nlp=nlp,
        frames=frames,
        actors=actors,
        words=words,
        places=places,
        dates=dates,
        repeats=repeats,
        opinion=opinion,
    )
    if html is not None and as_json:
        raise UsageError("give either --html FILE or --json.")
    how = as_lines if as_json else partial(as_page, path=html) if html is not None else partial(show, out=Console())
    if not how(coded(file, read=read, settings=settings, limit=limit)):
        raise RunError(f"{file} holds no record.")


@app.command()
def explain(
    file: Annotated[str, typer.Argument(help="Any input file; the first records of it are explained.")],
    *,
    sentence: Annotated[
        int | None, typer.Option(min=0, help="One sentence (0: the title), with every predicate and frame.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a record on standard output.")] = False,
    field: Field = None,
    limit: Annotated[int, typer.Option(min=1, help="Records to explain.")] = 1,
    nlp: Nlp = None,
    frames: Frames = None,
    actors: Actors = None,
    opinion: Opinion = "packaged",
) -> None:
    """Say why a sentence was coded so, or not: frames tried, refusals by code, merges, places and dates with cues."""
    logs.configure()
    from pipeline.cli.dictionaries import make_settings
    from pipeline.cli.explain import as_json as encoded
    from pipeline.cli.explain import explained, show

    read = read_options(field)
    settings = make_settings(nlp=nlp, frames=frames, actors=actors, opinion=opinion)
    found = False
    for explanation in explained(file, read=read, settings=settings, limit=limit):
        found = True
        if as_json:
            typer.echo(encoded(explanation, sentence))
        else:
            show(explanation, Console(), sentence)
    if not found:
        raise RunError(f"{file} holds no record.")


@app.command()
def schema(
    dataset: Annotated[
        str | None, typer.Argument(help="articles, events, incidents, rejects or trace; all without it.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, members of columns included.")] = False,
    ddl: Annotated[str | None, typer.Option(help="Table statements for bigquery, athena, trino or spark.")] = None,
    location: Annotated[str | None, typer.Option(help="Where the dataset lies, for --ddl.")] = None,
) -> None:
    """Show the columns: type, unit, nullability, meaning; and the codes of rejects and refusals."""
    from pipeline.cli.describe import SCHEMAS, schema_json, show_codes, show_refusals, show_schema

    if dataset is not None and dataset not in SCHEMAS:
        raise UsageError(f"no dataset {dataset!r}; choose one of {', '.join(SCHEMAS)}.")
    names = [dataset] if dataset else list(SCHEMAS)
    if ddl is not None:
        from pipeline.describe.ddl import ddl as statement

        typer.echo("\n\n".join(statement(ddl, name, location) for name in names))
        return
    if as_json:
        typer.echo(schema_json(names))
        return
    console = Console()
    for name in names:
        show_schema(name, console)
    if dataset in (None, "rejects"):
        show_codes(console)
    if dataset in (None, "trace"):
        show_refusals(console)


@app.command()
def validate(
    directory: Annotated[str, typer.Argument(help="The --output of a run.")],
    *,
    limit: Annotated[int, typer.Option(min=1, help="Violations to print.")] = 20,
) -> None:
    """Check a finished dataset against the contract; exit code 1 on any violation."""
    logs.configure()
    from pipeline.dataset.validate import validate as check

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
    arithmetic.settle()
    look_seldom()
    try:
        raise SystemExit(app(prog_name="newsbeam", standalone_mode=False) or 0)
    except UsageError as error:
        fail(str(error), 2)
    except RunError as error:
        fail(str(error), 1)
    except KeyboardInterrupt:
        fail("interrupted; what was committed is there, the rest was not begun.", 1)
    except BrokenPipeError:
        # The reader of a pipe has seen enough (| head); what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except Exception as error:
        if not is_mistake(error):
            raise
        if len(sys.argv) == 1:  # what is shown is the help
            error.show()  # type: ignore[attr-defined]
            raise SystemExit(2) from None
        fail(message_of(error, sys.argv[1:]), 2)


def fail(message: str, code: int) -> None:
    """Print an error and end."""
    logs.tell(message, logging.ERROR)
    raise SystemExit(code)
