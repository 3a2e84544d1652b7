"""``newsbeam.toml``: options of the commands as a file, so that a job is not a long line.

[run]
input = ["in/*.jsonl"]
output = "out"
field = { text = "story" }
beam = ["--runner=FlinkRunner"]
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from pipeline.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NAME = "newsbeam.toml"
BEAM = "beam"
"""Field with Beam's own options, which the command line takes after ours."""


def find_config(given: str | None) -> Path | None:
    """Return the file of ``--config``, else ``newsbeam.toml`` of the working directory where there is one."""
    if given is not None:
        if not Path(given).is_file():
            raise UsageError(f"--config {given}: there is no such file.")
        return Path(given)
    return Path(NAME) if Path(NAME).is_file() else None


def load_config(path: Path, commands: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the defaults of each command by parameter; UsageError names a table, field or value at fault."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: no valid TOML: {error}") from error
    defaults: dict[str, dict[str, Any]] = {}
    for name, values in found.items():
        if name not in commands or not isinstance(values, dict):
            raise UsageError(f"{path}: [{name}] is no command{near(name, commands)}; write a table a command: [run].")
        params = options_of(commands[name])
        filled: dict[str, Any] = {}
        for key, value in values.items():
            option = key.replace("_", "-")
            if option == BEAM and name in ("run", "watch", "stream", "template"):
                filled[BEAM] = words(value, f"{path}: [{name}] {key}")
                continue
            if option not in params:
                raise UsageError(f"{path}: [{name}] {key} is no option of newsbeam {name}{near(option, params)}.")
            param = params[option]
            where = f"{path}: [{name}] {key}"
            filled[param.name] = many(value, where) if param.multiple else single(value, where)
        defaults[name] = filled
    return defaults


def options_of(command: Any) -> dict[str, Any]:  # noqa: ANN401 - a command of the command-line library
    """Return the options of a command by the name that a person types, without the dashes."""
    return {
        name.removeprefix("--"): param
        for param in command.params
        for name in param.opts
        if name.startswith("--") and name != "--help"
    }


def near(name: str, known: Mapping[str, Any]) -> str:
    """Return a suggestion in words, nothing where no name is near."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def many(value: object, where: str) -> list[str]:
    """Return the values of an option that may be repeated: a list, one value, or a table of pairs."""
    if isinstance(value, dict):
        return [f"{ours}={theirs}" for ours, theirs in value.items()]
    return words(value, where)


def words(value: object, where: str) -> list[str]:
    """Return a list of texts; UsageError for anything else."""
    values: Sequence[object] = value if isinstance(value, list) else [value]
    for one in values:
        if not isinstance(one, str):
            raise UsageError(f"{where}: {one!r} is no text; write it in quotes.")
    return [str(one) for one in values]


def single(value: object, where: str) -> str | bool | int | float:
    """Return the value of an option; UsageError for a list or table."""
    if isinstance(value, str | bool | int | float):
        return value
    if hasattr(value, "isoformat"):
        return str(value)
    raise UsageError(f"{where}: one value is expected.")


def beam_defaults(context: typer.Context) -> list[str]:
    """Return Beam's options of the file for the command that runs."""
    return list((context.default_map or {}).get(BEAM, ()))
