import pytest

from schemas.article import Dateline
from schemas.document import Document
from schemas.records import CleanDoc, ParsedArticle, RawRecord
from transforms.parse.places.recognise import gazetteer_spans
from transforms.resolve.places.resolve import resolve_places
from transforms.world.gazetteer import gazetteer


def article(text, url=None, publisher=None, dateline=None):
    record = RawRecord("memory", "0", "text", url=url, publisher=publisher)
    clean = CleanDoc(record=record, text=text, url=url, publisher=publisher)
    return ParsedArticle(clean=clean, document=Document(text, (), ()), dateline=dateline)


def found(text, **more):
    return {p.text: (p.country, p.precision) for p in resolve_places(article(text, **more))}


def test_container_decides():
    (tripoli, lebanon) = resolve_places(article("A bomb went off in Tripoli, Lebanon, on Monday."))
    assert tripoli.country == "LBN"
    assert tripoli.basis == "containment"
    assert lebanon.precision == "country"


@pytest.mark.parametrize("text", ["", "...", "\x00", "\ud800", "a" * 100_000, "The the THE"])
def test_odd_input(text):
    assert resolve_places(article(text)) == ()


def test_spans_for_entities():
    assert gazetteer_spans("Troops left Basra for Kuwait.") == [(12, 17, "GPE"), (22, 28, "GPE")]


def test_dateline_is_a_place():
    text = "TYLER, Texas (AP) - A man was held."
    places = resolve_places(article(text, dateline=Dateline("TYLER, Texas (AP)", "TYLER, Texas", 0, 17)))
    assert [p.admin1 for p in places] == ["Texas", "Texas"]


def test_cost_stays_linear_in_a_list_of_names():
    names = [title for title in gazetteer()._titles.decode().split("\n")[4000:9000] if title.isascii()]
    places = resolve_places(article("They went to " + ", then to ".join(names) + "."))
    assert len(places) > 1000


def test_long_line():
    assert len(resolve_places(article("He flew to Paris from Rome, " * 20_000))) > 10_000


def test_a_dateline_is_a_town_not_the_state_of_its_name():
    text = "NEW YORK, May 3 - Shares fell on Monday."
    dated = Dateline("NEW YORK, May 3", "NEW YORK", 0, 15)
    assert [p.precision for p in resolve_places(article(text, dateline=dated))] == ["city"]


def test_a_large_capital_is_meant_where_no_paper_is_at_home():
    text = "The US runner won two medals in Athens, officials in San Francisco said. American fans cheered."
    assert found(text)["Athens"] == ("GRC", "city")
    assert found(text, url="http://www.onlineathens.com/a.html")["Athens"] == ("USA", "city")


def test_a_small_paper_knows_its_town():
    places = resolve_places(article("A man was shot in Paris on Monday.", url="http://www.theparisnews.com/a.html"))
    assert [p.admin1 for p in places] == ["Texas"]
