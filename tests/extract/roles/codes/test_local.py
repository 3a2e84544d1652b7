"""Countries and sectors of parties by those they stand beside, and of the unidentified."""

import pytest

from schemas.records import RawRecord
from transforms.process import Settings, process_batch


def codes(text, kind):
    """Return the parties of the acts of a type in a text: their words, country and sector."""
    record = RawRecord(source_uri="test", source_locator="0", format="text", text=text, date="2019-03-04")
    [done] = process_batch([record], settings=Settings())
    return {p.text: (p.country, p.sector) for e in done.events if e.event_type == kind for p in e.actors + e.recipients}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        (
            "Mr. Lind flew to Lisbon from Oslo, where he met Norwegian Prime Minister Erna Solberg, Ida Berg of the "
            "bank, and other senior officials.",
            "NOR",
        ),
        (
            "In Chile the envoy met Kenyan President William Ruto, the head of a bank, and other ministers.",
            "KEN",
        ),
    ],
)
def test_other_officials_are_of_the_country_of_those_listed_before_them(model, text, country):
    found = {**codes(text, "CONSULT"), **codes(text, "ACCUSE")}
    assert next(code for words, code in found.items() if words.startswith("other")) == (country, "GOV")


def test_only_whom_the_text_calls_unknown_is_unidentified(model):
    assert codes("An unknown man threatened the mayor of Lusaka on Monday.", "THREATEN")["An unknown man"][1] == "UNK"
    assert codes("They accused the mayor of Quito of fraud.", "ACCUSE")["They"] == (None, None)


def test_a_bare_number_beside_fighters_is_of_no_sector(model):
    told = "Police in Lima fought a gang on Monday. They killed one gunman and arrested two."
    assert codes(told, "COERCE")["two"][1] is None
    assert codes("Two were killed in an attack on a market in Kano.", "ASSAULT")["Two"][1] == "CVL"


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("The accord was signed by the four countries in Nairobi on Monday.", "the four countries"),
        ("Five nations in Vienna condemned the raid.", "Five nations"),
    ],
)
def test_several_states_are_not_of_where_they_meet(model, text, states):
    assert {**codes(text, "SUPPORT"), **codes(text, "ACCUSE")}[states][0] is None
