"""The bundled examples: complete, described, and repaired as their page says."""

import gzip
import re
import runpy
from pathlib import Path

import pytest

from schemas.records import CleanDoc, RawRecord
from schemas.reject import Reject
from transforms.clean import clean

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def kinds(name):
    data = (EXAMPLES / name).read_bytes()
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    done = clean(RawRecord(name, "0", "html" if "html" in name else "text", data=data))
    assert isinstance(done, CleanDoc)
    return done, {r.kind for r in done.repairs}


def test_every_file_is_described():
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([^`]+)`", page, re.MULTILINE))
    assert named == {path.name for folder in ("news", "damaged") for path in (EXAMPLES / folder).iterdir()}


def test_size():
    assert sum(path.stat().st_size for path in EXAMPLES.rglob("*") if path.is_file()) < 200_000


def test_built_files_are_what_the_script_writes():
    script = runpy.run_path(str(EXAMPLES / "build.py"))
    archive = (EXAMPLES / "news" / "archive.warc.gz").read_bytes()
    assert gzip.decompress(script["archive"]()) == gzip.decompress(archive)
    assert (
        gzip.decompress((EXAMPLES / "news" / "kidnapping_cp1252.txt.gz").read_bytes()).decode("cp1252")
        == script["KIDNAPPING"]
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("news/market_bombing.txt", {"date_prefix", "entity"}),
        ("news/teachers_mojibake.txt", {"mojibake"}),
        ("news/border_clash.txt", {"boilerplate_agency"}),
        ("news/port_wire.txt", set()),
        ("news/kidnapping_cp1252.txt.gz", set()),
        ("news/coup.html", set()),
    ],
)
def test_repairs(name, expected):
    done, found = kinds(name)
    assert found == expected
    assert "�" not in done.text
    assert not re.search(r"[Ââ€]|quot|# ?39|\n\n\n", done.text)


def test_date_of_the_prefix_and_of_the_page():
    assert kinds("news/market_bombing.txt")[0].published == "2023-05-18"
    assert kinds("news/coup.html")[0].published == "2023-08-30T09:15:00+01:00"


@pytest.mark.parametrize(
    ("name", "code"), [("empty.txt", "NB101"), ("picture.txt", "NB102"), ("no_article.html", "NB104")]
)
def test_damaged(name, code):
    done = clean(
        RawRecord(name, "0", "html" if "html" in name else "text", data=(EXAMPLES / "damaged" / name).read_bytes())
    )
    assert isinstance(done, Reject)
    assert done.code == code
