"""``newsbeam stream`` on a Flink cluster under load with faults: what is lost, what is repeated, how late rows are.

    python benchmarks/stream_load.py [--minutes 30] [--articles-per-second 0.5] [--window 15] [--keep DIR]

On this machine's loopback interface: a Kafka broker with a topic of two partitions, a Flink cluster of two task
managers with checkpoints on disk, Beam's expansion service and a pool of Python workers with the real coder. A writer
sends news (those of the examples, each with an id of its own); of a hundred messages ten come twice, three are no
articles, and five say that they were made an hour ago. A task manager is killed (SIGKILL) after a third of the time,
another one is started half a minute later, and the broker is killed and started again after two thirds. At the end
every article must be a row, after ``newsbeam compact`` just one, every unusable message a reject with its payload,
and the dataset valid. Bounded by ``--minutes``; exit code 1 where something is lost, repeated or wrong.

Needs Java and the jars of docs/engines.md.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import kafka
import msgspec
import pyarrow.parquet as pq

from benchmarks.cluster import (
    NEEDS_CONNECTOR,
    NEEDS_JAVA,
    NEEDS_KAFKA,
    ROOT,
    Broker,
    Cluster,
    Expansion,
    Service,
    WorkerPool,
    find_flink,
    find_kafka,
    has_connector,
    wait_for,
)
from benchmarks.watch_load import percentiles, texts_of
from pipeline.dataset.manifest import Manifest, read_manifests
from pipeline.dataset.validate import validate
from pipeline.live.compact import compact
from pipeline.runners.launcher import parse_beam_options

EXAMPLES = ROOT / "examples" / "news"
TOPIC = "news"
MOST_MINUTES = 120
TWICE, UNUSABLE, OLD = 0.10, 0.03, 0.05
BROKEN = (b'{"id": %d, "text": ', b"[%d]", b'{"id": "u%d", "title": "no text"}')
HOUR_MS = 3_600_000
START = 400.0
"""Seconds that the cluster may take until the first rows are there."""
DRAIN = 400.0
"""Seconds to wait for the last rows at the end."""
NEW_WORKER = 30.0
"""Seconds after which another task manager takes the place of the killed one."""
SAMPLE = 2.0
SHOWN = 10
MEGABYTE = 1 << 20


@dataclass
class Writer:
    """Sends messages and remembers what and when."""

    address: str
    texts: Sequence[str]
    rate: float
    chance: random.Random
    sent: dict[str, float] = field(default_factory=dict)
    """Id of an article to the time at which the broker had it."""
    unusable: set[bytes] = field(default_factory=set)
    twice: int = 0
    old: int = 0

    def run(self, seconds: float, number: int = 0) -> None:
        """Send for some seconds, from a number on."""
        producer = kafka.KafkaProducer(bootstrap_servers=self.address, retries=100, retry_backoff_ms=500)
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            self.send(producer, number)
            number += 1
            time.sleep(self.chance.expovariate(self.rate))
        producer.flush()
        producer.close()

    def send(self, producer: kafka.KafkaProducer, number: int) -> None:
        """Send a message, now and then twice."""
        if self.chance.random() < UNUSABLE:
            payload = (
                self.chance.choice([b'{"id": %d, "text": ', b"[%d]", b'{"id": "u%d", "title": "no text"}']) % number
            )
            self.unusable.add(payload)
            self.put(producer, payload)
            return
        name = f"a{number}"
        row = {"id": name, "date": f"2024-0{1 + number % 6}-15", "text": self.chance.choice(self.texts)}
        payload = json.dumps(row).encode()
        made = None
        if self.chance.random() < OLD:
            made = int(time.time() * 1000) - HOUR_MS
            self.old += 1
        self.put(producer, payload, made)
        self.sent[name] = time.time()
        if self.chance.random() < TWICE:
            self.twice += 1
            self.put(producer, payload)

    def put(self, producer: kafka.KafkaProducer, payload: bytes, made: int | None = None) -> None:
        """Wait until the broker has a message, whatever becomes of it meanwhile."""
        partition = self.chance.randrange(2)
        while True:
            try:
                producer.send(TOPIC, payload, partition=partition, timestamp_ms=made).get(60)
            except kafka.errors.KafkaError:
                continue
            return


class Rows:
    """When an article became a row, by the time of the manifest that holds it."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._seen: dict[str, float] = {}
        self.times: dict[str, float] = {}
        self.windows = 0

    def look(self) -> None:
        """Read the manifests that are new or were replaced."""
        for path in sorted((self._output / "_runs").glob("stream-*.json")):
            with contextlib.suppress(FileNotFoundError):
                at = path.stat().st_mtime
                if self._seen.get(path.name) == at:
                    continue
                manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
                for name in input_ids(self._output, [manifest]):
                    self.times.setdefault(name, at)
                self._seen[path.name] = at
                self.windows = len(self._seen)


