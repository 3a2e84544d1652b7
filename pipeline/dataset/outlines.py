"""What a run has to know of all earlier ones, kept beside their manifests, so that these are not read at each start.

``_runs/outlines`` is a copy and never the truth: whoever reads the manifests may write it, in one rename, and it may be
deleted. An outline stands for a manifest as long as that has the size and the time of its last change. What changed
less than ``RACY`` seconds before the newest of the files could change once more within what its time resolves, so it
is read and not kept: no clock but that of the file system or store is asked. So writers that commit side by side,
and datasets without the file, need nothing more than this: what no outline stands for is read.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Sequence
from heapq import nsmallest

import msgspec
import numpy as np
from apache_beam.io.filesystem import BeamIOError, FileMetadata

from pipeline import storage
from pipeline.dataset.accounting import Accounting
from pipeline.dataset.manifest import RUNS, Manifest, decode, digest_of
from pipeline.errors import UsageError
from schemas.columns import SCHEMA_VERSION

OUTLINES = "outlines"
FEW = 16
"""Manifests that are read at a start before an index is worth a file."""
RACY = 2.0
"""Seconds: object stores tell the time of a change in whole ones."""
NAMED = 12
"""Inputs of a run whose names are kept: a description of the dataset names so many."""
SOURCES = np.dtype([("uri", "<u8"), ("bytes", "<i8")])


class Outline(msgspec.Struct, frozen=True):
    """A run in brief."""

    run_id: str
    kind: str
    schema_version: str
    coder_version: str
    traced: bool
    linked: str
    """Digest of the index by which it is linked with others (``manifest.digest_of``)."""
    started_at: str
    runner: str
    first: str | None
    last: str | None
    """First and last day of publication, ISO 8601."""
    accounting: Accounting
    named: tuple[str, ...]
    """Its first inputs by name."""
    inputs: bytes
    """Of all inputs a digest of the name, and their bytes: an array of ``SOURCES``."""

    @property
    def sources(self) -> np.ndarray:
        """Digest of the name and bytes of every input."""
        return np.frombuffer(self.inputs, SOURCES)


class Entry(msgspec.Struct, frozen=True):
    """An outline, and the manifest that it stands for."""

    size: int
    changed: float
    outline: Outline


Index = dict[str, Entry]
"""Entries by the name of the manifest."""


def name_digest(uri: str) -> int:
    """Return what stands for the name of an input: 64 bits."""
    return int.from_bytes(hashlib.blake2b(uri.encode("utf-8", "surrogateescape"), digest_size=8).digest(), "little")


def outline_of(manifest: Manifest) -> Outline:
    """Return a run in brief."""
    articles = [file for file in manifest.files if file.dataset == "articles"]
    inputs = [(name_digest(fact.uri), fact.bytes) for fact in manifest.inputs]
    return Outline(
        run_id=manifest.run_id,
        kind=manifest.kind,
        schema_version=manifest.schema_version,
        coder_version=manifest.coder_version,
        traced=manifest.traced,
        linked=digest_of(manifest),
        started_at=manifest.timing.started_at,
        runner=manifest.timing.runner,
        first=min((file.min_date for file in articles if file.min_date), default=None),
        last=max((file.max_date for file in articles if file.max_date), default=None),
        accounting=manifest.accounting,
        named=tuple(nsmallest(NAMED, {fact.uri for fact in manifest.inputs})),
        inputs=np.array(inputs, SOURCES).tobytes(),
    )


def read_outlines(output: str) -> list[Outline]:
    """Return the outlines of all committed runs, by run id: what ``read_manifests`` tells, in brief.

    Where many manifests had to be read for it, an index is left for the next one who asks.
    """
    while True:
        listed = _listed(output)
        manifests = {name: meta for name, meta in listed.items() if name.endswith(".json")}
        known = _read_index(output) if OUTLINES in listed else {}
        found: Index = {}
        changing: list[Manifest] = []
        read = 0
        try:
            for name, meta in manifests.items():
                entry = known.get(name)
                if entry is None or (entry.size, entry.changed) != _facts(meta):
                    read += 1
                    manifest = decode(meta.path, storage.read_bytes(meta.path))
                    entry = Entry(*_facts(meta), outline_of(manifest))
                    if manifest.updates or manifest.supersedes:
                        changing.append(manifest)
                found[name] = entry
        except FileNotFoundError:
            continue
        if [name for name in _listed(output) if name.endswith(".json")] != list(manifests):
            continue
        if read >= FEW:
            _write_index(output, settled(found, listed.values(), changing))
        return current([entry.outline for entry in found.values()], changing)


def current(outlines: Iterable[Outline], changing: Sequence[Manifest]) -> list[Outline]:
    """Return the outlines as commits that are being carried out leave them."""
    superseded = {run_id for manifest in changing for run_id in manifest.supersedes}
    updated = {update.run_id: outline_of(update) for manifest in changing for update in manifest.updates}
    return [updated.get(one.run_id, one) for one in outlines if one.run_id not in superseded]


def settled(found: Index, listed: Iterable[FileMetadata], changing: Sequence[Manifest]) -> Index:
    """Return the entries that may be kept: of manifests that are final and did not change just now."""
    newest = max((meta.last_updated_in_seconds for meta in listed), default=0.0)
    moving = {f"{manifest.run_id}.json" for manifest in changing}
    return {
        name: entry
        for name, entry in found.items()
        if entry.changed and entry.changed + RACY <= newest and name not in moving
    }


def refuse_other_schema(output: str) -> None:
    """Raise UsageError where a dataset holds rows of another schema version than this one."""
    for outline in read_outlines(output):
        if outline.schema_version != SCHEMA_VERSION:
            raise UsageError(
                f"{output} holds run {outline.run_id} of schema version {outline.schema_version}; this version of "
                f"newsbeam writes {SCHEMA_VERSION}. Give another --output, and read the inputs of the old runs again "
                f"into it ({RUNS}/*.json names them): a dataset has one schema."
            )


def _listed(output: str) -> dict[str, FileMetadata]:
    folder = storage.join(output, RUNS)
    return {meta.path.removeprefix(f"{folder}/"): meta for meta in storage.listing(folder)}


def _facts(meta: FileMetadata) -> tuple[int, float]:
    return meta.size_in_bytes, meta.last_updated_in_seconds


def _read_index(output: str) -> Index:
    """Return what an index holds; nothing where it is another version's, damaged, or gone."""
    try:
        return msgspec.msgpack.decode(storage.read_bytes(storage.join(output, RUNS, OUTLINES)), type=Index)
    except (OSError, BeamIOError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}


def _write_index(output: str, index: Index) -> None:
    """Leave an index; a reader who may not write into the dataset leaves none."""
    with contextlib.suppress(OSError, BeamIOError):
        storage.write_bytes(storage.join(output, RUNS, OUTLINES), msgspec.msgpack.encode(index))
