"""Parquet: rows of the row groups that start in a range of bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.sources.base import Item, Source, digest
from pipeline.sources.fields import ALL_NAMES, record_of
from schemas.reject import MAX_PAYLOAD

ROWS = 128
"""Rows decoded at once: bounds memory where a row group is large."""


def read_parquet(stream: BinaryIO, source: Source, start: int = 0, end: int | None = None) -> Iterator[Item]:
    """Yield the records of the row groups whose first byte lies in ``start`` up to and without ``end``.

    The locator is the row's number in the file. The digest of a record is that of its fields as sorted JSON,
    since a columnar file holds no bytes of a single row.
    """
    try:
        file = pq.ParquetFile(stream)
    except (pa.ArrowException, OSError) as error:
        stream.seek(0)
        head = stream.read(MAX_PAYLOAD)
        yield source.reject("NB208", str(error), "row=0", head, error=type(error).__name__)
        return
    own = {theirs.split(".")[0].lower() for _, theirs in source.options.fields}
    columns = [name for name in file.schema_arrow.names if name.lower() in ALL_NAMES or name.lower() in own]
    row = 0
    for group in range(file.num_row_groups):
        first, rows = _first_byte(file, group), file.metadata.row_group(group).num_rows
        if first >= start and (end is None or first < end):
            yield from _read_group(file, group, row, columns, source)
        row += rows


def _first_byte(file: pq.ParquetFile, group: int) -> int:
    """Return the offset of a row group's first page."""
    column = file.metadata.row_group(group).column(0)
    pages = [column.data_page_offset]
    if column.has_dictionary_page and column.dictionary_page_offset:
        pages.append(column.dictionary_page_offset)
    return min(pages)


def _read_group(file: pq.ParquetFile, group: int, row: int, columns: list[str], source: Source) -> Iterator[Item]:
    try:
        for batch in file.iter_batches(batch_size=ROWS, row_groups=[group], columns=columns or None):
            for fields in batch.to_pylist():
                raw = msgspec.json.encode(fields, order="sorted")
                if len(raw) > source.options.max_record_bytes:
                    yield source.oversized(f"row={row}", raw, len(raw), digest(raw))
                else:
                    yield record_of(
                        fields, source, locator=f"row={row}", kind="parquet", raw=raw, raw_sha256=digest(raw)
                    )
                row += 1
    except (pa.ArrowException, OSError) as error:
        message = f"row group {group} cannot be read from row {row} on: {error}"
        yield source.reject("NB208", message, f"row={row}", b"", error=type(error).__name__)
