"""What the parser of the command line finds wrong, as one message: the option, the value that was typed, the remedy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
