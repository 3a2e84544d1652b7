"""Messages that become no article, poison among them: a row of the rejects, and a letter where a topic is given."""

import json

import apache_beam as beam
import pytest
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.testing.util import assert_that, equal_to
from inputs import ids, rows, story

from pipeline.dataset.validate import validate
from pipeline.errors import RunError, UsageError
from pipeline.live import letters
from pipeline.live.brokers import parse_source
from pipeline.live.streaming import StreamPlan, commit_results, decode
from pipeline.monitor.metrics import Metrics

kafka = pytest.importorskip("kafka", reason="needs newsbeam[kafka]")
from pipeline.live import tail as tailing  # noqa: E402 - after the skip

SOURCE = "kafka://localhost:9092/news"
TOPIC = "kafka://localhost:9092/dead"
BAD = [b"{", b"[1]", b'{"title": "no text"}']
POISONED = "A DEFECT hides in this message, which no stage survives."
POISON = json.dumps(story(7) | {"text": POISONED}).encode()


class Sent:
    """Stands in for Kafka's producer: keeps what it was given, or refuses it."""

    def __init__(self, error=None):
        self.letters, self.error = [], error

    def send(self, topic, **letter):
        self.letters.append({"topic": topic, **letter})
        return self

    def get(self, timeout):
        if self.error:
            raise self.error

    def flush(self):
        pass

    def close(self):
        pass


@pytest.fixture
def producer(monkeypatch):
    sent = Sent()
    monkeypatch.setattr(letters, "new_producer", lambda target: sent)
    return sent


def commit(tmp_path, payloads, target=None):
    plan = StreamPlan(SOURCE, str(tmp_path / "out"))
    sender = letters.KafkaLetters(parse_source(target)) if target else None
    results = letters.with_letters(tailing.results_of(payloads, plan), sender, metrics := Metrics())
    commit_results(plan, "stream-x-s0-p0", results)
    return metrics


def test_poison_is_a_reject_and_its_neighbours_are_articles(tmp_path, quick_coder):
    commit(tmp_path, [json.dumps(story(1)).encode(), POISON, json.dumps(story(2)).encode()])
    assert ids(tmp_path / "out") == ["Rebels1", "Rebels2"]
    [reject] = rows(tmp_path / "out", "rejects")
    assert (reject["code"], reject["error_class"], reject["payload"]) == (
        "NB301",
        "ZeroDivisionError",
        POISONED.encode(),
    )
    assert list(validate(str(tmp_path / "out"))) == []


def test_a_message_that_takes_for_ever_is_a_reject(tmp_path, quick_coder, monkeypatch):
    from pipeline.beam import coding

    def slow(records, *, settings):
        while any("for ever" in record.text for record in records):
            pass
        return quick(records, settings=settings)

    quick = coding.process_batch
    monkeypatch.setattr(coding, "process_batch", slow)
    monkeypatch.setattr(coding, "RECORD_SECONDS", 0.3)
    endless = json.dumps(story(3) | {"text": "This one goes on for ever and ever."}).encode()
    commit(tmp_path, [json.dumps(story(1)).encode(), endless])
    assert ids(tmp_path / "out") == ["Rebels1"]
    assert [row["code"] for row in rows(tmp_path / "out", "rejects")] == ["NB302"]


def test_letters_hold_the_message_and_the_reason(tmp_path, quick_coder, producer):
    metrics = commit(tmp_path, [*BAD, json.dumps(story(1)).encode(), POISON], TOPIC)
    assert metrics.value("newsbeam_dead_letters_total") == 4
    assert [letter["value"] for letter in producer.letters] == [*BAD, POISONED.encode()]
    rejects = {row["reject_id"].encode(): row for row in rows(tmp_path / "out", "rejects")}
    for letter in producer.letters:
        told = {name: value.decode() for name, value in letter["headers"]}
        row = rejects[letter["key"]]
        assert letter["topic"] == "dead"
        assert told == {name: str(row[name]) for name in letters.HEADERS}
    assert ids(tmp_path / "out") == ["Rebels1"]


def test_nothing_is_committed_where_the_topic_takes_no_letter(tmp_path, quick_coder, producer):
    producer.error = kafka.errors.KafkaTimeoutError("no answer")
    with pytest.raises(RunError, match="dead-letter topic dead"):
        commit(tmp_path, BAD, TOPIC)
    assert not (tmp_path / "out" / "_runs").exists()


@pytest.mark.filterwarnings("ignore")
def test_letters_from_a_runner_that_streams(quick_coder, producer):
    plan = StreamPlan(SOURCE, "out")
    results = [decode(payload, plan) for payload in BAD]
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        _ = pipeline | beam.Create(results) | letters.SendLetters(parse_source(TOPIC))
    assert sorted(letter["value"] for letter in producer.letters) == sorted(BAD)


@pytest.mark.filterwarnings("ignore")
def test_letters_for_pub_sub_carry_the_reason_as_attributes():
    plan = StreamPlan("pubsub://projects/project/subscriptions/news", "out")
    results = [decode(payload, plan) for payload in BAD]
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        told = (
            pipeline
            | beam.Create(results)
            | beam.Map(letters.letter_of)
            | beam.Map(lambda letter: (letter.data, letter.attributes["code"]))
        )
        assert_that(told, equal_to(list(zip(BAD, ("NB201", "NB203", "NB202"), strict=True))))


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        (SOURCE, "is the source"),
        (f"{SOURCE}?acks=1", "is the source"),
        ("pubsub://projects/project/subscriptions/dead", "write a topic"),
        ("dead", "--dead-letters dead is no broker"),
    ],
)
def test_unusable_topics(uri, said):
    with pytest.raises(UsageError, match=said):
        letters.parse_letters(uri, parse_source(SOURCE))


class Record:
    def __init__(self, offset, value):
        self.partition, self.offset, self.value, self.timestamp = 0, offset, value, 1000


class Backlog:
    """Stands in for a consumer behind which much has piled up."""

    def __init__(self, count):
        self.left = [Record(n, json.dumps(story(n)).encode()) for n in range(count)]

    def poll(self, timeout_ms):
        taken, self.left = self.left[:3], self.left[3:]
        return {0: taken}


def test_a_backlog_is_taken_bit_by_bit(monkeypatch):
    """Backpressure: nothing is asked of the broker while a batch is worked on, and a batch is bounded in bytes."""
    consumer = Backlog(20)
    monkeypatch.setattr(tailing, "BATCH_BYTES", 4 * len(consumer.left[0].value))
    sizes = []
    while consumer.left:
        sizes.append(len(tailing.collect(consumer, 60, tailing.threading.Event())))
    assert sizes == [6, 6, 6, 2][: len(sizes) - 1] + sizes[-1:]
    assert sum(sizes) == 20
    assert max(sizes) <= 6
