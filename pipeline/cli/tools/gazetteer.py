"""``newsbeam gazetteer build``: a dump of GeoNames into a table for ``--places``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import logs
from pipeline.errors import UsageError

gazetteer_app = typer.Typer(no_args_is_help=True, help="Work on places of your own.")


@gazetteer_app.callback()
def gazetteer() -> None:
    """Work on places of your own."""


@gazetteer_app.command()
def build(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Unpacked dump of GeoNames: ML.txt.")],
    *,
    output: Annotated[str, typer.Option(help="Table to write, for --places.")],
    least: Annotated[int, typer.Option(min=0, help="Towns with fewer people are left out.")] = 0,
) -> None:
    """Turn the towns, divisions, bases and camps of GeoNames dumps into a table that --places reads."""
    logs.configure()
    from transforms.tables import DataError
    from transforms.world.geonames import HEAD, places_of_dump

    lines = ["# Places of GeoNames (geonames.org), written by newsbeam gazetteer build.", "# licence: CC BY 4.0"]
    lines.append("\t".join(HEAD))
    count = 0
    for file in files:
        try:
            with Path(file).open(encoding="utf-8") as dump:
                found = [entry.line() for entry in places_of_dump(dump, file, least=least)]
        except OSError as error:
            raise UsageError(f"{file}: {error.strerror}. Unpack a dump of download.geonames.org first.") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"{file}: not UTF-8 at byte {error.start}. Unpack the dump: unzip {file}.") from error
        except DataError as error:
            raise UsageError(f"{error}. Give a country's dump such as ML.txt of download.geonames.org.") from error
        lines += found
        count += len(found)
    if not count:
        raise UsageError(f"{', '.join(files)}: no town, division or site in it; lower --least, or give another dump.")
    Path(output).write_text("\n".join(lines) + "\n", encoding="utf-8")
    typer.echo(f"{count} places in {output}. Try: newsbeam run --places {output} ...")
