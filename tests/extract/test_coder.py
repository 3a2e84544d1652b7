"""The coder as a whole: status, attribution, merging, things, robustness, determinism."""

import datetime

import pytest

import newsbeam
from schemas.article import DateMention
from schemas.codes.ontology import cameo_codes, event_types, modes
from schemas.event import STATUSES
from schemas.records import CleanDoc, ParsedArticle, RawRecord, Resolved
from transforms.extract import extract, trigger_filter
from transforms.parse.annotate import annotate

STORY = """Gunmen attacked a police post near Gao on Monday, killing four officers, Malian officials said.

The attack wounded six more people. No group claimed responsibility for the attack.

On Friday, soldiers shelled a market in Kidal, and three traders died."""


def of_type(events, name):
    return [e for e in events if e.event_type == name]


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Rebels attacked an army base in Mali.", "ASSAULT", "occurred"),
        ("Rebels are attacking an army base in Mali.", "ASSAULT", "ongoing"),
        ("Ghana is urging rebels to leave Mali.", "REQUEST", "occurred"),
        ("Ministers in Chad are denying the claims of the rebels.", "REJECT", "occurred"),
        ("Police in Chad are investigating a general.", "ACCUSE", "ongoing"),
        ("Rebels tried to kill the Malian president.", "ASSAULT", "attempted"),
        ("Rebels did not attack the army base in Mali.", "ASSAULT", "negated"),
        ("Rebels may attack the army base in Mali.", "ASSAULT", "hypothetical"),
        ("The French president will meet the German chancellor.", "AGREE", "occurred"),
        ("Mali said it would release the French hostages.", "AGREE", "occurred"),
        ("Mali will not release the French hostages.", "REJECT", "occurred"),
        ("The Malian army will arrest the protesters.", "THREATEN", "occurred"),
    ],
)
def test_status_and_tense_rules(code, text, kind, status):
    (events,) = code(text)
    assert [e.status for e in of_type(events, kind)] == [status], events


def test_composition_reaches_through_operators(code):
    texts = (
        "Iran called for an end to the siege of Aden.",
        "Turkey refused to lift the ban on Cypriot ships.",
        "The US threatened to break off talks with Iran.",
        "Kabul agreed to release the Taliban prisoners.",
        "The Kenyan senate voted on Sunday not to attend the conference in Turin.",
        "The Danish government decided not to release the hackers.",
    )
    found = [{(e.event_type, e.event_mode) for e in events} for events in code(*texts)]
    assert ("REQUEST", "yield") in found[0]
    assert ("REJECT", "yield") in found[1]
    assert ("THREATEN", "relations") in found[2]
    assert ("AGREE", None) in found[3]
    assert found[4] == {("REJECT", "meet")}
    assert found[5] == {("REJECT", "yield")}


def test_an_operator_holds_the_acts_that_are_told_one_after_another(code):
    asked, accused, begun = code(
        "The Danish premier called on Chad to release the prisoners and withdraw its troops.",
        "Peru accused Chad of encouraging fraud and allowing dangerous goods to cross the border.",
        "The army began shelling the town and arresting villagers.",
    )
    assert [e.event_type for e in asked] == ["REQUEST"]
    assert "RETREAT" not in {e.event_type for e in accused}
    assert [e.event_type for e in begun] == ["ASSAULT", "COERCE"]


def test_talks_of_reporters_are_no_consultations(code):
    asked, met = code(
        "A correspondent of Radio Alba met President Ida Holm of Chad in Lagos.",
        "Reporters visited the Kenyan ministry of defence.",
    )
    assert not asked
    assert not met


def test_accusation_gives_both_rows_and_blames_the_accused(code):
    (events,) = code("Ukraine accused Russia of shelling a hospital in Kharkiv.")
    (accusation,) = of_type(events, "ACCUSE")
    (assault,) = of_type(events, "ASSAULT")
    assert [p.text for p in accusation.actors] == ["Ukraine"]
    assert [p.text for p in accusation.recipients] == ["Russia"]
    assert [p.text for p in assault.actors] == ["Russia"]
    assert assault.confidence < accusation.confidence


def test_mentions_of_one_attack_are_one_event_and_another_day_is_another(code):
    (events,) = code(STORY)
    assaults = of_type(events, "ASSAULT")
    first = min(assaults, key=lambda e: e.trigger_start)
    assert first.killed_low == 4
    assert first.wounded_low == 6
    assert len(first.mentions) >= 2
    assert any(e is not first and "shelled" in e.trigger for e in assaults)


def test_attribution_names_the_source(code):
    (events,) = code("Rebels attacked an army base, Malian officials said.")
    assert events[0].attribution.kind == "source"
    assert "officials" in events[0].attribution.text


def test_dates_tie_to_the_act_and_old_ones_are_background(model, resources):
    text = "In May 2010 rebels attacked an army base in Mali."
    start = text.index("May 2010")
    day = datetime.date(2010, 5, 1)
    mention = DateMention("May 2010", start, start + 8, "2010-05", day, datetime.date(2010, 5, 31), "month", "explicit")
    article = ParsedArticle(
        clean=CleanDoc(record=RawRecord(source_uri="t", source_locator="0", format="text", text=text), text=text),
        document=annotate([text], model)[0],
        published_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc),
    )
    (event,) = extract(article, Resolved(dates=(mention,)), "a", resources=resources).events
    assert event.date_start == day
    assert event.historical
    assert event.date_text == "May 2010"


def test_rows_keep_the_contract(code):
    (events,) = code(STORY)
    for event in events:
        assert event.event_type in event_types()
        assert event.event_mode is None or (event.event_type, event.event_mode) in modes()
        assert event.cameo_code in cameo_codes()
        assert event.status in STATUSES
        assert 0 < event.confidence < 1
        assert STORY[event.trigger_start : event.trigger_end] == event.trigger
        assert STORY[event.evidence_start : event.evidence_end] == event.evidence
        for party in (*event.actors, *event.recipients):
            assert STORY[party.start : party.end] == party.text


def test_the_same_article_gives_the_same_rows(code):
    assert code(STORY) == code(STORY)


@pytest.mark.parametrize(
    "text", ["", ".", "?!,;", "\x00\x00", "a" * 10_000, "\ud800 attacked \ud800", "1 2 3", "KILLED"]
)
def test_odd_input_gives_no_resolved_party(code, text):
    (events,) = code(text)
    assert all(party.name is None for event in events for party in (*event.actors, *event.recipients))
    assert trigger_filter(text) in (True, False)


def test_the_filter_ignores_case_and_lets_plain_talk_go():
    assert trigger_filter("REBELS ATTACKED THE BASE")
    assert trigger_filter("rebels attacked the base")
    assert not trigger_filter("The weather was fine and the sea was blue.")


def test_accuser_stands_behind_what_is_alleged_and_denied_blame_names_no_actor(code):
    accused, unblamed = code(
        "The mayor accused the police of torturing a prisoner.",
        "The UN did not blame Israel for the attack on the bridge.",
    )
    torture = next(e for e in accused if e.event_type == "ASSAULT")
    assert (torture.attribution.kind, torture.attribution.text) == ("source", "The mayor")
    attack = next(e for e in unblamed if e.event_type == "ASSAULT")
    assert not attack.actors


def test_an_office_and_a_name_are_one_actor():
    text = "Home Secretary Ann Lee criticised the courts. Mrs Lee accused the courts of delay."
    (event,) = newsbeam.code(text, published="2024-03-05").events
    assert [party.text for party in event.actors] == ["Home Secretary Ann Lee"]
