"""What the first lines of a table tell: its separator, its quotation, its columns, and where its rows begin."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

import msgspec

from pipeline.sources.records.fields import ALL_NAMES

DELIMITERS = (",", "\t", ";", "|")
BOM = b"\xef\xbb\xbf"
KNOWN = 2
"""Known names that make a line a header."""
LONGEST = 1 << 14
"""Bytes of the longest line that may be a header."""
PREAMBLE = 20
"""Lines of comments and settings that may stand before the header."""
LEADING = re.compile(rb"#|sep=.\s*$|\s*$", re.IGNORECASE)
SEPARATOR = re.compile(rb"sep=(.)\s*$", re.IGNORECASE)
NAME = re.compile(r"[^\W\d][\w .:/()#-]{0,60}")
LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")


class Header(msgspec.Struct, frozen=True):
    """How a table is written."""

    delimiter: str
    columns: list[str]
    """Empty where the first line is no header."""
    rows_at: int
    """Offset of the first row."""
    preamble: list[tuple[int, bytes]] = []
    """Offset and bytes of the lines before the header."""
    backslash: bool = False
    """Quotation marks inside a field have a backslash before them, not a second mark."""


def header_of(line: bytes, known: Sequence[str] = ()) -> tuple[str, list[str]] | None:
    """Return (delimiter, column names) if a line is a header with names of our fields, else None.

    One known name is enough in a table of one column; otherwise two have to be known, or a text column.
    """
    text = line.removeprefix(BOM).decode("latin-1").strip("\r\n")
    names = ALL_NAMES | {name.lower() for name in known}
    for delimiter in DELIMITERS:
        columns = fields_of(text, delimiter)
        found = sum(column.strip().lower() in names for column in columns)
        if found >= min(KNOWN, len(columns)) and (len(columns) > 1 or text.strip('" ').lower() in names):
            return delimiter, columns
    return None


def fields_of(line: str, delimiter: str) -> list[str]:
    """Return the fields of a line; none where it is no row."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def read_header(head: bytes, known: Sequence[str] = ()) -> Header | None:
    """Return the header of a table from the first bytes of its file; None where there is not a line."""
    preamble: list[tuple[int, bytes]] = []
    position, told = 0, None
    while position < len(head) and len(preamble) <= PREAMBLE:
        match = LINE.match(head, position)
        line = match[0] if match else b""
        bare = line.strip(b"\r\n").removeprefix(BOM)
        if not LEADING.match(bare):
            found = header_of(line, known) or any_header(bare, told)
            columns = found[1] if header_of(line, known) or looks_named(found[1]) else []
            rows_at = position + len(line) if columns else position
            return Header(found[0], columns, rows_at, preamble, backslash=escapes(head[rows_at:], found[0]))
        setting = SEPARATOR.match(bare)
        told = setting[1].decode("latin-1") if setting else told
        if bare.strip():
            preamble.append((position, line))
        position += len(line)
    return None


def any_header(line: bytes, told: str | None) -> tuple[str, list[str]]:
    """Return (delimiter, fields) of the first line of a file that its name says is a table."""
    text = line.decode("latin-1")
    delimiter = told or max(DELIMITERS, key=text.count)
    return delimiter, fields_of(text, delimiter)


def looks_named(columns: Sequence[str]) -> bool:
    """Return whether fields look like names of columns: words, none twice, no text; an unnamed index may come first."""
    named = columns[1:] if columns and not columns[0].strip() else columns
    return (
        bool(named)
        and all(NAME.fullmatch(column.strip()) and len(column.split()) <= 5 for column in named)
        and len({column.strip().lower() for column in named}) == len(named)
    )


def escapes(head: bytes, delimiter: str) -> bool:
    r"""Return whether fields hold quotation marks with a backslash: ``\"`` inside them, and no doubled marks."""
    mark = re.escape(delimiter.encode("latin-1", "replace"))
    inside = re.compile(rb'\\"(?!' + mark + rb'|\r|\n|"|\Z)')
    doubled = re.compile(rb"(?<![" + mark + rb'\r\n])""(?!' + mark + rb"|\r|\n|\Z)")
    return bool(inside.search(head)) and not doubled.search(head)


def looks_tabular(head: bytes, known: Sequence[str] = ()) -> bool:
    """Return whether the first line of a file, comments left out, is a header with names of our fields."""
    position = 0
    for _ in range(PREAMBLE):
        match = LINE.match(head, position)
        line = match[0] if match else b""
        if not line:
            return False
        bare = line.strip(b"\r\n").removeprefix(BOM)
        if not LEADING.match(bare):
            return len(line) < LONGEST and header_of(line, known) is not None
        position += len(line)
    return False
