"""The index of manifests: never another answer than theirs, and far fewer of them read."""

import multiprocessing
import os
import random

import msgspec
import pytest

from pipeline import storage
from pipeline.dataset import outlines
from pipeline.dataset.accounting import Accounting
from pipeline.dataset.manifest import FileFact, InputFact, Manifest, Timing, encode, manifest_path, read_manifests
from pipeline.dataset.outlines import FEW, OUTLINES, Outline, outline_of, read_outlines
from pipeline.describe.output import accounting, readme
from pipeline.errors import UsageError
from pipeline.runners.launcher import refuse_overlap
from pipeline.sources.base import InputRange

RUNS = 60


def manifest(run_id, version=0, inputs=1, **changes):
    """Return a manifest whose size does not depend on ``version``, which is below ten."""
    facts = tuple(InputFact(f"in/{run_id}-{number}.jsonl", 100 + version) for number in range(inputs))
    files = tuple(
        FileFact(f"{dataset}/{run_id}-00000-{version:012d}.parquet", dataset, 1, 1, f"{version:064d}", "2020-01-02")
        for dataset in ("articles", "article_links")
    )
    sums = Accounting(version, version, 0, 0, {}, {}, {}, {}, 0)
    made = Manifest(run_id, "1", "1", "", facts, {}, files, sums, Timing("2020", "2020", 1.0, "local", 1, ""))
    return msgspec.structs.replace(made, **changes)


def put(output, made, second=None):
    """Write a manifest, at a whole second by the clock of the file system."""
    path = manifest_path(str(output), made.run_id)
    storage.write_bytes(path, encode(made))
    if second is not None:
        os.utime(path, (second, second))


def truth(output):
    """What the manifests say."""
    return [outline_of(made) for made in read_manifests(str(output))]


@pytest.fixture
def reads(monkeypatch):
    """Names of the files that were read."""
    found = []
    read = storage.read_bytes

    def counting(uri):
        found.append(uri.rpartition("/")[2])
        return read(uri)

    monkeypatch.setattr(storage, "read_bytes", counting)
    return found


def test_manifests_are_read_once_and_then_the_index_alone(tmp_path, reads):
    for number in range(RUNS):
        put(tmp_path, manifest(f"run{number:03d}"), 1000 + 10 * number)
    first = read_outlines(str(tmp_path))
    assert len(reads) == RUNS
    reads.clear()
    assert read_outlines(str(tmp_path)) == first == truth(tmp_path)
    last = f"run{RUNS - 1:03d}.json"
    assert reads[:2] == [OUTLINES, last], "the newest could change within the same second"
    reads.clear()
    put(tmp_path, manifest("run005", 7), 5000)
    (tmp_path / "_runs" / "run006.json").unlink()
    told = {outline.run_id: outline for outline in read_outlines(str(tmp_path))}
    assert reads == [OUTLINES, "run005.json", last]
    assert told["run005"].accounting.records_read == 7
    assert "run006" not in told


def test_a_small_dataset_has_no_index(tmp_path):
    for number in range(FEW - 1):
        put(tmp_path, manifest(f"run{number}"))
    assert read_outlines(str(tmp_path)) == truth(tmp_path)
    assert not (tmp_path / "_runs" / OUTLINES).exists()


@pytest.mark.parametrize("seed", range(8))
def test_never_another_answer_than_the_manifests(tmp_path, monkeypatch, seed):
    """Runs come, are replaced by others of the same size within one second, and go; readers leave an index at will."""
    monkeypatch.setattr(outlines, "FEW", 1)
    draw = random.Random(seed)
    second = 1000
    for _ in range(150):
        second += draw.choice((0, 0, 0, 1, 2, 5))
        run_id = f"run{draw.randrange(6)}"
        act = draw.choice(("put", "put", "delete", "supersede", "update", "read", "read"))
        if act == "put":
            put(tmp_path, manifest(run_id, draw.randrange(10)), second)
        elif act == "delete":
            (tmp_path / "_runs" / f"{run_id}.json").unlink(missing_ok=True)
        elif act == "supersede":
            put(tmp_path, manifest(run_id, supersedes=(f"run{draw.randrange(6)}",)), second)
        elif act == "update":
            put(tmp_path, manifest(run_id, updates=(manifest(f"run{draw.randrange(6)}", 9),)), second)
        else:
            assert read_outlines(str(tmp_path)) == truth(tmp_path)
            if (tmp_path / "_runs" / OUTLINES).exists():
                os.utime(tmp_path / "_runs" / OUTLINES, (second, second))
    assert (tmp_path / "_runs" / OUTLINES).exists()


@pytest.mark.parametrize("content", [b"", b"\x00\xff garbage", msgspec.msgpack.encode({"run000.json": 5})])
def test_a_damaged_index_is_written_anew(tmp_path, reads, content):
    for number in range(RUNS):
        put(tmp_path, manifest(f"run{number:03d}"), 1000 + 10 * number)
    (tmp_path / "_runs" / OUTLINES).write_bytes(content)
    assert read_outlines(str(tmp_path)) == truth(tmp_path)
    reads.clear()
    read_outlines(str(tmp_path))
    assert reads == [OUTLINES]


def test_an_index_that_cannot_be_written_is_done_without(tmp_path, monkeypatch):
    for number in range(RUNS):
        put(tmp_path, manifest(f"run{number:03d}"), 1000 + 10 * number)

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(storage, "write_bytes", refuse)
    assert read_outlines(str(tmp_path)) == truth(tmp_path)


def replace_often(output, name):
    """Replace runs and ask for them, again and again."""
    for turn in range(20):
        for number in range(5):
            put(output, manifest(f"{name}{number}", turn % 10))
        mine = [one for one in read_outlines(str(output)) if one.run_id.startswith(name)]
        assert mine == [outline_of(manifest(f"{name}{number}", turn % 10)) for number in range(5)]


def test_writers_side_by_side(tmp_path, monkeypatch):
    """Each replaces its runs again and again, and leaves indexes that the others read."""
    monkeypatch.setattr(outlines, "FEW", 1)
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=replace_often, args=(tmp_path, name)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert read_outlines(str(tmp_path)) == truth(tmp_path)


def test_what_is_told_of_a_dataset(tmp_path):
    """A file that two runs read counts once, and the first names of all are told."""
    runs = [outline_of(manifest("a", 1, inputs=20)), outline_of(manifest("b", 2, inputs=30))]
    again = msgspec.structs.replace(manifest("c", 3), inputs=(InputFact("in/a-0.jsonl", 1000),))
    text = readme("x", [*runs, outline_of(again)], ("2020-01-02", None))
    assert "and 38 more" in text
    assert f"{19 * 101 + 30 * 102 + 1000:,}" in text
    assert ("records read", 6) in accounting([*runs, outline_of(again)])
    assert all(isinstance(run, Outline) for run in runs)


def test_overlap_is_found_through_the_index(tmp_path, reads):
    for number in range(RUNS):
        put(tmp_path, manifest(f"run{number:03d}", inputs=3), 1000 + 10 * number)
    read_outlines(str(tmp_path))
    reads.clear()
    with pytest.raises(UsageError, match="--run-id run007"):
        refuse_overlap(str(tmp_path), "new", [InputRange("in/run007-1.jsonl", 100)])
    assert len(reads) == 3
    refuse_overlap(str(tmp_path), "run007", [InputRange("in/run007-1.jsonl", 100)])
    refuse_overlap(str(tmp_path), "new", [InputRange("in/other.jsonl", 100)])
