import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.parse.numbers import Quantity, add, quantity


@pytest.mark.parametrize(
    ("text", "low", "high", "length"),
    [
        ("12 people", 12, 12, 1),
        ("1,200 people", 1200, 1200, 1),
        ("twenty-two people", 22, 22, 1),
        ("two hundred and fifty men", 250, 250, 4),
        ("1.5 million people", 1_500_000, 1_500_000, 2),
        ("half a dozen men", 6, 6, 3),
        ("a dozen men", 12, 12, 2),
        ("two dozen men", 24, 24, 2),
        ("more than two dozen fighters", 25, None, 4),
        ("at least 12 people", 12, None, 3),
        ("no fewer than six people", 6, None, 4),
        ("up to 20 people", None, 20, 3),
        ("fewer than 20 people", None, 19, 3),
        ("five to 10 people", 5, 10, 3),
        ("dozens of troops", 24, 99, 1),
        ("scores of troops", 40, 99, 1),
        ("hundreds of troops", 200, 999, 1),
        ("several hundred troops", 300, 999, 2),
        ("tens of thousands of people", 20_000, 99_999, 3),
        ("several people", 3, 9, 1),
        ("a couple of people", 2, 2, 2),
        ("no one", 0, 0, 1),
        ("a contractor", 1, 1, 1),
        ("some 5,200 soldiers", 5200, 5200, 2),
    ],
)
def test_quantity(text, low, high, length):
    assert quantity(text.split()) == Quantity(low, high, length)


@pytest.mark.parametrize("text", ["soldiers", "over the hill", "more than that", "", "3.5 people", "around town"])
def test_no_quantity(text):
    assert quantity(text.split()) is None


def test_sum_keeps_an_open_bound_open():
    assert add([Quantity(2, 2), Quantity(1, 1)]) == Quantity(3, 3)
    assert add([Quantity(2, 2), Quantity(5, None)]) == Quantity(7, None)


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_words_give_a_consistent_range(words):
    found = quantity(words)
    if found:
        assert 0 < found.length <= len(words)
        assert found.low is None or found.high is None or found.low <= found.high
