"""Dead letters: messages that became no article, sent to a topic of their own beside their row in ``rejects``.

A letter is the payload of its reject, under the reject's id, with the reason in its headers or attributes: the message
as it came (its first 64 KiB) where it was no article, the text in it where a stage failed on that. It is sent before
the commit of its window: after a crash it may come twice, under the same id, never not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import apache_beam as beam
from apache_beam.io.gcp.pubsub import PubsubMessage, WriteToPubSub

from pipeline.errors import RunError, UsageError
from pipeline.extras import install_command
from pipeline.live.brokers import TOPIC, Kafka, PubSub, parse_source
from pipeline.monitor.metrics import Metrics
from schemas.reject import Reject
from transforms.process import Processed

if TYPE_CHECKING:
    from kafka import KafkaProducer

HEADERS = ("code", "message", "stage", "source_uri", "source_locator", "payload_sha256", "payload_bytes")
CONSUMER_ONLY = ("auto.offset.reset", "group.id", "isolation.level")


def parse_letters(uri: str, source: Kafka | PubSub) -> Kafka | PubSub:
    """Return the topic of an address; UsageError where it is none, or the one that is read."""
    target = parse_source(uri, "--dead-letters")
    if isinstance(target, PubSub) and not TOPIC.fullmatch(target.path):
        raise UsageError(f"--dead-letters {uri}: write a topic, pubsub://projects/P/topics/T.")
    if target.uri == source.uri:
        raise UsageError(f"--dead-letters {uri} is the source: its messages would be read again and again.")
    return target


def headers_of(reject: Reject) -> dict[str, str]:
    """Return what a letter says of its message."""
    return {name: str(getattr(reject, name)) for name in HEADERS}


class KafkaLetters:
    """Sends rejects to a Kafka topic."""

    def __init__(self, target: Kafka) -> None:
        self._topic = target.topic
        self._producer = new_producer(target)
        self._sent: list[object] = []

    def send(self, reject: Reject) -> None:
        """Send a reject; it has arrived after ``flush``."""
        headers = [(name, value.encode()) for name, value in headers_of(reject).items()]
        key = reject.reject_id.encode()
        self._sent.append(self._producer.send(self._topic, value=reject.payload, key=key, headers=headers))

    def flush(self) -> int:
        """Wait until the broker has what was sent; return how many. RunError where it does not take them."""
        from kafka.errors import KafkaError

        sent, self._sent = self._sent, []
        try:
            self._producer.flush()
            for future in sent:
                future.get(timeout=0)  # type: ignore[attr-defined]
        except KafkaError as error:
            raise RunError(f"the dead-letter topic {self._topic} took no message: {error}") from error
        return len(sent)

    def close(self) -> None:
        """Close the connection."""
        self._producer.close()


def new_producer(target: Kafka) -> KafkaProducer:
    """Return a producer that waits for all replicas; its settings follow the topic in the address."""
    try:
        from kafka import KafkaProducer
        from kafka.errors import KafkaError
    except ImportError as error:
        raise UsageError(f"--dead-letters {target.uri} needs: {install_command('kafka')}") from error
    config = {name.replace(".", "_"): value for name, value in target.config.items() if name not in CONSUMER_ONLY}
    try:
        return KafkaProducer(bootstrap_servers=target.servers.split(","), acks="all", **config)
    except KafkaError as error:
        raise RunError(f"cannot reach the broker of the dead letters at {target.servers}: {error}") from error


def with_letters(
    results: Iterable[Processed | Reject], letters: KafkaLetters | None, metrics: Metrics
) -> Iterator[Processed | Reject]:
    """Pass results on; those that are rejects have been sent when the last one was taken."""
    for result in results:
        if letters is not None and isinstance(result, Reject):
            letters.send(result)
        yield result
    if letters is not None:
        metrics.add("newsbeam_dead_letters_total", letters.flush())


class _Send(beam.DoFn):
    """Rejects to a Kafka topic, a bundle at a time."""

    def __init__(self, target: Kafka) -> None:
        self._target = target

    def setup(self) -> None:
        """Connect."""
        self._letters = KafkaLetters(self._target)

    def process(self, element: Reject) -> None:
        """Send a reject."""
        self._letters.send(element)

    def finish_bundle(self) -> None:
        """Wait for the broker: a bundle that ends has sent its letters."""
        self._letters.flush()

    def teardown(self) -> None:
        """Disconnect."""
        self._letters.close()


class SendLetters(beam.PTransform):
    """Rejects among results to the topic of the dead letters."""

    def __init__(self, target: Kafka | PubSub) -> None:
        super().__init__()
        self._target = target

    def expand(self, results: beam.PCollection) -> beam.PCollection:
        """Wire the branch."""
        rejects = results | "Rejects" >> beam.Filter(is_reject)
        if isinstance(self._target, Kafka):
            return rejects | "Send" >> beam.ParDo(_Send(self._target))
        return rejects | "Letter" >> beam.Map(letter_of) | "Publish" >> WriteToPubSub(self._target.path, True)


def is_reject(result: Processed | Reject) -> bool:
    """Return whether a message became no article."""
    return isinstance(result, Reject)


def letter_of(reject: Reject) -> PubsubMessage:
    """Return the Pub/Sub message of a reject."""
    return PubsubMessage(reject.payload, {"reject_id": reject.reject_id, **headers_of(reject)})
