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


def ld(**facts):
    return f'<script type="application/ld+json">{json.dumps(LD | facts)}</script>'


HOUSE = {"@type": "Organization", "name": "Example Times"}


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        (ld(author={"@type": "Person", "name": "Jo Verra"}), "", ("Jo Verra",)),
        (ld(author=[{"name": "Jo Verra"}, {"name": "Ann Lee"}]), "", ("Jo Verra", "Ann Lee")),
        (ld(author="Verra, Jo"), "", ("Jo Verra",)),
        (ld(author="Jo Verra, Senior Reporter"), "", ("Jo Verra",)),
        (ld(author={"@type": "Person", "name": ["Jo Verra", "Ann Lee"]}), "", ("Jo Verra", "Ann Lee")),
        (ld(author=HOUSE, publisher=HOUSE), "", ()),
        (ld(author={"@type": "Person", "name": "Example Times"}, publisher=HOUSE), "", ()),
        (
            ld(author={"@type": "Person", "name": "Jo-Verra"}),
            "<p class='byline'>By <a rel='author' href='/by/jo'>Jo Verra</a></p>",
            ("Jo Verra",),
        ),
        ('<meta name="author" content="By Jo Verra and Ann Lee">', "", ("Jo Verra", "Ann Lee")),
        ('<meta name="author" content="https://news.example/staff/jo-verra">', "", ()),
        ('<meta name="author" content="News Desk">', "", ()),
        (
            ld(author={"@type": "Person", "name": "Jo Verra"}),
            "<aside class='related'><a rel='author' href='/by/x'>Omar Lund</a></aside>",
            ("Jo Verra",),
        ),
        ("", "<aside class='related'><a rel='author' href='/by/x'>Omar Lund</a></aside>", ()),
        ("", "<div itemprop='author'><span itemprop='name'>Jo Verra</span>, Chief Correspondent</div>", ("Jo Verra",)),
        ("", "<p>Von <em>Jo Verra</em> und Ann van der Lee | 27.01.2022</p>", ("Jo Verra", "Ann van der Lee")),
        ("", "<p><b>Autorin:</b> Jo Verra, Leiterin des Archivs</p>", ("Jo Verra",)),
        ("", "<p>Ein Artikel von <strong>Jo Verra</strong></p>", ("Jo Verra",)),
        ("", "<p>Von Kiel nach Bonn sind es sechs Stunden mit dem Zug, sagte er.</p>", ()),
        ("", "<p>Von Jo Verra wurde nichts mehr gehört.</p>", ()),
        ("", "<div class='teaser'><p>Von Omar Lund</p></div>", ()),
        ('<meta name="author" content="Deutsches Museum e.V.">', "<p>Von Jo Verra</p>", ("Jo Verra",)),
        ('<meta name="author" content="The News">', "<p>By: Jo Verra</p>", ("Jo Verra",)),
        ("", "<div id='sidebar-page'><h1>Port</h1><a rel='author' href='/by/jo'>Jo Verra</a></div>", ("Jo Verra",)),
    ],
)
def test_authors_are_persons_and_not_of_other_stories(head, body, authors):
    assert read_page(page(body=body, head=head), "https://news.example/a").authors == authors


TEASERS = "".join(
    f"<div class='card'><h3><a href='/{i}'>Another story of the day number {i}</a></h3><p>{text}</p></div>"
    for i, text in enumerate(
        (
            "Farmers in the south asked for help after a third dry month, and the price of grain rose again.",
            "The museum opened its doors to the public after a long repair, and many came to see the old halls again.",
        )
    )
)


def test_teasers_of_other_stories_are_not_in_the_body():
    text = read_page(page(body=TEASERS), None).text
    assert all(p in text for p in BODY)
    assert "Farmers" not in text
    assert "museum" not in text


def test_a_paragraph_that_is_all_link_and_its_call_are_not_in_the_body():
    body = "<p>Have you read?</p><p><a href='/x'>Dockers of Kessa end their strike after a night of talks</a></p>"
    text = read_page(page(body=body + f"<p>{BODY[0]} Again.</p>"), None).text
    assert "Dockers" not in text
    assert "Have you read" not in text
    assert "Again." in text


def test_a_link_inside_a_sentence_stays():
    body = "<p>The ministry <a href='/x'>published a list of the missing soldiers</a> on Tuesday evening.</p>"
    assert "published a list of the missing soldiers on Tuesday" in read_page(page(body=body), None).text


def test_the_description_that_stands_under_the_headline_is_the_first_paragraph():
    lead = "Eleven soldiers are missing after two days of fighting for the harbour of the northern city."
    markup = page(head=f'<meta name="description" content="{lead}">').replace(
        "<article>", f"<header><h2 class='deck'>{lead}</h2></header><article>"
    )
    assert read_page(markup, None).text.startswith(lead)
    assert lead not in read_page(page(head=f'<meta name="description" content="{lead}">'), None).text


