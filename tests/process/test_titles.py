"""Acts told by a title that came as a field: of the text's acts, or rows of their own with offsets into the title."""

import msgspec
import pytest

from pipeline.cli.explain import chosen
from pipeline.dataset.checks import check_event
from pipeline.errors import UsageError
from schemas.records import RawRecord
from transforms.explain.article import explain
from transforms.process import Processed, Settings, process_batch

OTHER = "Two floods hit the province in 2018 and 2019. The weather was fine on Tuesday."
RAID = "Twelve militants were killed on Monday when Pakistani troops attacked a camp near Quetta, officials said."


def process(text, title, date="2019-05-08"):
    record = RawRecord(source_uri="test", source_locator="0", format="jsonl", text=text, title=title, date=date)
    try:
        (found,) = process_batch([record], settings=Settings())
    except OSError as problem:
        pytest.skip(f"needs the packaged language model: {problem}")
    assert isinstance(found, Processed)
    return found


def faults(found):
    article = {
        "text": found.article.text,
        "title": found.article.title,
        "sentences": [{"start": s.start, "end": s.end} for s in found.article.sentences],
    }
    rows = [msgspec.to_builtins(event, builtin_types=(type(event.date_start),)) for event in found.events]
    for row in rows:
        row["incident_id"] = row["event_id"]
    return [what for row in rows for what in check_event(row, article)]


@pytest.mark.parametrize(
    ("title", "kind", "actor"),
    [
        ("Constitutional Court strikes down Ohio voting law", "REJECT", "Constitutional Court"),
        ("Police arrest opposition leader in Kampala", "COERCE", "Police"),
    ],
)
def test_an_act_of_the_title_alone_is_a_row_with_offsets_into_the_title(title, kind, actor):
    found = process(OTHER, title)
    (row,) = [event for event in found.events if event.evidence_part == "title"]
    assert (row.event_type, [a.text for a in row.actors]) == (kind, [actor])
    assert (row.evidence, row.evidence_start, row.sentence_index) == (title, 0, 0)
    assert title[row.trigger_start : row.trigger_end] == row.trigger
    assert not faults(found)


@pytest.mark.parametrize(
    "title", ["Pakistani troops kill 12 militants near Quetta", "Troops Kill 12 Militants in Raid"]
)
def test_an_act_of_title_and_text_is_one_row_of_the_text(title):
    found = process(f"{RAID} {OTHER}", title)
    (row,) = [event for event in found.events if event.event_type == "ASSAULT"]
    assert (row.evidence_part, row.evidence, row.killed_low) == ("text", RAID, 12)
    assert all(mention.trigger == found.article.text[mention.start : mention.end] for mention in row.mentions)
    assert not faults(found)


@pytest.mark.parametrize("title", ["Gunmen kill four in Gao", "Gunmen kill four in Gao | Example Times"])
def test_a_title_that_the_text_repeats_is_read_once(title):
    text = f"Gunmen kill four in Gao\n\nGunmen attacked a police post on Monday, killing four officers. {OTHER}"
    assert process(text, title).events == process(text, None).events


def test_the_rest_of_an_article_keeps_its_offsets():
    text = f"GAO, Mali, May 7 (AFP) - {RAID} {OTHER}"
    with_title, without = process(text, "Raid"), process(text, None)
    names = ("sentences", "paragraphs", "places", "dates", "dateline")
    assert all(getattr(with_title.article, name) == getattr(without.article, name) for name in names)


def test_explain_shows_the_title_as_a_sentence_of_its_own():
    record = RawRecord(
        source_uri="test",
        source_locator="0",
        format="jsonl",
        text=OTHER,
        title="Police arrest opposition leader in Kampala",
    )
    try:
        found = explain(record)
    except OSError as problem:
        pytest.skip(f"needs the packaged language model: {problem}")
    title = chosen(found, 0)
    assert (title.part, title.start, [mention.trigger for mention in title.mentions]) == ("title", 0, ["arrest"])
    first = chosen(found, 1)
    assert (first.part, first.index, first.start) == ("text", 0, 0)
    with pytest.raises(UsageError, match="0 is the title"):
        chosen(found, 9)
