"""How far a run is: workers leave numbers in files, the launcher shows them on a terminal."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeRemainingColumn

EVERY = 0.5
"""Seconds between two notes of a worker."""
NEARLY = 95
"""Per cent of a range that can be done while it is read."""


class Done(msgspec.Struct):
    """What a worker has finished."""

    parts: int = 0
    bytes: int = 0
    records: int = 0


class Meter:
    """A worker's counts, written to its own file now and then; does nothing without a directory."""

    def __init__(self, directory: str | None) -> None:
        self._path = Path(directory) / f"{os.getpid()}.json" if directory else None
        self._done = Done()
        self._begun = 0
        self._length = 0
        self._noted = 0.0

    def begin(self, size: int) -> None:
        """Start a range of ``size`` bytes: what its records hold moves the progress up to nearly its end.

        Records of a compressed file hold more than the file.
        """
        self._begun, self._length = 0, size
        self._note()

    def item(self, size: int) -> None:
        """Count a record of about ``size`` bytes."""
        self._done.records += 1
        self._begun += size
        self._note()

    def part(self, size: int) -> None:
        """Count a finished range."""
        self._done.parts += 1
        self._done.bytes += size
        self._begun = self._length = 0
        self._note()

    def _note(self) -> None:
        now = time.monotonic()
        if now - self._noted >= EVERY:
            self._noted = now
            self.flush()

    def flush(self) -> None:
        """Write the counts."""
        if self._path is not None:
            begun = min(self._begun, self._length * NEARLY // 100)
            shown = msgspec.structs.replace(self._done, bytes=self._done.bytes + begun)
            self._path.write_bytes(msgspec.json.encode(shown))


def take(directory: str, task: int | str) -> bool:
    """Return whether a task, or a named share of one, is this worker's.

    Of the workers that share a directory the first one to ask gets it.
    """
    try:
        (Path(directory) / f"taken-{task}").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def gather(directory: str) -> Done:
    """Return the sum of what all workers noted."""
    total = Done()
    for path in Path(directory).glob("*.json"):
        try:
            done = msgspec.json.decode(path.read_bytes(), type=Done)
        except (OSError, msgspec.DecodeError):
            continue
        total.parts += done.parts
        total.bytes += done.bytes
        total.records += done.records
    return total


class Display:
    """The progress line on a terminal; ``moved`` is called, there and elsewhere, when the workers got on."""

    def __init__(
        self, console: Console, directory: str, parts: int, size: int, moved: Callable[[], None] | None = None
    ) -> None:
        self._moved = moved
        self._last = Done()
        self._directory = directory
        self._parts = parts
        self._size = max(size, 1)
        self._started = time.monotonic()
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[facts]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID = self._progress.add_task("starting", total=self._size, facts="")

    def __enter__(self) -> Display:
        """Show the line."""
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away."""
        self._progress.stop()

    def update(self) -> None:
        """Show what the workers have noted."""
        done = gather(self._directory)
        if self._moved is not None and done != self._last:
            self._moved()
        self._last = done
        seconds = max(time.monotonic() - self._started, 0.001)
        facts = (
            f"{done.parts}/{self._parts} files or parts of files, {done.records} records, "
            f"{done.bytes / 1e6 / seconds:.2f} MB/s"
        )
        if not done.records:
            what, facts = "loading the language model", "some seconds, once a run"
        else:
            what = "linking and writing" if done.parts >= self._parts else "coding"
        self._progress.update(self._task, completed=min(done.bytes, self._size), facts=facts, description=what)
