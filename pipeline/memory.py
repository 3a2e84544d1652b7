"""Memory of a process: how often Python looks for cycles of objects, and what is freed and still counts as used."""

from __future__ import annotations

import ctypes
import gc

YOUNG_OBJECTS = 50_000
"""New objects before the collector looks for cycles: an article makes many objects and hardly a cycle, and at
Python's own 700 the looking took 5 % of a run and 10 % of its start."""


def look_seldom() -> None:
    """Let the collector of this process look as seldom as suits our work."""
    gc.set_threshold(YOUNG_OBJECTS, 10, 10)


def give_back() -> None:
    """Return freed memory to the system where the C library can (glibc); it keeps what lies between used pieces."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
