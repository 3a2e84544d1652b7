"""From link keys to the columns that linking fills: rows that share a key meet, and those of a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import apache_beam as beam

from pipeline.beam.plan import RunPlan, partition_key
from pipeline.dataset.blocks import FLUSH_BYTES, BlockRef, bucket_of
from pipeline.dataset.linked import Linked
from pipeline.link.keys import KeyPacker
from pipeline.link.linkers import INCIDENTS, LINKERS, read_event_rows
from pipeline.link.pairs import Tie, clusters, find_ties, resolve_clusters


def event_keys(keyed: tuple[str, Iterable[BlockRef | Linked]], plan: RunPlan) -> Iterator[tuple[str, BlockRef]]:
    """Yield the blocks of link keys of the events of a part of a month, once it is known which articles are copies."""
    refs, cluster_of = [], {}
    for value in keyed[1]:
        if isinstance(value, BlockRef):
            refs.append(value)
        else:
            cluster_of[value.id] = value.values["cluster_id"]
    packer = KeyPacker(INCIDENTS, plan.blocks, plan.key_buckets)
    for ref in sorted(refs):
        for row in read_event_rows(ref, cluster_of):
            packer.add(row)
        if packer.bytes >= FLUSH_BYTES:
            yield from keys_of(packer)
    yield from keys_of(packer)


def with_bucket(keyed: tuple[str, Linked], buckets: int) -> tuple[str, Linked]:
    """Return what linking fills in an article under its month and the bucket of its events."""
    return f"{keyed[0]}/{bucket_of(keyed[1].id, buckets)}", keyed[1]


def keys_of(packer: KeyPacker) -> Iterator[tuple[str, BlockRef]]:
    """Yield what a packer of event keys holds."""
    for bucket, ref in packer.flush():
        yield f"{INCIDENTS.name}/{bucket}", ref


def ties_of(keyed: tuple[str, Iterable[BlockRef]]) -> Iterator[tuple[str, list[Tie]]]:
    """Yield the ties among the rows whose link keys lie in one bucket."""
    name = keyed[0].partition("/")[0]
    ties = find_ties(LINKERS[name], keyed[1])
    if ties:
        yield name, ties


def single_ties(keyed: tuple[str, list[Tie]]) -> Iterator[tuple[str, Tie]]:
    """Yield ties one by one under the name of their linker."""
    name, ties = keyed
    for tie in ties:
        yield name, tie


def neighbours(keyed: tuple[str, Tie]) -> Iterator[tuple[str, str]]:
    """Yield each row of a tie with the other and with itself."""
    name, tie = keyed
    for one, other in ((tie.a.id, tie.b.id), (tie.b.id, tie.a.id)):
        yield f"{name}/{one}", one
        yield f"{name}/{one}", other


def hash_to_min(keyed: tuple[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Yield to the smallest row that one knows of all that it knows, and to these the smallest."""
    name = keyed[0].partition("/")[0]
    known = sorted(set(keyed[1]))
    for row_id in known:
        yield f"{name}/{known[0]}", row_id
        yield f"{name}/{row_id}", known[0]


def by_first_row(keyed: tuple[str, Tie]) -> tuple[str, Tie | str]:
    """Return a tie under its first row."""
    name, tie = keyed
    return f"{name}/{tie.a.id}", tie


def by_cluster(keyed: tuple[str, Iterable[Tie | str]], buckets: int) -> Iterator[tuple[str, list[Tie]]]:
    """Yield the ties of a row under the bucket of the smallest row of its cluster."""
    name, _, row_id = keyed[0].partition("/")
    ties, smallest = [], row_id
    for value in keyed[1]:
        if isinstance(value, str):
            smallest = min(smallest, value)
        else:
            ties.append(value)
    if ties:
        yield f"{name}/{bucket_of(smallest, buckets)}", sorted(ties)


def clusters_of(keyed: tuple[str, Iterable[list[Tie]]]) -> Iterator[tuple[str, list[list[Tie]]]]:
    """Yield the clusters of one linker in chunks."""
    key, found = keyed
    for index, chunk in enumerate(clusters(tie for ties in found for tie in ties)):
        yield f"{key}/{index}", chunk


def links_of(keyed: tuple[str, Iterable[list[list[Tie]]]], plan: RunPlan) -> Iterator[tuple[str, Linked | BlockRef]]:
    """Yield the columns that linking fills, and blocks of incidents, keyed by the partition of the row."""
    linker = LINKERS[keyed[0].partition("/")[0]]
    for chunk in keyed[1]:
        for partition, linked in resolve_clusters(linker, chunk, plan.blocks, plan.buckets):
            yield partition_key(partition), linked


class Together(beam.PTransform):
    """From ties under the name of their linker to the same under a bucket that all ties of a cluster share.

    Hash-to-min: every row tells the smallest of its neighbours what it knows, and all others who is the smallest. What
    one key holds is a cluster at most, and after k rounds rows have met that are 2^k ties apart.
    """

    def __init__(self, plan: RunPlan) -> None:
        super().__init__()
        self._plan = plan

    def expand(self, ties: beam.PCollection) -> beam.PCollection:
        """Wire the rounds, and the ties to what they found."""
        known = ties | "Neighbours" >> beam.FlatMap(neighbours)
        for number in range(self._plan.rounds):
            known = known | f"Meet {number}" >> beam.GroupByKey() | f"Tell {number}" >> beam.FlatMap(hash_to_min)
        by_row = ties | "ByRow" >> beam.Map(by_first_row)
        return (
            (by_row, known)
            | "Both" >> beam.Flatten()
            | "Label" >> beam.GroupByKey()
            | "Place" >> beam.FlatMap(by_cluster, self._plan.key_buckets)
        )


class Link(beam.PTransform):
    """From blocks of link keys to the columns that linking fills, keyed by partition."""

    def __init__(self, plan: RunPlan) -> None:
        super().__init__()
        self._plan = plan

    def expand(self, keys: beam.PCollection) -> beam.PCollection:
        """Wire keys, ties, clusters and links."""
        ties = keys | "ByBucket" >> beam.GroupByKey() | "Compare" >> beam.FlatMap(ties_of)
        if self._plan.rounds:
            ties = (ties | "Apart by tie" >> beam.FlatMap(single_ties)) | "Rounds" >> Together(self._plan)
        return (
            ties
            | "Together" >> beam.GroupByKey()
            | "Cluster" >> beam.FlatMap(clusters_of)
            | "Apart" >> beam.GroupByKey()
            | "Resolve" >> beam.FlatMap(links_of, self._plan)
        )
