"""What a run was asked to do."""

from __future__ import annotations

import hashlib
import re

import msgspec

from pipeline.errors import UsageError
from pipeline.sources.base import ReadOptions
from pipeline.sources.records.fields import NAMES
from schemas.ids import stable_id
from transforms.calibration import Calibration
from transforms.process import Settings

RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class RunOptions(msgspec.Struct, frozen=True):
    """Options of ``newsbeam run``."""

    inputs: tuple[str, ...]
    output: str
    read: ReadOptions = ReadOptions()
    settings: Settings = Settings()
    run_id: str | None = None
    processes: int | None = None
    """None: one in memory for a short job, else one a core."""
    max_reject_ratio: float = 0.5
    link_window: int | None = None
    """Days that copies in earlier runs may lie back; None: the run is linked within itself only."""
    beam: tuple[str, ...] = ()
    """Beam pipeline options as they were given."""


def parse_fields(pairs: list[str]) -> tuple[tuple[str, str], ...]:
    """Return the field map of ``--field OURS=THEIRS`` options; UsageError for an unknown name of ours."""
    found = []
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not theirs or ours not in NAMES:
            raise UsageError(f"--field {pair}: write OURS=THEIRS, where OURS is one of {', '.join(NAMES)}.")
        found.append((ours, theirs))
    return tuple(found)


def describe_options(options: RunOptions) -> dict[str, object]:
    """Return the options that change rows for a manifest; a user's own files by name and digest."""
    given = options.settings
    settings: dict[str, object] = {"nlp": given.nlp, "events": given.events, "opinion": given.opinion}
    if given.without:
        settings["without"] = list(given.without)
    if given.min_confidence:
        settings["min_confidence"] = given.min_confidence
    if given.calibration != Calibration():
        settings["calibration"] = msgspec.to_builtins(given.calibration)
    if given.trace:
        settings["trace"] = True
    for kind in ("frames", "actors", "words", "places", "dates", *(("repeats",) if given.repeats else ())):
        sources: tuple[tuple[str, str], ...] = getattr(given, kind)
        settings[kind] = [{"name": name, "sha256": hashlib.sha256(text.encode()).hexdigest()} for name, text in sources]
    return {"read": msgspec.to_builtins(options.read), "settings": settings}


def derive_run_id(uris: list[str], options: RunOptions) -> str:
    """Return the run id: the given one, or a digest of the input paths and of the options that change rows.

    Sizes and times of the files are not part of it: running the same command again replaces the rows of a file
    that has changed. Nor is the trace, which leaves the rows as they are: the run with it replaces the one without.
    """
    if options.run_id is not None:
        if not RUN_ID.fullmatch(options.run_id):
            raise UsageError(f"--run-id {options.run_id}: use up to 64 letters, digits, '.', '_' and '-'.")
        return options.run_id
    without = {"trace"} if options.settings.repeats else {"trace", "repeats"}
    given = msgspec.structs.asdict(options.settings).items()
    settings = {name: value for name, value in given if name not in without}
    facts = msgspec.json.encode([options.read, settings], order="sorted")
    return stable_id("run", facts, *sorted(uris))[:16]


def known_to_beam(name: str) -> bool:
    """Return whether Beam has an option."""
    from apache_beam.options.pipeline_options import (  # noqa: PLC0415 - takes a second, which a right line does not wait
        PipelineOptions,
        _BeamArgumentParser,
    )

    parser = _BeamArgumentParser(allow_abbrev=False)
    for kind in PipelineOptions.__subclasses__():
        kind._add_argparse_args(parser)
    return name in parser._option_string_actions
