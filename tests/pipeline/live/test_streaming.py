"""Windows, late messages, repeated messages and repeated bundles, on Beam's TestStream."""

import json

import pytest
from apache_beam.testing.test_stream import TestStream as Events
from apache_beam.transforms.window import TimestampedValue
from inputs import FRAME, TABLE, ids, rows, story
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.dataset.validate import validate
from pipeline.live.compact import compact
from pipeline.live.streaming import StreamPlan, commit_results, decode

pytestmark = pytest.mark.filterwarnings("ignore")
TOPIC = "kafka://localhost/news"


def message(number, second, who="Rebels"):
    return TimestampedValue(json.dumps(story(number, who)).encode(), second)


def test_windows_are_committed_one_by_one(tmp_path, stream):
    events = (
        Events()
        .advance_watermark_to(0)
        .add_elements([message(1, 1), message(2, 59)])
        .advance_watermark_to(60)
        .add_elements([message(3, 61)])
        .advance_watermark_to_infinity()
    )
    assert stream(events) == ["stream-19700101T000000Z-s0-p0", "stream-19700101T000100Z-s0-p0"]
    assert ids(tmp_path / "out") == ["Rebels1", "Rebels2", "Rebels3"]
    assert len(rows(tmp_path / "out", "events")) == 3
    assert list(validate(str(tmp_path / "out"))) == []


def test_late_messages_get_a_pane_and_too_late_ones_none(tmp_path, stream):
    events = (
        Events()
        .advance_watermark_to(0)
        .add_elements([message(1, 1)])
        .advance_watermark_to(100)
        .add_elements([message(2, 2)])
        .advance_processing_time(61)
        .advance_watermark_to(400)
        .add_elements([message(3, 3)])
        .advance_watermark_to_infinity()
    )
    assert stream(events) == ["stream-19700101T000000Z-s0-p0", "stream-19700101T000000Z-s0-p1"]
    assert ids(tmp_path / "out") == ["Rebels1", "Rebels2"]


def test_a_repeated_message_is_left_out_while_it_is_remembered(tmp_path, stream):
    events = (
        Events()
        .advance_watermark_to(0)
        .add_elements([message(1, 1), message(1, 2)])
        .advance_watermark_to(50)
        .add_elements([message(1, 55), message(2, 56)])
        .advance_watermark_to(500)
        .add_elements([message(1, 501)])
        .advance_watermark_to_infinity()
    )
    stream(events, remember=100)
    assert ids(tmp_path / "out") == ["Rebels1", "Rebels1", "Rebels2"], "it came again after it was forgotten"
    assert len({row["article_id"] for row in rows(tmp_path / "out")}) == 2
    compact(str(tmp_path / "out"))
    assert ids(tmp_path / "out") == ["Rebels1", "Rebels2"]
    assert list(validate(str(tmp_path / "out"))) == []


def test_unusable_messages_are_rejects(tmp_path, stream):
    bad = [TimestampedValue(data, 1) for data in (b"{", b"[1]", b'{"title": "no text"}', b"\xff\x00")]
    stream(Events().advance_watermark_to(0).add_elements([*bad, message(1, 2)]).advance_watermark_to_infinity())
    assert sorted(row["code"] for row in rows(tmp_path / "out", "rejects")) == ["NB201", "NB201", "NB202", "NB203"]
    assert ids(tmp_path / "out") == ["Rebels1"]


def test_shards_are_runs_of_their_own(tmp_path, stream):
    events = Events().advance_watermark_to(0).add_elements([message(i, 1) for i in range(12)])
    runs = stream(events.advance_watermark_to_infinity(), shards=2)
    assert runs == ["stream-19700101T000000Z-s0-p0", "stream-19700101T000000Z-s1-p0"]
    assert len(ids(tmp_path / "out")) == 12


def test_frames_and_actors_of_the_user_reach_the_plan(tmp_path, monkeypatch):
    frames, actors = tmp_path / "own.txt", tmp_path / "own.tsv"
    frames.write_text(FRAME)
    actors.write_text(TABLE)
    plans = []
    monkeypatch.setattr("pipeline.live.streaming.run_stream", lambda plan, args, monitor: plans.append(plan))
    command = ["stream", "--source", "pubsub://projects/project/subscriptions/news", "--output", str(tmp_path / "out")]
    done = CliRunner().invoke(app, [*command, "--frames", str(frames), "--actors", str(actors)])
    assert done.exit_code == 0, done.exception
    assert plans[0].settings.frames == (("own.txt", FRAME),)
    assert [name for name, _ in plans[0].settings.actors] == ["own.tsv"]
    manifest = commit_results(plans[0], "stream-x-s0-p0", [])
    assert manifest.options["settings"]["frames"][0].keys() == {"name", "sha256"}


def test_a_repeated_bundle_replaces_itself(tmp_path, quick_coder, tree):
    from pipeline.beam import coding
    from transforms.process import Settings

    plan = StreamPlan(TOPIC, str(tmp_path / "out"))
    records = [decode(json.dumps(story(i)).encode(), plan) for i in range(6)]
    results = coding.code_records(records, Settings())
    commit_results(plan, "stream-x-s0-p0", results)
    first = tree(tmp_path / "out")
    commit_results(plan, "stream-x-s0-p0", results[::-1])
    assert tree(tmp_path / "out") == first
    assert {path.partition("/")[0] for path in first} == {"_links", "articles", "events", "incidents"}
