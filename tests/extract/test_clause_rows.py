"""Rows that depend on the reading of clauses: who did it, who suffered it, who says so, and whether it happened."""

import pytest

from schemas.records import RawRecord
from transforms.process import Processed, Settings, process_batch

CASES = {
    "found shot": "TULSA, 12 March 2020 (AP) - Two men were found shot and killed inside a home in Tulsa on Monday, "
    "police said.",
    "found stabbed": "LEEDS, 12 March 2020 (AP) - Three students were found stabbed and killed in a flat in Leeds on "
    "Monday, police said.",
    "laundromat": "TULSA, 12 March 2020 (AP) - Man shot at laundromat in Tulsa",
    "mall": "TULSA, 12 March 2020 (AP) - Man shot at mall in Tulsa",
    "police say": "TULSA, 12 March 2020 (AP) - Mr. Doyle is the man who police say killed himself after taking two "
    "hostages in Tulsa on Monday.",
    "prosecutors say": "GAO, Mali, 12 March 2020 (AFP) - Mr. Keita is the officer who prosecutors say shot himself "
    "after kidnapping a nurse in Gao on Monday.",
    "proclaimed": "CAIRO, 12 March 2020 (AP) - The Houthi movement proclaimed a ceasefire on Monday, officials said.",
    "boy": "Boy, 14, killed in drive-by shooting in Leeds, police said.",
    "drones": "Russia has used drones and missiles to hit power stations around Ukraine in recent days.",
    "poles": "On Friday, hundreds of farmers, most of them Poles, staged protests in Krakow.",
    "and migration": "Visa rules were tightened after the attacks in Spain that killed 130 people and migration has "
    "become a flashpoint of the election.",
    "expectation": "Residents are leaving Kherson in expectation of a Ukrainian offensive to take the city.",
    "not decided": "So far the governing party has not decided to withdraw from the treaty.",
    "ambassador": "President Cole also spoke out after Russia's ambassador to Kenya, Igor Petrov, was "
    '"assassinated by a radical extremist."',
    "since two": "Danish police have been on alert since two people were killed in shooting attacks on a concert and a "
    "synagogue in Aarhus in February last year.",
    "lost commas": "The zone was set up under a deal brokered by Moscow Ankara and Tehran in May.",
    "quito": "QUITO, Ecuador Six people were killed in clashes between police and gang members on Tuesday, officials "
    "said.",
    "buried": "44 policemen killed in a failed operation in Palawan were buried on Friday.",
    "total": "A total of 140 rebels have been killed in such attacks between April 29 and May 8, a broadcaster said.",
    "bombers": "Two suicide bombers blew themselves up at a market in Kano on Monday, killing 14 people.",
    "steiner": "Jakob Steiner was pronounced dead about two hours after he shot the two people with a rifle on Monday.",
    "neither": "Not the U.S. nor any of the rebels it backs are preventing civilians from leaving the desert camp, a "
    "security source said.",
    "call": "In his call to the envoy, Defence Secretary Alan Cole \"extended his sincere apologies to the victim's "
    'family," spokesman Peter Hall said.',
    "own news": "Four miners hurt in Leeds shooting, an official said.",
    "own date": "The army attacked the rebels on 3. January near Taiz and killed ten of them.",
}


@pytest.fixture(scope="module")
def rows():
    """Return the events of every case by its name, all run in one batch."""
    records = [RawRecord(source_uri="cases", source_locator=key, format="text", text=CASES[key]) for key in CASES]
    results = process_batch(records, settings=Settings())
    assert all(isinstance(result, Processed) for result in results)
    return {key: result.events for key, result in zip(CASES, results, strict=True)}


def texts(parties):
    return [party.text for party in parties]


def only(events, event_type="ASSAULT"):
    (event,) = [event for event in events if event.event_type == event_type]
    return event


@pytest.mark.parametrize(
    ("case", "recipients", "killed", "wounded"),
    [
        ("found shot", ["Two men"], 2, None),
        ("found stabbed", ["Three students"], 3, None),
        ("laundromat", ["Man"], None, 1),
        ("mall", ["Man"], None, 1),
        ("boy", ["Boy"], 1, None),
        ("buried", ["44 policemen"], 44, None),
        ("total", ["A total of 140 rebels"], 140, None),
    ],
)
def test_who_was_hurt_is_nobody_s_attacker(rows, case, recipients, killed, wounded):
    event = only(rows[case])
    assert texts(event.actors) == []
    assert texts(event.recipients) == recipients
    assert (event.killed_low, event.wounded_low) == (killed, wounded)


