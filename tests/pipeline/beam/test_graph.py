"""The graph on FnApiRunner: what is written, and that it does not depend on how it was run."""

import csv
import gzip
import json
from pathlib import Path

import apache_beam as beam
import msgspec
import pyarrow.parquet as pq
import pytest
from apache_beam.runners.portability.fn_api_runner import FnApiRunner

from pipeline.beam import graph
from pipeline.beam.rows import FEW_SHARES, SHARE, Read, share_of
from pipeline.dataset import sink
from pipeline.dataset.manifest import read_manifests
from pipeline.dataset.rows import FOLDERS, SCHEMAS
from pipeline.dataset.validate import validate
from pipeline.progress import take
from pipeline.runners.launcher import bucket_count, plan_run
from pipeline.runners.options import RunOptions
from pipeline.sources import discover


def rows(directory, dataset):
    found = []
    for path in sorted((directory / dataset).rglob("*.parquet")):
        found += pq.ParquetFile(path).read().to_pylist()
    return found


def test_a_run_writes_articles_events_and_rejects_by_month(tmp_path, news, run_pipeline):
    outcome = run_pipeline(tmp_path / "out", news)
    out = tmp_path / "out"
    sums = outcome.accounting
    assert (sums.records_read, sums.articles_written, sums.rejected, sums.events_written) == (6, 5, 1, 3)
    found = {path.parent.relative_to(out).as_posix() for path in out.rglob("*.parquet")}
    assert {folder for folder in found if not folder.startswith("_links")} == {
        "articles/year=2020/month=3",
        "articles/year=2020/month=4",
        "articles/year=0/month=0",
        "events/year=2020/month=3",
        "incidents",
        "rejects",
    }
    assert {row["input_id"] for row in rows(out, "articles")} == set("abcde")
    assert [row["code"] for row in rows(out, "rejects")] == ["NB201"]
    assert rows(out, "rejects")[0]["payload"] == b'{"id": "broken",'
    assert sums.events_by_type == {"ASSAULT": 3}
    assert list(validate(str(out))) == []


def test_copies_are_linked_and_kept(tmp_path, news, run_pipeline):
    outcome = run_pipeline(tmp_path / "out", news)
    by_id = {row["input_id"]: row for row in rows(tmp_path / "out", "articles")}
    assert by_id["e"]["duplicate_of"] == by_id["c"]["article_id"]
    assert by_id["e"]["duplicate_kind"] == "exact"
    assert by_id["e"]["cluster_id"] == by_id["c"]["cluster_id"] is not None
    assert by_id["c"]["duplicate_of"] is None
    assert outcome.accounting.duplicates == {"exact": 1}


def test_every_event_stands_in_one_incident(tmp_path, run_pipeline):
    """Two copies of a story are one happening of one source; another is its own."""
    path = tmp_path / "in.jsonl"
    story = "Rebels attacked Soldiers in the northern hills before dawn, and the fighting went on until evening."
    texts = [("2020-03-13", story), ("2020-03-12", story), ("2020-03-12", "Pirates attacked Sailors far out at sea.")]
    path.write_text("".join(json.dumps({"text": text, "date": day}) + "\n" for day, text in texts))
    run_pipeline(tmp_path / "out", path)
    events = {row["event_id"]: row for row in rows(tmp_path / "out", "events")}
    found = rows(tmp_path / "out", "incidents")
    assert {event_id: row["incident_id"] for row in found for event_id in row["event_ids"]} == {
        event_id: row["incident_id"] for event_id, row in events.items()
    }
    [copies] = [row for row in found if len(row["event_ids"]) == 2]
    assert (copies["reports"], copies["independent_sources"], len(found)) == (2, 1, 2)
    assert (copies["first_report"].day, copies["last_report"].day) == (12, 13)
    assert [party["text"] for party in copies["actors"]] == ["Rebels"]
    assert copies["why"][0]["reasons"] == ["same sentence in a copy"]
    assert list(validate(str(tmp_path / "out"))) == []


