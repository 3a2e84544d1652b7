"""Sides of an act: somebody fills them; things and ground do not."""

import pytest

from schemas.records import RawRecord
from transforms.process import Settings, process_batch

NOBODY = [
    "Protesters in Lagos briefly blocked a motorway on Friday.",
    "The Kenyan government has denied any wrongdoing.",
    "Vigils were held in Turin on Sunday.",
    "Rebels captured the northern town of Gao on Tuesday.",
    "The general seized absolute power in May.",
    "Peacekeepers in Chad will increase patrols along the river.",
    "Chile's president is attending a conference on fishing rights.",
    "Norway has stepped up intelligence sharing.",
    "Prosecutors opened an inquiry into the death of Ida Holm.",
    "The guild called for an investigation into the editor's disappearance.",
]


@pytest.mark.parametrize("text", NOBODY)
def test_things_and_ground_are_no_recipients(code, text):
    [events] = code(text)
    assert events
    assert [r.text for e in events for r in e.recipients] == []


HIT = [
    ("At least nine shoppers were killed in air strikes on a market in Ibb on Monday.", "nine shoppers"),
    ("A bomb exploded near a school in Gardez on Sunday, killing four teachers.", "four teachers"),
]


@pytest.mark.parametrize(("text", "who"), HIT)
def test_who_was_hurt_stands_before_where_it_happened(code, text, who):
    [events] = code(text)
    assert [r.text for e in events for r in e.recipients] == [who]


STATES = [
    ("Norway suspended aid to Mali on Thursday.", "Mali"),
    ("The ministry accused Tehran of jamming its satellites.", "Tehran"),
]


@pytest.mark.parametrize(("text", "who"), STATES)
def test_a_state_or_its_capital_is_a_side_of_what_is_said_and_withheld(code, text, who):
    [events] = code(text)
    assert who in [r.text for e in events for r in e.recipients]


LOCAL = [
    ("Police in Nairobi arrested three students on Monday.", "KEN"),
    ("A court in Oslo sentenced the trader to six years in prison on Friday.", "NOR"),
]


def rows_of(text, **fields):
    """Return the events of a text through all stages."""
    [done] = process_batch(
        [RawRecord(source_uri="test", source_locator="0", format="text", text=text, **fields)], settings=Settings()
    )
    return done.events


@pytest.mark.parametrize(("text", "country"), LOCAL)
def test_local_parties_are_of_the_country_they_act_in(model, text, country):
    events = rows_of(text)
    assert [a.country for e in events for a in e.actors] == [country]
    assert {a.basis for e in events for a in e.actors} <= {"phrase", "context"}


TOLLS = [
    ("At least six people were killed and more than 30 wounded on Friday in a blast near a barracks in Homs.", 6, 31),
    ("Over 40 rebels were killed and 12 others injured in clashes with the army.", 41, 12),
    ("A total of 90 militants were killed in the raids in May, a broadcaster said.", 90, None),
    ("Rules were tightened after the attacks in Spain that killed 70 people and tourism has become a worry.", 70, None),
]


@pytest.mark.parametrize(("text", "killed", "wounded"), TOLLS)
def test_dead_and_wounded_of_one_sentence_are_told_apart(code, text, killed, wounded):
    [events] = code(text)
    row = max(events, key=lambda e: e.killed_low or 0)
    assert (row.killed_low, row.wounded_low) == (killed, wounded)


def test_a_relative_clause_of_harm_belongs_to_the_noun_before_it(model):
    events = rows_of(
        "The group has claimed responsibility for the bombing that killed 20 people in Brussels last month "
        "and attacks in Paris in November that killed 50 people.",
        date="2016-04-07",
    )
    assert sorted(e.killed_low for e in events if e.event_type == "ASSAULT") == [20, 50]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Rebels shelled the eastern district, killing nine traders.", ["Rebels"]),
        ("Capturing Kananga has helped the militia, and the province killed four policemen.", []),
        ("A clinic closed while the hill town burned five shops on Friday.", []),
        ("Abkhazia shelled a Georgian border post on Sunday.", ["Abkhazia"]),
        ("Moscow shelled the city of Kharkiv on Sunday.", ["Moscow"]),
    ],
)
def test_ground_commits_no_violence_but_a_region_that_rules_itself_does(code, text, actors):
    [events] = code(text)
    found = [e for e in events if e.event_type == "ASSAULT"]
    assert [p.text for p in found[-1].actors] == actors


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("The Dhaka restaurant attack killed 20 people.", []),
        ("Two nurses were killed in the Brussels bombings in March.", []),
        ("Moscow's raid on the port killed two sailors.", ["Moscow"]),
    ],
)
def test_a_town_before_the_noun_for_an_attack_is_where_it_happened(code, text, actors):
    [events] = code(text)
    assert [p.text for e in events if e.event_type == "ASSAULT" for p in e.actors] == actors


@pytest.mark.parametrize("kin", ["father", "stepfather", "uncle", "niece"])
def test_kin_are_civilians(code, kin):
    [events] = code(f"The girls were abducted by their {kin} near Leeds on Monday.")
    assert [(p.text, p.sector) for p in events[0].actors] == [(f"their {kin}", "CVL")]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Gunmen kidnapped a businessman in Basra on Monday.", ("a businessman", "IRQ", "BUS")),
        ("Police detained two journalists in Kumasi on Monday.", ("two journalists", "GHA", "JRN")),
    ],
)
def test_people_without_a_country_of_their_own_are_of_where_it_happened(model, text, who):
    events = rows_of(text)
    assert [(r.text, r.country, r.sector) for r in events[0].recipients] == [who]


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        (
            "The Israeli premier said that Iran is a threat to the world and that Oman will not be the one to stop it.",
            "Iran",
        ),
        (
            "The French premier said that Chad is a threat to the world and that Niger will not be the one to stop it.",
            "Chad",
        ),
    ],
)
def test_a_second_clause_that_denies_accuses_nobody(model, text, accused):
    found = [e for e in rows_of(text) if e.event_type == "ACCUSE"]
    assert [r.text for e in found for r in e.recipients] == [accused]
