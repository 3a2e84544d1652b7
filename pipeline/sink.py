"""Blocks become Parquet files: sorted by id, repeated ids dropped, the same bytes for the same rows."""

from __future__ import annotations

import datetime
import hashlib
import io
from collections.abc import Iterable, Sequence

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import storage
from pipeline.blocks import IDS, SCHEMAS, BlockRef, Partition, read_blocks
from pipeline.linking import Linked, fill_links
from pipeline.options import CODER_VERSION

SHARD_BYTES = 384 << 20
"""Encoded size of the rows of one file: 128 to 256 MB as Parquet."""
GROUP_ROWS = {"articles": 2048, "events": 16384, "rejects": 512}
BLOOM = {"articles": ("article_id", "input_id"), "events": ("event_id", "article_id", "incident_id")}
TALLIES = {"articles": ("duplicate_kind", "language"), "events": ("event_type",), "rejects": ("code",)}
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


def plan_shards(refs: Iterable[BlockRef]) -> list[list[BlockRef]]:
    """Return the blocks of a partition in groups of neighbouring buckets, each of about the size of a file."""
    weights: dict[int, int] = {}
    by_bucket: dict[int, list[BlockRef]] = {}
    for ref in sorted(refs):
        by_bucket.setdefault(ref.bucket, []).append(ref)
        weights[ref.bucket] = weights.get(ref.bucket, 0) + ref.weight
    groups: list[list[BlockRef]] = []
    filled = 0
    for bucket in sorted(by_bucket):
        if not groups or filled + weights[bucket] > SHARD_BYTES:
            groups.append([])
            filled = 0
        groups[-1] += by_bucket[bucket]
        filled += weights[bucket]
    return groups


def write_shard(
    partition: Partition,
    index: int,
    refs: Sequence[BlockRef],
    links: Sequence[Linked] = (),
    *,
    stage: str,
    run_id: str,
) -> FileInfo:
    """Write one Parquet file below ``stage`` and return what the manifest says about it.

    ``links`` fill the columns that are known only after all articles were seen.
    """
    dataset = partition.dataset
    schema = SCHEMAS[dataset]
    table, repeated = sorted_rows(read_blocks(refs, schema), IDS[dataset])
    table = fill_links(table, IDS[dataset], links)
    data = to_parquet(dataset, table)
    digest = hashlib.sha256(data).hexdigest()
    path = f"{partition.folder}/{run_id}-{index:05d}-{digest[:12]}.parquet"
    staged = storage.join(stage, path)
    storage.write_bytes(staged, data)
    first, last = date_range(dataset, table)
    return FileInfo(
        path=path,
        dataset=dataset,
        rows=table.num_rows,
        bytes=len(data),
        sha256=digest,
        min_date=first,
        max_date=last,
        repeated=repeated,
        staged=staged,
        tallies={name: tally(table, name) for name in TALLIES[dataset]},
    )


def sorted_rows(table: pa.Table, key: str) -> tuple[pa.Table, int]:
    """Return the rows in the order of their id, each id once, and how many rows were dropped."""
    order = pc.sort_indices(table.column(key))
    keys = table.column(key).combine_chunks().take(order)
    if len(keys) < 2:
        return table, 0
    fresh = pc.or_(
        pa.array([True] + [False] * (len(keys) - 1)),
        pa.concat_arrays([pa.array([True]), pc.not_equal(keys.slice(1), keys.slice(0, len(keys) - 1))]),
    )
    kept = order.filter(fresh)
    return table.combine_chunks().take(kept), len(keys) - len(kept)


def to_parquet(dataset: str, table: pa.Table) -> bytes:
    """Return a table as the bytes of a Parquet file; equal tables give equal bytes."""
    metadata = {**(SCHEMAS[dataset].metadata or {}), b"newsbeam.coder_version": CODER_VERSION.encode()}
    table = table.replace_schema_metadata(metadata)
    sink = io.BytesIO()
    rows = max(table.num_rows, 1)
    pq.write_table(
        table,
        sink,
        compression="zstd",
        compression_level=6,
        row_group_size=GROUP_ROWS[dataset],
        write_page_index=True,
        sorting_columns=[pq.SortingColumn(table.schema.get_field_index(IDS[dataset]))],
        bloom_filter_options={
            name: {"ndv": min(rows, GROUP_ROWS[dataset]), "fpp": 0.01} for name in BLOOM.get(dataset, ())
        },
    )
    return sink.getvalue()


def date_range(dataset: str, table: pa.Table) -> tuple[str | None, str | None]:
    """Return the first and last publication date (UTC) in a table."""
    if dataset == "rejects" or not table.num_rows:
        return None, None
    bounds = pc.min_max(table.column("published_at")).as_py()
    return _day(bounds["min"]), _day(bounds["max"])


def _day(moment: datetime.datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


def tally(table: pa.Table, name: str) -> dict[str, int]:
    """Return how often each value of a column occurs, nulls left out."""
    counted = pc.value_counts(table.column(name).combine_chunks()).to_pylist()
    return {entry["values"]: entry["counts"] for entry in sorted(counted, key=_value) if entry["values"] is not None}


def _value(entry: dict[str, object]) -> str:
    return str(entry["values"])
