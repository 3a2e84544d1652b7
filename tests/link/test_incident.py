"""Events that report one happening meet, and different happenings stay apart."""

import datetime
import random
from collections.abc import Sequence

import msgspec
import pytest

from schemas.event import Attribution, Event, EventPlace, Party, TriggerMention, Victim
from transforms.extract.merge.compare import kilometres
from transforms.extract.merge.likeness import participants
from transforms.link.candidates import HOT, candidate_pairs, keys, read_standing, standing
from transforms.link.evidence import evidence
from transforms.link.incident import incidents
from transforms.link.near_duplicates import Link
from transforms.link.row import capitals, figures, incident_rows
from transforms.link.subject import UNIT, alike, rarity, subject

DAY = datetime.date(2020, 3, 11)
MOSUL = EventPlace("Mosul", 0, 5, "Mosul", 99072, "IRQ", "Nineveh", 36.34, 43.13, "city", "clause", 0.9)
BASRA = EventPlace("Basra", 0, 5, "Basrah", 99532, "IRQ", "Basra", 30.5, 47.8, "city", "clause", 0.9)
BASE = Event(
    event_id="e",
    article_id="a",
    url=None,
    publisher=None,
    published_at=datetime.datetime(2020, 3, 12, tzinfo=datetime.timezone.utc),
    event_type="ASSAULT",
    event_mode=None,
    contexts=(),
    cameo_code="190",
    quad_class=4,
    goldstein=-10.0,
    actors=(),
    recipients=(),
    victims=(),
    killed_low=None,
    killed_high=None,
    wounded_low=None,
    wounded_high=None,
    casualties_cumulative=False,
    means=(),
    targets=(),
    status="occurred",
    historical=False,
    attribution=Attribution(),
    disputed=False,
    date_start=DAY,
    date_end=DAY,
    date_precision="day",
    date_basis="weekday",
    date_text="Wednesday",
    date_text_start=0,
    date_text_end=9,
    place=MOSUL,
    sentence_index=0,
    evidence_start=0,
    evidence_end=40,
    evidence="Gunmen attacked a checkpoint.",
    trigger="attacked",
    trigger_start=7,
    trigger_end=15,
    mentions=(),
    confidence=0.9,
    rule="test",
)


def event(name: str, article: str, **changes: object) -> Event:
    return msgspec.structs.replace(BASE, event_id=name, article_id=article, **changes)


def party(text: str, name: str | None = None, country: str | None = None, sector: str | None = None) -> Party:
    return Party(text, 0, len(text), name, country, sector)


def linked(*events: Event) -> dict[str, str]:
    return incidents(incident_rows(events))


def on(subjects: Sequence[Sequence[str]], *events: Event) -> dict[str, str]:
    """Link events whose articles are about some stems, all of the same weight."""
    rows = [
        msgspec.structs.replace(row, subject=dict.fromkeys(stems, round(UNIT / len(stems) ** 0.5)), topics=tuple(stems))
        for row, stems in zip(incident_rows(events), subjects, strict=True)
    ]
    return incidents(rows)


def test_event_alone_is_its_own_incident():
    assert linked(event("e1", "a")) == {"e1": "e1"}


def test_what_is_told_without_day_and_place_needs_more_than_the_same_actor():
    """Archives without dates tell much of the same parties: "West Germany bought wheat", "West Germany sold coal"."""
    bare = {"published_at": None, "date_start": None, "date_end": None, "date_precision": "none", "date_basis": "none"}
    who = {"actors": (party("Kiruna Lines"),), "evidence": "Kiruna Lines attacked."}
    first, second = event("e1", "a", **bare, **who, place=None), event("e2", "b", **bare, **who, place=None)
    second = msgspec.structs.replace(second, evidence="Long before, Kiruna Lines attacked others.", sentence_index=9)
    own = ["wheat", "port", "crew", "tide", "pilot", "buoy"], ["coal", "mine", "shaft", "ore", "lamp", "cart"]
    subjects = [["kirun", "lines", *words] for words in own]
    assert len(set(on(subjects, first, second).values())) == 2
    placed = [msgspec.structs.replace(one, place=MOSUL) for one in (first, second)]
    assert len(set(on(subjects, *placed).values())) == 1
    assert len(set(on([subjects[0], subjects[0]], first, second).values())) == 1


