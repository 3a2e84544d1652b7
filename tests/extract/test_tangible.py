"""Tests of what keeps talk of violence apart from acts, and of who an act was aimed at."""

from __future__ import annotations


def assaults(rows):
    return [row for article in rows for row in article if row.event_type == "ASSAULT"]


def test_attacks_of_which_nothing_is_told_are_talk(code):
    assert not assaults(code("The minister said the killings in the country were a stain on its image."))


def test_the_target_of_an_attack_is_its_recipient(code):
    rows = assaults(code("Governor Peter Lindow was the target of a bomb attack on Friday."))
    assert [[r.text for r in row.recipients] for row in rows] == [["Governor Peter Lindow"]]


def test_a_building_that_is_the_target_of_an_attack_is_a_thing_hit(code):
    rows = assaults(code("The bank was the target of a bomb attack on Friday."))
    assert [[t.text for t in row.targets] for row in rows] == [["bank"]]


def test_who_was_killed_in_an_attack_is_not_behind_it(code):
    rows = assaults(code("Officials denounced the attack in which two guards were killed on Friday."))
    assert [row.actors for row in rows] == [()]


def test_a_victim_called_by_part_of_his_name_is_named_in_full(code):
    rows = assaults(
        code(
            "Gunmen killed Senator Mario Paz Quintana in the capital on Friday. "
            "Paz Quintana was killed near his home, police said."
        )
    )
    assert {v.text.removeprefix("Senator ") for row in rows for v in row.victims} == {"Mario Paz Quintana"}


def test_a_stabbing_and_a_police_shooting_are_two(code):
    rows = assaults(
        code("Police fired on a crowd in the town. A boy was stabbed to death in the same town, doctors said.")
    )
    assert len(rows) == 2


def test_the_dead_of_two_countries_died_in_two_acts(code):
    rows = assaults(
        code("A rocket attack killed an American contractor. An airstrike killed at least 20 Iranian fighters later.")
    )
    assert len(rows) == 2
