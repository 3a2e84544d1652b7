"""Brokers as unbounded sources: ``kafka://HOST:PORT/TOPIC`` and ``pubsub://projects/P/subscriptions/S``."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import apache_beam as beam
import msgspec

from pipeline.errors import UsageError

PROJECT, NAME = r"[a-z][-a-z0-9:.]{4,61}[a-z0-9]", r"[A-Za-z][\w.~+%-]{2,254}"
SUBSCRIPTION = re.compile(f"projects/{PROJECT}/subscriptions/{NAME}")
TOPIC = re.compile(f"projects/{PROJECT}/topics/{NAME}")
CONFIG = {"auto.offset.reset": "earliest", "group.id": "newsbeam", "isolation.level": "read_committed"}
"""Of the Kafka consumer, where the address says nothing else: ``?group.id=other``."""
EXAMPLES = "kafka://host:9092/topic, pubsub://projects/P/subscriptions/S"


class Kafka(msgspec.Struct, frozen=True):
    """A topic of a Kafka cluster."""

    servers: str
    topic: str
    config: dict[str, str]

    @property
    def uri(self) -> str:
        """The topic as it stands in ``source_uri``: without the consumer's configuration."""
        return f"kafka://{self.servers}/{self.topic}"


class PubSub(msgspec.Struct, frozen=True):
    """A subscription of Pub/Sub, or a topic to subscribe to."""

    path: str

    @property
    def uri(self) -> str:
        """The subscription as it stands in ``source_uri``."""
        return f"pubsub://{self.path}"


def parse_source(uri: str, option: str = "--source") -> Kafka | PubSub:
    """Return the broker of an address; UsageError for one that is none."""
    parts = urlsplit(uri)
    if parts.scheme == "kafka" and parts.netloc and re.fullmatch(r"/[\w.-]+", parts.path):
        servers = ",".join(host if ":" in host else f"{host}:9092" for host in parts.netloc.split(","))
        return Kafka(servers, parts.path[1:], {**CONFIG, **dict(parse_qsl(parts.query))})
    if parts.scheme == "pubsub":
        path = uri.removeprefix("pubsub://")
        if SUBSCRIPTION.fullmatch(path) or TOPIC.fullmatch(path):
            return PubSub(path)
    raise UsageError(f"{option} {uri} is no broker; write {EXAMPLES}.")


class ReadBroker(beam.PTransform):
    """The payloads of a broker's messages at the time the broker took them."""

    def __init__(self, source: Kafka | PubSub) -> None:
        super().__init__()
        self._source = source

    def expand(self, begin: beam.pvalue.PBegin) -> beam.PCollection:
        """Wire the connector; Kafka's is Java and asks for an expansion service while the graph is built."""
        if isinstance(self._source, PubSub):
            path = self._source.path
            known = SUBSCRIPTION.fullmatch(path)
            read = beam.io.ReadFromPubSub(subscription=path) if known else beam.io.ReadFromPubSub(topic=path)
            return begin | "PubSub" >> read
        # Imported here: the module of cross-language connectors takes long, and looks for Java.
        from apache_beam.io.kafka import ReadFromKafka, default_io_expansion_service
        from apache_beam.transforms.external import ExternalTransform, ImplicitSchemaPayloadBuilder

        # Beam's own transform sends every field that its version knows, and a connector of another version, as the job
        # server may bring it, refuses those that it lacks; these are known to all.
        asked = {
            "consumer_config": {**self._source.config, "bootstrap.servers": self._source.servers},
            "topics": [self._source.topic],
            "key_deserializer": ReadFromKafka.byte_array_deserializer,
            "value_deserializer": ReadFromKafka.byte_array_deserializer,
            "commit_offset_in_finalize": True,
            "timestamp_policy": ReadFromKafka.log_append_time,
        }
        messages = ExternalTransform(
            ReadFromKafka.URN_WITHOUT_METADATA, ImplicitSchemaPayloadBuilder(asked), default_io_expansion_service()
        )
        return begin | "Kafka" >> messages | "Payload" >> beam.Map(payload_of)


def payload_of(record: tuple[bytes, bytes]) -> bytes:
    """Return the value of a Kafka record; a tombstone is empty."""
    return record[1] or b""
