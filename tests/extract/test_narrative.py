"""What an article tells of several happenings: which are one, and which day and place each has."""

import datetime

import pytest

from schemas.records import RawRecord
from transforms.process import Settings, process_batch

PUBLISHED = datetime.date(2021, 6, 17)


@pytest.fixture(scope="module")
def events(model):
    """Return a function from a text, published on a Thursday, to its events."""

    def run(text):
        data = f"date {PUBLISHED.isoformat()} {text}".encode()
        (processed,) = process_batch([RawRecord("a.txt", "0", "text", data=data)], settings=Settings())
        return processed.events

    return run


def only(rows, trigger):
    (row,) = [r for r in rows if trigger in {m.trigger for m in r.mentions}]
    return row


def test_the_place_of_what_only_dates_an_act_is_not_its_place(events):
    rows = events("Within hours of the attack on the port of Basra, a drone killed four fighters in neighboring Syria.")
    assert only(rows, "killed").place.name == "Syria"


def test_a_country_that_qualifies_people_is_no_place(events):
    (row,) = events("Rockets killed two US soldiers and a Danish engineer.")
    assert row.place is None


def test_two_capitals_at_odds_are_no_place(events):
    rows = events("The raid set off a round of attacks between Ankara and Damascus.")
    assert all(r.place is None for r in rows)


def test_the_finer_place_of_another_mention_is_that_of_the_event(events):
    (row,) = events(
        "Rockets killed two soldiers in Iraq.\n\nThe two soldiers were killed at a checkpoint in Kirkuk on Wednesday."
    )
    assert (row.place.name, row.date_start) == ("Kirkuk", datetime.date(2021, 6, 16))


def test_the_day_of_a_vote_is_not_that_of_the_killing_it_answers(events):
    rows = events("In January, Peruvian lawmakers voted to expel the envoy in reaction to the killing of Karim Haddad.")
    assert only(rows, "voted to expel").date_start == datetime.date(2021, 1, 1)
    killing = only(rows, "killing")
    assert (killing.date_basis, killing.historical) == ("none", True)


def test_since_opens_a_stretch_up_to_publication(events):
    (row,) = events("Rebels have killed nine soldiers at the Basra airport since late March, the governor said.")
    assert (row.date_start, row.date_end) == (datetime.date(2021, 3, 21), PUBLISHED)


def test_a_count_since_a_month_does_not_move_the_attack_there(events):
    (row,) = events(
        "Rockets killed two soldiers at the Basra airport on Wednesday.\n\n"
        "The rocket attack was the tenth on the airport since late March, the governor said."
    )
    assert (row.date_start, len(row.mentions)) == (datetime.date(2021, 6, 16), 2)


def test_background_keeps_the_date_of_its_paragraph(events):
    rows = events(
        "In late December, Chad accused the rebels of killing a teacher. Soldiers killed nine of the rebels in a raid."
    )
    row = only(rows, "killed")
    assert (row.date_start, row.date_basis) == (datetime.date(2020, 12, 21), "anchored")


def test_hours_after_a_dated_attack_is_its_day_or_the_next(events):
    rows = events(
        "Three soldiers were killed in the rocket attack on Kirkuk on Tuesday night.\n\n"
        "Within hours of the attack on Kirkuk, an airstrike killed more than two dozen fighters in Syria."
    )
    row = only(rows, "airstrike")
    assert (row.date_start, row.date_end) == (datetime.date(2021, 6, 15), datetime.date(2021, 6, 16))
    assert row.place.name == "Syria"


def test_who_retaliates_with_a_strike_is_behind_it(events):
    rows = events(
        "In late May, France accused the militia of the murder of an envoy. "
        "It responded with airstrikes that killed 12 of the group's fighters."
    )
    row = only(rows, "killed")
    assert [a.country for a in row.actors] == ["FRA"]
    assert [r.text for r in row.recipients] == ["12 of the group's fighters"]


def test_days_later_and_then_tell_of_other_acts(events):
    rows = events(
        "In late April, US airstrikes killed 25 rebels near Idlib.\n\n"
        "Days later, a US drone killed rebel commander Omar Saleh near the Idlib airport.\n\n"
        "The rebels then launched attacks of their own at a Turkish base."
    )
    assert [sorted(m.sentence_index for m in r.mentions)[0] for r in rows if r.event_type == "ASSAULT"] == [0, 1, 2]


def test_one_person_is_killed_once(events):
    rows = events(
        "In late April, a US drone killed rebel commander Omar Saleh near Idlib.\n\n"
        "In May, lawmakers voted to expel the envoy in reaction to the killing of Saleh."
    )
    row = only(rows, "killing")
    assert {m.sentence_index for m in row.mentions} == {0, 1}
    assert (row.killed_low, row.date_start) == (1, datetime.date(2021, 4, 21))


def test_what_only_tells_who_a_group_is_is_no_row(events):
    rows = events(
        "The front is the only group known to have previously carried out an attack of this scale against UN troops."
    )
    assert not rows


def test_he_and_another_are_both_actors(events):
    rows = events("Foreign minister Ana Brnabic told reporters that she and Emmanuel Macron had held talks.")
    assert [(a.country, bool(a.name)) for a in only(rows, "held").actors] == [("SRB", True), ("FRA", True)]
