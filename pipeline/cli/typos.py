"""Options that are nearly one of ours: named before Beam is asked for them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand

from pipeline import logs
from pipeline.cli.mistakes import without_option
from pipeline.errors import UsageError


class WithBeam(TyperCommand):
    """A command that passes unknown options on to Beam, but for those that are a slip of ours."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - context of the library
        """Check the options, then parse them."""
        logs.configure()
        ours = [name for param in self.params for name in param.opts if name.startswith("--")]
        slip = find_slip(args, ours)
        if slip is not None:
            raise UsageError(f"unknown option {slip[0]}; did you mean {slip[1]}?")
        bare = without_option(args, ours)
        if bare is not None:
            raise UsageError(f"{bare} stands without an option; write --input {bare}")
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed


def find_slip(args: Sequence[str], ours: Sequence[str]) -> tuple[str, str] | None:
    """Return the first option that is neither ours nor Beam's but close to one of ours, and that one."""
    for arg in args:
        name = arg.partition("=")[0]
        if not name.startswith("--") or name == "--" or name in ours:
            continue
        close = difflib.get_close_matches(name, ours, n=1, cutoff=0.7)
        if close and not known_to_beam(name):
            return name, close[0]
    return None


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
