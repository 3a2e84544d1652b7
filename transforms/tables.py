"""The form of the data files below ``words`` and ``world`` and of a user's own; errors name file and line.

A file begins with comments: what it is for, ``# licence: ...`` and ``# version: ...``. A table (``.tsv``) goes on with
a line of column names and one row a line, cells separated by tabs; a row may leave out empty cells at its end. Word
features (``.txt``) are ``name = word, word``; see ``transforms.words.classes``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

ABOUT = re.compile(r"# (licence|version): (\S.*)")


class DataError(ValueError):
    """A data file is not in its form; the message begins with file and line."""

    def __init__(self, name: str, line: int, problem: str) -> None:
        """Note where the fault is: the file's name and its line, counted from 1."""
        super().__init__(f"{name}:{line}: {problem}")
        self.name = name
        self.line = line


class Table(msgspec.Struct, frozen=True):
    """The rows of a table as they stand in their file."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]
    """Line of each row, counted from 1."""

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Yield the rows, each from column to cell without outer spaces."""
        return iter(self.rows)

    def error(self, row: int, problem: str) -> DataError:
        """Return the error that a row has, by its index."""
        return DataError(self.name, self.lines[row], problem)


def read_table(name: str, text: str) -> Table:
    r"""Return the table of a text; ``DataError`` for a column named twice or a row with more cells than columns.

    >>> list(read_table("mine.tsv", "# two columns\nname\tkind\nRed House\tmetonym\n"))
    [{'name': 'Red House', 'kind': 'metonym'}]
    """
    columns: tuple[str, ...] = ()
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line[0] == "#" or line.isspace():
            continue
        cells = tuple([cell.strip() for cell in line.split("\t")])
        if not columns:
            columns = cells
            if len(set(columns)) < len(columns) or not all(columns):
                raise DataError(name, number, "the columns need names, each once")
            continue
        if len(cells) < len(columns):
            cells += ("",) * (len(columns) - len(cells))
        elif len(cells) > len(columns):
            raise DataError(name, number, f"{len(cells)} cells in a table of {len(columns)} columns")
        rows.append(dict(zip(columns, cells, strict=True)))
        lines.append(number)
    return Table(name, columns, tuple(rows), tuple(lines))


def about(text: str) -> dict[str, str]:
    """Return the ``licence`` and ``version`` that the comments of a file give."""
    head = "\n".join(line for line in text.splitlines()[:40] if line.startswith("#"))
    return dict(ABOUT.findall(head))


def forget(*packages: str) -> None:
    """Drop what the loaded modules below packages have cached, so that it is made anew from changed data."""
    for name, module in sorted(sys.modules.items()):
        if module is not None and any(name == package or name.startswith(f"{package}.") for package in packages):
            for value in vars(module).copy().values():
                if callable(clear := getattr(value, "cache_clear", None)) and getattr(value, "__module__", "") == name:
                    clear()


@cache
def data_files(package: str) -> dict[str, Traversable]:
    """Return the data files in the folders of a package by file name, in the order of the names."""
    found: dict[str, Traversable] = {}
    for folder in files(package).iterdir():
        if folder.is_dir():
            found |= {file.name: file for file in folder.iterdir() if file.name.endswith((".tsv", ".txt", ".zst"))}
    return dict(sorted(found.items()))


@cache
def packaged_table(package: str, name: str) -> Table:
    """Return a packaged table by its name without ``.tsv``, read once per process."""
    file = data_files(package)[f"{name}.tsv"]
    return read_table(f"{name}.tsv", file.read_text(encoding="utf-8"))
