"""``newsbeam template``: does the graph build with the options of Dataflow, and can it be sent there."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import apache_beam as beam
import msgspec
from apache_beam.options.pipeline_options import GoogleCloudOptions, SetupOptions, StandardOptions, WorkerOptions
from apache_beam.runners.portability.fn_api_runner import FnApiRunner

from pipeline.beam.graph import build
from pipeline.errors import UsageError
from pipeline.runners.launcher import parse_beam_options, plan_run
from pipeline.runners.options import RunOptions
from pipeline.sources.base import InputRange
from pipeline.sources.discover import Task

MOST_BYTES = 10 << 20
"""Size of a job that Dataflow accepts."""
PARALLEL = 64
"""Tasks of the batch graph in the check."""


class Graph(msgspec.Struct, frozen=True):
    """What would be sent."""

    transforms: int
    stages: tuple[str, ...]
    bytes: int
    warnings: tuple[str, ...]


class Sizing(msgspec.Struct, frozen=True):
    """How many workers a job needs, and what it costs."""

    core_hours: float
    workers: int
    cost: float


def check_batch(options: RunOptions) -> Graph:
    """Build and serialise the batch graph without looking at the inputs."""
    files = [InputRange(pattern, 1) for pattern in options.inputs]
    tasks = [Task(index, tuple(files)) for index in range(PARALLEL)]
    pipeline = new_pipeline(options.beam)
    build(pipeline, tasks, plan_run(options, files, options.run_id or "template"))
    return serialise(pipeline, options.beam)


def check_graph(add: Callable[[beam.Pipeline], object], args: Sequence[str]) -> Graph:
    """Build and serialise a streaming graph that ``add`` makes, without connecting to its broker."""
    pipeline = new_pipeline([*args, "--streaming"])
    add(pipeline)
    return serialise(pipeline, args)


def new_pipeline(args: Sequence[str]) -> beam.Pipeline:
    """Return a pipeline with the options of another runner that never runs."""
    return beam.Pipeline(runner=FnApiRunner(), options=parse_beam_options(args))


def serialise(pipeline: beam.Pipeline, args: Sequence[str]) -> Graph:
    """Return the facts of a pipeline as it would be sent; UsageError where it is too large."""
    proto = pipeline.to_runner_api()
    size = proto.ByteSize()
    if size > MOST_BYTES:
        raise UsageError(f"the graph has {size} bytes; Dataflow takes {MOST_BYTES}. Give fewer, larger patterns.")
    components = proto.components.transforms
    [root] = proto.root_transform_ids
    stages = tuple(components[name].unique_name for name in components[root].subtransforms)
    return Graph(len(components), stages, size, tuple(missing(args)))


def missing(args: Sequence[str]) -> list[str]:
    """Return in words which options Dataflow will ask for."""
    options = parse_beam_options(args)
    if options.view_as(StandardOptions).runner != "DataflowRunner":
        return ["--runner DataflowRunner is not given: the graph was checked, the job would run elsewhere"]
    cloud, worker = options.view_as(GoogleCloudOptions), options.view_as(WorkerOptions)
    found = [
        f"--{name} is not given"
        for name, value in (
            ("project", cloud.project),
            ("region", cloud.region),
            ("temp_location", cloud.temp_location),
        )
        if not value
    ]
    if not worker.sdk_container_image and not options.view_as(SetupOptions).setup_file:
        found.append("--sdk_container_image is not given: the workers would have no newsbeam")
    return found


def size_job(articles: int, seconds_per_article: float, hours: float, price_per_core_hour: float) -> Sizing:
    """Return cores and cost of a batch: articles, measured seconds of one core per article, time limit, price."""
    core_hours = articles * seconds_per_article / 3600
    return Sizing(core_hours, max(1, math.ceil(core_hours / hours)), core_hours * price_per_core_hour)
