"""Commands that make something of a finished dataset: another layout, a report, tables for the next run."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from pipeline import logs

LAYOUTS = ("flat", "csv", "panel", "geojson", "gdelt", "acled", "ucdp", "plover")
LAYOUTS_HELP = (
    "flat (Parquet) or csv: a row an incident; panel: country and month; geojson: points; gdelt, acled, ucdp, plover."
)
DATES_HELP = "text: only dates the text gives; publication: else that of the article. Each format has its own default."


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (calibrate, export, report, repeats):
        app.command()(command)


def layouts() -> list[str]:
    """Return the layouts, for completion."""
    return list(LAYOUTS)


def calibrate(
    directory: Annotated[str, typer.Argument(help="The --output of a run.")],
    *,
    judged: Annotated[str, typer.Option(help="CSV: event_id, act and roles, 1 right and 0 wrong.")],
    output: Annotated[str, typer.Option(help="File to write, for run --calibration.")] = "calibration.json",
) -> None:
    """Fit both confidences to rows that you have judged, and show what was said and what was so."""
    logs.configure()
    from pipeline.cli.tools.calibrate import calibrate as fit

    fit(directory, judged, output, Console())
    typer.echo(f"{output} written. Use it: newsbeam run --calibration {output} ...")


def export(
    directory: Annotated[str, typer.Argument(help="The --output of a run.")],
    *,
    layout: Annotated[str, typer.Option("--format", help=LAYOUTS_HELP, autocompletion=layouts)],
    output: Annotated[str, typer.Option(help="File to write; FILE.loss.tsv is written beside it.")],
    dates: Annotated[str | None, typer.Option(help=DATES_HELP)] = None,
    rows: Annotated[str, typer.Option(help="A row an incident or event, for flat and csv.")] = "incidents",
) -> None:
    """Write the events in another dataset's layout, with a table of what cannot be filled."""
    logs.configure()
    from pipeline.export import export as write
    from pipeline.export import show_losses

    show_losses(write(directory, layout, output, dates=dates, rows=rows), Console())


def report(
    directory: Annotated[str, typer.Argument(help="The --output of a run.")],
    *,
    output: Annotated[str | None, typer.Option(help="HTML file to write; DIR/report.html without it.")] = None,
) -> None:
    """Write one HTML page that shows a dataset: map, timeline, dyads, drops, checks, sampled evidence; no network."""
    logs.configure()
    from pipeline.report import write_report

    typer.echo(f"report: {write_report(directory, output)}")


def repeats(
    directory: Annotated[str, typer.Argument(help="The --output of runs.")],
    *,
    least: Annotated[int, typer.Option(min=2, help="Articles of one publisher, copies counted once.")] = 3,
    output: Annotated[str, typer.Option(help="Table to write, for run --repeats.")] = "repeats.tsv",
) -> None:
    """Write a table of the paragraphs that publishers repeat over their articles, as the report shows them."""
    logs.configure()
    from pipeline.report.repeats import write_repeats

    found = write_repeats(directory, output, least)
    more = "" if found.complete else ", more could not be held"
    typer.echo(f"{len(found.found)} paragraphs in {output}{more}. Read it, then: newsbeam run --repeats {output} ...")
