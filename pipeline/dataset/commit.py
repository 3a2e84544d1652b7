"""From staged files to a committed run, so that a run killed at any point leaves the old dataset or the new one.

1. All files and the new manifest lie in ``_staging/RUN_ID``. Killed up to here: the next run throws them away.
2. ``_staging/RUN_ID/commit.json`` appears, in one rename. From here the run is decided: the next run finishes it.
3. ``_SUCCESS`` goes; the files move to names that hold the run id and a digest of their content, so that no file
   of the old run is overwritten; the new manifest replaces the old one, in one rename; files that only the old
   manifest names are deleted; manifests of other runs that the new one brings replace theirs, which readers knew of
   from that rename on; ``_SUCCESS`` comes back unless another commit is decided; the staging directory goes.

What a rename makes final, journal and manifest, is on the disk before it, and so are the files that it tells of.

Readers who follow the manifests see the old run up to that rename and the new one after it.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from pipeline import storage
from pipeline.dataset.manifest import (
    RUNS,
    STAGING,
    SUCCESS,
    Manifest,
    check_inside,
    check_paths,
    encode,
    manifest_path,
    read_manifest,
)
from pipeline.dataset.rows import FOLDERS, SCHEMAS
from pipeline.errors import BusyError, RunError, UsageError

LOG = logging.getLogger(__name__)
JOURNAL = "commit.json"
LOCK = "lock"
COMMITTING = "_commit"
"""Name of the lock under which commits take turns, which no run can have."""
LOOKS, GLANCE = 5, 0.02
"""Tries, and seconds between them, before a lock counts as held: who asks whether it is holds it for a moment."""
_held: set[BinaryIO] = set()
"""Files of the locks that this process holds."""


class Move(msgspec.Struct, frozen=True):
    """A staged file and the name it gets, relative to the output directory."""

    staged: str
    path: str


class Journal(msgspec.Struct, frozen=True):
    """A decided commit."""

    manifest: Manifest
    moves: tuple[Move, ...]


def stage_path(output: str, run_id: str) -> str:
    """Return the staging directory of a run."""
    return storage.join(output, STAGING, run_id)


def commit(output: str, journal: Journal) -> None:
    """Make a staged run part of the dataset."""
    run_id = journal.manifest.run_id
    stage = stage_path(output, run_id)
    decided = False
    try:
        storage.sync([move.staged for move in journal.moves])
        storage.write_bytes(storage.join(stage, JOURNAL), msgspec.json.encode(journal), True)
        decided = True
        finish(output, journal)
    except KeyboardInterrupt as error:
        if not decided:
            raise RunError("interrupted; the dataset is unchanged") from error
        raise RunError(
            f"interrupted while run {run_id} was being committed: the next newsbeam command that writes into {output} "
            f"finishes it. Until then {SUCCESS} is missing, and the manifests tell what is there."
        ) from error


def finish(output: str, journal: Journal) -> None:
    """Carry out a decided commit; doing it again changes nothing.

    Commits of one dataset wait for each other, so that ``_SUCCESS`` is there only while none is going on.
    """
    with turn(output):
        carry_out(output, journal)


def carry_out(output: str, journal: Journal) -> None:
    """Carry out a decided commit whose turn it is."""
    run_id = journal.manifest.run_id
    old = read_manifest(output, run_id)
    storage.delete([storage.join(output, SUCCESS)])
    storage.move_all([(move.staged, storage.join(output, move.path)) for move in journal.moves])
    storage.write_bytes(manifest_path(output, run_id), encode(journal.manifest), True)
    remove_old(output, run_id, old, journal.manifest)
    apply_updates(output, journal.manifest)
    remove_superseded(output, journal.manifest)
    if not other_commits(output, run_id):
        storage.write_bytes(storage.join(output, SUCCESS), b"")
    storage.delete_tree(stage_path(output, run_id))


def remove_old(output: str, run_id: str, old: Manifest | None, new: Manifest) -> None:
    """Delete the files of a run that its new manifest does not name."""
    kept = {file.path for file in new.files}
    before = {file.path for file in old.files} if old else set()
    storage.delete([storage.join(output, path) for path in sorted(before - kept)])
    remove_strays(output, run_id, kept)


def apply_updates(output: str, manifest: Manifest) -> None:
    """Give other runs the manifests that a new one has brought, then forget that it did."""
    if not manifest.updates:
        return
    for update in manifest.updates:
        old = read_manifest(output, update.run_id)
        if old is not None:
            storage.write_bytes(manifest_path(output, update.run_id), encode(update), True)
            remove_old(output, update.run_id, old, update)
    final = msgspec.structs.replace(manifest, updates=())
    storage.write_bytes(manifest_path(output, manifest.run_id), encode(final), True)


def other_commits(output: str, run_id: str) -> bool:
    """Return whether another commit is decided and not finished: it will put ``_SUCCESS`` back."""
    runs = (other for other in staged_runs(output) if other != run_id)
    return any(storage.exists(storage.join(stage_path(output, other), JOURNAL)) for other in runs)


def remove_superseded(output: str, manifest: Manifest) -> None:
    """Delete the runs whose rows a new run holds, then forget them: a later run may have the id of one of them."""
    if not manifest.supersedes:
        return
    for run_id in manifest.supersedes:
        old = read_manifest(output, run_id)
        if old is not None:
            storage.delete([storage.join(output, file.path) for file in old.files])
            storage.delete([manifest_path(output, run_id)])
    final = msgspec.structs.replace(manifest, supersedes=(), updates=())
    storage.write_bytes(manifest_path(output, manifest.run_id), encode(final))


def remove_strays(output: str, run_id: str, kept: set[str]) -> None:
    """Delete data files that carry the run's id but are not in its manifest: left by a commit that was killed."""
    base = output.rstrip("/") + "/"
    for dataset in SCHEMAS:
        for meta in storage.listing(storage.join(output, FOLDERS.get(dataset, dataset)), f"{run_id}-[0-9]*.parquet"):
            path = meta.path.removeprefix(base)
            if path not in kept and path.rsplit("/", 1)[-1].count("-") == run_id.count("-") + 2:
                storage.delete([meta.path])


