"""Articles without events: the same columns as a full run, nothing looked for, no language model loaded."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from pipeline.dataset.checks import check_article
from pipeline.dataset.rows import check_rows, to_builtins
from pipeline.dataset.validate import validate
from pipeline.runners import launcher
from pipeline.runners.options import RunOptions
from pipeline.sources.base import InputRange, ReadOptions
from pipeline.sources.reading import read_range
from schemas.records import RawRecord
from schemas.reject import Reject
from transforms.process import Processed, Settings, process_batch

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NOT_LOOKED_FOR = ("entities", "dates", "places", "event_count", "refusals")
TEXTS = (
    "date 2020-03-12 MOSUL, Iraq (AP) — Gunmen killed two. policemen on Monday, officials said.\n\nThey fled.",
    "By Ana Ruiz\n\nThe talks began on Monday. The. minister left early. Nobody was hurt.",
    "Le président a déclaré lundi que les négociations reprendraient la semaine prochaine à Genève, selon lui.",
    "SHOUTED HEADLINE OF THE DAY\n\nIt rained â€˜allâ€™ day in the capital &amp; the streets were empty.",
    "...",
)


@pytest.fixture(scope="module")
def records():
    """The example files, damaged ones included, and texts with their own damage."""
    files = [path for folder in ("news", "damaged") for path in sorted((EXAMPLES / folder).iterdir())]
    items = [item for path in files for item in read_range(InputRange(str(path), path.stat().st_size), ReadOptions())]
    found = [item for item in items if isinstance(item, RawRecord)]
    return found + [RawRecord("a.txt", str(i), "text", text=text, raw_sha256=64 * "0") for i, text in enumerate(TEXTS)]


def test_columns_that_both_modes_fill_are_equal(records):
    full = process_batch(records, settings=Settings())
    alone = process_batch(records, settings=Settings(events=False))
    assert len(full) == len(alone) == len(records)
    articles = 0
    for one, other in zip(full, alone, strict=True):
        if isinstance(one, Reject):
            assert other == one
            continue
        articles += 1
        assert other.events == ()
        assert msgspec.structs.replace(one.article, **dict.fromkeys(NOT_LOOKED_FOR)) == other.article
    assert articles > 10
    flags = {flag for result in alone if isinstance(result, Processed) for flag in result.article.flags}
    assert {"broken_sentences", "not_english"} <= flags


def test_what_nobody_looked_for_is_null_and_the_row_is_sound(records):
    results = process_batch(records, settings=Settings(events=False))
    check_rows(results)
    for result in results:
        if isinstance(result, Processed):
            row = to_builtins(result.article)
            assert [row[name] for name in NOT_LOOKED_FOR] == [None] * len(NOT_LOOKED_FOR)
            assert list(check_article(row)) == []


def test_a_row_that_is_null_in_part_is_a_violation(records):
    result = process_batch(records[:1], settings=Settings(events=False))[0]
    row = to_builtins(result.article) | {"event_count": 0}
    assert any("null in some" in what for what in check_article(row))


def test_a_run_of_articles_only_is_a_valid_dataset(tmp_path):
    out, inputs = tmp_path / "out", (str(EXAMPLES / "news"),)
    options = RunOptions(inputs, str(out), settings=Settings(events=False), processes=1)
    outcome = launcher.run(options, Console(quiet=True))
    assert outcome.accounting.articles_written > 5
    assert outcome.accounting.events_written == 0
    rows = [row for path in (out / "articles").rglob("*.parquet") for row in pq.read_table(path).to_pylist()]
    assert {row["event_count"] for row in rows} == {None}
    assert list(validate(str(out))) == []


def test_no_language_model_is_loaded():
    program = (
        "import sys\n"
        "from schemas.records import RawRecord\n"
        "from transforms.process import Settings, process_batch\n"
        "process_batch([RawRecord('a', '', 'text', text='Gunmen killed two.')], settings=Settings(events=False))\n"
        "print([name for name in ('spacy', 'thinc', 'transforms.extract') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
