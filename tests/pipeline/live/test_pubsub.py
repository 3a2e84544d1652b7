"""Pub/Sub's contract with the streaming graph, on Beam's TestStream: at least once, in any order, late, by arrival.

A message's time is the one at which Pub/Sub took it, which is what its source gives to the graph.
"""

import json
import random

import pyarrow.parquet as pq
import pytest
from apache_beam.testing.test_stream import TestStream as Events
from apache_beam.transforms.window import TimestampedValue
from inputs import ids, rows, story

from pipeline.dataset.manifest import read_manifests
from pipeline.dataset.validate import validate
from pipeline.live import streaming
from pipeline.live.compact import compact

pytestmark = pytest.mark.filterwarnings("ignore")
SUBSCRIPTION = "pubsub://projects/project/subscriptions/news"
FIRST, SECOND = "stream-19700101T000000Z-s0", "stream-19700101T000100Z-s0"
"""Runs of the first and of the second minute, but for their pane."""


def message(number, second, **fields):
    return TimestampedValue(json.dumps({**story(number), **fields}).encode(), second)


def by_run(output):
    """Return the ids of the messages in every committed run."""
    return {
        manifest.run_id: sorted(
            name
            for file in manifest.files
            if file.dataset == "articles"
            for name in pq.ParquetFile(output / file.path).read(["input_id"])["input_id"].to_pylist()
        )
        for manifest in read_manifests(str(output))
    }


@pytest.fixture
def subscription(stream):
    """Let the graph read a subscription: ``subscription(events, **options of the plan)``."""

    def run(events, **options):
        stream(events, options.pop("source", SUBSCRIPTION), **options)

    return run


def begin():
    return Events().advance_watermark_to(0)


def test_ids_are_those_of_subscription_and_content(tmp_path, subscription):
    """Neither order, nor time, nor window count."""
    seen = []
    for seed, source in ((1, SUBSCRIPTION), (2, SUBSCRIPTION), (1, SUBSCRIPTION + "-other")):
        chance = random.Random(seed)
        sent = [message(number, chance.randrange(180)) for number in range(9)]
        chance.shuffle(sent)
        output = tmp_path / f"{len(seen)}"
        events = begin().add_elements(sent).advance_watermark_to_infinity()
        subscription(events, source=source, output=output)
        seen.append({row["input_id"]: row["article_id"] for row in rows(output)})
    assert len(set(seen[0].values())) == 9
    assert seen[0] == seen[1]
    assert not set(seen[0].values()) & set(seen[2].values()), "another subscription, another article"


def test_what_is_delivered_again_is_left_out(tmp_path, subscription):
    """In one bundle, in the same window, and in the next; two articles of one id but with other content are two."""
    events = (
        begin()
        .add_elements([message(1, 1), message(1, 1)])
        .add_elements([message(1, 1), message(2, 20)])
        .advance_watermark_to(65)
        .add_elements([message(1, 66), message(2, 67), message(3, 68), message(3, 69, title="Corrected")])
        .advance_watermark_to_infinity()
    )
    subscription(events, remember=300)
    assert by_run(tmp_path / "out") == {f"{FIRST}-p0": ["Rebels1", "Rebels2"], f"{SECOND}-p0": ["Rebels3", "Rebels3"]}
    assert len({row["article_id"] for row in rows(tmp_path / "out")}) == 4


def test_what_was_forgotten_comes_again_under_its_id_and_goes_with_compaction(tmp_path, subscription):
    events = (
        begin()
        .add_elements([message(1, 5), message(2, 6)])
        .advance_watermark_to(1000)
        .add_elements([message(2, 1010)])
        .advance_watermark_to_infinity()
    )
    subscription(events, remember=300)
    assert ids(tmp_path / "out") == ["Rebels1", "Rebels2", "Rebels2"]
    assert len({row["article_id"] for row in rows(tmp_path / "out")}) == 2
    compact(str(tmp_path / "out"))
    assert ids(tmp_path / "out") == ["Rebels1", "Rebels2"]
    assert list(validate(str(tmp_path / "out"))) == []


def test_windows_are_of_arrival_and_not_of_the_news(tmp_path, subscription):
    """News of ten years are in one window, news of one day in two; out of order within a bundle, too."""
    old = [message(number, 59 - number, date=f"20{10 + number}-05-01") for number in range(10)]
    events = begin().add_elements([message(10, 60), *old, message(11, 119)]).advance_watermark_to_infinity()
    subscription(events)
    assert by_run(tmp_path / "out") == {
        f"{FIRST}-p0": [f"Rebels{number}" for number in range(10)],
        f"{SECOND}-p0": ["Rebels10", "Rebels11"],
    }
    assert len({row["published_at"] for row in rows(tmp_path / "out")}) > 10


