"""A Kafka topic on a real broker: every message once, whatever is killed.

The broker's jars are those of Maven's ``org.apache.kafka:kafka_2.13``: see docs/engines.md.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from inputs import ids, story
from test_watch_process import wait_for

from benchmarks.cluster import NEEDS_KAFKA, Broker, find_kafka
from pipeline.dataset.manifest import InputFact, read_manifests
from pipeline.dataset.validate import validate

kafka = pytest.importorskip("kafka", reason="needs newsbeam[kafka]")
from pipeline.live.tail import Memory, Message, facts_of, next_offsets  # noqa: E402 - after the skip

HERE = Path(__file__).parents[1]


@pytest.fixture
def broker(tmp_path):
    """Address of a broker of our own."""
    jars = find_kafka()
    if jars is None:
        pytest.skip(NEEDS_KAFKA)
    started = Broker(tmp_path / "broker", jars)
    yield started.address
    started.stop()


def start(broker, tmp_path):
    source = f"kafka://{broker}/news"
    command = [sys.executable, str(HERE / "standin_cli.py"), "stream", "--source", source, "--window", "0.3s"]
    own = {"PYTHONPATH": str(HERE.parents[1]), "OMP_NUM_THREADS": "1"}
    command += ["--output", str(tmp_path / "out"), "--dead-letters", f"kafka://{broker}/dead", "--json"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env={**os.environ, **own}, stdout=pipe, stderr=pipe, text=True)


@pytest.mark.filterwarnings("ignore")
def test_killed_at_any_moment_every_message_becomes_one_row(tmp_path, broker):
    producer = kafka.KafkaProducer(bootstrap_servers=broker)
    chance = random.Random(3)

    def send(number, partition):
        producer.send("news", json.dumps(story(number)).encode(), partition=partition).get(30)

    def done():
        return len(ids(tmp_path / "out"))

    for number in range(20):
        send(number, number % 2)
    producer.send("news", b"no JSON").get(30)
    sent = 20
    for _ in range(3):
        process = start(broker, tmp_path)
        wait_for((tmp_path / "out" / "_staging" / "stream.lock").exists)
        for _ in range(5):
            send(sent, sent % 2)
            sent += 1
        time.sleep(chance.uniform(1.0, 4.0))
        process.kill()
        process.communicate()
        (tmp_path / "out" / "_staging" / "stream.lock").unlink(missing_ok=True)
    process = start(broker, tmp_path)
    wait_for((tmp_path / "out" / "_staging" / "stream.lock").exists)
    for number, partition in ((sent, 0), (sent, 1), (sent + 1, 0), (sent + 1, 1)):
        send(number, partition)
    sent += 2
    wait_for(lambda: done() >= sent)
    time.sleep(1)
    process.send_signal(signal.SIGTERM)
    told, errors = process.communicate(timeout=60)
    producer.close()
    assert process.returncode == 0, errors
    assert "stopped cleanly" in errors
    assert json.loads(told)["messages"] >= 4
    letters = kafka.KafkaConsumer(
        "dead", bootstrap_servers=broker, auto_offset_reset="earliest", consumer_timeout_ms=5000
    )
    found = [(letter.value, dict(letter.headers)["code"]) for letter in letters]
    letters.close()
    assert set(found) == {(b"no JSON", b"NB201")}, "sent before the commit: once, or again after a crash"
    manifests = read_manifests(str(tmp_path / "out"))
    assert sum(manifest.accounting.rejected for manifest in manifests) == 1
    assert ids(tmp_path / "out") == sorted(f"Rebels{number}" for number in range(sent))
    assert list(validate(str(tmp_path / "out"))) == []


def test_offsets_stand_in_manifests():
    messages = [Message(0, 5, b"ab"), Message(1, 2, b"c"), Message(0, 6, b"d")]
    facts = facts_of(messages, "kafka://h:1/t")
    assert facts == [
        InputFact("kafka://h:1/t#partition=0&offsets=5-7", 3),
        InputFact("kafka://h:1/t#partition=1&offsets=2-3", 1),
    ]

    class Run:
        inputs = facts

    assert next_offsets([Run()], "kafka://h:1/t") == {0: 7, 1: 3}
    assert next_offsets([Run()], "kafka://h:1/tt") == {}


def test_memory_forgets():
    memory = Memory(10)
    assert memory.fresh(b"a", 0)
    assert not memory.fresh(b"a", 5)
    assert memory.fresh(b"b", 9)
    assert memory.fresh(b"a", 11)
