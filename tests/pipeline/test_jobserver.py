"""Beam's job server for Flink: which jar is used, and a jar made of many."""

import shutil
import subprocess
import zipfile

from pipeline.runners.jobserver import make_jar, with_jar


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
