"""Link keys: every row leaves its signature in a staged file, and a small row in each bucket that one of them is in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec
import numpy as np
import pyarrow as pa

from pipeline.dataset.blocks import Block, BlockRef, Part, Partition, read_blocks, to_bytes, write_blocks
from pipeline.link.linker import Linker
from pipeline.link.staged.store import Address
from transforms.link.groups import Groups, each_once

KEYS = pa.schema(
    [
        ("id", pa.string()),
        ("order", pa.string()),
        ("path", pa.string()),
        ("offset", pa.int64()),
        ("length", pa.int32()),
        ("keys", pa.list_(pa.binary())),
    ]
)


class KeyPacker:
    """Collects the signatures and keys of one linker."""

    def __init__(self, linker: Linker, folder: str, buckets: int) -> None:
        self._linker = linker
        self._folder = folder
        self._buckets = buckets
        self.placed: list[Address] = []
        """Where the signatures lie that were written last."""
        self._reset()

    def _reset(self) -> None:
        self._data = bytearray()
        self._rows: list[tuple[str, str, int, int]] = []
        """Id, sort key, first byte and length of every row."""
        self._keys: list[bytes] = []
        self._counts: list[int] = []
        """Keys of every row."""
        self._homes: list[int] = []
        """Of every key."""

    def add(self, item: object, encoded: bytes | None = None) -> None:
        """Take the signature of a row, or so much of it as its facts need; ``encoded``: the whole, if at hand."""
        encoded = encoded or msgspec.msgpack.encode(item)
        order, row_id, keys, homes = self._linker.facts(item)
        self._keys += keys
        self._homes += homes
        self._counts.append(len(keys))
        self._rows.append((row_id, order, len(self._data), len(encoded)))
        self._data += encoded

    @property
    def bytes(self) -> int:
        """Bytes that are held."""
        return len(self._data)

    def flush(self) -> list[tuple[int, BlockRef]]:
        """Write what was collected; return the blocks of key rows with their buckets."""
        self.placed = []
        if not self._rows:
            return []
        partition = Partition(self._linker.name)
        [(_, stored)] = write_blocks(self._folder, [Block(partition, (Part(0, 0, 0),), bytes(self._data))])
        self.placed = [Address(row_id, stored.path, offset, length) for row_id, _, offset, length in self._rows]
        ids, orders, offsets, lengths = zip(*self._rows, strict=True)
        paths = pa.array([stored.path] * len(ids), pa.string())
        rows = pa.table([ids, orders, paths, offsets, lengths], schema=pa.schema(list(KEYS)[:-1]))
        blocks = [
            Block(partition, (Part(bucket, len(table), 0),), to_bytes(table)) for bucket, table in self._cut(rows)
        ]
        self._reset()
        return [(ref.bucket, ref) for _, ref in write_blocks(self._folder, blocks)]

    def _cut(self, rows: pa.Table) -> Iterable[tuple[int, pa.Table]]:
        """Yield by bucket the rows that have keys there, with these."""
        placed = self._linker.place(np.array(self._homes, np.int64), self._buckets)
        numbers = np.repeat(np.arange(len(self._counts)), self._counts)
        order = np.lexsort((numbers, placed))
        placed, numbers = placed[order], numbers[order]
        keys = pa.array(self._keys, pa.binary()).take(pa.array(order))
        edges = np.flatnonzero(np.diff(placed, prepend=-1, append=self._buckets))
        for first, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            mine = numbers[first:end]
            starts = np.flatnonzero(np.diff(mine, prepend=-1))
            lists = pa.ListArray.from_arrays(
                pa.array(np.append(starts, end - first), pa.int32()), keys.slice(first, end - first)
            )
            yield int(placed[first]), rows.take(pa.array(mine[starts])).append_column(KEYS.field("keys"), lists)


class Keyed(NamedTuple):
    """The rows of a bucket that share keys."""

    addresses: list[Address]
    orders: list[str]
    """Their sort keys."""
    groups: Groups


def read_keys(refs: Iterable[BlockRef]) -> Keyed:
    """Return the rows in blocks of key rows that share a key, every row once."""
    table = read_blocks(refs, KEYS).combine_chunks()
    numbers, first = distinct(table.column("id"))
    count = max(1, len(first))
    lists = table.column("keys").combine_chunks()
    keys = lists.flatten().dictionary_encode()
    members = numbers[lists.value_parent_indices().to_numpy()] if len(lists) else np.empty(0, np.int64)
    pairs = each_once(keys.indices.to_numpy().astype(np.int64) * count + members)
    codes, members = np.divmod(pairs, count)
    edges = np.flatnonzero(np.diff(codes, prepend=-1, append=-1))
    used, counts = codes[edges[:-1]], np.diff(edges)
    members = members[np.repeat(counts > 1, counts)]
    starts = np.append(0, np.cumsum(counts[counts > 1]))
    named = keys.dictionary.take(pa.array(used[counts > 1])).to_pylist()
    held = each_once(members)  # most rows share no key here
    rows = table.select(KEYS.names[:-1]).take(pa.array(first[held]))
    ids, orders, *place = (column.to_pylist() for column in rows.columns)
    return Keyed(list(map(Address, ids, *place)), orders, Groups(named, starts, np.searchsorted(held, members)))


def distinct(ids: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each id among the distinct ones, and the place where each of these stands first."""
    encoded = ids.combine_chunks().dictionary_encode()
    numbers = encoded.indices.to_numpy().astype(np.int64)
    return numbers, np.unique(numbers, return_index=True)[1]
