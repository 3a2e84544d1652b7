"""Texts and their rows, in one piece."""

import pytest

from transforms.world import keys
from transforms.world.gazetteer import CITY, Place, packaged_gazetteer
from transforms.world.keys import Keys

LINES = "basra\nmosul\nsão paulo\nwadi halfa\nzagreb"


def test_every_text_has_the_number_of_its_line() -> None:
    found = Keys(LINES)
    assert len(found) == 5
    assert [found.get(line) for line in LINES.split("\n")] == [0, 1, 2, 3, 4]
    assert [found.get(line) for line in LINES.split("\n")] == [0, 1, 2, 3, 4]  # as they are remembered


@pytest.mark.parametrize("text", ["", "mosu", "mosull", "osul", "basra\nmosul", "sao paulo", "\ud800", "wadi"])
def test_a_text_that_is_no_line_has_none(text: str) -> None:
    assert Keys(LINES).get(text) is None


def test_texts_of_one_checksum_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "crc32", lambda text: len(text) % 2)
    found = Keys(LINES)
    assert [found.get(line) for line in (*LINES.split("\n"), "split")] == [0, 1, 2, 3, 4, None]


def test_what_was_asked_is_forgotten_where_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "REMEMBERED", 2)
    found = Keys(LINES)
    assert [found.get(text) for text in ("basra", "nowhere", "mosul", "basra")] == [0, None, 1, 0]


def test_a_users_names_join_those_of_the_package() -> None:
    packaged = packaged_gazetteer()
    mine = Place(0, "Qasr Nowhere", None, 1.0, 2.0, 10, "IRQ", "", None, CITY, alternate=False)
    other = Place(0, "Mosul", None, 1.0, 2.0, 10, "IRQ", "", None, CITY, alternate=False)
    own = packaged.with_own({"qasr nowhere": (mine,), "mosul": (other,)})
    assert len(own) == len(packaged) + 1
    assert own.lookup("Qasr Nowhere") == (mine,)
    assert other in own.lookup("Mosul")
    assert "qasr nowhere" in own
    assert "qasr nowhere" not in packaged
    assert own.row("mosul") == packaged.row("mosul")
