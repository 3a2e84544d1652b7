"""What is said about why an article was coded so, or not."""

import io
import json

import pytest
from rich.console import Console

from pipeline.cli.explain import as_json, chosen, show
from pipeline.errors import UsageError
from schemas.codes.refusal import REFUSALS
from schemas.records import RawRecord
from schemas.reject import Reject
from transforms.explain.article import NOT_PARSED, explain
from transforms.process import Processed, Settings, process_batch

TEXT = (
    "GAO, Mali, 12 March 2020 (AFP) - Gunmen attacked a police post near Gao on Monday, killing four officers, "
    "Malian officials said. The attack wounded six more people. The rebels could attack again, officials warned. "
    "The neighbour condemned the music. The weather was fine."
)


def record(text=TEXT):
    return RawRecord(source_uri="test", source_locator="0", format="text", text=text)


@pytest.fixture(scope="module")
def found():
    try:
        return explain(record())
    except OSError as problem:
        pytest.skip(f"needs the packaged language model: {problem}")


def test_events_are_those_of_a_run(found):
    (processed,) = process_batch([record()], settings=Settings())
    assert isinstance(processed, Processed)
    assert processed.events == found.events
    told = [(m.start, m.leads) for s in found.sentences for m in s.mentions]
    assert len(told) == sum(len(event.mentions) for event in found.events)
    assert sum(leads for _, leads in told) == len(found.events)


def test_refusals_have_code_and_words(found):
    third, fourth = found.sentences[2:4]
    assert [(r.code, r.trigger) for r in third.refusals] == [("NV301", "attack")]
    assert third.refusals[0].explanation == REFUSALS["NV301"].sentence
    assert [(r.code, r.detail) for r in fourth.refusals] == [("NV207", "The neighbour; the music")]


def test_frames_tried_say_what_failed(found):
    (clause,) = [c for c in found.sentences[3].clauses if c.word == "condemned"]
    won = [frame for frame in clause.frames if frame.won]
    assert len(won) == 1
    assert won[0].failed == ()
    assert all(frame.failed or frame.score is not None for frame in clause.frames)
    assert clause.slots["subj"] == ("neighbour",)


def test_merges_places_and_dates_have_their_evidence(found):
    joined = [m for s in found.sentences for m in s.mentions if m.joined_to]
    assert joined
    assert all(m.margin is None or m.why for m in joined)
    (gao,) = [p for p in found.sentences[0].places if p.text == "Gao"]
    assert gao.accepted
    assert gao.of_events
    assert any(cue == "locative" and weight > 0 for cue, weight in gao.cues)
    (monday,) = [d for d in found.sentences[0].dates if d.text == "Monday"]
    assert (monday.rule, monday.basis) == ("weekday", "weekday")


def test_a_sentence_without_a_known_word_says_so(found):
    assert found.sentences[4].note == NOT_PARSED
    assert not found.sentences[4].clauses


def test_a_record_without_text_is_its_reject():
    assert isinstance(explain(record("")), Reject)


def test_it_is_one_screen_in_a_terminal_and_an_object_for_programs(found):
    written = io.StringIO()
    show(found, Console(file=written, width=100), sentence=None)
    shown = written.getvalue()
    assert "NV301 not told as real" in shown
    assert "merged" in shown
    assert len(shown.splitlines()) < 80
    one = json.loads(as_json(found, 3))
    assert [r["code"] for r in one["sentences"][0]["refusals"]] == ["NV301"]
    assert len(json.loads(as_json(found, None))["sentences"]) == len(found.sentences)


def test_a_sentence_that_is_not_there_is_told(found):
    with pytest.raises(UsageError, match="has 5 sentences"):
        chosen(found, 9)
