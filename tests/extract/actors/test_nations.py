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


OWN = [
    ("The Danish general in Iraq told troops to hold their fire on Monday. Basra is in Iraq.", "troops", "DNK"),
    ("Chilean President Ana Soto submitted the treaty to parliament. She signed it in Lima.", "parliament", "CHL"),
    ("Norway's supreme court upheld the government's ban on trawlers off Iceland.", "the government", "NOR"),
]


@pytest.mark.parametrize(("text", "who", "country"), OWN)
def test_offices_deal_with_the_bodies_of_their_own_state(model, text, who, country):
    record = RawRecord(source_uri="test", source_locator="0", format="text", text=text, date="2009-03-04")
    [done] = process_batch([record], settings=Settings())
    assert (who, country) in [(p.text, p.country) for e in done.events for p in e.recipients]


def test_foreign_troops_told_of_by_an_army_are_not_its_own(model):
    text = "The Kenyan army said it attacked troops near Dhobley on Monday. Dhobley is in southern Somalia."
    assert ("troops", "KEN") not in sides_of(text, "ASSAULT")[1]


@pytest.mark.parametrize(
    ("before", "body"),
    [("Peru's war crimes tribunal opened an inquiry.", "the court"), ("Togo's parliament met.", "lawmakers")],
)
def test_a_body_is_of_the_state_whose_body_of_its_kind_was_told_of(model, before, body):
    text = f"{before} On Monday {body} rejected the petition of a trader from Oslo."
    assert [country for _, country in sides_of(text, "REJECT")[0]] in (["PER"], ["TGO"])


@pytest.mark.parametrize("who", ["Foreign leaders", "International agencies"])
def test_those_of_many_states_are_of_none(model, who):
    text = f"{who} condemned the raid in Togo on Friday. Togo and the army of Togo denied it in Lome."
    assert sides_of(text, "ACCUSE")[0] == [(who, None)]


def test_a_foreign_minister_is_of_one_state(model):
    text = "The foreign minister condemned the raid on Friday. Togo and the army of Togo denied it in Lome."
    assert sides_of(text, "ACCUSE")[0] == [("The foreign minister", "TGO")]


NAMESAKES = [
    ("Jordanian King Abdullah met ministers in Amman on Friday.", "JOR"),
    ("Saudi King Abdullah met ministers in Riyadh on Friday.", "SAU"),
]


@pytest.mark.parametrize(("text", "country"), NAMESAKES)
def test_the_nation_beside_a_name_tells_namesakes_apart(model, text, country):
    assert sides_of(text, "CONSULT")[0][0][1] == country


def test_the_pope_is_of_the_holy_see_whatever_he_speaks_of(model):
    assert sides_of("The pope condemned the bombing in Lebanon on Friday.", "ACCUSE")[0] == [("The pope", "VAT")]


def test_a_title_with_of_before_a_name_keeps_its_nation(model):
    text = (
        "U.S. Deputy Secretary of State Joan Ingram met officials in Dushanbe on Thursday. "
        "During her stay in Dushanbe, Ms. Ingram praised the Tajik government."
    )
    assert [country for _, country in sides_of(text, "SUPPORT")[0]] == ["USA"]


def test_one_town_abroad_is_not_where_an_article_of_other_bodies_tells_from(model):
    text = (
        "Critics say such laws did not stop the bombing in Madrid. Downing Street and the House of Lords "
        "oppose the bill. On Friday the government rejected a petition by teachers."
    )
    record = RawRecord(source_uri="test", source_locator="0", format="text", text=text, date="2009-03-04")
    [done] = process_batch([record], settings=Settings())
    assert [p.country for e in done.events for p in e.actors if p.text == "the government"] == ["GBR"]


def test_the_president_is_the_known_one_whom_an_article_names(model):
    text = "Barack Obama said the war was won. The president accused the Republicans of defeatism."
    assert ("The president", "USA") in sides_of(text, "ACCUSE")[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Danish Defence Minister Ida Berg called her Greek counterpart on Monday.", ("GRC", "GOV")),
        ("The Danish foreign minister called his Greek counterpart on Monday.", ("GRC", "GOV")),
        ("A Danish bishop called his Greek counterpart on Monday.", ("GRC", "REL")),
    ],
)
def test_a_counterpart_is_of_the_office_of_whose_he_is(model, text, expected):
    record = RawRecord(source_uri="test", source_locator="0", format="text", text=text, date="2009-03-04")
    [done] = process_batch([record], settings=Settings())
    met = next(e for e in done.events if e.event_type == "CONSULT")
    assert expected in [(p.country, p.sector) for p in (*met.actors, *met.recipients)]


def test_the_army_is_no_rebel_army_named_before(model):
    text = (
        "The National Liberation Army attacked a town in Colombia on Friday. Colombia's president was in Bogota. "
        "On Sunday the army seized nine boats."
    )
    assert sides_of(text, "COERCE")[0] == [("the army", "COL")]


@pytest.mark.parametrize("who", ["reporter", "shopkeeper", "farmer"])
def test_whoever_is_hurt_is_of_where_it_happens(model, who):
    text = f"Gunmen kidnapped a {who} in Baidoa on Friday. Baidoa is a town in Somalia."
    assert sides_of(text, "ASSAULT")[1] == [(f"a {who}", "SOM")]
