"""Blocks become Parquet files: sorted by id, repeated ids dropped, the same bytes for the same rows."""

from __future__ import annotations

import datetime
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import storage
from pipeline.dataset.blocks import BlockRef, Partition, read_blocks
from pipeline.dataset.linked import fill_links, linked_schema
from pipeline.dataset.rows import DAYS, IDS, SCHEMAS, public
from schemas.version import VERSION

if TYPE_CHECKING:
    from typing_extensions import Buffer

SHARD_BYTES = 384 << 20
"""Encoded size of the rows of one file: 128 to 256 MB as Parquet."""
PIECE_BYTES = 16 << 20
"""Encoded size of the rows of a file that are held at once: sorted and written they are several times that."""
WRITE_BYTES = 1 << 20
"""Written at once: a Parquet file comes in hundreds of pieces."""
GROUP_ROWS = {"articles": 2048, "events": 16384, "incidents": 16384, "rejects": 512, "trace": 16384}
OTHER_ROWS = 8192
"""Rows of a row group of the other datasets."""
BLOOM = {
    "articles": ("article_id", "input_id"),
    "events": ("event_id", "article_id", "incident_id"),
    "incidents": ("incident_id",),
    "trace": ("article_id", "event_id"),
}
TALLIES = {
    "articles": ("duplicate_kind", "language", "refusals"),
    "events": ("event_type",),
    "rejects": ("code",),
    "trace": ("outcome",),
}
"""Columns whose values are counted for the summary and the manifest."""


class FileInfo(msgspec.Struct, frozen=True, order=True):
    """One finished file, as the manifest lists it."""

    path: str
    """Relative to the output directory."""
    dataset: str
    rows: int
    bytes: int
    sha256: str
    min_date: str | None
    max_date: str | None
    repeated: int
    """Rows that were delivered more than once and dropped."""
    staged: str
    tallies: dict[str, dict[str, int]]


def plan_shards(refs: Iterable[BlockRef], limit: int | None = None) -> list[list[BlockRef]]:
    """Return the blocks of a partition in groups of neighbouring buckets, each of about the size of a file.

    ``limit``: another encoded size in bytes.
    """
    most = SHARD_BYTES if limit is None else limit
    known = sorted(refs)
    weights: Counter[int] = Counter()
    for part in (part for ref in known for part in ref.parts):
        weights[part.bucket] += part.weight
    shard_of: dict[int, int] = {}
    shards: list[list[BlockRef]] = []
    filled = 0
    for bucket, weight in sorted(weights.items()):
        if not shards or filled + weight > most:
            shards.append([])
            filled = 0
        shard_of[bucket] = len(shards) - 1
        filled += weight
    for ref in known:
        for shard, meant in ref.cut(shard_of):
            shards[shard].append(meant)
    return shards


def write_shard(
    partition: Partition,
    index: int,
    refs: Sequence[BlockRef],
    links: Sequence[BlockRef] = (),
    *,
    stage: str,
    run_id: str,
) -> FileInfo:
    """Write one Parquet file below ``stage`` and return what the manifest says about it.

    ``links``: blocks of what linking fills in, which is known only after all articles were seen.
    """
    dataset = partition.dataset
    name = f"{run_id}-{index:05d}"
    staged = storage.join(stage, partition.folder, f"{name}.parquet")
    told = Told(dataset)
    with storage.create(staged) as stream:
        hashed = Hashed(stream)
        with pa.BufferedOutputStream(pa.PythonFile(hashed, mode="w"), WRITE_BYTES) as buffered:
            write_parquet(dataset, map(told.see, pieces(dataset, refs, links)), buffered)
    return FileInfo(
        path=f"{partition.folder}/{name}-{hashed.hexdigest()[:12]}.parquet",
        dataset=dataset,
        rows=told.rows,
        bytes=hashed.size,
        sha256=hashed.hexdigest(),
        min_date=min(told.days, default=None),
        max_date=max(told.days, default=None),
        repeated=told.repeated,
        staged=staged,
        tallies={name: dict(sorted(counts.items())) for name, counts in told.tallies.items()},
    )


class Piece(NamedTuple):
    """Some rows of a file, and their order: none before it has a larger id, none behind it a smaller one."""

    table: pa.Table
    order: pa.Array
    repeated: int = 0
    """Rows that are left out of the order, because their ids stand in it already."""


class Told:
    """What the manifest says of the rows of a file, of which some come after others."""

    def __init__(self, dataset: str) -> None:
        self._dataset = dataset
        self.rows = self.repeated = 0
        self.days: list[str] = []
        """First and last day of each piece."""
        self.tallies: dict[str, Counter[str]] = {name: Counter() for name in TALLIES.get(dataset, ())}

    def see(self, piece: Piece) -> Piece:
        """Take the rows of a piece, and return it."""
        self.rows += len(piece.order)
        self.repeated += piece.repeated
        self.days += [day for day in date_range(self._dataset, piece.table) if day]
        for name, counts in self.tallies.items():
            counts.update(tally(piece.table.column(name), piece.order))
        return piece


def pieces(dataset: str, refs: Sequence[BlockRef], links: Sequence[BlockRef]) -> Iterator[Piece]:
    """Yield the rows of a file, links filled in, some neighbouring buckets after others."""
    planned = plan_shards(refs, PIECE_BYTES)
    for chosen, mine in zip(planned, divide(links, planned), strict=True):
        yield read_piece(dataset, chosen, mine)


def divide(links: Iterable[BlockRef], shards: Sequence[Sequence[BlockRef]]) -> list[list[BlockRef]]:
    """Return for each of some groups of blocks of rows, which share no bucket, its part of the links."""
    shard_of = {part.bucket: index for index, refs in enumerate(shards) for ref in refs for part in ref.parts}
    found: list[list[BlockRef]] = [[] for _ in shards]
    for ref in sorted(links):
        for index, meant in ref.cut(shard_of):
            found[index].append(meant)
    return found


