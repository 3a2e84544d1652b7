"""Rows on their way to the sink: Arrow blocks by (dataset, month, bucket) in staged files.

Only references to blocks go through a shuffle, so that a runner which shuffles in memory does not hold the rows.
"""

from __future__ import annotations

import datetime
import hashlib
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, groupby
from typing import NamedTuple

import msgspec
import numpy as np
import pyarrow as pa

from pipeline import storage
from pipeline.dataset.ids import heads, ranges
from pipeline.dataset.rows import FOLDERS, IDS, MONTHLY, SCHEMAS, to_batch
from pipeline.sources.base import Item, Skipped
from schemas.link import LinkRow
from schemas.reject import Reject
from transforms.link import IncidentRow, Signature, incident_rows, signature, single
from transforms.process import Processed

FLUSH_BYTES = 8 << 20
"""Encoded size of the rows that are held before a block file is written: with all that is kept beside them, and their
copies while they are written, they take ten times as much memory."""
TABLE_ROWS = 256
"""Rows that become one Arrow batch at once: Python objects are ten times as large."""
BLOCK_ROWS = 64
"""Rows of a partition and flush that a block has at least, where there are as many."""
CODEC = "lz4_raw"
"""Of blocks, which are small and read once: zstd takes three times as long over them."""
SIZE = struct.Struct("<Q")
"""Of a block before it was compressed, which stands in front of it."""
ENCODER = msgspec.msgpack.Encoder(order="deterministic")


class Partition(msgspec.Struct, frozen=True, order=True):
    """A dataset's month; year and month 0 where the date is not known, and for datasets without months."""

    dataset: str
    year: int = 0
    month: int = 0

    @property
    def folder(self) -> str:
        """Folder below the output; numbers without leading zeros, which readers take for numbers."""
        base = FOLDERS.get(self.dataset, self.dataset)
        if self.dataset not in MONTHLY:
            return base
        return f"{base}/year={self.year}/month={self.month}"


class Part(msgspec.Struct, frozen=True, order=True, array_like=True):
    """The rows of one bucket in a block."""

    bucket: int
    rows: int
    weight: int
    """Encoded size of the rows, which does not depend on how they were put together."""


class BlockRef(msgspec.Struct, frozen=True, order=True):
    """Where a block lies, and which of its rows are meant: sorted rows of neighbouring buckets of a partition."""

    path: str
    offset: int
    length: int
    parts: tuple[Part, ...]
    """The buckets that are meant, in order: their rows stand one after the other."""
    skip: int = 0
    """Rows of the block before those that are meant."""

    @property
    def rows(self) -> int:
        """How many rows are meant."""
        return sum(part.rows for part in self.parts)

    @property
    def bucket(self) -> int:
        """The first bucket."""
        return self.parts[0].bucket

    def cut(self, shard_of: Mapping[int, int]) -> Iterator[tuple[int, BlockRef]]:
        """Yield by shard what is meant of the block, given the shard of each bucket."""
        skip = self.skip
        for shard, found in groupby(self.parts, key=lambda part: shard_of[part.bucket]):
            ref = msgspec.structs.replace(self, parts=tuple(found), skip=skip)
            skip += ref.rows
            yield shard, ref


class Block(NamedTuple):
    """Rows of neighbouring buckets of a partition as they are written."""

    partition: Partition
    parts: tuple[Part, ...]
    data: bytes


class Counts(msgspec.Struct, frozen=True):
    """What a packer saw."""

    records: int = 0
    articles: int = 0
    events: int = 0
    rejects: int = 0
    decisions: int = 0
    skipped: tuple[tuple[str, int], ...] = ()


class LinkRows(msgspec.Struct, frozen=True):
    """What linking needs of an article and its events."""

    article: Signature
    events: tuple[IncidentRow, ...]


def link_rows(processed: Processed) -> LinkRows:
    """Return what linking needs of a result."""
    found = incident_rows(processed.events, article=processed.article)
    return LinkRows(signature(processed.article), tuple(found))


def index_article(item: Signature) -> LinkRow:
    """Return the index row of an article."""
    return LinkRow(item.article_id, item.article_id, item.day, ENCODER.encode(item))


def index_event(row: IncidentRow) -> LinkRow:
    """Return the index row of an event; without a day where its article has none: it is compared with all days."""
    day = row.day if row.published_at else None
    return LinkRow(row.event_id, row.article_id, day, ENCODER.encode(row))


