"""Files here and in object stores, through Beam's file systems."""

from __future__ import annotations

import fnmatch
import os
import shutil
import stat
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import pipeline.lean  # noqa: F401 - before anything imports Beam

# isort: split
from apache_beam.io.filesystem import CompressionTypes, FileMetadata
from apache_beam.io.filesystems import FileSystems

GAP = 1 << 20
"""Bytes between two pieces of an object that are read along with them."""
LOCAL_GAP = 8 << 10
"""The same of a local file."""
MOST_AT_ONCE = 32 << 20
"""Bytes that are read of a file at once."""
TOGETHER = 16
"""Moves in an object store that are under way at once."""


def is_local(uri: str) -> bool:
    """Return whether a path is on this machine's file system."""
    return "://" not in uri


def join(base: str, *parts: str) -> str:
    """Return a path below ``base``."""
    return "/".join([base.rstrip("/") or "/", *parts])


def open_binary(uri: str) -> BinaryIO:
    """Open a file for reading, not decompressed."""
    if is_local(uri):
        return Path(uri).open("rb")
    stream: BinaryIO = FileSystems.open(uri, compression_type=CompressionTypes.UNCOMPRESSED)
    return stream


def read_bytes(uri: str) -> bytes:
    """Return the content of a file."""
    with open_binary(uri) as stream:
        return stream.read()


def read_spans(uri: str, spans: Sequence[tuple[int, int]]) -> Iterator[memoryview]:
    """Yield pieces of a file, each (first byte, length), in the order in which they stand there.

    What lies side by side or not far apart is read at once: a request to an object store costs as much as a megabyte.
    """
    gap = LOCAL_GAP if is_local(uri) else GAP
    with open_binary(uri) as stream:
        # Beam puts a buffer of 16 MB around what it reads from S3: a kilobyte would be a request for all of that.
        source = stream if is_local(uri) else getattr(stream, "raw", stream)
        at = 0
        while at < len(spans):
            start, end, behind = spans[at][0], sum(spans[at]), at + 1
            while behind < len(spans) and spans[behind][0] <= end + gap and sum(spans[behind]) - start <= MOST_AT_ONCE:
                end = max(end, sum(spans[behind]))
                behind += 1
            source.seek(start)
            data = memoryview(_read_all(source, end - start))
            for first, length in spans[at:behind]:
                yield data[first - start : first - start + length]
            at = behind


def _read_all(stream: BinaryIO, size: int) -> bytes:
    """Return so many bytes, fewer at the end of the file only."""
    data = stream.read(size)
    while len(data) < size and (more := stream.read(size - len(data))):
        data += more
    return data


def write_bytes(uri: str, data: bytes, durable: bool = False) -> None:
    """Write a file so that it is there whole or not at all; ``durable``: after a power cut too.

    In an object store an empty one gets a line feed: Beam uploads to S3 in parts, and S3 takes no upload of none.
    """
    with create(uri) as stream:
        stream.write(data if data or is_local(uri) else b"\n")
        if durable and is_local(uri):
            stream.flush()
            os.fsync(stream.fileno())
    if durable and is_local(uri):
        sync([str(Path(uri).parent)])


def sync(uris: list[str]) -> None:
    """Bring local files and folders onto the disk; those that are not there are passed over."""
    for uri in filter(is_local, uris):
        try:
            handle = os.open(uri, os.O_RDONLY)
        except FileNotFoundError:
            continue
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def create(uri: str) -> Iterator[BinaryIO]:
    """Open a file for writing; it gets its name when all is written, and is not there after an error."""
    if not is_local(uri):
        with FileSystems.create(uri, compression_type=CompressionTypes.UNCOMPRESSED) as stream:
            yield stream
        return
    path = Path(uri)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two threads of a worker may write one block of the same bytes.
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        with temporary.open("wb") as stream:
            yield stream
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def move(source: str, target: str) -> None:
    """Move a file, replacing the target."""
    if is_local(target):
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        Path(source).replace(target)
    else:
        FileSystems.rename([source], [target])


def move_all(moves: Sequence[tuple[str, str]]) -> None:
    """Move files, each (source, target), replacing the targets; sources that are not there are passed over.

    In an object store a move is a copy and some round trips: there several are under way at once. When this returns all
    are done; where one fails, those that have not begun are left.
    """
    if all(is_local(target) for _, target in moves):
        for source, target in moves:
            _move_if_there(source, target)
        return
    with ThreadPoolExecutor(TOGETHER) as pool:
        waiting = [pool.submit(_move_if_there, source, target) for source, target in moves]
        try:
            for one in waiting:
                one.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _move_if_there(source: str, target: str) -> None:
    if exists(source):
        move(source, target)


def delete(uris: list[str]) -> None:
    """Delete files; those that are not there are passed over."""
    if all(map(is_local, uris)):
        for uri in uris:
            Path(uri).unlink(missing_ok=True)
    else:
        FileSystems.delete([uri for uri in uris if FileSystems.exists(uri)])


def delete_tree(uri: str) -> None:
    """Delete a directory with everything below it."""
    if not is_local(uri):
        # File by file: what Beam takes for a directory differs from one object store to the next.
        found = [meta.path for meta in listing(uri)]
        if found:
            FileSystems.delete(found)
    elif Path(uri).exists():
        shutil.rmtree(uri)


@contextmanager
def no_trace(uri: str) -> Iterator[None]:
    """Take away, if what follows fails, the empty directories below a local one and those made on the way to it."""
    there = {path for path in (Path(uri), *Path(uri).parents) if path.exists()} if is_local(uri) else set()
    try:
        yield
    except BaseException:
        if is_local(uri):
            below = sorted((path for path in Path(uri).rglob("*") if path.is_dir()), reverse=True)
            for path in (*below, *(made for made in (Path(uri), *Path(uri).parents) if made not in there)):
                with suppress(OSError):
                    path.rmdir()
        raise


def exists(uri: str) -> bool:
    """Return whether a file is there."""
    return Path(uri).exists() if is_local(uri) else FileSystems.exists(uri)


def listing(uri: str, pattern: str = "*") -> list[FileMetadata]:
    """Return the files below a directory whose name matches a pattern, sorted by path."""
    if is_local(uri):
        root = Path(uri)
        found = [meta for path in (root.rglob("*") if root.is_dir() else ()) if (meta := _local_file(path))]
    else:
        found = FileSystems.match([join(uri, "**")])[0].metadata_list
    matching = [meta for meta in found if fnmatch.fnmatch(meta.path.rsplit("/", 1)[-1], pattern)]
    return sorted(matching, key=_path)


def _local_file(path: Path) -> FileMetadata | None:
    """Return a file's facts; None for what is no file, or gone since it was listed."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    return FileMetadata(path.as_posix(), facts.st_size, facts.st_mtime) if stat.S_ISREG(facts.st_mode) else None


def _path(meta: FileMetadata) -> str:
    path: str = meta.path
    return path
