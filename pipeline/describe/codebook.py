"""``codebook.csv``: every column and member of a column of every dataset, with type, unit, nullability and meaning."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pyarrow as pa

from pipeline.dataset.rows import SCHEMAS, public
from schemas.columns import describe, short_type

HEAD = ("dataset", "column", "type", "nullable", "unit", "meaning")


def codebook(*, traced: bool = False) -> str:
    """Return the codebook as CSV; members of structs are lines of their own, ``place.lat`` or ``actors[].name``.

    ``traced``: the output holds a trace.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for dataset, schema in ((name, SCHEMAS[name]) for name in public(traced=traced)):
        for row, field in zip(describe(schema), schema, strict=True):
            writer.writerow([dataset, *(row[name] for name in HEAD[1:])])
            for name, member in members(field.name, field.type):
                writer.writerow([dataset, name, short_type(member.type), "yes" if member.nullable else "no", "", ""])
    return text.getvalue()


def members(name: str, kind: pa.DataType) -> Iterator[tuple[str, pa.Field]]:
    """Yield the members of a struct or of a list of structs, each with its path."""
    if pa.types.is_list(kind):
        yield from members(f"{name}[]", kind.value_type)
    elif pa.types.is_struct(kind):
        for field in kind:
            path = f"{name}.{field.name}"
            yield path, field
            yield from members(path, field.type)
