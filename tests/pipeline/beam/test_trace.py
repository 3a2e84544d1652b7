"""The trace: every decision as a dataset beside the others, through graph, sums, commit, checks and compaction."""

import csv
import json
import threading

import duckdb
import msgspec
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import newsbeam
from pipeline.cli.app import app
from pipeline.dataset.accounting import Result, faults
from pipeline.dataset.blocks import Counts
from pipeline.dataset.checks import check_decision
from pipeline.dataset.manifest import COMPACTED, encode, manifest_path, read_manifests
from pipeline.dataset.sink import FileInfo
from pipeline.dataset.validate import validate
from pipeline.errors import UsageError
from pipeline.live import watch as watching
from pipeline.live.compact import compact
from pipeline.live.watch import Watcher, WatchOptions
from pipeline.runners.options import RunOptions, derive_run_id
from schemas.trace import TRACE, Decision
from transforms.process import Settings

TRACED = Settings(trace=True)


def rows(directory, dataset="trace"):
    found = []
    for manifest in read_manifests(str(directory)):
        for file in manifest.files:
            if file.dataset == dataset:
                found += pq.ParquetFile(directory / file.path).read().to_pylist()
    return sorted(found, key=str)


def test_every_field_of_a_decision_is_a_column():
    assert set(Decision.__struct_fields__) == set(TRACE.names)


def test_a_run_writes_no_trace_unless_it_is_told_to(tmp_path, news, run_pipeline):
    outcome = run_pipeline(tmp_path / "out", news)
    assert not (tmp_path / "out" / "trace").exists()
    assert not outcome.manifest.traced
    assert outcome.accounting.decisions_by_outcome == {}
    assert "`trace/" not in (tmp_path / "out" / "README.md").read_text()
    for name in ("codebook.csv", "croissant.json", "views.sql"):
        assert "trace" not in (tmp_path / "out" / name).read_text()
    with pytest.raises(ValueError, match="no dataset 'trace'; choose one of articles, events"):
        newsbeam.read(tmp_path / "out").table("trace")


def test_a_trace_lies_beside_the_rows_and_changes_none(tmp_path, news, run_pipeline, tree):
    plain = run_pipeline(tmp_path / "plain", news)
    traced = run_pipeline(tmp_path / "traced", news, settings=TRACED)
    assert traced.manifest.run_id == plain.manifest.run_id
    found = {path: data for path, data in tree(tmp_path / "traced").items() if not path.startswith("trace/")}
    assert found == tree(tmp_path / "plain")
    assert traced.accounting.decisions_by_outcome == {"kept": traced.accounting.events_written}
    folders = {
        path.parent.relative_to(tmp_path / "traced").as_posix() for path in (tmp_path / "traced").rglob("*.parquet")
    }
    assert {name for name in folders if name.startswith("trace")} == {"trace/year=2020/month=3"}
    assert {row["event_id"] for row in rows(tmp_path / "traced")} == {
        row["event_id"] for row in rows(tmp_path / "traced", "events")
    }
    assert list(validate(str(tmp_path / "traced"))) == []


def test_a_traced_run_replaces_the_one_without_and_itself(tmp_path, news, run_pipeline, tree):
    run_pipeline(tmp_path / "out", news)
    run_pipeline(tmp_path / "out", news, settings=TRACED)
    first = tree(tmp_path / "out")
    assert any(path.startswith("trace/") for path in first)
    run_pipeline(tmp_path / "out", news, settings=TRACED)
    assert tree(tmp_path / "out") == first
    run_pipeline(tmp_path / "out", news)
    assert not any(path.startswith("trace/") for path in tree(tmp_path / "out"))
    assert len(read_manifests(str(tmp_path / "out"))) == 1


def test_the_trace_is_no_part_of_the_run_id():
    uris = ["a.jsonl"]
    plain, traced = RunOptions((), "out"), RunOptions((), "out", settings=TRACED)
    other = RunOptions((), "out", settings=Settings(without=("NV206",)))
    assert derive_run_id(uris, plain) == derive_run_id(uris, traced) != derive_run_id(uris, other)