def recover(output: str, own: str) -> None:
    """Finish decided commits and throw away undecided ones of runs that are dead.

    On this machine's file systems a run holds a lock while it lives. In an object store only the staged files of
    the same run id are known to be nobody's.
    """
    for run_id in staged_runs(output):
        if run_id != own and not storage.is_local(output):
            continue
        if run_id == own:
            recover_run(output, run_id)
            continue
        # Who holds the lock may have finished the commit, or begun the run anew, since the runs were listed.
        with contextlib.suppress(BusyError), lock(output, run_id):
            recover_run(output, run_id)
    if storage.is_local(output):
        remove_leftovers(Path(output), own)


def recover_run(output: str, run_id: str) -> None:
    """Finish the commit of a dead run, or throw away what it staged; the caller holds its lock.

    A commit that was carried out but for its last step may have been joined with others since: what it moved is gone.
    """
    stage = stage_path(output, run_id)
    path = storage.join(stage, JOURNAL)
    if storage.exists(path):
        journal = read_journal(path, stage)
        if all(
            storage.exists(move.staged) or storage.exists(storage.join(output, move.path)) for move in journal.moves
        ):
            LOG.warning("finishing the commit of run %s, which was killed", run_id)
            finish(output, journal)
            return
    storage.delete_tree(stage)


def read_journal(path: str, stage: str) -> Journal:
    """Return a journal; UsageError, with the way out, where the file is none or leads out of the dataset."""
    try:
        journal = msgspec.json.decode(storage.read_bytes(path), type=Journal)
        check_paths(journal.manifest)
        for move in journal.moves:
            check_inside(move.path)
            check_inside(move.staged.removeprefix(stage).lstrip("/") if move.staged.startswith(stage) else move.staged)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise UsageError(
            f"{path} is no journal of a commit: {error}. Delete the folder {stage}, then run again what it was to "
            f"commit, under the same run id."
        ) from error
    return journal


