"""Who the parties of an act are: things and scenes are none, lists are several, and the article says who is meant."""

import pytest

from schemas.records import RawRecord
from transforms.process import Settings, process_batch


def rows_of(text, **fields):
    """Return the events of a text through all stages."""
    record = RawRecord(source_uri="test", source_locator="0", format="text", text=text, **fields)
    [done] = process_batch([record], settings=Settings())
    return done.events


def named(parties):
    """Return text, country and sector of parties."""
    return [(p.text, p.country, p.sector) for p in parties]


NO_ACTOR = [
    "Pavel Horak, a Slovak engineer, was arrested in Chile in 2015.",
    "A Canadian sailor stationed in Malta was detained on suspicion of theft.",
    "A curfew was imposed in the old town of Siirt after a night of fires.",
    "Two soldiers were killed by a mine near Kirkuk on Sunday.",
]


@pytest.mark.parametrize("text", NO_ACTOR)
def test_a_scene_or_a_weapon_does_not_act(model, text):
    events = rows_of(text, date="2019-03-04")
    assert events
    assert [a for e in events for a in e.actors] == []


NO_RECIPIENT = [
    "The president declared a state of emergency on Monday.",
    "The governor declared a state of siege on Friday.",
    "Hungary ratified the convention in 2012.",
    "The party has often complained about the Geneva Convention.",
    "Norway will withdraw from the European treaty on fisheries.",
    "Students marched in Quito to demand the release of a jailed poet.",
    "Last week Kenya appealed for donations of hundreds of tents.",
    "Protests were held in Turin, Pisa and Genoa on Sunday.",
]


@pytest.mark.parametrize("text", NO_RECIPIENT)
def test_conditions_treaties_acts_and_towns_are_no_recipients(model, text):
    events = rows_of(text, date="2019-03-04")
    assert events
    assert [r.text for e in events for r in e.recipients] == []


def test_an_inquiry_into_an_attack_is_not_against_those_who_were_hit(model):
    for text in (
        "Investigators are looking into the attack on the town of Douma.",
        "The ministry condemned the bombing of the school in Gardez.",
    ):
        accused = [e for e in rows_of(text, date="2019-03-04") if e.event_type == "ACCUSE"]
        assert accused
        assert [r for e in accused for r in e.recipients] == []


TOGETHER = [
    ("The presidents of Ghana and Togo discussed the border by telephone on Monday.", ["GHA", "TGO"], "GOV"),
    ("Clashes between Ugandan and Congolese troops went on near Bunia on Tuesday.", ["UGA", "COD"], "MIL"),
    ("The foreign ministers of Chile, Peru and Bolivia condemned the raid on Friday.", ["CHL", "PER", "BOL"], "GOV"),
]


@pytest.mark.parametrize(("text", "countries", "sector"), TOGETHER)
def test_nations_in_a_list_are_parties_of_their_own(model, text, countries, sector):
    events = rows_of(text, date="2019-03-04")
    assert [a.country for a in events[0].actors] == countries
    assert {a.sector for a in events[0].actors} == {sector}


AGENTS = [
    (
        "At least nine villagers died in air strikes believed to have been carried out by the army on Sunday.",
        "the army",
    ),
    ("A shell hit a mosque in a raid suspected to have been mounted by the navy.", "the navy"),
    ("Chinese drones had previously been used by local rebels to attack Thailand.", "local rebels"),
    ("Imported drones were employed by insurgents to attack the airport.", "insurgents"),
    ("A teacher was injured in a terrorist rocket attack on Ramla on Friday.", "terrorist"),
    ("Four traders were killed in an insurgent attack on a market in Baidoa.", "insurgent"),
    ("The city saw protests in 2014 over the shooting death of a student by a police officer.", "a police officer"),
    ("There was anger over the shooting death of a nurse by a militiaman.", "a militiaman"),
]


@pytest.mark.parametrize(("text", "who"), AGENTS)
def test_agents_are_found_behind_participles_users_modifiers_and_outcomes(model, text, who):
    events = [e for e in rows_of(text, date="2019-03-04") if e.event_type == "ASSAULT"]
    assert who in [a.text for e in events for a in e.actors]


