"""The README tells the truth: codes, commands, options and queries."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline.cli.app import app
from pipeline.sources.records.fields import NAMES
from schemas.reject import CODES

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def test_every_code_is_in_the_readme():
    assert set(re.findall(r"^\| (NB\d+) \|", README, re.MULTILINE)) == set(CODES)


def test_ci_runs_the_test_command_of_the_readme():
    command = re.search(r"^    (python3 .*pytest.*)$", README, re.MULTILINE)[1]
    assert command in (ROOT / ".ci" / "run").read_text()


def test_every_option_of_the_readme_exists():
    options = {name for parameter in get_command(app).commands["run"].params for name in parameter.opts}
    assert set(re.findall(r"^\| `(--[a-z-]+)", README, re.MULTILINE)) <= options


def test_every_field_name_is_in_the_readme():
    table = {row[0]: row[1].split() for row in re.findall(r"^\| (\w+) \| ((?:`\w+` ?)+)\|$", README, re.MULTILINE)}
    assert {name: [f"`{other}`" for other in names] for name, names in NAMES.items()} == table


def test_the_queries_of_the_readme_run(tmp_path, news, run_pipeline):
    duckdb = pytest.importorskip("duckdb")
    run_pipeline(tmp_path / "out", news)
    queries = re.search(r"```sql\n(.*?)```", README, re.DOTALL)[1].replace("'out/", f"'{tmp_path}/out/")
    with duckdb.connect() as connection:
        results = [connection.execute(query).fetchall() for query in filter(str.strip, queries.split(";"))]
    assert any(results)
