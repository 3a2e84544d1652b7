"""Links between rows, found by small keys without holding the rows.

Rows that share a key meet in the same bucket; there the signatures of candidates are read and compared. What remains
are ties between rows, which are few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from pipeline.dataset.blocks import BlockRef
from pipeline.link.keys import Keyed, read_keys
from pipeline.link.linker import Linker
from pipeline.link.staged.store import Address, Signatures
from transforms.link.groups import each_once

FETCHED = 8 << 20
"""Bytes of signatures that are read together."""


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
    with Signatures(linker.compared) as store:
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
