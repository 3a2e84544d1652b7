"""A process that is killed in front of a change of the file system, and what a reader finds after that."""

from pipeline import storage
from pipeline.dataset.manifest import read_manifests

CHANGES = ("write_bytes", "move", "delete", "delete_tree")


class KilledError(BaseException):
    """Stands for SIGKILL: nothing catches it."""


class Fuse:
    """Kills the process in front of the n-th change of the file system."""

    def __init__(self, monkeypatch, steps):
        self.left = steps
        for name in CHANGES:
            monkeypatch.setattr(storage, name, self.guard(getattr(storage, name)))

    def guard(self, change):
        def guarded(*args):
            if self.left == 0:
                raise KilledError
            self.left -= 1
            return change(*args)

        return guarded


def seen_by_manifests(directory):
    """What a reader who follows the manifests finds: path and bytes of every file."""
    found = {}
    for manifest in read_manifests(str(directory)):
        for fact in manifest.files:
            found[fact.path] = (directory / fact.path).read_bytes()
    return found