def with_empty(files: Iterable[FileInfo], *, stage: str, run_id: str, traced: bool = False) -> tuple[FileInfo, ...]:
    """Return the files of a run with an empty one for every dataset without rows: readers find its columns.

    ``traced``: the run writes a trace.
    """
    found = tuple(files)
    missing = [name for name in public(traced=traced) if all(file.dataset != name for file in found)]
    return (*found, *(write_shard(Partition(name), 0, (), stage=stage, run_id=run_id) for name in missing))


def read_piece(dataset: str, refs: Sequence[BlockRef], links: Sequence[BlockRef] = ()) -> Piece:
    """Return the rows of blocks with what blocks of links fill in them.

    Chunks are joined column by column, so that the rows are not held twice.
    """
    schema, key = SCHEMAS[dataset], IDS[dataset]
    table, told = read_blocks(refs, schema), read_blocks(links, linked_schema(dataset))
    table = drop_joined(table, told) if dataset == "incidents" else fill_links(table, key, told)
    order, repeated = sorted_order(table.column(key))
    columns = []
    while table.num_columns:
        columns.append(table.column(0).combine_chunks())
        table = table.remove_column(0)
    return Piece(pa.table(columns, schema=schema), order, repeated)


def drop_joined(table: pa.Table, links: pa.Table) -> pa.Table:
    """Return a table of incidents without those of one event that belong to an incident of several."""
    if not links.num_rows or not table.num_rows:
        return table
    alone = pc.equal(pc.list_value_length(table.column("event_ids")), 1)
    joined = pc.is_in(table.column("incident_id"), value_set=links.column("id").combine_chunks())
    return table.filter(pc.invert(pc.and_(alone, joined)))


class Hashed(io.RawIOBase):
    """A file being written, its size and digest known at the end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Buffer, /) -> int:
        """Write some bytes."""
        view = memoryview(data).cast("B")
        self._stream.write(view)
        self._digest.update(view)
        self.size += len(view)
        return len(view)

    def tell(self) -> int:
        """Return the bytes written."""
        return self.size

    def hexdigest(self) -> str:
        """Return the SHA-256 of what was written."""
        return self._digest.hexdigest()


def sorted_order(ids: pa.ChunkedArray) -> tuple[pa.Array, int]:
    """Return the indices of the rows in the order of their ids, each id once, and how many rows were dropped."""
    order = pc.sort_indices(ids)
    keys = ids.combine_chunks().take(order)
    if len(keys) < 2:
        return order, 0
    fresh = pa.concat_arrays([pa.array([True]), pc.not_equal(keys.slice(1), keys.slice(0, len(keys) - 1))])
    kept = order.filter(fresh)
    return kept, len(order) - len(kept)


def write_parquet(dataset: str, found: Iterable[Piece], stream: pa.NativeFile) -> None:
    """Write rows in their order as a Parquet file, a row group at a time; equal rows give equal bytes."""
    metadata = {**(SCHEMAS[dataset].metadata or {}), b"newsbeam.coder_version": VERSION.encode()}
    schema = SCHEMAS[dataset].with_metadata(metadata)
    step = GROUP_ROWS.get(dataset, OTHER_ROWS)
    groups = row_groups(found, step)
    first = next(groups, None)
    distinct = max(len(first), 1) if first is not None else 1
    writer = pq.ParquetWriter(
        stream,
        schema,
        compression="zstd",
        compression_level=6,
        write_page_index=True,
        sorting_columns=[pq.SortingColumn(schema.get_field_index(IDS[dataset]))] if dataset in IDS else None,
        bloom_filter_options={name: {"ndv": distinct, "fpp": 0.01} for name in BLOOM.get(dataset, ())},
    )
    with writer:
        while first is not None:
            writer.write_table(first.replace_schema_metadata(metadata), row_group_size=step)
            first = next(groups, None)


def row_groups(found: Iterable[Piece], step: int) -> Iterator[pa.Table]:
    """Yield the rows of all pieces in tables of ``step`` rows, the last with those that are left."""
    left: pa.Table | None = None
    for table, order, _ in found:
        at = 0
        if left is not None:
            at = step - len(left)
            left = pa.concat_tables([left, table.take(order.slice(0, at))]).combine_chunks()
            if len(left) < step:
                continue
            yield left
            left = None
        while len(order) - at >= step:
            yield table.take(order.slice(at, step))
            at += step
        if at < len(order):
            left = table.take(order.slice(at))
    if left is not None:
        yield left


def date_range(dataset: str, table: pa.Table) -> tuple[str | None, str | None]:
    """Return the first and last day by which the rows of a table are divided into months, publication (UTC) mostly."""
    if dataset not in DAYS or not table.num_rows:
        return None, None
    bounds = pc.min_max(table.column(DAYS[dataset])).as_py()
    return _day(bounds["min"]), _day(bounds["max"])


def _day(moment: datetime.datetime | datetime.date | None) -> str | None:
    if isinstance(moment, datetime.datetime):
        moment = moment.date()
    return moment.isoformat() if moment else None


def tally(column: pa.ChunkedArray, order: pa.Array) -> dict[str, int]:
    """Return how often each value of a column, or of its lists, occurs in the chosen rows, nulls left out."""
    chosen = column.combine_chunks().take(order)
    counted = pc.value_counts(chosen.flatten() if pa.types.is_list(chosen.type) else chosen).to_pylist()
    return {entry["values"]: entry["counts"] for entry in sorted(counted, key=_value) if entry["values"] is not None}


def _value(entry: dict[str, object]) -> str:
    return str(entry["values"])