def test_an_output_with_a_trace_says_so(tmp_path, news, run_pipeline):
    out = tmp_path / "out"
    run_pipeline(out, news, settings=TRACED)
    readme = (out / "README.md").read_text()
    assert "| `trace/year=Y/month=M/*.parquet` | one row a mention of an act" in readme
    assert "| mentions of acts kept (trace) | 3 |" in readme
    with (out / "codebook.csv").open(newline="") as file:
        columns = {row["column"] for row in csv.DictReader(file) if row["dataset"] == "trace"}
    assert {*TRACE.names, "steps[].before"} <= columns
    sets = {record["name"] for record in json.loads((out / "croissant.json").read_text())["recordSet"]}
    assert sets == {"articles", "events", "incidents", "rejects", "trace"}
    with duckdb.connect() as connection:
        connection.execute(f"SET VARIABLE newsbeam = '{out}'")
        connection.execute((out / "views.sql").read_text())
        counted = connection.sql("SELECT count(*) FROM trace JOIN events USING (event_id)").fetchall()
    assert counted == [(3,)]
    assert newsbeam.read(out).table("trace").num_rows == 3
    assert newsbeam.read(out).sql("SELECT outcome FROM trace").fetchall() == [("kept",)] * 3


def test_a_traced_run_without_acts_has_an_empty_trace(tmp_path, run_pipeline):
    path = tmp_path / "rain.jsonl"
    path.write_text('{"text": "It rained in the capital for the whole day.", "date": "2020-04-01"}\n')
    run_pipeline(tmp_path / "out", path, settings=TRACED)
    assert rows(tmp_path / "out") == []
    assert newsbeam.read(tmp_path / "out").table("trace").schema.names == TRACE.names
    assert list(validate(str(tmp_path / "out"))) == []


def test_batches_with_a_trace_are_compacted_with_it(tmp_path, quick_coder, run_pipeline, monkeypatch):
    monkeypatch.setattr(watching, "warm_up", lambda settings: None)
    monkeypatch.setattr("pipeline.beam.rows.warm_up", lambda settings: None)
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()

    def drop(number, settings):
        story = {"date": f"2020-03-1{number}", "text": f"Rebels attacked Soldiers in village number {number}."}
        (folder / f"{number}.jsonl").write_text(json.dumps(story) + "\n")
        given = RunOptions((str(folder / "*"),), str(out), settings=settings, processes=1)
        Watcher(WatchOptions(given, settle=0, once=True), threading.Event(), lambda message: None).watch()

    for number in (1, 2, 3):
        drop(number, TRACED)
    drop(4, Settings())
    before = rows(out)
    compact(str(out))
    manifests = read_manifests(str(out))
    assert sorted((one.kind == COMPACTED, one.traced) for one in manifests) == [(False, False), (True, True)]
    assert rows(out) == before
    assert len(before) == 3
    assert list(validate(str(out))) == []
    run_pipeline(tmp_path / "whole", *(folder / f"{number}.jsonl" for number in (1, 2, 3)), settings=TRACED)
    assert rows(tmp_path / "whole") == before


def traced_result(**changes):
    """Return the result of a run with one event, one refusal and a trace of both, or what differs from that."""
    given = {"kept": 1, "refused": 1, "decisions": 2, **changes}
    outcomes = {name: given[name] for name in ("kept", "refused") if given[name]}
    files = (
        FileInfo("articles/a", "articles", 1, 1, "", None, None, 0, "", {"refusals": {"NV207": 1}}),
        FileInfo("events/a", "events", 1, 1, "", None, None, 0, "", {"event_type": {"AID": 1}}),
        FileInfo("trace/a", "trace", sum(outcomes.values()), 1, "", None, None, 0, "", {"outcome": outcomes}),
    )
    return Result(files=files, counts=Counts(records=1, articles=1, events=1, decisions=given["decisions"]))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, None),
        ({"decisions": 3}, "3 decisions traced, but 2 written"),
        ({"kept": 0, "decisions": 1}, "0 mentions kept in the trace, but 1 events"),
        ({"refused": 0, "decisions": 1}, "0 mentions refused in the trace, but 1 refusals in the articles"),
    ],
)
def test_the_sums_of_a_traced_run_must_agree(changes, told):
    found = faults(traced_result(**changes), traced=True)
    assert found == ([told] if told else [])


