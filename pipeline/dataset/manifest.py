"""The run manifest: what a run wrote, from what, and how the sums stand."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable

import msgspec

from pipeline import storage
from pipeline.dataset.accounting import Accounting
from pipeline.dataset.sink import FileInfo
from pipeline.errors import UsageError

RUNS = "_runs"
STAGING = "_staging"
SUCCESS = "_SUCCESS"
RUN, BATCH, COMPACTED, LINKED = "run", "batch", "compacted", "linked"
LINKS = "_links"
"""Name of the manifest of the links, which no run can have."""


class InputFact(msgspec.Struct, frozen=True):
    """An input file as it was found."""

    uri: str
    bytes: int
    mtime_ns: int | None = None
    """Time of the last change, where it is used to tell whether a file was read already."""
    sha256: str | None = None
    """Of the whole file, likewise."""


class FileFact(msgspec.Struct, frozen=True):
    """A data file of the run; ``path`` is relative to the output directory."""

    path: str
    dataset: str
    rows: int
    bytes: int
    sha256: str
    min_date: str | None = None
    max_date: str | None = None


class Timing(msgspec.Struct, frozen=True):
    """When and on what the run took place: facts of the run, never of a row."""

    started_at: str
    finished_at: str
    seconds: float
    runner: str
    processes: int
    host: str

    @classmethod
    def since(cls, started: datetime.datetime, runner: str, processes: int = 1, host: str = "") -> Timing:
        """Return the time from a moment until now."""
        finished = datetime.datetime.now(datetime.timezone.utc)
        seconds = round((finished - started).total_seconds(), 3)
        return cls(started.isoformat(), finished.isoformat(), seconds, runner, processes, host)


class LinkState(msgspec.Struct, frozen=True):
    """What was linked."""

    window: int | None
    """Days that copies may be published apart."""
    linked: dict[str, str]
    """Digest of the index of every run that was linked."""


class Manifest(msgspec.Struct, frozen=True):
    """One run of a dataset."""

    run_id: str
    schema_version: str
    coder_version: str
    input_fingerprint: str
    inputs: tuple[InputFact, ...]
    options: dict[str, object]
    files: tuple[FileFact, ...]
    accounting: Accounting
    timing: Timing
    kind: str = RUN
    """``run``: asked for by a user, who may repeat it; ``batch``: of a watcher; ``compacted``: made of batches;
    ``linked``: no run, but what is told across runs."""
    links: LinkState | None = None
    """Of the manifest of the links."""
    updates: tuple[Manifest, ...] = ()
    """Manifests that take the place of those of their runs; set only while these are being written."""
    supersedes: tuple[str, ...] = ()
    """Runs whose rows this one holds too; set only while they are being removed. Readers leave those runs out."""

    @property
    def traced(self) -> bool:
        """Return whether the run writes every decision of the coder beside its events."""
        settings = self.options.get("settings")
        return isinstance(settings, dict) and bool(settings.get("trace"))


def file_facts(files: Iterable[FileInfo]) -> tuple[FileFact, ...]:
    """Return the files that a run wrote as its manifest lists them."""
    return tuple(
        FileFact(file.path, file.dataset, file.rows, file.bytes, file.sha256, file.min_date, file.max_date)
        for file in files
    )


def digest_of(manifest: Manifest) -> str:
    """Return what tells whether the rows of a run are those that were linked."""
    found = hashlib.sha256()
    for fact in sorted(manifest.files, key=_path):
        if fact.dataset in ("article_links", "event_links"):
            found.update(fact.sha256.encode())
    return found.hexdigest()[:32]


def _path(fact: FileFact) -> str:
    return fact.path


def manifest_path(output: str, run_id: str) -> str:
    """Return where a run's manifest lies."""
    return storage.join(output, RUNS, f"{run_id}.json")


def encode(manifest: Manifest) -> bytes:
    """Return a manifest as readable JSON."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def read_manifest(output: str, run_id: str) -> Manifest | None:
    """Return a run's manifest, None where the run was never committed."""
    path = manifest_path(output, run_id)
    return decode(path, storage.read_bytes(path)) if storage.exists(path) else None


def decode(path: str, data: bytes) -> Manifest:
    """Return the manifest in a file; UsageError, with the way out, where there is none in it."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
        check_paths(manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        name = path.rpartition("/")[2].removesuffix(".json")
        again = (
            "run newsbeam link, which finds all links again"
            if name == LINKS
            else f"run again what the run {name} read, with --run-id {name}: that replaces what the run left"
        )
        raise UsageError(
            f"{path} is no manifest of newsbeam: {error}. Put it back from a copy, or delete it and {again}."
        ) from error
    return manifest


def check_paths(manifest: Manifest) -> None:
    """Raise ValueError where a manifest names a file outside its dataset."""
    for one in (manifest, *manifest.updates):
        for fact in one.files:
            check_inside(fact.path)


def check_inside(path: str) -> None:
    """Raise ValueError for a path that is not below the folder it is relative to."""
    if path.startswith("/") or "://" in path or ".." in path.split("/") or "\\" in path:
        raise ValueError(f"the path {path!r} leads out of the dataset")


def read_manifests(output: str) -> list[Manifest]:
    """Return the manifests of all committed runs, by run id: one state of the dataset, whatever is committed beside.

    Where the list of manifests is another one after reading than before, a commit or a compaction went on: a
    directory that changes while it is listed may show neither the old file nor the new one. Then all is read again.
    """
    while True:
        paths = _manifest_paths(output)
        try:
            found = [decode(path, storage.read_bytes(path)) for path in paths]
        except FileNotFoundError:
            continue
        if paths == _manifest_paths(output):
            superseded = {run_id for manifest in found for run_id in manifest.supersedes}
            updated = {manifest.run_id: manifest for one in found for manifest in one.updates}
            current = (updated.get(manifest.run_id, manifest) for manifest in found)
            return [manifest for manifest in current if manifest.run_id not in superseded]


def _manifest_paths(output: str) -> list[str]:
    return [meta.path for meta in storage.listing(storage.join(output, RUNS), "*.json")]
