"""The graph on Beam's other engines, with the real coder: the bytes of the local runner."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.dataset.manifest import read_manifests
from pipeline.runners import launcher
from pipeline.runners.jobserver import SPARK, find_jar
from pipeline.runners.options import RunOptions

HERE = Path(__file__).parents[1]
ROOT = HERE.parents[1]
EXAMPLES = (ROOT / "examples" / "news", ROOT / "examples" / "damaged")
GO_BIN = Path("~/go/bin").expanduser()
ENGINES = ("FlinkRunner", "SparkRunner", "PrismRunner")
OPEN = (
    "java.lang",
    "java.lang.invoke",
    "java.nio",
    "java.util",
    "java.util.concurrent",
    "sun.nio.ch",
    "sun.security.action",
)
"""Packages of Java that Spark reaches into, which Java 17 keeps shut."""


@pytest.fixture(params=ENGINES)
def engine(request):
    """Options for an engine; the test skips where it is not to be had."""
    if request.param == "FlinkRunner":
        jar = find_jar()
        if shutil.which("java") is None or jar is None:
            pytest.skip("needs Java 17 and Beam's Flink job server: see docs/engines.md on how to get it once")
        return ("--runner=FlinkRunner", "--flink_master=[local]", f"--flink_job_server_jar={jar}")
    if request.param == "SparkRunner":
        jar = find_jar(SPARK)
        if shutil.which("java") is None or jar is None:
            pytest.skip("needs Java 17 and Beam's Spark job server: see docs/engines.md on how to get it once")
        there = ("--spark_master_url=local[2]", f"--spark_job_server_jar={jar}", "--environment_type=LOOPBACK")
        return ("--runner=SparkRunner", *there)
    prism = os.environ.get("NEWSBEAM_PRISM") or shutil.which("prism", path=f"{os.environ['PATH']}:{GO_BIN}")
    if prism is None:
        pytest.skip("needs Prism on the path, in ~/go/bin or named by NEWSBEAM_PRISM: see docs/engines.md")
    return ("--runner=PrismRunner", f"--prism_location={prism}")


def run_on(engine, output, inputs, *more):
    """Run the command in a process of its own; return its manifest."""
    command = [sys.executable, "-m", "pipeline", "run", "--output", str(output)]
    command += [word for path in inputs for word in ("--input", str(path))]
    opened = (f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPEN)
    java = " ".join((os.environ["JAVA_TOOL_OPTIONS"], "-Xmx800m", *opened))
    own = {"PYTHONPATH": str(ROOT), "JAVA_TOOL_OPTIONS": java, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [*command, *engine, *more], env={**os.environ, **own}, check=False, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stderr
    [manifest] = read_manifests(str(output))
    assert f"--runner={manifest.timing.runner}" in engine
    return manifest


def test_the_bytes_of_the_local_runner(tmp_path, engine, tree):
    """All examples, on two threads of one worker at a time, as portable runners do."""
    options = RunOptions(inputs=tuple(map(str, EXAMPLES)), output=str(tmp_path / "local"), processes=1)
    local = launcher.run(options, Console(quiet=True))
    manifest = run_on(engine, tmp_path / "there", EXAMPLES, "--parallelism=2")
    assert manifest.accounting == local.accounting
    assert manifest.accounting.events_written > 0
    assert tree(tmp_path / "there") == tree(tmp_path / "local")
