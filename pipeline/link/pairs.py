"""Links between rows, found by small keys without holding the rows.

Every row leaves a signature in a staged file and one key row for each of its keys. Key rows that agree meet in the
same bucket; there the signatures of candidates are read from the files and compared. What remains are ties between
rows, which are few: only these come together in one place.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, BinaryIO, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from pipeline import storage
from pipeline.dataset.blocks import Block, BlockRef, Part, Partition, pack, read_blocks, to_bytes, write_blocks
from pipeline.dataset.linked import Columns, Linked
from schemas.incident import Incident
from transforms.link.components import components

KEYS = pa.schema(
    [
        ("key", pa.binary()),
        ("order", pa.dictionary(pa.int32(), pa.string())),
        ("id", pa.dictionary(pa.int32(), pa.string())),
        ("path", pa.dictionary(pa.int32(), pa.string())),
        ("offset", pa.int64()),
        ("length", pa.int32()),
    ]
)
OPEN_FILES = 64
CACHED = 2048
"""Signatures kept in memory, of 1 to 5 KB."""
FETCHED = 16 << 20
"""Bytes of signatures that are read together."""
CHUNK = 512
"""Ties of clusters that are resolved by one call."""


class Address(NamedTuple):
    """Where the signature of a row lies."""

    id: str
    path: str
    offset: int
    length: int


class Tie(NamedTuple):
    """Two rows that belong together, and how surely."""

    a: Address
    b: Address
    score: float


class Facts(NamedTuple):
    """What is needed of a signature before it is compared."""

    order: str
    id: str
    keys: Sequence[bytes]


class Resolution(msgspec.Struct, frozen=True):
    """What became of a cluster."""

    columns: Mapping[str, Columns]
    """Of each of its rows, by id."""
    incidents: tuple[Incident, ...] = ()
    """Rows that take the place of those of its single members."""


Member = tuple[str, Address]
"""(sort key, address)."""


class Linker(msgspec.Struct, frozen=True):
    """What kind of links is looked for, as plain functions over signatures."""

    name: str
    kind: type
    """Of the signatures."""
    facts: Callable[[Any], Facts]
    pairs: Callable[[bytes, Sequence[Member]], Iterable[tuple[str, str]]]
    """Ids to compare among the members that share a key."""
    home: Callable[[bytes], bytes]
    """The part of a key that says in which bucket it is placed."""
    compare: Callable[[Any, Any], float | None]
    """Score of two signatures that belong together, else None."""
    spanning: bool
    """Any ties that connect a cluster will do: pairs that are connected already need not be compared."""
    resolve: Callable[[Mapping[str, Any], Sequence[tuple[str, str, float]]], Resolution]
    """Signatures by id and ties of one cluster to the columns of its rows."""
    partition: Callable[[Any], Partition]
    """Partition of the signature's row."""


class KeyPacker:
    """Collects the signatures and keys of one linker."""

    def __init__(self, linker: Linker, folder: str, buckets: int) -> None:
        self._linker = linker
        self._folder = folder
        self._buckets = buckets
        self._data = bytearray()
        self._orders: list[str] = []
        self._places: list[tuple[str, int, int]] = []
        self._keys: dict[int, tuple[list[bytes], list[int]]] = {}
        """Keys of every bucket, and the numbers of their rows."""
        self.placed: list[Address] = []
        """Where the signatures lie that were written last."""

    def add(self, item: object, encoded: bytes | None = None) -> None:
        """Take the signature of a row; ``encoded`` where it is at hand."""
        encoded = encoded or msgspec.msgpack.encode(item)
        order, row_id, keys = self._linker.facts(item)
        for key in keys:
            bucket = zlib.crc32(self._linker.home(key)) * self._buckets >> 32
            held, numbers = self._keys.setdefault(bucket, ([], []))
            held.append(key)
            numbers.append(len(self._places))
        self._orders.append(order)
        self._places.append((row_id, len(self._data), len(encoded)))
        self._data += encoded

    @property
    def bytes(self) -> int:
        """Bytes that are held."""
        return len(self._data)

    def flush(self) -> list[tuple[int, BlockRef]]:
        """Write what was collected; return the blocks of key rows with their buckets."""
        self.placed = []
        if not self._places:
            return []
        partition = Partition(self._linker.name)
        [(_, stored)] = write_blocks(self._folder, [Block(partition, (Part(0, 0, 0),), bytes(self._data))])
        ids, offsets, lengths = zip(*self._places, strict=True)
        offsets, lengths = pa.array(offsets, pa.int64()), pa.array(lengths, pa.int32())
        blocks = []
        for bucket, (keys, numbers) in sorted(self._keys.items()):
            rows = pa.array(numbers, pa.int32())
            here = rows.dictionary_encode()
            used = here.dictionary.to_pylist()
            named = [
                pa.DictionaryArray.from_arrays(here.indices, pa.array([values[number] for number in used], pa.string()))
                for values in (self._orders, ids)
            ]
            path = pa.DictionaryArray.from_arrays(pa.array([0] * len(keys), pa.int32()), [stored.path])
            table = pa.table([keys, *named, path, offsets.take(rows), lengths.take(rows)], schema=KEYS)
            blocks.append(Block(partition, (Part(bucket, len(keys), 0),), to_bytes(table)))
        self.placed = [Address(row_id, stored.path, offset, length) for row_id, offset, length in self._places]
        self._data, self._orders, self._places, self._keys = bytearray(), [], [], {}
        return [(ref.bucket, ref) for _, ref in write_blocks(self._folder, blocks)]


