"""Imports run one way: words and world below clean and parse, parse below resolve, resolve below extract."""

import re
from pathlib import Path

import pytest

import transforms

ROOT = Path(transforms.__file__).parent
ABOVE = {
    "words": {"world", "clean", "parse", "resolve", "extract", "link", "explain"},
    "world": {"clean", "parse", "resolve", "extract", "link", "explain"},
    "clean": {"parse", "resolve", "extract", "link", "explain"},
    "parse": {"resolve", "extract", "link", "explain"},
    "resolve": {"extract", "link", "explain"},
    "extract": {"link", "explain"},
    "link": {"explain"},
}


@pytest.mark.parametrize("room", ABOVE)
def test_a_room_imports_nothing_above_it(room):
    for path in sorted((ROOT / room).rglob("*.py")):
        for name in re.findall(
            r"^\s*(?:from|import) transforms\.(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert name not in ABOVE[room], f"{path.relative_to(ROOT)} imports transforms.{name}"
