"""Word classes: plain lists of lemmas in ``words/classes``, separated by commas."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

BUILT_IN = frozenset({"party", "place", "event", "clause", "name", "plural", "directive"})
"""Classes that the engine decides from the annotation, not from a list."""


def data_lines(name: str) -> Iterable[str]:
    """Return the lines of a data file below ``frames`` without comments; blank lines are kept, they separate frames."""
    return _lines((files("transforms.extract.frames") / "data" / name).read_text(encoding="utf-8"))


def _lines(text: str) -> Iterable[str]:
    for line in text.splitlines():
        if not line.startswith("#"):
            yield line.rstrip()


def table(name: str) -> list[list[str]]:
    """Return the rows of a tab-separated data file below ``frames``, header left out; ``.`` is an empty cell."""
    rows = [line.split("\t") for line in data_lines(name) if line]
    return [[("" if cell == "." else cell) for cell in row] for row in rows[1:]]


@cache
def word_classes() -> dict[str, frozenset[str]]:
    """Return the word classes by name."""
    folder = files("transforms.words") / "classes"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".txt"))
    return {
        name.removesuffix(".txt"): frozenset(
            word.strip()
            for line in _lines((folder / name).read_text(encoding="utf-8"))
            for word in line.split(",")
            if word.strip()
        )
        for name in names
    }


@cache
def word_class(name: str) -> frozenset[str]:
    """Return the lemmas of a class; KeyError for a name that has no file."""
    return word_classes()[name]
