"""The run manifest: what a run wrote, from what, and how the sums stand."""

from __future__ import annotations

import msgspec

from pipeline import storage
from pipeline.accounting import Accounting

RUNS = "_runs"
STAGING = "_staging"
SUCCESS = "_SUCCESS"


class InputFact(msgspec.Struct, frozen=True):
    """An input file as it was found."""

    uri: str
    bytes: int


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


def manifest_path(output: str, run_id: str) -> str:
    """Return where a run's manifest lies."""
    return storage.join(output, RUNS, f"{run_id}.json")


def encode(manifest: Manifest) -> bytes:
    """Return a manifest as readable JSON."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def read_manifest(output: str, run_id: str) -> Manifest | None:
    """Return a run's manifest, None where the run was never committed."""
    path = manifest_path(output, run_id)
    return msgspec.json.decode(storage.read_bytes(path), type=Manifest) if storage.exists(path) else None


def read_manifests(output: str) -> list[Manifest]:
    """Return the manifests of all committed runs, by run id."""
    found = storage.listing(storage.join(output, RUNS), "*.json")
    return [msgspec.json.decode(storage.read_bytes(meta.path), type=Manifest) for meta in found]
