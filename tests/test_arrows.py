"""Imports run one way: between the packages, between the rooms of ``transforms``, between those of ``pipeline``."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("schemas", "transforms", "pipeline", "newsbeam")
"""Each imports itself and those before it."""
ROOMS = {
    "transforms": ("words", "world", "clean", "parse", "resolve", "extract", "link", "explain"),
    "pipeline": (
        "sources", "dataset", "monitor", "link", "beam", "export", "describe", "report", "runners", "live", "cli",
    ),
}  # fmt: skip
"""Rooms of a package, each above those before it; what lies beside the rooms of ``pipeline`` is below all of them."""
ENTRIES = {"__main__.py", "flex.py"}
"""Files that start the command line, above everything."""
IMPORT = re.compile(r"^\s*(?:from|import) ([\w.]+)(?: import ([\w, ]+))?", re.MULTILINE)


def modules(path):
    """Yield the dotted names that a file imports, modules and the names taken from them."""
    for module, names in IMPORT.findall(path.read_text(encoding="utf-8")):
        yield module
        for name in filter(None, re.split(r"[ ,]+", names)):
            yield f"{module}.{name}"


def rooms_imported(path, package):
    """Return the rooms of a package that a file imports."""
    parts = (name.split(".") for name in modules(path))
    return {part[1] for part in parts if part[0] == package and len(part) > 1 and part[1] in ROOMS[package]}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_nothing_above_it(package):
    above = set(PACKAGES[PACKAGES.index(package) + 1 :])
    for path in sorted((ROOT / package).rglob("*.py")):
        assert not {name.split(".")[0] for name in modules(path)} & above, path.relative_to(ROOT)


@pytest.mark.parametrize(("package", "room"), [(package, room) for package in ROOMS for room in ROOMS[package]])
def test_a_room_imports_nothing_above_it(package, room):
    order = ROOMS[package]
    above = set(order[order.index(room) + 1 :])
    for path in sorted((ROOT / package / room).rglob("*.py")):
        assert not rooms_imported(path, package) & above, path.relative_to(ROOT)


@pytest.mark.parametrize("package", ROOMS)
def test_every_room_has_its_place(package):
    found = {path.parent.name for path in (ROOT / package).glob("*/*.py")}
    assert found == set(ROOMS[package])


def test_the_ground_of_the_pipeline_imports_no_room():
    ground = [path for path in (ROOT / "pipeline").glob("*.py") if path.name not in ENTRIES]
    assert len(ground) > len(ENTRIES)
    for path in ground:
        assert not rooms_imported(path, "pipeline"), path.relative_to(ROOT)


def test_graphs_are_made_and_run_in_three_rooms():
    """Elsewhere Beam is only a way to files."""
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        if path.parent.name in {"beam", "runners", "live"}:
            continue
        used = {name for name in modules(path) if name.split(".")[0] == "apache_beam"}
        assert all(name.startswith("apache_beam.io.filesystem") for name in used), path.relative_to(ROOT)
