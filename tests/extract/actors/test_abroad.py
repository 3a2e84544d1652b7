"""Whose people are not those of the state beside them, and whose are: allies, exporters, listed officials, pronouns."""

import pytest

from transforms.extract.actors import code_phrase, of_many_states
from transforms.extract.actors.lexicon.words import cut


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("Peru's allies", None, None),
        ("the trading partners of Norway", None, None),
        ("Peruvian allies", "PER", None),
        ("Chad's neighbours", None, "GOV"),
        ("East African neighbours", None, "GOV"),
        ("Ms Dahl's neighbours", None, "CVL"),
        ("the neighbours", None, "CVL"),
        ("European Union fisheries experts", "EUR", None),
        ("United Nations trade analysts", "UNO", None),
        ("the security services", None, "SPY"),
        ("Labour defectors", "GBR", "PTY"),
        ("North Korean defectors", "PRK", "REF"),
    ],
)
def test_codes_of_those_beside_a_state(text, country, sector):
    found = code_phrase(text)
    assert (found.country, found.sector) == (country, sector)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("its partners", True),
        ("a rival of Peru", True),
        ("foreign buyers", True),
        ("their neighbours", True),
        ("The neighbours", False),
        ("Ms Dahl's neighbours", False),
        ("the foreign minister", False),
        ("Peru's farmers", False),
    ],
)
def test_who_is_of_another_state(text, other):
    assert of_many_states(cut(text)) is other


def sides(code, text, kind):
    """Return the actors and recipients of the first row of a type as (country, sector)."""
    row = next(one for one in code(text)[0] if one.event_type == kind)
    return [[(p.country, p.sector) for p in side] for side in (row.actors, row.recipients)]


def test_exporters_are_not_of_the_state_they_sell_to(code):
    actors, recipients = sides(
        code,
        "Egypt asked for new offers of oil. Egypt named a port. Exporters rejected Egypt's demand on Monday.",
        "REJECT",
    )
    assert actors == [(None, "BUS")]
    assert recipients == [("EGY", None)]


def test_a_bare_authority_is_of_the_nation_told_before(code):
    text = """The British premier met British lawmakers in Leeds. British ministers and the British police were there.

Aid workers in Nepal wait for months. On Monday they accused the authorities of theft."""
    assert sides(code, text, "ACCUSE")[1] == [("NPL", "GOV")]


def test_ministries_are_of_the_government_that_orders_them(code):
    text = "Norway's prime minister has demanded that all ministries save money. Swedish and Danish papers said so."
    assert sides(code, text, "REQUEST")[1] == [("NOR", "GOV")]


def test_an_army_with_its_is_that_of_the_state_before(code):
    text = "The town is under threat from Chad after its army launched an attack on a village in Sudan on Monday."
    assert sides(code, text, "ASSAULT")[0] == [("TCD", "MIL")]


def test_listed_officials_are_of_one_state(code):
    text = "The envoy left Spain. In Oslo he met the Norwegian premier, Norwegian lawmakers and other senior officials."
    assert set(sides(code, text, "CONSULT")[1]) >= {("NOR", "GOV"), ("NOR", "LEG")}
    assert {country for country, _ in sides(code, text, "CONSULT")[1]} == {"NOR"}


def test_i_is_the_speaker_of_the_quotation(code):
    text = '"I condemn the attack on the port," the Norwegian foreign minister said. Iran was silent.'
    assert sides(code, text, "ACCUSE")[0] == [("NOR", "GOV")]


def test_i_goes_on_over_sentences_of_a_quotation(code):
    text = 'The Chilean president said that talks were hard. "I urge Peru to leave the valley," he said.'
    assert sides(code, text, "REQUEST") == [[("CHL", "GOV")], [("PER", None)]]


def test_the_article_tells_the_office_that_the_tables_do_not(code):
    text = (
        """Liberal Democrat spokesman Vince Cable spoke in Leeds. On Monday Mr Cable accused the chancellor of fraud."""
    )
    assert sides(code, text, "ACCUSE")[0] == [("GBR", "PTY")]
