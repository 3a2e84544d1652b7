"""The world as data: places, countries, people, organisations, papers and names, in the folders beside this module."""

from __future__ import annotations

from transforms.tables import Table, data_files, packaged_table


def world_table(name: str) -> Table:
    """Return a table of the world by its name without ``.tsv``."""
    return packaged_table("transforms.world", name)


def world_tables() -> tuple[str, ...]:
    """Return the names of the tables in order."""
    return tuple(name.removesuffix(".tsv") for name in data_files("transforms.world") if name.endswith(".tsv"))


def binary(name: str) -> bytes:
    """Return a compiled file of the world."""
    content: bytes = data_files("transforms.world")[name].read_bytes()
    return content