def test_files_have_the_declared_schema_and_metadata(tmp_path, news, run_pipeline):
    run_pipeline(tmp_path / "out", news)
    for dataset, schema in SCHEMAS.items():
        for path in (tmp_path / "out" / FOLDERS.get(dataset, dataset)).rglob("*.parquet"):
            file = pq.ParquetFile(path)
            assert file.schema_arrow.equals(schema.with_metadata(None), check_metadata=False)
            metadata = file.metadata.metadata
            assert metadata[b"newsbeam.schema_version"]
            assert metadata[b"newsbeam.coder_version"]
            assert set(json.loads(metadata[b"newsbeam.columns"])) == set(schema.names)
            assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_events_carry_their_articles_columns(tmp_path, news, run_pipeline):
    run_pipeline(tmp_path / "out", news)
    articles = {row["article_id"]: row for row in rows(tmp_path / "out", "articles")}
    for event in rows(tmp_path / "out", "events"):
        article = articles[event["article_id"]]
        assert event["published_at"] == article["published_at"]
        assert article["text"][event["trigger_start"] : event["trigger_end"]] == event["trigger"]


def test_order_of_the_input_does_not_matter(tmp_path, news, run_pipeline, tree):
    other = tmp_path / "other.jsonl"
    other.write_text('{"text": "Pirates attacked Sailors at sea on a quiet day.", "date": "2020-03-01"}\n')
    run_pipeline(tmp_path / "one", news, other)
    run_pipeline(tmp_path / "two", other, news)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_repeated_bundles_do_not_matter(tmp_path, news, run_pipeline, tree):
    run_pipeline(tmp_path / "one", news)
    run_pipeline(tmp_path / "two", news, beam=("--direct_runner_bundle_repeat=2",))
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_splits_flushes_and_batches_do_not_matter(tmp_path, news, run_pipeline, tree, monkeypatch):
    run_pipeline(tmp_path / "one", news)
    monkeypatch.setattr(discover, "MAX_TASK", 100)
    monkeypatch.setattr("pipeline.dataset.blocks.FLUSH_BYTES", 1)
    monkeypatch.setattr("pipeline.beam.coding.BATCH_RECORDS", 1)
    run_pipeline(tmp_path / "two", news)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_large_partitions_become_several_sorted_files(tmp_path, run_pipeline, monkeypatch):
    path = tmp_path / "in.jsonl"
    path.write_text("".join(f'{{"text": "Story number {i} of a quiet month."}}\n' for i in range(40)))
    monkeypatch.setattr(sink, "SHARD_BYTES", 1)
    monkeypatch.setattr("pipeline.runners.launcher.BUCKET_BYTES", 100)
    outcome = run_pipeline(tmp_path / "out", path)
    assert len(outcome.manifest.files) > 5
    assert sum(file.rows for file in outcome.manifest.files if file.dataset == "articles") == 40
    bounds = [
        (min(ids), max(ids))
        for file in outcome.manifest.files
        if file.dataset == "articles"
        for ids in [pq.read_table(tmp_path / "out" / file.path, columns=["article_id"]).column(0).to_pylist()]
    ]
    ordered = [row_id for pair in bounds for row_id in dict.fromkeys(pair)]
    assert ordered == sorted(ordered)
    assert list(validate(str(tmp_path / "out"))) == []


def test_same_rows_from_other_fn_api_settings(tmp_path, news, run_pipeline, quick_coder, tree):
    """State-backed iterables, as portable runners use, give the same staged files."""
    outcome = run_pipeline(tmp_path / "out", news)
    files = discover.find_files([str(news)])
    options = RunOptions(inputs=(str(news),), output=str(tmp_path / "other"))
    plan = plan_run(options, files, outcome.manifest.run_id)
    pipeline = beam.Pipeline(runner=FnApiRunner(use_state_iterables=True))
    graph.build(pipeline, discover.make_tasks(files, 4, options.read), plan)
    pipeline.run().wait_until_finish()
    staged = tmp_path / "other" / "_staging" / outcome.manifest.run_id
    assert bucket_count(files) == 1
    assert sorted(tree(tmp_path / "out").values()) == sorted(tree(staged).values())


def test_a_defect_of_a_stage_costs_one_record(tmp_path, run_pipeline):
    path = tmp_path / "in.jsonl"
    path.write_text(
        '{"id": 1, "text": "Rebels attacked Soldiers in the town."}\n'
        '{"id": 2, "text": "A DEFECT lies hidden in this text."}\n'
        '{"id": 3, "text": "Police attacked Rebels in the town."}\n'
    )
    outcome = run_pipeline(tmp_path / "out", path)
    assert outcome.accounting.rejects_by_code == {"NB301": 1}
    assert outcome.accounting.articles_written == 2
    [reject] = rows(tmp_path / "out", "rejects")
    assert (reject["error_class"], reject["message"]) == ("ZeroDivisionError", "ZeroDivisionError: a defect")
    assert b"DEFECT" in reject["payload"]