class Signatures:
    """Signatures by their address, read when they are needed, or many of them with few requests."""

    def __init__(self, kind: type) -> None:
        self._decoder: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(kind)
        self._streams: dict[str, BinaryIO] = {}
        self._fetched: dict[Address, Any] = {}
        self._cached = lru_cache(CACHED)(self._read)

    def __enter__(self) -> Signatures:
        """Return the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files."""
        for stream in self._streams.values():
            stream.close()

    def fetch(self, addresses: Iterable[Address]) -> None:
        """Hold the signatures at some addresses in place of those that were held."""
        wanted = sorted(set(addresses), key=_place)
        self._fetched = {}
        for path, found in groupby(wanted, key=_file):
            same = list(found)
            spans = [(address.offset, address.length) for address in same]
            for address, data in zip(same, storage.read_spans(path, spans), strict=True):
                self._fetched[address] = self._decoder.decode(data)

    def read(self, address: Address) -> Any:  # noqa: ANN401 - the linker's type
        """Return the signature at an address."""
        held = self._fetched.get(address)
        return self._cached(address) if held is None else held

    def _read(self, address: Address) -> Any:  # noqa: ANN401 - the linker's type
        stream = self._streams.pop(address.path, None) or storage.open_binary(address.path)
        self._streams[address.path] = stream
        if len(self._streams) > OPEN_FILES:
            self._streams.pop(next(iter(self._streams))).close()
        stream.seek(address.offset)
        return self._decoder.decode(stream.read(address.length))


def _place(address: Address) -> tuple[str, int]:
    return address.path, address.offset


def _file(address: Address) -> str:
    return address.path


def find_ties(linker: Linker, refs: Iterable[BlockRef]) -> list[Tie]:
    """Return the ties among the rows whose keys lie in some blocks, each pair compared once."""
    with Signatures(linker.kind) as store:
        return _compare_members(linker, shared_keys(read_blocks(refs, KEYS)), store)


def _compare_members(
    linker: Linker, groups_of_members: Iterable[tuple[bytes, list[Member]]], store: Signatures
) -> list[Tie]:
    groups = _Groups()
    ties = []
    for batch in fetched(linker, groups_of_members, store):
        for a, b in batch:
            if linker.spanning and groups.joined(a.id, b.id):
                continue
            score = linker.compare(store.read(a), store.read(b))
            if score is not None:
                ties.append(Tie(a, b, score))
                groups.join(a.id, b.id)
    return ties


def fetched(
    linker: Linker, groups_of_members: Iterable[tuple[bytes, list[Member]]], store: Signatures
) -> Iterator[list[tuple[Address, Address]]]:
    """Yield the pairs to compare, each once, so many together as the signatures of fit into what is held at once."""
    seen: set[tuple[str, str]] = set()
    held: list[tuple[Address, Address]] = []
    wanted: dict[Address, None] = {}
    filled = 0
    for key, members in groups_of_members:
        known = {address.id: address for _, address in members}
        for one, other in linker.pairs(key, members):
            pair = (one, other) if one < other else (other, one)
            if pair in seen:
                continue
            seen.add(pair)
            a, b = known[pair[0]], known[pair[1]]
            held.append((a, b))
            filled += sum(address.length for address in (a, b) if address not in wanted)
            wanted[a] = wanted[b] = None
            if filled > FETCHED:
                store.fetch(wanted)
                yield held
                held, wanted, filled = [], {}, 0
    store.fetch(wanted)
    yield held


def shared_keys(table: pa.Table) -> Iterator[tuple[bytes, list[Member]]]:
    """Yield every key that several rows share with its members; keys in order."""
    counts = pc.value_counts(table.column("key").combine_chunks())
    shared = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    table = table.filter(pc.is_in(table.column("key"), value_set=shared))
    plain = (column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column for column in table.columns)
    columns = [column.to_pylist() for column in plain]
    for key, rows in groupby(sorted(zip(*columns, strict=True)), key=_key):
        yield key, [(row[1], Address(*row[2:])) for row in rows]


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


def clusters(ties: Iterable[Tie]) -> Iterator[list[list[Tie]]]:
    """Yield the ties of each cluster, small clusters together so that work can be spread."""
    unique = {(tie.a.id, tie.b.id): tie for tie in ties}
    cluster_of: dict[str, int] = {}
    for index, group in enumerate(components(unique)):
        cluster_of.update(dict.fromkeys(group, index))
    by_cluster: dict[int, list[Tie]] = {}
    for pair in sorted(unique):
        by_cluster.setdefault(cluster_of[pair[0]], []).append(unique[pair])
    chunk: list[list[Tie]] = []
    filled = 0
    for _, found in sorted(by_cluster.items()):
        if chunk and filled + len(found) > CHUNK:
            yield chunk
            chunk, filled = [], 0
        chunk.append(found)
        filled += len(found)
    if chunk:
        yield chunk


def resolve_clusters(
    linker: Linker, chunk: Iterable[Sequence[Tie]], folder: str, buckets: int
) -> Iterator[tuple[Partition, Linked | BlockRef]]:
    """Yield the columns of every row of some clusters, with its partition, and blocks of their incidents."""
    incidents: list[Incident] = []
    chunk = list(chunk)
    with Signatures(linker.kind) as store:
        addresses = {address for ties in chunk for tie in ties for address in (tie.a, tie.b)}
        if sum(address.length for address in addresses) <= FETCHED:
            store.fetch(addresses)
        for ties in chunk:
            members = {address.id: store.read(address) for tie in ties for address in (tie.a, tie.b)}
            named = [(tie.a.id, tie.b.id, tie.score) for tie in ties]
            found = linker.resolve(members, named)
            for row_id, values in sorted(found.columns.items()):
                yield linker.partition(members[row_id]), Linked(row_id, values)
                if found.incidents:
                    yield Partition("incidents"), Linked(row_id, {})
            incidents += found.incidents
    yield from pack("incidents", incidents, folder, buckets)
