"""Files to datasets: ``newsbeam.run``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.runners.launcher import Outcome
    from transforms.process import Settings


def run(
    inputs: str | PathLike[str] | Sequence[str | PathLike[str]],
    output: str | PathLike[str],
    *,
    fields: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    run_id: str | None = None,
    processes: int | None = None,
    max_record_bytes: int = 16 * 1024 * 1024,
    beam: Sequence[str] = (),
) -> Outcome:
    """Turn files into datasets, as the command ``newsbeam run`` does; return the run's accounting and manifest.

    ``inputs`` are files, directories, globs, ``gs://`` or ``s3://`` patterns; ``fields`` maps our name of a field to
    the input's own; ``settings`` are the options of the stages, ``Settings(trace=True)`` for a trace; ``beam`` are
    Beam's pipeline options. ``processes`` of more than one copies this process while it has no threads, and starts
    new ones otherwise. ``pipeline.errors.UsageError`` for unusable arguments, before anything is written;
    ``pipeline.errors.RunError`` where the run fails, which leaves the dataset as it was.
    """
    from rich.console import Console  # noqa: PLC0415 - these import Beam and the language layer

    from pipeline.runners.launcher import run as launch  # noqa: PLC0415
    from pipeline.runners.options import RunOptions, parse_fields  # noqa: PLC0415
    from pipeline.sources.base import ReadOptions  # noqa: PLC0415
    from transforms.process import Settings as Chosen  # noqa: PLC0415

    pairs = [f"{ours}={theirs}" for ours, theirs in (fields or {}).items()]
    options = RunOptions(
        inputs=(str(inputs),) if isinstance(inputs, str | PathLike) else tuple(map(str, inputs)),
        output=str(output),
        read=ReadOptions(fields=parse_fields(pairs), max_record_bytes=max_record_bytes),
        settings=settings or Chosen(),
        run_id=run_id,
        processes=processes,
        beam=tuple(beam),
    )
    return launch(options, Console(quiet=True))
