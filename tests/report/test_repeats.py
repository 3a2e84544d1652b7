"""What one publisher repeats is told whatever the order of its articles; copies and other houses do not count."""

from pathlib import Path

import pytest
from finished_dataset import article, write
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.cli.dictionaries import make_settings
from pipeline.errors import UsageError
from pipeline.export.dataset import data_files
from pipeline.report import repeats, write_report
from pipeline.report.repeats import find_repeats
from pipeline.runners.options import RunOptions, derive_run_id, describe_options
from schemas.ids import stable_id
from schemas.records import RawRecord
from transforms.clean.damage.edits import undo
from transforms.process import Processed, Settings, process_batch

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
    assert found(tmp_path / "turned", articles[::-1]) == told


def test_the_page_shows_them_escaped(tmp_path):
    call = "<b>Subscribe</b> & read on."
    rows = [of(f"a{i}", f"Story {chr(97 + i)}.", call) for i in range(5)]
    directory = write(tmp_path / "data", articles=rows, events=[])
    write_report(directory, str(tmp_path / "page.html"))
    page = (tmp_path / "page.html").read_text()
    assert "&lt;b&gt;Subscribe&lt;/b&gt; &amp; read on." in page
    assert "5 of 5" in page


FOOT = "The Example Post has reported from the north for 40 years; its readers pay for that."


@pytest.fixture
def table(tmp_path):
    rows = [of(f"a{i}", f"Story {chr(97 + i)}.", FOOT) for i in range(3)]
    rows += [of(f"b{i}", f"It rained in {chr(97 + i)}.", FOOT, publisher="Other Paper") for i in range(2)]
    rows += [of(f"c{i}", FOOT, publisher="Other Paper", duplicate_of=stable_id("b0")) for i in range(5)]
    return written(tmp_path / "data", rows)


def written(folder, rows, *options):
    directory, path = write(folder, articles=rows, events=[]), f"{folder}.tsv"
    done = CliRunner().invoke(app, ["repeats", directory, "--output", path, *options])
    assert done.exit_code == 0, done.output
    return path


def coded(text, settings, publisher="Example Post"):
    record = RawRecord("memory", "0", "text", text=text, publisher=publisher)
    (one,) = process_batch([record], settings=settings)
    assert isinstance(one, Processed)
    return one.article


def settings_of(path):
    return make_settings(nlp=None, frames=None, actors=None, events=False, repeats=[path])


def test_the_table_of_three_articles_cleans_a_fourth(table):
    settings = settings_of(table)
    text = f"Rebels seized the port.\n\n{FOOT.upper().replace('40', '41')}\n\nEleven soldiers are missing."
    article = coded(text, settings)
    assert article.text == "Rebels seized the port.\n\nEleven soldiers are missing."
    assert [one.kind for one in article.repairs] == ["boilerplate_repeated"]
    assert "".join(undo(article.text, article.repairs).split()) == "".join(text.split())
    assert [article.text[one.start : one.end] for one in article.paragraphs] == article.text.split("\n\n")
    plain = Settings(events=False)
    assert coded(text, settings, "Other Paper") == coded(text, plain, "Other Paper")
    assert coded(text, settings, None) == coded(text, plain, None)
    assert coded(text, plain).text == text
    assert coded(FOOT, settings).text == FOOT


def test_the_table_is_the_same_for_any_order_and_counts_what_it_is_asked_for(tmp_path, articles):
    tables = [written(tmp_path / name, rows) for name, rows in (("a", articles), ("b", articles[::-1]))]
    first, second = (Path(path).read_text(encoding="utf-8") for path in tables)
    assert first == second
    assert first.splitlines()[2:] == [
        "articles\tpublisher\tparagraph", f"4\tExample Post\t{CALL.format(0)}", f"4\tExample Post\t{STORY.format(0)}"
    ]  # fmt: skip
    assert len(find_repeats(data_files(str(tmp_path / "a"), "articles"), 5).found) == 0


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["publisher\twords"], "own.tsv:2: no column 'words'"),
        (["articles\tpublisher"], "own.tsv:2: a table of repeats needs the column 'paragraph'"),
        (["publisher\tparagraph", "Example Post"], "own.tsv:3: a repeat needs a publisher and a paragraph"),
        (["articles\tpublisher\tparagraph", "three\tA\tB"], "own.tsv:3: 'three' is no number of articles"),
        (["publisher\tparagraph", "A\tB", "A\tB\tC"], "own.tsv:4: 3 cells in a table of 2 columns"),
    ],
)
def test_a_wrong_line_is_refused(tmp_path, lines, told):
    (tmp_path / "own.tsv").write_text("\n".join(["# mine", *lines]))
    with pytest.raises(UsageError) as error:
        settings_of(str(tmp_path / "own.tsv"))
    assert str(error.value).startswith(f"--repeats {told}")


def test_only_a_table_that_is_given_changes_what_names_a_run(table):
    runs = [RunOptions(("in",), "out", settings=settings) for settings in (Settings(events=False), settings_of(table))]
    assert len({derive_run_id(["in"], one) for one in runs}) == 2
    assert ["repeats" in describe_options(one)["settings"] for one in runs] == [False, True]
