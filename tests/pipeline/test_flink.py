"""The graph on a real Flink, embedded in Beam's job server: the bytes of the local runner."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipeline.jobserver import find_jar, make_jar, with_jar
from pipeline.manifest import read_manifests

HERE = Path(__file__).parent


@pytest.fixture
def flink():
    """Options for Flink; the test skips without Java or the job server."""
    if shutil.which("java") is None:
        pytest.skip("needs Java 17, which is not here")
    jar = find_jar()
    if jar is None:
        pytest.skip("needs Beam's Flink job server: see docs/engines.md on how to get it once")
    return ("--runner=FlinkRunner", "--flink_master=[local]", f"--flink_job_server_jar={jar}", "--parallelism=1")


def test_flink_writes_the_bytes_of_the_local_runner(tmp_path, news, run_pipeline, flink, tree):
    other = tmp_path / "other.jsonl"
    other.write_text('{"text": "Pirates attacked Sailors at sea on a quiet day.", "date": "2020-03-01"}\n')
    local = run_pipeline(tmp_path / "local", news, other)
    command = [sys.executable, str(HERE / "standin_cli.py"), "run", "--input", str(news), "--input", str(other)]
    command += ["--output", str(tmp_path / "flink"), *flink]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1]), "JAVA_TOOL_OPTIONS": "-Xmx800m"}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    [manifest] = read_manifests(str(tmp_path / "flink"))
    assert manifest.timing.runner == "FlinkRunner"
    assert manifest.accounting == local.accounting
    assert tree(tmp_path / "flink") == tree(tmp_path / "local")


def test_the_jar_is_added_only_where_flink_is_asked_for(monkeypatch):
    monkeypatch.setenv("NEWSBEAM_FLINK_JOB_SERVER", "/jars/server.jar")
    assert with_jar(["--runner", "FlinkRunner"])[-1] == "--flink_job_server_jar=/jars/server.jar"
    assert with_jar(["--runner=FlinkRunner", "--flink_job_server_jar=x"])[-1] == "--flink_job_server_jar=x"
    assert with_jar([]) == []


def test_a_jar_made_of_many(tmp_path):
    folder = tmp_path / "lib"
    folder.mkdir()
    for i in range(30):
        (folder / f"some-artifact-with-a-long-name-{i}.jar").write_bytes(b"")
    make_jar(folder, tmp_path / "made" / "server.jar")
    with zipfile.ZipFile(tmp_path / "made" / "server.jar") as archive:
        lines = archive.read("META-INF/MANIFEST.MF").decode().split("\r\n")
    assert max(map(len, lines)) <= 72
    unfolded = "\n".join(lines).replace("\n ", "")
    assert f"{folder.as_uri()}/some-artifact-with-a-long-name-29.jar" in unfolded
    if shutil.which("java"):
        done = subprocess.run(
            ["java", "-jar", tmp_path / "made" / "server.jar"], check=False, capture_output=True, text=True
        )
        assert "FlinkJobServerDriver" in done.stderr
