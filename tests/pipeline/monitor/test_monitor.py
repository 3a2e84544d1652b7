"""What a process tells of itself: numbers, health, readiness, lineage, log lines, the line at the end."""

import json
import logging
import os
import socket
import threading
import urllib.error
import urllib.request

import pytest
from inputs import drop, ids, story
from prometheus_client.parser import text_string_to_metric_families
from typer.testing import CliRunner

from pipeline import logs
from pipeline.cli.app import app
from pipeline.dataset.manifest import InputFact, read_manifests
from pipeline.errors import RunError, UsageError
from pipeline.live import watch as watching
from pipeline.live.follow import Follower
from pipeline.live.streaming import StreamPlan, commit_results
from pipeline.live.watch import Watcher, WatchOptions
from pipeline.monitor import lineage, monitor
from pipeline.monitor.endpoint import serving
from pipeline.monitor.metrics import FAMILIES, Metrics
from pipeline.monitor.monitor import Monitor, MonitorOptions
from pipeline.runners import launcher
from pipeline.runners.options import RunOptions
from schemas.reject import CODES


def samples(text):
    """Read numbers as Prometheus does: (name, labels) to value."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def get(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture
def quick(quick_coder, monkeypatch):
    monkeypatch.setattr(watching, "warm_up", lambda settings: None)
    monkeypatch.setattr("pipeline.beam.rows.warm_up", lambda settings: None)


def test_the_text_is_what_prometheus_reads():
    metrics = Metrics()
    metrics.add("newsbeam_rejects_total", 2, code='odd "code"\\\n')
    metrics.observe("newsbeam_commit_seconds", 0.25)
    metrics.observe("newsbeam_commit_seconds", 0.5)
    found = samples(metrics.render())
    assert found["newsbeam_rejects_total", (("code", 'odd "code"\\\n'),)] == 2
    assert found["newsbeam_commit_seconds_sum", ()] == 0.75
    assert found["newsbeam_commit_seconds_count", ()] == 2
    assert found["newsbeam_articles_total", ()] == 0, "there before anything was counted, so that a rise is seen"
    kinds = {family.name: family.type for family in text_string_to_metric_families(metrics.render())}
    assert kinds["newsbeam_articles"] == "counter"
    assert all(meaning.endswith(".") for _, meaning in FAMILIES.values())


def test_a_run_tells_what_its_manifest_tells(tmp_path, news, quick):
    told = MonitorOptions(str(tmp_path / "run.prom"), None, str(tmp_path / "run.jsonl"))
    launcher.run(RunOptions((str(news),), str(tmp_path / "out"), processes=1), monitor=Monitor(told))
    found = samples((tmp_path / "run.prom").read_text())
    [manifest] = read_manifests(str(tmp_path / "out"))
    sums = manifest.accounting
    assert found["newsbeam_articles_total", ()] == sums.articles_written == 5
    assert found["newsbeam_events_total", ()] == sums.events_written == 3
    assert {dict(labels)["code"]: n for (name, labels), n in found.items() if name == "newsbeam_rejects_total"} == {
        "NB201": 1
    }
    stages = {dict(labels)["stage"] for (name, labels) in found if name == "newsbeam_stage_seconds_total"}
    assert stages == {"discover", "code", "commit", "link", "describe"}
    assert found["newsbeam_commit_seconds_count", ()] == 1

    start, complete = map(json.loads, (tmp_path / "run.jsonl").read_text().splitlines())
    assert (start["eventType"], complete["eventType"]) == ("START", "COMPLETE")
    assert start["run"]["runId"] == complete["run"]["runId"]
    assert complete["inputs"] == [{"namespace": "file", "name": str(news)}]
    written = {one["name"].rsplit("/", 1)[1]: one for one in complete["outputs"]}
    assert written["articles"]["outputFacets"]["outputStatistics"]["rowCount"] == 5
    assert written["rejects"]["outputFacets"]["outputStatistics"]["rowCount"] == 1
    assert {"name": "article_id", "type": "string"}.items() <= written["articles"]["facets"]["schema"]["fields"][
        0
    ].items()
    assert complete["run"]["facets"]["newsbeam_accounting"]["records_read"] == 6


def test_a_failed_run_is_told_of(tmp_path, news, quick, monkeypatch):
    told = Monitor(MonitorOptions(lineage=str(tmp_path / "run.jsonl")))
    monkeypatch.setattr(launcher, "faults", lambda result, traced: ["one is missing"])
    with pytest.raises(RunError):
        launcher.run(RunOptions((str(news),), str(tmp_path / "out"), processes=1), monitor=told)
    start, failed = map(json.loads, (tmp_path / "run.jsonl").read_text().splitlines())
    assert failed["eventType"] == "FAIL"
    assert failed["run"]["runId"] == start["run"]["runId"]
    assert "one is missing" in failed["run"]["facets"]["errorMessage"]["message"]
    assert told.metrics.value("newsbeam_failures_total") == 1


def test_datasets_are_named_as_openlineage_names_them():
    facts = [
        InputFact("gs://bucket/in/a.jsonl", 1),
        InputFact("kafka://one:9092/news#partition=0&offsets=1-2", 1),
        InputFact("kafka://one:9092/news#partition=1&offsets=4-9", 1),
        InputFact("pubsub://projects/p-one/subscriptions/news#stream-x-s0-p0", 0),
    ]
    assert [tuple(found.values()) for found in lineage.datasets(facts)] == [
        ("gs://bucket", "in/a.jsonl"),
        ("kafka://one:9092", "news"),
        ("pubsub", "subscription:p-one:news"),
    ]


def test_the_endpoint_of_a_watcher(tmp_path, quick):
    drop(tmp_path / "in", "a.jsonl", story(1), story(2))
    told, stop = Monitor(MonitorOptions(metrics_port=0)), threading.Event()
    options = WatchOptions(RunOptions((f"{tmp_path}/in/*",), str(tmp_path / "out"), processes=1), 0.2, 0.2)
    with serving(told) as port:
        assert get(port, "/readyz") == (503, "loading the language model\n")
        assert get(port, "/healthz") == (200, "ok\n")
        assert get(port, "/")[0] == 404
        thread = threading.Thread(target=Watcher(options, stop, lambda line: None, told).watch)
        thread.start()
        while told.metrics.value("newsbeam_runs_total") < 1:
            assert thread.is_alive()
        drop(tmp_path / "in", "b.jsonl", story(3))
        while told.metrics.value("newsbeam_runs_total") < 2 or told.metrics.value("newsbeam_waiting_files"):
            assert thread.is_alive()
        assert get(port, "/readyz") == (200, "ok\n")
        found = samples(get(port, "/metrics")[1])
        stop.set()
        thread.join()
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.2", port)) != 0, "it listens on 127.0.0.1 alone"
        with (
            pytest.raises(UsageError, match=f"--metrics-port {port}"),
            serving(Monitor(MonitorOptions(metrics_port=port))),
        ):
            pass
    assert found["newsbeam_articles_total", ()] == 3
    assert found["newsbeam_lag_seconds", ()] == 0
    assert found["newsbeam_ready", ()] == found["newsbeam_healthy", ()] == 1


def test_files_that_wait_are_told_of(tmp_path, quick, monkeypatch):
    path = drop(tmp_path / "in", "a.jsonl", story(1))
    os.utime(path, (1_000_000_000, 1_000_000_000))
    drop(tmp_path / "in", "b.jsonl", story(2))
    told, seen = Monitor(), []

    def look():
        seen.append([told.metrics.value(f"newsbeam_{name}") for name in ("waiting_files", "lag_seconds")])

    monkeypatch.setattr(told, "tell", look)
    options = WatchOptions(RunOptions((f"{tmp_path}/in/*",), str(tmp_path / "out"), processes=1), settle=0.1, once=True)
    Watcher(options, threading.Event(), lambda line: None, told).watch()
    most = max(seen)
    assert most[0] == 2
    assert most[1] > 10**8, "the age of the oldest"
    assert seen[-1] == [0, 0]


def test_failing_batches_make_a_watcher_unready(tmp_path, quick, monkeypatch):
    drop(tmp_path / "in", "a.jsonl", story(1))
    told, seen = Monitor(), []
    monkeypatch.setattr(watching, "run_files", lambda *args, **options: (_ for _ in ()).throw(OSError("disk is full")))
    monkeypatch.setattr(told, "idle", lambda: seen.append(told.unready()))
    options = WatchOptions(RunOptions((f"{tmp_path}/in/*",), str(tmp_path / "out"), processes=1), 0.2, 0.2)
    with pytest.raises(RunError, match="3 batches failed"):
        Watcher(options, threading.Event(), lambda line: None, told).watch()
    assert seen == [f"{n} batches failed after one another, the last with: disk is full" for n in (1, 2)]


def test_who_works_without_moving_is_stuck_and_who_waits_is_not(monkeypatch):
    told, clock = Monitor(), [0.0]
    monkeypatch.setattr(monitor.time, "monotonic", lambda: clock[0])
    told.beat()
    clock[0] = monitor.STALLED - 1
    assert told.stuck() is None
    clock[0] = monitor.STALLED + 1
    assert told.stuck() == f"nothing has moved for {monitor.STALLED + 1:.0f} s"
    assert samples(told.render())["newsbeam_healthy", ()] == 0
    told.idle()
    clock[0] *= 10
    assert told.stuck() is None


def test_a_job_elsewhere_is_told_of_by_what_it_commits(tmp_path, quick_coder):
    plan = StreamPlan("kafka://localhost:9092/news", str(tmp_path / "out"))
    commit_results(plan, "stream-20200101T000000Z-s0-p0", [])
    told = Monitor(MonitorOptions(lineage=str(tmp_path / "lineage.jsonl")))
    follower = Follower(plan.output, plan.window, told)
    manifest = commit_results(plan, "stream-20200101T000100Z-s0-p0", [])
    with follower.following():
        pass
    assert told.metrics.value("newsbeam_runs_total") == 1, "what was there before is not this job's"
    assert told.metrics.value("newsbeam_lag_seconds") > 0
    [line] = (tmp_path / "lineage.jsonl").read_text().splitlines()
    assert json.loads(line)["inputs"] == [{"namespace": "kafka://localhost:9092", "name": "news"}]
    assert manifest.run_id in json.dumps(manifest.inputs[0].uri)


@pytest.fixture
def json_logs(monkeypatch):
    monkeypatch.delenv(logs.AS_JSON, raising=False)
    before = logging.getLogger().handlers[:], logging.getLogger().level
    yield
    monkeypatch.delenv(logs.AS_JSON, raising=False)
    root = logging.getLogger()
    root.handlers[:], root.level = before


def test_log_lines_are_json_with_the_run(json_logs, capsys):
    logs.configure(verbose=True, as_json=True)
    with logs.about("2024-03-01"):
        logging.getLogger("pipeline.x").warning("odd %s", "page\nbreak")
    logs.tell("stopped cleanly")
    try:
        raise ZeroDivisionError("a defect")
    except ZeroDivisionError:
        logging.getLogger("y").exception("failed")
    first, second, third = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["run_id"], first["level"], first["message"]) == ("2024-03-01", "WARNING", "odd page\nbreak")
    assert (second["run_id"], second["message"]) == (None, "stopped cleanly")
    assert "ZeroDivisionError: a defect" in third["traceback"]


def test_one_line_of_json_at_the_end_of_a_watcher(tmp_path, quick, json_logs):
    drop(tmp_path / "in", "a.jsonl", story(1), {"title": "no text"})
    command = ["watch", "--input", f"{tmp_path}/in/*", "--output", str(tmp_path / "out"), "--once", "--settle", "0.2s"]
    done = CliRunner().invoke(app, [*command, "--processes", "1", "--json", "--log-json"])
    assert done.exit_code == 0, done.exception
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["runs"], told["articles"], told["rejects_by_code"]) == (1, 1, {"NB202": 1})
    assert told["seconds_by_stage"].keys() == {"load", "code", "commit"}
    assert "stopped cleanly" in json.loads(done.stderr.splitlines()[-1])["message"]
    assert ids(tmp_path / "out") == ["Rebels1"]


@pytest.mark.parametrize("option", ["--metrics-file", "--lineage"])
def test_a_file_that_cannot_be_written_is_named_before_anything_runs(tmp_path, option, quick):
    command = ["watch", "--input", f"{tmp_path}/in/*", "--output", str(tmp_path / "out"), "--once"]
    done = CliRunner().invoke(app, [*command, option, str(tmp_path / "none" / "file")])
    assert isinstance(done.exception, UsageError)
    assert f"{option} {tmp_path}/none/file: No such file" in str(done.exception)


def test_every_reject_code_may_be_a_label():
    metrics = Metrics()
    metrics.add_all("newsbeam_rejects_total", dict.fromkeys(CODES, 1), "code")
    assert metrics.by_label("newsbeam_rejects_total") == dict.fromkeys(sorted(CODES), 1.0)