def test_a_shooting_named_after_its_town_has_no_attacker(rows):
    event = only(rows["own news"])
    assert texts(event.actors) == []
    assert event.wounded_low == 4


@pytest.mark.parametrize(
    ("case", "actors", "source"),
    [("police say", ["the man"], "police"), ("prosecutors say", ["the officer"], "prosecutors")],
)
def test_who_says_so_is_not_who_did_it(rows, case, actors, source):
    event = only(rows[case])
    assert event.event_mode == "abduct"
    assert texts(event.actors) == actors
    assert event.attribution.text == source


def test_who_proclaims_claims_nothing(rows):
    (event,) = rows["proclaimed"]
    assert (event.attribution.kind, event.attribution.text) == ("source", "officials")


def test_an_aim_is_reached_by_the_means_used(rows):
    event = only(rows["drones"])
    assert event.status == "occurred"
    assert texts(event.actors) == ["Russia"]
    assert "power stations" in [*texts(event.recipients), *texts(event.targets)]


def test_a_list_in_the_middle_hides_no_verb(rows):
    assert texts(only(rows["poles"], "PROTEST").actors) == ["hundreds of farmers"]


def test_the_subject_of_the_next_clause_is_no_victim(rows):
    assert only(rows["and migration"]).killed_low == 130


@pytest.mark.parametrize("case", ["expectation", "not decided", "neither"])
def test_what_did_not_happen_did_not_occur(rows, case):
    assert all(event.status not in ("occurred", "ongoing") for event in rows[case])


def test_the_victim_is_the_subject_of_his_own_clause(rows):
    event = only(rows["ambassador"])
    assert event.event_mode == "targeted"
    assert texts(event.recipients) == ["Russia's ambassador"]
    assert texts(event.actors) == ["a radical extremist"]


def test_the_dead_of_an_attack_did_not_attack(rows):
    event = only(rows["since two"])
    assert texts(event.actors) == []
    assert event.killed_low == 2


def test_three_brokers_without_their_comma(rows):
    assert [party.country for party in only(rows["lost commas"], "CONSULT").actors] == ["RUS", "TUR", "IRN"]


def test_a_dateline_is_nobody_killed(rows):
    event = only(rows["quito"])
    assert event.killed_low == 6
    assert texts(event.recipients) == ["Six people"]


def test_a_suicide_bombing_has_the_code_of_one(rows):
    event = only(rows["bombers"])
    assert (event.event_mode, event.cameo_code, event.goldstein) == ("suicide-attack", "1831", -10.0)
    assert event.killed_low == 14


def test_the_gunman_s_own_death_is_not_among_his_victims(rows):
    event = only(rows["steiner"])
    assert texts(event.actors) == ["Jakob Steiner"]
    assert (event.killed_low, event.wounded_low) == (None, 2)


def test_who_apologises_is_not_his_spokesman(rows):
    (event,) = rows["call"]
    assert event.event_type == "CONCEDE"
    assert texts(event.actors) == ["Defence Secretary Alan Cole"]


def test_a_date_with_a_full_stop_leaves_the_sentence_whole(rows):
    event = only(rows["own date"])
    assert texts(event.actors) == ["The army"]
    assert event.killed_low == 10
    assert event.evidence == CASES["own date"]


def test_who_speaks_in_a_talk_with_somebody_talks_with_him(code):
    said, complained = code(
        "The Kenyan president said in a phone call with the Ugandan premier that the border would stay open.",
        "At a meeting with Chinese officials, the Vietnamese minister complained of the tariffs.",
    )
    for events, actor, recipient in ((said, "Kenyan", "Ugandan"), (complained, "Vietnamese", "Chinese")):
        (talk,) = [e for e in events if e.event_type == "CONSULT"]
        assert actor in talk.actors[0].text
        assert recipient in talk.recipients[0].text


def test_an_arrest_is_the_states_whatever_the_trade_of_who_is_arrested(code):
    arrested, charged, poisoner = code(
        "Three employees of the airline were arrested in Lisbon.",
        "A bank clerk was charged with fraud on Friday.",
        "A dentist was charged with poisoning three patients in Graz.",
    )
    assert [e.event_type for e in arrested] == ["COERCE"]
    assert [e.event_type for e in charged] == ["ACCUSE"]
    assert "ACCUSE" in [e.event_type for e in poisoner]
