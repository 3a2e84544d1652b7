"""Whose troops, police and rebels are meant where their own words name no country."""

import pytest

from schemas.records import RawRecord
from transforms.process import Settings, process_batch


def sides_of(text, kind):
    """Return text and country of the parties of the first event of a type."""
    record = RawRecord(source_uri="test", source_locator="0", format="text", text=text, date="2009-03-04")
    [done] = process_batch([record], settings=Settings())
    event = next(e for e in done.events if e.event_type == kind)
    return [(p.text, p.country) for p in event.actors], [(p.text, p.country) for p in event.recipients]


def test_an_army_speaks_of_its_own_soldiers(model):
    text = (
        "The Danish army in Iraq says three soldiers were wounded in an ambush near Basra. Basra is in southern Iraq."
    )
    assert ("three soldiers", "DNK") in sides_of(text, "ASSAULT")[1]


def test_a_broadcaster_speaks_of_its_own_government(model):
    text = "Chilean media say the government rejected the offer on Monday."
    assert sides_of(text, "REJECT")[0] == [("the government", "CHL")]


def test_the_troops_of_a_sentence_are_those_whose_vehicle_was_hit(model):
    text = (
        "Officials in Afghanistan met elders in Kandahar. "
        "A roadside bomb tore through a Dutch military vehicle in Kandahar, killing two soldiers."
    )
    assert ("two soldiers", "NLD") in sides_of(text, "ASSAULT")[1]


def test_soldiers_are_not_those_of_the_army_that_kills_them(model):
    text = "Kenyan troops attacked a base near Dhobley, killing nine soldiers. Dhobley is in southern Somalia."
    assert ("nine soldiers", "KEN") not in sides_of(text, "ASSAULT")[1]


@pytest.mark.parametrize("who", ["Rebels", "Militants"])
def test_unnamed_fighters_are_of_the_country_the_article_tells_of(model, who):
    text = (
        f"{who} attacked a clinic on Friday. Colombia's health ministry said the clinic near Pasto in Colombia burned."
    )
    assert sides_of(text, "ASSAULT")[0] == [(who, "COL")]


def test_a_country_in_the_name_of_a_broadcaster_is_not_what_an_article_is_about(model):
    text = (
        "Rebels attacked a convoy in the north of Niger on Friday. A reporter of Radio France counted ten vehicles. "
        "Radio France said Niger has sent troops."
    )
    assert sides_of(text, "ASSAULT")[0] == [("Rebels", "NER")]
