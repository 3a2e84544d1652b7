"""Pronouns that stand for a noun for people, not for a name."""

import pytest

from schemas.records import RawRecord
from transforms.process import Settings, process_batch


def recipients_of(text):
    """Return text, country and sector of the recipients of all events of a text."""
    record = RawRecord(source_uri="test", source_locator="0", format="text", text=text, date="2009-03-04")
    [done] = process_batch([record], settings=Settings())
    return [(p.text, p.country, p.sector) for e in done.events for p in e.recipients]


MEANT = [
    ("Chilean police stopped three Bolivian farmers near Arica and beat them.", ("them", "BOL", "AGR")),
    ("Rebels freed a Kenyan policeman four months after capturing him near Wajir.", ("him", "KEN", "COP")),
    (
        "Greek prosecutors questioned two Polish doctors on Monday. They also charged them with fraud.",
        ("them", "POL", "MED"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), MEANT)
def test_a_pronoun_stands_for_the_only_people_that_do_not_act_on_it(model, text, expected):
    assert expected in recipients_of(text)


UNCLEAR = [
    "Chilean police met Bolivian farmers and Peruvian fishermen. Soldiers then attacked them.",
    "Peruvian soldiers met Chilean officers at the camp of Bolivian miners. A judge then accused them of fraud.",
]


@pytest.mark.parametrize("text", UNCLEAR)
def test_of_several_peoples_a_pronoun_means_none(model, text):
    them = [country for text, country, _ in recipients_of(text) if text == "them"]
    assert them
    assert set(them) == {None}


BODIES = [
    ("The Peruvian ministry put out a leaflet on Friday. It condemned the coup in Niger.", ("It", "PER", "GOV")),
    (
        "The farmers party in Togo put out a leaflet on Friday. It accused the opposition of lying.",
        ("It", "TGO", "PTY"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), BODIES)
def test_an_it_that_speaks_is_the_body_that_acted_in_the_sentence_before(model, text, expected):
    [done] = process_batch(
        [RawRecord(source_uri="test", source_locator="0", format="text", text=text, date="2009-03-04")],
        settings=Settings(),
    )
    assert (*expected, "coreference") in [(p.text, p.country, p.sector, p.basis) for e in done.events for p in e.actors]


NO_BODY = [
    "A spokesman for the farmers' party gave out a leaflet on Friday. It condemned the coup in Niger.",
    "The leaflet was printed by the ministry on Friday. It condemned the coup in Niger.",
]


@pytest.mark.parametrize("text", NO_BODY)
def test_an_it_after_a_body_that_did_nothing_is_nobody(model, text):
    [done] = process_batch(
        [RawRecord(source_uri="test", source_locator="0", format="text", text=text, date="2009-03-04")],
        settings=Settings(),
    )
    assert not [p for e in done.events for p in e.actors]