def input_ids(output: Path, manifests: Sequence[Manifest]) -> Iterator[str]:
    """Yield the ids that the messages of all rows carried."""
    for manifest in manifests:
        for file in manifest.files:
            if file.dataset == "articles":
                yield from pq.ParquetFile(output / file.path).read(["input_id"])["input_id"].to_pylist()


def rejected(output: Path, manifests: Sequence[Manifest]) -> list[bytes]:
    """Return the payloads of all rejects."""
    found = []
    for manifest in manifests:
        for file in manifest.files:
            if file.dataset == "rejects":
                found += pq.ParquetFile(output / file.path).read(["payload"])["payload"].to_pylist()
    return found


@dataclass
class Measured:
    """What was seen while it ran."""

    memory: dict[str, list[int]] = field(default_factory=lambda: collections.defaultdict(list))
    faults: list[tuple[float, str]] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)
    checkpoints: dict[str, Any] = field(default_factory=dict)
    restarts: int = 0


class Stage:
    """All that takes part, one process each."""

    def __init__(self, place: Path, jar: str, jars: Path, window: int) -> None:
        self.output = place / "out"
        with contextlib.ExitStack() as stack:
            self.broker = Broker(place / "broker", jars)
            stack.callback(self.broker.stop)
            self.cluster = Cluster(place / "flink", jar)
            stack.callback(self.cluster.stop)
            expansion = Expansion(place / "expansion", jar)
            stack.callback(expansion.stop)
            pool = WorkerPool(place / "pool")
            stack.callback(pool.stop)
            self.job = self._start_stream(place, (expansion.option, *pool.options), window)
            stack.callback(self.job.stop)
            self._stack = stack.pop_all()
        self.services = {
            "task manager 1": self.cluster.workers[0],
            "task manager 2": self.cluster.workers[1],
            "job manager": self.cluster.master,
            "Python workers": pool.service,
            "Java workers": expansion.pool.service,
            "expansion service": expansion.service,
            "broker": self.broker.service,
            "command with the job server": self.job,
        }

    def _start_stream(self, place: Path, more: Sequence[str], window: int) -> Service:
        command = [sys.executable, "-m", "pipeline", "stream", "--source", f"kafka://{self.broker.address}/{TOPIC}"]
        command += ["--output", str(self.output), "--window", f"{window}s", "--runner=FlinkRunner", "--parallelism=2"]
        command += [f"--flink_master={self.cluster.address}", f"--flink_job_server_jar={self.cluster.jar}"]
        command += ["--checkpointing_interval=10000", "--metrics-file", str(place / "stream.prom"), *more]
        own = {"PYTHONPATH": str(ROOT), "JAVA_TOOL_OPTIONS": "-Xmx400m", "OMP_NUM_THREADS": "1"}
        return Service("command", place, command, own)

    def end_job(self, seen: Measured) -> int:
        """Cancel the job, which would run for ever; return the exit code of the command."""
        [job] = self.cluster.jobs()
        seen.checkpoints = self.cluster.ask(f"jobs/{job['jid']}/checkpoints")
        seen.restarts = self.cluster.restarts(job["jid"])
        self.cluster.cancel(job["jid"])
        return self.job.process.wait(120)

    def stop(self) -> None:
        """End everything."""
        self._stack.close()


def observe(seconds: float, stage: Stage, rows: Rows, writing: threading.Thread) -> Measured:
    """Let the faults happen and look, until the writer is done."""
    seen = Measured()
    began = time.time()

    def kill_worker() -> None:
        stage.cluster.workers[0].kill()

    due = [
        (seconds / 3, "a task manager was killed", kill_worker),
        (seconds / 3 + NEW_WORKER, "another one was started", stage.cluster.workers[0].start),
        (2 * seconds / 3, "the broker was killed and started again", stage.broker.restart),
    ]
    while writing.is_alive():
        time.sleep(SAMPLE)
        now = time.time() - began
        seen.loads.append(os.getloadavg()[0])
        for name, service in stage.services.items():
            seen.memory[name].append(service.memory())
        rows.look()
        if due and now > due[0][0]:
            _, what, act = due.pop(0)
            act()
            seen.faults.append((time.time(), what))
            print(f"{now:.0f} s: {what}; {len(rows.times)} articles in {rows.windows} windows so far", flush=True)
    return seen


def wait_for_rows(rows: Rows, names: Mapping[str, float], seconds: float) -> bool:
    """Look until all articles are rows; return whether they are."""

    def done() -> bool:
        rows.look()
        return names.keys() <= rows.times.keys()

    try:
        wait_for(done, seconds, SAMPLE)
    except TimeoutError:
        return False
    return True


