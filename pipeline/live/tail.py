"""A Kafka topic read on this machine: what has arrived in a window becomes a committed run, again and again.

Offsets stand in the manifests of the runs, so what was read and what was written are committed by one rename, and a
reader that is killed goes on where the last committed run ends.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing

import msgspec
from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from pipeline import logs
from pipeline.beam.coding import Batch, code_records, warm_up
from pipeline.dataset.commit import lock, recover
from pipeline.dataset.manifest import InputFact, Manifest, read_manifests
from pipeline.errors import RunError
from pipeline.live.brokers import Kafka
from pipeline.live.letters import KafkaLetters, with_letters
from pipeline.live.streaming import StreamPlan, commit_results, decode
from pipeline.live.watch import BATCH_BYTES
from pipeline.monitor.monitor import Monitor
from pipeline.runners.launcher import parse_beam_options, prepare_output
from pipeline.sources.base import digest
from schemas.ids import stable_id
from schemas.records import RawRecord
from schemas.reject import Reject
from transforms.process import Processed

LOG = logging.getLogger(__name__)
OFFSETS = re.compile(r"#partition=(\d+)&offsets=(\d+)-(\d+)")
POLL_MS = 200


class Message(msgspec.Struct, frozen=True):
    """A message and where it stood."""

    partition: int
    offset: int
    payload: bytes
    time: float = 0.0
    """When the broker took it, or the producer sent it, in seconds."""


class Memory:
    """Which messages were seen lately, by digest."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._seen: dict[str, float] = {}

    def fresh(self, payload: bytes, now: float) -> bool:
        """Return whether a message was not seen lately, and remember it."""
        while self._seen and now - next(iter(self._seen.values())) > self._seconds:
            del self._seen[next(iter(self._seen))]
        key = digest(payload)
        if key in self._seen:
            return False
        self._seen[key] = now
        return True


def next_offsets(manifests: Iterable[Manifest], uri: str) -> dict[int, int]:
    """Return for every partition of a topic the offset after the last one that a run holds."""
    found: dict[int, int] = {}
    for manifest in manifests:
        for fact in manifest.inputs:
            match = OFFSETS.fullmatch(fact.uri.removeprefix(uri)) if fact.uri.startswith(uri) else None
            if match:
                found[int(match[1])] = max(found.get(int(match[1]), 0), int(match[3]))
    return found


def facts_of(messages: Sequence[Message], uri: str) -> list[InputFact]:
    """Return what a manifest says of messages: offsets by partition, the last one excluded."""
    by_partition: dict[int, list[Message]] = {}
    for message in messages:
        by_partition.setdefault(message.partition, []).append(message)
    return [
        InputFact(
            f"{uri}#partition={partition}&offsets={found[0].offset}-{found[-1].offset + 1}",
            sum(len(message.payload) for message in found),
        )
        for partition, found in sorted(by_partition.items())
    ]


def results_of(payloads: Iterable[bytes], plan: StreamPlan) -> Iterator[Processed | Reject]:
    """Yield what becomes of messages."""
    batch = Batch()
    for payload in payloads:
        record = decode(payload, plan)
        if not isinstance(record, RawRecord):
            yield record
        elif batch.add(record):
            yield from code_records(batch.take(), plan.settings)
    yield from code_records(batch.take(), plan.settings)


def tail(
    plan: StreamPlan,
    kafka: Kafka,
    stop: threading.Event,
    report: Callable[[str], None],
    *,
    monitor: Monitor | None = None,
    dead: Kafka | None = None,
) -> None:
    """Read a topic until ``stop`` is set; what becomes no article goes to the topic ``dead`` too."""
    monitor = monitor or Monitor()
    plan = msgspec.structs.replace(plan, source=kafka.uri)
    parse_beam_options(())
    prepare_output(plan.output)
    with lock(plan.output, "stream"), ExitStack() as stack:
        recover(plan.output, "stream")
        with monitor.stage("load"):
            warm_up(plan.settings)
        memory = Memory(plan.remember)
        letters = stack.enter_context(closing(KafkaLetters(dead))) if dead is not None else None
        consumer = stack.enter_context(closing(connect(kafka, next_offsets(read_manifests(plan.output), kafka.uri))))
        monitor.ready()
        while not stop.is_set():
            monitor.looked()
            messages = collect(consumer, plan.window, stop)
            if not messages:
                tell_waiting(monitor, consumer, None)
                monitor.idle()
                continue
            now = time.monotonic()
            fresh = [message.payload for message in messages if memory.fresh(message.payload, now)]
            monitor.metrics.add("newsbeam_messages_total", len(messages))
            monitor.metrics.add("newsbeam_repeated_messages_total", len(messages) - len(fresh))
            facts = facts_of(messages, kafka.uri)
            run_id = f"stream-{stable_id(*(fact.uri for fact in facts))[:16]}"
            results = with_letters(results_of(fresh, plan), letters, monitor.metrics)
            with logs.about(run_id):
                manifest = commit_results(plan, run_id, results, inputs=facts, monitor=monitor)
            tell_waiting(monitor, consumer, messages[-1].time)
            report(f"{run_id}: {len(messages)} messages, {manifest.accounting.articles_written} articles")


def tell_waiting(monitor: Monitor, consumer: KafkaConsumer, committed: float | None) -> None:
    """Tell how many messages wait, and how old the last committed one is while some do."""
    partitions = consumer.assignment()
    try:
        ends = consumer.end_offsets(partitions)
        waiting = sum(max(0, ends[partition] - consumer.position(partition)) for partition in partitions)
    except KafkaError as error:
        LOG.warning("the broker does not say how many messages wait: %s", error)
        return
    monitor.metrics.set("newsbeam_waiting_messages", waiting)
    if not waiting:
        monitor.metrics.set("newsbeam_lag_seconds", 0.0)
    elif committed is not None:
        monitor.metrics.set("newsbeam_lag_seconds", max(0.0, time.time() - committed))
    monitor.tell()


def connect(kafka: Kafka, offsets: dict[int, int]) -> KafkaConsumer:
    """Return a consumer of all partitions that stands behind what was committed."""
    config = {name.replace(".", "_"): value for name, value in kafka.config.items()}
    try:
        consumer = KafkaConsumer(bootstrap_servers=kafka.servers.split(","), enable_auto_commit=False, **config)
    except KafkaError as error:
        raise RunError(f"cannot reach the broker at {kafka.servers}: {error}. Nothing was read.") from error
    partitions = sorted(consumer.partitions_for_topic(kafka.topic) or {0})
    consumer.assign([TopicPartition(kafka.topic, partition) for partition in partitions])
    for partition, offset in sorted(offsets.items()):
        consumer.seek(TopicPartition(kafka.topic, partition), offset)
    return consumer


def collect(consumer: KafkaConsumer, seconds: float, stop: threading.Event) -> list[Message]:
    """Return what arrives in some seconds, or until a batch is full."""
    messages: list[Message] = []
    size = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until and size < BATCH_BYTES and not stop.is_set():
        for records in consumer.poll(timeout_ms=POLL_MS).values():
            for record in records:
                messages.append(Message(record.partition, record.offset, record.value or b"", record.timestamp / 1000))
                size += len(record.value or b"")
    return messages
