"""Micro-batches: what a watcher reads, what it leaves, and that nothing is lost or repeated."""

import gc
import json
import os
import shutil
import subprocess
import threading
import time

import pytest
from inputs import SECOND, drop, ids, rows, story

from pipeline.beam.coding import warm_up
from pipeline.dataset.manifest import BATCH, COMPACTED, InputFact, read_manifests
from pipeline.dataset.validate import validate
from pipeline.errors import BusyError, RunError
from pipeline.live import watch as watching
from pipeline.live.compact import compact
from pipeline.live.ledger import Found, Ledger, Verdict
from pipeline.live.watch import Totals, Watcher, WatchOptions
from pipeline.runners.options import RunOptions
from transforms.process import Settings


def test_a_process_warms_up_once(quick_coder):
    """A watcher does so for every batch; what the collector is told to set aside is never freed."""
    warm_up(Settings())
    before = gc.get_freeze_count()
    ring: list[object] = []
    ring.append(ring)
    del ring
    warm_up(Settings())
    assert gc.get_freeze_count() <= before


@pytest.fixture
def watch(tmp_path, quick_coder, monkeypatch):
    """Read what is there in batches, as a watcher started anew would."""
    monkeypatch.setattr(watching, "warm_up", lambda settings: None)
    monkeypatch.setattr("pipeline.beam.rows.warm_up", lambda settings: None)

    def run(output=tmp_path / "out", inputs=(str(tmp_path / "in" / "*"),), **options) -> Totals:
        settle = options.pop("settle", 0.2)
        given = WatchOptions(RunOptions(inputs, str(output), processes=1), settle=settle, once=True, **options)
        return Watcher(given, threading.Event(), lambda message: None).watch()

    return run


def test_every_look_commits_what_is_new(tmp_path, watch):
    drop(tmp_path / "in", "a.jsonl", story(1), story(2))
    assert (watch().batches, ids(tmp_path / "out")) == (1, ["Rebels1", "Rebels2"])
    assert watch().batches == 0
    drop(tmp_path / "in", "b.jsonl", story(3))
    drop(tmp_path / "in", "c.jsonl.part", story(4))
    assert watch().articles == 1
    manifests = read_manifests(str(tmp_path / "out"))
    assert [manifest.kind for manifest in manifests] == [BATCH, BATCH]
    assert all(fact.sha256 and fact.mtime_ns for manifest in manifests for fact in manifest.inputs)
    assert list(validate(str(tmp_path / "out"))) == []


def test_no_input_yet_is_no_error(tmp_path, watch):
    (tmp_path / "in").mkdir()
    assert watch().batches == 0


def test_touched_and_moved_files_are_not_read_again(tmp_path, watch):
    path = drop(tmp_path / "in", "a.jsonl", story(1))
    watch()
    os.utime(path, (1, 1))
    assert watch().batches == 0
    path.rename(path.with_name("renamed.jsonl"))
    assert watch().batches == 0
    drop(tmp_path / "in", "a.jsonl", story(1))
    assert watch().batches == 1, "a copy beside the moved file is a source of its own"


def test_a_changed_file_replaces_its_rows(tmp_path, watch):
    drop(tmp_path / "in", "a.jsonl", story(1), story(2))
    drop(tmp_path / "in", "b.jsonl", story(3))
    watch()
    drop(tmp_path / "in", "a.jsonl", story(1), story(2), story(4))
    watch()
    assert ids(tmp_path / "out") == ["Rebels1", "Rebels2", "Rebels3", "Rebels4"]
    drop(tmp_path / "in", "a.jsonl", story(5))
    watch()
    assert ids(tmp_path / "out") == ["Rebels3", "Rebels5"]
    assert list(validate(str(tmp_path / "out"))) == []


def test_a_file_that_changes_back_is_read_again_after_compaction(tmp_path, watch):
    drop(tmp_path / "in", "b.jsonl", story(9))
    watch()
    for number in (1, 2, 1):
        drop(tmp_path / "in", "a.jsonl", story(number, "Rebels" * number))
        watch()
        compact(str(tmp_path / "out"))
    assert ids(tmp_path / "out") == ["Rebels1", "Rebels9"]


def test_files_of_a_run_of_the_users_own_stay_as_they_are(tmp_path, watch, run_pipeline, caplog):
    path = drop(tmp_path / "in", "a.jsonl", story(1))
    run_pipeline(tmp_path / "out", path)
    assert watch().batches == 0
    drop(tmp_path / "in", "a.jsonl", story(1), story(2))
    assert watch().batches == 0
    assert "repeat that run" in caplog.text


