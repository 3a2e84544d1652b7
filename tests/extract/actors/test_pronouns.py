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
