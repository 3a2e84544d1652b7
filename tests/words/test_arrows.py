"""Imports run one way: words and world below clean and parse, parse below resolve, resolve below extract."""

import re
from pathlib import Path

import pytest

import transforms

ROOT = Path(transforms.__file__).parent
ABOVE = {
    "words": {"world", "clean", "parse", "resolve", "extract", "link"},
    "world": {"clean", "parse", "resolve", "extract", "link"},
    "clean": {"parse", "resolve", "extract", "link"},
    "parse": {"resolve", "extract", "link"},
    "resolve": {"extract", "link"},
    "extract": {"link"},
}


@pytest.mark.parametrize("room", ABOVE)
def test_a_room_imports_nothing_above_it(room):
    for path in sorted((ROOT / room).rglob("*.py")):
        for name in re.findall(
            r"^\s*(?:from|import) transforms\.(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert name not in ABOVE[room], f"{path.relative_to(ROOT)} imports transforms.{name}"
