"""Patterns become files, and files become tasks: groups of ranges of about the same size."""

from __future__ import annotations

import difflib
import glob
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from apache_beam.io.filesystem import BeamIOError
from apache_beam.io.filesystems import FileSystems

from pipeline import storage
from pipeline.errors import UsageError
from pipeline.extras import install_command
from pipeline.sources.archives.warc import VERSION, record_offsets
from pipeline.sources.base import InputRange, ReadOptions
from pipeline.sources.content.compressed import member_offsets
from pipeline.sources.content.sniff import HEAD
from pipeline.sources.identity import identity, local_path, open_source
from pipeline.sources.reading import kind_of
from pipeline.sources.records.table import row_offsets

OWN = frozenset(
    {"articles", "events", "incidents", "rejects", "trace", "_runs", "_staging", "_SUCCESS", "README.md",
     "croissant.json", "codebook.csv", "views.sql", "LICENSE", "CITATION.cff"}
)  # fmt: skip
"""What a run writes into its output."""
MIN_TASK = 1 << 17
MAX_TASK = 32 << 20
TASKS_PER_PROCESS = 8
RANGES = 1 << 24
"""Ranges of one file at most, for their numbers."""
SCANNED = ("csv", "warc", "gzip/warc")
"""Formats that are read to the end to find where they may be cut."""
FINER = 4
"""Parts of such a task where each worker takes the next when it is free: the less is left, the sooner all are done."""


class Task(msgspec.Struct, frozen=True):
    """Ranges that one worker reads after one another."""

    index: int
    parts: tuple[InputRange, ...]
    shared: bool = False
    """One large file that cannot be cut: on one machine every worker reads it, and takes some of its records."""
    step: int = 0
    """Not 0: a worker has to look for the records of the one file, to cut it into ranges of about so many bytes."""

    @property
    def length(self) -> int:
        """Bytes to read, before decompression."""
        return sum(part.length for part in self.parts)


def find_files(patterns: Iterable[str], output: str | None = None) -> list[InputRange]:
    """Return the files that match, each once, sorted by path; UsageError for a pattern that matches none.

    A directory stands for every file below it, except hidden files; links are followed, and a file that is reached by
    several paths counts once. What lies below ``output`` is never input.
    """
    found: dict[str, int] = {}
    for pattern in patterns:
        matched = match(pattern, output)
        if not matched:
            raise UsageError(_nothing_found(pattern, output))
        found.update(matched)
    return [InputRange(uri, size) for uri, size in sorted(found.items())]


def match(pattern: str, output: str | None = None) -> dict[str, int]:
    """Return source and size of the files that match a pattern, none where nothing does.

    UsageError for an address that cannot be listed, and for standard input.
    """
    if pattern == "-":
        raise UsageError("--input -: standard input is not read. Write it to a file, or watch a folder.")
    pattern = local_path(pattern)
    if storage.is_local(pattern):
        found = {}
        for path in _local_files(pattern):
            if not _written_by_us(path, pattern, output) and (size := _size_of(path)) is not None:
                found[identity(path)] = size
        return found
    try:
        matches = FileSystems.match([pattern])[0].metadata_list
        if not matches and not set(pattern) & set("*?["):
            folder = pattern.rstrip("/")
            matches = [meta for meta in storage.listing(pattern) if "/." not in meta.path.removeprefix(folder)]
    except (BeamIOError, ValueError, ImportError) as error:
        reason = "" if pattern.startswith(("http://", "https://")) else f": {error}"
        raise UsageError(f"cannot list {pattern}{reason}. {remedy(pattern)}") from error
    below = f"{output.rstrip('/')}/" if output else None
    return {meta.path: meta.size_in_bytes for meta in matches if not below or not meta.path.startswith(below)}


