"""Which act those hurt belong to, and who belongs to none."""

import pytest

ATTACK = "Rebels attacked a police post near Goma on Monday. "


@pytest.mark.parametrize(
    "text",
    [
        ATTACK + "A landslide killed 12 people in a nearby village.",
        ATTACK + "Twelve people died in a landslide in the same province.",
        ATTACK + "A flood left 12 people dead in the same province.",
        ATTACK + "After heavy storms in the hills 12 people were found dead, police said.",
        ATTACK + "A mudslide hit a village nearby on Tuesday. Twelve people died.",
        ATTACK + "The insurgency has claimed 12,000 lives.",
        "An earthquake killed 12 people near Goma a day after rebels attacked a police post there.",
        "Rebels attacked a police post near Goma, where 12 villagers had died in an avalanche.",
        ATTACK + "Twelve children died from the cold in the camps.",
        ATTACK + "Twelve villagers have died of cholera this week.",
    ],
)
def test_who_dies_of_nature_is_no_victim_of_an_act_beside_it(code, text):
    (events,) = code(text)
    assert [event.killed_low for event in events if event.event_type == "ASSAULT"] == [None]


@pytest.mark.parametrize(
    "text",
    [
        ATTACK + "Twelve people were killed.",
        ATTACK + "Twelve people died in the attack, four days after a flood.",
        "After the floods rebels attacked a police post near Goma, killing 12 people.",
        "Rebels stormed a police post near Goma on Monday. Twelve people were killed.",
        "The rebels shot down the aircraft on Monday. Twelve people died in the crash.",
    ],
)
def test_others_are(code, text):
    (events,) = code(text)
    assert 12 in [event.killed_low for event in events if event.event_type == "ASSAULT"]


def test_who_dies_in_a_protest_with_no_attack_beside_it_dies_in_the_protest(code):
    (events,) = code("The verdict led to protests in Goma that left 12 people dead.")
    assert [(event.event_type, event.killed_low) for event in events] == [("PROTEST", 12)]


@pytest.mark.parametrize(
    "text",
    [
        "Thousands of students in Lima protested on Monday over the death of a nurse.",
        "The death of a nurse set off protests by thousands of students in Lima on Monday.",
    ],
)
def test_who_is_mourned_is_no_victim_of_the_protest(code, text):
    (events,) = code(text)
    assert [event.killed_low for event in events if event.event_type == "PROTEST"] in ([None], [])


def test_a_figure_of_more_people_is_not_that_of_those_among_them(code):
    (events,) = code(
        "A bomb hit a bus in Goma on Monday, killing four pupils. They were among 19 people killed in blasts."
    )
    assert (events[0].killed_low, events[0].killed_high) == (4, 4)


@pytest.mark.parametrize(
    "text",
    [
        "A gunman killed four pupils in Bern on Monday before he shot himself dead.",
        "A guard killed four tourists near Lima on Monday and then killed himself.",
    ],
)
def test_who_ends_his_own_life_is_none_of_those_he_killed(code, text):
    (events,) = code(text)
    assert [(e.killed_low, e.killed_high) for e in events if e.event_type == "ASSAULT"] == [(4, 4)]


@pytest.mark.parametrize(
    "text",
    [
        "A shell hit a market in Taiz on Monday. The war has killed more than 90,000 people since 2015.",
        "Rebels attacked a post near Goma on Monday. The conflict has killed at least 90,000 people since 2012.",
    ],
)
def test_what_a_war_has_done_is_no_toll_of_one_act_in_it(code, text):
    (events,) = code(text)
    assert next(event.killed_low for event in events if event.event_type == "ASSAULT") is None
