"""Parquet: rows of the row groups that start in a range of bytes.

Every row has an attempt of its own: a value that Python cannot hold costs itself, a page that cannot be read costs the
rows of its row group, each of which becomes a reject.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.faults import attempt
from pipeline.sources.base import Item, Source, digest
from pipeline.sources.records.fields import KNOWN_COLUMNS, record_of
from schemas.reject import MAX_PAYLOAD
from schemas.strings import encodable

ROWS = 128
"""Rows decoded at once: bounds memory where a row group is large."""
UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def read_parquet(stream: BinaryIO, source: Source, start: int = 0, end: int | None = None) -> Iterator[Item]:
    """Yield the records of the row groups whose first byte lies in ``start`` up to and without ``end``.

    The locator is the row's number in the file. The digest of a record is that of its fields as sorted JSON,
    since a columnar file holds no bytes of a single row.
    """
    file = attempt(partial(pq.ParquetFile, stream))
    if isinstance(file, Exception):
        stream.seek(0)
        head = stream.read(MAX_PAYLOAD)
        yield source.reject("NB208", str(file), "row=0", head, error=type(file).__name__)
        return
    own = {theirs.split(".")[0].lower() for _, theirs in source.options.fields}
    columns = [name for name in file.schema_arrow.names if name.strip().lower() in KNOWN_COLUMNS | own]
    row = 0
    for group in range(file.num_row_groups):
        first, rows = _first_byte(file, group), file.metadata.row_group(group).num_rows
        if first >= start and (end is None or first < end):
            yield from _read_group(file, group, row, columns, source)
        row += rows


def _first_byte(file: pq.ParquetFile, group: int) -> int:
    """Return the offset of a row group's first page."""
    column = file.metadata.row_group(group).column(0)
    pages: list[int] = [column.data_page_offset]
    if column.has_dictionary_page and column.dictionary_page_offset:
        pages.append(column.dictionary_page_offset)
    return min(pages)


def _read_group(file: pq.ParquetFile, group: int, row: int, columns: list[str], source: Source) -> Iterator[Item]:
    last = row + file.metadata.row_group(group).num_rows
    batches = file.iter_batches(batch_size=ROWS, row_groups=[group], columns=columns or None)
    while (batch := attempt(partial(next, batches, None))) is not None:
        if isinstance(batch, Exception):
            message = f"row group {group} cannot be read from row {row} on: {batch}"
            while row < last:
                yield source.reject("NB208", message, f"row={row}", b"", error=type(batch).__name__)
                row += 1
            return
        cells = {name: _cells(batch.column(i)) for i, name in enumerate(batch.schema.names)}
        for i in range(batch.num_rows):
            made = attempt(partial(_item, {name: values[i] for name, values in cells.items()}, row, source))
            if isinstance(made, Exception):
                made = source.reject("NB208", str(made), f"row={row}", b"", error=type(made).__name__)
            yield made
            row += 1
    while row < last:
        yield source.reject("NB208", f"row group {group} ends before row {last - 1}", f"row={row}", b"")
        row += 1


def _item(fields: dict[str, object], row: int, source: Source) -> Item:
    encoded = attempt(partial(msgspec.json.encode, fields, order="sorted"))
    raw = repr(fields).encode("utf-8", "replace") if isinstance(encoded, Exception) else encoded
    if len(raw) > source.options.max_record_bytes:
        return source.oversized(f"row={row}", raw, len(raw), digest(raw))
    return record_of(fields, source, locator=f"row={row}", kind="parquet", raw=raw, raw_sha256=digest(raw))


def _cells(column: pa.Array) -> list[object]:
    """Return the values of a column; one that Python has no value for is read by hand, None where that fails."""
    values = attempt(column.to_pylist)
    if not isinstance(values, Exception):
        return [encodable(value) if isinstance(value, str) else value for value in values]
    return [_cell(cell) for cell in column]


def _cell(cell: pa.Scalar) -> object:
    value = attempt(cell.as_py)
    if not isinstance(value, Exception):
        return value
    found = attempt(partial(_by_hand, cell))
    return None if isinstance(found, Exception) else found


def _by_hand(cell: pa.Scalar) -> object:
    """Return a timestamp beyond microseconds or the calendar, a date far away, or the bytes of a damaged string."""
    if pa.types.is_timestamp(cell.type):
        seconds = cell.value // UNITS[cell.type.unit]
        moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
        return moment.replace(tzinfo=datetime.timezone.utc) if cell.type.tz else moment
    if pa.types.is_string(cell.type) or pa.types.is_large_string(cell.type):
        return cell.as_buffer().to_pybytes()
    return None
