"""What it takes to link rows of one kind, as plain functions over signatures: small rows of what linking needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np

from pipeline.dataset.blocks import Partition
from pipeline.dataset.linked import Columns
from schemas.incident import Incident
from transforms.link.groups import Groups


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


class Linker(msgspec.Struct, frozen=True):
    """What kind of links is looked for, as plain functions over signatures."""

    name: str
    kind: type
    """Of the signatures."""
    facts: Callable[[Any], Facts]
    pairs: Callable[[Groups, Sequence[tuple[str, str]]], np.ndarray]
    """Rows to compare among those that share keys, as numbers, two a row; given are sort key and id of each."""
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
