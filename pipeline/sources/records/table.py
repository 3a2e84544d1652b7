"""CSV and TSV: rows with a header line, each with an attempt of its own."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from typing import BinaryIO

from pipeline.faults import attempt
from pipeline.sources.base import CHUNK, Item, Line, Rewound, Skipped, Source, digest, read_lines
from pipeline.sources.content.characters import to_text
from pipeline.sources.records.fields import record_of
from pipeline.sources.records.header import LONGEST, Header, fields_of, read_header

LIKE_ROWS = 20
"""Lines with as many delimiters as the first of a row, from which they are taken for rows."""
HEAD = LONGEST * 4
PATIENCE = 4
"""Lines read again, in lines of the table so far, before quotation marks are no longer believed to span lines."""
UNCLOSED = "a quotation mark is never closed"


class _RowTooLongError(Exception):
    pass


def read_table(stream: BinaryIO, source: Source, start: int = 0, end: int | None = None) -> Iterator[Item]:
    """Yield the records of the rows of a table whose header is its first line, comments left out.

    ``start`` has to be the beginning of a row (see ``row_offsets``): a line feed may stand inside a quoted field,
    so a row cannot be found from the middle of a file.
    """
    limit = source.options.max_record_bytes
    own = [theirs for _, theirs in source.options.fields]
    head = stream.read(HEAD)
    header = read_header(head, own)
    if header is None:
        return
    if not start:
        for _ in header.preamble:
            yield Skipped("line before the header of a table")
    offset = start or header.rows_at
    if start:
        stream.seek(start)
    else:
        stream = io.BufferedReader(Rewound(head[offset:], stream), CHUNK)
    rows = _Rows(stream, offset, header, limit)
    while True:
        row = rows.next_row()
        if row is None or (end is not None and rows.offset >= end):
            return
        yield from _row_item(rows, row, header, source)


def _row_item(rows: _Rows, row: list[str], header: Header, source: Source) -> Iterator[Item]:
    raw, locator = rows.raw(), f"offset={rows.offset}"
    columns = header.columns
    if rows.too_long:
        yield source.oversized(locator, raw, rows.size, digest(raw))
    elif rows.fault:
        if not source.damage:
            yield source.reject("NB205", rows.fault, locator, raw)
    elif not row or not raw.strip():
        return
    elif not columns:
        yield source.reject("NB202", "the table has no header line that names its columns", locator, raw)
    elif len(row) > 1 and row == columns:
        yield Skipped("header of a table, repeated")
    elif len(row) > len(columns):
        yield source.reject("NB205", f"{len(row)} fields; the header has {len(columns)}", locator, raw)
    else:
        made = attempt(partial(_record, row, columns, raw, locator, source))
        if isinstance(made, Exception):
            code = "NB103" if isinstance(made, ValueError) else "NB301"
            made = source.reject(code, str(made), locator, raw, error=type(made).__name__)
        yield made


def _record(row: list[str], columns: list[str], raw: bytes, locator: str, source: Source) -> Item:
    fields = {_text(name): _text(value) for name, value in zip(columns, row + [""] * len(columns), strict=False)}
    return record_of(fields, source, locator=locator, kind="csv", raw=raw, raw_sha256=digest(raw))


def _text(value: str) -> str:
    """Undo the latin-1 reading: the parser works on bytes so that every row may have its own encoding."""
    return value if value.isascii() else to_text(value.encode("latin-1"))


class _Rows:
    """Rows of a table with their offsets and bytes."""

    def __init__(self, stream: BinaryIO, offset: int, header: Header, limit: int) -> None:
        csv.field_size_limit(max(csv.field_size_limit(), limit * 2))
        self._lines = read_lines(stream, offset, limit)
        self._waiting: deque[Line] = deque()
        """Lines to be read again: a quotation mark of the row before them was never closed."""
        self._header = header
        self._limit = limit
        self._held: list[Line] = []
        self._next = offset
        self._exhausted = False
        self._open = False
        """The row read so far ends inside a quoted field."""
        self._seen = self._again = 0
        self._reader = self._new_reader()
        self.offset = offset
        self.size = 0
        self.too_long = False
        self.fault = ""

    def _new_reader(self) -> Iterator[list[str]]:
        escape = "\\" if self._header.backslash else None
        return csv.reader(self._feed(), delimiter=self._header.delimiter, escapechar=escape)

    def _take(self) -> Line | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def _feed(self) -> Iterator[str]:
        while (line := self._take()) is not None:
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
        self._held.append(line)
        self.size += line.size
        self._next = line.offset + line.size

    def _skip_rest(self) -> None:
        """Read on to the end of a row that is too long: its quoted field may go on over many lines.

        Where the last lines look like rows of this table, a quotation mark was never closed: they are not skipped.
        """
        tail = self._held[-LIKE_ROWS - 1 : -1]
        mark = self._header.delimiter.encode("latin-1", "replace")
        first = self._held[0].data.count(mark)
        if first and len(tail) == LIKE_ROWS and all(line.data.count(mark) == first for line in tail):
            return
        while self._open and (line := self._take()) is not None:
            self._open ^= (line.quotes or line.data.count(b'"')) % 2 == 1
            self.size += line.size

    def raw(self) -> bytes:
        """Return the bytes of the last row without its line end."""
        return b"".join(line.data for line in self._held).rstrip(b"\r\n")

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
            self._seen += 1
            return self._sane(self._shortened(row))
        self._reader = self._new_reader()
        return []

    def _shortened(self, row: list[str]) -> list[str]:
        """Return a row without empty fields beyond the columns: some writers end every row with a separator."""
        count = len(self._header.columns)
        while count and len(row) > count and not row[-1].strip():
            row = row[:-1]
        return row

    def _sane(self, row: list[str]) -> list[str]:
        """Return the row, or its first line alone where a quotation mark swallowed the lines that follow."""
        count = len(self._header.columns)
        unclosed = self._exhausted and self._open and self.raw().count(b'"') % 2 == 1
        several = len(self._held) > 1
        literal = [self._literally(line) for line in self._held] if several and count and len(row) != count else []
        swallowed = several and (
            unclosed or (count > 0 and len(row) > count) or (bool(literal) and all(len(r) == count for r in literal))
        )
        if swallowed:
            self._give_back()
        elif not unclosed:
            return row
        first = self._literally(self._held[0])
        if count and len(first) == count and self._header.delimiter in ("\t", "|"):
            # Writers of such tables quote nothing: the mark is one of the text.
            return first
        self.fault = UNCLOSED
        return []

    def _give_back(self) -> None:
        """Keep the first line of the row and put the others back, one by one as rows once this was needed too often."""
        rest = self._held[1:]
        self._again += len(rest)
        self._held, self.size = self._held[:1], self._held[0].size
        self._waiting.extendleft(reversed(rest))
        self._exhausted = False
        self._reader = self._new_reader() if self._again <= PATIENCE * self._seen + 100_000 else self._one_by_one()

    def _one_by_one(self) -> Iterator[list[str]]:
        """Yield every line that is left as a row of its own."""
        while (line := self._take()) is not None:
            self._hold(line)
            self.too_long = line.sha256 is not None
            yield fields_of(line.data.decode("latin-1").replace("\0", "").rstrip("\r\n"), self._header.delimiter)

    def _literally(self, line: Line) -> list[str]:
        """Return the fields of a line whose quotation marks mean nothing."""
        return self._shortened(line.data.decode("latin-1").rstrip("\r\n").split(self._header.delimiter))


def row_offsets(stream: BinaryIO, step: int, limit: int, own: Sequence[str] = ()) -> list[int]:
    """Return the offsets of rows about ``step`` bytes apart: places where a table may be cut."""
    header = read_header(stream.read(HEAD), own)
    if header is None:
        return []
    stream.seek(header.rows_at)
    rows = _Rows(stream, header.rows_at, header, limit)
    found: list[int] = []
    wanted = step
    while rows.next_row() is not None:
        if rows.offset >= wanted:
            found.append(rows.offset)
            wanted = rows.offset + step
    return found
