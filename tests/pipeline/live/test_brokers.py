"""Addresses of brokers, and graphs that can be sent to Dataflow."""

from functools import partial

import pytest

from pipeline.errors import UsageError
from pipeline.live.brokers import Kafka, PubSub, parse_source
from pipeline.live.streaming import StreamPlan, run_stream, wire
from pipeline.runners.options import RunOptions
from pipeline.runners.template import check_batch, check_graph, missing, size_job

DATAFLOW = (
    "--runner=DataflowRunner",
    "--project=example-project",
    "--region=europe-west1",
    "--temp_location=gs://example/tmp",
    "--sdk_container_image=example/newsbeam",
)
SUBSCRIPTION = "pubsub://projects/example-project/subscriptions/news"


def test_addresses():
    kafka = parse_source("kafka://one,two:9093/news.raw?group.id=mine")
    assert isinstance(kafka, Kafka)
    assert (kafka.servers, kafka.topic, kafka.config["group.id"]) == ("one:9092,two:9093", "news.raw", "mine")
    assert kafka.uri == "kafka://one:9092,two:9093/news.raw"
    assert parse_source(SUBSCRIPTION) == PubSub(SUBSCRIPTION.removeprefix("pubsub://"))


@pytest.mark.parametrize("uri", ["kafka://host", "kafka:///topic", "pubsub://news", "gs://bucket/x", "news", ""])
def test_no_addresses(uri):
    with pytest.raises(UsageError, match="no broker"):
        parse_source(uri)


@pytest.mark.filterwarnings("ignore")
def test_the_streaming_graph_can_be_sent():
    graph = check_graph(partial(wire, plan=StreamPlan(SUBSCRIPTION, "gs://example/events")), DATAFLOW)
    assert graph.stages == ("Source", "Stream")
    assert graph.warnings == ()
    assert graph.bytes < 1 << 20


def test_the_batch_graph_can_be_sent():
    graph = check_batch(RunOptions(("gs://example/in/*.jsonl.gz",), "gs://example/events", beam=DATAFLOW))
    assert graph.stages[0] == "Tasks"
    assert graph.stages[-1] == "Write"


def test_what_dataflow_will_ask_for():
    assert len(missing(["--runner=DataflowRunner"])) == 4
    assert "elsewhere" in missing([])[0]


def test_a_broker_needs_a_runner_that_streams():
    with pytest.raises(UsageError, match="newsbeam watch"):
        run_stream(StreamPlan(SUBSCRIPTION, "out"), ())


def test_size_of_a_job():
    size = size_job(1_000_000, 0.36, 2.0, 0.1)
    assert (round(size.core_hours), size.workers, round(size.cost)) == (100, 50, 10)
