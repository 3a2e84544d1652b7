"""Rows that share a key, many keys at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Groups(NamedTuple):
    """Numbers of rows by the key that they share."""

    keys: Sequence[bytes]
    starts: np.ndarray
    """Place of the first member of each key, and behind the last one."""
    members: np.ndarray

    @property
    def sizes(self) -> np.ndarray:
        """Rows under each key."""
        return np.diff(self.starts)

    def of(self, number: int) -> np.ndarray:
        """Return the members of the group of a number."""
        return self.members[self.starts[number] : self.starts[number + 1]]


def each_once(values: np.ndarray) -> np.ndarray:
    """Return whole numbers in order, each once: for these sorting is faster than the hashing of ``numpy.unique``."""
    ordered = np.sort(values)
    kept = np.ones(len(ordered), bool)
    kept[1:] = ordered[1:] != ordered[:-1]
    found: np.ndarray = ordered[kept]
    return found


def all_pairs(groups: Groups, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return all pairs of members of some groups: first and second member, and the number of their group."""
    sizes = groups.sizes[chosen]
    left, right, group = ([np.empty(0, np.int64)] for _ in range(3))
    for size in np.unique(sizes).tolist():
        same = chosen[sizes == size]
        members = groups.members[groups.starts[same][:, None] + np.arange(size)]
        first, second = np.triu_indices(size, 1)
        left.append(members[:, first].ravel())
        right.append(members[:, second].ravel())
        group.append(np.repeat(same, len(first)))
    return np.concatenate(left), np.concatenate(right), np.concatenate(group)
