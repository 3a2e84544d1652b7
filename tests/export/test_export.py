import csv
import json

import pytest
from finished_dataset import article, day, event, party, place, victim, write

from pipeline.errors import UsageError
from pipeline.export import export
from pipeline.export.exporter import FORMATS
from schemas.ids import stable_id


@pytest.fixture
def dataset(tmp_path):
    lethal = {"killed_low": 3, "killed_high": 4, "victims": [victim("soldiers", 3, 4, sector="MIL", country="NGA")]}
    events = [
        event("a", **lethal),
        event(
            "b",
            incident_id=stable_id("a"),
            article_id=stable_id("second"),
            publisher="Other Paper",
            confidence=0.5,
            killed_low=2,
            killed_high=6,
        ),
        event("c", "PROTEST", "demo", actors=[party("students", sector="EDU")], recipients=[]),
        event("d", "CONSULT", actors=[party("A"), party("B")], recipients=[party("C"), party("D")]),
        event("e", status="future"),
        event("f", "COERCE", "arrest", place=place("Nigeria", "NGA", 9.0, 8.0, "country")),
        event("g", date_start=None, date_end=None, date_precision="none", date_basis="none", **lethal),
    ]
    return write(tmp_path / "data", articles=[article(), article("second", title="A tab\tin a title")], events=events)


def lines_of(path):
    return path.read_text().splitlines()


def test_gdelt_has_61_columns_and_a_row_for_each_pair(dataset, tmp_path):
    done = export(dataset, "gdelt", str(tmp_path / "out.tsv"))
    rows = [line.split("\t") for line in lines_of(tmp_path / "out.tsv")]
    assert {len(row) for row in rows} == {61}
    assert len(FORMATS["gdelt"].columns) == 61
    names = [column.name for column in FORMATS["gdelt"].columns]
    table = [dict(zip(names, row, strict=True)) for row in rows]
    meetings = {(row["Actor1Name"], row["Actor2Name"]) for row in table if row["EventRootCode"] == "04"}
    assert meetings == {("A", "C"), ("A", "D"), ("B", "C"), ("B", "D")}
    attack = next(row for row in table if row["NumArticles"] == "2")
    assert (attack["NumSources"], attack["QuadClass"], attack["ActionGeo_CountryCode"], attack["SQLDATE"]) == (
        "2",
        "4",
        "NI",
        "20240304",
    )
    protest = next(row for row in table if row["EventRootCode"] == "14")
    assert (protest["QuadClass"], protest["Actor2Name"], protest["AvgTone"]) == ("3", "", "")
    assert len({row["GLOBALEVENTID"] for row in table}) == len(table) == done.rows
    assert done.left_out == {"status future": 1}


def test_ucdp_has_lethal_incidents_only(dataset, tmp_path):
    done = export(dataset, "ucdp", str(tmp_path / "out.csv"))
    rows = list(csv.DictReader(lines_of(tmp_path / "out.csv")))
    assert len(rows) == 1
    assert len(rows[0]) == 49
    row = rows[0]
    assert (row["low"], row["best"], row["high"], row["number_of_sources"]) == ("2", "3", "6", "2")
    assert (row["type_of_violence"], row["where_prec"], row["date_prec"]) == ("1", "1", "1")
    assert sum(int(row[name]) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")) == 3
    assert row["conflict_new_id"] == ""
    assert done.left_out["lethal, without a date of a year or finer"] == 1
    assert sum(done.left_out.values()) == 5


def test_acled_places_known_as_countries_have_no_point(dataset, tmp_path):
    export(dataset, "acled", str(tmp_path / "out.csv"))
    rows = {row["sub_event_type"]: row for row in csv.DictReader(lines_of(tmp_path / "out.csv"))}
    assert len(next(iter(rows.values()))) == 31
    assert (rows["Arrests"]["country"], rows["Arrests"]["latitude"], rows["Arrests"]["geo_precision"]) == (
        "Nigeria",
        "",
        "",
    )
    assert (rows["Armed clash"]["fatalities"], rows["Armed clash"]["interaction"]) == ("2", "12")
    assert (rows["Peaceful protest"]["inter1"], rows["Peaceful protest"]["fatalities"]) == ("6", "")


def test_plover_records(dataset, tmp_path):
    done = export(dataset, "plover", str(tmp_path / "out.jsonl"))
    records = {record["id"]: record for record in map(json.loads, lines_of(tmp_path / "out.jsonl"))}
    assert done.rows == len(records) == 7
    assert records[stable_id("a")]["size"] == {"dead": 3}
    assert records[stable_id("e")]["context"] == ["future"]
    assert records[stable_id("g")]["date"] is None
    assert records[stable_id("b")]["link"] == stable_id("a")
    assert "mode" not in records[stable_id("d")]


def test_loss_table_lies_beside_the_file(dataset, tmp_path):
    done = export(dataset, "ucdp", str(tmp_path / "out.csv"))
    lines = lines_of(tmp_path / "out.csv.loss.tsv")
    assert "column\tstatus\tfilled\trows\tnote" in lines
    assert any(line.startswith("conflict_name\timpossible\t0\t1\t") for line in lines)
    assert lines[0].startswith("# dates: text (default")
    assert lines[1].startswith("# left out: ")
    assert {loss.column for loss in done.table} == {column.name for column in FORMATS["ucdp"].columns}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_exports_are_the_same_each_time(dataset, tmp_path, name):
    export(dataset, name, str(tmp_path / "one"))
    export(dataset, name, str(tmp_path / "two"))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_columns_that_cannot_be_filled_never_are(dataset, tmp_path):
    for name in FORMATS:
        table = export(dataset, name, str(tmp_path / name)).table
        assert [loss.column for loss in table if loss.status == "impossible" and loss.filled] == []


def test_empty_dataset_gives_an_empty_export(tmp_path):
    empty = write(tmp_path / "none", articles=[article()], events=[])
    assert export(empty, "gdelt", str(tmp_path / "out")).rows == 0


def test_what_cannot_be_used_is_said(dataset, tmp_path):
    with pytest.raises(UsageError, match="choose one of"):
        export(dataset, "xlsx", str(tmp_path / "out"))
    with pytest.raises(UsageError, match="no newsbeam dataset"):
        export(str(tmp_path), "gdelt", str(tmp_path / "out"))


def test_coarse_dates_keep_their_precision(tmp_path):
    month = event(
        "m",
        killed_low=1,
        killed_high=None,
        date_precision="month",
        date_start=day("2024-02-01"),
        date_end=day("2024-02-29"),
    )
    path = write(tmp_path / "data", articles=[article()], events=[month])
    export(path, "ucdp", str(tmp_path / "out.csv"))
    row = next(csv.DictReader(lines_of(tmp_path / "out.csv")))
    assert (row["date_prec"], row["high"], row["best"]) == ("4", "", "1")