def remove_leftovers(root: Path, own: str) -> None:
    """Delete what dead processes left half written, and their locks."""
    for folder in (root, root / RUNS, root / STAGING):
        for path in folder.glob(".*.tmp") if folder.is_dir() else ():
            writer = path.suffixes[-2].lstrip(".")
            if writer.isdigit() and not is_alive(int(writer)):
                path.unlink(missing_ok=True)
    for path in (root / STAGING).glob(f"*.{LOCK}"):
        if path.with_suffix("").name != own:
            remove_lock(path)
    drop_empty(root / STAGING)


def is_alive(process: int) -> bool:
    """Return whether a process of this machine lives."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def staged_runs(output: str) -> list[str]:
    """Return the ids of runs with staged files."""
    base = storage.join(output, STAGING)
    if storage.is_local(output):
        folder = Path(base)
        return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    return sorted({meta.path.removeprefix(base + "/").split("/")[0] for meta in storage.listing(base)})


def lock_path(stage: str) -> Path:
    """Return the lock file of a run: beside its staging directory, which comes and goes."""
    return Path(stage + "." + LOCK)


def living_runs(output: str) -> frozenset[str]:
    """Return the ids of the runs, and the names of the other writers, whose lock a living process holds."""
    staging = Path(storage.join(output, STAGING))
    if not storage.is_local(output) or not staging.is_dir():
        return frozenset()
    return frozenset(path.stem for path in staging.glob(f"*.{LOCK}") if is_held(path))


def is_held(path: Path) -> bool:
    """Return whether a living process holds a lock."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def remove_lock(path: Path) -> None:
    """Delete a lock file that nobody holds."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if is_same_file(file, path):
            path.unlink(missing_ok=True)


def is_same_file(file: BinaryIO, path: Path) -> bool:
    """Return whether an open file still has its name: a lock on a file that was deleted meanwhile holds nobody off."""
    try:
        return path.stat().st_ino == os.fstat(file.fileno()).st_ino
    except FileNotFoundError:
        return False


@contextmanager
def lock(output: str, run_id: str) -> Iterator[None]:
    """Hold the lock of a run on a local file system; BusyError where another process holds it."""
    looks = 0

    def taken(file: BinaryIO) -> bool:
        nonlocal looks
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            looks += 1
            if looks < LOOKS:
                time.sleep(GLANCE)
                return False
            raise BusyError(
                f"run {run_id} is being written by another process; wait for it or give --run-id."
            ) from error
        return True

    with holding(output, run_id, taken):
        yield


@contextmanager
def turn(output: str) -> Iterator[None]:
    """Wait until no other process of this machine commits into a dataset, and keep others waiting."""

    def taken(file: BinaryIO) -> bool:
        fcntl.flock(file, fcntl.LOCK_EX)
        return True

    with holding(output, COMMITTING, taken):
        yield


@contextmanager
def holding(output: str, name: str, taken: Callable[[BinaryIO], bool]) -> Iterator[None]:
    """Hold a lock file of a dataset on a local file system; ``taken`` says whether it got the lock of the open file."""
    if not storage.is_local(output):
        yield
        return
    path = lock_path(stage_path(output, name))
    while True:
        with open_lock(path) as file:
            if not taken(file) or not is_same_file(file, path):
                continue
            _held.add(file)
            try:
                yield
            finally:
                _held.discard(file)
                path.unlink(missing_ok=True)
                drop_empty(path.parent)
            return


def drop_empty(staging: Path) -> None:
    """Remove the staging folder where it is empty: whoever stages holds a lock in it."""
    with contextlib.suppress(OSError):
        staging.rmdir()


def open_lock(path: Path) -> BinaryIO:
    """Open a lock file, made with its folder, which another process may take away as soon as it is empty."""
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return path.open("wb")
        except (FileNotFoundError, FileExistsError):
            if path.parent.is_file():
                raise


def drop_locks() -> None:
    """Close the locks in a copy of the process that holds them: they shall end with it, not with its copies."""
    for file in _held:
        file.close()
    _held.clear()
