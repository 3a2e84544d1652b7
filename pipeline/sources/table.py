"""CSV and TSV: rows with a header line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from pipeline.sources.base import Item, Line, Source, digest, read_lines
from pipeline.sources.characters import to_text
from pipeline.sources.fields import ALL_NAMES, record_of

DELIMITERS = (",", "\t", ";", "|")
BOM = b"\xef\xbb\xbf"
KNOWN_COLUMNS = 2
LIKE_ROWS = 20
"""Lines with as many delimiters as the first of a row, from which they are taken for rows."""


class _RowTooLongError(Exception):
    pass


def header_of(line: bytes, known: Sequence[str] = ()) -> tuple[str, list[str]] | None:
    """Return (delimiter, column names) if a line is a header with names of our fields, else None.

    One known name is enough in a table of one column; otherwise two have to be known, or a text column.
    """
    text = line.removeprefix(BOM).decode("latin-1").strip("\r\n")
    names = ALL_NAMES | {name.lower() for name in known}
    for delimiter in DELIMITERS:
        columns = fields_of(text, delimiter)
        found = sum(column.strip().lower() in names for column in columns)
        if found >= min(KNOWN_COLUMNS, len(columns)) and (len(columns) > 1 or text.strip('" ').lower() in names):
            return delimiter, columns
    return None


def any_header(line: bytes) -> tuple[str, list[str]]:
    """Return (delimiter, column names) of the first line of a file that its name says is a table."""
    text = line.removeprefix(BOM).decode("latin-1").strip("\r\n")
    delimiter = max(DELIMITERS, key=text.count)
    return delimiter, fields_of(text, delimiter)


def fields_of(line: str, delimiter: str) -> list[str]:
    """Return the fields of a line; none where it is no row."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def read_table(stream: BinaryIO, source: Source, start: int = 0, end: int | None = None) -> Iterator[Item]:
    """Yield the records of the rows of a table whose header is the first line.

    ``start`` has to be the beginning of a row (see ``row_offsets``): a line feed may stand inside a quoted field,
    so a row cannot be found from the middle of a file.
    """
    limit = source.options.max_record_bytes
    own = [theirs for _, theirs in source.options.fields]
    first = next(read_lines(stream, 0, limit), None)
    if first is None:
        return
    delimiter, columns = header_of(first.data, own) or any_header(first.data)
    if start:
        stream.seek(start)
    rows = _Rows(stream, start or first.size, delimiter, limit)
    while True:
        row = rows.next_row()
        if row is None or (end is not None and rows.offset >= end):
            return
        yield from _row_item(rows, row, columns, source)


def _row_item(rows: _Rows, row: list[str], columns: list[str], source: Source) -> Iterator[Item]:
    raw, locator = rows.raw(), f"offset={rows.offset}"
    if rows.too_long:
        yield source.oversized(locator, raw, rows.size, digest(raw))
    elif rows.fault:
        if not source.damage:
            yield source.reject("NB205", rows.fault, locator, raw)
    elif not row or not raw.strip():
        return
    elif len(row) > len(columns):
        yield source.reject("NB205", f"{len(row)} fields; the header has {len(columns)}", locator, raw)
    else:
        try:
            fields = {
                _text(name): _text(value) for name, value in zip(columns, row + [""] * len(columns), strict=False)
            }
        except ValueError as error:
            yield source.reject("NB103", str(error), locator, raw)
            return
        yield record_of(fields, source, locator=locator, kind="csv", raw=raw, raw_sha256=digest(raw))


def _text(value: str) -> str:
    """Undo the latin-1 reading: the parser works on bytes so that every row may have its own encoding."""
    return value if value.isascii() else to_text(value.encode("latin-1"))


class _Rows:
    """Rows of a table with their offsets and bytes."""

    def __init__(self, stream: BinaryIO, offset: int, delimiter: str, limit: int) -> None:
        csv.field_size_limit(max(csv.field_size_limit(), limit * 2))
        self._lines = read_lines(stream, offset, limit)
        self._delimiter = delimiter
        self._limit = limit
        self._reader = csv.reader(self._feed(), delimiter=delimiter)
        self._held: list[bytes] = []
        self._next = offset
        self._exhausted = False
        self._open = False
        """The row read so far ends inside a quoted field."""
        self.offset = offset
        self.size = 0
        self.too_long = False
        self.fault = ""

    def _feed(self) -> Iterator[str]:
        for line in self._lines:
            self._hold(line)
            self._open ^= (line.quotes or line.data.count(b'"')) % 2 == 1
            if line.sha256 is not None or self.size > self._limit:
                self.too_long = True
                raise _RowTooLongError
            yield line.data.decode("latin-1").replace("\0", "")
        self._exhausted = True

    def _hold(self, line: Line) -> None:
        if not self._held:
            self.offset = line.offset
        self._held.append(line.data)
        self.size += line.size

    def _skip_rest(self) -> None:
        """Read past the rest of a row over the limit: its quoted field may go on over many lines.

        Where the last lines look like rows of this table, a quotation mark was never closed: they are not skipped.
        """
        tail = self._held[-LIKE_ROWS - 1 : -1]
        first = self._held[0].count(self._delimiter.encode())
        if first and len(tail) == LIKE_ROWS and all(line.count(self._delimiter.encode()) == first for line in tail):
            return
        while self._open and (line := next(self._lines, None)) is not None:
            self._open ^= (line.quotes or line.data.count(b'"')) % 2 == 1
            self.size += line.size

    def raw(self) -> bytes:
        """Return the bytes of the last row without its line end."""
        return b"".join(self._held).rstrip(b"\r\n")

    def next_row(self) -> list[str] | None:
        """Return the fields of the next row; None at the end of the file."""
        self._held, self.size, self.too_long, self.fault, self._open = [], 0, False, "", False
        try:
            row = next(self._reader)
        except StopIteration:
            return None
        except _RowTooLongError:
            self._skip_rest()
        except csv.Error as error:
            self.fault = str(error)
        else:
            if self._exhausted and self._held and b"".join(self._held).count(b'"') % 2 == 1:
                self.fault = "the file ends inside a quoted field"
            return row
        self._reader = csv.reader(self._feed(), delimiter=self._delimiter)
        return []


def row_offsets(stream: BinaryIO, step: int, limit: int, own: Sequence[str] = ()) -> list[int]:
    """Return the offsets of rows about ``step`` bytes apart: places where a table may be cut."""
    first = next(read_lines(stream, 0, limit), None)
    if first is None:
        return []
    delimiter, _ = header_of(first.data, own) or any_header(first.data)
    rows = _Rows(stream, first.size, delimiter, limit)
    found: list[int] = []
    wanted = step
    while rows.next_row() is not None:
        if rows.offset >= wanted:
            found.append(rows.offset)
            wanted = rows.offset + step
    return found


def looks_tabular(head: bytes, known: Sequence[str] = ()) -> bool:
    """Return whether the first line of a file is a header with names of our fields."""
    line = re.split(rb"\r?\n", head.lstrip(b"\r\n"), maxsplit=1)[0]
    return len(line) < 1 << 14 and header_of(line, known) is not None
