"""The examples of docs/dates.md."""

import datetime
from pathlib import Path

import pytest

from transforms.resolve.dates import resolve_text

PAGE = Path(__file__).resolve().parents[3] / "docs" / "dates.md"


def examples():
    expected: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != 8 or cells[0] in ("written", "--"):
            continue
        rows = expected.setdefault((cells[0], cells[1]), [])
        if cells[2] != "none":
            rows.append(tuple(cells[2:]))
    return sorted(expected.items())


@pytest.mark.parametrize(("example", "expected"), examples(), ids=[text for (_, text), _ in examples()])
def test_example(example, expected):
    written, text = example
    published = None if written == "-" else datetime.datetime.fromisoformat(written)
    found = [
        (d.text, d.value, str(d.date_start or "-"), str(d.date_end or "-"), d.precision, d.basis)
        for d in resolve_text(text, published)
    ]
    assert found == expected


def test_the_page_has_examples():
    assert len(examples()) > 80