def test_a_window_is_committed_when_it_closes_and_waits_for_no_other(tmp_path, subscription, monkeypatch):
    """Looked at whenever a message comes: what is a run of the dataset by then."""
    looks = tmp_path / "looks"
    output = tmp_path / "out"
    decode = streaming.decode

    def look(payload, plan):
        name = json.loads(payload)["id"]
        with looks.open("a") as file:
            file.write(json.dumps([name, [manifest.run_id for manifest in read_manifests(str(output))]]) + "\n")
        return decode(payload, plan)

    monkeypatch.setattr(streaming, "decode", look)
    events = (
        begin()
        .add_elements([message(1, 10)])
        .advance_watermark_to(59)
        .add_elements([message(2, 59)])
        .advance_watermark_to(60)
        .add_elements([message(3, 61)])
        .advance_watermark_to(120)
        .add_elements([message(4, 121)])
        .advance_watermark_to_infinity()
    )
    subscription(events)
    there = dict(map(json.loads, looks.read_text().splitlines()))
    assert there == {
        "Rebels1": [],
        "Rebels2": [],
        "Rebels3": [f"{FIRST}-p0"],
        "Rebels4": [f"{FIRST}-p0", f"{SECOND}-p0"],
    }


def test_late_messages_get_panes_of_their_own(tmp_path, subscription):
    """One for what comes together, another for what comes later still; nothing for what is later than is allowed."""
    events = (
        begin()
        .add_elements([message(1, 1)])
        .advance_watermark_to(70)
        .add_elements([message(2, 30), message(3, 31), message(1, 1)])
        .advance_processing_time(61)
        .add_elements([message(4, 32), message(5, 80)])
        .advance_processing_time(61)
        .advance_watermark_to(179)
        .add_elements([message(6, 33)])
        .advance_processing_time(61)
        .advance_watermark_to(400)
        .add_elements([message(7, 34)])
        .advance_processing_time(61)
        .advance_watermark_to_infinity()
    )
    subscription(events)
    assert by_run(tmp_path / "out") == {
        f"{FIRST}-p0": ["Rebels1"],
        f"{FIRST}-p1": ["Rebels2", "Rebels3"],
        f"{FIRST}-p2": ["Rebels4"],
        f"{FIRST}-p3": ["Rebels6"],
        f"{SECOND}-p0": ["Rebels5"],
    }
    assert list(validate(str(tmp_path / "out"))) == []


def test_a_poisoned_message_is_a_reject_of_its_window_and_holds_up_nobody(tmp_path, subscription):
    bad = TimestampedValue(b"\x80 no JSON", 12)
    events = begin().add_elements([message(1, 10), bad, message(2, 13)]).advance_watermark_to(60)
    subscription(events.add_elements([bad, message(3, 61)]).advance_watermark_to_infinity())
    assert by_run(tmp_path / "out") == {f"{FIRST}-p0": ["Rebels1", "Rebels2"], f"{SECOND}-p0": ["Rebels3"]}
    [reject] = rows(tmp_path / "out", "rejects")
    assert (reject["payload"], reject["source_uri"]) == (b"\x80 no JSON", SUBSCRIPTION)


def test_all_of_it_at_once(tmp_path, subscription):
    """A subscription of a bad day: whatever order, repetition and delay, every message is one row in the end."""
    chance = random.Random(7)
    sent = [(message(number, chance.randrange(120)), number) for number in range(24)]
    events = begin()
    for minute in range(4):
        due = [one for one, number in sent if number % 4 == minute]
        again = chance.sample([one for one, number in sent if number % 4 <= minute], 4)
        chance.shuffle(due)
        events = events.add_elements([*due, *again]).advance_watermark_to(40 * (minute + 1)).advance_processing_time(61)
    subscription(events.advance_watermark_to_infinity())
    expected = sorted(f"Rebels{number}" for number in range(24))
    assert ids(tmp_path / "out") == expected
    assert any("-p1" in run for run in by_run(tmp_path / "out")), "none was late"
    compact(str(tmp_path / "out"))
    assert ids(tmp_path / "out") == expected
    assert list(validate(str(tmp_path / "out"))) == []
