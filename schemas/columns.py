"""How a column is declared: its Arrow type, nullability, unit and meaning in one place."""

from __future__ import annotations

import json

import pyarrow as pa

from schemas.terms import CITATION, LICENCE

SCHEMA_VERSION = "2.1.0"
"""Adding a column raises the minor number; changing or removing one raises the major number."""

TIMESTAMP = pa.timestamp("us", tz="UTC")


def column(name: str, kind: pa.DataType, meaning: str, *, nullable: bool = False, unit: str = "") -> pa.Field:
    """Return a top-level column with its meaning and unit in the field metadata."""
    metadata = {"meaning": meaning}
    if unit:
        metadata["unit"] = unit
    return pa.field(name, kind, nullable=nullable, metadata=metadata)


def struct(*fields: pa.Field) -> pa.StructType:
    """Return a struct type of the given fields."""
    return pa.struct(fields)


def required(name: str, kind: pa.DataType) -> pa.Field:
    """Return a member of a struct that is never null."""
    return pa.field(name, kind, nullable=False)


def optional(name: str, kind: pa.DataType) -> pa.Field:
    """Return a member of a struct that is null where the text does not say."""
    return pa.field(name, kind, nullable=True)


def list_of(kind: pa.DataType) -> pa.ListType:
    """Return a list type whose elements are never null."""
    return pa.list_(pa.field("element", kind, nullable=False))


STRING, INT32, FLOAT32, FLOAT64 = pa.string(), pa.int32(), pa.float32(), pa.float64()


def dataset_schema(name: str, columns: list[pa.Field]) -> pa.Schema:
    """Return the schema of a dataset with versions and column descriptions as key-value metadata.

    The descriptions are written a second time as plain JSON because readers such as DuckDB do not show the
    field metadata that Arrow hides in its own serialised schema.
    """
    described = {field.name: (field.metadata or {}).get(b"meaning", b"").decode() for field in columns}
    metadata = {
        "newsbeam.dataset": name,
        "newsbeam.schema_version": SCHEMA_VERSION,
        "newsbeam.licence": LICENCE,
        "newsbeam.citation": CITATION,
        "newsbeam.columns": json.dumps(described, ensure_ascii=False, sort_keys=True),
    }
    return pa.schema(columns, metadata=metadata)


def describe(schema: pa.Schema) -> list[dict[str, str]]:
    """Return column, type, nullability, unit and meaning of every column, for the command line and the docs."""
    rows = []
    for field in schema:
        metadata = field.metadata or {}
        rows.append(
            {
                "column": field.name,
                "type": short_type(field.type),
                "nullable": "yes" if field.nullable else "no",
                "unit": metadata.get(b"unit", b"").decode(),
                "meaning": metadata.get(b"meaning", b"").decode(),
            }
        )
    return rows


def short_type(kind: pa.DataType) -> str:
    """Return a type as a reader would write it: ``list<struct<start: int32, ...>>``."""
    if pa.types.is_list(kind):
        return f"list<{short_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        members = (f"{field.name}: {short_type(field.type)}{'?' if field.nullable else ''}" for field in kind)
        return f"struct<{', '.join(members)}>"
    return {"float": "float32", "double": "float64"}.get(str(kind), str(kind))