def test_within_one_story_a_wrong_town_or_weekday_does_not_rule_out():
    told = {"killed_low": 5, "killed_high": 5, "actors": (party("Kiruna Lines"),)}
    story = ["kirun", "raid", "convoy", "depot"]
    undated = {"published_at": None, **told}
    saturday = {"date_start": datetime.date(2020, 3, 21), "date_end": datetime.date(2020, 3, 21)}
    for changes in ({"place": BASRA}, saturday):
        events = event("e1", "a", **undated), event("e2", "b", **undated, **changes)
        assert len(set(on([story, story], *events).values())) == 1
        assert len(set(on([story, ["oakva", "mayor", "water", "depot"]], *events).values())) == 2
    explicit = [msgspec.structs.replace(one, date_basis="explicit") for one in events]
    assert len(set(on([story, story], *explicit).values())) == 2


def test_an_affair_is_made_of_many_acts():
    """Articles on one affair, where nothing of day, town, sides and toll agrees, tell of two acts."""
    affair = ["kirun", "depot", "convoy", "raid"]
    plain = {"place": None, "date_basis": "publication", "event_mode": "firearms", "sentence_index": 9}
    first, second = (event(name, name, **plain, evidence=text) for name, text in (("e1", "Again."), ("e2", "Gunfire.")))
    assert len(set(on([affair, affair], first, second).values())) == 2
    told = {"actors": (party("Kiruna Lines"),), "killed_low": 5, "killed_high": 5}
    same = [msgspec.structs.replace(one, **told) for one in (first, second)]
    assert len(set(on([affair, affair], *same).values())) == 1
    begun = [msgspec.structs.replace(one, sentence_index=0) for one in (first, second)]
    assert len(set(on([affair, affair], *begun).values())) == 1


def test_other_numbers_of_people_are_others():
    """Navies hold pirates every week: 23 of them, 26 of them, but "more than 20" may be the 23."""

    def told(count: str) -> Event:
        return event(count, count, place=None, recipients=(party(f"{count} Oakvan pirates"),), sentence_index=9)

    kinds = {name for name, _ in evidence(*incident_rows([told("23"), told("26")]))}
    assert "other number of people" in kinds
    for other in ("more than 20", "the", "23", "one of the"):
        kinds = {name for name, _ in evidence(*incident_rows([told("23"), told(other)]))}
        assert "other number of people" not in kinds


def test_an_arrest_of_an_earlier_year_is_not_that_in_the_news():
    bare = {"place": None, "recipients": (party("Marek Oakva"),), "event_type": "COERCE", "published_at": None}
    year = {"date_start": datetime.date(1993, 1, 1), "date_precision": "year", "date_basis": "explicit"}
    old = event("e1", "a", **bare, **year, historical=True)
    now = event("e2", "b", **bare, date_start=None, date_end=None, date_precision="none", date_basis="none")
    story = {"subject": {"oakva": UNIT}}
    rows = [msgspec.structs.replace(row, **story) for row in incident_rows([old, now])]
    assert "a year long ago against news" in {name for name, _ in evidence(*rows)}
    rows = [msgspec.structs.replace(row, **story) for row in incident_rows([old, event("e3", "b", **bare)])]
    assert "a year long ago against news" not in {name for name, _ in evidence(*rows) or ()}


def test_background_in_one_article_is_joined_where_another_article_joins_both():
    """The report of a trial tells the act as old and as what is charged."""
    old = event("e1", "a", historical=True, killed_low=2, killed_high=2)
    charged = event("e2", "a", date_basis="publication", killed_low=2, killed_high=2, sentence_index=9)
    assert len(set(linked(old, charged).values())) == 2
    report = event("e3", "b", killed_low=2, killed_high=2)
    assert len(set(linked(old, charged, report).values())) == 1


