"""Commit: re-runs replace, and a run killed at any point leaves the old dataset or the new one."""

import json
import shutil
import subprocess
import sys
from contextlib import suppress

import msgspec
import pytest
from killed import Fuse, KilledError, seen_by_manifests

from pipeline import storage
from pipeline.dataset import commit
from pipeline.dataset.manifest import encode, read_manifests
from pipeline.dataset.validate import validate
from pipeline.errors import RunError, UsageError
from pipeline.runners import launcher


def write(path, *texts):
    path.write_text("".join(json.dumps({"text": text, "date": "2020-03-12"}) + "\n" for text in texts))
    return path


def test_the_same_run_id_replaces_and_another_adds(tmp_path, run_pipeline, tree):
    path = write(tmp_path / "in.jsonl", "Rebels attacked Soldiers in the hills.", "It was quiet in the city.")
    out = tmp_path / "out"
    first = run_pipeline(out, path)
    before = tree(out)
    run_pipeline(out, path)
    assert tree(out) == before
    write(path, "Police attacked Rebels in the hills.")
    second = run_pipeline(out, path)
    assert first.manifest.run_id == second.manifest.run_id
    assert second.accounting.articles_written == 1
    empty = {fact.path for fact in first.manifest.files if fact.rows == 0}
    assert set(tree(out)) & set(before) == empty
    run_pipeline(out, write(tmp_path / "other.jsonl", "Gunmen attacked Villagers at night."), run_id="2020-03-13")
    assert {fact.path for manifest in read_manifests(str(out)) for fact in manifest.files} == set(tree(out))
    assert len(read_manifests(str(out))) == 2
    assert list(validate(str(out))) == []


def test_run_ids_do_not_depend_on_order_or_size(tmp_path, run_pipeline):
    one, two = write(tmp_path / "1.jsonl", "One is a short text."), write(tmp_path / "2.jsonl", "Two is a short text.")
    ids = {
        run_pipeline(tmp_path / "a", one, two).manifest.run_id,
        run_pipeline(tmp_path / "b", two, one).manifest.run_id,
        run_pipeline(tmp_path / "c", tmp_path / "*.jsonl").manifest.run_id,
    }
    assert len(ids) == 1
    assert run_pipeline(tmp_path / "d", one).manifest.run_id not in ids


def test_killed_at_every_step_leaves_the_old_dataset_or_the_new(tmp_path, run_pipeline, tree):
    path = write(tmp_path / "in.jsonl", "Rebels attacked Soldiers in the hills.", "It was quiet in the city.")
    run_pipeline(tmp_path / "out", path)
    old_tree, old = tree(tmp_path / "out"), seen_by_manifests(tmp_path / "out")
    shutil.copytree(tmp_path / "out", tmp_path / "base")
    write(path, "Police attacked Rebels in the hills.", "It rained.")
    run_pipeline(tmp_path / "out", path)
    new_tree, new = tree(tmp_path / "out"), seen_by_manifests(tmp_path / "out")

    outcomes = []
    for step in range(200):
        with pytest.MonkeyPatch.context() as patch:
            shutil.rmtree(tmp_path / "out")
            shutil.copytree(tmp_path / "base", tmp_path / "out")
            fuse = Fuse(patch, step)
            with suppress(KilledError, RunError):
                run_pipeline(tmp_path / "out", path)
            if fuse.left:
                break
        found = seen_by_manifests(tmp_path / "out")
        assert found in (old, new)
        commit.recover(str(tmp_path / "out"), "another-run")
        assert tree(tmp_path / "out") in (old_tree, new_tree)
        assert list(validate(str(tmp_path / "out"))) == []
        outcomes.append(tree(tmp_path / "out") == new_tree)
    assert outcomes == sorted(outcomes)
    assert True in outcomes
    assert False in outcomes


def test_a_living_run_is_left_alone(tmp_path, news, run_pipeline):
    out = tmp_path / "out"
    other = write(tmp_path / "other.jsonl", "It was quiet in the city.")
    with commit.lock(str(out), "busy"):
        storage.write_bytes(str(out / "_staging" / "busy" / "blocks" / "x.blocks"), b"x")
        run_pipeline(out, other)
        assert (out / "_staging" / "busy" / "blocks" / "x.blocks").exists()
        with pytest.raises(RunError, match="another process"):
            run_pipeline(out, news, run_id="busy")
    run_pipeline(out, write(tmp_path / "next.jsonl", "It rained."), run_id="next")
    assert not (out / "_staging").exists()


