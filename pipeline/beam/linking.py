"""From link keys to the columns that linking fills: rows that share a key meet, and those of a cluster.

Rows, ties and columns lie in staged blocks; what is grouped are their references, and the edges between ids of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import apache_beam as beam
import msgspec
import numpy as np
import pyarrow as pa

from pipeline.beam.plan import RunPlan, partition_key
from pipeline.dataset.blocks import FLUSH_BYTES, BlockRef, read_blocks
from pipeline.dataset.ids import heads, ranges
from pipeline.dataset.linked import Links, linked_schema
from pipeline.link.clusters import (
    TIES,
    clusters,
    connect,
    labels_of,
    resolve_clusters,
    spread,
    stars,
    tie_table,
)
from pipeline.link.keys import KeyPacker
from pipeline.link.labels import LABELS, known, labelled, told
from pipeline.link.linkers import INCIDENTS, LINKERS, read_event_rows
from pipeline.link.pairs import find_ties

REST = "rest"


class Facts(msgspec.Struct, frozen=True):
    """Pairs of ids of rows by their first 64 bits, packed: of neighbours, or of a row and the label of its cluster."""

    node: bytes
    other: bytes

    @classmethod
    def of(cls, node: np.ndarray, other: np.ndarray) -> Facts:
        """Return pairs packed."""
        return cls(node.astype(np.uint64).tobytes(), other.astype(np.uint64).tobytes())


class Found(msgspec.Struct, frozen=True):
    """What a bucket of link keys gave: ties by the bucket of their first row, and edges that connect the same rows."""

    refs: tuple[tuple[int, BlockRef], ...]
    edges: Facts


def joined(facts: Iterable[Facts]) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of some facts as arrays."""
    some = list(facts)
    node, other = (b"".join(getattr(one, name) for one in some) for name in ("node", "other"))
    return np.frombuffer(node, np.uint64), np.frombuffer(other, np.uint64)


def by_bucket(name: str, node: np.ndarray, other: np.ndarray, buckets: int) -> Iterator[tuple[str, Facts]]:
    """Yield pairs under the bucket of their first ends."""
    placed = ranges(node, buckets)
    for bucket in np.unique(placed).tolist():
        here = placed == bucket
        yield f"{name}/{bucket}", Facts.of(node[here], other[here])


def event_keys(keyed: tuple[str, Iterable[BlockRef | Links]], plan: RunPlan) -> Iterator[tuple[str, BlockRef]]:
    """Yield the blocks of link keys of the events of a part of a month, once it is known which articles are copies."""
    refs, links = [], []
    for value in keyed[1]:
        if isinstance(value, BlockRef):
            refs.append(value)
        else:
            links.append(value.ref)
    told_of = read_blocks(links, linked_schema("articles"))
    cluster_of = dict(zip(*(told_of.column(name).to_pylist() for name in ("id", "cluster_id")), strict=True))
    packer = KeyPacker(INCIDENTS, plan.blocks, plan.key_buckets)
    for ref in sorted(refs):
        for row in read_event_rows(ref, cluster_of):
            packer.add(row)
        if packer.bytes >= FLUSH_BYTES:
            yield from keys_of(packer)
    yield from keys_of(packer)


