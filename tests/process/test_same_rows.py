"""What saves time changes no row: each short way gives what the long way gives."""

import json
import sys

import msgspec
import pytest

from benchmarks import archive, same_rows
from schemas.records import RawRecord
from transforms import coding
from transforms.extract import trigger
from transforms.extract.actors.lexicon import words
from transforms.parse import annotate
from transforms.parse.language.model import load
from transforms.process import Settings, process_batch

QUIET = "The old trees of Kano are green.\n\nThe hills are blue and quite beautiful."


@pytest.fixture(scope="module")
def texts():
    return [archive.article(number)["text"] for number in range(6)]


@pytest.fixture(scope="module")
def sentences(texts):
    return [line for text in texts for line in text.replace("\n\n", " ").split(". ")]


def record(text):
    return RawRecord("a.txt", "0", "text", text=text, raw_sha256=64 * "0")


def plain_filter(text):
    """Say what the filter says, every word of the sentence looked at."""
    present = {lemma for word in trigger.WORD.findall(text) for lemma in trigger.lemmas_of(word)}
    needs = trigger._needs(())
    return any(all(present & words for words in way) for lemma in present & needs.keys() for way in needs[lemma])


def test_the_filter_that_stops_early_says_what_the_plain_one_says(sentences):
    said = [trigger.trigger_filter(sentence) for sentence in sentences]
    assert said == [plain_filter(sentence) for sentence in sentences]
    assert True in said
    assert False in said


def test_sentences_that_are_not_parsed_would_have_given_no_event(texts, monkeypatch):
    records = [record(text) for text in (*texts, QUIET)]
    before = process_batch(records, settings=Settings())
    monkeypatch.setattr(coding, "trigger_filter", lambda text, sources: True)
    after = process_batch(records, settings=Settings())
    ids = [[(event.event_id, event.event_type) for event in result.events] for result in before]
    assert ids == [[(event.event_id, event.event_type) for event in result.events] for result in after]
    assert any(ids)
    assert ids[-1] == []


def test_a_trace_changes_no_row_and_tells_all_steps_of_what_is_refused(texts):
    storm = "On 3 March 2021 a storm attacked the harbour and killed three fishermen in Lagos. "
    records = [record(storm + text) for text in texts]
    plain, traced = (process_batch(records, settings=Settings(trace=trace)) for trace in (False, True))
    assert [(one.article, one.events) for one in plain] == [(one.article, one.events) for one in traced]
    refused = [row for one in traced for row in one.decisions if row.outcome == "refused"]
    assert any(step.field == "when" for row in refused for step in row.steps)


def test_where_nothing_is_parsed_nobody_looks_for_harm_and_events(monkeypatch):
    row = process_batch([record(QUIET)], settings=Settings())[0]
    monkeypatch.delattr(coding, "find_harm")
    monkeypatch.delattr(coding, "extract")
    assert process_batch([record(QUIET)], settings=Settings()) == [row]
    assert row.article.event_count == 0


def test_tokens_without_stray_stops_are_cut_as_those_with_some(sentences):
    model = load()
    for sentence in [*sentences, "", " two  spaces ", "U.S. dollars(£3)"]:
        rows = model.tokens(sentence)
        assert annotate._tokens(sentence, rows, set()) == annotate._tokens(sentence, rows, {-1})


@pytest.mark.parametrize(
    "text", ["Al-Shabaab", "U.S. Army", "the  Ministry of Défense's", "M23", "", "…", "Côte d'Ivoire"]
)
def test_folding_makes_the_words_that_cutting_makes(text):
    assert words.fold(text) == " ".join(word.fold for word in words.cut(text))


def test_batches_do_not_change_rows(texts):
    records = [record(text) for text in texts]
    one_by_one = [process_batch([item], settings=Settings())[0] for item in records]
    assert [msgspec.json.encode(row) for row in process_batch(records, settings=Settings())] == [
        msgspec.json.encode(row) for row in one_by_one
    ]


def test_two_trees_are_compared_row_by_row(tmp_path, monkeypatch, capsys):
    assert same_rows.first_difference(b"a\nb", b"a\nb") is None
    assert same_rows.first_difference(b"a\nbc", b"a\nbd").startswith("row 1, byte 1")
    if not (same_rows.ROOT / ".git").exists():
        pytest.skip("needs the repository, this is a copy of its files")
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "a", "text": "Gunmen killed two policemen in Mosul on Monday."}) + "\n")
    arguments = ["same_rows", "--against", "HEAD", "--input", str(source), "--articles", "1", "--repeat", "1"]
    monkeypatch.setattr(sys, "argv", arguments)
    assert same_rows.main() == 0
    assert "all rows of 1 articles are equal" in capsys.readouterr().out