BLAMING = [
    ("Spokesman Omar Haddad said a rocket had targeted the market in Ramadi, blaming the rebels.", "Omar Haddad"),
    ("The mayor said a blast had hit the depot, accusing the separatists of sabotage.", "mayor"),
]


@pytest.mark.parametrize(("text", "who"), BLAMING)
def test_who_speaks_blames(model, text, who):
    accused = [e for e in rows_of(text, date="2019-03-04") if e.event_type == "ACCUSE"]
    assert accused
    assert all(who in a.text for e in accused for a in e.actors)


def test_whom_a_threat_is_to_strike_is_its_recipient(model):
    for text, who in (
        ("The general has vowed to crush the militia.", "the militia"),
        ("The minister vowed to annihilate the rebels.", "the rebels"),
    ):
        [event] = rows_of(text, date="2019-03-04")
        assert (event.event_type, [r.text for r in event.recipients]) == ("THREATEN", [who])


def test_a_phrase_behind_the_day_belongs_to_the_verb(model):
    for text in (
        "Thousands of teachers demonstrated in Quito on Monday against the government.",
        "Farmers protested in Sucre on Friday against the government.",
    ):
        [event] = rows_of(text, date="2019-03-04")
        assert [r.text for r in event.recipients] == ["the government"]


MEANT = [
    (
        "Two Spanish police officers came to the house. The officers shot a man on Monday.",
        ("The officers", "ESP", "COP"),
    ),
    ("Rwandan troops came to the port on Sunday. The troops killed ten rebels.", ("The troops", "RWA", "MIL")),
]


@pytest.mark.parametrize(("text", "who"), MEANT)
def test_a_bare_noun_is_the_fuller_phrase_before_it(model, text, who):
    events = [e for e in rows_of(text, date="2019-03-04") if e.event_type == "ASSAULT"]
    assert who in [one for e in events for one in named(e.actors)]


def test_a_noun_of_two_nations_before_it_is_of_neither(model):
    events = rows_of(
        "Turkish soldiers and Syrian soldiers clashed on Sunday. The soldiers shelled a village.", date="2019-03-04"
    )
    assert ("The soldiers", None, "MIL") in [one for e in events for one in named(e.actors)]


OFFICES = [
    (
        "Labour MP Ida Berg spoke in the Commons on Monday. Ms Berg condemned the plan of France on Tuesday.",
        "LEG",
    ),
    ("Defence secretary Alan Cole spoke on Monday. He accused Iran of arming the rebels.", "GOV"),
    (
        "Acting Governor of the Tana Region Ole Lund spoke on Monday. Later Lund accused Iran of arming the rebels.",
        "GOV",
    ),
    (
        'Police Commissioner Alan "Big Al" Cole spoke on Monday. Cole accused Iran of arming the rebels on Friday.',
        "COP",
    ),
    ("Officer Alan Cole spoke on Monday. Cole accused Iran of arming the rebels on Friday.", "COP"),
]


@pytest.mark.parametrize(("text", "sector"), OFFICES)
def test_a_person_has_the_office_that_the_article_told(model, text, sector):
    accused = [e for e in rows_of(text, date="2019-03-04") if e.event_type == "ACCUSE"]
    assert [a.sector for e in accused for a in e.actors] == [sector]


HOME = [
    ("The army shelled two villages near Homs on Monday.", ("The army", "SYR", "MIL")),
    ("The navy fired on a boat near Mombasa on Sunday.", ("The navy", "KEN", "MIL")),
]


@pytest.mark.parametrize(("text", "who"), HOME)
def test_bodies_that_a_country_has_one_of_are_of_the_country_told(model, text, who):
    events = rows_of(text, date="2019-03-04")
    assert who in [one for e in events for one in named(e.actors)]


def test_the_security_council_is_that_of_the_united_nations(model):
    for text in (
        "The Security Council condemned the raid on Monday.",
        "Syria's air force bombed Douma on Monday. The Security Council condemned the raid.",
    ):
        accused = [e for e in rows_of(text, date="2019-03-04") if e.event_type == "ACCUSE"]
        assert [(a.country, a.name) for e in accused for a in e.actors] == [("UNO", "UN Security Council")]


