"""The watcher as a process: killed at any moment, stopped by a signal, on time, flat in memory."""

import json
import logging
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from inputs import ids, story

from pipeline.dataset.manifest import read_manifests
from pipeline.dataset.validate import validate

LOG = logging.getLogger(__name__)
HERE = Path(__file__).parents[1]
MEGABYTE = 1 << 20
BATCHES = int(os.environ.get("NEWSBEAM_SOAK_BATCHES", "40"))


def start(tmp_path, *args, delay=0.0):
    command = [sys.executable, str(HERE / "standin_cli.py"), "watch", "--input", str(tmp_path / "in" / "*.jsonl")]
    command += ["--output", str(tmp_path / "out"), "--every", "0.2s", "--settle", "0.2s", "--processes", "1", *args]
    environment = {
        **os.environ,
        "PYTHONPATH": str(HERE.parents[1]),
        "OMP_NUM_THREADS": "1",
        "NEWSBEAM_TEST_DELAY": str(delay),
    }
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def put(tmp_path, name, *rows):
    """Let a whole file appear, as programs do that know what they are doing."""
    (tmp_path / "in").mkdir(exist_ok=True)
    hidden = tmp_path / "in" / f".{name}"
    hidden.write_text("".join(json.dumps(row) + "\n" for row in rows))
    hidden.rename(tmp_path / "in" / name)


def wait_for(condition, seconds=60.0):
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.02)
    return time.monotonic() - began


def resident(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024


def committed(tmp_path):
    return len(list((tmp_path / "out" / "_runs").glob("*.json")))


def test_killed_at_any_moment_it_loses_and_repeats_nothing(tmp_path):
    chance = random.Random(7)
    for number in range(24):
        put(tmp_path, f"{number:02d}.jsonl", story(number))
    for _ in range(6):
        process = start(tmp_path, delay=0.05)
        before = committed(tmp_path)
        wait_for(
            lambda before=before: (
                (tmp_path / "out" / "_staging" / "watch.lock").exists() or committed(tmp_path) > before
            )
        )
        put(tmp_path, f"more{chance.random():.9f}.jsonl", story(int(chance.random() * 1e6), "Pirates"))
        time.sleep(chance.uniform(0.0, 2.0))
        process.kill()
        process.communicate()
        (tmp_path / "out" / "_staging" / "watch.lock").unlink(missing_ok=True)
    files = sorted((tmp_path / "in").glob("*.jsonl"))
    process = start(tmp_path, "--once")
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert len(ids(tmp_path / "out")) == len(set(ids(tmp_path / "out"))) == len(files) == 30
    read = [fact.uri for manifest in read_manifests(str(tmp_path / "out")) for fact in manifest.inputs]
    assert sorted(read) == [str(path) for path in files]
    assert list(validate(str(tmp_path / "out"))) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_after_the_batch_with_a_message(tmp_path, number):
    put(tmp_path, "a.jsonl", *(story(i) for i in range(40)))
    process = start(tmp_path, delay=1.0)
    wait_for(lambda: list((tmp_path / "out" / "_staging").glob("batch-*.lock")))
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert "stopped cleanly: 1 batches, 1 files, 40 articles" in errors
    assert len(ids(tmp_path / "out")) == 40
    assert not (tmp_path / "out" / "_staging").exists()


def test_rows_are_committed_in_time_and_memory_stays_flat(tmp_path):
    """Latency is at most the interval and two seconds, whatever came before.

    The median counts, because tests run beside others; ``NEWSBEAM_SOAK_BATCHES`` makes a longer test of it.
    """
    process = start(tmp_path)
    try:
        late, memory = [], []
        for number in range(BATCHES):
            put(tmp_path, f"{number:04d}.jsonl", story(number), story(number, "Pirates"))
            late.append(wait_for(lambda number=number: committed(tmp_path) > number))
            memory.append(resident(process))
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    tenths = [max(memory[part * BATCHES // 10 : (part + 1) * BATCHES // 10]) // MEGABYTE for part in range(10)]
    LOG.info(
        "latency %.1f s (median), %.1f s (most); memory by tenths %s MB", statistics.median(late), max(late), tenths
    )
    assert f"{BATCHES} batches" in errors
    assert statistics.median(late[3:]) <= 0.2 + 2.0
    assert max(memory[-5:]) - min(memory[8:12]) < 16 * MEGABYTE