def test_an_article_in_two_containers_is_whole():
    more = [f"{p} So much was said on day {i} by people in the town hall." for i, p in enumerate(BODY * 3)]
    first, second = more[:7], more[7:]
    head = ld(articleBody="\n".join(more))
    markup = (
        f"<html><head><title>Port</title>{head}</head><body><div class='story'><h1>Port</h1>"
        f"{''.join(f'<p>{p}</p>' for p in first)}</div><div class='poll'><p>Vote now</p></div>"
        f"<section class='rest'>{''.join(f'<p>{p}</p>' for p in second)}</section></body></html>"
    )
    text = read_page(markup, None).text
    assert [p for p in more if p not in text] == []
    assert "Vote now" not in text


def test_a_menu_longer_than_the_article_is_not_the_body():
    menu = "".join(f"<li><a href='/s{i}'>Section of the paper with the number {i}</a></li>" for i in range(60))
    body = f"<div class='main'><ul>{menu}</ul><p>{BODY[0]}</p><p>{BODY[1]}</p></div>"
    text = read_page(f"<html><head><title>Port</title></head><body>{body}</body></html>", None).text
    assert "Section of the paper" not in text


def test_a_body_told_in_another_notation_is_not_taken():
    told = "\n".join(f"## Heading\n[{p}](https://news.example/{i})" for i, p in enumerate(BODY * 4))
    assert "](" not in read_page(page(head=ld(articleBody=told)), None).text


def test_date_beside_the_headline():
    markup = page().replace("</h1>", "</h1><p>2 March 2020, Jo Verra</p>")
    markup = markup.replace("<footer>", "<footer><p>Printed on 5 May 2021</p>")
    assert read_page(markup, None).published == "2020-03-02"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<i>Erschienen am</i> <b>26. Jan 2022</b> im Format Aktuelles", "2022-01-26"),
        ("wurde am <b>19. Mai 2010</b> um <b>23:03</b> Uhr gepostet", "2010-05-19"),
        ("Published on: 3 March 2020", "2020-03-03"),
        ("Accueil | Par <b>Ana Le Clerc</b> | 30 septembre 2018", "2018-09-30"),
        ("Publicado el 2019-04-05", "2019-04-05"),
        ("Erschienen: 14.08.2017, 320 Seiten", None),
        ("Published on 3 March 2020</p><p>Published on 4 March 2020", None),
    ],
)
def test_a_day_with_its_label(line, day):
    """A list of other stories has many such days, a review one of its book: neither is believed."""
    assert (read_page(page(body=f"<p>{line}</p>"), None).published == day) is (day is not None)


def test_a_day_of_a_change_is_believed_last():
    changed = '<meta property="og:updated_time" content="2022-01-27T18:34:20+0100">'
    assert read_page(page(head=changed), None).published == "2022-01-27"
    assert read_page(page("<p>Published on 26 January 2022</p>", changed), None).published == "2022-01-26"


def test_a_date_of_the_page_gives_way_to_a_label_beside_the_headline():
    head = '<meta name="date" content="2021-10-15">'
    markup = page(head=head).replace("</h1>", "</h1><p>Published on: 13.10.2021</p>")
    assert read_page(markup, None).published == "2021-10-13"
    assert read_page(page(head=head).replace("</h1>", "</h1><p>13.10.2021</p>"), None).published == "2021-10-15"
    stated = head.replace('name="date"', 'property="article:published_time"')
    assert read_page(markup.replace(head, stated), None).published == "2021-10-15"


def test_a_clock_of_greenwich_with_the_zone_of_the_site():
    told = {"@type": "NewsArticle", "datePublished": "2020-04-07T17:10:46-07:00"}
    head = (
        f'<script type="application/ld+json">{json.dumps(told)}</script>'
        '<meta property="article:published_time" content="2020-04-07T17:10:46+00:00">'
    )
    assert read_page(page(head=head), None).published == "2020-04-07T17:10:46-07:00"
    seen = '<time datetime="2020-04-07T10:10:46-07:00">April 7, 2020</time>'
    assert read_page(page(seen, head), None).published == "2020-04-07T17:10:46Z"


def test_a_day_in_the_page_is_not_believed_against_the_month_in_the_address():
    markup = page(body="<div><i>Copyright 2016</i></div>")
    assert read_page(markup, "https://news.example/2010/05/port/").published is None


def test_the_number_of_a_question_is_no_date():
    assert read_page(page(body="<p>Question No. 10/2021</p>"), None).published is None
