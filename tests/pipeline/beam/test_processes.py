"""Runs in worker processes, with the real stages: the same bytes as in memory, and no hanging when one dies."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.dataset.commit import recover
from pipeline.dataset.validate import validate

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
STORIES = [
    "Rebels attacked an army post in the northern hills on Monday, killing three soldiers, officials said.",
    "Police arrested two opposition leaders in the capital on Tuesday after protesters burned a bus.",
    "The president met the foreign minister of Egypt and promised aid to the families of the victims.",
]


def command(script, *args):
    return [sys.executable, *script, *map(str, args)]


def finished(*args, script=("-m", "pipeline"), folder=ROOT):
    return subprocess.run(
        [sys.executable, *script, *map(str, args)],
        env=ENVIRONMENT,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )


@pytest.fixture
def stories(tmp_path):
    """Two files with different news of two months."""
    paths = []
    for part in range(2):
        path = tmp_path / f"part{part}.jsonl"
        rows = (
            {"id": f"{part}-{i}", "date": f"2020-0{3 + i % 2}-12", "text": f"Report {part}{i}. {STORIES[i % 3]}"}
            for i in range(6)
        )
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        paths.append(path)
    return paths


@pytest.mark.parametrize("script", [("-m", "pipeline"), (str(ROOT / "tests" / "pipeline" / "threaded_cli.py"),)])
def test_two_processes_write_the_bytes_of_one(tmp_path, stories, tree, script):
    """Workers are copies of the launcher, or new processes where it has threads.

    The second run starts in a folder with packages of the same names: new workers must not find them.
    """
    inputs = [arg for path in stories for arg in ("--input", path)]
    for name in ("pipeline", "schemas", "transforms"):
        (tmp_path / "decoy" / name).mkdir(parents=True)
        (tmp_path / "decoy" / name / "__init__.py").write_text("raise ImportError('the wrong package')")
    one = finished("run", *inputs, "--output", tmp_path / "out1", "--processes", 1)
    args = ("run", *inputs, "--output", tmp_path / "out2", "--processes", 2)
    two = finished(*args, script=script, folder=ROOT if script[0] == "-m" else tmp_path / "decoy")
    for done in (one, two):
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
    assert tree(tmp_path / "out1") == tree(tmp_path / "out2")
    assert any(path.startswith("events/") for path in tree(tmp_path / "out1"))
    assert list(validate(str(tmp_path / "out2"))) == []


def children(process):
    """Return the worker processes of a launcher."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.splitlines()]


def wait_for(condition, seconds=120):
    for _ in range(seconds * 20):
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


@pytest.mark.skipif(not Path("/bin/ps").exists(), reason="needs ps")
@pytest.mark.parametrize("script", [("-m", "pipeline"), (str(ROOT / "tests" / "pipeline" / "threaded_cli.py"),)])
def test_a_killed_worker_fails_the_run_and_a_killed_launcher_ends_its_workers(tmp_path, stories, script):
    args = command(
        script, "run", "--input", stories[0], "--input", stories[1], "--output", tmp_path / "out", "--processes", 2
    )
    with subprocess.Popen(args, env=ENVIRONMENT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as run:
        os.kill(wait_for(lambda: children(run.pid))[0], signal.SIGKILL)
        _, errors = run.communicate(timeout=120)
    assert run.returncode == 1
    assert b"worker process died" in errors
    assert not (tmp_path / "out" / "_runs").exists()

    with subprocess.Popen(args, env=ENVIRONMENT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as run:
        workers = wait_for(lambda: children(run.pid))
        run.send_signal(signal.SIGKILL)
    wait_for(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers), 20)
    assert not (tmp_path / "out" / "_runs").exists()
    recover(str(tmp_path / "out"), "")
    assert not (tmp_path / "out" / "_staging").exists()
