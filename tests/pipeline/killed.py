"""A process that is killed in front of a change of the file system, and what a reader finds after that."""

import os
from contextlib import contextmanager
from pathlib import Path

from pipeline import storage
from pipeline.dataset.manifest import read_manifests

CHANGES = ("write_bytes", "move", "delete", "delete_tree")


class KilledError(BaseException):
    """Stands for SIGKILL: nothing catches it."""


class Fuse:
    """Kills the process in front of the n-th change of the file system.

    ``files``: also while a file is written, which then lies there by half under its passing name, as after SIGKILL.
    """

    def __init__(self, monkeypatch, steps, *, files=False):
        self.left = steps
        for name in CHANGES:
            monkeypatch.setattr(storage, name, self.guard(getattr(storage, name)))
        if files:
            monkeypatch.setattr(storage, "create", self.create)

    def burn(self):
        if self.left == 0:
            raise KilledError
        self.left -= 1

    def guard(self, change):
        def guarded(*args):
            self.burn()
            return change(*args)

        return guarded

    @contextmanager
    def create(self, uri):
        path = Path(uri)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        with temporary.open("wb") as stream:
            yield stream
        if self.left == 0:
            os.truncate(temporary, temporary.stat().st_size // 2)
        self.burn()
        temporary.replace(path)


def seen_by_manifests(directory):
    """What a reader who follows the manifests finds: path and bytes of every file."""
    found = {}
    for manifest in read_manifests(str(directory)):
        for fact in manifest.files:
            found[fact.path] = (directory / fact.path).read_bytes()
    return found
