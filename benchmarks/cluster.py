"""Broker, Flink cluster, expansion service and worker pool on the loopback interface, for load tests and tests.

Everything is started from the jars that docs/engines.md says how to get once, writes below one folder, and ends with
``stop``. Nothing listens for other machines but what Beam's own services cannot be told otherwise.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.runners.jobserver import FLINK, find_jar

ROOT = Path(__file__).resolve().parents[1]
KAFKA_JARS = Path("~/.cache/newsbeam/kafka/lib").expanduser()
LOCALHOST = "localhost"
EXPANSION_TARGET = "sdks:java:io:expansion-service:shadowJar"
"""Name under which Beam looks for the expansion service of its connectors."""
NEEDS_JAVA = "needs Java 17 and Beam's Flink job server: see docs/engines.md on how to get it once"
NEEDS_KAFKA = "needs Java and a Kafka broker: see docs/engines.md on how to get it once"
NEEDS_CONNECTOR = "needs Beam's Kafka connector beside the Flink job server: see docs/engines.md on how to get it once"
PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@localhost:{controller}
listeners=PLAINTEXT://localhost:{port},CONTROLLER://localhost:{controller}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs={logs}
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
num.partitions=2
log.message.timestamp.type=LogAppendTime
"""
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
state.checkpoints.dir: {checkpoints}
restart-strategy.type: fixed-delay
restart-strategy.fixed-delay.attempts: 10
restart-strategy.fixed-delay.delay: 1s
heartbeat.interval: 2000
heartbeat.timeout: 20000
"""
RUNTIME = "org.apache.flink.runtime"
JOB_MANAGER = ("-Xmx512m", f"{RUNTIME}.entrypoint.StandaloneSessionClusterEntrypoint")
TASK_MANAGER = ("-Xmx512m", "-XX:MaxDirectMemorySize=700m", f"{RUNTIME}.taskexecutor.TaskManagerRunner")
EXPANSION = "org.apache.beam.sdk.expansion.service.ExpansionService"
WORKER_POOL = "apache_beam.runners.worker.worker_pool_main"
START = 300.0
"""Seconds that a service may take to start on a loaded machine."""
CLUSTER_ID = "MkU3OEVBNTcwNTJENDM2Qg"


def free_port() -> int:
    """Return a port of the loopback interface that nobody uses."""
    with socket.socket() as probe:
        probe.bind((LOCALHOST, 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(condition: Callable[[], object], seconds: float = 60.0, pause: float = 0.1) -> None:
    """Wait until a condition holds; TimeoutError where it does not in time."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError(f"it did not happen in {seconds:.0f} s")
        time.sleep(pause)


def listens(port: int) -> bool:
    """Return whether somebody listens on a port of the loopback interface."""
    with socket.socket() as probe:
        return probe.connect_ex((LOCALHOST, port)) == 0


def resident(process: int) -> int:
    """Return the resident bytes of a process and of all that its threads started; 0 where it is gone."""
    root = Path(f"/proc/{process}")
    try:
        match = re.search(r"VmRSS:\s+(\d+) kB", (root / "status").read_text())
        children = [int(child) for path in root.glob("task/*/children") for child in path.read_text().split()]
    except OSError:
        return 0
    return (int(match[1]) * 1024 if match else 0) + sum(map(resident, children))


def find_kafka() -> Path | None:
    """Return the folder of the broker's jars; None where Java or they are missing."""
    folder = Path(os.environ.get("NEWSBEAM_KAFKA_JARS") or KAFKA_JARS)
    return folder if shutil.which("java") is not None and folder.is_dir() and any(folder.glob("kafka_*.jar")) else None


def find_flink() -> str | None:
    """Return Beam's job server; None where Java or it is missing."""
    return find_jar() if shutil.which("java") is not None else None


def has_connector(jar: str) -> bool:
    """Return whether the job server was joined with Beam's Kafka connector."""
    return any((Path(jar).parent / "lib").glob("beam-sdks-java-io-kafka-*.jar"))


