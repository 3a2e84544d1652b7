"""A clear message where another module of the name of one of ours comes first on Python's path."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

NEIGHBOURS = ("pipeline", "transforms", "schemas")
"""Packages that are installed beside this one, under names that others use too."""


def check_neighbours() -> None:
    """Raise ImportError where ``pipeline``, ``transforms`` or ``schemas`` is not the one that belongs to newsbeam."""
    home = Path(__file__).resolve().parents[1]
    for name in NEIGHBOURS:
        spec = find_spec(name)
        if spec is None:
            raise ImportError(f"newsbeam is not installed whole: its package {name!r} is missing. Install it again.")
        found = Path(spec.origin or next(iter(spec.submodule_search_locations or [""]))).resolve()
        if found != home / name / "__init__.py":
            raise ImportError(
                f"newsbeam needs its own package {name!r} ({home / name}), but {found} comes first on Python's path "
                f"and hides it. Rename it, run from another directory, or take its directory out of PYTHONPATH."
            )
