"""The row of an incident: what its reports agree on, and the newest toll that fits."""

import datetime
from itertools import pairwise
from types import SimpleNamespace

import msgspec
import pytest
from test_incident import BASE, BASRA, MOSUL, event, party

from transforms.extract.merge.compare import apart_in_days, opposed, rivals, tolls_agree, tolls_clash
from transforms.extract.merge.likeness import Participants
from transforms.link.consensus import consensus, single
from transforms.link.evidence import contradict, evidence, weights
from transforms.link.incident import Edge, find_edges, incident_of, join
from transforms.link.near_duplicates import Link
from transforms.link.row import article_agency, incident_rows
from transforms.tables import packaged_table


def day(number, hour=8, month=3):
    return datetime.datetime(2020, month, number, hour, tzinfo=datetime.timezone.utc)


def told(name, number, low=None, **changes):
    changes = {"killed_low": low, "killed_high": low, **changes}
    return event(name, f"a-{name}", published_at=day(number), **changes)


def row_of(*events, links=None):
    return consensus(incident_rows(events, links), [])


def test_the_toll_is_the_newest_that_fits_and_the_range_is_over_all():
    found = row_of(told("e1", 12, 12), told("e3", 14, 15), told("e2", 13, 12))
    assert (found.killed_low, found.killed_high, found.toll_min, found.toll_max) == (15, 15, 12, 15)
    found = row_of(told("e1", 12, 12), told("e3", 14, 15), told("e4", 15, 150))
    assert (found.killed_low, found.toll_max) == (15, 150)


def test_running_tolls_and_background_do_not_make_the_toll():
    found = row_of(told("e1", 12, 12), told("e2", 13, 400, casualties_cumulative=True))
    assert (found.killed_low, found.toll_max) == (12, 12)
    assert row_of(told("e1", 12, 12), told("e2", 20, 10, historical=True)).killed_low == 12
    assert row_of(told("e1", 12)).killed_low is None


def test_an_article_that_tells_it_twice_tells_the_larger_toll():
    pair = [event(name, "a", killed_low=low, killed_high=low) for name, low in (("e1", 9), ("e2", 3))]
    found = row_of(*pair)
    assert (found.killed_low, found.reports, found.independent_sources) == (9, 1, 1)


def test_copies_are_one_source_and_votes_are_of_sources():
    links = {f"a-e{i}": Link(None, None, "a-e1", None) for i in (1, 2, 3)}
    copies = [told(f"e{i}", 12, place=BASRA) for i in (1, 2, 3)]
    others = [told(f"e{i}", 13) for i in (4, 5)]
    found = row_of(*copies, *others, links=links)
    assert (found.reports, found.independent_sources) == (5, 3)
    assert found.place.name == "Mosul"
    assert (found.first_report, found.last_report) == (day(12), day(13))


def test_a_copy_is_no_newer_report_and_has_no_vote_on_the_toll():
    links = {f"a-e{i}": Link(None, None, "a-e1", None) for i in (1, 3, 4, 5)}
    found = row_of(told("e1", 12, 12), told("e2", 13, 15), told("e3", 14, 12), links=links)
    assert (found.killed_low, found.toll_min, found.toll_max) == (15, 12, 15)
    copies = [told(f"e{i}", 12, 12) for i in (1, 3, 4, 5)]
    assert row_of(*copies, told("e2", 13, 30), links=links).killed_low == 30


def test_what_one_agency_tells_is_one_source_with_all_copies_of_it():
    links = {"a-e1": Link(None, None, "a-e1", None), "a-e2": Link("a-e1", "near", "a-e1", "a-e1")}
    rows = incident_rows([told(f"e{i}", 12, place=BASRA if i < 5 else MOSUL) for i in range(1, 7)], links)
    credited = [
        msgspec.structs.replace(row, agency=agency)
        for row, agency in zip(rows, (None, "AFP", "AFP", "AFP", None, None), strict=True)
    ]
    found = consensus(credited, [])
    assert (found.reports, found.independent_sources) == (6, 3)
    assert found.place.name == "Mosul"
    assert consensus(rows, []).place.name == BASRA.name


def test_of_equal_sources_the_stories_decide():
    rows = incident_rows([told("e1", 12, place=BASRA), told("e2", 13), told("e3", 14)])
    wire = [msgspec.structs.replace(row, agency="AFP") for row in rows]
    found = consensus(wire, [])
    assert (found.place.name, found.independent_sources) == ("Mosul", 1)


@pytest.mark.parametrize(
    ("credit", "publisher", "agency"),
    [("AFP/AP", "Lima Post", "AFP"), (None, "Reuters", "Reuters"), (None, "Lima Post", None)],
)
def test_the_agency_of_an_article_is_the_first_it_credits_or_its_publisher(credit, publisher, agency):
    assert article_agency(SimpleNamespace(agency=credit, publisher=publisher)) == agency


def test_parties_are_those_that_enough_sources_name():
    gunmen, jane = party("gunmen"), party("Jane Doe", "Jane Doe", "PER")
    events = [told(f"e{i}", 12, actors=(gunmen,)) for i in range(5)]
    found = row_of(*events, told("e9", 13, actors=(jane, party("masked gunmen", country="IRQ"))))
    assert [(p.text, p.country, p.reports) for p in found.actors] == [("masked gunmen", "IRQ", 6)]


