"""The trace of the coder: one row for every mention of an act, with what was decided and why."""

import subprocess
import sys

import msgspec
import pytest

import newsbeam
from schemas.codes.refusal import REFUSALS
from transforms.extract.draft import Step
from transforms.extract.trace import field_steps

TEXT = (
    "Rebels killed two soldiers in Lagos on Monday. A landslide killed six villagers near Medan. "
    "The rebels' attack on the soldiers began at dawn. Kenya agreed to cooperate with Uganda."
)


@pytest.fixture(scope="module")
def coded():
    return newsbeam.code(TEXT, published="2024-03-05", settings=newsbeam.Settings(trace=True))


def test_every_mention_is_kept_merged_or_refused(coded):
    (article,) = coded.articles
    assert [one.number for one in coded.trace] == list(range(len(coded.trace)))
    assert len({one.decision_id for one in coded.trace}) == len(coded.trace)
    kept = [one for one in coded.trace if one.outcome == "kept"]
    merged = [one for one in coded.trace if one.outcome == "merged"]
    assert sorted(one.event_id for one in kept) == sorted(event.event_id for event in coded.events)
    assert len(kept) + len(merged) == sum(len(event.mentions) for event in coded.events)
    assert merged
    assert tuple(one.code for one in coded.trace if one.outcome == "refused") == article.refusals
    assert {"NV202", "NV106"} <= set(article.refusals) <= REFUSALS.keys()


def test_a_row_stands_on_its_words_and_names_its_rules(coded):
    (article,) = coded.articles
    for one in coded.trace:
        sentence = article.sentences[one.sentence_index]
        assert (one.sentence_start, one.sentence_end) == (sentence.start, sentence.end)
        assert article.text[one.trigger_start : one.trigger_end] == one.trigger
    first, accident = coded.trace[:2]
    assert (first.trigger, first.event_type, first.rule.partition(":")[0]) == ("killed", "ASSAULT", "assault/kill.v")
    assert ("date/weekday", "when", "-", "2024-03-04 (weekday, 'Monday')") in map(msgspec.structs.astuple, first.steps)
    assert (accident.code, accident.detail, accident.event_id) == ("NV202", "landslide", None)
    assert "place/clause" in {step.rule for step in accident.steps}


def test_a_mention_in_the_title_counts_from_its_beginning():
    record = {"title": "Rebels attack army base in Mali", "text": "Kenya agreed to cooperate with Uganda on Monday."}
    (article,), trace = (found := newsbeam.code(record, settings=newsbeam.Settings(trace=True))).articles, found.trace
    titled, *others = trace
    assert (titled.part, titled.trigger, titled.outcome, titled.sentence_index) == ("title", "attack", "kept", 0)
    assert article.title[titled.trigger_start : titled.trigger_end] == "attack"
    assert (titled.sentence_start, titled.sentence_end) == (0, len(article.title))
    assert {one.part for one in others} == {"text"}
    assert all(article.text[one.trigger_start : one.trigger_end] == one.trigger for one in others)


def test_the_other_rows_are_the_same_without_it(coded):
    plain = newsbeam.code(TEXT, published="2024-03-05")
    assert plain.trace == ()
    assert (plain.articles, plain.events) == (coded.articles, coded.events)
    assert coded.table("trace").num_rows == len(coded.trace)


def test_sets_are_told_in_one_order_whatever_the_process():
    (step,) = field_steps([Step("people/test", "people", frozenset(), frozenset({"lund", "ortega", "arno"}))])
    assert (step.before, step.after) == ("-", "arno; lund; ortega")


def test_another_process_gives_the_same_rows(coded):
    code = (
        "import sys, msgspec, newsbeam\n"
        "found = newsbeam.code(sys.argv[1], published='2024-03-05', settings=newsbeam.Settings(trace=True))\n"
        "sys.stdout.buffer.write(msgspec.json.encode(found.trace))"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code, TEXT],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            check=True,
        )
        assert done.stdout == msgspec.json.encode(coded.trace)