def test_a_row_that_does_not_fit_its_columns_costs_one_record(tmp_path, run_pipeline):
    path = tmp_path / "in.jsonl"
    path.write_text(
        '{"id": 1, "text": "Rebels attacked Soldiers in the town."}\n'
        '{"id": 2, "text": "Billions attacked Soldiers in the town."}\n'
    )
    outcome = run_pipeline(tmp_path / "out", path, max_reject_ratio=1.0)
    assert outcome.accounting.rejects_by_code == {"NB301": 1}
    assert [row["input_id"] for row in rows(tmp_path / "out", "articles")] == ["1"]
    assert outcome.accounting.events_written == 1


def test_an_empty_input_is_a_run_without_rows(tmp_path, run_pipeline):
    path = tmp_path / "empty.jsonl"
    path.write_text("\n\n")
    outcome = run_pipeline(tmp_path / "out", path)
    assert outcome.accounting.articles_written == 0
    assert [manifest.run_id for manifest in read_manifests(str(tmp_path / "out"))] == [outcome.manifest.run_id]
    assert (tmp_path / "out" / "_SUCCESS").exists()
    for dataset in ("articles", "events", "incidents"):
        [empty] = (tmp_path / "out" / dataset).rglob("*.parquet")
        assert pq.ParquetFile(empty).metadata.num_rows == 0
    assert list(validate(str(tmp_path / "out"))) == []


def test_a_coder_that_loses_records_is_found_out(tmp_path, news, run_pipeline, monkeypatch):
    monkeypatch.setattr("pipeline.beam.coding.process_batch", lambda records, *, settings: [])
    outcome = run_pipeline(tmp_path / "out", news)
    assert outcome.accounting.rejects_by_code == {"NB201": 1, "NB301": 5}


@pytest.mark.parametrize("name", ["articles", "events", "incidents", "rejects"])
def test_every_field_of_the_record_types_is_a_column(name):
    from schemas.article import Article
    from schemas.event import Event
    from schemas.incident import Incident
    from schemas.reject import Reject

    kind = {"articles": Article, "events": Event, "incidents": Incident, "rejects": Reject}[name]
    assert set(kind.__struct_fields__) == set(SCHEMAS[name].names)


def test_a_task_is_taken_once(tmp_path):
    assert [take(str(tmp_path), task) for task in (0, 1, 0, 2, 1)] == [True, True, False, True, False]


def test_same_rows_where_workers_take_tasks(tmp_path, news, run_pipeline, quick_coder, tree):
    """Three workers ask for every task; here they are elements of one bundle, of which the first gets all."""
    outcome = run_pipeline(tmp_path / "out", news)
    files = discover.find_files([str(news)])
    options = RunOptions(inputs=(str(news),), output=str(tmp_path / "other"))
    plan = plan_run(options, files, outcome.manifest.run_id)
    plan = msgspec.structs.replace(plan, progress=str(tmp_path), takers=3)
    pipeline = beam.Pipeline(runner=FnApiRunner())
    graph.build(pipeline, discover.make_tasks(files, 3, options.read, taken=True), plan)
    pipeline.run().wait_until_finish()
    staged = tmp_path / "other" / "_staging" / outcome.manifest.run_id
    assert sorted(tree(tmp_path / "out").values()) == sorted(tree(staged).values())


def many_news(path, write):
    """Write 400 articles so that they are one file that cannot be cut, or that has to be read to be cut."""
    rows = [
        {
            "id": str(number),
            "date": "2020-03-12",
            "text": f"Rebels{number} attacked Soldiers{number} by the river {'x' * (number % 7)}{number**5}.",
        }
        for number in range(400)
    ]
    if write is gzip.compress:
        path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode(), mtime=0))
        return
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, ["id", "date", "text"])
        table.writeheader()
        table.writerows(rows)


def staged_by(plan, tasks):
    """Run the graph in memory; return the folder of what it staged."""
    pipeline = beam.Pipeline(runner=FnApiRunner())
    graph.build(pipeline, tasks, plan)
    pipeline.run().wait_until_finish()
    return Path(plan.stage)


def with_rows(files):
    """Return the bytes of the files but for that of rejects, of which a finished run leaves an empty one."""
    return sorted(content for path, content in files.items() if not path.startswith("rejects"))


