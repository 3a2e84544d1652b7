"""Runs every row of docs/places.md."""

from pathlib import Path

import pytest

from schemas.document import Document
from schemas.records import CleanDoc, ParsedArticle, RawRecord
from transforms.resolve.places.resolve import resolve_places

PAGE = Path(__file__).resolve().parents[3] / "docs" / "places.md"


def rows(columns):
    """Return the cells of the page's tables with this many columns, without headings and rulers."""
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| ") and len(cells) == columns and cells[0] != "text":
            found.append(cells)
    return found


def places_of(text):
    text, _, url = text.partition(" @ ")
    clean = CleanDoc(record=RawRecord("memory", "0", "text"), text=text, url=url or None)
    return resolve_places(ParsedArticle(clean=clean, document=Document(text, (), ())))


@pytest.mark.parametrize(("text", "words", "where", "precision", "basis"), rows(5))
def test_places(text, words, where, precision, basis):
    (place,) = [p for p in places_of(text) if p.text == words]
    country, _, admin1 = where.partition(" ")
    assert place.country == (None if country == "-" else country)
    assert not admin1 or place.admin1 == admin1
    assert (place.precision, place.basis) == (precision, basis)
    assert text[place.start : place.end] == words


@pytest.mark.parametrize(("text", "words"), rows(2))
def test_no_places(text, words):
    assert words == "-"
    assert [p.text for p in places_of(text)] == []