def with_bucket(keyed: tuple[str, Links], plan: RunPlan) -> Iterator[tuple[str, Links]]:
    """Yield what linking fills in articles under their month and the bucket of their events."""
    key, links = keyed
    share = {part.bucket: part.bucket * plan.event_buckets // plan.buckets for part in links.ref.parts}
    for bucket, meant in links.ref.cut(share):
        yield f"{key}/{bucket}", Links(meant)


def keys_of(packer: KeyPacker) -> Iterator[tuple[str, BlockRef]]:
    """Yield what a packer of event keys holds."""
    for bucket, ref in packer.flush():
        yield f"{INCIDENTS.name}/{bucket}", ref


def ties_of(keyed: tuple[str, Iterable[BlockRef]], plan: RunPlan) -> Iterator[tuple[str, Found]]:
    """Yield the ties among the rows whose link keys lie in one bucket."""
    name = keyed[0].partition("/")[0]
    ties = find_ties(LINKERS[name], keyed[1])
    if ties:
        table = tie_table(ties)
        refs = spread(table, heads(table.column("a_id")), plan.blocks, plan.buckets)
        yield name, Found(tuple(refs), Facts.of(*stars(ties)))


def neighbours(keyed: tuple[str, Found], buckets: int) -> Iterator[tuple[str, Facts]]:
    """Yield the edges that were found under the buckets of their ends."""
    name, found = keyed
    yield from by_bucket(name, *joined([found.edges]), buckets)


def meet(keyed: tuple[str, Iterable[Facts]], buckets: int) -> Iterator[tuple[str, Facts]]:
    """Yield what the rows of a bucket tell others after they learned what these know."""
    name = keyed[0].partition("/")[0]
    yield from by_bucket(name, *told(known(*joined(keyed[1]))), buckets)


def settle(keyed: tuple[str, Iterable[Facts]]) -> Iterator[tuple[str, Facts] | beam.pvalue.TaggedOutput]:
    """Yield the labels of the rows of a bucket, and all that those know which know more than their label."""
    facts = known(*joined(keyed[1]))
    yield keyed[0], Facts.of(*labelled(facts))
    open_ = np.isin(facts.node, facts.node[(facts.least < facts.node) & (facts.other != facts.least)])
    if open_.any():
        node, other = facts.node[open_], facts.other[open_]
        edges = Facts.of(np.concatenate([node, other]), np.concatenate([other, node]))
        yield beam.pvalue.TaggedOutput(REST, (keyed[0].partition("/")[0], edges))


def connect_rest(keyed: tuple[str, Iterable[Facts]]) -> tuple[str, Facts]:
    """Return the labels of the rows that a few rounds did not settle: of chains of hundreds of ties, if any."""
    table = connect(*joined(keyed[1]))
    return keyed[0], Facts.of(*(column.to_numpy() for column in table.columns))


def refs_of(keyed: tuple[str, Found]) -> Iterator[tuple[str, BlockRef]]:
    """Yield the blocks of ties under the bucket of their first rows."""
    name, found = keyed
    for bucket, ref in found.refs:
        yield f"{name}/{bucket}", ref


def by_label(
    keyed: tuple[str, Iterable[BlockRef | Facts]], plan: RunPlan, rest: Iterable[tuple[str, Facts]]
) -> Iterator[tuple[str, BlockRef]]:
    """Yield the ties of a bucket under that of their labels, which the ties of a cluster share."""
    name = keyed[0].partition("/")[0]
    refs, facts = [], []
    for value in keyed[1]:
        if isinstance(value, BlockRef):
            refs.append(value)
        else:
            facts.append(value)
    corrected = sorted_labels(facts for linker, facts in rest if linker == name)
    yield from placed(name, read_blocks(refs, TIES), sorted_labels(facts), corrected, plan)


def together(keyed: tuple[str, Iterable[Found]], plan: RunPlan) -> Iterator[tuple[str, BlockRef]]:
    """Yield all ties under the bucket of their labels: of an input that is small as a whole."""
    found = list(keyed[1])
    table = read_blocks([ref for one in found for _, ref in one.refs], TIES)
    labels = connect(*joined(one.edges for one in found))
    yield from placed(keyed[0], table, labels, LABELS.empty_table(), plan)


def placed(
    name: str, table: pa.Table, labels: pa.Table, corrected: pa.Table, plan: RunPlan
) -> Iterator[tuple[str, BlockRef]]:
    """Yield ties under the bucket of their labels."""
    if table.num_rows:
        for bucket, ref in spread(table, labels_of(table, labels, corrected), plan.blocks, plan.key_buckets):
            yield f"{name}/{bucket}", ref


def sorted_labels(facts: Iterable[Facts]) -> pa.Table:
    """Return labels by their nodes."""
    node, label = joined(facts)
    order = np.argsort(node, kind="stable")
    return pa.table([node[order], label[order]], schema=LABELS)


def links_of(keyed: tuple[str, Iterable[BlockRef]], plan: RunPlan) -> Iterator[tuple[str, BlockRef | Links]]:
    """Yield blocks of the columns that linking fills, and of incidents, keyed by the partition of the rows."""
    found = clusters(read_blocks(keyed[1], TIES))
    for partition, block in resolve_clusters(LINKERS[keyed[0].partition("/")[0]], found, plan.blocks, plan.buckets):
        yield partition_key(partition), block


class Together(beam.PTransform):
    """From what buckets of keys gave to blocks of ties under a bucket that all ties of a cluster share.

    Hash-to-min: every row tells the smallest of its neighbours what it knows, and all others who is the smallest. After
    k rounds rows have met that are 2^k ties apart; what is further apart comes together as edges between ids.
    """

    def __init__(self, plan: RunPlan) -> None:
        super().__init__()
        self._plan = plan

    def expand(self, found: beam.PCollection) -> beam.PCollection:
        """Wire the rounds, and the ties to what they found."""
        buckets = self._plan.buckets
        facts = found | "Neighbours" >> beam.FlatMap(neighbours, buckets)
        for number in range(self._plan.rounds):
            facts = facts | f"Meet {number}" >> beam.GroupByKey() | f"Tell {number}" >> beam.FlatMap(meet, buckets)
        settled = (
            facts
            | "Meet last" >> beam.GroupByKey()
            | "Settle" >> beam.FlatMap(settle).with_outputs(REST, main="labels")
        )
        rest = settled[REST] | "Rest" >> beam.GroupByKey() | "Connect" >> beam.Map(connect_rest)
        return (
            (found | "Ties" >> beam.FlatMap(refs_of), settled["labels"])
            | "Both" >> beam.Flatten()
            | "Label" >> beam.GroupByKey()
            | "Place" >> beam.FlatMap(by_label, self._plan, beam.pvalue.AsIter(rest))
        )


class Link(beam.PTransform):
    """From blocks of link keys to blocks of the columns that linking fills, keyed by partition."""

    def __init__(self, plan: RunPlan) -> None:
        super().__init__()
        self._plan = plan

    def expand(self, keys: beam.PCollection) -> beam.PCollection:
        """Wire keys, ties, clusters and links."""
        found = keys | "ByBucket" >> beam.GroupByKey() | "Compare" >> beam.FlatMap(ties_of, self._plan)
        if self._plan.rounds:
            ties = found | "Rounds" >> Together(self._plan)
        else:
            ties = found | "Together" >> beam.GroupByKey() | "Cluster" >> beam.FlatMap(together, self._plan)
        return ties | "ByCluster" >> beam.GroupByKey() | "Resolve" >> beam.FlatMap(links_of, self._plan)
