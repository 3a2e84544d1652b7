"""Days that a sentence of their own tells of an act told before it."""

import datetime

import pytest

from schemas.records import CleanDoc, ParsedArticle, RawRecord, Resolved
from transforms.extract import extract
from transforms.parse.annotate import annotate
from transforms.resolve.dates import resolve_text

WRITTEN = datetime.datetime(2020, 3, 12, tzinfo=datetime.timezone.utc)


def days(text, model, resources):
    (document,) = annotate([text], model)
    record = RawRecord(source_uri="test", source_locator="0", format="text", text=text)
    article = ParsedArticle(clean=CleanDoc(record=record, text=text), document=document, published_at=WRITTEN)
    resolved = Resolved(dates=tuple(resolve_text(text, WRITTEN)))
    events = extract(article, resolved, "article", resources=resources).events
    return [(str(e.date_start), e.date_basis, e.date_text) for e in events if e.event_type == "ASSAULT"]


@pytest.mark.parametrize(
    "sentence",
    [
        "It happened Tuesday night near the river.",
        "The incident occurred Tuesday night near the river.",
        "The shooting took place Tuesday night near the river.",
    ],
)
def test_a_happening_dates_the_act_before_it(model, resources, sentence):
    found = days(f"A gunman shot two men outside a bar. {sentence}", model, resources)
    assert found
    assert set(found) == {("2020-03-10", "weekday", "Tuesday night")}


def test_the_day_of_another_happening_is_not_taken(model, resources):
    (found,) = days("A gunman shot two men outside a bar. The concert happened Tuesday night.", model, resources)
    assert found == ("2020-03-12", "publication", None)


def test_a_day_of_its_own_stays(model, resources):
    (found,) = days("A gunman shot two men on Monday. It happened Tuesday in the dark.", model, resources)
    assert found == ("2020-03-09", "weekday", "Monday")
