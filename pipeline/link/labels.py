"""Which rows hang together, found range by range: every row learns the smallest that it is connected with.

Hash-to-min: every row tells the smallest that it knows of what it knows, and the others who is the smallest. After a
few rounds each knows the smallest alone, and that one all others. A round holds the rows of one range of ids.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.link.staged.spill import Spill

EDGES = pa.schema([("node", pa.uint64()), ("other", pa.uint64())])
LABELS = pa.schema([("node", pa.uint64()), ("label", pa.uint64())])


class Known(NamedTuple):
    """What rows know of each other: pairs sorted by ``node``, each once, and the smallest that each node knows."""

    node: np.ndarray
    other: np.ndarray
    least: np.ndarray

    @property
    def settled(self) -> bool:
        """Return whether every node knows the smallest alone, or is it."""
        return not bool(((self.least < self.node) & (self.other != self.least)).any())


def known(node: np.ndarray, other: np.ndarray) -> Known:
    """Return what is known from pairs of nodes, of which the first is to know the second."""
    order = np.lexsort((other, node))
    node, other = node[order], other[order]
    fresh = np.ones(len(node), bool)
    fresh[1:] = (node[1:] != node[:-1]) | (other[1:] != other[:-1])
    node, other = node[fresh], other[fresh]
    first = np.flatnonzero(np.concatenate([[True], node[1:] != node[:-1]])) if len(node) else np.empty(0, np.int64)
    counts = np.diff(np.append(first, len(node)))
    least = np.repeat(np.minimum(node[first], other[first]), counts)
    return Known(node, other, least)


def told(facts: Known) -> tuple[np.ndarray, np.ndarray]:
    """Return what every node is told in a round, as pairs of it and another node."""
    node = np.concatenate([facts.least, facts.other, facts.least, facts.node])
    other = np.concatenate([facts.other, facts.least, facts.node, facts.least])
    apart = node != other
    return node[apart], other[apart]


def labelled(facts: Known) -> tuple[np.ndarray, np.ndarray]:
    """Return every node once, with the smallest that it knows."""
    first = np.flatnonzero(np.concatenate([[True], facts.node[1:] != facts.node[:-1]])[: len(facts.node)])
    return facts.node[first], facts.least[first]


def label(edges: Spill, scratch: Callable[[pa.Schema], Spill]) -> Spill:
    """Return for every node with an edge the smallest node that it is connected with, by ranges of nodes.

    ``edges`` has each edge under both its ends; what it wrote is taken away.
    """
    while True:
        labels, following = scratch(LABELS), scratch(EDGES)
        settled = True
        for table in edges.tables():
            facts = known(*(column.to_numpy() for column in table.columns))
            settled = settled and facts.settled
            nodes, least = labelled(facts)
            labels.add(pa.table([nodes, least], schema=LABELS), nodes)
            node, other = told(facts)
            following.add(pa.table([node, other], schema=EDGES), node)
        edges.clear()
        if settled:
            following.clear()
            return labels
        labels.clear()
        edges = following


def add_edges(edges: Spill, a: np.ndarray, b: np.ndarray) -> None:
    """Add the edges between nodes at the same places of two arrays."""
    edges.add(pa.table([a, b], schema=EDGES), a)
    edges.add(pa.table([b, a], schema=EDGES), b)


def look_up(labels: pa.Table, nodes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the labels of some nodes, and which of these have one."""
    node, value = (np.append(column.to_numpy(), np.uint64(0)) for column in labels.columns)
    at = np.searchsorted(node[:-1], nodes)
    found = (at < len(node) - 1) & (node[at] == nodes)
    return np.where(found, value[at], np.uint64(0)), found