class Service:
    """A process that writes its log into a folder."""

    def __init__(self, name: str, folder: Path, command: Sequence[str], own: Mapping[str, str] | None = None) -> None:
        self.name = name
        self._log = folder / f"{name}.log"
        self._command, self._own = [str(word) for word in command], own or {}
        self.start()

    def start(self) -> None:
        """Start it."""
        with self._log.open("ab") as log:
            environment = {**os.environ, **self._own}
            self.process = subprocess.Popen(self._command, env=environment, stdout=log, stderr=log)

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end, so that it can end what it has started."""
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(15)
        self.kill()

    def memory(self) -> int:
        """Return its resident bytes, those of its children included."""
        return resident(self.process.pid)

    def log(self) -> str:
        """Return the end of what it wrote."""
        return self._log.read_text(errors="replace")[-4000:]


class Broker:
    """A Kafka broker of one node, whose topics have two partitions and the broker's time."""

    def __init__(self, folder: Path, jars: Path) -> None:
        folder.mkdir(parents=True)
        self.port = free_port()
        self.address = f"{LOCALHOST}:{self.port}"
        properties = folder / "server.properties"
        text = PROPERTIES.format(port=self.port, controller=free_port(), logs=folder / "logs")
        properties.write_text(text)
        java = ["java", "-Xmx300m", "-cp", f"{jars}/*"]
        format_storage = ["kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(properties)]
        subprocess.run([*java, *format_storage], check=True, capture_output=True)
        self.service = Service("broker", folder, [*java, "kafka.Kafka", str(properties)])
        self.wait()

    def wait(self) -> None:
        """Wait until it listens."""
        wait_for(lambda: listens(self.port), START)

    def restart(self) -> None:
        """Kill it and start it on the same port and files."""
        self.service.kill()
        self.service.start()
        self.wait()

    def stop(self) -> None:
        """End it."""
        self.service.kill()


class Cluster:
    """A Flink job manager and two task managers, started from the classes behind Beam's job server."""

    def __init__(self, folder: Path, jar: str) -> None:
        folder.mkdir(parents=True)
        rest = free_port()
        self.jar = jar
        self.address = f"{LOCALHOST}:{rest}"
        self.checkpoints = folder / "checkpoints"
        config = CONFIG.format(rpc=free_port(), rest=rest, checkpoints=self.checkpoints.as_uri())
        (folder / "config.yaml").write_text(config)
        java = ["java", f"-Djava.io.tmpdir={folder}", "-cp", jar]
        ends = ["--configDir", str(folder)]
        self.master = Service("job-manager", folder, [*java, *JOB_MANAGER, *ends])
        self.workers = [Service(f"task-manager-{n}", folder, [*java, *TASK_MANAGER, *ends]) for n in range(2)]
        wait_for(lambda: self.ask("overview").get("taskmanagers") == len(self.workers), START)

    def ask(self, path: str) -> dict[str, Any]:
        """Return an answer of the job manager; nothing before it listens."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=10) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except OSError:
            return {}

    def jobs(self) -> list[dict[str, Any]]:
        """Return the jobs, running or not."""
        found: list[dict[str, Any]] = self.ask("jobs/overview").get("jobs", [])
        return found

    def restarts(self, job: str) -> int:
        """Return how often a job was started again after a failure."""
        history = self.ask(f"jobs/{job}/exceptions?maxExceptions=50").get("exceptionHistory", {})
        return len(history.get("entries", ()))

    def cancel(self, job: str) -> None:
        """End a job that would run for ever."""
        request = urllib.request.Request(f"http://{self.address}/jobs/{job}?mode=cancel", method="PATCH")
        with urllib.request.urlopen(request, timeout=30):
            pass

    def subtasks_by_worker(self) -> dict[str, int]:
        """Return how many running subtasks every task manager has."""
        counts: dict[str, int] = {}
        for job in self.jobs():
            for vertex in self.ask(f"jobs/{job['jid']}").get("vertices", ()):
                for subtask in self.ask(f"jobs/{job['jid']}/vertices/{vertex['id']}").get("subtasks", ()):
                    if subtask["status"] == "RUNNING":
                        counts[subtask["taskmanager-id"]] = counts.get(subtask["taskmanager-id"], 0) + 1
        return counts

    def stop(self) -> None:
        """End it."""
        for service in (*self.workers, self.master):
            service.kill()


class WorkerPool:
    """Beam's pool of Python workers, as it stands beside a task manager: the real coder in processes of its own.

    With a command it is a pool of whatever the command starts.
    """

    def __init__(self, folder: Path, command: Path | None = None, own: Mapping[str, str] | None = None) -> None:
        folder.mkdir(parents=True)
        self.port = free_port()
        self.options = ("--environment_type=EXTERNAL", f"--environment_config={LOCALHOST}:{self.port}")
        # The pool starts "python", whichever comes first on the path.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        environment = {"PATH": path, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", **(own or {})}
        words = [sys.executable, "-m", WORKER_POOL, f"--service_port={self.port}"]
        words += [f"--container_executable={command}"] if command is not None else []
        self.service = Service("worker-pool", folder, words, environment)
        wait_for(lambda: listens(self.port), START)

    def stop(self) -> None:
        """End it and its workers."""
        self.service.stop()


class Expansion:
    """Beam's expansion service with the Kafka connector, and a pool of Java workers for the step after its source.

    ``use_deprecated_read`` makes it hand out the source itself, which Flink then runs, with the offsets in its
    checkpoints; as a splittable function it would run in a Java worker and end no bundle while messages come.

    The service could be the Java worker itself (``--alsoStartLoopbackWorker``), but only once: after the first failure
    of the job its executor is shut, and every later worker is refused.
    """

    def __init__(self, folder: Path, jar: str) -> None:
        self.pool = WorkerPool(folder / "java", ROOT / "benchmarks" / "java_worker.sh", {FLINK.variable: jar})
        port = free_port()
        self.option = "--beam_services=" + json.dumps({EXPANSION_TARGET: f"{LOCALHOST}:{port}"})
        command = ["java", "-Xmx256m", "-cp", jar, EXPANSION, str(port), "--experiments=use_deprecated_read"]
        command += ["--defaultEnvironmentType=EXTERNAL", f"--defaultEnvironmentConfig={LOCALHOST}:{self.pool.port}"]
        self.service = Service("expansion", folder, command)
        wait_for(lambda: listens(port), START)

    def stop(self) -> None:
        """End both."""
        self.service.kill()
        self.pool.stop()