def test_growing_files_wait():
    ledger = Ledger([])
    now = 100 * SECOND
    assert ledger.judge(Found("a", 10, now - SECOND // 2), now, SECOND) is Verdict.FRESH
    assert ledger.judge(Found("a", 10, now - 2 * SECOND), now, SECOND) is Verdict.NEW
    ledger.record([InputFact("a", 10, now - 2 * SECOND, "x")])
    assert ledger.judge(Found("a", 10, now - 2 * SECOND), now, SECOND) is Verdict.KNOWN
    assert ledger.judge(Found("a", 12, now), now, SECOND) is Verdict.FRESH
    assert ledger.judge(Found("a", 12, now - SECOND), now, SECOND) is Verdict.CHANGED


def test_a_growing_file_is_read_when_it_is_whole(tmp_path, watch):
    path = drop(tmp_path / "in", "a.jsonl", story(0))
    done = threading.Event()

    def grow():
        for number in range(1, 8):
            with path.open("a") as file:
                file.write(json.dumps(story(number)) + "\n")
            time.sleep(0.1)
        done.set()

    with path.open("a") as file:
        file.write(json.dumps(story(9)) + "\n")
    writer = threading.Thread(target=grow)
    writer.start()
    assert watch(settle=0.5).batches == 0 or done.is_set()
    writer.join()
    time.sleep(0.6)
    watch(settle=0.5)
    assert ids(tmp_path / "out") == sorted(f"Rebels{number}" for number in (*range(8), 9))
    assert len(read_manifests(str(tmp_path / "out"))) == 1


def test_what_has_piled_up_is_committed_bit_by_bit(tmp_path, watch, monkeypatch):
    monkeypatch.setattr(watching, "BATCH_FILES", 2)
    for number in range(5):
        drop(tmp_path / "in", f"{number}.jsonl", story(number))
    assert (watch().batches, len(ids(tmp_path / "out"))) == (3, 5)


def test_batches_compacted_hold_the_rows_of_one_run(tmp_path, watch, run_pipeline):
    copied = {**story(1), "id": "copy"}
    for number in range(4):
        drop(tmp_path / "in", f"{number}.jsonl", story(number), {**copied, "id": f"copy{number}"})
        watch()
    drop(tmp_path / "in", "bad.jsonl", "not an object")
    watch()
    assert len(read_manifests(str(tmp_path / "out"))) == 5
    compact(str(tmp_path / "out"))
    run_pipeline(tmp_path / "whole", tmp_path / "in" / "*")
    [manifest] = read_manifests(str(tmp_path / "out"))
    [whole] = read_manifests(str(tmp_path / "whole"))
    assert (manifest.kind, manifest.supersedes) == (COMPACTED, ())
    assert manifest.accounting == whole.accounting
    for dataset in ("articles", "events", "rejects"):
        assert rows(tmp_path / "out", dataset) == rows(tmp_path / "whole", dataset)
    assert any(row["duplicate_of"] for row in rows(tmp_path / "out"))
    assert list(validate(str(tmp_path / "out"))) == []
    assert watch().batches == 0
    assert compact(str(tmp_path / "out")) == []


def test_a_reader_beside_watcher_and_compaction_sees_every_article_once(tmp_path, watch):
    """Readers follow the manifests, and read them anew where a file of theirs is gone."""
    stop, seen, faults = threading.Event(), [], []

    def read():
        while not stop.is_set():
            try:
                found = ids(tmp_path / "out")
            except FileNotFoundError:
                continue
            if len(found) != len(set(found)) or len(found) < (seen[-1] if seen else 0):
                faults.append(found)
            seen.append(len(found))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(6):
            drop(tmp_path / "in", f"{number}.jsonl", story(number))
            watch()
            if number % 2:
                compact(str(tmp_path / "out"))
    finally:
        stop.set()
        reader.join()
    assert faults == []
    assert seen[-1] <= 6 and len(ids(tmp_path / "out")) == 6


def test_one_watcher_a_dataset(tmp_path, watch):
    from pipeline.dataset.commit import lock

    (tmp_path / "in").mkdir()
    with lock(str(tmp_path / "out"), "watch"), pytest.raises(BusyError, match="another process"):
        watch()


def test_a_batch_that_fails_is_tried_again_and_then_given_up(tmp_path, watch, monkeypatch):
    drop(tmp_path / "in", "a.jsonl", story(1))
    calls = []

    def full(*args, **options):
        calls.append(args)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(watching, "run_files", full)
        with pytest.raises(RunError, match="No space left"):
            watch(every=0.2)
    assert len(calls) == watching.FAILURES
    assert watch().articles == 1


def mount(*args):
    return subprocess.run(["mount", "-t", "tmpfs", *args], check=False, capture_output=True).returncode == 0


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 400 KB; the test skips where none can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("mount") is None or not mount("-o", "size=400k", "tmpfs", str(folder)):
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def long_story(number):
    text = " ".join(f"Witness {number * 1000 + i} spoke of {i * 7919 % 10007} men near bridge {i}." for i in range(400))
    return {**story(number), "text": f"{story(number)['text']} {text}"}


def test_a_watcher_on_a_full_disk(tmp_path, small_disk, watch):
    out = small_disk / "out"
    drop(tmp_path / "in", "a.jsonl", story(1))
    watch(output=out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    drop(tmp_path / "in", "b.jsonl", *map(long_story, range(2, 80)))
    with pytest.raises(RunError, match="No space left"):
        watch(output=out, every=0.2)
    assert {path: path.read_bytes() for path in before} == before
    assert ids(out) == ["Rebels1"]
    assert mount("-o", "remount,size=40m", "tmpfs", str(small_disk))
    assert watch(output=out).articles == 78
    assert len(ids(out)) == 79
    assert list(validate(str(out))) == []
