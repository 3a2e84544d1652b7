"""Links between rows, found by small keys without holding the rows.

Every article leaves a signature in a staged file and one key row for each of its keys. Key rows that agree meet in
the same bucket; there the signatures of candidates are read from the files and compared. What remains are edges
between copies, which are few: only these come together in one place.
"""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from pipeline import storage
from pipeline.blocks import BlockRef, Partition, month_of, read_blocks, to_ipc, write_blocks
from transforms.link.components import components
from transforms.link.near_duplicates import Signature, assign, candidate_pairs, signature, verify
from transforms.process import Processed

KEYS = pa.schema(
    [
        ("key", pa.binary()),
        ("order", pa.string()),
        ("id", pa.string()),
        ("path", pa.dictionary(pa.int32(), pa.string())),
        ("offset", pa.int64()),
        ("length", pa.int32()),
    ]
)
OPEN_FILES = 64
CHUNK = 512
"""Members of clusters that are assigned by one call."""


class Address(NamedTuple):
    """Where the signature of a row lies."""

    id: str
    path: str
    offset: int
    length: int


class Linker(msgspec.Struct, frozen=True):
    """What kind of links is looked for, as plain functions."""

    name: str
    dataset: str
    """Whose rows are linked."""
    kind: type
    """Of the signatures."""
    signatures: Callable[[Processed], Iterable[Any]]
    facts: Callable[[Any], tuple[str, str, tuple[bytes, ...]]]
    """(sort key, id, keys) of a signature."""
    pairs: Callable[[Iterable[tuple[str, str]]], list[tuple[str, str]]]
    """Candidate pairs of ids among the (sort key, id) that share a key."""
    verify: Callable[[Any, Any], bool]
    assign: Callable[[Sequence[Any]], dict[str, Any]]
    """Id to the columns that linking fills, for one cluster."""
    partition: Callable[[Any], Partition]


class Linked(msgspec.Struct, frozen=True):
    """Columns that linking fills in a row."""

    id: str
    values: dict[str, str | None]


class KeyPacker:
    """Collects the signatures and keys of one linker."""

    def __init__(self, linker: Linker, folder: str, buckets: int) -> None:
        self._linker = linker
        self._folder = folder
        self._buckets = buckets
        self._data = bytearray()
        self._rows: list[tuple[bytes, str, str, int, int]] = []

    def add(self, processed: Processed) -> int:
        """Take the signatures of an article; return the bytes they hold."""
        before = len(self._data)
        for item in self._linker.signatures(processed):
            encoded = msgspec.msgpack.encode(item)
            order, row_id, keys = self._linker.facts(item)
            self._rows += [(key, order, row_id, len(self._data), len(encoded)) for key in keys]
            self._data += encoded
        return len(self._data) - before

    def flush(self) -> list[tuple[int, BlockRef]]:
        """Write what was collected; return the blocks of key rows with their buckets."""
        if not self._rows:
            return []
        [(_, stored)] = write_blocks(self._folder, [(Partition(self._linker.name), 0, 0, 0, bytes(self._data))])
        by_bucket: dict[int, list[tuple[bytes, str, str, int, int]]] = {}
        for row in self._rows:
            by_bucket.setdefault(zlib.crc32(row[0]) * self._buckets >> 32, []).append(row)
        blocks = []
        for bucket, rows in sorted(by_bucket.items()):
            key, order, row_id, offset, length = zip(*rows, strict=True)
            path = pa.DictionaryArray.from_arrays(pa.array([0] * len(rows), pa.int32()), [stored.path])
            table = pa.table([key, order, row_id, path, offset, length], schema=KEYS)
            blocks.append((Partition(self._linker.name), bucket, len(rows), 0, to_ipc(table)))
        self._data, self._rows = bytearray(), []
        return [(ref.bucket, ref) for _, ref in write_blocks(self._folder, blocks)]


class Signatures:
    """Signatures by their address, read when they are needed."""

    def __init__(self, kind: type) -> None:
        self._decoder: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(kind)
        self._open = lru_cache(OPEN_FILES)(storage.open_binary)
        self.read = lru_cache(4096)(self._read)

    def _read(self, address: Address) -> Any:  # noqa: ANN401 - the linker's type
        stream = self._open(address.path)
        stream.seek(address.offset)
        return self._decoder.decode(stream.read(address.length))


