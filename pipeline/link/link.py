"""``newsbeam link``: copies and incidents joined across the runs of a dataset.

Every run leaves an index of link keys. A pass reads the index of the runs that are new, and of the others only the
days around theirs; it keeps the ties that were found before, in ``_links/ties``, and finds those that the new rows
add. What was linked is told by the manifest ``_runs/_links.json``: one rename of it is the new state.

The ties of a pair depend on the pair, and on its neighbours of a few days where very many share a key, never on the
run they came with. So any division of a corpus into runs, in any order, ends with the rows of one big run.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import storage
from pipeline.dataset.accounting import Accounting
from pipeline.dataset.blocks import Partition, month_of
from pipeline.dataset.commit import Journal, commit, lock, recover, stage_path, staged_runs
from pipeline.dataset.linked import UNLINKED, Columns
from pipeline.dataset.manifest import (
    LINKED,
    LINKS,
    RUNS,
    FileFact,
    LinkState,
    Manifest,
    Timing,
    digest_of,
    read_manifest,
    read_manifests,
)
from pipeline.dataset.outlines import read_outlines, refuse_other_schema
from pipeline.dataset.rows import FOLDERS, SCHEMAS
from pipeline.errors import UsageError
from pipeline.link.index import Wanted, around, read_ids, read_index, read_values
from pipeline.link.linkers import COPIES, INCIDENTS, copies_within
from pipeline.link.pairs import Signatures
from pipeline.link.rewrite import Shards, relink, write_incidents, write_table
from pipeline.link.ties import Change, Found, compare_all, lay_out, put_together
from schemas.columns import SCHEMA_VERSION
from schemas.version import VERSION
from transforms.link import single
from transforms.link.components import components
from transforms.link.incident import REACH, Edge, incident_of, join
from transforms.link.near_duplicates import Signature, assign
from transforms.link.row import IncidentRow

TOLD_AT_ONCE = 4000
"""Events that stand alone whose rows are read together."""
ROWS_A_BUCKET = 8000
"""Index rows whose keys are compared at once."""


class Linking(msgspec.Struct, frozen=True):
    """What a pass did."""

    runs: int
    """Runs that were linked for the first time, or anew."""
    articles: int
    events: int
    """Rows of clusters and incidents that it looked at."""
    files: int
    """Data files that were written anew."""
    incidents: int
    """Rows of the incidents table afterwards."""


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


def link(output: str, window: int | None = None) -> Linking:
    """Join copies and incidents across the runs of a dataset; doing it again changes nothing.

    ``window``: days that two reports of one story may be published apart; None for any. UsageError where there is no
    dataset, BusyError where it is being linked, compacted or one of its runs is being replaced.
    """
    if not storage.listing(storage.join(output, RUNS)):
        raise UsageError(f"{output} is no newsbeam dataset: it has no {RUNS} folder. Give the --output of a run.")
    refuse_other_schema(output)
    with lock(output, "rewrite"), lock(output, LINKS):
        recover(output, LINKS)
        started = datetime.datetime.now(datetime.timezone.utc)
        job = plan(output, window)
        if job is None:
            return Linking(0, 0, 0, 0, sum(fact.rows for fact in incident_files(output)))
        return carry_out(job, started)


def link_again(output: str) -> None:
    """Link a dataset anew that was linked before, where a run that was linked is another one now, or gone."""
    state = read_manifest(output, LINKS)
    if state is None or state.links is None:
        return
    now = {outline.run_id: outline.linked for outline in read_outlines(output)}
    if any(now.get(run_id) != digest for run_id, digest in state.links.linked.items()):
        link(output, state.links.window)


def incident_files(output: str) -> list[FileFact]:
    """Return the files of incidents of a dataset."""
    return [fact for manifest in read_manifests(output) for fact in manifest.files if fact.dataset == "incidents"]


def plan(output: str, window: int | None) -> Pass | None:
    """Return what is to be done; None where all is linked already.

    A run that is gone or was replaced takes ties with it that others depended on: then all is linked anew.
    """
    found = read_manifests(output)
    staged = set(staged_runs(output))
    runs = tuple(m for m in found if m.kind != LINKED and m.run_id not in staged)
    state = next((m for m in found if m.kind == LINKED), None)
    linked = state.links.linked if state and state.links else {}
    now = {m.run_id: digest_of(m) for m in runs}
    stale = state is None or state.links is None or state.links.window != window
    stale = stale or any(now.get(run_id) != digest for run_id, digest in linked.items())
    if stale:
        state, linked = None, {}
    new = tuple(m for m in runs if m.run_id not in linked)
    if state is not None and not new:
        return None
    return Pass(output, stage_path(output, LINKS), window, runs, new, state)


def carry_out(job: Pass, started: datetime.datetime) -> Linking:
    """Find what changes, write it and commit it."""
    known = read_ties(job)
    copies, signatures = link_copies(job, known)
    changed = cluster_changes(job, copies, signatures)
    same, rows = link_events(job, known, changed)
    shards = Shards(storage.join(job.stage, "blocks"))
    incident_of_event, event_months = tell_incidents(same, rows, shards)
    links = {
        "articles": {row_id: values for row_id, (values, _) in changed.columns.items()},
        "events": incident_of_event,
    }
    article_months = {Partition("articles", *month).folder for _, month in changed.columns.values()}
    months = {"articles": article_months, "events": event_months}
    moves = []
    updates = []
    for manifest in job.runs:
        updated, moved = relink(job.output, manifest, job.stage, links, months)
        if updated != manifest:
            updates.append(updated)
            moves += moved
    told = write_incidents(job.output, job.files("incidents"), shards, same.concerned, job.stage)
    tie_fact, tie_move = write_table("ties", tie_table(copies, same), FOLDERS["ties"], f"{LINKS}-00000", job.stage)
    files = (*told.facts, tie_fact)
    state = LinkState(job.window, {manifest.run_id: digest_of(manifest) for manifest in job.runs})
    manifest = describe(files, state, updates, started)
    staged = {move.path for move in (*moves, *told.moves, tie_move)}
    with_locks(job.output, updates, Journal(manifest, (*moves, *told.moves, tie_move)))
    return Linking(
        runs=len(job.new),
        articles=len(copies.concerned),
        events=len(same.concerned),
        files=len(staged),
        incidents=sum(fact.rows for fact in told.facts),
    )


def with_locks(output: str, updates: Sequence[Manifest], journal: Journal) -> None:
    """Commit while nobody replaces a run that is changed by it."""
    if not updates:
        commit(output, journal)
        return
    with lock(output, updates[0].run_id):
        with_locks(output, updates[1:], journal)


def describe(
    files: Sequence[FileFact], state: LinkState, updates: Sequence[Manifest], started: datetime.datetime
) -> Manifest:
    """Return the manifest of the state of the links."""
    return Manifest(
        run_id=LINKS,
        schema_version=SCHEMA_VERSION,
        coder_version=VERSION,
        input_fingerprint="",
        inputs=(),
        options={},
        files=tuple(files),
        accounting=Accounting(0, 0, 0, 0, {}, {}, {}, {}, 0),
        timing=Timing.since(started, "link"),
        kind=LINKED,
        links=state,
        updates=tuple(updates),
    )


def read_ties(job: Pass) -> pa.Table:
    """Return the ties of the last pass."""
    tables = [SCHEMAS["ties"].empty_table()]
    for fact in job.files("ties"):
        with storage.open_binary(storage.join(job.output, fact.path)) as stream:
            tables.append(pq.ParquetFile(stream).read().cast(SCHEMAS["ties"]))
    return pa.concat_tables(tables)


def tie_table(copies: Change, same: Change) -> pa.Table:
    """Return all ties in a fixed order."""
    rows = [(COPIES.name, *pair, score) for pair, score in sorted(copies.ties.items())]
    rows += [(INCIDENTS.name, *pair, score) for pair, score in sorted(same.ties.items())]
    columns = zip(*rows, strict=True) if rows else ((), (), (), ())
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMAS["ties"], strict=True)]
    return pa.table(arrays, schema=SCHEMAS["ties"])


def buckets_for(job: Pass, dataset: str) -> int:
    """Return into how many buckets keys are divided, so that one of them fits into memory."""
    rows = sum(fact.rows for manifest in job.runs for fact in manifest.files if fact.dataset == dataset)
    return max(1, rows // ROWS_A_BUCKET)


def link_copies(job: Pass, known: pa.Table) -> tuple[Change, dict[str, Signature]]:
    """Return the ties of copies, and the signatures of the articles that they concern."""
    linker = copies_within(job.window)
    new: set[str] = set()
    days: set[datetime.date | None] = set()
    for row_id, day in read_values(job.output, job.new, "article_links", ["row_id", "day"]):
        new.add(row_id)
        days.add(day)
    reach = job.window
    every = job.state is None or reach is None or None in days
    dated = {day for day in days if day is not None}
    near = set() if every or reach is None else around(dated, reach)
    wanted = Wanted() if every or reach is None else Wanted(around(dated, 2 * reach))
    found = lay_out(
        linker,
        read_index(job.output, job.runs, "article_links", wanted),
        storage.join(job.stage, "blocks"),
        buckets_for(job, "article_links"),
        in_zone=lambda _, day: every or day is None or day in near,
    )
    change = put_together(COPIES.name, known, compare_all(linker, found), found.zone, new)
    tied = {row_id for pair in change.ties for row_id in pair}
    decoder = msgspec.msgpack.Decoder(Signature)
    rows = read_ids(job.output, job.runs, "article_links", change.concerned & tied)
    return change, {row_id: decoder.decode(data) for row_id, _, data in rows}


class Clusters(msgspec.Struct):
    """What linking made of articles."""

    columns: dict[str, tuple[Columns, tuple[int, int]]]
    """Columns and month of every article that is concerned."""
    cluster_of: dict[str, str]
    """Cluster of every article that has one, concerned or not."""
    changed: set[str]
    """Articles that are new, or in a cluster with one that is new or was in another one before."""


def cluster_changes(job: Pass, copies: Change, signatures: dict[str, Signature]) -> Clusters:
    """Return the columns of the articles whose clusters may have changed."""
    before: dict[str, str] = {}
    month: dict[str, tuple[int, int]] = {}
    for row_id, cluster, published in read_values(
        job.output, job.runs, "articles", ["article_id", "cluster_id", "published_at"]
    ):
        if cluster is not None and row_id not in copies.concerned:
            before[row_id] = cluster
        if row_id in copies.concerned:
            month[row_id] = month_of(published)
    columns: dict[str, Columns] = dict.fromkeys(copies.concerned, UNLINKED)
    edges = [pair for pair in copies.ties if pair[0] in copies.concerned]
    for group in components(edges):
        for row_id, found in assign([signatures[row_id] for row_id in group]).items():
            columns[row_id] = msgspec.structs.asdict(found)
    cluster_of = dict(before)
    cluster_of.update({row_id: str(value["cluster_id"]) for row_id, value in columns.items() if value["cluster_id"]})
    return Clusters({row_id: (columns[row_id], month[row_id]) for row_id in columns}, cluster_of, set(copies.concerned))


def link_events(job: Pass, known: pa.Table, clusters: Clusters) -> tuple[Change, Found]:
    """Return the ties of events, and where the rows lie that were looked at."""
    rows = read_values(job.output, job.runs, "event_links", ["row_id", "article_id", "day"])
    concerned = [(row_id, day) for row_id, article_id, day in rows if article_id in clusters.changed]
    new = {row_id for row_id, _ in concerned}
    dated = {day for _, day in concerned if day is not None}
    wide = job.state is None or any(day is None for _, day in concerned)
    near = around(dated, REACH)
    wanted = Wanted() if wide else Wanted(around(dated, 2 * REACH), clusters.changed)
    found = lay_out(
        INCIDENTS,
        read_index(job.output, job.runs, "event_links", wanted),
        storage.join(job.stage, "blocks"),
        buckets_for(job, "event_links"),
        in_zone=lambda row_id, day: wide or day is None or day in near or row_id in new,
        change=partial(_with_cluster, clusters.cluster_of),
    )
    change = put_together(INCIDENTS.name, known, compare_all(INCIDENTS, found), found.zone, new)
    missing = change.concerned - found.addresses.keys()
    more = lay_out(
        INCIDENTS,
        read_ids(job.output, job.runs, "event_links", missing),
        storage.join(job.stage, "blocks"),
        1,
        in_zone=lambda *_: False,
        change=partial(_with_cluster, clusters.cluster_of),
    )
    found.addresses.update(more.addresses)
    return change, found


def _with_cluster(cluster_of: dict[str, str], row: IncidentRow) -> IncidentRow:
    cluster = cluster_of.get(row.article_id)
    return row if cluster == row.cluster_id else msgspec.structs.replace(row, cluster_id=cluster)


def tell_incidents(same: Change, found: Found, shards: Shards) -> tuple[dict[str, Columns], set[str]]:
    """Fill the shards of incidents; return the columns of the events concerned, and the folders they lie in."""
    columns: dict[str, Columns] = {}
    folders: set[str] = set()
    edges = [(pair, score) for pair, score in sorted(same.ties.items()) if pair[0] in same.concerned]
    scores = dict(edges)
    by_group: dict[str, list[tuple[str, str]]] = {}
    group_of: dict[str, str] = {}
    for group in components(scores):
        group_of.update(dict.fromkeys(group, group[0]))
    for pair in scores:
        by_group.setdefault(group_of[pair[0]], []).append(pair)
    with Signatures(IncidentRow) as store:
        for pairs in by_group.values():
            rows = {row_id: store.read(found.addresses[row_id]) for pair in pairs for row_id in pair}
            for incident in join(Edge(scores[pair], rows[pair[0]], rows[pair[1]]) for pair in pairs):
                shards.add(incident_of(incident))
                columns.update({row.event_id: {"incident_id": incident.incident_id} for row in incident.rows})
                folders |= {Partition("events", *month_of(row.published_at)).folder for row in incident.rows}
        alone = sorted(found.addresses[event_id] for event_id in same.concerned - columns.keys())
        for start in range(0, len(alone), TOLD_AT_ONCE):
            store.fetch(alone[start : start + TOLD_AT_ONCE])
            for row in map(store.read, alone[start : start + TOLD_AT_ONCE]):
                columns[row.event_id] = {"incident_id": row.event_id}
                folders.add(Partition("events", *month_of(row.published_at)).folder)
                shards.add(single(row))
    return columns, folders
