"""Flat table, CSV, panel and GeoJSON, and the views of views.sql that give the same."""

import csv
import datetime
import json

import duckdb
import jsonschema
import pyarrow.parquet as pq
import pytest
from finished_dataset import article, day, event, party, place, write

from pipeline.errors import UsageError
from pipeline.export import export
from pipeline.export.exporter import FORMATS, harmless
from pipeline.export.views import views_sql
from schemas.ids import stable_id

POINT = {
    "type": "object",
    "required": ["type", "geometry", "properties"],
    "properties": {
        "type": {"const": "Feature"},
        "properties": {"type": "object"},
        "geometry": {
            "type": "object",
            "required": ["type", "coordinates"],
            "properties": {
                "type": {"const": "Point"},
                "coordinates": {
                    "type": "array",
                    "prefixItems": [
                        {"type": "number", "minimum": -180, "maximum": 180},
                        {"type": "number", "minimum": -90, "maximum": 90},
                    ],
                    "minItems": 2,
                    "items": False,
                },
            },
        },
    },
}
"""RFC 7946: a feature with a point."""
COLLECTION = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": POINT}},
    "additionalProperties": False,
}


@pytest.fixture
def dataset(tmp_path):
    later = datetime.datetime(2024, 5, 2, 8, tzinfo=datetime.timezone.utc)
    events = [
        event(
            "a", killed_low=3, killed_high=4, actors=[party("=Rebels", country="NGA", sector="REB"), party("gunmen")]
        ),
        event("b", incident_id=stable_id("a"), article_id=stable_id("second"), publisher="Other", killed_low=2),
        event("c", "PROTEST", "demo", date_basis="publication", date_precision="none", url="https://news.example/c"),
        event("d", "AID", place=place("Kenya", "KEN", 1.0, 38.0, "country"), actors=[], wounded_low=0, wounded_high=0),
        event("e", date_start=None, date_end=None, date_precision="none", date_basis="none", place=None),
        event("f", "ACCUSE", status="future"),
        event("g", published_at=later, date_start=day("2024-05-01"), date_end=day("2024-05-01"), killed_low=1),
        event("h", published_at=None, date_start=day("1914-08-01"), date_end=day("1914-08-01")),
        event("i", date_start=day("2024-01-01"), date_end=day("2024-12-31"), date_precision="year"),
    ]
    return write(
        tmp_path / "data",
        articles=[article(), article("second", publisher="Other")],
        events=events,
        rejects=[],
    )


def cells(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_one_row_an_incident(dataset, tmp_path):
    done = export(dataset, "csv", str(tmp_path / "flat.csv"))
    rows = {row["incident_id"]: row for row in cells(tmp_path / "flat.csv")}
    assert done.rows == len(rows) == 8
    joined = rows[stable_id("a")]
    assert (joined["reports"], joined["sources"], joined["killed_low"], joined["killed_high"]) == (
        "2", "Example Wire; Other", "2", "",
    )  # fmt: skip
    assert (joined["country"], joined["latitude"], joined["date_precision"]) == ("NGA", "11.65", "day")
    assert (rows[stable_id("d")]["latitude"], rows[stable_id("d")]["country_name"]) == ("", "Kenya")
    assert rows[stable_id("d")]["wounded_high"] == "0"
    assert rows[stable_id("c")]["date_precision"] == "publication"


def test_one_row_an_event(dataset, tmp_path):
    assert export(dataset, "csv", str(tmp_path / "flat.csv"), rows="events").rows == 9
    with pytest.raises(UsageError, match="panel has its own rows"):
        export(dataset, "panel", str(tmp_path / "p.csv"), rows="events")


def test_dates_of_publication_are_taken_or_left(dataset, tmp_path):
    export(dataset, "csv", str(tmp_path / "text.csv"), dates="text")
    row = next(row for row in cells(tmp_path / "text.csv") if row["incident_id"] == stable_id("c"))
    assert (row["date_start"], row["date_precision"]) == ("", "none")
    lines = (tmp_path / "text.csv.loss.tsv").read_text().splitlines()
    assert lines[0].startswith("# dates: text (as given")
    with pytest.raises(UsageError, match="choose one of text, publication"):
        export(dataset, "csv", str(tmp_path / "x.csv"), dates="never")


def test_parquet_and_csv_say_the_same(dataset, tmp_path):
    export(dataset, "flat", str(tmp_path / "flat.parquet"))
    export(dataset, "csv", str(tmp_path / "flat.csv"))
    typed = pq.read_table(tmp_path / "flat.parquet")
    read = duckdb.sql(f"FROM read_csv('{tmp_path}/flat.csv', header = true, all_varchar = true)").to_arrow_table()
    assert typed.column_names == read.column_names
    for name in ("incident_id", "killed_low", "latitude", "evidence", "date_start"):
        assert [None if v is None else str(v) for v in typed.column(name).to_pylist()] == read.column(name).to_pylist()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])
