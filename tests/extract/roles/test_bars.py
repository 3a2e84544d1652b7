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


@pytest.mark.parametrize(
    ("text", "denier", "accuser"),
    [
        ("Peru blames Chile for arming smugglers, which Chile denies.", "Chile", "Peru"),
        (
            "The junta accused the guerrillas of shooting two herders, which the guerrillas deny.",
            "the guerrillas",
            "The junta",
        ),
    ],
)
def test_which_they_deny_answers_the_whole_charge(code, text, denier, accuser):
    assert sides(code, text, "den") == ([denier], [accuser])
    assert all(row.disputed for row in code(text)[0] if row.event_type == "ASSAULT")


def test_a_claim_of_somebody_else_is_not_answered(code):
    assert sides(code, "Peru accused Chile of spying. Norway denied the reports of a plot.", "denied")[1] == []


def test_a_related_party_is_no_party(code):
    found = code("The regulator's investigation into related party transactions of Marsh began in Oslo on Monday.")[0]
    assert all(p.text != "related party" for row in found for p in row.recipients)


def test_a_people_told_by_an_adjective_is_a_side(code):
    assert sides(code, "Iran criticised Kurdish participation in the talks.", "criticised")[1] == ["Kurdish"]


@pytest.mark.parametrize(
    ("text", "trigger", "who"),
    [
        ("A spokesman for the Tuareg rebels said they had attacked a Malian camp.", "attacked", ["the Tuareg rebels"]),
        ("The lawyer of the miners said they had sued the ministry.", "sued", ["the miners"]),
        ("The row shows the rift between Oslo and Lima, which has sent troops to Mali.", "sent", ["Lima"]),
        ("It deepened the feud of Chile and Peru, which has attacked Bolivian soldiers.", "attacked", ["Peru"]),
        ("Four unions meeting Mr Berg want the government to raise wages.", "want", ["Four unions"]),
        ("The envoys meeting Ida Holm urged Chad to free the monks.", "urged", ["The envoys"]),
    ],
)
def test_who_is_meant_by_they_which_and_a_participle_with_an_object(code, text, trigger, who):
    assert sides(code, text, trigger)[0] == who


@pytest.mark.parametrize(
    ("text", "trigger", "foe"),
    [
        ("The front fought a long insurgency against the Turkish state for years.", "fought", "Turkish"),
        ("The junta waged a brutal war against the miners.", "waged", "the miners"),
        ("The same judge rejected Texas's request for an order in May.", "rejected", "Texas"),
    ],
)
def test_whom_a_thing_is_against_and_whose_it_is(code, text, trigger, foe):
    assert any(foe in words for words in sides(code, text, trigger)[1])


@pytest.mark.parametrize(
    "text",
    [
        "Ida Berg has made clear in recent remarks that she is not prepared to accept the pact.",
        "Norway and Iceland declined the offer, with Norway keeping up its payments.",
    ],
)
def test_nobody_is_on_both_sides(code, text):
    assert all(not row.recipients for row in code(text)[0] if row.event_type == "REJECT")


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        ("Police arrested a local journalist, Mousa Karimi, on Thursday.", "arrested", "Mousa Karimi"),
        ("The official, Ole Lund, was shot dead by rebels on Tuesday.", "shot", "Ole Lund"),
    ],
)
def test_an_apposition_names_who_it_is(code, text, trigger, name):
    row = next(one for one in code(text)[0] if trigger in one.trigger)
    assert [p.name for p in row.recipients] == [name]


@pytest.mark.parametrize(
    ("text", "fled"),
    [
        ("Villagers have fled the fighting between the army and the rebels.", "Villagers"),
        ("Six hundred families fled the battle for Harim.", "families"),
    ],
)
def test_who_flees_a_battle_is_not_attacked_in_it(code, text, fled):
    assert all(fled not in p.text for row in code(text)[0] for p in row.recipients)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Soldiers raided the home of Ida Berg on Monday.", "Ida Berg"),
        ("Gunmen stormed the house of Governor Ole Lund in Lima on Monday.", "Ole Lund"),
    ],
)
def test_whose_home_is_raided_is_hit(code, text, who):
    assert any(who in p.text for row in code(text)[0] for p in row.recipients)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "The miners were arrested in a joint operation involving Honduran troops and Guatemalan police.",
            ["Honduran troops", "Guatemalan police"],
        ),
        ("Six traders were detained on Friday in a sweep involving Kenyan soldiers.", ["Kenyan soldiers"]),
    ],
)
def test_who_takes_part_in_an_operation_does_what_is_done_in_it(code, text, who):
    assert [p.text for p in code(text)[0][0].actors] == who


@pytest.mark.parametrize(
    "text",
    [
        "Alan Berg quit in May. Tessa Holm and John Lund have welcomed his return.",
        "Alan Berg was freed on Monday. John Lund and Paul Hill praised his courage.",
    ],
)
def test_his_is_of_a_third_where_two_act(code, text):
    assert any(p.name == "Alan Berg" for row in code(text)[0] if row.event_type == "SUPPORT" for p in row.recipients)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ole Hansen, a Norwegian forger, was arrested in Chile on Monday.", "arrested"),
        ("A Polish banker was detained in Ghana last week.", "detained"),
    ],
)
def test_the_state_in_which_somebody_is_arrested_is_a_place(code, text, trigger):
    assert sides(code, text, trigger)[0] == []


@pytest.mark.parametrize(
    "text",
    [
        "Malian deputies voted to expel all Danish soldiers in reaction to the killing of Omar Keita.",
        "The council decided to expel the foreign troops in response to the murder of Ida Lund.",
    ],
)
def test_whom_it_is_voted_to_expel_over_a_killing_did_not_kill(code, text):
    assert not [p for row in code(text)[0] if row.event_type == "ASSAULT" for p in row.actors]


@pytest.mark.parametrize(
    "text",
    [
        "The admiral did not blame any specific militia for the blast.",
        "The mayor did not blame any political party.",
    ],
)
def test_who_blames_nobody_in_particular_accuses_nobody(code, text):
    assert "ACCUSE" not in [row.event_type for row in code(text)[0]]