ARTICLE = {
    "text": "Rebels attacked soldiers. It rained.",
    "title": "Soldiers attacked",
    "sentences": [{"start": 0, "end": 25}, {"start": 26, "end": 36}],
}
KEPT = {
    "decision_id": "0" * 32, "outcome": "kept", "event_id": "1" * 32, "part": "text", "code": None,
    "event_type": "ASSAULT", "event_mode": None, "trigger": "attacked", "trigger_start": 7, "trigger_end": 15,
    "sentence_index": 0, "sentence_start": 0, "sentence_end": 25, "rule": "assault/attack.v:1", "steps": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, None),
        ({"outcome": "refused", "event_id": None, "code": "NV301"}, None),
        ({"outcome": "refused", "event_id": None, "code": "NV101", "event_type": None}, None),
        ({"part": "title", "trigger_start": 9, "trigger_end": 17, "sentence_end": 17}, None),
        ({"part": "title", "sentence_end": 17}, "trigger"),
        ({"part": "lead"}, "part"),
        ({"outcome": "refused", "event_id": None}, "outcome"),
        ({"outcome": "merged", "event_id": None}, "outcome"),
        ({"outcome": "lost"}, "outcome"),
        ({"outcome": "refused", "event_id": None, "code": "NV999"}, "code"),
        ({"event_type": None}, "event_type"),
        ({"event_mode": "praise"}, "event_mode"),
        ({"trigger": "fought"}, "trigger"),
        ({"trigger": "rained", "trigger_start": 29, "trigger_end": 35}, "trigger"),
        ({"sentence_index": 1}, "sentence_index"),
        ({"steps": [{"rule": "", "field": "actors"}]}, "rule, steps"),
    ],
)
def test_rows_of_the_trace_are_checked(changes, told):
    found = [what.partition(":")[0] for what in check_decision({**KEPT, **changes}, ARTICLE)]
    assert found == ([told] if told else [])


def test_validate_names_a_trace_that_does_not_tell_of_the_events(tmp_path, news, run_pipeline):
    out = tmp_path / "out"
    run_pipeline(out, news, settings=TRACED)
    [manifest] = read_manifests(str(out))
    sums = msgspec.structs.replace(manifest.accounting, decisions_by_outcome={"kept": 2})
    files = tuple(file for file in manifest.files if file.dataset != "trace")
    broken = msgspec.structs.replace(manifest, accounting=sums, files=files)
    (tmp_path / "out" / "_runs" / f"{manifest.run_id}.json").write_bytes(encode(broken))
    assert manifest_path(str(out), manifest.run_id).endswith(f"{manifest.run_id}.json")
    told = [fault.what for fault in validate(str(out))]
    assert "2 mentions kept in the trace, but 3 events" in told
    assert told.count("the mentions kept are not those of the article's events, one each") == 2
    assert "in no manifest" in told


def test_the_command_writes_it_and_the_schema_tells_of_it(tmp_path, news, quick_coder):
    runner = CliRunner()
    command = ["run", "--input", str(news), "--output", str(tmp_path / "out"), "--processes", "1"]
    done = runner.invoke(app, [*command, "--trace"])
    assert done.exit_code == 0, done.exception
    assert f"trace: {tmp_path}/out/trace (1 file)" in done.output
    refused = runner.invoke(app, [*command, "--trace", "--only", "articles"])
    assert isinstance(refused.exception, UsageError)
    assert "leave out --trace" in str(refused.exception)
    shown = runner.invoke(app, ["schema", "trace"]).output
    assert "decision_id" in shown
    assert "NV207\tprivate parties" in shown
