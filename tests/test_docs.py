"""The documentation builds, its links hold, and what it tells a reader to run runs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import newsbeam

ROOT = Path(__file__).resolve().parents[1]


def test_the_site_builds_and_its_links_hold(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site" / "reference" / "columns" / "index.html").read_text()
    assert "casualties_cumulative" in page
    assert not re.search(r"""(?:src|href)=["']https?://(?:fonts|cdn|unpkg)""", page)


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """A dataset of one short article."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "in.txt").write_text("LAGOS, Nigeria, March 5, 2024 - Rebels killed two soldiers in Lagos on Monday.")
    newsbeam.run(folder / "in.txt", folder / "out", processes=1)
    return folder / "out"


def recipe(title):
    """Return the Python of a section of the page on other engines' tables."""
    text = (ROOT / "docs" / "tables.md").read_text()
    return re.search(rf"## {title}\n.*?```python\n(.*?)```", text, re.DOTALL)[1]


@pytest.mark.filterwarnings("ignore")
def test_the_iceberg_recipe(output, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "warehouse").mkdir()
    code = (
        recipe("Iceberg")
        .replace('"out"', repr(str(output)))
        .replace("file://warehouse", f"file://{tmp_path}/warehouse")
    )
    names = {}
    exec(code, names)
    exec(code, names)
    rows = names["catalog"].load_table("news.events").scan().to_arrow()
    assert rows.num_rows == newsbeam.read(output).events.num_rows == 1
    assert rows.column("place").to_pylist()[0]["country"] == "NGA"


@pytest.mark.filterwarnings("ignore")
def test_the_delta_recipe(output, tmp_path, monkeypatch):
    from deltalake import DeltaTable

    monkeypatch.chdir(tmp_path)
    code = recipe("Delta").replace('"out"', repr(str(output)))
    exec(code, {})
    exec(code, {})
    table = DeltaTable("delta/events")
    assert table.to_pyarrow_table().num_rows == 1
    assert table.version() == 1


@pytest.mark.filterwarnings("ignore")
def test_the_notebook_runs(tmp_path):
    book = nbformat.read(ROOT / "examples" / "newsbeam.ipynb", as_version=4)
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    os.environ["PYTHONPATH"], before = paths, os.environ.get("PYTHONPATH")
    try:
        client = NotebookClient(book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}})
        client.execute()
    finally:
        os.environ.pop("PYTHONPATH")
        if before is not None:
            os.environ["PYTHONPATH"] = before
    outputs = [out for cell in book.cells if cell.cell_type == "code" for out in cell.outputs]
    assert any("image/png" in out.get("data", {}) for out in outputs)
    assert "ASSAULT" in str(outputs)
