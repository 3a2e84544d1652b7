"""The graph on FnApiRunner: what is written, and that it does not depend on how it was run."""

import json

import apache_beam as beam
import msgspec
import pyarrow.parquet as pq
import pytest
from apache_beam.runners.portability.fn_api_runner import FnApiRunner

from pipeline.beam import graph
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


@pytest.mark.parametrize("rounds", [1, 8])
def test_clusters_that_are_found_in_rounds_are_the_same(tmp_path, run_pipeline, monkeypatch, tree, rounds):
    """Copies in chains and incidents of many reports, each key with a part of the ties only; one round is too few."""
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
    assert all(same) == (rounds == 8)