def find_edges(linker: Linker, refs: Iterable[BlockRef]) -> list[tuple[Address, Address]]:
    """Return edges that connect the linked rows among those whose keys lie in some blocks.

    A pair that other edges already connect is not compared: the components are the same without it.
    """
    store = Signatures(linker.kind)
    groups = _Groups()
    edges = []
    for members in shared_keys(read_blocks(refs, KEYS)):
        known = {address.id: address for _, address in members}
        for a, b in linker.pairs((order, address.id) for order, address in members):
            if groups.joined(a, b):
                continue
            if linker.verify(store.read(known[a]), store.read(known[b])):
                groups.join(a, b)
                edges.append((known[a], known[b]))
    return edges


def shared_keys(table: pa.Table) -> Iterator[list[tuple[str, Address]]]:
    """Yield the members, as (sort key, address), of every key that several rows share; keys in order."""
    counts = pc.value_counts(table.column("key").combine_chunks())
    shared = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    table = table.filter(pc.is_in(table.column("key"), value_set=shared))
    columns = [column.to_pylist() for column in table.columns]
    for _, rows in groupby(sorted(zip(*columns, strict=True)), key=_key):
        yield [(row[1], Address(*row[2:])) for row in rows]


def _key(row: tuple[Any, ...]) -> bytes:
    key: bytes = row[0]
    return key


class _Groups:
    """Sets of ids that grow together."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def _root(self, node: str) -> str:
        while (up := self._parent.get(node, node)) != node:
            self._parent[node] = self._parent.get(up, up)
            node = up
        return node

    def joined(self, a: str, b: str) -> bool:
        """Return whether two ids are connected."""
        return self._root(a) == self._root(b)

    def join(self, a: str, b: str) -> None:
        """Connect two ids."""
        left, right = self._root(a), self._root(b)
        self._parent[max(left, right)] = min(left, right)


def clusters(edges: Iterable[tuple[Address, Address]]) -> list[list[list[Address]]]:
    """Return the clusters that edges make, several small ones together so that work can be spread."""
    addresses: dict[str, Address] = {}
    pairs = []
    for a, b in edges:
        addresses[a.id], addresses[b.id] = a, b
        pairs.append((a.id, b.id))
    chunks: list[list[list[Address]]] = []
    filled = CHUNK
    for group in components(pairs):
        if filled + len(group) > CHUNK:
            chunks.append([])
            filled = 0
        chunks[-1].append([addresses[member] for member in group])
        filled += len(group)
    return chunks


def assign_clusters(linker: Linker, groups: Iterable[Sequence[Address]]) -> Iterator[tuple[Partition, Linked]]:
    """Yield the columns of every member of some clusters, with the partition of its row."""
    store = Signatures(linker.kind)
    for group in groups:
        members = {address.id: store.read(address) for address in group}
        for row_id, link in sorted(linker.assign(list(members.values())).items()):
            values = link if isinstance(link, dict) else msgspec.structs.asdict(link)
            yield linker.partition(members[row_id]), Linked(row_id, values)


def fill_links(table: pa.Table, key: str, links: Iterable[Linked]) -> pa.Table:
    """Return a table with the columns of its linked rows filled."""
    by_id = {link.id: link.values for link in links}
    if not by_id or not table.num_rows:
        return table
    ids = table.column(key).to_pylist()
    for name in next(iter(by_id.values())):
        old = table.column(name).to_pylist()
        values = [by_id[row_id][name] if row_id in by_id else value for row_id, value in zip(ids, old, strict=True)]
        index = table.schema.get_field_index(name)
        table = table.set_column(index, table.schema.field(index), pa.array(values, table.schema.field(index).type))
    return table


def copy_signatures(processed: Processed) -> list[Signature]:
    """Return the signature of an article's text."""
    return [signature(processed.article)]


def copy_facts(item: Signature) -> tuple[str, str, tuple[bytes, ...]]:
    """Return sort key, id and keys of a text's signature."""
    return item.published, item.article_id, item.keys


def copy_partition(item: Signature) -> Partition:
    """Return the partition of a signature's article."""
    return Partition("articles", *month_of(moment(item.published)))


def moment(published: str) -> datetime.datetime | None:
    """Return the time in a signature; None where it is not known."""
    return datetime.datetime.fromisoformat(published) if len(published) > len("9999") else None


COPIES = Linker(
    name="copies",
    dataset="articles",
    kind=Signature,
    signatures=copy_signatures,
    facts=copy_facts,
    pairs=candidate_pairs,
    verify=verify,
    assign=assign,
    partition=copy_partition,
)
LINKERS = {linker.name: linker for linker in (COPIES,)}
