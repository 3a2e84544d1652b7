"""A dump of GeoNames becomes a table that ``--places`` reads; what is no dump is named with its line."""

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from transforms.tables import DataError
from transforms.world.gazetteer import packaged_gazetteer
from transforms.world.geonames import places_of_dump
from transforms.world.own import places_of

RUNNER = CliRunner()


def dumped(name, alternates="", *, lat="14.35", lon="-3.61", kind="P", code="PPL", country="ML", people="120"):
    cells = ["1", name, name, alternates, lat, lon, kind, code, country, "", "04", "", "", "", people, "", "", "", "x"]
    return "\t".join(cells) + "\n"


def test_towns_divisions_and_camps_are_places_and_ruins_and_streams_are_none():
    lines = [
        dumped("Sokolo Bar", "Sokolobar,Соколо,SKB,Sokolo-Bar"),
        dumped("Cercle de Bar", kind="A", code="ADM2"),
        dumped("Camp Bar", kind="S", code="CMPRF", people=""),
        dumped("Old Bar", code="PPLH"),
        dumped("Bar River", kind="H", code="STM"),
        dumped("Nowhere", country="ZZ"),
    ]
    found = list(places_of_dump(lines, "ML.txt"))
    assert [(e.name, e.precision, e.country) for e in found] == [
        ("Sokolo Bar", "city", "MLI"),
        ("Cercle de Bar", "admin2", "MLI"),
        ("Camp Bar", "site", "MLI"),
    ]
    assert "Sokolobar" in found[0].aliases
    assert not {"Соколо", "SKB"} & set(found[0].aliases)


def test_small_towns_can_be_left_out_but_no_divisions():
    lines = [dumped("Little Bar", people="10"), dumped("Region Bar", kind="A", code="ADM1", people="0")]
    assert [e.name for e in places_of_dump(lines, "ML.txt", least=100)] == ["Region Bar"]


@pytest.mark.parametrize(("line", "what"), [("a\tb\n", "2 columns"), (dumped("Bar", lat="north"), "not a number")])
def test_what_is_no_dump_is_named_with_its_line(line, what):
    with pytest.raises(DataError, match=rf"ML\.txt:2: .*{what}"):
        list(places_of_dump([dumped("Bar"), line], "ML.txt"))


def test_the_table_built_is_one_that_places_reads(tmp_path):
    dump, table = tmp_path / "ML.txt", tmp_path / "mali.tsv"
    dump.write_text(dumped("Sokolo Bar") + dumped("Camp Bar", kind="S", code="CMPRF"), encoding="utf-8")
    done = RUNNER.invoke(app, ["gazetteer", "build", str(dump), "--output", str(table)])
    assert done.exit_code == 0, done.output
    assert "2 places" in done.output
    found = places_of((("mali.tsv", table.read_text(encoding="utf-8")),), packaged_gazetteer())
    assert {place.country for places in found.values() for place in places} == {"MLI"}