def month_of_day(day: datetime.date | None) -> tuple[int, int]:
    """Return year and month of a day, 0 and 0 where it is not known."""
    return (day.year, day.month) if day else (0, 0)


def bucket_of(row_id: str, buckets: int) -> int:
    """Return the bucket of an id: buckets are ranges of ids, so that neighbours can be joined to one sorted file."""
    return int(row_id[:8], 16) * buckets >> 32


class Packer:
    """Collects results and writes them as block files of bounded size."""

    def __init__(self, folder: str, buckets: int) -> None:
        self._folder = folder
        self._buckets = buckets
        self._reset()

    def _reset(self) -> None:
        self._pending: dict[str, list[msgspec.Struct]] = {name: [] for name in IDS}
        self._batches: dict[str, list[pa.RecordBatch]] = {name: [] for name in IDS}
        self._keys: dict[str, list[tuple[Partition, int, str, int]]] = {name: [] for name in IDS}
        self._bytes = 0
        self._counts: Counter[str] = Counter()
        self._skipped: Counter[str] = Counter()

    def add(self, item: Item | Processed, links: LinkRows | None = None) -> bool:
        """Take a result, with what linking needs of it where that is there already; return whether to flush."""
        if isinstance(item, Skipped):
            self._skipped[item.reason] += 1
            return False
        self._counts["records"] += 1
        if isinstance(item, Reject):
            self._add_row("rejects", Partition("rejects"), item)
        elif isinstance(item, Processed):
            year, month = month_of(item.article.published_at)
            self._add_row("articles", Partition("articles", year, month), item.article)
            for event in item.events:
                # Alone in its incident until it is linked.
                row = msgspec.structs.replace(event, incident_id=event.incident_id or event.event_id)
                self._add_row("events", Partition("events", year, month), row)
            for decision in item.decisions:
                self._add_row("trace", Partition("trace", year, month), decision)
            self._add_links(links or link_rows(item))
        else:
            raise TypeError(f"not a result: {type(item).__name__}")
        return self._bytes >= FLUSH_BYTES

    def _add_links(self, links: LinkRows) -> None:
        """Take the index rows of an article and its events, and the incidents that these are before they are joined."""
        for dataset, rows in (
            ("article_links", [index_article(links.article)]),
            ("event_links", [*map(index_event, links.events)]),
        ):
            for row in rows:
                self._add_row(dataset, Partition(dataset, *month_of_day(row.day)), row)
        for event in links.events:
            self._add_row("incidents", Partition("incidents"), single(event))

    def _add_row(self, dataset: str, partition: Partition, row: msgspec.Struct) -> None:
        row_id = getattr(row, IDS[dataset])
        size = len(ENCODER.encode(row))
        self._counts[dataset] += 1
        self._bytes += size
        self._keys[dataset].append((partition, bucket_of(row_id, self._buckets), row_id, size))
        pending = self._pending[dataset]
        pending.append(row)
        if len(pending) >= TABLE_ROWS:
            self._to_arrow(dataset)

    def _to_arrow(self, dataset: str) -> None:
        pending = self._pending[dataset]
        if pending:
            self._batches[dataset].append(to_batch(dataset, pending))
            self._pending[dataset] = []

    def flush(self) -> tuple[list[tuple[Partition, BlockRef]], Counts]:
        """Write what was collected as one file; return its blocks and the counts since the last flush."""
        blocks: list[Block] = []
        for dataset in IDS:
            self._to_arrow(dataset)
            blocks += self._blocks_of(dataset)
        counts = Counts(
            records=self._counts["records"],
            articles=self._counts["articles"],
            events=self._counts["events"],
            rejects=self._counts["rejects"],
            decisions=self._counts["trace"],
            skipped=tuple(sorted(self._skipped.items())),
        )
        self._reset()
        return write_blocks(self._folder, blocks), counts

    def _blocks_of(self, dataset: str) -> list[Block]:
        keys = self._keys[dataset]
        if not keys:
            return []
        table = pa.Table.from_batches(self._batches[dataset], schema=SCHEMAS[dataset]).combine_chunks()
        order = sorted(range(len(keys)), key=lambda i: keys[i][:3])
        found = []
        for partition, rows in groupby(order, key=lambda i: keys[i][0]):
            buckets = [list(same) for _, same in groupby(rows, key=lambda i: keys[i][1])]
            for chosen in together(buckets):
                parts = tuple(Part(keys[same[0]][1], len(same), sum(keys[i][3] for i in same)) for same in chosen)
                found.append(Block(partition, parts, to_bytes(table.take(pa.array(list(chain.from_iterable(chosen)))))))
        return found


