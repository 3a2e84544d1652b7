"""Where known exporters keep our fields."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

NONE = "-"
"""In place of a name: this exporter tells nothing of the kind, whatever its fields are called."""


class Profile(msgspec.Struct, frozen=True):
    """The fields of one exporter."""

    exporter: str
    marks: frozenset[str]
    """Names, lower case, that only its records have together."""
    names: dict[str, tuple[str, ...]]
    """Our field to its names there, the first that is not empty wins."""


@cache
def profiles() -> tuple[Profile, ...]:
    """Return the profiles in the order of their file."""
    text = (files("pipeline.sources.records") / "profiles.tsv").read_text(encoding="utf-8")
    header, *rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(
        Profile(
            row[0],
            frozenset(row[1].split("|")),
            {ours: tuple(cell.split("|")) for ours, cell in zip(header[2:], row[2:], strict=True) if cell},
        )
        for row in rows
    )


def profile_of(names: Iterable[str]) -> Profile | None:
    """Return the profile of a record with these fields, lower case; None for no known exporter."""
    have = frozenset(names)
    return next((profile for profile in profiles() if profile.marks <= have), None)


@cache
def first_steps() -> frozenset[str]:
    """Return the names, lower case, under which profiles enter a record."""
    return frozenset(
        name.split(".")[0] for profile in profiles() for names in profile.names.values() for name in names
    ) | frozenset(mark for profile in profiles() for mark in profile.marks)
