from pathlib import Path

import pytest

from transforms.parse.annotate import annotate
from transforms.parse.model import load
from transforms.resolve.harm import find_harm
from transforms.resolve.tally import tally

PAGE = Path(__file__).parents[2] / "docs" / "harm.md"


def examples():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [tuple(row) for row in rows[2:]]


def bound(cell):
    return None if cell in ("-", "") else int(cell)


def harm(*sentences):
    (document,) = annotate(["\n\n".join(sentences)], load())
    return document, find_harm(document)


@pytest.mark.parametrize(("sentence", "kind", "low", "high", "words"), examples())
def test_page_of_examples(sentence, kind, low, high, words):
    document, found = harm(sentence)
    rows = [(m.harm, m.low, m.high, document.text[m.start : m.end]) for m in found]
    if kind == "none":
        assert rows == []
    else:
        assert (kind, bound(low), bound(high), words) in rows


def test_part_of_a_total_adds_nothing():
    document, found = harm("Gunmen killed at least 12 people, including three children.")
    assert [m.part_of for m in found] == [None, 0]
    assert tally(document, found).killed_low == 12


def test_death_toll_is_cumulative_and_does_not_count_for_the_event():
    document, found = harm("The bomb killed two guards.", "It brought the death toll to 41.")
    toll = tally(document, found)
    assert (toll.killed_low, toll.killed_high, toll.cumulative) == (2, 2, False)
    (only,) = [m for m in found if m.cumulative]
    assert tally(document, [only]).cumulative


def test_the_same_victims_named_twice_count_once():
    document, found = harm("Gunmen killed Amina Kessler on Friday.", "Kessler was killed outside her home.")
    assert tally(document, found).killed_low == 1


def test_two_named_victims_in_two_sentences_are_two():
    document, found = harm("Gunmen killed Amina Kessler on Friday.", "Gunmen also killed Yusuf Demir.")
    assert tally(document, found).killed_low == 2


def test_disagreeing_figures_give_a_range():
    document, found = harm("The strike killed 12 people.", "A doctor said 15 people were killed.")
    toll = tally(document, found)
    assert toll.killed_low == 12
    assert toll.killed_high == 15


def test_text_without_people_has_no_harm():
    assert harm("The ministry published its budget.")[1] == ()