def _local_files(pattern: str) -> Iterator[str]:
    """Yield the files that a path or pattern stands for, some of them perhaps twice."""
    if os.path.isfile(pattern):  # noqa: PTH113 - a path of any bytes
        yield pattern
    elif os.path.isdir(pattern):  # noqa: PTH112
        yield from _below(pattern)
    else:
        yield from filter(os.path.isfile, glob.glob(pattern, recursive=True))  # noqa: PTH207 - absolute patterns too


def _below(folder: str) -> Iterator[str]:
    """Yield the files below a folder, hidden ones left out; a folder that is reached again by a link is not entered."""
    entered: set[str] = set()
    for root, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(root)
        if real in entered:
            folders.clear()
            continue
        entered.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(root, name) for name in sorted(names) if not name.startswith("."))  # noqa: PTH118


def _written_by_us(path: str, pattern: str, output: str | None) -> bool:
    """Return whether a file is part of the dataset that is written: it lies below the output.

    Where the pattern itself points into the output, that is a folder of inputs too: only what a run writes is left out.
    """
    if not output or not storage.is_local(output):
        return False
    below = Path(_relative(path, output)).parts
    if not below:
        raise UsageError(f"--output {output} is a file of the input. Choose a directory.")
    if below[0] == os.pardir:
        return False
    static = re.split(r"[*?\[]", pattern, maxsplit=1)[0]
    base = static if static == pattern else os.path.dirname(static)  # noqa: PTH120
    return Path(_relative(base or ".", output)).parts[:1] == (os.pardir,) or below[0] in OWN


def _relative(path: str, folder: str) -> str:
    return os.path.relpath(os.path.realpath(path), os.path.realpath(folder))


def _size_of(path: str) -> int | None:
    """Return the size of a file; None where it is none, or gone since it was listed."""
    try:
        facts = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return facts.st_size if stat.S_ISREG(facts.st_mode) else None


def remedy(uri: str) -> str:
    """Say what an address of a store needs: credentials, and the extra that brings its file system."""
    scheme = uri.partition("://")[0]
    extra = {"gs": "gcp", "s3": "aws"}.get(scheme)
    if extra:
        return f"{scheme}:// needs credentials for the bucket and: {install_command(extra)}"
    if scheme in ("http", "https"):
        return "Pages are not fetched: save it, with curl -O or wget --warc-file, and give the file."
    return "Known are local paths, gs:// and s3://."


def _nothing_found(pattern: str, output: str | None) -> str:
    message = f"no file matches {pattern}"
    if storage.is_local(pattern) and Path(pattern).is_dir():
        beside = f", apart from what lies below the output {output}" if output and match(pattern) else ""
        return f"{pattern} holds no files{beside}."
    if "{date}" in pattern:
        return f"{message}. The day for {{date}} is given with --date, or with --since and --until."
    folder = Path(pattern).parent.resolve()
    if storage.is_local(pattern) and folder.is_dir():
        names = sorted(path.name for path in folder.iterdir())
        close = difflib.get_close_matches(Path(pattern).name, names, n=1)
        if close:
            return f"{message}. Did you mean {folder / close[0]}?"
        what = f"{len(names)} other files" if names else "no files"
        return f"{message}. {folder} holds {what}; put a pattern in quotes, or give the directory itself."
    if storage.is_local(pattern) and "*" not in str(folder):
        return f"{message}: there is no folder {folder}."
    return f"{message}."


def split(file: InputRange, step: int, options: ReadOptions) -> list[InputRange]:
    """Cut a file into ranges of about ``step`` bytes where its format allows it.

    JSON Lines are cut anywhere and Parquet at row groups. CSV is read once to find rows, since a line feed may stand
    inside a quoted field, and WARC to find records (in a gzip file: members). Where a file is cut changes neither
    records nor locators.
    """
    return cut(file, step, options) or [file]


