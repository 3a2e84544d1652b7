"""A Flink cluster of two task managers on this machine, one of them killed in the middle of a batch and of a stream.

``benchmarks/stream_load.py`` does the same for long, under load, with the real coder and more faults.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from inputs import ids, rows, story

from benchmarks.cluster import (
    NEEDS_CONNECTOR,
    NEEDS_JAVA,
    NEEDS_KAFKA,
    Broker,
    Cluster,
    Expansion,
    find_flink,
    find_kafka,
    has_connector,
    wait_for,
)
from pipeline.dataset.manifest import read_manifests
from pipeline.dataset.validate import validate

HERE = Path(__file__).parents[1]
LONG = 600
"""Seconds until something counts as hanging."""
OWN = {"PYTHONPATH": str(HERE.parents[1]), "OMP_NUM_THREADS": "1"}


@pytest.fixture(scope="module")
def flink(tmp_path_factory):
    jar = find_flink()
    if jar is None:
        pytest.skip(NEEDS_JAVA)
    started = Cluster(tmp_path_factory.mktemp("flink") / "cluster", jar)
    yield started
    started.stop()


@pytest.fixture
def cluster(flink):
    """The cluster with both of its task managers, whatever an earlier test did to them."""
    for worker in flink.workers:
        if worker.process.poll() is not None:
            worker.start()
    wait_for(lambda: flink.ask("overview").get("taskmanagers") == 2, LONG)
    return flink


def submit(tmp_path, cluster, command, *options, delay):
    """Start the command with the stand-in coder."""
    words = [sys.executable, str(HERE / "standin_cli.py"), *command, "--runner=FlinkRunner", "--parallelism=2"]
    words += [f"--flink_master={cluster.address}", f"--flink_job_server_jar={cluster.jar}", *options]
    java = f"{os.environ['JAVA_TOOL_OPTIONS']} -Xmx400m"
    own = {**os.environ, **OWN, "JAVA_TOOL_OPTIONS": java, "NEWSBEAM_TEST_DELAY": str(delay)}
    with (tmp_path / "job.log").open("w") as log:
        return subprocess.Popen([*words, "--environment_type=LOOPBACK"], env=own, stdout=log, stderr=log)


def said(tmp_path):
    return (tmp_path / "job.log").read_text()[-4000:]


def test_a_job_outlives_one_of_two_task_managers(tmp_path, cluster, run_pipeline, tree):
    chance = random.Random(5)
    inputs = []
    for number in range(12):
        path = tmp_path / f"{number:02d}.jsonl"
        found = (story(number * 40 + i, chance.choice(["Rebels", "Pirates"])) for i in range(40))
        path.write_text("".join(json.dumps(row) + "\n" for row in found))
        inputs.append(path)
    local = run_pipeline(tmp_path / "local", *inputs)
    command = ["run", "--output", str(tmp_path / "there")]
    command += [word for path in inputs for word in ("--input", str(path))]
    before = [job["jid"] for job in cluster.jobs()]
    job = submit(tmp_path, cluster, command, delay=1.5)
    try:
        wait_for(lambda: job.poll() is not None or len(cluster.subtasks_by_worker()) == 2, LONG)
        assert len(cluster.subtasks_by_worker()) == 2, said(tmp_path)
        cluster.workers[0].kill()
        code = job.wait(LONG)
    finally:
        job.kill()
        job.wait()
    assert code == 0, said(tmp_path)
    [done] = [job for job in cluster.jobs() if job["jid"] not in before]
    assert done["state"] == "FINISHED"
    assert cluster.ask("overview")["taskmanagers"] == 1
    assert cluster.restarts(done["jid"]) > 0, "the job never met the dead task manager"
    [manifest] = read_manifests(str(tmp_path / "there"))
    assert manifest.accounting == local.accounting
    assert tree(tmp_path / "there") == tree(tmp_path / "local")


@pytest.fixture
def broker(tmp_path):
    jars = find_kafka()
    if jars is None:
        pytest.skip(NEEDS_KAFKA)
    started = Broker(tmp_path / "broker", jars)
    yield started
    started.stop()


@pytest.fixture
def expansion(tmp_path, cluster):
    if not has_connector(cluster.jar):
        pytest.skip(NEEDS_CONNECTOR)
    started = Expansion(tmp_path / "expansion", cluster.jar)
    yield started
    started.stop()


def test_a_stream_outlives_one_of_two_task_managers(tmp_path, cluster, expansion, broker):
    """Real broker, Beam's Kafka connector, checkpoints on disk: every message a row, whatever dies."""
    kafka = pytest.importorskip("kafka", reason="needs newsbeam[kafka]")
    producer = kafka.KafkaProducer(bootstrap_servers=broker.address)
    sent = []

    def send(number, *partitions):
        for partition in partitions:
            producer.send("news", json.dumps(story(number)).encode(), partition=partition).get(60)
        sent.append(f"Rebels{number}")

    def committed(count=0):
        found = ids(tmp_path / "out")
        return set(found) >= set(sent) and len(read_manifests(str(tmp_path / "out"))) > count

    for number in range(8):
        send(number, number % 2)
    source = f"kafka://{broker.address}/news"
    command = ["stream", "--source", source, "--output", str(tmp_path / "out"), "--window", "3s", "--json"]
    before = [job["jid"] for job in cluster.jobs()]
    options = ("--checkpointing_interval=2000", expansion.option)
    job = submit(tmp_path, cluster, command, *options, delay=0.0)
    try:
        wait_for(lambda: job.poll() is not None or committed(), LONG)
        assert job.poll() is None, said(tmp_path)
        [jid] = [found["jid"] for found in cluster.jobs() if found["jid"] not in before]
        wait_for(lambda: cluster.ask(f"jobs/{jid}/checkpoints")["counts"]["completed"] > 0, LONG)
        cluster.workers[0].kill()
        producer.send("news", b"no JSON").get(60)
        for number in range(8, 14):
            send(number, 0, 1)
        wait_for(lambda: job.poll() is not None or committed(1), LONG)
        assert cluster.restarts(jid) > 0, "the job never met the dead task manager"
        cluster.cancel(jid)
        code = job.wait(LONG)
    finally:
        producer.close()
        job.kill()
        job.wait()
    assert code == 0, said(tmp_path)
    assert '"articles":' in said(tmp_path)
    assert "the job has ended" in said(tmp_path)
    assert {row["payload"] for row in rows(tmp_path / "out", "rejects")} == {b"no JSON"}
    from pipeline.live.compact import compact

    compact(str(tmp_path / "out"))
    assert ids(tmp_path / "out") == sorted(sent)
    assert list(validate(str(tmp_path / "out"))) == []