def test_locks_of_many_processes_over_a_folder_that_comes_and_goes(tmp_path):
    """Each takes the lock in turn; the last one to leave takes the folder away."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom pipeline.dataset import commit\n"
        "count = Path(sys.argv[1]) / 'count'\n"
        "for _ in range(200):\n"
        "    with commit.turn(sys.argv[1]):\n"
        "        count.write_text(str(int(count.read_text()) + 1))\n"
    )
    (tmp_path / "count").write_text("0")
    running = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path)]) for _ in range(3)]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    assert (tmp_path / "count").read_text() == "600"
    assert not (tmp_path / "_staging").exists()


def test_sums_that_do_not_agree_write_nothing(tmp_path, news, run_pipeline, monkeypatch, tree):
    monkeypatch.setattr(launcher, "faults", lambda result, traced: ["5 read, 4 written"])
    with pytest.raises(RunError, match="5 read, 4 written"):
        run_pipeline(tmp_path / "out", news)
    assert tree(tmp_path / "out") == {}


def test_a_second_run_over_the_same_files_is_refused(tmp_path, news, run_pipeline, caplog):
    run_pipeline(tmp_path / "out", news, run_id="one")
    with pytest.raises(UsageError, match="--run-id one to replace"):
        run_pipeline(tmp_path / "out", news, run_id="two")
    news.write_text(news.read_text() + '{"text": "One more story has come in since."}\n')
    run_pipeline(tmp_path / "out", news, run_id="two")
    assert "--run-id one" in caplog.text
    twice = [violation for violation in validate(str(tmp_path / "out")) if "stands in runs one, two" in violation.what]
    assert len(twice) == 5


def test_success_is_absent_while_any_commit_goes_on(tmp_path, run_pipeline, monkeypatch):
    """A run commits in front of every change of another one's commit: its _SUCCESS must not show before the end."""
    out = tmp_path / "out"
    run_pipeline(out, write(tmp_path / "a.jsonl", "Rebels attacked Soldiers in the hills."), run_id="a")
    looks = []

    def look(change):
        def looking(*args):
            if (out / "_staging" / "b" / commit.JOURNAL).exists() and (out / "_runs" / "b.json").exists() is False:
                looks.append((out / "_SUCCESS").exists())
            return change(*args)

        return looking

    monkeypatch.setattr(storage, "move", look(storage.move))
    run_pipeline(out, write(tmp_path / "b.jsonl", "Police attacked Rebels at night."), run_id="b")
    assert looks
    assert not any(looks)
    assert (out / "_SUCCESS").exists()


def test_a_decided_commit_of_another_run_keeps_success_away(tmp_path, run_pipeline):
    out = tmp_path / "out"
    path = write(tmp_path / "a.jsonl", "Rebels attacked Soldiers in the hills.")
    with pytest.MonkeyPatch.context() as patch, suppress(KilledError):
        patch.setattr(commit, "finish", killed)
        run_pipeline(out, path, run_id="a")
    with commit.lock(str(out), "a"):
        run_pipeline(out, write(tmp_path / "b.jsonl", "Police attacked Rebels at night."), run_id="b")
        assert not (out / "_SUCCESS").exists()
    commit.recover(str(out), "c")
    assert (out / "_SUCCESS").exists()
    assert [manifest.run_id for manifest in read_manifests(str(out))] == ["a", "b"]


def killed(*_):
    raise KilledError


