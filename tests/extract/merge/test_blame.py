"""Those who are said to be behind an act that is told elsewhere, and how parties and things are worded."""

import pytest

from transforms.words.classes import word_table


def assaults(events):
    return [event for event in events if event.event_type == "ASSAULT"]


def actors(events):
    return {actor.text for event in assaults(events) for actor in event.actors}


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        (
            "Judge Pedro Romero was killed in Lima yesterday. The government blamed the Shining Path for the crime.",
            "the Shining Path",
        ),
        (
            "A bomb exploded at a bank in Lima. Rebels of the Shining Path claimed credit for the act in leaflets.",
            "Rebels",
        ),
        (
            "Judge Pedro Romero was killed in Lima. Three students were charged with the murder of Romero.",
            "Three students",
        ),
        (
            "Judge Pedro Romero was killed. Two soldiers were arrested in connection with the murder of Romero.",
            "Two soldiers",
        ),
    ],
)
def test_blamed_are_actors_of_the_act_told_before(code, text, blamed):
    assert blamed in actors(code(text)[0])


def test_denied_part_makes_no_actor(code):
    (events,) = code("Judge Pedro Romero was killed in Lima. Two officers did not participate in the crime.")
    assert "Two officers" not in actors(events)


def test_a_crime_without_an_act_before_it_is_nobodys(code):
    (events,) = code("The mayor blamed Juan Castro for the crime.")
    assert not assaults(events)


def test_table_of_ties_is_well_formed():
    for row in word_table("blame"):
        assert row["lemma"].islower() and row["pos"] in "vna" and row["who"] and row["act"]


def test_hedges_and_round_figures_are_no_part_of_a_party(code):
    (events,) = code("Alleged members of the Shining Path killed the mayor of Ayacucho on Monday.")
    assert actors(events) == {"members of the Shining Path"}


def test_who_does_it_to_himself_is_no_recipient(code):
    (events,) = code("A suicide bomber blew himself up in a market in Kabul, killing four people.")
    assert assaults(events)
    assert all(r.text.lower() != "himself" for event in events for r in event.recipients)


def test_person_goes_under_the_full_name_of_the_article(code):
    (events,) = code("Senator Carlos Ruiz Galan spoke in Lima on Monday. Gunmen killed Galan after the speech.")
    assert {r.text for event in assaults(events) for r in event.recipients} == {"Carlos Ruiz Galan"}
