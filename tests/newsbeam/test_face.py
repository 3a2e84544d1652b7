"""The public face: what a Python user calls."""

import subprocess
import sys
from pathlib import Path

import duckdb
import mypy.api
import pytest

import newsbeam
from schemas.article import ARTICLES
from schemas.event import EVENTS

ROOT = Path(__file__).resolve().parents[2]
TYPES = """
import newsbeam
coded = newsbeam.code("text", published="2024-03-05", settings=newsbeam.Settings())
reveal_type(coded.events[0].event_type)
reveal_type(coded.articles[0].published_at)
reveal_type(coded.table("events"))
reveal_type(newsbeam.read("out").sql("FROM flat"))
reveal_type(newsbeam.run("in", "out").accounting.articles_written)
reveal_type(newsbeam.__version__)
"""
REVEALED = ["str", "datetime.datetime | None", "Table", "DuckDBPyRelation", "int", "str"]


def test_every_public_name_is_there():
    assert [name for name in newsbeam.__all__ if not hasattr(newsbeam, name)] == []
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = newsbeam.nothing


def test_types_are_revealed_to_users(tmp_path):
    (tmp_path / "use.py").write_text(TYPES)
    options = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(ROOT / ".mypy_cache")]
    told, errors, _ = mypy.api.run([*options, "--follow-imports", "silent", str(tmp_path / "use.py")])
    assert errors == ""
    revealed = [line.split('"')[1] for line in told.splitlines() if "Revealed type" in line]
    assert len(revealed) == len(REVEALED), told
    for found, wanted in zip(revealed, REVEALED, strict=True):
        assert found == "Any" or found.replace("builtins.", "").rpartition(wanted)[1] == wanted


def test_texts_records_and_what_cannot_be_used():
    coded = newsbeam.code(
        [
            "Rebels killed two soldiers near Mosul on Monday, officials said.",
            {"headline": "March", "body": "Protesters marched in Lagos on Tuesday.", "dct": "2024-01-03", "id": 7},
            "",
            {"title": "no text"},
        ],
        published="2024-03-05",
    )
    assert {(reject.source_locator, reject.code) for reject in coded.rejects} == {("2", "NB101"), ("3", "NB202")}
    assert [article.input_id for article in coded.articles] == [None, "7"]
    assert {str(event.date_start) for event in coded.events} == {"2024-03-04", "2024-01-02"}
    assert {event.event_type for event in coded.events_of(coded.articles[0])} == {"ASSAULT"}
    assert all(event.incident_id == event.event_id for event in coded.events)
    assert coded.table("articles").schema.equals(ARTICLES)
    assert coded.table().schema.equals(EVENTS)
    with pytest.raises(ValueError, match="choose one of articles, events, rejects"):
        coded.table("incident")
    with pytest.raises(TypeError, match="record 0 is a int"):
        newsbeam.code([1])


def test_a_run_is_read_back(tmp_path, monkeypatch):
    (tmp_path / "in.txt").write_text("LAGOS, Nigeria, March 5, 2024 - Rebels killed two soldiers in Lagos on Monday.")
    outcome = newsbeam.run(tmp_path / "in.txt", tmp_path / "out", processes=1)
    assert outcome.accounting.articles_written == 1
    data = newsbeam.read(tmp_path / "out")
    assert data.articles.num_rows == 1
    assert data.rejects.num_rows == 0
    assert data.events.num_rows == outcome.accounting.events_written == 1
    assert data.sql("SELECT country, killed_low FROM flat").fetchall() == [("NGA", 2)]
    assert data.manifests[0].coder_version == newsbeam.__version__
    with pytest.raises(ValueError, match="choose one of articles"):
        data.table("nothing")
    with pytest.raises(ValueError, match="no newsbeam dataset"):
        newsbeam.read(tmp_path)
    monkeypatch.chdir(tmp_path / "out")
    with duckdb.connect() as connection:
        connection.execute((tmp_path / "out" / "views.sql").read_text())
        assert connection.sql("SELECT count(*) FROM events WHERE year = 2024 AND month = 3").fetchall() == [(1,)]
        assert connection.sql("SELECT count(*) FROM rejects").fetchall() == [(0,)]


def test_a_module_that_hides_ours_is_named(tmp_path):
    (tmp_path / "schemas.py").write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "newsbeam", "--version"],
        cwd=tmp_path, env={"PYTHONPATH": f"{tmp_path}:{ROOT}", "PATH": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert f"{tmp_path / 'schemas.py'} comes first on Python's path" in done.stderr
    assert "Traceback" not in done.stderr
