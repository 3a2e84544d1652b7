"""Columns that linking fills in rows that are written already."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import pyarrow as pa

Columns = dict[str, str | None]
UNLINKED: Columns = {"duplicate_of": None, "duplicate_kind": None, "cluster_id": None, "copied_from": None}
"""What an article without copies has."""


class Linked(msgspec.Struct, frozen=True):
    """Columns that linking fills in a row."""

    id: str
    values: Columns


def fill_links(table: pa.Table, key: str, links: Iterable[Linked]) -> pa.Table:
    """Return a table with the columns of its linked rows filled."""
    by_id = {link.id: link.values for link in links}
    if not by_id or not table.num_rows:
        return table
    ids = table.column(key).to_pylist()
    for name in next(iter(by_id.values())):
        old = table.column(name).to_pylist()
        values = [by_id[row_id][name] if row_id in by_id else value for row_id, value in zip(ids, old, strict=True)]
        index = table.schema.get_field_index(name)
        table = table.set_column(index, table.schema.field(index), pa.array(values, table.schema.field(index).type))
    return table
