"""The command line: exit codes, messages, and the other commands."""

import gzip
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.cli import app as cli
from pipeline.cli.marks import nothing_found
from schemas.reject import CODES
from schemas.version import VERSION

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def newsbeam(monkeypatch, capsys, quick_coder):
    """Call the command line in this process; return (exit code, output, errors)."""

    def call(*args):
        monkeypatch.setattr(sys, "argv", ["newsbeam", *map(str, args)])
        monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as end:
            cli.main()
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return call


def test_run_prints_counts_and_places_and_no_progress_in_a_pipe(newsbeam, news, tmp_path):
    code, out, err = newsbeam("run", "--input", news, "--output", tmp_path / "out", "--processes", 1)
    assert code == 0
    assert re.search(r"records read\D+6\b", out)
    assert re.search(r"NB201 malformed JSON line\D+1\b", out)
    assert re.search(r"ASSAULT\D+3\b", out)
    assert str(tmp_path / "out" / "articles") in out
    assert err == ""


def test_too_many_rejects_fail_after_writing(newsbeam, tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text('{"text": \n{"text": \n{"text": "One good record in the file."}\n')
    code, _, err = newsbeam("run", "--input", path, "--output", tmp_path / "out", "--processes", 1)
    assert code == 1
    assert "--max-reject-ratio" in err
    assert (tmp_path / "out" / "_SUCCESS").exists()
    args = ("run", "--input", path, "--output", tmp_path / "out", "--processes", 1, "--max-reject-ratio", 0.7)
    assert newsbeam(*args)[0] == 0


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (["--input", "{tmp}/newz.jsonl", "--output", "{tmp}/out"], "Did you mean"),
        (["--input", "{tmp}/none/*.jsonl", "--output", "{tmp}/out"], "no folder"),
        (["--input", "{news}", "--output", "{news}/out"], "Choose a directory"),
        (["--input", "{news}", "--output", "{tmp}/out", "--field", "story=text"], "OURS=THEIRS"),
        (["--input", "{news}", "--output", "{tmp}/out", "--run-id", "a/b"], "64 letters"),
        (["--input", "{news}", "--output", "{tmp}/out", "--bogus", "1"], "unknown option --bogus"),
        (["--input", "{news}", "--output", "{tmp}/out", "--direct_num_workers", "x"], "direct_num_workers"),
        (["--input", "{news}", "--output", "{tmp}/out", "{news}"], "--input"),
        (["--input", "gs://bucket/x", "--output", "{tmp}/out"], "-m pip install 'apache-beam[gcp]'"),
        (["--output", "{tmp}/out"], "--input"),
        (["--input", "{news}", "--output", "{tmp}/out", "--runner", "NoRunner"], "--runner NoRunner"),
        (["--input", "{news}", "--output", "{tmp}/out", "--nlp", "no_such_pipeline"], "spacy download"),
        (["--input", "{tmp}/{{date}}.jsonl", "--output", "{tmp}/out"], "--date"),
    ],
)
def test_unusable_arguments_say_what_to_do(newsbeam, news, tmp_path, args, hint):
    code, _, err = newsbeam("run", *(arg.format(tmp=tmp_path, news=news) for arg in args))
    assert code == 2
    assert hint in err
    assert "Traceback" not in err
    assert not (tmp_path / "out" / "_runs").exists()


def test_a_failing_graph_fails_the_run_and_leaves_the_dataset(newsbeam, news, tmp_path, monkeypatch):
    def broken(settings):
        raise RuntimeError("the model is missing")

    monkeypatch.setattr("pipeline.beam.rows.warm_up", broken)
    code, _, err = newsbeam("run", "--input", news, "--output", tmp_path / "out", "--processes", 1)
    assert code == 1
    assert "the model is missing" in err
    assert not (tmp_path / "out" / "_runs").exists()