def test_formulas_are_made_harmless(text):
    assert harmless(text) == f"'{text}"
    assert harmless(-1.5) == -1.5


def test_formulas_do_not_reach_a_spreadsheet(dataset, tmp_path):
    for layout in ("csv", "acled", "gdelt", "ucdp"):
        export(dataset, layout, str(tmp_path / layout))
    assert "'=Rebels" in (tmp_path / "csv").read_text()
    assert ",=Rebels" not in "".join((tmp_path / name).read_text() for name in ("csv", "acled", "ucdp"))
    assert "\t=" not in (tmp_path / "gdelt").read_text()


def test_panel_has_zeros_and_no_century_of_them(dataset, tmp_path):
    done = export(dataset, "panel", str(tmp_path / "panel.csv"))
    rows = {(row["country"], row["year"], row["month"]): row for row in cells(tmp_path / "panel.csv")}
    assert sorted(rows) == [(c, "2024", m) for c in ("KEN", "NGA") for m in ("3", "4", "5")]
    assert (rows["NGA", "2024", "3"]["incidents"], rows["NGA", "2024", "3"]["dated_by_publication"]) == ("2", "1")
    assert (rows["NGA", "2024", "4"]["incidents"], rows["NGA", "2024", "4"]["killed_low"]) == ("0", "0")
    assert (rows["NGA", "2024", "3"]["killed_low"], rows["NGA", "2024", "3"]["killed_high"]) == ("2", "")
    assert (rows["KEN", "2024", "3"]["killed_low"], rows["KEN", "2024", "3"]["wounded_low"]) == ("", "0")
    assert done.left_out == {
        "dated less exactly than by month": 1,
        "of articles without a date, before or after all that is published": 1,
        "status future": 1,
        "without a country": 1,
    }


def test_geojson_is_valid_and_has_no_point_for_a_country(dataset, tmp_path):
    done = export(dataset, "geojson", str(tmp_path / "points.geojson"))
    found = json.loads((tmp_path / "points.geojson").read_text())
    jsonschema.Draft202012Validator(COLLECTION).validate(found)
    assert done.rows == len(found["features"]) == 6
    assert {feature["properties"]["place"] for feature in found["features"]} == {"Konduga"}
    assert found["features"][0]["geometry"]["coordinates"] == [13.42, 11.65]
    assert sum(done.left_out.values()) == 2


def test_the_views_give_what_the_exports_write(dataset, tmp_path):
    (tmp_path / "data" / "rejects").mkdir(exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"SET VARIABLE newsbeam = '{dataset}'")
        connection.execute(views_sql())
        for layout, rows, view, order in (
            ("flat", "incidents", "flat", ()),
            ("flat", "events", "flat_events", ("event_id",)),
        ):
            export(dataset, layout, str(tmp_path / view), rows=rows)
            ours = pq.read_table(tmp_path / view).to_pylist()
            theirs = connection.sql(f"FROM {view}").to_arrow_table().to_pylist()
            for table in (ours, theirs):
                table.sort(key=lambda row: [row[name] for name in order])
            assert theirs == ours
        export(dataset, "panel", str(tmp_path / "panel.csv"))
        panel = connection.sql("FROM panel").to_arrow_table().to_pylist()
        assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in panel] == cells(
            tmp_path / "panel.csv"
        )


def test_gdelt_acled_and_ucdp_are_read_by_their_names(dataset, tmp_path):
    """Read as their users do: by header, or by the names of the codebook where there is none."""
    widths = {"gdelt": 61, "acled": 31, "ucdp": 49}
    for layout, width in widths.items():
        export(dataset, layout, str(tmp_path / layout), dates="publication")
        names = [column.name for column in FORMATS[layout].columns]
        assert len(names) == len(set(names)) == width
        options = "delim = '\t', header = false, quote = ''" if layout == "gdelt" else "header = true"
        read = duckdb.sql(f"FROM read_csv('{tmp_path / layout}', all_varchar = true, {options})")
        assert len(read.columns) == width
        if layout != "gdelt":
            assert read.columns == names
    table = duckdb.sql(
        f"FROM read_csv('{tmp_path}/gdelt', all_varchar = true, delim = '\t', header = false, quote = '')"
    )
    days = [row[1] for row in table.fetchall()]
    assert days.count("20240304") >= 3
    row = next(row for row in cells(tmp_path / "acled") if row["event_type"] == "Protests")
    assert row["time_precision"] == "2"