def test_numbers_of_two_sentences_speak():
    same, other = "The navy held 23 pirates off 2 boats.", "The navy held 26 pirates off 3 boats."
    rows = incident_rows([event("e1", "a", evidence=same), event("e2", "b", evidence=same)])
    assert "same figure" in {name for name, _ in evidence(*rows)}
    rows = incident_rows([event("e1", "a", evidence=same), event("e2", "b", evidence=other)])
    assert "other figures" in {name for name, _ in evidence(*rows)}


def test_two_articles_on_one_attack_share_an_incident():
    first = event("e1", "a", killed_low=5, killed_high=5, actors=(party("gunmen"),))
    second = event("e2", "b", killed_low=5, killed_high=5, actors=(party("masked gunmen"),), trigger="killed")
    assert linked(second, first) == {"e1": "e1", "e2": "e1"}


def test_earliest_report_gives_the_id():
    first = event("z", "a", published_at=datetime.datetime(2020, 3, 11, tzinfo=datetime.timezone.utc))
    assert set(linked(first, event("b", "b", actors=(party("gunmen"),))).values()) == {"z"}


@pytest.mark.parametrize(
    "changes",
    [
        {"place": BASRA},
        {"date_start": datetime.date(2020, 3, 8), "date_end": datetime.date(2020, 3, 8), "date_basis": "explicit"},
        {"event_type": "PROTEST"},
        {"event_mode": "abduct"},
        {"status": "negated"},
        {"status": "hypothetical"},
        {"recipients": (party("French soldiers", country="FRA", sector="MIL"),)},
        {"place": None},
    ],
)
def test_different_happenings_of_two_articles_stay_apart(changes):
    first = event("e1", "a", recipients=(party("Iraqi police", country="IRQ", sector="COP"),))
    other = {"evidence": "A bomb went off in town.", "trigger": "bomb", "sentence_index": 7}
    found = linked(first, event("e2", "b", **{**other, **changes}))
    assert found["e1"] != found["e2"]


def test_rising_toll_is_one_incident():
    first = event("e1", "a", killed_low=5, killed_high=5, event_mode="explosives")
    second = event("e2", "b", killed_low=7, killed_high=7, event_mode="explosives")
    assert len(set(linked(first, second).values())) == 1


def test_one_article_keeps_two_days_and_two_towns_apart():
    events = [
        event("e1", "a"),
        event("e2", "a", place=BASRA),
        event("e3", "a", date_start=datetime.date(2020, 3, 10), date_end=datetime.date(2020, 3, 10)),
    ]
    assert len(set(linked(*events).values())) == 3


def test_the_attack_in_the_next_sentence_is_the_one_before():
    first = event("e1", "a", actors=(party("gunmen"),))
    second = event(
        "e2", "a", place=None, date_basis="publication", date_start=datetime.date(2020, 3, 12),
        date_end=datetime.date(2020, 3, 12), evidence="The attack wounded three.", trigger="attack", trigger_start=44,
        evidence_start=40, sentence_index=1,
    )  # fmt: skip
    assert linked(first, second)["e2"] == "e1"


def test_another_article_does_not_join_what_one_article_keeps_apart():
    apart = [event("e1", "a", place=MOSUL), event("e2", "a", place=BASRA)]
    vague = event("e3", "b", place=None, killed_low=4, killed_high=4, actors=(party("Jane Doe"),))
    for item in apart:
        assert linked(*apart, vague)[item.event_id] in ("e1", "e2")
    assert linked(*apart, vague)["e1"] != linked(*apart, vague)["e2"]


def test_copies_of_a_story_share_incidents():
    plain = {"place": None, "date_start": None, "date_end": None, "date_basis": "none", "evidence": "Raiders struck."}
    events = [event("e1", "a", **plain), event("e2", "b", **plain)]
    assert len(set(linked(*events).values())) == 2
    links = {name: Link(None, None, "a", None) for name in ("a", "b")}
    assert len(set(incidents(incident_rows(events, links)).values())) == 1