SUFFERERS = [
    ("A mine killed three men in Lima on Friday.", [("three men", "PER", "CVL")]),
    ("Police in Lima arrested a Chilean man on Friday.", [("a Chilean man", "CHL", "CVL")]),
]


@pytest.mark.parametrize(("text", "expected"), SUFFERERS)
def test_men_to_whom_it_was_done_are_civilians_where_nobody_tells_more(model, text, expected):
    assert named(r for e in rows_of(text, date="2019-03-04") for r in e.recipients) == expected


def test_others_beside_a_soldier_may_be_soldiers(model):
    text = "A gunman killed a Peruvian soldier and wounded two others in Lima on Friday."
    sectors = {r.sector for e in rows_of(text, date="2019-03-04") for r in e.recipients}
    assert "CVL" not in sectors


def test_who_speaks_for_a_body_of_states_is_of_no_government(model):
    [event] = rows_of("An EU envoy criticized Peru on Friday.", date="2019-03-04")
    assert named(event.actors) == [("An EU envoy", "EUR", None)]


def test_who_speaks_for_somebody_is_of_his_country(model):
    text = "Liberian President Charles Taylor lives abroad. A spokesman for Mr. Taylor denied the charge on Friday."
    [event] = rows_of(text, date="2006-03-04")
    assert ("A spokesman", "LBR") in [(a.text, a.country) for a in event.actors]
    assert {a.country for a in event.actors} == {"LBR"}


def test_tens_of_thousands_are_whom_they_are_counted_of(model):
    [event] = rows_of(
        "Tens of thousands of farmers protested against the Peruvian government on Friday.", date="2019-03-04"
    )
    assert [a.sector for a in event.actors] == ["AGR"]


ASIDE = [
    "The Norwegian minister signed the treaty on Friday in the Czech capital, Prague.",
    "The Peruvian minister denied the report, and Chilean lawmakers have called for an inquiry.",
    "Street protests erupted in Lima on Friday.",
]


@pytest.mark.parametrize("text", ASIDE)
def test_what_only_says_where_or_stands_in_a_clause_beside_is_no_side(model, text):
    sides = {p.text for e in rows_of(text, date="2019-03-04") for p in (*e.actors, *e.recipients)}
    assert not sides & {"Czech", "Chilean", "Street"}


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("The Muslim Brotherhood was banned in Egypt. Brotherhood officials accused the judges of fraud.", "OPP"),
        ("Kestrel officials accused the judges of fraud.", None),
        ("Durango officials accused the judges of fraud.", "GOV"),
    ],
)
def test_officials_are_those_of_the_body_named_before_them(model, text, sector):
    [event] = [e for e in rows_of(text, date="2019-03-04") if e.event_type == "ACCUSE"]
    assert [a.sector for a in event.actors] == [sector]


LED = [
    ("A group led by Hassan Nasrallah attacked a town on Friday.", ("LBN", "REB")),
    ("Forces commanded by Khalifa Haftar shelled a village on Friday.", ("LBY", "MIL")),
]


@pytest.mark.parametrize(("text", "who"), LED)
def test_people_are_of_the_country_and_kind_of_who_leads_them(model, text, who):
    events = [e for e in rows_of(text, date="2019-03-04") if e.event_type == "ASSAULT"]
    assert who in [(a.country, a.sector) for e in events for a in e.actors]


OWN_PEOPLE = [
    ("India was criticised over the Burmese junta's repression of its opponents.", "MMR"),
    ("Turkey denounced the Greek government's detention of its critics.", "GRC"),
]


@pytest.mark.parametrize(("text", "country"), OWN_PEOPLE)
def test_those_an_act_is_done_to_may_be_its_authors_own(model, text, country):
    held = [e for e in rows_of(text, date="2019-03-04") if e.event_type == "COERCE"]
    assert [r.country for e in held for r in e.recipients] == [country]


def test_people_who_are_freed_are_civilians_where_nothing_else_is_told(model):
    (event,) = rows_of("Danish police have freed a Kenyan man.", date="2019-03-04")
    assert [(r.country, r.sector) for r in event.recipients] == [("KEN", "CVL")]
