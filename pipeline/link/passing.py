"""A pass of ``newsbeam link``: from the index of the runs to what changes in their rows."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.dataset.commit import Move
from pipeline.dataset.ids import heads
from pipeline.dataset.linked import FILLED, UNLINKED, linked_schema
from pipeline.dataset.manifest import LINKS, FileFact, Manifest
from pipeline.dataset.parquet import opened
from pipeline.dataset.rows import FOLDERS, SCHEMAS
from pipeline.dataset.sink import Piece
from pipeline.link.groups import Cluster, clusters
from pipeline.link.index import INDEX, Wanted, among, around, days_of, read_ids, read_index, read_tables
from pipeline.link.linker import Linker, Resolution
from pipeline.link.linkers import COPIES, INCIDENTS, copies_within
from pipeline.link.pairs import FETCHED
from pipeline.link.rewrite import as_declared, changes, places, write_pieces
from pipeline.link.staged.spill import Spill
from pipeline.link.staged.store import Signatures
from pipeline.link.ties import TIES, Item, Laid, Room, compare_all, lay_out, put_together
from schemas.incident import Incident
from transforms.link import single
from transforms.link.candidates import REACH
from transforms.link.near_duplicates import Signature
from transforms.link.row import IncidentRow, KeyedRow, ToldRow

ROWS_TOGETHER = 4096
"""Rows that become one Arrow table at once."""
CLUSTERS = pa.schema([("id", pa.string()), ("cluster_id", pa.string())])
Row = tuple[str | None, ...]
"""Id of a row, and what is filled in it."""


class Pass(msgspec.Struct, frozen=True):
    """What a pass starts from."""

    output: str
    stage: str
    window: int | None
    runs: tuple[Manifest, ...]
    """All runs of the dataset."""
    new: tuple[Manifest, ...]
    state: Manifest | None
    """The manifest of the last pass; None where everything is linked anew."""

    def files(self, dataset: str) -> list[FileFact]:
        """Return the files that the last pass left of a dataset."""
        return [fact for fact in (self.state.files if self.state else ()) if fact.dataset == dataset]

    def index(self, dataset: str) -> list[FileFact]:
        """Return the files of a dataset of all runs."""
        return [fact for manifest in self.runs for fact in manifest.files if fact.dataset == dataset and fact.rows]

    @property
    def old(self) -> list[Manifest]:
        """Return the runs that were linked before."""
        new = {manifest.run_id for manifest in self.new}
        return [manifest for manifest in self.runs if manifest.run_id not in new]

    def known(self, kind: str) -> Iterator[pa.Table]:
        """Yield the ties of one kind of the last pass."""
        for fact in self.files("ties"):
            with opened(self.output, fact.path) as parquet:
                for batch in parquet.iter_batches():
                    mine = batch.filter(pc.equal(batch.column("kind"), kind))
                    columns = [mine.column(name) for name in ("a", "b", "score")]
                    yield pa.table([*columns, pa.array([False] * len(mine), pa.bool_())], schema=TIES)


class Outcome(msgspec.Struct):
    """What linking made of the rows of one kind."""

    pairs: Spill
    """Ties before and after."""
    columns: Spill
    """What is filled in the rows that are told anew."""
    files: list[FileFact]
    """Data files in which they lie."""
    before: Spill
    """What was filled in the rows of these files until now."""
    changes: Spill
    """By the number of the file, rows in which something changes."""

    @property
    def told(self) -> int:
        """Return how many rows are told anew."""
        return sum(map(len, self.columns.tables()))

    def heads(self) -> np.ndarray:
        """Return the first 64 bits of the ids of the rows that are told anew, sorted."""
        return np.sort(np.concatenate([heads(table.column("id")) for table in self.columns.tables()]))


def link_copies(job: Pass, room: Room) -> Outcome:
    """Return what linking makes of articles."""
    linker, reach = copies_within(job.window), job.window
    days = days_of(job.output, job.new, "article_links") if job.state is not None else set()
    every = job.state is None or reach is None or None in days
    dated = {day for day in days if day is not None}
    near = set() if every or reach is None else around(dated, reach)
    wanted = Wanted() if every or reach is None else Wanted(around(dated, 2 * reach))
    decoder = msgspec.msgpack.Decoder(Signature)

    def items(manifests: Iterable[Manifest], *, new: bool) -> Iterator[Item]:
        for row_id, day, data in read_index(job.output, manifests, "article_links", wanted):
            yield Item(row_id, decoder.decode(data), data, new, every or day is None or day in near)

    def fetch(ids: list[str]) -> Laid:
        rows = unpacked(read_ids(job.output, job.runs, "article_links", ids), "row_id", "data")
        return lay_out(linker, (Item(row_id, decoder.decode(data), data, False, False) for row_id, data in rows), room)

    laid = lay_out(linker, chain(items(job.new, new=True), items(job.old, new=False)), room)
    pairs = put_together(job.known(COPIES.name), compare_all(linker, laid.keys), laid.rows, room)
    told = tell_copies(linker, clusters(pairs, laid, fetch, room))
    columns = columns_of("articles", told, room)
    return outcome(job.output, "articles", job.index("articles"), pairs, columns)


def tell_copies(linker: Linker, found: Iterable[Cluster]) -> Iterator[Row]:
    """Yield the id of every article that is told anew, and what is filled in its row."""
    for cluster, rows in with_rows(linker, found):
        if cluster.ties:
            for row_id, values in sorted(linker.resolve(rows, cluster.ties).columns.items()):
                yield row_id, *(values[name] for name in FILLED["articles"])
        else:
            yield from ((row_id, *UNLINKED.values()) for row_id in cluster.members)


def link_events(job: Pass, copies: Outcome, room: Room, tell: Callable[[Incident], None]) -> Outcome:
    """Return what linking makes of events; ``tell`` takes the rows of their incidents."""
    changed = copies.heads() if job.state is not None else None
    days = days_of(job.output, job.runs, "event_links", changed) if changed is not None else set()
    wide = changed is None or None in days
    dated = {day for day in days if day is not None}
    near = around(dated, REACH)
    wanted = Wanted() if wide else Wanted(around(dated, 2 * REACH), changed)
    cluster_of = clusters_of(copies, room)

    def items(found: Iterable[pa.Table]) -> Iterator[Item]:
        for row, day, data, new in with_clusters(found, cluster_of, changed, room):
            yield Item(row.event_id, row, data, new, wide or day is None or day in near or new)

    def fetch(ids: list[str]) -> Laid:
        return lay_out(INCIDENTS, items(read_ids(job.output, job.runs, "event_links", ids)), room)

    laid = lay_out(INCIDENTS, items(read_tables(job.output, job.runs, "event_links", wanted)), room)
    pairs = put_together(job.known(INCIDENTS.name), compare_all(INCIDENTS, laid.keys), laid.rows, room)
    folders: set[str] = set()
    columns = columns_of("events", tell_incidents(clusters(pairs, laid, fetch, room), tell, folders), room)
    files = [fact for fact in job.index("events") if fact.path.rpartition("/")[0] in folders]
    return outcome(job.output, "events", files, pairs, columns)


def clusters_of(copies: Outcome, room: Room) -> Spill:
    """Return the cluster of every article that has one, those that are told anew and the others."""
    found = room.spill(CLUSTERS)
    for bucket in range(copies.before.buckets):
        told, before = copies.columns.read(bucket), copies.before.read(bucket)
        others = pc.invert(pc.is_in(before.column("id"), value_set=told.column("id").combine_chunks()))
        for table in (told, before.filter(others)):
            named = table.filter(pc.is_valid(table.column("cluster_id"))).select(CLUSTERS.names)
            found.add(named, heads(named.column("id")))
    return found


def with_clusters(
    tables: Iterable[pa.Table], cluster_of: Spill, changed: np.ndarray | None, room: Room
) -> Iterator[tuple[KeyedRow | IncidentRow, datetime.date | None, bytes | None, bool]]:
    """Yield the rows of an index of events with the clusters of their articles.

    Of each what keys are made of, the day, the row packed where it is as it was, and whether its article is told anew.
    """
    rows = room.spill(INDEX)
    for table in tables:
        rows.add(table, heads(table.column("article_id")))
    keyed, whole = msgspec.msgpack.Decoder(KeyedRow), msgspec.msgpack.Decoder(IncidentRow)
    for bucket in range(room.buckets):
        table = rows.read(bucket)
        known = dict(zip(*(column.to_pylist() for column in cluster_of.read(bucket).columns), strict=True))
        new = [True] * len(table) if changed is None else among(table.column("article_id"), changed).tolist()
        for (day, data), told in zip(unpacked([table], "day", "data"), new, strict=True):
            row = keyed.decode(data)
            cluster = known.get(row.article_id)
            if cluster == row.cluster_id:
                yield row, day, data, told
            else:
                yield msgspec.structs.replace(whole.decode(data), cluster_id=cluster), day, None, told
    rows.clear()


def tell_incidents(found: Iterable[Cluster], tell: Callable[[Incident], None], folders: set[str]) -> Iterator[Row]:
    """Yield every event that is told anew with its incident; ``folders`` takes those in which their rows lie."""
    for cluster, rows in with_rows(INCIDENTS, found, alone=ToldRow):
        joined = INCIDENTS.resolve(rows, cluster.ties) if cluster.ties else Resolution({})
        for incident in joined.incidents:
            tell(incident)
        for row_id, row in sorted(rows.items()):
            folders.add(INCIDENTS.partition(row).folder)
            if row_id in joined.columns:
                yield row_id, joined.columns[row_id]["incident_id"]
            else:
                tell(single(row))
                yield row_id, row_id


def with_rows(
    linker: Linker, found: Iterable[Cluster], alone: type | None = None
) -> Iterator[tuple[Cluster, dict[str, Any]]]:
    """Yield clusters with the rows of their members, read for many at once.

    ``alone``: as what members of clusters without ties are read; None: they are not.
    """
    with Signatures(linker.kind) as tied, Signatures(alone or linker.kind) as single_rows:
        for some in together(found):
            tied.fetch(address for cluster in some if cluster.ties for address in cluster.members.values())
            single_rows.fetch(
                address for cluster in some if alone and not cluster.ties for address in cluster.members.values()
            )
            for cluster in some:
                store = tied if cluster.ties else single_rows
                held = cluster.members.items() if cluster.ties or alone else ()
                yield cluster, {row_id: store.read(address) for row_id, address in held}


def together(found: Iterable[Cluster]) -> Iterator[list[Cluster]]:
    """Yield so many clusters together as the rows of may be held; members that stand alone need not stay together."""
    some: list[Cluster] = []
    filled = 0
    for cluster in found:
        parts = [cluster] if cluster.ties else [Cluster({row_id: at}, []) for row_id, at in cluster.members.items()]
        for part in parts:
            some.append(part)
            filled += sum(address.length for address in part.members.values())
            if filled > FETCHED:
                yield some
                some, filled = [], 0
    yield some


def unpacked(tables: Iterable[pa.Table], *names: str) -> Iterator[tuple[Any, ...]]:
    """Yield some columns of the rows of tables."""
    for table in tables:
        yield from zip(*(table.column(name).to_pylist() for name in names), strict=True)


def columns_of(dataset: str, told: Iterable[Row], room: Room) -> Spill:
    """Return, by ranges of ids, what is filled in the rows that are told anew."""
    columns = room.spill(linked_schema(dataset))
    rows = iter(told)
    while some := list(islice(rows, ROWS_TOGETHER)):
        table = pa.table([pa.array(values, pa.string()) for values in zip(*some, strict=True)], columns.schema.names)
        columns.add(table, heads(table.column("id")))
    return columns


def outcome(output: str, dataset: str, files: list[FileFact], pairs: Spill, columns: Spill) -> Outcome:
    """Return what linking made of rows, given what is filled in those that it tells anew."""
    room = Room(columns.folder, columns.buckets)
    before = places(output, files, dataset, room)
    return Outcome(pairs, columns, files, before, changes(columns, before, len(files), room))


def write_ties(copies: Spill, same: Spill, stage: str) -> tuple[FileFact, Move]:
    """Write all ties in a fixed order."""

    def pieces() -> Iterator[Piece]:
        for kind, pairs in ((COPIES.name, copies), (INCIDENTS.name, same)):
            for table in pairs.tables():
                standing = table.filter(pc.is_valid(table.column("after")))
                columns = [pa.array([kind] * len(standing), pa.string())]
                columns += [standing.column(name) for name in ("a", "b", "after")]
                ordered = as_declared("ties", pa.table(columns, SCHEMAS["ties"].names))
                yield Piece(ordered, pa.array(range(len(ordered)), pa.int64()))

    return write_pieces("ties", pieces(), FOLDERS["ties"], f"{LINKS}-00000", stage)
