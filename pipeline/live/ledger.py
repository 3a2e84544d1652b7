"""Which files a dataset holds already, as its manifests say, and which are ready to be read.

The ledger is not a file of its own: every manifest names its inputs with size, time and digest, so what was read
and what was written are committed by one rename.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from pathlib import Path

import msgspec
from apache_beam.io.filesystems import FileSystems

from pipeline import storage
from pipeline.dataset.manifest import InputFact, Manifest
from pipeline.sources.discover import match
from pipeline.sources.identity import exists, open_source, unescape

CHUNK = 1 << 20
PARTIAL = (".tmp", ".part", ".partial", ".crdownload", ".swp", "~")
"""Ends of names under which programs write before they rename: never read."""


class Found(msgspec.Struct, frozen=True, order=True):
    """A file as it lies there now."""

    uri: str
    size: int
    mtime_ns: int


class Verdict(Enum):
    """What is to be done with a file."""

    KNOWN = "known"
    """It was read as it is."""
    FRESH = "fresh"
    """It changed so lately that somebody may still be writing."""
    NEW = "new"
    CHANGED = "changed"
    """Another content was read under its name."""


class Ledger:
    """The inputs of all committed runs by path."""

    def __init__(self, manifests: Iterable[Manifest]) -> None:
        self._facts: dict[str, InputFact] = {}
        self._by_digest: dict[str, str] = {}
        for manifest in manifests:
            self.record(manifest.inputs)

    def record(self, inputs: Iterable[InputFact]) -> None:
        """Take the inputs of a committed run."""
        for fact in inputs:
            self._facts[fact.uri] = fact
            if fact.sha256:
                self._by_digest[fact.sha256] = fact.uri

    def knows(self, uri: str) -> bool:
        """Return whether any content was read under a path."""
        return uri in self._facts

    def forget(self, uri: str) -> None:
        """Forget a file whose rows were taken out of the dataset."""
        fact = self._facts.pop(uri, None)
        if fact and fact.sha256:
            self._by_digest.pop(fact.sha256, None)

    def judge(self, file: Found, now_ns: int, settle_ns: int) -> Verdict:
        """Say what is to be done with a file by its size and times alone.

        A run without times in its manifest was given its files by hand: there the same size is the same file.
        """
        fact = self._facts.get(file.uri)
        if fact and fact.bytes == file.size and fact.mtime_ns in (None, file.mtime_ns):
            return Verdict.KNOWN
        if 0 <= now_ns - file.mtime_ns < settle_ns:
            return Verdict.FRESH
        return Verdict.CHANGED if fact else Verdict.NEW

    def same_content(self, fact: InputFact) -> str | None:
        """Return the path under which a file's content was read: its own, or one that is gone since (a move)."""
        known = self._facts.get(fact.uri)
        if known and known.sha256 and known.sha256 == fact.sha256:
            return fact.uri
        other = self._by_digest.get(fact.sha256 or "")
        return other if other and fact.bytes and not exists(other) else None


def scan(patterns: Sequence[str], output: str | None = None) -> list[Found]:
    """Return the files that match and do not lie below the output, sorted by path; none matching is no error.

    UsageError for an unusable URI.
    """
    found: dict[str, Found] = {}
    for pattern in patterns:
        for uri in match(pattern, output):
            if not uri.endswith(PARTIAL) and (file := look(uri)):
                found[uri] = file
    return [found[uri] for uri in sorted(found)]


def look(uri: str) -> Found | None:
    """Return a file's size and time; None where it is gone."""
    if storage.is_local(uri):
        try:
            facts = Path(unescape(uri)).stat()
        except FileNotFoundError:
            return None
        return Found(uri, facts.st_size, facts.st_mtime_ns)
    [matched] = FileSystems.match([uri])
    for meta in matched.metadata_list:
        return Found(uri, meta.size_in_bytes, int((meta.last_updated_in_seconds or 0) * 1e9))
    return None


def fact_of(file: Found) -> InputFact | None:
    """Return what the manifest will say of a file; None where it changed while it was read.

    Objects of a store appear whole and are not read twice for a digest.
    """
    if not storage.is_local(file.uri):
        return InputFact(file.uri, file.size, file.mtime_ns)
    digest = hashlib.sha256()
    try:
        with open_source(file.uri) as stream:
            while part := stream.read(CHUNK):
                digest.update(part)
            facts = os.fstat(stream.fileno())
    except FileNotFoundError:
        return None
    if (facts.st_size, facts.st_mtime_ns) != (file.size, file.mtime_ns):
        return None
    return InputFact(file.uri, file.size, file.mtime_ns, digest.hexdigest())


def sort_out(ledger: Ledger, found: Iterable[Found], now_ns: int, settle_ns: int) -> Mapping[Verdict, list[Found]]:
    """Return the files by what is to be done with them."""
    sorted_out: dict[Verdict, list[Found]] = {verdict: [] for verdict in Verdict}
    for file in found:
        sorted_out[ledger.judge(file, now_ns, settle_ns)].append(file)
    return sorted_out