@pytest.mark.usefixtures("quick_coder")
def test_a_file_that_cannot_be_cut_is_shared_by_all_workers(tmp_path, run_pipeline, tree, monkeypatch):
    """Each record goes to one of them; a worker that comes late gets none."""
    monkeypatch.setattr(discover, "MIN_TASK", 1 << 10)
    path = tmp_path / "news.jsonl.gz"
    many_news(path, gzip.compress)
    outcome = run_pipeline(tmp_path / "out", path)
    files = discover.find_files([str(path)])
    options = RunOptions(inputs=(str(path),), output=str(tmp_path / "other"))
    [task] = discover.make_tasks(files, 2, options.read, taken=True)
    assert task.shared
    plan = plan_run(options, files, outcome.manifest.run_id)
    (tmp_path / "progress").mkdir()
    plan = msgspec.structs.replace(plan, progress=str(tmp_path / "progress"), takers=2)
    one, other = Read(plan), Read(plan)
    one.setup()
    other.setup()
    first = one.process((0, [task]))
    some = [next(first) for _ in range(3)]
    rest = list(other.process((1, [task])))
    assert len(rest) == 400 - SHARE
    some += first
    assert len(some) == SHARE
    assert len({item.source_locator for item in [*some, *rest]}) == 400
    (tmp_path / "again").mkdir()
    staged = staged_by(msgspec.structs.replace(plan, progress=str(tmp_path / "again")), [task])
    assert with_rows(tree(tmp_path / "out")) == with_rows(tree(staged))


def test_shares_of_a_file_follow_one_another():
    shares = [share_of(number) for number in range(FEW_SHARES * SHARE + 2000)]
    assert shares == sorted(shares)
    assert set(shares) == set(range(shares[-1] + 1))


@pytest.mark.parametrize("write", [gzip.compress, csv.writer])
@pytest.mark.usefixtures("quick_coder")
def test_on_other_runners_workers_cut_files_and_hand_records_on(tmp_path, run_pipeline, tree, monkeypatch, write):
    """The launcher reads the heads of the files alone, and the rows are the same."""
    monkeypatch.setattr(discover, "MIN_TASK", 1 << 10)
    path = tmp_path / "news"
    many_news(path, write)
    outcome = run_pipeline(tmp_path / "out", path)
    files = discover.find_files([str(path)])
    options = RunOptions(inputs=(str(path),), output=str(tmp_path / "other"))
    with monkeypatch.context() as patch:
        patch.setattr(discover, "row_offsets", None)
        [task] = discover.make_tasks(files, 4, options.read, local=False)
    assert (task.shared, task.step > 0) == (write is gzip.compress, write is csv.writer)
    cuts = list(discover.cut_task(task, options.read))
    assert (len(cuts) > 3) == (write is csv.writer)
    plan = plan_run(options, files, outcome.manifest.run_id)
    plan = msgspec.structs.replace(plan, cut=task.step > 0, handed=task.shared)
    staged = staged_by(plan, [task])
    assert with_rows(tree(tmp_path / "out")) == with_rows(tree(staged))


@pytest.mark.parametrize("rounds", [1, 8])
def test_clusters_that_are_found_in_rounds_are_the_same(tmp_path, run_pipeline, monkeypatch, tree, rounds):
    """Copies in chains and incidents of many reports, each key with a part of the ties only.

    What one round leaves open is connected at the end.
    """
    words = [f"word{i}" for i in range(400)]
    path = tmp_path / "in.jsonl"
    texts = [f"Rebels attacked Soldiers at dawn. {' '.join(words[i : i + 120])}" for i in range(0, 200, 12)]
    lines = [json.dumps({"text": text, "date": f"2020-03-{10 + i % 4}"}) for i, text in enumerate(texts)]
    path.write_text("\n".join(lines) + "\n")
    run_pipeline(tmp_path / "one", path)
    monkeypatch.setattr("pipeline.runners.launcher.BUCKET_BYTES", 1000)
    monkeypatch.setattr("pipeline.runners.launcher.ROUNDS", rounds)
    run_pipeline(tmp_path / "two", path)
    assert len({row["cluster_id"] for row in rows(tmp_path / "one", "articles")}) == 1
    same = [
        sorted(rows(tmp_path / "one", name), key=str) == sorted(rows(tmp_path / "two", name), key=str)
        for name in ("articles", "events", "incidents")
    ]
    assert all(same)