def test_an_interrupt_in_a_commit_ends_with_a_message(tmp_path, run_pipeline, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    path = write(tmp_path / "a.jsonl", "Rebels attacked Soldiers in the hills.")
    monkeypatch.setattr(storage, "move", interrupted)
    with pytest.raises(RunError, match="was being committed: the next newsbeam command"):
        run_pipeline(tmp_path / "out", path)
    monkeypatch.setattr(storage, "sync", interrupted)
    with pytest.raises(RunError, match="the dataset is unchanged"):
        run_pipeline(tmp_path / "other", path)


@pytest.mark.parametrize("content", [b"\x00\xff garbage", b"{}", b'{"run_id": 5}', b""])
def test_garbage_in_a_manifest_or_journal_is_told_with_the_way_out(tmp_path, run_pipeline, content):
    out = tmp_path / "out"
    path = write(tmp_path / "a.jsonl", "Rebels attacked Soldiers in the hills.")
    run_pipeline(out, path, run_id="a")
    (out / "_runs" / "a.json").write_bytes(content)
    with pytest.raises(UsageError, match=r"_runs/a.json is no manifest .* --run-id a"):
        run_pipeline(out, path, run_id="b")
    (out / "_runs" / "a.json").unlink()
    journal = out / "_staging" / "c" / commit.JOURNAL
    journal.parent.mkdir(parents=True)
    journal.write_bytes(content)
    with pytest.raises(UsageError, match=r"_staging/c/commit.json is no journal .* Delete the folder"):
        run_pipeline(out, path, run_id="b")


def test_what_is_decided_is_on_the_disk_first(tmp_path, run_pipeline, monkeypatch):
    """Staged files before the journal that names them, journal before the moves, manifest before old files go."""
    done = []

    def watched(name, told):
        real = getattr(storage, name)

        def call(*args):
            done.append((name, told(*args)))
            return real(*args)

        monkeypatch.setattr(storage, name, call)

    watched("sync", lambda uris: "")
    watched("write_bytes", lambda uri, data, durable=False: uri.rpartition("/")[2] if durable else "")
    watched("move", lambda source, target: "")
    run_pipeline(tmp_path / "out", write(tmp_path / "a.jsonl", "Rebels attacked Soldiers in the hills."), run_id="a")
    steps = [step for step in done if step != ("write_bytes", "")]
    order = list(dict.fromkeys(steps))
    assert order[:4] == [("sync", ""), ("write_bytes", commit.JOURNAL), ("move", ""), ("write_bytes", "a.json")]


def test_paths_that_lead_out_of_the_dataset_are_refused(tmp_path, run_pipeline):
    out = tmp_path / "out"
    manifest = run_pipeline(out, write(tmp_path / "a.jsonl", "Rebels attacked Soldiers in the hills.")).manifest
    fact = msgspec.structs.replace(manifest.files[0], path="articles/../../precious.parquet")
    evil = msgspec.structs.replace(manifest, run_id="evil", files=(fact,))
    stage = out / "_staging" / "evil"
    moves = [
        commit.Journal(evil, ()),
        commit.Journal(manifest, (commit.Move(f"{stage}/x", "../precious.parquet"),)),
        commit.Journal(manifest, (commit.Move(f"{stage}/../../../precious", "articles/x.parquet"),)),
        commit.Journal(manifest, (commit.Move("/etc/hostname", "articles/x.parquet"),)),
    ]
    for journal in moves:
        storage.write_bytes(str(stage / commit.JOURNAL), msgspec.json.encode(journal))
        with pytest.raises(UsageError, match="leads out of the dataset"):
            commit.recover(str(out), "other")
    shutil.rmtree(stage)
    (out / "_runs" / "evil.json").write_bytes(encode(evil))
    with pytest.raises(UsageError, match="leads out of the dataset"):
        read_manifests(str(out))


def test_a_dataset_of_another_schema_version_is_refused(tmp_path, run_pipeline):
    out = tmp_path / "out"
    path = write(tmp_path / "a.jsonl", "Rebels attacked Soldiers in the hills.")
    manifest = run_pipeline(out, path, run_id="a").manifest
    (out / "_runs" / "a.json").write_bytes(encode(msgspec.structs.replace(manifest, schema_version="1.0.0")))
    before = sorted(path for path in out.rglob("*") if path.name != "_staging")
    with pytest.raises(UsageError, match=r"holds run a of schema version 1.0.0"):
        run_pipeline(out, path, run_id="b")
    assert sorted(path for path in out.rglob("*") if path.name != "_staging") == before


def test_a_run_that_was_joined_with_others_is_not_put_back(tmp_path, run_pipeline, tree):
    """A writer killed in the last step of its commit leaves the journal; its rows may be in another run since."""
    out = tmp_path / "out"
    run_pipeline(out, write(tmp_path / "a.jsonl", "Rebels attacked Soldiers in the hills."), run_id="kept")
    before = tree(out)
    joined = run_pipeline(
        out, write(tmp_path / "b.jsonl", "Police attacked Rebels at night."), run_id="joined"
    ).manifest
    moves = tuple(commit.Move(f"{out}/_staging/joined/{fact.path}", fact.path) for fact in joined.files)
    stage = commit.stage_path(str(out), "joined")
    storage.write_bytes(f"{stage}/{commit.JOURNAL}", msgspec.json.encode(commit.Journal(joined, moves)))
    for fact in joined.files:
        (out / fact.path).unlink()
    (out / "_runs" / "joined.json").unlink()
    commit.recover(str(out), "another-run")
    assert [manifest.run_id for manifest in read_manifests(str(out))] == ["kept"]
    assert tree(out) == before
    assert list(validate(str(out))) == []


def test_what_a_living_run_stages_is_left_alone_and_no_violation(tmp_path, run_pipeline):
    out = tmp_path / "out"
    run_pipeline(out, write(tmp_path / "a.jsonl", "Rebels attacked Soldiers in the hills."))
    with commit.lock(str(out), "alive"):
        staged = out / "_staging" / "alive" / "part"
        staged.parent.mkdir()
        staged.write_bytes(b"rows")
        (out / "articles" / "alive-00000-0123456789ab.parquet").write_bytes(b"moved, its manifest not yet written")
        (out / "_SUCCESS").unlink()
        commit.recover(str(out), "another-run")
        assert staged.exists()
        assert list(validate(str(out))) == []
    assert {violation.what.split(":")[0] for violation in validate(str(out))} == {
        "in no manifest",
        "missing",
        "a run was killed; the next run into this directory cleans up",
    }
