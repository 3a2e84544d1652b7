"""Fixtures of the pipeline tests: small inputs, and a coder that needs no language model."""

import json
import os

import apache_beam as beam
import pytest
import standin_coder
from apache_beam.options.pipeline_options import PipelineOptions, StandardOptions
from apache_beam.runners.direct.direct_runner import BundleBasedDirectRunner
from rich.console import Console

from pipeline.beam import coding
from pipeline.dataset.manifest import read_manifests
from pipeline.live.streaming import Stream, StreamPlan
from pipeline.runners import launcher
from pipeline.runners.options import RunOptions
from pipeline.sources.base import ReadOptions

SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""For Java processes that live a minute or two: the better compiler's work is half of theirs, and never pays."""


@pytest.fixture(scope="session", autouse=True)
def short_lived_java():
    """Brokers, clusters and job servers of tests start with half of the processor time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", f"{os.environ.get('JAVA_TOOL_OPTIONS', '')} {SHORT_LIVED}".strip())
        yield


@pytest.fixture
def quick_coder(monkeypatch):
    monkeypatch.setattr(coding, "process_batch", standin_coder.process_batch)


@pytest.fixture
def run_pipeline(quick_coder):
    """Run the whole graph in memory: ``run_pipeline(output, *inputs, **options)``."""

    def run(output, *inputs, read=None, **options):
        given = RunOptions(
            inputs=tuple(map(str, inputs)),
            output=str(output),
            read=read or ReadOptions(),
            processes=1,
            **options,
        )
        return launcher.run(given, Console(quiet=True))

    return run


@pytest.fixture
def news(tmp_path):
    """A JSON Lines file: two months, an unknown date, a copy, events, and a bad line."""
    path = tmp_path / "news.jsonl"
    rows = [
        {"id": "a", "date": "2020-03-12", "text": "Rebels attacked Soldiers in the north. Nobody was hurt there."},
        {"id": "b", "date": "2020-03-14", "text": "Gunmen attacked Police. Then Police attacked Gunmen."},
        {"id": "c", "date": "2020-04-01", "title": "Rain", "text": "It rained in the capital for the whole day."},
        {"id": "d", "text": "Nobody knows when this was written, but it is English text."},
        {"id": "e", "date": "2020-04-02", "text": "It rained in the capital for the whole day."},
    ]
    lines = [json.dumps(row) for row in rows]
    lines.insert(2, '{"id": "broken", ')
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def tree():
    """Return the bytes of every data file below a directory by its path."""

    def read(directory):
        return {
            path.relative_to(directory).as_posix(): path.read_bytes() for path in sorted(directory.rglob("*.parquet"))
        }

    return read


@pytest.fixture
def stream(tmp_path, quick_coder, monkeypatch):
    """Run the streaming graph on a TestStream: ``stream(events, source, **options)``; return the ids of the runs."""
    monkeypatch.setattr("pipeline.live.streaming.warm_up", lambda settings: None)

    def run(events, source="kafka://localhost/news", output=tmp_path / "out", **options):
        plan = StreamPlan(source, str(output), window=60, lateness=120, **options)
        settings = PipelineOptions([])
        settings.view_as(StandardOptions).streaming = True
        with beam.Pipeline(runner=BundleBasedDirectRunner(), options=settings) as pipeline:
            _ = pipeline | events | Stream(plan)
        return [manifest.run_id for manifest in read_manifests(str(output))]

    return run
