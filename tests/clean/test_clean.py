import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.records import CleanDoc, RawRecord
from schemas.reject import Reject
from transforms.clean import clean

TEXT = "Rebels seized the northern port on Monday, the ministry said.\n\nEleven soldiers are missing."
PAGE = (
    "<!DOCTYPE html><html><head><title>Port</title><meta charset='cp1252'>"
    "<meta property='article:published_time' content='2021-05-04'></head><body><article>"
    + "<p>Rebels seized the northern port of the café town on Monday after two days of fighting, the ministry said.</p>"
    * 3
    + "<p>Eleven soldiers are missing, and shops in the capital stayed closed on Tuesday, witnesses said.</p>"
    "</article></body></html>"
)


def record(format_="text", **fields):
    return RawRecord("memory", "0", format_, **fields)


def document(format_="text", **fields):
    done = clean(record(format_, **fields))
    assert isinstance(done, CleanDoc)
    return done


def test_bytes_of_a_text_file():
    done = document(data=(" date 2021-05-04 " + TEXT).encode("utf-16"))
    assert done.text == TEXT
    assert (done.published, done.published_basis) == ("2021-05-04", "prefix")
    assert (done.language, done.flags) == ("en", ())


def test_bytes_of_a_page_in_its_declared_encoding():
    done = document("html", data=PAGE.encode("cp1252"))
    assert "café town" in done.text
    assert (done.published, done.published_basis) == ("2021-05-04", "html")


def test_page_in_a_text_field():
    assert document("jsonl", text=PAGE).text.startswith("Rebels seized")


def test_fragment_in_an_html_field():
    done = document("feed", html="<p>Rebels seized the port.</p><p>Eleven soldiers are missing.</p>")
    assert done.text == "Rebels seized the port.\n\nEleven soldiers are missing."


def test_field_date_goes_first():
    done = document("jsonl", text="date 2021-05-04 " + TEXT, date="May 5, 2021", url="https://example.org/2021/05/06/x")
    assert (done.published, done.published_basis) == ("2021-05-05", "field")
    assert done.text == TEXT


def test_date_of_the_address():
    done = document("jsonl", text=TEXT, date="unknown", url="https://example.org/2021/05/06/x")
    assert (done.published, done.published_basis) == ("2021-05-06", "url")


def test_fields_of_the_record_go_before_the_page():
    done = document("warc", html=PAGE, title="Port &amp; town", publisher="Example Times", authors=("Ann Example",))
    assert (done.title, done.publisher, done.authors) == ("Port & town", "Example Times", ("Ann Example",))


def test_headline_run_into_the_body():
    done = document(
        "jsonl", text="Rebels seize northern portKESSA, May 4 - Rebels seized it.", title="Rebels seize northern port"
    )
    assert done.text == "Rebels seize northern port\n\nKESSA, May 4 - Rebels seized it."


def test_names_of_a_byline():
    done = document("jsonl", text=TEXT, authors=("By Ann Example and Bo Sample", "Cy Third; Di Fourth"))
    assert done.authors == ("Ann Example", "Bo Sample", "Cy Third", "Di Fourth")


def test_other_language_is_flagged():
    done = document(text="Les manifestants ont bloqué mardi le principal axe routier du pays, selon la police.")
    assert done.flags == ("not_english",)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": "  \n"}, "NB101"),
        ({"text": "*** --- ..."}, "NB101"),
        ({}, "NB101"),
        ({"data": b""}, "NB101"),
        ({"data": b"%PDF-1.7\n"}, "NB102"),
        ({"html": "<html><body><nav></nav></body></html>"}, "NB104"),
    ],
)
def test_rejects(fields, code):
    done = clean(record(**fields))
    assert isinstance(done, Reject)
    assert (done.code, done.stage) == (code, "clean")


@settings(deadline=None)
@given(st.text(max_size=300), st.sampled_from(["text", "html", "feed", "jsonl"]))
def test_never_raises(text, format_):
    for fields in (
        {"text": text},
        {"html": text},
        {"data": text.encode("utf-8", "replace")},
        {"data": text.encode("utf-16", "replace")},
    ):
        done = clean(record(format_, title=text, date=text, url=text, **fields))
        assert isinstance(done, CleanDoc | Reject)


def test_repaired_text_is_repaired_for_good():
    once = document(
        text="The town&rsquo;s mayor saidâ€¦ & # 39; no & # 39;.\r\n\r\n\r\nShare this article\n\nEnd of it."
    )
    twice = document(text=once.text)
    assert twice.text == once.text
    assert twice.repairs == ()


HEAD = """---
post_title: 'Militants attack convoy'
author: Ann Lee
post_date: 2016-07-16 09:30:00
layout: post
---
"""


def test_a_head_between_dashes_is_no_text():
    record = RawRecord(
        "a.txt", "0", "text", text=HEAD + "[ad_1] <p>Militants attacked a convoy near Zaranj.</p> [ad_2] Source"
    )
    done = clean(record)
    assert done.text == "Militants attacked a convoy near Zaranj."
    assert (done.title, done.authors) == ("Militants attack convoy", ("Ann Lee",))
    assert (done.published, done.published_basis) == ("2016-07-16T09:30:00Z", "head")
    assert done.repairs[0].kind == "front"


def test_keys_before_a_blank_line_are_a_head():
    text = "Title: Militants attack convoy\nDate: 2016-07-16\n\nMilitants attacked a convoy near Zaranj."
    done = clean(RawRecord("a.txt", "0", "text", text=text))
    assert (done.text, done.published) == ("Militants attacked a convoy near Zaranj.", "2016-07-16")


@pytest.mark.parametrize(
    "text", ["Question: what is it?\n\nAn answer to it.", "---\n\nA story of the day.", "Date: 5 May\nRain fell."]
)
def test_stories_are_no_heads(text):
    assert not [
        repair for repair in clean(RawRecord("a.txt", "0", "text", text=text)).repairs if repair.kind == "front"
    ]
