"""Phrases that are no actor or no recipient by where they stand, and those that a second clause adds."""

import pytest


def sides(code, text, trigger):
    """Return the words for the actors and recipients of the row that a word tells."""
    row = next(one for one in code(text)[0] if trigger in one.trigger)
    return [p.text for p in row.actors], [p.text for p in row.recipients]


@pytest.mark.parametrize(
    "text",
    [
        "A Danish nurse was killed on Monday while working with the Kurdish militia in Syria.",
        "Two Swedish monks were killed while serving with the army in Mali.",
    ],
)
def test_those_whom_somebody_served_with_did_not_kill_him(code, text):
    assert sides(code, text, "killed")[0] == []


@pytest.mark.parametrize(
    ("text", "trigger", "enemy"),
    [
        ("Norway offered to send planes to defeat Boko Haram.", "offered", "Boko Haram"),
        ("Chad agreed to help Niger to fight Boko Haram.", "agreed", "Boko Haram"),
    ],
)
def test_an_enemy_is_no_recipient_of_help(code, text, trigger, enemy):
    assert enemy not in sides(code, text, trigger)[1]


@pytest.mark.parametrize("text", ["The accord ended Peru's civil war.", "The truce ended Nepal's conflict on Monday."])
def test_a_war_is_fought_in_the_state_of_its_name(code, text):
    assert all(not recipients for _, recipients in [sides(code, text, "ended")])


def test_who_accuses_did_not_do_it(code):
    text = "Norway charged Iceland with breaking the treaty by restricting imports of fish from the islands."
    assert sides(code, text, "restricting")[0] == ["Iceland"]


@pytest.mark.parametrize(
    ("text", "two"),
    [
        ("Oslo will be the third meeting between Merkel and Macron this year.", {"Angela Merkel", "Emmanuel Macron"}),
        ("Quito was the first meeting between Peru and Chile.", {"Peru", "Chile"}),
    ],
)
def test_between_tells_who_meets(code, text, two):
    actors, recipients = sides(code, text, "meeting")
    assert len(actors) == len(two)
    assert not recipients
    assert "Oslo" not in actors
    assert "Quito" not in actors


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("He told voters that Labour had misled the public and that the Tories had betrayed them.", "the Tories"),
        ("The envoy told reporters that Peru had broken the accord and that Chile had violated the border.", "Chile"),
    ],
)
def test_a_second_clause_has_its_own_accused(code, text, second):
    assert second in sides(code, text, "told")[1]


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("She left as a medic with the FARC, which has waged war against the Colombian army.", "the FARC"),
        ("She was an officer of the Taliban, which has attacked the Afghan army for years.", "the Taliban"),
    ],
)
def test_which_is_said_of_the_body_before_it(code, text, doer):
    row = next(one for one in code(text)[0] if one.event_type == "ASSAULT" and one.recipients)
    assert [p.text for p in row.actors] == [doer]


@pytest.mark.parametrize(
    ("text", "accuser"),
    [
        ("Ida Berg accused the council of fraud. The claim was denied by the council on Monday.", "Ida Berg"),
        ("Peru accused Chile of spying on its ships. Chile denied the allegations.", "Peru"),
    ],
)
def test_a_denial_answers_the_accuser(code, text, accuser):
    assert sides(code, text, "denied")[1] == [accuser]


def test_a_claim_of_somebody_else_is_not_answered(code):
    assert sides(code, "Peru accused Chile of spying. Norway denied the reports of a plot.", "denied")[1] == []


def test_a_related_party_is_no_party(code):
    found = code("The regulator's investigation into related party transactions of Marsh began in Oslo on Monday.")[0]
    assert all(p.text != "related party" for row in found for p in row.recipients)


def test_a_people_told_by_an_adjective_is_a_side(code):
    assert sides(code, "Iran criticised Kurdish participation in the talks.", "criticised")[1] == ["Kurdish"]
