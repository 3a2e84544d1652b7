"""How often Python looks for cycles of objects."""

from __future__ import annotations

import gc

YOUNG_OBJECTS = 50_000
"""New objects before the collector looks for cycles: an article makes many objects and hardly a cycle, and at
Python's own 700 the looking took 5 % of a run and 10 % of its start."""


def look_seldom() -> None:
    """Let the collector of this process look as seldom as suits our work."""
    gc.set_threshold(YOUNG_OBJECTS, 10, 10)
