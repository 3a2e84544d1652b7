"""What it takes to link rows of one kind, as plain functions over signatures: small rows of what linking needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

import msgspec
import numpy as np

from pipeline.dataset.blocks import Partition
from pipeline.dataset.linked import Columns
from schemas.incident import Incident
from transforms.link.groups import Groups

MASK = (1 << 20) - 1
GROUPS, ROOMY = 8, 16
"""One in so many buckets takes the keys of one group; buckets of a group from which those of one place are divided."""


class Facts(NamedTuple):
    """What is needed of a signature before it is compared."""

    order: str
    id: str
    keys: Sequence[bytes]
    homes: Sequence[int]
    """By what each key is placed."""


def anywhere(homes: np.ndarray, buckets: int) -> np.ndarray:
    """Return the buckets of keys by 32 bits of each."""
    found: np.ndarray = homes * buckets >> 32
    return found


def together(homes: np.ndarray, buckets: int) -> np.ndarray:
    """Return the buckets of keys by 20 bits each of their group, their place and what is fine in it.

    A row is read in every bucket in which it meets others, so that those of a group, which are what it meets, lie in
    one in eight of all. Of many buckets the keys of one group and place lie in several, by what is fine in them: none
    grows with the rows of a day.
    """
    group, place, fine = (homes >> shift & MASK for shift in (40, 20, 0))
    room = max(1, buckets // GROUPS)
    found: np.ndarray = ((group * buckets >> 20) + (place + fine % max(1, room // ROOMY)) % room) % buckets
    return found


@lru_cache(1 << 12)
def digits(text: str) -> int:
    """Return 20 bits of a text."""
    return crc32(text.encode()) >> 12


class Resolution(msgspec.Struct, frozen=True):
    """What became of a cluster."""

    columns: Mapping[str, Columns]
    """Of each of its rows, by id."""
    incidents: tuple[Incident, ...] = ()
    """Rows that take the place of those of its single members."""


class Linker(msgspec.Struct, frozen=True):
    """What kind of links is looked for, as plain functions over signatures."""

    name: str
    kind: type
    """Of the signatures."""
    compared: type
    """As what they are read where they are compared."""
    facts: Callable[[Any], Facts]
    pairs: Callable[[Groups, Sequence[tuple[str, str]]], np.ndarray]
    """Rows to compare among those that share keys, as numbers, two a row; given are sort key and id of each."""
    place: Callable[[np.ndarray, int], np.ndarray]
    """Of so many buckets those of keys by their homes."""
    compare: Callable[[Any, Any], float | None]
    """Score of two signatures that belong together, that with the smaller id first, else None."""
    spanning: bool
    """Any ties that connect a cluster will do: pairs that are connected already need not be compared."""
    resolve: Callable[[Mapping[str, Any], Sequence[tuple[str, str, float]]], Resolution]
    """Signatures by id and ties of one cluster to the columns of its rows."""
    partition: Callable[[Any], Partition]
    """Partition of the signature's row."""