def show(seen: Measured, writer: Writer, rows: Rows, first: Mapping[str, float], held: float) -> None:
    """Print latency, but for the articles that waited for the cluster to start, memory and checkpoints."""
    late = {name: rows.times[name] - at for name, at in writer.sent.items() if name in rows.times and name not in first}
    hit = {name for name in late if any(writer.sent[name] - held <= at <= rows.times[name] for at, _ in seen.faults)}
    print(f"latency: {percentiles([seconds for name, seconds in late.items() if name not in hit])}")
    print(f"latency around faults: {percentiles([late[name] for name in hit])}")
    print(f"the job was started again {seen.restarts} times")
    summary = seen.checkpoints.get("summary", {})
    for name, unit in (("state_size", 1024), ("end_to_end_duration", 1)):
        facts = summary.get(name, {})
        values = ", ".join(f"{key} {float(facts[key]) / unit:.0f}" for key in ("min", "avg", "max") if key in facts)
        print(f"checkpoints, {name} in {'KB' if unit > 1 else 'ms'}: {values}")
    print(f"checkpoints: {seen.checkpoints.get('counts')}")
    for name, values in seen.memory.items():
        warm = [value for value in values if value][len(values) // 5 :]
        if warm:
            print(
                f"memory, {name}: {statistics.median(warm) / MEGABYTE:.0f} MB (median), {max(warm) / MEGABYTE:.0f} MB"
            )
    if seen.loads:
        print(f"load of the machine: {statistics.mean(seen.loads):.1f} on {os.cpu_count()} cores")


def check(output: Path, writer: Writer) -> list[str]:
    """Join the windows and return what is wrong."""
    parse_beam_options(())
    before = read_manifests(str(output))
    twice = [name for name, count in collections.Counter(input_ids(output, before)).items() if count > 1]
    print(f"{len(before)} windows; in two of them before compaction: {len(twice)} articles")
    compact(str(output))
    after = read_manifests(str(output))
    counts = collections.Counter(input_ids(output, after))
    lost = sorted(writer.sent.keys() - counts.keys())
    repeated = [name for name, count in counts.items() if count > 1]
    payloads = rejected(output, after)
    wrong = [f"{name} is lost" for name in lost] + [f"{name} is there {counts[name]} times" for name in repeated]
    wrong += [f"{payload!r} is no reject" for payload in writer.unusable - set(payloads)]
    wrong += [f"{payload!r} is a reject and was not sent" for payload in set(payloads) - writer.unusable]
    wrong += [str(violation) for violation in validate(str(output))]
    print(f"{len(counts)} articles and {len(set(payloads))} rejects; lost {len(lost)}, repeated {len(repeated)}")
    return wrong


def measure(stage: Stage, seconds: float, rate: float, seed: int, window: int) -> int:
    """Let the load and the faults happen; return the exit code."""
    writer = Writer(stage.broker.address, texts_of(sorted(EXAMPLES.iterdir())), rate, random.Random(seed))
    rows = Rows(stage.output)
    began = time.time()
    writer.run(1.0)
    if not wait_for_rows(rows, writer.sent, START):
        print(f"no row in {START:.0f} s:\n{stage.job.log()}")
        return 1
    print(f"the first rows were there {time.time() - began:.0f} s after the start", flush=True)
    first = dict.fromkeys(writer.sent, 0.0)
    writing = threading.Thread(target=writer.run, args=(seconds, len(first)), daemon=True)
    writing.start()
    seen = observe(seconds, stage, rows, writing)
    wait_for_rows(rows, writer.sent, DRAIN)
    code = stage.end_job(seen)
    print(f"{seconds / 60:g} minutes, {len(writer.sent)} articles, {len(writer.unusable)} unusable messages")
    print(f"sent twice {writer.twice}, made an hour before {writer.old}")
    print(f"the command ended with exit code {code} when the job was cancelled")
    show(seen, writer, rows, first, window)
    wrong = check(stage.output, writer)
    for line in wrong[:SHOWN]:
        print(f"  {line}")
    return int(bool(wrong or code))


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--articles-per-second", type=float, default=0.5)
    parser.add_argument("--window", type=int, default=15, help="seconds of arrival that are committed at once")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a new directory for output and logs, which stay there")
    options = parser.parse_args()
    jar, jars = find_flink(), find_kafka()
    if jar is None or jars is None or not has_connector(jar):
        print(NEEDS_JAVA if jar is None else NEEDS_KAFKA if jars is None else NEEDS_CONNECTOR)
        return 2
    seconds = min(options.minutes, MOST_MINUTES) * 60
    with contextlib.ExitStack() as stack:
        place = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsbeam-stream-")))
        stage = Stage(place, jar, jars, options.window)
        stack.callback(stage.stop)
        return measure(stage, seconds, options.articles_per_second, options.seed, options.window)


if __name__ == "__main__":
    sys.exit(main())
