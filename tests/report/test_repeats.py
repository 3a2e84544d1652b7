"""What one publisher repeats is told whatever the order of its articles; copies and other houses do not count."""

import pytest
from finished_dataset import article, write

from pipeline.export.dataset import data_files
from pipeline.report import repeats, write_report
from pipeline.report.repeats import find_repeats
from schemas.ids import stable_id

STORY = "Rebels attacked the town number {} on Monday."
CALL = "Read on with a subscription: {} stories wait for you."


def of(key, *paragraphs, publisher="Example Post", **fields):
    spans, at = [], 0
    for words in paragraphs:
        spans.append({"start": at, "end": at + len(words)})
        at += len(words) + 2
    return article(
        article_id=stable_id(key), text="\n\n".join(paragraphs), paragraphs=spans, publisher=publisher, **fields
    )


@pytest.fixture
def articles():
    return [
        *(of(f"a{i}", STORY.format(i), CALL.format(i * i)) for i in range(4)),
        *(of(f"b{i}", f"It rained {'again ' * i}in the hills.", publisher="Other Paper") for i in range(4)),
        *(of(f"c{i}", "A story that was sent on.", duplicate_of=stable_id("c")) for i in range(9)),
        *(of(f"d{i}", "Nobody signs this.", publisher=None) for i in range(9)),
    ]  # fmt: skip


def found(folder, articles):
    return find_repeats(data_files(write(folder, articles=articles, events=[]), "articles"))


def test_a_paragraph_of_one_house_is_told_with_its_articles(tmp_path, articles):
    told = found(tmp_path / "data", articles).found
    assert [(one.publisher, one.articles, one.of) for one in told] == [("Example Post", 4, 4), ("Example Post", 4, 4)]
    assert {one.words for one in told} == {CALL.format(0), STORY.format(0)}


def test_the_order_of_the_articles_does_not_matter(tmp_path, articles):
    assert found(tmp_path / "a", articles) == found(tmp_path / "b", articles[::-1])


def test_few_of_many_articles_are_no_boilerplate(tmp_path, articles):
    many = [of(f"m{i}", f"Story {chr(97 + i % 26)}{chr(97 + i // 26)}.", publisher="Example Post") for i in range(300)]
    assert found(tmp_path / "data", articles + many).found == ()


def test_more_than_can_be_held_is_said(tmp_path, articles, monkeypatch):
    monkeypatch.setattr(repeats, "MOST_KEPT", 1)
    told = found(tmp_path / "data", articles)
    assert (len(told.found), told.complete) == (1, False)


def test_the_page_shows_them_escaped(tmp_path):
    call = "<b>Subscribe</b> & read on."
    rows = [of(f"a{i}", f"Story {chr(97 + i)}.", call) for i in range(5)]
    directory = write(tmp_path / "data", articles=rows, events=[])
    write_report(directory, str(tmp_path / "page.html"))
    page = (tmp_path / "page.html").read_text()
    assert "&lt;b&gt;Subscribe&lt;/b&gt; &amp; read on." in page
    assert "5 of 5" in page
