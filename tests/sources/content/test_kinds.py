"""One file a kind, in the shapes in which people have them: what is read, and what is no article."""

import gzip
import json
from pathlib import Path

import pytest
from reader import A, bodies, codes, read, read_bytes, records

from pipeline.sources.records.profiles import profiles
from transforms.clean.facts.published import parse_published

CORPUS = Path(__file__).parents[1] / "corpus"
FIRST, SECOND = A.split(". ")
PARAGRAPHS = f"{FIRST}.\n\n{SECOND}"
INSTANT = "2021-05-05T09:30:00+01:00"
UTC = "2021-05-05T08:30:00Z"
URL = "https://ex.example/a"
POST = "Example Post"

KNOWN = {
    "newspaper4k.json": (A, INSTANT, f"{URL}?x=1", POST, ("Ann Lee",)),
    "trafilatura.json": (A, "2021-05-05", URL, POST, ("Ann Lee",)),
    "fundus.json": (f"{FIRST}.\n\nForest\n\n{SECOND}", INSTANT, URL, POST, ("Ann Lee",)),
    "news-please.json": (A, UTC, URL, "ex.example", ("Ann Lee",)),
    "datatrove.jsonl": (A, None, URL, None, ()),
    "json-ld.json": (A, INSTANT, URL, POST, ("Ann Lee",)),
    "elasticsearch.json": (A, UTC, URL, POST, ()),
    "newsdata.json": (A, UTC, URL, POST, ("Ann Lee",)),
    "newsapi.json": (A, UTC, URL, POST, ("Ann Lee",)),
    "event-registry.json": (A, UTC, URL, POST, ("Ann Lee",)),
    "fakenewscorpus.csv": (A, None, URL, "ex.example", ("Ann Lee", "Bo Ek")),
    "all-the-news.csv": (A, UTC, URL, POST, ("Ann Lee",)),
    "feed.json": (A, INSTANT, URL, POST, ("Ann Lee",)),
    "wordpress.jsonl": (A, UTC, URL, None, ()),
    "mongo.jsonl": (A, "2021-02-02", None, None, ()),
    "nitf.xml": (PARAGRAPHS, UTC, None, POST, ("By Ann Lee",)),
    "newsml.xml": (PARAGRAPHS, UTC, None, POST, ("Ann Lee",)),
    "petrarch.xml": (f"{FIRST}.", "2021-05-05", None, "AFP", ()),
    "message.eml": (A, INSTANT, None, None, ()),
    "box.mbox": (A, INSTANT, None, None, ()),
    "utf16.tsv": (A, None, None, None, ()),
}
UNDATED = ("datatrove.jsonl", "fakenewscorpus.csv", "utf16.tsv")


@pytest.mark.parametrize("name", KNOWN)
def test_fields_of_known_kinds(name):
    text, date, url, publisher, authors = KNOWN[name]
    first = records(read(CORPUS / name))[0]
    assert first.text.strip() == text
    assert (first.url, first.publisher, first.authors) == (url, publisher, authors)
    assert (parse_published(first.date) if first.date else None) == date
    if name not in ("mongo.jsonl", "utf16.tsv", "petrarch.xml"):
        assert first.title == "Seven killed"
    if name in UNDATED:
        assert first.date is None


def test_every_profile_has_a_file_of_its_shape():
    names = {path.name.split(".")[0] for path in CORPUS.iterdir()}
    aliases = {"json-feed": "feed", "trafilatura-old": "trafilatura", "wordpress-api": "wordpress"}
    assert {aliases.get(profile.exporter, profile.exporter) for profile in profiles()} <= names


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("note.rtf", "NB102"),
        ("list.opml", "NB104"),
        ("channel.xml", "NB104"),
        ("robots.txt", "NB104"),
        ("style.css", "NB104"),
        ("crawl.py.txt", "NB104"),
    ],
)
def test_what_is_no_article(name, code):
    [item] = read(CORPUS / name)
    assert (item.code, item.payload) == (code, (CORPUS / name).read_bytes())


def test_an_unpaid_text_is_none():
    assert codes(read(CORPUS / "newsdata.json")) == ["NB101"]


def test_a_row_without_its_text_is_told():
    assert codes(read(CORPUS / "all-the-news.csv")) == ["NB101"]


def test_a_mailbox_has_two_messages():
    assert bodies(read(CORPUS / "box.mbox"))[1].strip() == A


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_arc_files(tmp_path, pack):
    [item] = records(read_bytes(tmp_path, pack((CORPUS / "old.arc").read_bytes())))
    assert (item.url, item.format) == ("http://ex.example/a", "warc")
    assert A.encode() in item.data
    assert b"filedesc" not in item.data


@pytest.mark.parametrize(
    "text",
    [
        f'{A}\n\nThe mayor said: "We will rebuild."\n\n1. Houses\n2. Fields\n',
        "THE FORECAST:\nRain in the north;\nSun in the south;\nand wind on the coast, the office said.\n",
        f"Allow: the word of the day. {A}",
        f"# {A}\n\n* {SECOND}\n\n> {FIRST}\n",
    ],
)
def test_prose_is_no_code(tmp_path, text):
    [item] = read_bytes(tmp_path, text.encode(), "a.txt")
    assert item.format == "text"


def test_text_that_begins_with_an_element_of_html_is_text(tmp_path):
    [item] = read_bytes(tmp_path, f"<b>KABUL</b> {A}".encode(), "a.txt")
    assert item.format == "text"


def test_the_first_text_that_is_not_empty_wins(tmp_path):
    [item] = read_bytes(tmp_path, b'{"Text": "", "text": "%s"}' % A.encode())
    assert item.text == A


def test_an_address_is_no_publisher(tmp_path):
    data = b'{"text": "%s", "source": "https://ex.example/x", "domain": "ex.example"}' % A.encode()
    [item] = read_bytes(tmp_path, data)
    assert item.publisher == "ex.example"


def test_newspaper4k_without_the_language_of_the_page(tmp_path):
    line = {"url": URL, "title": "t", "publish_date": "2021-05-05T09:30:00+01:00", "meta_site_name": POST, "text": A}
    (record,) = records(read_bytes(tmp_path, json.dumps(line).encode() + b"\n", "a.jsonl"))
    assert record.publisher == POST
