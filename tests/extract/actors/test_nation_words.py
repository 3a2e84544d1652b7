"""Countries of actors told by words that are also a part of other names, and by typographic possessives."""

import pytest


def countries(code, text):
    """Return the countries of all parties of the rows of a text."""
    return {p.country for row in code(text)[0] for p in (*row.actors, *row.recipients)}


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("Peru\u2019s army attacked Bolivia\u2019s border guards on Monday.", {"PER", "BOL"}),
        ("Kenya\u2019s president met Ghana\u2019s foreign minister on Friday.", {"KEN", "GHA"}),
    ],
)
def test_a_typographic_possessive_names_the_owner(code, text, owners):
    assert countries(code, text) == owners


@pytest.mark.parametrize(
    "text",
    [
        "The National Police Commission sacked two officers in Abuja on Monday.",
        "The National Police Commission accused the governor of fraud.",
    ],
)
def test_a_national_commission_is_not_of_china(code, text):
    assert "CHN" not in countries(code, text)


@pytest.mark.parametrize(
    "text",
    [
        "The Israeli service arrested two smugglers on Monday.",
        "The Israeli secret service accused the cleric of spying.",
    ],
)
def test_a_service_is_of_the_nation_told(code, text):
    found = countries(code, text)
    assert "ISR" in found and "GBR" not in found
