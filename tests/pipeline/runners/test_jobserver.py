"""Beam's job servers: which jar is used, and a jar made of many."""

import shutil
import subprocess
import zipfile

import pytest

from pipeline.runners.jobserver import ENGINES, FLINK, SPARK, engine_of, make_jar, with_jar


@pytest.mark.parametrize("engine", ENGINES, ids=["flink", "spark"])
def test_the_jar_is_added_only_where_the_engine_is_asked_for(engine, monkeypatch):
    for other in ENGINES:
        monkeypatch.setenv(other.variable, f"/jars/{other.name}.jar")
    assert with_jar(["--runner", engine.runner])[-1] == f"--{engine.name}_job_server_jar=/jars/{engine.name}.jar"
    given = [f"--runner={engine.runner}", f"--{engine.name}_job_server_jar=x"]
    assert with_jar(given) == given
    assert with_jar([]) == []


def test_the_engine_is_told_by_its_runner(tmp_path):
    with pytest.raises(FileNotFoundError, match="flink or spark"):
        engine_of(tmp_path)
    (tmp_path / "beam-runners-spark-3-2.62.0.jar").write_bytes(b"")
    assert engine_of(tmp_path) is SPARK


def test_a_jar_made_of_many(tmp_path):
    folder = tmp_path / "lib"
    folder.mkdir()
    (folder / "beam-runners-flink-1.19-2.62.0.jar").write_bytes(b"")
    for i in range(30):
        (folder / f"some-artifact-with-a-long-name-{i}.jar").write_bytes(b"")
    make_jar(folder, tmp_path / "made" / "server.jar")
    with zipfile.ZipFile(tmp_path / "made" / "server.jar") as archive:
        lines = archive.read("META-INF/MANIFEST.MF").decode().split("\r\n")
    assert max(map(len, lines)) <= 72
    unfolded = "\n".join(lines).replace("\n ", "")
    assert f"Main-Class: {FLINK.main}" in unfolded
    assert f"{folder.as_uri()}/some-artifact-with-a-long-name-29.jar" in unfolded
    if shutil.which("java"):
        done = subprocess.run(
            ["java", "-jar", tmp_path / "made" / "server.jar"], check=False, capture_output=True, text=True
        )
        assert "FlinkJobServerDriver" in done.stderr
