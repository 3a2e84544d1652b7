"""Clusters of rows that ties connect, and which of them a pass tells anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.dataset.ids import heads
from pipeline.link.labels import EDGES, add_edges, label, look_up
from pipeline.link.staged.spill import Spill
from pipeline.link.staged.store import Address
from pipeline.link.ties import ADDRESS, PAIRS, Laid, Room, as_numbers, changed
from transforms.link.components import components

SEEDS = pa.schema([("label", pa.uint64())])
LABELLED = pa.schema([("label", pa.uint64()), *PAIRS])
CONCERNED = pa.schema([("id", pa.string()), ("label", pa.uint64())])
MEMBERS = pa.schema([*CONCERNED, *ADDRESS])
READ_TOGETHER = 50_000
"""Rows outside the days of a pass that are looked for at once."""


class Cluster(NamedTuple):
    """Rows that are told anew, together or one by one."""

    members: dict[str, Address]
    ties: list[tuple[str, str, float]]
    """Those that connect all members; none where these stand alone."""


def clusters(pairs: Spill, laid: Laid, fetch: Callable[[list[str]], Laid], room: Room) -> Iterator[Cluster]:
    """Yield the rows that a pass tells anew: new ones, and those of clusters in which a tie came or went.

    ``fetch`` lays out rows by their ids that were not laid out, since they lie too far off.
    """
    edges = room.spill(EDGES)
    for table in pairs.tables():
        add_edges(edges, *as_numbers(table))
    labels = label(edges, room.spill)
    concerned, by_label = concern(pairs, labels, laid.rows, room)
    members, missing = room.spill(MEMBERS), room.spill(CONCERNED)
    for bucket in range(room.buckets):
        wanted, rows = concerned.read(bucket), laid.rows.read(bucket)
        left = place(wanted, rows, members)
        missing.add(left, heads(left.column("id")))
        _, tied = look_up(labels.read(bucket), heads(rows.column("id")))
        alone = addresses(rows.filter(pc.and_(pa.array(~tied), rows.column("new"))))
        if alone:
            yield Cluster(alone, [])
    for ids in _some(missing, READ_TOGETHER):
        rows = pa.concat_tables(fetch(ids.column("id").to_pylist()).rows.tables())
        place(ids, rows, members)
    for spill in (concerned, labels, missing):
        spill.clear()
    for bucket in range(room.buckets):
        yield from _clusters(by_label.read(bucket), members.read(bucket))
    by_label.clear()
    members.clear()


def concern(pairs: Spill, labels: Spill, rows: Spill, room: Room) -> tuple[Spill, Spill]:
    """Return the rows with ties that are told anew, by ranges of ids, and the ties among them by ranges of labels."""
    seeds, by_label = room.spill(SEEDS), room.spill(LABELLED)
    for bucket in range(room.buckets):
        here, known = rows.read(bucket), labels.read(bucket)
        seed, tied = look_up(known, heads(here.filter(here.column("new")).column("id")))
        table = pairs.read(bucket)
        found, _ = look_up(known, heads(table.column("a")))
        by_label.add(table.add_column(0, "label", pa.array(found)), found)
        seed = np.unique(np.concatenate([seed[tied], found[changed(table).to_numpy()]]))
        seeds.add(pa.table([seed], schema=SEEDS), seed)
    concerned, told = room.spill(CONCERNED), room.spill(LABELLED)
    for bucket in range(room.buckets):
        table = by_label.read(bucket)
        table = table.filter(pc.is_in(table.column("label"), value_set=seeds.read(bucket).column(0).combine_chunks()))
        told.add(table, table.column("label").to_numpy())
        ends = [pa.table([table.column(end), table.column("label")], schema=CONCERNED) for end in ("a", "b")]
        each = pa.concat_tables(ends).group_by(["id", "label"]).aggregate([]).select(CONCERNED.names)
        concerned.add(each, heads(each.column("id")))
    seeds.clear()
    by_label.clear()
    return concerned, told


def place(wanted: pa.Table, rows: pa.Table, members: Spill) -> pa.Table:
    """Add to the members of clusters the rows that are wanted; return those that are not there."""
    at = pc.index_in(wanted.column("id"), value_set=rows.column("id").combine_chunks())
    there = wanted.filter(pc.is_valid(at))
    found = rows.select([name for name, _ in ADDRESS]).take(at.drop_null())
    table = pa.table([*there.columns, *found.columns], names=MEMBERS.names)
    members.add(table, table.column("label").to_numpy())
    return wanted.filter(pc.is_null(at))


def addresses(table: pa.Table) -> dict[str, Address]:
    """Return the addresses of rows by their ids."""
    names = ("id", *(name for name, _ in ADDRESS))
    columns = (plain(table.column(name)).to_pylist() for name in names)
    return {row[0]: Address(*row) for row in zip(*columns, strict=True)}


def plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column with its values written out."""
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def _some(spill: Spill, count: int) -> Iterator[pa.Table]:
    held: list[pa.Table] = []
    for table in chain(spill.tables(), [None]):
        if table is None or sum(map(len, held)) + len(table) > count:
            joined = pa.concat_tables(held) if held else CONCERNED.empty_table()
            if len(joined):
                yield joined
            held = []
        if table is not None:
            held.append(table)


def _clusters(pairs: pa.Table, members: pa.Table) -> Iterator[Cluster]:
    """Yield the clusters of a range of labels: in a label some rows may have come apart."""
    known = addresses(members)
    standing = pairs.filter(pc.is_valid(pairs.column("after")))
    ties = sorted(zip(*(standing.column(name).to_pylist() for name in ("a", "b", "after")), strict=True))
    group_of: dict[str, int] = {}
    groups = components((a, b) for a, b, _ in ties)
    for index, group in enumerate(groups):
        group_of.update(dict.fromkeys(group, index))
    held: list[list[tuple[str, str, float]]] = [[] for _ in groups]
    for tie in ties:
        held[group_of[tie[0]]].append(tie)
    for group, mine in zip(groups, held, strict=True):
        yield Cluster({row_id: known[row_id] for row_id in group}, mine)
    alone = {row_id: address for row_id, address in sorted(known.items()) if row_id not in group_of}
    if alone:
        yield Cluster(alone, [])