def test_a_day_in_the_text_comes_before_a_day_of_publication():
    later = {"date_basis": "publication", "date_start": day(13).date(), "date_end": day(13).date()}
    found = row_of(told("e1", 12, **later), told("e2", 13, **later), told("e3", 14))
    assert found.date_start == BASE.date_start


def test_an_event_alone_is_told_as_a_consensus_of_one():
    front = "Oakvale Front"
    parties = (party("rebels", front), party("the rebels of Elmford", front, "OAK", "REB"), party("herders"))
    events = [
        told("e1", 12, 5, actors=parties, recipients=parties[::-1]),
        told("e2", 12, place=None, date_start=None, date_end=None, date_precision="none"),
        told("e3", 12, 5, casualties_cumulative=True, historical=True, wounded_low=2),
        event("e4", "a4", published_at=None),
    ]
    for row in incident_rows(events):
        assert single(row) == consensus([row], [])


def test_what_joined_is_told_with_its_reasons():
    events = [told("e1", 12, 5, actors=(party("gunmen"),)), told("e2", 13, 5, actors=(party("masked gunmen"),))]
    [group] = join(find_edges(incident_rows(events)))
    [joint] = incident_of(group).why
    assert (joint.a, joint.b) == ("e1", "e2")
    assert {"same town +2.8", "same killed +1.0"} <= set(joint.reasons)
    assert joint.score == pytest.approx(sum(float(reason.rpartition(" ")[2]) for reason in joint.reasons), abs=0.06)


def test_a_background_mention_joins_the_old_incident_and_not_the_new():
    january = datetime.date(2020, 1, 5)
    old = event("e1", "a", published_at=day(6, month=1), date_start=january, date_end=january, killed_low=9)
    new = event("e2", "b", killed_low=2)
    mention = event(
        "e3", "b", date_start=january, date_end=january, date_basis="explicit", historical=True, killed_low=9,
        sentence_index=9, evidence="In January gunmen killed nine at a checkpoint.",
    )  # fmt: skip
    groups = join(find_edges(incident_rows([old, new, mention])))
    found = {row.event_id: group.incident_id for group in groups for row in group.rows}
    assert found == {"e1": "e1", "e3": "e1"}


def test_one_chance_pair_does_not_join_two_stories():
    """Two incidents of three reports that agree in one pair of reports only stay two."""
    rows = incident_rows([told(f"e{i}", 12) for i in range(6)])
    first = [msgspec.structs.replace(row, subject={"oakva": 1000}) for row in rows[:3]]
    changes = {"subject": {"elmfo": 1000}, "place": None, "trigger": "bombed"}
    second = [msgspec.structs.replace(row, **changes) for row in rows[3:]]
    edges = [Edge(9.0, a, b) for side in (first, second) for a, b in pairwise(side)]
    assert len(join([*edges, Edge(3.1, first[0], second[0])])) == 2


def test_every_weight_has_a_reason_and_every_evidence_a_weight():
    table = packaged_table("transforms.link", "weights")
    assert all(row["reason"] and row["points"] for row in table)
    assert len({row["evidence"] for row in table}) == len(list(table))
    left, right = incident_rows([told("e1", 12, 5, actors=(party("gunmen"),)), told("e2", 12, 6, place=None)])
    assert {name for name, _ in evidence(left, right)} <= weights().keys()


def test_days_are_apart_as_the_text_tells_them():
    first, second, third = incident_rows(
        [
            event("e1", "a", date_basis="explicit"),
            event("e2", "b", date_basis="explicit", date_start=datetime.date(2020, 3, 13), date_end=None),
            event("e3", "c", date_start=datetime.date(2020, 3, 13), date_end=None),
        ]
    )
    assert apart_in_days(first, second, exact=False)
    assert not apart_in_days(first, third, exact=False)
    assert apart_in_days(first, third, exact=True)
    assert contradict(first, second)


def test_sides_and_tolls():
    police, rebels = Participants(sectors=frozenset({"COP"})), Participants(sectors=frozenset({"REB"}))
    assert opposed(police, rebels)
    assert rivals(police, rebels)
    assert not opposed(police, Participants())
    assert tolls_agree((3, 5), (5, 9))
    assert not tolls_clash((12, 12), (15, 15))
    assert tolls_clash((12, 12), (40, 40))
    assert MOSUL.name == "Mosul"


def test_two_statements_on_one_affair_are_one_only_where_their_speakers_agree():
    first, second = party("the bar association"), party("the traders' union")
    facts = {"event_type": "REQUEST", "event_mode": None, "killed_low": None, "killed_high": None}
    rows = incident_rows([told("e1", 12, actors=(first,), **facts), told("e2", 12, actors=(second,), **facts)])
    assert find_edges(rows) == []
    rows = incident_rows([told("e1", 12, actors=(first,), **facts), told("e2", 12, actors=(first,), **facts)])
    assert len(find_edges(rows)) == 1
