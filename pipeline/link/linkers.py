"""The two kinds of links: copies of articles, and events that report one happening."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from zlib import crc32

import msgspec
import numpy as np

from pipeline import storage
from pipeline.dataset.blocks import Block, BlockRef, Part, Partition, bucket_of, month_of, write_blocks
from pipeline.dataset.linked import Columns
from pipeline.link.linker import Facts, Linker, Resolution, anywhere, digits, together
from transforms.link.candidates import pairs_under_keys as pairs_of_events
from transforms.link.candidates import placed_keys, read_standing, standing
from transforms.link.groups import Groups
from transforms.link.incident import Edge, incident_of, join, score
from transforms.link.near_duplicates import UNKNOWN_DATE, Signature, assign, verify
from transforms.link.near_duplicates import pairs_under_keys as pairs_of_copies
from transforms.link.row import ComparedRow, IncidentRow, KeyedRow, ToldRow
from transforms.process import Processed


def copy_facts(item: Signature) -> Facts:
    """Return sort key, id and keys of an article."""
    return Facts(item.published, item.article_id, item.keys, list(map(crc32, item.keys)))


def compare_copies(a: Signature, b: Signature) -> float | None:
    """Return a score where one article is a copy of the other."""
    return 1.0 if verify(a, b) else None


def resolve_copies(members: Mapping[str, Signature], _: Sequence[tuple[str, str, float]]) -> Resolution:
    """Return the columns of the articles of one cluster."""
    ordered = [members[row_id] for row_id in sorted(members)]
    return Resolution({row_id: msgspec.structs.asdict(link) for row_id, link in assign(ordered).items()})


def copy_partition(item: Signature) -> Partition:
    """Return the partition of an article."""
    return Partition("articles", *month_of(moment(item.published)))


def incident_facts(item: KeyedRow | IncidentRow) -> Facts:
    """Return sort key, id, keys and their homes of an event: by the type of the act, so that most stand together."""
    found: list[bytes] = []
    homes: list[int] = []
    group = digits(item.family) << 40
    for place, fine, same in placed_keys(item):
        found += map(str.encode, same)
        homes += [group | digits(place) << 20 | digits(fine)] * len(same)
    return Facts(str(standing(item)), item.event_id, found, homes)


def incident_pairs(groups: Groups, rows: Sequence[tuple[str, str]]) -> np.ndarray:
    """Return the events to compare among those that share keys."""
    return pairs_of_events(groups, [read_standing(order) for order, _ in rows])


def resolve_incidents(members: Mapping[str, IncidentRow], ties: Sequence[tuple[str, str, float]]) -> Resolution:
    """Return the columns of the events of one cluster, and the incidents of several events among them."""
    groups = join(Edge(score, members[a], members[b]) for a, b, score in ties)
    columns: dict[str, Columns] = {
        row.event_id: {"incident_id": group.incident_id} for group in groups for row in group.rows
    }
    return Resolution(columns, tuple(map(incident_of, groups)))


def incident_partition(item: IncidentRow | ToldRow) -> Partition:
    """Return the partition of an event."""
    return Partition("events", *month_of(item.published_at))


def moment(published: str) -> datetime.datetime | None:
    """Return the time in a signature; None where it is not known."""
    known = published and published != UNKNOWN_DATE
    return datetime.datetime.fromisoformat(published) if known else None


class EventRows:
    """Collects what linking needs of events until it is known which articles are copies."""

    def __init__(self, folder: str, buckets: int = 1) -> None:
        self._folder = folder
        self._buckets = buckets
        self._rows: dict[tuple[Partition, int], list[IncidentRow]] = {}

    def add(self, processed: Processed, rows: Sequence[IncidentRow]) -> None:
        """Take the rows of the events of an article."""
        if processed.events:
            partition = Partition("articles", *month_of(processed.article.published_at))
            bucket = bucket_of(processed.article.article_id, self._buckets)
            self._rows.setdefault((partition, bucket), []).extend(rows)

    def flush(self) -> list[tuple[Partition, BlockRef]]:
        """Write what was collected; return its blocks by the partition of the articles, with their buckets."""
        blocks = [
            Block(partition, (Part(bucket, len(rows), 0),), msgspec.msgpack.encode(rows))
            for (partition, bucket), rows in sorted(self._rows.items())
        ]
        self._rows = {}
        return write_blocks(self._folder, blocks)


def read_event_rows(ref: BlockRef, cluster_of: Mapping[str, str | None]) -> Iterator[IncidentRow]:
    """Yield the rows of a block with the clusters of their articles."""
    with storage.open_binary(ref.path) as stream:
        stream.seek(ref.offset)
        rows = msgspec.msgpack.decode(stream.read(ref.length), type=list[IncidentRow])
    for row in rows:
        cluster = cluster_of.get(row.article_id)
        yield msgspec.structs.replace(row, cluster_id=cluster) if cluster else row


COPIES = Linker(
    name="copies",
    kind=Signature,
    facts=copy_facts,
    pairs=pairs_of_copies,
    compared=Signature,
    place=anywhere,
    compare=compare_copies,
    spanning=True,
    resolve=resolve_copies,
    partition=copy_partition,
)
INCIDENTS = Linker(
    name="incidents",
    kind=IncidentRow,
    facts=incident_facts,
    pairs=incident_pairs,
    compared=ComparedRow,
    place=together,
    compare=score,
    spanning=False,
    resolve=resolve_incidents,
    partition=incident_partition,
)


def copies_within(window: int | None) -> Linker:
    """Return the linker of copies that are published at most ``window`` days apart."""
    return msgspec.structs.replace(COPIES, pairs=partial(pairs_of_copies, window=window))


LINKERS = {linker.name: linker for linker in (COPIES, INCIDENTS)}
