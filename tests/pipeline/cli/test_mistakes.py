"""Wrong command lines: each gives one message that names the value and the remedy, exit code 2, and writes nothing."""

import sys

import pytest
from finished_dataset import article, event, write

from pipeline.cli import app as cli
from pipeline.extras import EXTRAS
from schemas.version import VERSION

RUN = ["run", "--input", "{tmp}/a", "--output", "{tmp}/out"]
MISTAKES = [
    (["run", "--inptu", "{tmp}/a", "--output", "{tmp}/out"], ["--inptu", "did you mean --input?"]),
    (["run", "--input", "{tmp}/a", "--ouput={tmp}/out"], ["--ouput", "did you mean --output?"]),
    (["run", "--input", "{tmp}/a", "--output", "{tmp}/out", "--proceses", "2"], ["did you mean --processes?"]),
    (["watch", "--input", "{tmp}/a", "--output", "{tmp}/out", "--evry", "2s"], ["--evry", "did you mean --every?"]),
    (["watch", "--input", "{tmp}/a", "--output", "{tmp}/out", "--every", "5x"], ["--every 5x", "30s, 5m or 1h"]),
    (["run", "--input", "{tmp}/{{date}}", "--output", "{tmp}/out", "--date", "tomorow"], ["tomorow", "YYYY-MM-DD"]),
    (["run", "--input", "{tmp}/a", "--output", "{tmp}/out", "--only", "events"], ["events", "articles"]),
    (["run", "--input", "{tmp}/a"], ["--output"]),
    (["rnu"], ["rnu", "Did you mean 'run'"]),
    (["--config", "{tmp}/none.toml", "run"], ["none.toml", "no such file"]),
    (["--config", "{tmp}/broken.toml", "run"], ["broken.toml", "no valid TOML"]),
    (["--config", "{tmp}/command.toml", "run"], ["[rnu]", "did you mean run?"]),
    (["--config", "{tmp}/option.toml", "run"], ["[run] outptu", "did you mean output?"]),
    (["--config", "{tmp}/value.toml", "run"], ["[run] input", "3 is no text", "quotes"]),
    (["export", "{data}", "--format", "xls", "--output", "{tmp}/out"], ["'xls'", "choose one of flat, csv"]),
    (
        ["export", "{data}", "--format", "csv", "--output", "{tmp}/out", "--dates", "never"],
        ["never", "text, publication"],
    ),
    (
        ["export", "{data}", "--format", "csv", "--output", "{tmp}/out", "--rows", "days"],
        ["days", "incidents or events"],
    ),
    (["export", "{data}", "--format", "gdelt", "--output", "{tmp}/out", "--rows", "events"], ["gdelt", "flat, csv"]),
    (["export", "{tmp}", "--format", "csv", "--output", "{tmp}/out"], ["no newsbeam dataset", "--output of a run"]),
    (["export", "{data}", "--format", "csv", "--output", "{tmp}/a/out"], ["a/out", "directory you may write to"]),
    (["schema", "eventz"], ["'eventz'", "articles, events, incidents, rejects"]),
    (["schema", "events", "--ddl", "oracle"], ["oracle", "bigquery, athena, trino, spark"]),
    (["inspect", "{tmp}/a", "--html", "{tmp}/out", "--json"], ["--html", "--json"]),
    (["inspect", "{tmp}/option.tml"], ["option.tml", "Did you mean", "option.toml"]),
    (["report", "{tmp}"], ["no newsbeam dataset"]),
    (["report", "{data}", "--output", "{tmp}/a/out"], ["a/out", "directory you may write to"]),
    (["run", "{tmp}/a"], ["{tmp}/a stands without an option", "write --input"]),
    (["run", "--input", "{tmp}/a", "--output", "{tmp}/a"], ["--output {tmp}/a", "file of the input", "directory"]),
    (["run", "--input", "{tmp}/a", "--output", "{tmp}/broken.toml"], ["--output", "broken.toml", "Choose a directory"]),
    ([*RUN, "--processes", "0"], ["--processes 0: ", "1", "Worker processes", "newsbeam run --help"]),
    ([*RUN, "--processes=two"], ["--processes two: ", "integer", "Worker processes"]),
    ([*RUN, "--max-record-bytes", "16MB"], ["--max-record-bytes 16MB: ", "integer", "Larger records are rejected"]),
    ([*RUN, "--max-reject-ratio", "50"], ["--max-reject-ratio 50: ", "1"]),
    ([*RUN, "--min-confidence", "80"], ["--min-confidence 80: ", "1"]),
    ([*RUN, "--metrics-port", "99999"], ["--metrics-port 99999: ", "65535"]),
    ([*RUN, "--without", "NV9999"], ["--without NV9999", "a code such as NV206"]),
    ([*RUN, "--link-window", "week"], ["--link-window week", "such as 7d"]),
    ([*RUN, "--frames", "{tmp}/none.txt"], ["--frames", "none.txt", "No such file", "Name a file or a folder"]),
    ([*RUN, "--opinion", "mine"], ["--opinion mine", "MODULE:NAME"]),
    ([*RUN, "--calibration", "{tmp}/rows.json"], ["--calibration", "rows.json", "newsbeam calibrate wrote"]),
    (["run", "--input", "http://news.example/a", "--output", "{tmp}/out"], ["http://news.example/a", "curl -O"]),
    (["run", "--input", "-", "--output", "{tmp}/out"], ["--input -", "Write it to a file"]),
    (["run", "--input", "{tmp}/empty", "--output", "{tmp}/out"], ["empty holds no files"]),
    (
        ["run", "--input", "{tmp}/{{date}}", "--output", "{tmp}/out", "--since", "2024-02-01", "--until", "2024-01-01"],
        ["--since 2024-02-01 --until 2024-01-01", "must not lie before the first"],
    ),
    (["inspect", "{tmp}/a", "--limit", "0"], ["--limit 0: ", "1"]),
    (["explain", "{tmp}/a", "--sentence", "x"], ["--sentence x: ", "integer"]),
    (["calibrate", "{data}"], ["--judged", "event_id, act and roles"]),
    (["link", "{data}", "--window", "week"], ["--window week", "such as 7d"]),
    (["validate", "{tmp}/a"], ["{tmp}/a is no newsbeam dataset", "--output of a run"]),
    (["schema", "articles", "events"], ["events", "newsbeam schema --help"]),
    (["completion"], ["'completion'", "newsbeam --install-completion"]),
    (["help"], ["'help'", "newsbeam COMMAND --help"]),
    (["gazetteer", "build", "{tmp}/none", "--output", "{tmp}/out"], ["{tmp}/none", "download.geonames.org"]),
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a").write_text("A text of some words that is a file.")
    (tmp_path / "broken.toml").write_text("[run\n")
    (tmp_path / "command.toml").write_text('[rnu]\ninput = "a"\n')
    (tmp_path / "option.toml").write_text('[run]\noutptu = "a"\n')
    (tmp_path / "value.toml").write_text("[run]\ninput = 3\n")
    (tmp_path / "rows.json").write_text('{"text": "no calibration"}')
    (tmp_path / "empty").mkdir()
    write(tmp_path / "data", articles=[article()], events=[event("a")])
    return tmp_path


def call(monkeypatch, *args):
    monkeypatch.setattr(sys, "argv", ["newsbeam", *args])
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as end:
        cli.main()
    return end.value.code or 0


@pytest.mark.parametrize(("args", "told"), MISTAKES, ids=[" ".join(args)[:40] for args, _ in MISTAKES])
def test_a_mistake_is_named_with_its_remedy(folder, monkeypatch, capsys, args, told):
    monkeypatch.chdir(folder)
    assert call(monkeypatch, *(arg.format(tmp=folder, data=folder / "data") for arg in args)) == 2
    errors = capsys.readouterr().err
    wanted = [words.format(tmp=folder) for words in told]
    assert [words for words in wanted if words not in errors] == []
    assert "Traceback" not in errors
    assert not (folder / "out").exists()


def test_a_store_without_credentials_is_one_message(folder, monkeypatch, capsys):
    def refused(*_):
        raise RuntimeError("Unable to locate credentials")

    monkeypatch.setattr("pipeline.storage.write_bytes", refused)
    args = ["run", "--input", str(folder / "a"), "--output", "s3://bucket/out"]
    assert call(monkeypatch, *args) == 2
    errors = capsys.readouterr().err
    assert "cannot write to --output s3://bucket/out: Unable to locate credentials. s3:// needs credentials" in errors


def test_options_come_from_the_file_of_the_working_directory(tmp_path, monkeypatch, capsys, news, quick_coder):
    (tmp_path / "newsbeam.toml").write_text(
        f'[run]\ninput = ["{news}"]\noutput = "made/here"\nprocesses = 1\nfield = {{ text = "text" }}\n'
    )
    monkeypatch.chdir(tmp_path)
    assert call(monkeypatch, "run", "--json") == 0
    line = capsys.readouterr().out
    assert line.count("\n") == 1
    assert '"records_read":6' in line
    assert (tmp_path / "made" / "here" / "_SUCCESS").exists()
    assert call(monkeypatch, "run", "--quiet", "--output", str(tmp_path / "typed")) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "typed" / "_SUCCESS").exists()


