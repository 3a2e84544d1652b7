"""The identity of a source: one name for one file, however it was reached.

A local file is named by its real path, below the working directory relative to it, so that relative and absolute paths
and links to one file are one source. Bytes of a path that are no UTF-8 are escaped (``caf%E9.txt``) and come back. An
object in a store is named by its URL.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from pipeline import storage

LONE = re.compile("[\udc80-\udcff]")
LOOKS_ESCAPED = re.compile("%(?=(?:25)*[89A-Fa-f][0-9A-Fa-f])")
ESCAPED = re.compile("%(?:25(?=(?:25)*[89A-Fa-f][0-9A-Fa-f])|([89A-Fa-f][0-9A-Fa-f]))")


def identity(path: str | os.PathLike[str]) -> str:
    """Return the name of a local file as a source."""
    real = os.path.realpath(path)
    below = os.path.relpath(real, os.path.realpath("."))
    return escape(real if below.startswith("..") else below)


def escape(path: str) -> str:
    """Return a path that UTF-8 can hold; ``unescape`` gives the path back."""
    doubled = LOOKS_ESCAPED.sub("%25", path) if "%" in path else path
    return doubled if doubled.isascii() else LONE.sub(_escaped, doubled)


def _escaped(match: re.Match[str]) -> str:
    return f"%{ord(match[0]) - 0xDC00:02X}"


def unescape(uri: str) -> str:
    """Return the path of an escaped one, bytes outside UTF-8 as ``os.fsdecode`` gives them."""
    if "%" not in uri:
        return uri
    return ESCAPED.sub(_original, uri)


def _original(match: re.Match[str]) -> str:
    return chr(0xDC00 + int(match[1], 16)) if match[1] else "%"


def local_path(pattern: str) -> str:
    """Return the path of a ``file://`` URL; any other pattern as it is."""
    if not pattern.lower().startswith("file://"):
        return pattern
    parts = urlsplit(pattern)
    return unquote(parts.path) if parts.netloc in ("", "localhost") else pattern


def open_source(uri: str) -> BinaryIO:
    """Open a source for reading, not decompressed."""
    return Path(unescape(uri)).open("rb") if storage.is_local(uri) else storage.open_binary(uri)


def exists(uri: str) -> bool:
    """Return whether a source is still there."""
    return Path(unescape(uri)).exists() if storage.is_local(uri) else storage.exists(uri)
