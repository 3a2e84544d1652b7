"""What every worker has to know, and the keys by which rows meet."""

from __future__ import annotations

import msgspec

from pipeline import storage
from pipeline.dataset.blocks import Partition
from pipeline.sources.base import ReadOptions
from transforms.process import Settings

COUNTS, RESULT = "counts", "result"
ROWS, COPY_KEYS, EVENT_ROWS = "rows", "copy_keys", "event_rows"
EVENT_BUCKETS = 16


class RunPlan(msgspec.Struct, frozen=True):
    """What every worker has to know."""

    run_id: str
    stage: str
    """Directory of this run's staged files."""
    buckets: int
    """Ranges of ids in a partition."""
    read: ReadOptions
    settings: Settings
    key_buckets: int = 1
    """Buckets of link keys."""
    rounds: int = 0
    """Rounds in which the rows of a cluster find each other; 0: all ties come together in one place."""
    progress: str | None = None
    """Directory where workers on this machine leave how far they are."""
    cut: bool = False
    """Some files are cut into ranges by workers."""
    handed: bool = False
    """Records are handed on between reading and coding: a large file cannot be cut, and there is a shuffle for them."""
    takers: int = 0
    """Workers on this machine that take the next task when they have read one; 0: a task goes where it is sent.

    Who is done first takes more, which no division in advance can do: articles and cores differ.
    """

    @property
    def blocks(self) -> str:
        """Folder of the block files."""
        return storage.join(self.stage, "blocks")

    @property
    def event_buckets(self) -> int:
        """Parts of a month whose events get their link keys side by side: an undated archive is one month."""
        return min(self.buckets, EVENT_BUCKETS)

    @property
    def result(self) -> str:
        """File with the result of the whole graph."""
        return storage.join(self.stage, "result.json")


def partition_key(partition: Partition) -> str:
    """Return a partition as a key."""
    return f"{partition.dataset}/{partition.year}/{partition.month}"


def partition_of(key: str) -> Partition:
    """Return the partition of a key."""
    dataset, year, month = key.split("/")
    return Partition(dataset, int(year), int(month))