def test_order_of_input_does_not_matter():
    rng = random.Random(3)
    events = [
        event(f"e{i}", f"a{i % 9}", place=rng.choice([MOSUL, BASRA, None]), killed_low=rng.randrange(4), killed_high=4,
              actors=(party(rng.choice(["Jane Doe", "gunmen", "John Roe"])),), sentence_index=i)
        for i in range(60)
    ]  # fmt: skip
    expected = linked(*events)
    for _ in range(3):
        rng.shuffle(events)
        assert linked(*events) == expected
    assert set(expected.values()) <= set(expected)


def test_hot_keys_are_compared_with_neighbours_only():
    rows = [standing(row) for row in incident_rows(event(f"e{i:04}", f"a{i}") for i in range(1000))]
    assert len(candidate_pairs(rows)) < 13 * len(rows)
    assert len(candidate_pairs(rows[:HOT])) == HOT * (HOT - 1) // 2


def test_events_of_articles_without_a_day_meet_each_other_and_those_with_one():
    undated = [event(f"u{i:04}", f"a{i}", published_at=None) for i in range(3)]
    dated = [event(f"d{i:04}", f"b{i}") for i in range(4)]
    few = [standing(row) for row in incident_rows([*undated, *dated])]
    assert len(candidate_pairs(few, "any|ASSAULT|depot kirun")) == 3 + 3 * 4
    assert candidate_pairs(few[3:], "any|ASSAULT|depot kirun") == []
    undated = [event(f"u{i:04}", f"a{i}", published_at=None) for i in range(1000)]
    many = [standing(row) for row in incident_rows([*undated, *dated])]
    assert len(candidate_pairs(many, "any|ASSAULT|depot kirun")) < 4 * len(many)


def test_where_an_event_stands_is_read_as_it_was_written():
    (row,) = incident_rows([event("e1", "a", killed_low=3, killed_high=3)])
    assert read_standing(str(standing(row))) == standing(row)


def test_unreal_events_meet_only_in_their_article_and_its_copies():
    (row,) = incident_rows([event("e1", "a", status="future")])
    assert keys(row) == ("article|a|ASSAULT",)


def test_names_are_words_with_a_capital_in_mixed_case():
    assert participants([party("President Jane Doe of Peru")]).names == {"jane", "doe", "peru"}
    assert participants([party("JANE DOE")]).names == frozenset()
    assert capitals("On Monday the mayor of Springfield spoke".split()) == {"springfield"}
    assert capitals("Mayor Of Springfield Speaks".split()) == frozenset()


def test_distance_in_kilometres():
    assert kilometres(MOSUL, BASRA) == pytest.approx(783, abs=15)


def test_victims_and_mentions_are_taken():
    victim = Victim("two guards", 0, 10, None, "IRQ", "COP", "killed", 2, 2)
    (row,) = incident_rows([event("e1", "a", victims=(victim,), mentions=(TriggerMention("raid", 50, 54, 3),))])
    assert row.targets.countries == {"IRQ"}
    assert row.sentences == (0, 3)


def test_an_article_is_about_its_rare_words():
    text = "The mayor of Kirunadal said that Kirunadal had no more water. The mayor wept."
    found = subject(text)
    assert list(found)[:3] == ["kirun", "wept", "mayor"]
    assert rarity("kirun") == 1 > rarity("mayor") > rarity("said")
    assert alike(found, found) == pytest.approx(1, abs=0.01)
    assert alike(found, subject("Water was sold to the mayor of Oakvale.")) < 0.3
    assert alike(found, subject("")) == 0


def test_figures_are_numbers_without_years():
    assert figures("In 2008 the 1,200 men of two ships held 23 of them, 2.5 miles off.") == {"1200", "23", "2.5"}
