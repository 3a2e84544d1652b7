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

import msgspec

from pipeline import storage
from pipeline.dataset.accounting import Accounting
from pipeline.dataset.commit import Journal, commit, lock, recover, stage_path, staged_runs
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
from pipeline.errors import UsageError
from pipeline.link.passing import Pass, link_copies, link_events, write_ties
from pipeline.link.rewrite import relink
from pipeline.link.staged.shards import Shards, write_incidents
from pipeline.link.ties import Room
from schemas.columns import SCHEMA_VERSION
from schemas.version import VERSION

ROWS_A_BUCKET = 8000
"""Index rows of a range of ids, which are held at once."""


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


def room_for(job: Pass, dataset: str) -> Room:
    """Return where rows are laid out, divided so that those of one range of ids fit into memory."""
    rows = sum(fact.rows for fact in job.index(dataset))
    return Room(storage.join(job.stage, "blocks"), max(1, rows // ROWS_A_BUCKET))


def carry_out(job: Pass, started: datetime.datetime) -> Linking:
    """Find what changes, write it and commit it."""
    copies = link_copies(job, room_for(job, "article_links"))
    room = room_for(job, "event_links")
    shards = Shards(room)
    same = link_events(job, copies, room, shards.add)
    found = [(copies.files, copies.changes), (same.files, same.changes)]
    updates, moves = relink(job.output, job.runs, found, job.stage)
    told = write_incidents(job.output, job.files("incidents"), shards, same.columns, job.stage)
    tie_fact, tie_move = write_ties(copies.pairs, same.pairs, job.stage)
    files = (*told.facts, tie_fact)
    state = LinkState(job.window, {manifest.run_id: digest_of(manifest) for manifest in job.runs})
    manifest = describe(files, state, updates, started)
    staged = {move.path for move in (*moves, *told.moves, tie_move)}
    found_now = Linking(
        runs=len(job.new),
        articles=copies.told,
        events=same.told,
        files=len(staged),
        incidents=sum(fact.rows for fact in told.facts),
    )
    # The commit takes the staging folder away, and with it all that is not held.
    with_locks(job.output, updates, Journal(manifest, (*moves, *told.moves, tie_move)))
    return found_now


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
