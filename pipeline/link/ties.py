"""Ties among the rows of an index, and what changes among the ties that are known already."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.dataset.blocks import FLUSH_BYTES, BlockRef
from pipeline.link.pairs import Address, KeyPacker, Linker, Signatures, find_ties
from transforms.link.components import components

Pair = tuple[str, str]
Row = tuple[str, "datetime.date | None", bytes]


class Found(msgspec.Struct):
    """The rows of one kind that were looked at."""

    addresses: dict[str, Address]
    refs: dict[int, list[BlockRef]]
    zone: set[str]
    """Rows whose ties with each other are now known as they are."""


class Change(msgspec.Struct):
    """What a pass over new rows has changed."""

    ties: dict[Pair, float]
    """All ties among the rows concerned, and the others that were known."""
    concerned: set[str]
    """Rows of clusters in which anything changed."""


def lay_out(
    linker: Linker,
    rows: Iterable[Row],
    folder: str,
    buckets: int,
    *,
    in_zone: Callable[[str, datetime.date | None], bool],
    change: Callable[[Any], Any] | None = None,
) -> Found:
    """Write rows and their keys where they are compared bucket by bucket; ``change`` fills what is known only now."""
    decoder: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(linker.kind)
    packer = KeyPacker(linker, folder, buckets)
    found = Found({}, {}, set())
    for row_id, day, data in rows:
        if row_id in found.addresses:
            continue
        item = decoder.decode(data)
        changed = change(item) if change else item
        packer.add(changed, data if changed is item else None)
        found.addresses[row_id] = Address(row_id, "", 0, 0)
        if in_zone(row_id, day):
            found.zone.add(row_id)
        if packer.bytes >= FLUSH_BYTES:
            _flush(packer, found)
    _flush(packer, found)
    return found


def _flush(packer: KeyPacker, found: Found) -> None:
    for bucket, ref in packer.flush():
        found.refs.setdefault(bucket, []).append(ref)
    found.addresses.update({address.id: address for address in packer.placed})


def compare_all(linker: Linker, found: Found) -> dict[Pair, float]:
    """Return the ties among the rows that were laid out, by the pair of their ids."""
    every = msgspec.structs.replace(linker, spanning=False)
    ties: dict[Pair, float] = {}
    for bucket in sorted(found.refs):
        for tie in find_ties(every, found.refs[bucket]):
            ties[tie.a.id, tie.b.id] = tie.score
    return ties


def put_together(kind: str, known: pa.Table, now: Mapping[Pair, float], zone: Collection[str], new: set[str]) -> Change:
    """Return the ties after a pass, and the rows of all clusters that differ from what they were before.

    Ties within the zone are those of the pass; the others stay as they were.
    """
    of_kind = known.filter(pc.equal(known.column("kind"), kind))
    before = {
        (a, b): score
        for a, b, score in zip(*(of_kind.column(name).to_pylist() for name in ("a", "b", "score")), strict=True)
    }
    kept = {pair: score for pair, score in before.items() if not (pair[0] in zone and pair[1] in zone)}
    fresh = {pair: score for pair, score in now.items() if pair[0] in zone and pair[1] in zone}
    ties = {**kept, **fresh}
    changed = {pair for pair in before.keys() | ties.keys() if before.get(pair) != ties.get(pair)}
    seeds = new | {row_id for pair in changed for row_id in pair}
    concerned = set(seeds)
    for group in components(before.keys() | ties.keys()):
        if not seeds.isdisjoint(group):
            concerned.update(group)
    return Change(ties, concerned)


def read_all(store: Signatures, found: Found, ids: Iterable[str]) -> dict[str, Any]:
    """Return the rows of some ids."""
    return {row_id: store.read(found.addresses[row_id]) for row_id in ids}