def test_validate_finds_what_is_broken(newsbeam, news, tmp_path):
    out = tmp_path / "out"
    newsbeam("run", "--input", news, "--output", out, "--processes", 1)
    assert newsbeam("validate", out)[0] == 0
    victim = next((out / "events").rglob("*.parquet"))
    data = victim.read_bytes()
    victim.write_bytes(data[:-1] + b"x")
    code, found, _ = newsbeam("validate", out)
    assert code == 1
    assert "sha256" in found
    victim.unlink()
    assert "missing" in newsbeam("validate", out)[1]
    victim.write_bytes(data)
    (out / "articles" / "stray.parquet").write_bytes(b"")
    assert "in no manifest" in newsbeam("validate", out)[1]
    (out / "articles" / "stray.parquet").unlink()
    manifest = next((out / "_runs").iterdir())
    facts = json.loads(manifest.read_text())
    facts["accounting"]["records_read"] += 1
    manifest.write_text(json.dumps(facts))
    assert "records_read is not" in newsbeam("validate", out)[1]
    (out / "_SUCCESS").unlink()
    assert "_SUCCESS" in newsbeam("validate", out)[1]
    assert newsbeam("validate", tmp_path)[0] == 2
    assert newsbeam("validate", "foo://bucket/out")[0] == 2


def test_inspect_shows_events_and_rejects(newsbeam, news, tmp_path):
    code, out, _ = newsbeam("inspect", news, "--limit", "3")
    assert code == 0
    assert "Rebels attacked Soldiers in the north." in out
    assert "ASSAULT 190" in out
    assert "rejected NB201" in out
    packed = tmp_path / "page.gz"
    packed.write_bytes(gzip.compress(b"date 2020-03-12 Rebels attacked Soldiers , quot ; in the north."))
    code, out, _ = newsbeam("inspect", packed)
    assert code == 0
    assert "repair" in out
    assert newsbeam("inspect", tmp_path / "none.txt")[0] == 2


def test_an_article_without_events_says_how_many_mentions_were_refused():
    result = processed(refusals=("NV106", "NV207", "NV106"))
    assert nothing_found(result) == (
        "No event found, 3 refusals: NV106 inside another act (2), NV207 private parties. Why: newsbeam explain a.txt"
    )
    assert "no mention of an act that was refused. Why: newsbeam explain a.txt" in nothing_found(processed())
    assert "language is fr" in nothing_found(processed(language="fr", flags=("not_english",)))


def processed(**fields):
    """Return an article of which nothing is known but these fields."""
    plain = {"source_uri": "a.txt", "language": "en", "flags": (), "refusals": ()}
    return SimpleNamespace(**plain | fields)


def test_schema_names_every_column_and_code(newsbeam):
    code, out, _ = newsbeam("schema")
    assert code == 0
    for word in ("article_id", "casualties_cumulative", "payload_sha256", *CODES):
        assert word in out
    assert newsbeam("schema", "nothing")[0] == 2


def test_the_version_has_one_source(newsbeam):
    text = (ROOT / "pyproject.toml").read_text()
    assert 'version = { attr = "schemas.version.VERSION" }' in text
    assert newsbeam("--version")[:2] == (0, f"newsbeam {VERSION}\n")


@pytest.mark.parametrize(
    "command",
    [
        ["run", "--input", "{news}", "--output", "{tmp}/out"],
        ["watch", "--once", "--input", "{news}", "--output", "{tmp}/out"],
        ["stream", "--source", "kafka://localhost:9/news", "--output", "{tmp}/out"],
        ["inspect", "{news}"],
        ["explain", "{news}"],
    ],
)
def test_every_command_that_codes_takes_an_opinion_and_says_what_it_cannot_find(newsbeam, news, tmp_path, command):
    args = [word.format(news=news, tmp=tmp_path) for word in command]
    code, _, err = newsbeam(*args, "--opinion", "no_such_module:Coder")
    assert code == 2 and "no_such_module" in err