def together(buckets: Sequence[list[int]]) -> Iterator[list[list[int]]]:
    """Yield the rows of neighbouring buckets that share a block: enough that reading it is worth while.

    How many buckets there are follows from what the whole run may hold, and a month of a flush has few rows of each.
    """
    left = sum(map(len, buckets))
    held: list[list[int]] = []
    rows = 0
    for same in buckets:
        held.append(same)
        rows += len(same)
        left -= len(same)
        if rows >= BLOCK_ROWS and (left >= BLOCK_ROWS or not left):
            yield held
            held, rows = [], 0
    if held:
        yield held


def month_of(moment: datetime.datetime | None) -> tuple[int, int]:
    """Return year and month in UTC, 0 and 0 where the time is not known."""
    if moment is None:
        return 0, 0
    if moment.tzinfo is not None:
        moment = moment.astimezone(datetime.timezone.utc)
    return moment.year, moment.month


def sorted_block(partition: Partition, table: pa.Table, key: str, buckets: int) -> Block:
    """Return rows of any buckets as one block, in the order of their ids."""
    table = table.sort_by(key)
    used, counts = np.unique(ranges(heads(table.column(key)), buckets), return_counts=True)
    each = table.nbytes // len(table)
    parts = [Part(bucket, count, count * each) for bucket, count in zip(used.tolist(), counts.tolist(), strict=True)]
    return Block(partition, tuple(parts), to_bytes(table))


def to_bytes(table: pa.Table) -> bytes:
    """Return a table of at least one row as a block: its record batch without the schema, which readers know.

    As an Arrow stream it took ten times as long to write and to read, and five times the bytes where it is small.
    """
    plain = stored_schema(table.schema)
    [batch] = (table if plain is table.schema else table.cast(plain)).combine_chunks().to_batches()
    content = batch.serialize()
    packed: bytes = pa.compress(content, codec=CODEC, asbytes=True)
    return SIZE.pack(content.size) + packed


def from_bytes(data: memoryview, schema: pa.Schema) -> pa.Table:
    """Return the table of a block."""
    [size] = SIZE.unpack_from(data)
    content = pa.decompress(data[SIZE.size :], decompressed_size=size, codec=CODEC)
    table = pa.Table.from_batches([pa.ipc.read_record_batch(content, stored_schema(schema))])
    for index, field in enumerate(schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(index, field, table.column(index).dictionary_encode())
    return table


@cache
def stored_schema(schema: pa.Schema) -> pa.Schema:
    """Return a schema as blocks have it: values that repeat are written out, compression finds them."""
    types = [field.type.value_type if pa.types.is_dictionary(field.type) else field.type for field in schema]
    if all(kind == field.type for kind, field in zip(types, schema, strict=True)):
        return schema
    return pa.schema([field.with_type(kind) for kind, field in zip(types, schema, strict=True)])


def write_blocks(folder: str, blocks: Sequence[Block]) -> list[tuple[Partition, BlockRef]]:
    """Write blocks into one file, named by its content, so that a repeated bundle writes the same file again."""
    if not blocks:
        return []
    content = hashlib.sha256()
    for block in blocks:
        content.update(block.data)
    path = storage.join(folder, f"{content.hexdigest()[:32]}.blocks")
    refs, offset = [], 0
    for partition, parts, data in blocks:
        refs.append((partition, BlockRef(path, offset, len(data), parts)))
        offset += len(data)
    storage.write_bytes(path, b"".join(block.data for block in blocks))
    return refs


def read_blocks(refs: Iterable[BlockRef], schema: pa.Schema) -> pa.Table:
    """Return the rows of blocks as one table."""
    tables = []
    for path, found in groupby(sorted(refs), key=_path):
        same = list(found)
        spans = [(ref.offset, ref.length) for ref in same]
        for ref, data in zip(same, storage.read_spans(path, spans), strict=True):
            table = from_bytes(data, schema)
            if table.num_rows != ref.rows:  # copied, so that the rest of the block is not held
                table = table.take(pa.array(range(ref.skip, ref.skip + ref.rows)))
            tables.append(table)
    return pa.concat_tables(tables) if tables else schema.empty_table()


def _path(ref: BlockRef) -> str:
    return ref.path