def cut(file: InputRange, step: int, options: ReadOptions, *, scan: bool = True) -> list[InputRange]:
    """Return the ranges of a file, as ``split`` does; unless ``scan``, none where its head does not tell them."""
    if file.size <= step * 3 // 2:
        return [file]
    own = tuple(theirs for _, theirs in options.fields)
    try:
        with open_source(file.uri) as stream:
            kind = kind_of(file.uri, stream.read(HEAD), own)
            stream.seek(0)
            if kind in SCANNED and not scan:
                return []
            if kind == "csv":
                cuts = row_offsets(stream, step, options.max_record_bytes, own)
            elif kind == "parquet":
                groups = pq.ParquetFile(stream).num_row_groups
                cuts = list(range(step, file.size, step)) if groups > 1 else []
            elif kind == "jsonl":
                cuts = list(range(step, file.size, step))
            elif kind == "warc":
                cuts = record_offsets(stream, step, options.max_record_bytes)
            elif kind == "gzip/warc":
                return split_members(file, member_offsets(stream, step, VERSION))
            else:
                cuts = []
    except (OSError, pa.ArrowException):
        return [file]
    if not cuts:
        # Without an end: where a file is compressed, offsets of its records go beyond its size.
        return [file]
    edges = [0, *cuts, file.size]
    return [InputRange(file.uri, file.size, start, end) for start, end in pairwise(edges)]


def split_members(file: InputRange, cuts: Sequence[tuple[int, int]]) -> list[InputRange]:
    """Cut a gzip file between members."""
    if not cuts:
        return [file]
    edges = [(0, 0), *cuts, (file.size, 0)]
    return [InputRange(file.uri, file.size, here[0], there[0], here[1]) for here, there in pairwise(edges)]


def make_tasks(
    files: Sequence[InputRange], processes: int, options: ReadOptions, *, taken: bool = False, local: bool = True
) -> list[Task]:
    """Return tasks of about equal size, the largest first, so that workers that take them in turn end together.

    ``taken``: workers take the next one when they are free, and need smaller ones; a large file that cannot be cut
    they share. Unless ``local``, only the heads of files are read here: workers find where others may be cut.
    """
    total = sum(file.size for file in files)
    step = min(max(total // (processes * TASKS_PER_PROCESS), MIN_TASK), MAX_TASK)
    if taken:
        step //= FINER
    if processes == 1:
        step = MAX_TASK
    groups: list[list[InputRange]] = []
    open_group: list[InputRange] = []
    filled = 0
    alone: list[Task] = []
    for file in files:
        parts = cut(file, step, options, scan=local)
        if len(parts) < 2 and file.size > step * 3 // 2 and (taken or not local):
            alone.append(Task(len(alone), (file,), shared=bool(parts), step=0 if parts else step))
            continue
        for part in parts:
            if open_group and filled + part.length > step:
                groups.append(open_group)
                open_group, filled = [], 0
            open_group.append(part)
            filled += part.length
    if open_group:
        groups.append(open_group)
    by_size = sorted(groups, key=_size, reverse=True)
    dealt = _deal(by_size, processes)
    return alone + [Task(index, tuple(group)) for index, group in enumerate(dealt, len(alone))]


def cut_task(task: Task, options: ReadOptions) -> Iterator[Task]:
    """Yield a task in ranges where that was left to a worker, each with a number of its own."""
    first = task.index * RANGES
    if not task.step:
        yield msgspec.structs.replace(task, index=first)
        return
    [file] = task.parts
    for index, part in enumerate(split(file, task.step, options), first):
        yield Task(index, (part,))


def _size(group: list[InputRange]) -> int:
    return sum(part.length for part in group)


def _deal(groups: list[list[InputRange]], hands: int) -> list[list[InputRange]]:
    """Order groups so that dealing them out in turn gives every hand about the same bytes (there and back)."""
    dealt: list[list[InputRange]] = []
    for first in range(0, len(groups), hands):
        chunk = groups[first : first + hands]
        dealt += chunk if (first // hands) % 2 == 0 else chunk[::-1]
    return dealt


def fingerprint(files: Sequence[InputRange]) -> str:
    """Return a digest of the paths and sizes of the input."""
    lines = "".join(f"{file.uri}\t{file.size}\n" for file in files)
    return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()
