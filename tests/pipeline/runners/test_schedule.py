"""Runs by date: templates, and that a day replaces exactly itself."""

import datetime
import json

import pyarrow.parquet as pq
import pytest
from rich.console import Console

from pipeline.dataset.manifest import read_manifests
from pipeline.dataset.validate import validate
from pipeline.errors import UsageError
from pipeline.runners import launcher
from pipeline.runners.options import RunOptions
from pipeline.runners.schedule import days_of, fill, plan_runs

TODAY = datetime.date(2026, 3, 2)
DAY = datetime.date(2026, 2, 28)


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("gs://news/{date}/*.jsonl.gz", "gs://news/2026-02-28/*.jsonl.gz"),
        ("in/{year}/{month}/{day}.warc", "in/2026/02/28.warc"),
        ("in/{date:%Y%m%d}*.csv", "in/20260228*.csv"),
        ("in/{date:%Y/%j}", "in/2026/059"),
        ("in/plain", "in/plain"),
    ],
)
def test_templates(template, filled):
    assert fill(template, DAY) == filled


def test_an_unknown_field_is_named():
    with pytest.raises(UsageError, match=r"\{hour\}"):
        fill("in/{hour}", DAY)


def test_days():
    assert days_of(None, None, None, TODAY) == []
    assert days_of("yesterday", None, None, TODAY) == [datetime.date(2026, 3, 1)]
    assert len(days_of(None, "2026-02-27", None, TODAY)) == 3, "to yesterday"
    assert days_of(None, "2026-02-28", "2026-03-01", TODAY) == [DAY, datetime.date(2026, 3, 1)]


@pytest.mark.parametrize(
    "given",
    [
        ("28.2.2026", None, None),
        (None, None, "2026-01-01"),
        (None, "2026-02-02", "2026-02-01"),
        ("today", "today", None),
    ],
)
def test_unusable_days(given):
    with pytest.raises(UsageError):
        days_of(*given, TODAY)


def write(folder, day, *texts):
    folder.mkdir(exist_ok=True)
    rows = ({"id": f"{day}/{i}", "date": day, "text": text} for i, text in enumerate(texts))
    (folder / f"{day}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture
def daily(tmp_path, quick_coder):
    def run(*days, **options):
        given = RunOptions((str(tmp_path / "in" / "{date}.jsonl"),), str(tmp_path / "out"), processes=1, **options)
        for one in plan_runs(given, [datetime.date.fromisoformat(day) for day in days]):
            launcher.run(one, Console(quiet=True))

    return run


def articles(out):
    return {
        path.relative_to(out).as_posix(): [row["text"] for row in pq.ParquetFile(path).read(["text"]).to_pylist()]
        for path in sorted((out / "articles").rglob("*.parquet"))
    }


def test_a_day_replaces_exactly_itself(tmp_path, daily):
    write(tmp_path / "in", "2026-02-27", "Rebels attacked Soldiers in the hills that day.")
    write(
        tmp_path / "in", "2026-02-28", "Police attacked Rebels in the town that day.", "It rained in the town all day."
    )
    daily("2026-02-27", "2026-02-28")
    first = articles(tmp_path / "out")
    daily("2026-02-28")
    assert articles(tmp_path / "out") == first, "a retried day is the same day"
    write(tmp_path / "in", "2026-02-28", "Nothing at all happened in the town that day.")
    daily("2026-02-28")
    texts = articles(tmp_path / "out")
    assert sorted(text for found in texts.values() for text in found) == [
        "Nothing at all happened in the town that day.",
        "Rebels attacked Soldiers in the hills that day.",
    ]
    assert [path for path in texts if "2026-02-27" in path] == [path for path in first if "2026-02-27" in path]
    assert [manifest.run_id for manifest in read_manifests(str(tmp_path / "out"))] == ["2026-02-27", "2026-02-28"]
    assert list(validate(str(tmp_path / "out"))) == []


def test_two_jobs_of_one_day_have_names_of_their_own(tmp_path, daily):
    write(tmp_path / "in", "2026-02-27", "Rebels attacked Soldiers in the hills that day.")
    daily("2026-02-27", run_id="wires")
    assert [manifest.run_id for manifest in read_manifests(str(tmp_path / "out"))] == ["wires-2026-02-27"]


def test_a_day_without_input_is_an_error_before_anything_is_written(tmp_path, daily):
    write(tmp_path / "in", "2026-02-27", "Rebels attacked Soldiers in the hills that day.")
    with pytest.raises(UsageError, match="1 of 2 days have no input"):
        daily("2026-02-27", "2026-02-28")
    assert not (tmp_path / "out").exists()
    options = RunOptions((str(tmp_path / "in" / "{date}.jsonl"),), "out")
    days = [datetime.date(2026, 2, 27), DAY]
    assert [run.run_id for run in plan_runs(options, days, skip_missing=True)] == ["2026-02-27"]


def test_inputs_without_a_date_are_refused():
    with pytest.raises(UsageError, match=r"need \{date\}"):
        plan_runs(RunOptions(("in/*.jsonl",), "out"), [DAY])
