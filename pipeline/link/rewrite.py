"""Data files in which links have changed, written anew; the others stay as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import storage
from pipeline.dataset.accounting import Accounting
from pipeline.dataset.commit import Move
from pipeline.dataset.ids import heads
from pipeline.dataset.linked import FILLED, differing, fill_links, linked_schema
from pipeline.dataset.manifest import FileFact, Manifest
from pipeline.dataset.parquet import opened
from pipeline.dataset.rows import IDS, SCHEMAS
from pipeline.dataset.sink import WRITE_BYTES, Hashed, Piece, Told, sorted_order, tally, write_parquet
from pipeline.link.staged.spill import Spill
from pipeline.link.ties import Room


class Rewritten(msgspec.Struct):
    """New files, and the moves that bring them to their place."""

    facts: list[FileFact]
    moves: list[Move]


def places(output: str, files: Sequence[FileFact], dataset: str, room: Room) -> Spill:
    """Return what is filled in the rows of some files now, with the number of the file, by ranges of their ids."""
    schema = linked_schema(dataset)
    found = room.spill(schema.append(pa.field("file", pa.int32())))
    for number, fact in enumerate(files):
        with opened(output, fact.path) as parquet:
            for batch in parquet.iter_batches(columns=[IDS[dataset], *FILLED[dataset]]):
                columns = [batch.column(name) for name in (IDS[dataset], *FILLED[dataset])]
                columns.append(pa.array([number] * len(batch), pa.int32()))
                table = pa.table([column.cast(pa.string()) for column in columns[:-1]] + columns[-1:], found.schema)
                found.add(table, heads(table.column("id")))
    return found


def changes(columns: Spill, before: Spill, files: int, room: Room) -> Spill:
    """Return by file the rows in which something is to be filled that is not there yet."""
    found = Spill(room.folder, columns.schema, max(1, files))
    for bucket in range(room.buckets):
        table, links = before.read(bucket), columns.read(bucket)
        table = table.filter(differing(table, "id", links))
        at = pc.index_in(table.column("id"), value_set=links.column("id").combine_chunks())
        found.put(links.take(at), table.column("file").to_numpy())
    return found


def relink(
    output: str, manifests: Sequence[Manifest], found: Sequence[tuple[Sequence[FileFact], Spill]], stage: str
) -> tuple[list[Manifest], list[Move]]:
    """Return the manifests of the runs of which a row got other links, and the moves of the files that changed by it.

    ``found`` has files of one dataset, and the changes in each by its number. Incidents are no longer the runs' own.
    """
    new: dict[str, tuple[FileFact, Counter[str]]] = {}
    moves: list[Move] = []
    for files, changed in found:
        for number, fact in enumerate(files):
            links = changed.read(number)
            if links.num_rows:
                fresh, move, counted = refill(output, fact, links, stage)
                new[fact.path] = fresh, counted
                moves.append(move)
        changed.clear()
    updates = []
    for manifest in manifests:
        mine = [new[fact.path] for fact in manifest.files if fact.path in new]
        facts = tuple(new[f.path][0] if f.path in new else f for f in manifest.files if f.dataset != "incidents")
        sums = recount(manifest.accounting, [counted for _, counted in mine])
        updated = msgspec.structs.replace(manifest, files=facts, accounting=sums)
        if updated != manifest:
            updates.append(updated)
    return updates, moves


def refill(output: str, fact: FileFact, links: pa.Table, stage: str) -> tuple[FileFact, Move, Counter[str]]:
    """Write a file with some of its links changed; return how many more copies of each kind it has."""
    dataset, counted = fact.dataset, Counter[str]()
    folder, _, name = fact.path.rpartition("/")

    def filled(parquet: pq.ParquetFile) -> Iterator[Piece]:
        for group in range(parquet.num_row_groups):
            before = parquet.read_row_group(group)
            after = fill_links(before, IDS[dataset], links)
            every = pa.array(range(len(after)), pa.int64())
            if dataset == "articles":
                counted.update(tally(after.column("duplicate_kind"), every))
                counted.subtract(tally(before.column("duplicate_kind"), every))
            yield Piece(as_declared(dataset, after), every)

    with opened(output, fact.path) as parquet:
        plain = name.removesuffix(".parquet").rpartition("-")[0]
        new, move = write_pieces(dataset, filled(parquet), folder, plain, stage)
    return new, move, counted


def recount(sums: Accounting, changed: Iterable[Mapping[str, int]]) -> Accounting:
    """Return the accounting of a run after the copies of some of its files changed."""
    counted = Counter(sums.duplicates)
    for more in changed:
        counted.update(more)
    return msgspec.structs.replace(sums, duplicates={kind: count for kind, count in sorted(counted.items()) if count})


def as_declared(dataset: str, table: pa.Table) -> pa.Table:
    """Return a table in one piece, with the schema of its dataset."""
    return pa.table([column.combine_chunks() for column in table.columns], schema=SCHEMAS[dataset])


def write_table(dataset: str, table: pa.Table, folder: str, name: str, stage: str) -> tuple[FileFact, Move]:
    """Write rows, in the order of their ids, below the staging directory; return the file and its move."""
    order, _ = sorted_order(table.column(IDS[dataset]))
    return write_pieces(dataset, [Piece(as_declared(dataset, table), order)], folder, name, stage)


def write_pieces(dataset: str, pieces: Iterable[Piece], folder: str, name: str, stage: str) -> tuple[FileFact, Move]:
    """Write rows that come in pieces below the staging directory; return the file and its move."""
    staged = storage.join(stage, folder, f"{name}.parquet")
    told = Told(dataset)
    with storage.create(staged) as stream:
        hashed = Hashed(stream)
        with pa.BufferedOutputStream(pa.PythonFile(hashed, mode="w"), WRITE_BYTES) as buffered:
            write_parquet(dataset, map(told.see, pieces), buffered)
    path = f"{folder}/{name}-{hashed.hexdigest()[:12]}.parquet"
    first, last = min(told.days, default=None), max(told.days, default=None)
    return FileFact(path, dataset, told.rows, hashed.size, hashed.hexdigest(), first, last), Move(staged, path)
