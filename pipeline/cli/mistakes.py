"""What is wrong on the command line, as one message: the option, the value that was typed, the remedy.

Options that are nearly one of ours are named before Beam is asked for them.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand

from pipeline import logs
from pipeline.errors import UsageError

HINTS = {
    "help": "newsbeam --help, or newsbeam COMMAND --help",
    "completion": "newsbeam --install-completion",
    "version": "newsbeam --version",
    "code": "newsbeam inspect FILE",
}
"""Commands that people look for, and what does it here."""


def is_mistake(error: Exception) -> bool:
    """Return whether an error is one of the parser, whose classes have moved between its versions."""
    return callable(getattr(error, "format_message", None)) and hasattr(error, "exit_code")


def message_of(error: Any, arguments: Sequence[str]) -> str:  # noqa: ANN401 - classes of the parser
    """Return one line for an error of the parser over what was typed after ``newsbeam``."""
    told = " ".join(str(error.format_message()).split()).rstrip(".")
    context, param = getattr(error, "ctx", None), getattr(error, "param", None)
    usage = f"See: {context.command_path} --help" if context is not None else "See: newsbeam --help"
    names = [name for name in getattr(param, "opts", ()) if name.startswith("-")]
    meaning = (getattr(param, "help", None) or "").rstrip(".")
    if type(error).__name__ == "MissingParameter":
        return f"{told}{f' ({meaning})' if meaning else ''}. {usage}"
    if names:
        value = typed(names, arguments)
        given = f"{names[0]} {value}" if value is not None else names[0]
        reason = " ".join(str(error.message).split()).rstrip(".")
        return f"{given}: {reason[:1].lower()}{reason[1:]}{f' ({meaning})' if meaning else ''}. {usage}"
    hint = next((hint for name, hint in HINTS.items() if told.startswith(f"No such command '{name}'")), None)
    return f"{told}. {f'Write: {hint}' if hint else usage}"


def typed(names: Sequence[str], arguments: Sequence[str]) -> str | None:
    """Return the value that was last typed for an option, None where it comes from elsewhere."""
    found = None
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        name, sign, value = argument.partition("=")
        if name in names:
            found = value if sign else following
    return found


def without_option(arguments: Sequence[str], options: Sequence[str]) -> str | None:
    """Return what stands first where no option does, as people write an input."""
    first = arguments[0] if arguments else ""
    return first if first and not first.startswith("-") and "--input" in options else None


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
        if not close:
            continue
        from pipeline.runners.options import known_to_beam  # noqa: PLC0415 - needs Beam; a right line does not

        if not known_to_beam(name):
            return name, close[0]
    return None
