"""The date grammar as its files declare it: macros, rules with value and examples, and a user's words and holidays.

A line of ``grammar.txt``, or of a user's file, is one of

    define NAME = PATTERN
    rule NAME = PATTERN => VALUE ; "EXAMPLE" TIMEX @ WRITTEN
    word CLASS VALUE = WORD WORD
    holiday NAME = RULE ; "EXAMPLE" TIMEX @ WRITTEN

Patterns are explained in ``grammar.txt``, values in ``rules/table.py``, rules of holidays in ``holidays.tsv``. WRITTEN
is the day of writing of the example (``none``: unknown; left out: 2020-03-12), TIMEX the value that must be found,
``none`` for nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files

import msgspec

from transforms.tables import DataError

Sources = tuple[tuple[str, str], ...]
"""A user's files: name and text."""

PACKAGED = "grammar.txt"
WRITTEN = "2020-03-12"
"""Day of writing of examples that name none, a Thursday."""

EXAMPLE = re.compile(r'"([^"]+)" (\S+)(?: @ (\S+))?')
NAME = re.compile(r"\w+")


class DateExample(msgspec.Struct, frozen=True):
    """A sentence and the date that must be found in it."""

    text: str
    value: str
    """TIMEX3 value, or ``none``."""
    written: str | None
    """Day of writing."""
    file: str
    line: int


class DateRule(msgspec.Struct, frozen=True):
    """A rule of the grammar."""

    name: str
    pattern: str
    value: str
    examples: tuple[DateExample, ...]
    file: str
    line: int


class Definitions(msgspec.Struct, frozen=True):
    """What the grammar's files declare, each in the order of the files, a user's before the packaged."""

    macros: dict[str, str]
    rules: dict[str, DateRule]
    words: list[tuple[str, str, tuple[str, ...]]]
    """Class, value, words."""
    holidays: dict[str, str]
    examples: list[DateExample]
    """Those of holidays."""


def data_lines(name: str, text: str) -> Iterator[tuple[str, int, str]]:
    """Yield file, number and text of the lines that are no comments."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield name, number, line.strip()


def examples_of(parts: Iterable[str], name: str, number: int) -> tuple[DateExample, ...]:
    """Return the examples of a line."""
    found = []
    for part in parts:
        match = EXAMPLE.fullmatch(part.strip())
        if match is None:
            raise DataError(name, number, f'an example is written "TEXT" TIMEX @ WRITTEN, not {part.strip()!r}')
        written = match[3] or WRITTEN
        found.append(DateExample(match[1], match[2], None if written == "none" else written, name, number))
    return tuple(found)


def read_lines(lines: Iterable[tuple[str, int, str]], into: Definitions) -> None:
    """Add what lines declare; ``DataError`` for a line that is none of the four kinds, or names something twice."""
    for name, number, line in lines:
        head, equals, body = line.partition(" = ")
        kind, _, label = head.partition(" ")
        text, *parts = body.split(" ; ")
        if not equals or not label or kind not in ("define", "rule", "word", "holiday"):
            raise DataError(name, number, f"cannot read {line!r}")
        if kind == "define":
            if label in into.macros:
                raise DataError(name, number, f"${label} is defined a second time")
            into.macros[label] = body
        elif kind == "word":
            group, _, value = label.partition(" ")
            if not value or not text.split():
                raise DataError(name, number, "a word is written: word CLASS VALUE = WORD WORD")
            into.words.append((group, value, tuple(text.lower().split())))
        elif kind == "holiday":
            into.holidays[label.lower()] = text.strip()
            into.examples.extend(examples_of(parts, name, number))
        else:
            pattern, arrow, value = text.partition(" => ")
            if not arrow or not NAME.fullmatch(label) or label in into.rules:
                raise DataError(name, number, "a rule is written: rule NAME = PATTERN => VALUE, each NAME once")
            examples = examples_of(parts, name, number)
            into.rules[label] = DateRule(label, pattern.strip(), value.strip(), examples, name, number)


class Own:
    """The user's files that the process uses."""

    sources: Sources = ()


@functools.cache
def definitions() -> Definitions:
    """Return what the user's files and the packaged grammar declare."""
    made = Definitions({}, {}, [], {}, [])
    for name, text in Own.sources:
        read_lines(data_lines(name, text), made)
    read_lines(data_lines(PACKAGED, files(__package__).joinpath(PACKAGED).read_text(encoding="utf-8")), made)
    return made
