"""Links across runs: any division of a corpus into runs, in any order, ends as one big run does."""

import json
import random
import shutil
from contextlib import suppress

import msgspec
import pyarrow.parquet as pq
import pytest
from killed import Fuse, KilledError, seen_by_manifests
from rich.console import Console

from pipeline.cli.commands import days
from pipeline.dataset import commit
from pipeline.dataset.manifest import BATCH, COMPACTED, LINKED, LINKS, encode, read_manifest, read_manifests
from pipeline.dataset.validate import validate
from pipeline.errors import RunError, UsageError
from pipeline.link.link import link
from pipeline.live.compact import compact
from pipeline.runners.launcher import run_files
from pipeline.runners.options import RunOptions
from pipeline.sources.discover import find_files

SIDES = ["Rebels", "Soldiers", "Gunmen", "Police", "Pirates", "Settlers", "Herders", "Militia"]
FILLER = (
    "The road to the valley was closed for most of that day while residents waited in the market for news of relatives"
)


def corpus(folder, seed, count=40):
    """Write articles of a week, a file each: several on one attack, copies of some, two without a date."""
    rng = random.Random(seed)
    folder.mkdir()
    paths = []
    stories: list[str] = []
    for i in range(count):
        if stories and rng.random() < 0.3:
            text = rng.choice(stories)
            text = text if rng.random() < 0.5 else text + " Nobody else was there to say more."
        else:
            left, right = rng.sample(SIDES, 2)
            words = " ".join(rng.sample(FILLER.split(), 12))
            text = f"{left} attacked {right} near the river. {FILLER} {i}, {words}. Later {right} attacked {left}."
            stories.append(text)
        record = {"id": str(i), "text": text, "date": f"2020-03-{rng.randint(9, 15):02d}"}
        if i % 17 == 5:
            del record["date"]
        path = folder / f"{i:03d}.jsonl"
        path.write_text(json.dumps(record) + "\n")
        paths.append(path)
    return paths


def rows(directory, dataset):
    found = []
    for manifest in read_manifests(str(directory)):
        for fact in manifest.files:
            if fact.dataset == dataset:
                found += pq.ParquetFile(directory / fact.path).read().to_pylist()
    key = {"articles": "article_id", "events": "event_id", "incidents": "incident_id"}[dataset]
    return sorted(found, key=lambda row: row[key])


def linked(directory):
    return {dataset: rows(directory, dataset) for dataset in ("articles", "events", "incidents")}


@pytest.mark.parametrize(("seed", "held"), [(1, 8 << 20), (2, 1), (3, 2000)])
def test_random_splits_in_random_order_end_as_one_run(tmp_path, run_pipeline, monkeypatch, seed, held):
    """Whether what a pass puts aside is held, or lies on disk, in one range of ids or several."""
    monkeypatch.setattr("pipeline.link.staged.spill.SPILL_BYTES", held)
    monkeypatch.setattr("pipeline.link.link.ROWS_A_BUCKET", min(held, 8000) + 10)
    paths = corpus(tmp_path / "in", seed)
    run_pipeline(tmp_path / "one", *paths)
    whole = linked(tmp_path / "one")
    assert any(len(row["event_ids"]) > 2 for row in whole["incidents"])
    assert any(row["duplicate_of"] for row in whole["articles"])
    rng = random.Random(seed)
    rng.shuffle(paths)
    cuts = sorted(rng.sample(range(1, len(paths)), 4))
    for number, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(paths)], strict=True)):
        run_pipeline(tmp_path / "many", *paths[start:end], run_id=f"run-{number}")
        if rng.random() < 0.7:
            link(str(tmp_path / "many"), 7)
    link(str(tmp_path / "many"), 7)
    assert linked(tmp_path / "many") == whole
    assert list(validate(str(tmp_path / "many"))) == []


def test_a_daily_job_with_a_window_ends_as_one_run(tmp_path, run_pipeline):
    paths = corpus(tmp_path / "in", 7)
    by_day = {}
    for path in paths:
        by_day.setdefault(json.loads(path.read_text()).get("date", "none"), []).append(path)
    for day, files in sorted(by_day.items()):
        run_pipeline(tmp_path / "daily", *files, run_id=day, link_window=7)
    run_pipeline(tmp_path / "one", *paths)
    assert linked(tmp_path / "daily") == linked(tmp_path / "one")
    before = {path: path.read_bytes() for path in (tmp_path / "daily").rglob("*.*") if path.is_file()}
    assert link(str(tmp_path / "daily"), 7).runs == 0
    assert {path: path.read_bytes() for path in (tmp_path / "daily").rglob("*.*") if path.is_file()} == before


def test_a_run_that_is_replaced_is_linked_anew(tmp_path, run_pipeline):
    first, second, third = corpus(tmp_path / "in", 9)[:10], *[[p] for p in corpus(tmp_path / "more", 4)[:2]]
    out = tmp_path / "out"
    run_pipeline(out, *first, run_id="a")
    run_pipeline(out, *second, run_id="b", link_window=7)
    run_pipeline(out, *third, run_id="b")
    assert list(validate(str(out))) == []
    run_pipeline(tmp_path / "one", *first, *third)
    assert linked(out) == linked(tmp_path / "one")


