"""Ties on their way to those of their cluster, in staged blocks, and what becomes of a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa

from pipeline.dataset.blocks import Block, BlockRef, Part, Partition, sorted_block, to_bytes, write_blocks
from pipeline.dataset.ids import heads, ranges
from pipeline.dataset.linked import FILLED, Links, linked_schema
from pipeline.dataset.rows import SCHEMAS, to_batch
from pipeline.link.labels import LABELS, known, labelled, look_up, told
from pipeline.link.linker import Linker
from pipeline.link.pairs import FETCHED, Tie
from pipeline.link.staged.store import Address, Signatures
from schemas.incident import Incident
from transforms.link.components import components

PLACE = [("id", pa.string()), ("path", pa.string()), ("offset", pa.int64()), ("length", pa.int32())]
TIES = pa.schema([(f"{end}_{name}", kind) for end in "ab" for name, kind in PLACE] + [("score", pa.float64())])
HELD = 8192
"""Rows of a kind that are held before they are written away."""
INCIDENTS = Partition("incidents")


def tie_table(ties: Sequence[Tie]) -> pa.Table:
    """Return ties as a table."""
    columns = zip(*((*tie.a, *tie.b, tie.score) for tie in ties), strict=True) if ties else ((),) * len(TIES)
    return pa.table(list(columns), schema=TIES)


def ties_in(table: pa.Table) -> Iterator[Tie]:
    """Yield the ties in a table."""
    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
        yield Tie(Address(*row[:4]), Address(*row[4:8]), row[8])


def spread(table: pa.Table, numbers: np.ndarray, folder: str, buckets: int) -> list[tuple[int, BlockRef]]:
    """Write ties as a block for each bucket; ``numbers``: the first 64 bits of the id by which each is placed."""
    placed = ranges(numbers, buckets)
    order = np.argsort(placed, kind="stable")
    used, starts, counts = np.unique(placed[order], return_index=True, return_counts=True)
    blocks = [
        Block(
            Partition("ties"), (Part(bucket, count, 0),), to_bytes(table.take(pa.array(order[start : start + count])))
        )
        for bucket, start, count in zip(used.tolist(), starts.tolist(), counts.tolist(), strict=True)
    ]
    return [(ref.bucket, ref) for _, ref in write_blocks(folder, blocks)]


def stars(ties: Iterable[Tie]) -> tuple[np.ndarray, np.ndarray]:
    """Return edges, both ways, that connect what some ties connect: each row with the smallest of its cluster."""
    groups = components((tie.a.id, tie.b.id) for tie in ties)
    first = heads(pa.array([group[0] for group in groups for _ in group[1:]], pa.string()))
    other = heads(pa.array([row_id for group in groups for row_id in group[1:]], pa.string()))
    return np.concatenate([first, other]), np.concatenate([other, first])


def connect(node: np.ndarray, other: np.ndarray) -> pa.Table:
    """Return the label of every node, the smallest that it is connected with, of edges given both ways."""
    facts = known(node, other)
    while not facts.settled:
        facts = known(*told(facts))
    return pa.table(labelled(facts), schema=LABELS)


def clusters(table: pa.Table) -> Iterator[list[Tie]]:
    """Yield the ties of each cluster, each pair once."""
    unique = {(tie.a.id, tie.b.id): tie for tie in ties_in(table)}
    groups = components(unique)
    cluster_of = {row_id: index for index, group in enumerate(groups) for row_id in group}
    found: list[list[Tie]] = [[] for _ in groups]
    for pair in sorted(unique):
        found[cluster_of[pair[0]]].append(unique[pair])
    yield from found


class Written:
    """What linking fills in rows, and rows of incidents, by partition and on disk but for some thousand."""

    def __init__(self, folder: str, buckets: int) -> None:
        self._folder, self._buckets = folder, buckets
        self._links: dict[Partition, list[tuple[str | None, ...]]] = {}
        self._incidents: list[Incident] = []
        self._count = 0

    def add(self, linker: Linker, ties: Sequence[Tie], store: Signatures) -> None:
        """Take a cluster."""
        members = {address.id: store.read(address) for tie in ties for address in (tie.a, tie.b)}
        found = linker.resolve(members, [(tie.a.id, tie.b.id, tie.score) for tie in ties])
        for row_id, values in sorted(found.columns.items()):
            partition = linker.partition(members[row_id])
            filled = (row_id, *(values[name] for name in FILLED[partition.dataset]))
            self._links.setdefault(partition, []).append(filled)
            if found.incidents:
                self._links.setdefault(INCIDENTS, []).append((row_id,))
        self._incidents += found.incidents
        self._count += len(found.columns)

    def take(self, least: int = 1) -> Iterator[tuple[Partition, BlockRef | Links]]:
        """Yield blocks of what is held, where it is so much."""
        if self._count < least:
            return
        blocks = [
            sorted_block(partition, as_links(partition.dataset, rows), "id", self._buckets)
            for partition, rows in sorted(self._links.items())
        ]
        for partition, ref in write_blocks(self._folder, blocks):
            yield partition, Links(ref)
        if self._incidents:
            table = pa.Table.from_batches([to_batch("incidents", self._incidents)], SCHEMAS["incidents"])
            yield from write_blocks(self._folder, [sorted_block(INCIDENTS, table, "incident_id", self._buckets)])
        self._links, self._incidents, self._count = {}, [], 0


def as_links(dataset: str, rows: Sequence[tuple[str | None, ...]]) -> pa.Table:
    """Return what is filled in rows, given as id and values, as a table."""
    schema = linked_schema(dataset)
    return pa.table([pa.array(values, pa.string()) for values in zip(*rows, strict=True)], schema=schema)


def resolve_clusters(
    linker: Linker, found: Iterable[Sequence[Tie]], folder: str, buckets: int
) -> Iterator[tuple[Partition, BlockRef | Links]]:
    """Yield blocks of what is filled in every row of some clusters, with their partition, and of their incidents."""
    written = Written(folder, buckets)
    with Signatures(linker.kind) as store:
        for some in together(found):
            store.fetch(address for ties in some for tie in ties for address in (tie.a, tie.b))
            for ties in some:
                written.add(linker, ties, store)
            yield from written.take(HELD)
    yield from written.take()


def together(found: Iterable[Sequence[Tie]]) -> Iterator[list[Sequence[Tie]]]:
    """Yield so many clusters together as the signatures of fit into what is held at once."""
    some: list[Sequence[Tie]] = []
    filled = 0
    for ties in found:
        some.append(ties)
        filled += sum({address: address.length for tie in ties for address in (tie.a, tie.b)}.values())
        if filled > FETCHED:
            yield some
            some, filled = [], 0
    yield some


def labels_of(table: pa.Table, labels: pa.Table, corrected: pa.Table) -> np.ndarray:
    """Return the label of the cluster of each tie; ``corrected``: of labels that have another one after all."""
    found, _ = look_up(labels, heads(table.column("a_id")))
    again, hit = look_up(corrected, found)
    return np.where(hit, again, found)
