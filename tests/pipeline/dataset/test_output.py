"""What lies beside the data of an output explains it, and is true."""

import csv
import json

import duckdb
import pyarrow.parquet as pq
import pytest

from pipeline.dataset.rows import PUBLIC, SCHEMAS
from pipeline.dataset.validate import validate
from schemas.event import EVENTS
from schemas.terms import CITATION, LICENCE


def test_an_output_explains_itself(tmp_path, news, run_pipeline):
    out = tmp_path / "out"
    run_pipeline(out, news)
    readme = (out / "README.md").read_text()
    assert "Published: 2020-03-12 to 2020-04-02." in readme
    assert str(news) in readme
    assert "| records read | 6 |" in readme
    assert "| of these, NB201 malformed JSON line | 1 |" in readme
    assert LICENCE in readme
    with (out / "codebook.csv").open(newline="") as file:
        rows = {(row["dataset"], row["column"]): row for row in csv.DictReader(file)}
    assert {("events", field.name) for field in EVENTS} <= rows.keys()
    assert rows["events", "place.lat"]["type"] == "float64"
    assert rows["articles", "text"]["meaning"].startswith("Repaired body")
    metadata = pq.read_schema(next((out / "events").rglob("*.parquet"))).metadata
    assert metadata[b"newsbeam.licence"].decode() == LICENCE
    assert metadata[b"newsbeam.citation"].decode() == CITATION


def test_the_queries_of_the_readme_run(tmp_path, news, run_pipeline):
    out = tmp_path / "out"
    run_pipeline(out, news)
    queries = (out / "README.md").read_text().partition("```sql")[2].partition("```")[0]
    with duckdb.connect() as connection:
        connection.execute(f"SET VARIABLE newsbeam = '{out}'")
        connection.execute((out / "views.sql").read_text())
        results = [connection.sql(query).fetchall() for query in queries.splitlines() if query.startswith("SELECT")]
    assert len(results) == 3
    assert results[0] == [("ASSAULT", 3)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_croissant_is_valid(tmp_path, news, run_pipeline):
    import mlcroissant

    out = tmp_path / "out"
    run_pipeline(out, news)
    described = mlcroissant.Dataset(jsonld=str(out / "croissant.json"))
    assert described.metadata.ctx.issues.errors == set()
    columns = {record.name: {field.name for field in record.fields} for record in described.metadata.record_sets}
    assert columns == {name: set(schema.names) for name, schema in SCHEMAS.items() if name in PUBLIC}
    facts = json.loads((out / "croissant.json").read_text())
    assert facts["datePublished"] == "2020-04-02"


def test_a_dataset_without_rows_is_still_there(tmp_path, run_pipeline):
    path = tmp_path / "rain.jsonl"
    path.write_text('{"text": "It rained in the capital for the whole day.", "date": "2020-04-01"}\n')
    outcome = run_pipeline(tmp_path / "out", path)
    assert outcome.accounting.events_written == 0
    for name, schema in ((name, SCHEMAS[name]) for name in PUBLIC):
        found = list((tmp_path / "out" / name).rglob("*.parquet"))
        assert len(found) == 1
        assert pq.read_schema(found[0]).names == schema.names
    assert list(validate(str(tmp_path / "out"))) == []
