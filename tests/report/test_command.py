import sys

import pytest
from finished_dataset import article, event, write

from pipeline.cli import app as cli


@pytest.fixture
def dataset(tmp_path):
    return write(tmp_path / "data", articles=[article()], events=[event("a", killed_low=1, killed_high=1)])


def call(monkeypatch, *arguments):
    """Run the command line; return its exit code."""
    monkeypatch.setattr(sys, "argv", ["newsbeam", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


def test_report(dataset, tmp_path, monkeypatch, capsys):
    assert call(monkeypatch, "report", dataset, "--output", tmp_path / "page.html") == 0
    assert capsys.readouterr().out == f"report: {tmp_path / 'page.html'}\n"


def test_report_that_cannot_be_written_ends_with_2(dataset, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    assert call(monkeypatch, "report", dataset, "--output", tmp_path / "file" / "page.html") == 2
    assert "cannot write --output" in capsys.readouterr().err


def test_export_prints_what_is_lost(dataset, tmp_path, monkeypatch, capsys):
    assert call(monkeypatch, "export", dataset, "--format", "ucdp", "--output", tmp_path / "out.csv") == 0
    printed = capsys.readouterr().out
    assert "conflict_name" in printed
    assert "impossible" in printed
    assert f"1 rows, dates: text: {tmp_path / 'out.csv'}" in printed


@pytest.mark.parametrize("layout", ["xlsx", ""])
def test_unknown_format_ends_with_2(dataset, tmp_path, monkeypatch, capsys, layout):
    assert call(monkeypatch, "export", dataset, "--format", layout, "--output", tmp_path / "out") == 2
    assert "choose one of flat, csv, panel, geojson, gdelt, acled, ucdp, plover" in capsys.readouterr().err


def test_a_bad_frame_file_ends_with_2_before_anything_is_read(tmp_path, monkeypatch, capsys):
    (tmp_path / "bad.txt").write_text("v blorp\n  is NOSUCH\n")
    arguments = ["run", "--input", tmp_path / "none", "--output", tmp_path / "out", "--frames", tmp_path / "bad.txt"]
    assert call(monkeypatch, *arguments) == 2
    assert "--frames bad.txt:2: no event type 'NOSUCH'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
