import json

import pytest

from schemas.records import RawRecord
from transforms.clean import clean
from transforms.clean.pages.page import read_page

BODY = [
    "Rebels seized the northern port of Kessa on Monday after two days of heavy fighting, the defence ministry said.",
    "Eleven soldiers were missing, the ministry added, and three patrol boats had been lost in the harbour.",
    "The prime minister called an emergency meeting of the cabinet and asked neighbouring states for help.",
    "Aid groups said that about four thousand people had fled to the hills and needed water, food and tents.",
    "Shops in the capital stayed closed on Tuesday, and long queues formed in front of the petrol stations.",
]
LD = {"@type": "NewsArticle", "datePublished": "2021-05-04T23:30:00-05:00", "headline": "Rebels seize port"}


def page(body="", head="", title="Rebels seize port of Kessa | Example Times"):
    paragraphs = "".join(f"<p>{p}</p>" for p in BODY)
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Rebels seize port of Kessa</h1>{paragraphs}{body}</article>"
        "<footer>Contact us</footer></body></html>"
    )


def test_body_without_furniture():
    text = read_page(page(), None).text
    assert all(p in text for p in BODY)
    assert "Home" not in text
    assert "Contact" not in text


def test_title_is_the_heading_without_the_name_of_the_site():
    assert read_page(page(), None).title == "Rebels seize port of Kessa"


def test_heading_with_the_name_of_the_site_is_no_title():
    markup = page(title="Rebels seize port of Kessa").replace("<nav>", "<h1>Example Times</h1><nav>", 1)
    assert read_page(markup, None).title == "Rebels seize port of Kessa"


def test_date_is_the_local_day_of_json_ld():
    head = f'<script type="application/ld+json">{json.dumps({"@graph": [LD]})}</script>'
    assert read_page(page(head=head), None).published == "2021-05-04T23:30:00-05:00"


def test_date_of_a_meta_tag():
    head = '<meta property="article:published_time" content="2021-05-04T23:30-05:00">'
    assert read_page(page(head=head), None).published == "2021-05-04T23:30-05:00"


def test_page_without_a_date():
    assert read_page(page(), None).published is None


def test_references_of_html5_and_double_escapes():
    text = read_page(
        page("<p>A &NotEqualTilde; B, and &amp;eacute; too, as well as AT&amp;T and &lt;ACME&gt;.</p>"), None
    ).text
    assert "A ≂̸ B, and é too, as well as AT&T and <ACME>." in text


def test_body_from_json_ld_where_the_page_has_none():
    head = f'<script type="application/ld+json">{json.dumps(LD | {"articleBody": " ".join(BODY)})}</script>'
    markup = f"<html><head>{head}<title>Port</title></head><body><div id='app'></div></body></html>"
    assert BODY[1] in read_page(markup, None).text


def test_broken_json_ld_is_skipped():
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    assert BODY[0] in read_page(page(head=head), None).text


def test_no_body():
    assert not read_page("<html><body></body></html>", None).text
    assert not read_page("", None).text
    assert not read_page("<", "http://[bad").text


@pytest.mark.parametrize(
    "title",
    [
        "Just a moment...",
        "404 Not Found",
        "Page not found | Example Times",
        "Access denied",
        "Attention Required! | Cloudflare",
        "503 Service Unavailable",
    ],
)
def test_pages_that_stand_in_place_of_an_article_are_rejects(title):
    markup = (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>Enable scripts and cookies "
        "to continue, or go back to the page from which you came and try another link of it.</p></body></html>"
    )
    rejected = clean(RawRecord("a.html", "0", "html", data=markup.encode()))
    assert rejected.code == "NB104"


def test_an_article_about_a_refusal_is_one():
    markup = page(body=f"<p>{' '.join(BODY)}</p><p>{' '.join(BODY[::-1])}</p>", title="Access denied")
    assert clean(RawRecord("a.html", "0", "html", data=markup.encode())).text
