"""A Flink cluster of two task managers on this machine, one of them killed in the middle of the job."""

import json
import os
import random
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from test_watch import story
from test_watch_process import wait_for

from pipeline.dataset.manifest import read_manifests
from pipeline.runners.jobserver import find_jar

HERE = Path(__file__).parent
RUNTIME = "org.apache.flink.runtime"
CONFIG = """\
jobmanager.rpc.address: localhost
jobmanager.rpc.port: {rpc}
jobmanager.bind-host: localhost
rest.port: {rest}
rest.address: localhost
rest.bind-address: localhost
taskmanager.host: localhost
taskmanager.bind-host: localhost
taskmanager.cpu.cores: 2.0
taskmanager.numberOfTaskSlots: 2
taskmanager.memory.framework.heap.size: 128m
taskmanager.memory.framework.off-heap.size: 128m
taskmanager.memory.task.heap.size: 384m
taskmanager.memory.task.off-heap.size: 0m
taskmanager.memory.network.min: 512m
taskmanager.memory.network.max: 512m
taskmanager.memory.managed.size: 512m
taskmanager.memory.jvm-metaspace.size: 256m
taskmanager.memory.jvm-overhead.min: 192m
taskmanager.memory.jvm-overhead.max: 192m
cluster.evenly-spread-out-slots: true
restart-strategy.type: fixed-delay
restart-strategy.fixed-delay.attempts: 5
restart-strategy.fixed-delay.delay: 1s
heartbeat.interval: 2000
heartbeat.timeout: 20000
"""
JOB_MANAGER = (f"{RUNTIME}.entrypoint.StandaloneSessionClusterEntrypoint", "-Xmx512m")
TASK_MANAGER = (f"{RUNTIME}.taskexecutor.TaskManagerRunner", "-Xmx512m", "-XX:MaxDirectMemorySize=700m")


def free_port():
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


class Cluster:
    """A job manager and two task managers, started from the classes in Beam's job server."""

    def __init__(self, folder, jar):
        self._folder, self._jar = folder, jar
        rest = free_port()
        self.address = f"localhost:{rest}"
        folder.mkdir()
        (folder / "config.yaml").write_text(CONFIG.format(rpc=free_port(), rest=rest))
        self._processes = [self._start("job-manager", *JOB_MANAGER)]
        self.workers = [self._start(f"task-manager-{number}", *TASK_MANAGER) for number in range(2)]
        self._processes += self.workers
        wait_for(lambda: self.ask("overview").get("taskmanagers") == 2, 120)

    def _start(self, name, main, *memory):
        with (self._folder / f"{name}.log").open("w") as log:
            command = ["java", *memory, f"-Djava.io.tmpdir={self._folder}", "-cp", self._jar, main]
            return subprocess.Popen([*command, "--configDir", str(self._folder)], stdout=log, stderr=log)

    def ask(self, path):
        """Return an answer of the job manager; nothing before it listens."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=10) as answer:
                return json.load(answer)
        except OSError:
            return {}

    def subtasks_by_worker(self):
        """Return how many running subtasks every task manager has."""
        counts = {}
        for job in self.ask("jobs/overview").get("jobs", ()):
            for vertex in self.ask(f"jobs/{job['jid']}").get("vertices", ()):
                for subtask in self.ask(f"jobs/{job['jid']}/vertices/{vertex['id']}").get("subtasks", ()):
                    if subtask["status"] == "RUNNING":
                        counts[subtask["taskmanager-id"]] = counts.get(subtask["taskmanager-id"], 0) + 1
        return counts

    def stop(self):
        for process in self._processes:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path):
    jar = find_jar()
    if shutil.which("java") is None or jar is None:
        pytest.skip("needs Java 17 and Beam's Flink job server: see docs/engines.md on how to get it once")
    started = Cluster(tmp_path / "cluster", jar)
    yield started, jar
    started.stop()


def test_a_job_outlives_one_of_two_task_managers(tmp_path, cluster, run_pipeline, tree):
    flink, jar = cluster
    chance = random.Random(5)
    inputs = []
    for number in range(12):
        path = tmp_path / f"{number:02d}.jsonl"
        rows = (story(number * 40 + i, chance.choice(["Rebels", "Pirates"])) for i in range(40))
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        inputs.append(path)
    local = run_pipeline(tmp_path / "local", *inputs)
    command = [sys.executable, str(HERE / "standin_cli.py"), "run", "--output", str(tmp_path / "there")]
    command += [word for path in inputs for word in ("--input", str(path))]
    command += ["--runner=FlinkRunner", f"--flink_master={flink.address}", f"--flink_job_server_jar={jar}"]
    command += ["--environment_type=LOOPBACK", "--parallelism=2"]
    own = {"PYTHONPATH": str(HERE.parents[1]), "JAVA_TOOL_OPTIONS": "-Xmx400m", "NEWSBEAM_TEST_DELAY": "1.5"}
    with (tmp_path / "job.log").open("w") as log:
        job = subprocess.Popen(command, env={**os.environ, **own}, stdout=log, stderr=log)
        try:
            wait_for(lambda: job.poll() is not None or len(flink.subtasks_by_worker()) == 2, 120)
            time.sleep(4)
            assert len(flink.subtasks_by_worker()) == 2, (tmp_path / "job.log").read_text()[-2000:]
            flink.workers[0].kill()
            code = job.wait(300)
        finally:
            job.kill()
            job.wait()
    assert code == 0, (tmp_path / "job.log").read_text()[-4000:]
    [done] = flink.ask("jobs/overview")["jobs"]
    assert done["state"] == "FINISHED"
    assert flink.ask("overview")["taskmanagers"] == 1
    restarts = flink.ask(f"jobs/{done['jid']}/exceptions?maxExceptions=5")["exceptionHistory"]["entries"]
    assert restarts, "the job never met the dead task manager"
    [manifest] = read_manifests(str(tmp_path / "there"))
    assert manifest.accounting == local.accounting
    assert tree(tmp_path / "there") == tree(tmp_path / "local")