def test_a_failed_run_leaves_no_folder(tmp_path, monkeypatch, capsys, news, quick_coder):
    def broken(settings):
        raise RuntimeError("the model is missing")

    monkeypatch.setattr("pipeline.beam.rows.warm_up", broken)
    out = tmp_path / "new" / "deep"
    assert call(monkeypatch, "run", "--input", str(news), "--output", str(out), "--processes", "1") == 1
    assert "the model is missing" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_tables_in_a_pipe_can_be_parsed(monkeypatch, capsys):
    call(monkeypatch, "schema", "events")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("# events")
    assert {line.count("\t") for line in lines[1:]} == {4}
    assert call(monkeypatch, "schema", "--json") == 0
    assert capsys.readouterr().out.startswith("{")


def test_the_version_is_that_of_the_citation_and_the_changes(request):
    root = request.config.rootpath
    assert f"version: {VERSION}" in (root / "CITATION.cff").read_text()
    assert f"## {VERSION}" in (root / "CHANGELOG.md").read_text()


def test_the_advice_of_extras_is_what_the_package_asks_for(request):
    text = (request.config.rootpath / "pyproject.toml").read_text()
    for extra, needed in EXTRAS.items():
        assert f"{extra} = [{', '.join(chr(34) + name + chr(34) for name in needed)}]" in text
