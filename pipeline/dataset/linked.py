"""Columns that linking fills in rows that are written already."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.dataset.blocks import BlockRef

Columns = dict[str, str | None]
UNLINKED: Columns = {"duplicate_of": None, "duplicate_kind": None, "cluster_id": None, "copied_from": None}
"""What an article without copies has."""
FILLED: dict[str, Sequence[str]] = {"articles": tuple(UNLINKED), "events": ("incident_id",)}
"""Columns that linking fills, by dataset."""


class Links(msgspec.Struct, frozen=True, order=True):
    """A block of what linking fills in rows, as in ``linked_schema``; of incidents, the ids of those joined."""

    ref: BlockRef


def linked_schema(dataset: str) -> pa.Schema:
    """Return the layout of what linking fills in rows of a dataset: the id of the row as ``id``, and the columns."""
    return pa.schema([(name, pa.string()) for name in ("id", *FILLED.get(dataset, ()))])


def fill_links(table: pa.Table, key: str, links: pa.Table) -> pa.Table:
    """Return a table with the columns of its linked rows filled; ``links`` as in ``linked_schema``."""
    if not links.num_rows or not table.num_rows:
        return table
    at = pc.index_in(table.column(key), value_set=links.column("id").combine_chunks())
    hit = pc.is_valid(at)
    for name in links.column_names[1:]:
        index = table.schema.get_field_index(name)
        field = table.schema.field(index)
        told = links.column(name).take(at).cast(field.type)
        table = table.set_column(index, field, pc.if_else(hit, told, table.column(name)))
    return table


def differing(table: pa.Table, key: str, links: pa.Table) -> pa.Array:
    """Return which rows of a table are not yet as linking says; columns of both as in ``linked_schema``."""
    at = pc.index_in(table.column(key), value_set=links.column("id").combine_chunks())
    other = pa.array([False] * len(table), pa.bool_())
    for name in links.column_names[1:]:
        told, has = links.column(name).take(at), table.column(name)
        apart = pc.xor(pc.is_valid(told), pc.is_valid(has))
        other = pc.or_(other, pc.or_(apart, pc.fill_null(pc.not_equal(told, has), fill_value=False)))
    return pc.and_(pc.is_valid(at), other)
