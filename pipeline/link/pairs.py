"""Links between rows, found by small keys without holding the rows.

Rows that share a key meet in the same bucket; there the signatures of candidates are read and compared. What remains
are ties between rows, which are few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.dataset.blocks import BlockRef, Partition, pack
from pipeline.dataset.linked import Linked
from pipeline.link.keys import Keyed, read_keys
from pipeline.link.linker import Linker
from pipeline.link.store import Address, Signatures
from schemas.incident import Incident
from transforms.link.components import components
from transforms.link.groups import each_once

FETCHED = 8 << 20
"""Bytes of signatures that are read together."""
CHUNK = 512
"""Ties of clusters that are resolved by one call."""


class Tie(NamedTuple):
    """Two rows that belong together, and how surely."""

    a: Address
    b: Address
    score: float


def find_ties(linker: Linker, refs: Iterable[BlockRef]) -> list[Tie]:
    """Return the ties among the rows whose keys lie in some blocks, each pair compared once."""
    keyed = read_keys(refs)
    groups = _Groups()
    ties = []
    with Signatures(linker.kind) as store:
        for batch in fetched(candidates(linker, keyed), store):
            for a, b in batch:
                if linker.spanning and groups.joined(a.id, b.id):
                    continue
                score = linker.compare(store.read(a), store.read(b))
                if score is not None:
                    ties.append(Tie(a, b, score))
                    groups.join(a.id, b.id)
    return ties


def candidates(linker: Linker, keyed: Keyed) -> Iterator[tuple[Address, Address]]:
    """Yield the pairs to compare, each once, that with the smaller id first; those of a row after one another."""
    ids = [address.id for address in keyed.addresses]
    pairs = linker.pairs(keyed.groups, list(zip(keyed.orders, ids, strict=True)))
    rank = np.empty(len(ids), np.int64)
    rank[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    left, right = pairs.T
    swapped = rank[left] > rank[right]
    left, right = np.where(swapped, right, left), np.where(swapped, left, right)
    known = keyed.addresses
    for number in each_once(left * max(1, len(ids)) + right).tolist():
        a, b = divmod(number, len(ids))
        yield known[a], known[b]


def fetched(pairs: Iterable[tuple[Address, Address]], store: Signatures) -> Iterator[list[tuple[Address, Address]]]:
    """Yield so many pairs together as the signatures of fit into what is held at once."""
    held: list[tuple[Address, Address]] = []
    wanted: dict[Address, None] = {}
    filled = 0
    for a, b in pairs:
        held.append((a, b))
        filled += sum(address.length for address in (a, b) if address not in wanted)
        wanted[a] = wanted[b] = None
        if filled > FETCHED:
            store.fetch(wanted)
            yield held
            held, wanted, filled = [], {}, 0
    store.fetch(wanted)
    yield held


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