def test_the_window_bounds_copies(tmp_path, run_pipeline):
    text = f"Rebels attacked Soldiers near the river. {FILLER} and went home when it was dark."
    out = tmp_path / "out"
    for day in ("2020-03-01", "2020-03-05", "2020-04-20"):
        path = tmp_path / f"{day}.jsonl"
        path.write_text(json.dumps({"text": text, "date": day}) + "\n")
        run_pipeline(out, path, run_id=day)
    link(str(out), 7)
    assert sum(row["duplicate_of"] is not None for row in rows(out, "articles")) == 1
    link(str(out))
    assert sum(row["duplicate_of"] is not None for row in rows(out, "articles")) == 2
    assert list(validate(str(out))) == []


def test_killed_at_every_step_of_linking_leaves_the_old_links_or_the_new(tmp_path, run_pipeline):
    paths = corpus(tmp_path / "in", 5, count=12)
    base = tmp_path / "base"
    run_pipeline(base, *paths[:4], run_id="a")
    run_pipeline(base, *paths[4:6], run_id="c")
    link(str(base), 7)
    run_pipeline(base, *paths[6:], run_id="b")
    old = seen_by_manifests(base)
    out = tmp_path / "out"
    shutil.copytree(base, out)
    link(str(out), 7)
    new = seen_by_manifests(out)
    assert old != new
    outcomes = []
    for step in range(200):
        shutil.rmtree(out)
        shutil.copytree(base, out)
        with pytest.MonkeyPatch.context() as patch:
            fuse = Fuse(patch, step, files=True)
            with suppress(KilledError, RunError):
                link(str(out), 7)
            if fuse.left:
                break
        found = seen_by_manifests(out)
        assert found in (old, new)
        commit.recover(str(out), "another-run")
        after = seen_by_manifests(out)
        assert after in (old, new)
        assert list(validate(str(out))) == []
        outcomes.append(after == new)
    assert outcomes == sorted(outcomes)
    assert len(outcomes) >= 20
    assert True in outcomes
    assert False in outcomes


def test_the_links_are_told_by_their_own_manifest(tmp_path, run_pipeline):
    paths = corpus(tmp_path / "in", 6, count=8)
    out = tmp_path / "out"
    run_pipeline(out, *paths, run_id="a")
    link(str(out), 7)
    state = read_manifest(str(out), LINKS)
    assert (state.links.window, list(state.links.linked), state.updates) == (7, ["a"], ())
    run = read_manifest(str(out), "a")
    assert {fact.dataset for fact in run.files} >= {"articles", "events", "article_links", "event_links"}
    assert "incidents" not in {fact.dataset for fact in run.files}


def test_batches_that_are_joined_stay_linked(tmp_path, run_pipeline):
    paths = corpus(tmp_path / "in", 8, count=16)
    out = str(tmp_path / "out")
    for number in range(4):
        chosen = [str(path) for path in paths[number::4]]
        options = RunOptions(inputs=tuple(chosen), output=out, processes=1)
        run_files(options, find_files(chosen), f"batch-{number}", kind=BATCH, console=Console(quiet=True))
    link(out, 7)
    run_pipeline(tmp_path / "one", *paths)
    whole = linked(tmp_path / "one")
    assert linked(tmp_path / "out") == whole
    compact(out)
    assert [manifest.kind for manifest in read_manifests(out)] == [LINKED, COMPACTED]
    assert linked(tmp_path / "out") == whole
    assert list(validate(out)) == []


@pytest.mark.parametrize(("text", "expected"), [("7d", 7), ("2w", 14), (" 30 ", 30), (None, None), ("0d", 0)])
def test_windows_are_days_or_weeks(text, expected):
    assert days(text, "--window") == expected


@pytest.mark.parametrize("text", ["soon", "-3d", "7h", "d", "1.5d"])
def test_other_windows_are_refused(text):
    with pytest.raises(UsageError, match=r"--window .* such as 7d"):
        days(text, "--window")


def test_what_is_no_dataset_or_of_another_schema_is_refused(tmp_path, run_pipeline):
    with pytest.raises(UsageError, match="no newsbeam dataset"):
        link(str(tmp_path / "nowhere"))
    out = tmp_path / "out"
    manifest = run_pipeline(out, *corpus(tmp_path / "in", 1, count=2), run_id="a").manifest
    (out / "_runs" / "a.json").write_bytes(encode(msgspec.structs.replace(manifest, schema_version="1.0.0")))
    with pytest.raises(UsageError, match=r"holds run a of schema version 1\.0\.0"):
        link(str(out))


def test_garbage_in_what_linking_keeps_is_told_with_a_way_out_that_works(tmp_path, run_pipeline):
    out, paths = tmp_path / "out", corpus(tmp_path / "in", 1, 12)
    run_pipeline(out, *paths[:8], run_id="a")
    link(str(out))
    run_pipeline(out, *paths[8:], run_id="b")
    (tie,) = (out / "_links" / "ties").glob("*.parquet")
    tie.write_bytes(b"garbage")
    with pytest.raises(UsageError, match=r"_links/ties/.* cannot be read as Parquet: .* delete _runs/_links.json"):
        link(str(out))
    state = out / "_runs" / f"{LINKS}.json"
    state.write_bytes(b"garbage")
    with pytest.raises(UsageError, match=r"_runs/_links.json is no manifest .* delete it and run newsbeam link"):
        link(str(out))
    state.unlink()
    link(str(out))
    assert list(validate(str(out))) == []
