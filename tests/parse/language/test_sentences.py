"""Paragraphs, sentences and stray full stops."""

import itertools
import time

import pytest

from transforms.parse.language.sentences import LONGEST_SENTENCE, split


def parts(text):
    return [text[s.start : s.end] for s in split(text)[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells hit the port. Two men died.", ["Shells hit the port.", "Two men died."]),
        ("Gen. Amara met Dr. Lee. They agreed.", ["Gen. Amara met Dr. Lee.", "They agreed."]),
        ("The U.S. Army left. It was late.", ["The U.S. Army left.", "It was late."]),
        ("He lives in the U.S. The army paid.", ["He lives in the U.S.", "The army paid."]),
        ("It fell on Jan. 5 at 6 p.m. local time.", ["It fell on Jan. 5 at 6 p.m. local time."]),
        ("J. K. Okoro spoke. We left.", ["J. K. Okoro spoke.", "We left."]),
        ('"Leave now!" he shouted. Nobody moved.', ['"Leave now!" he shouted.', "Nobody moved."]),
        ("“We stay.” She smiled.", ["“We stay.”", "She smiled."]),
        ("He paused ... then ran. It ended.", ["He paused ... then ran.", "It ended."]),
        ("Acme Inc. sold it. Acme Inc. The end.", ["Acme Inc. sold it.", "Acme Inc.", "The end."]),
        ("Convoy No. 7 was hit. None died.", ["Convoy No. 7 was hit.", "None died."]),
        ("They reached Baghdad.The road was open.", ["They reached Baghdad.", "The road was open."]),
        ("GEN. RUIZ DIED. THE ARMY DENIED IT.", ["GEN. RUIZ DIED.", "THE ARMY DENIED IT."]),
    ],
)
def test_boundaries(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("The minister told reporters. at the palace that talks failed. He left.", [27]),
        ("They met in the Senate. Thursday. Then they left.", [22]),
        ('"It was clear," he said. Barzo at a hearing in the capital. It ended.', [23]),
        ("The General of the Navy. The Army, Paul Barzo, blamed nobody. It ended.", [23]),
    ],
)
def test_stops_of_machine_translation_are_joined_and_reported(text, stray):
    paragraphs, sentences, broken = split(text)
    assert list(broken) == stray
    assert len(paragraphs) == 1
    assert len(sentences) == 2
    assert all(text[offset] == "." for offset in broken)


def test_text_that_starts_sentences_in_lower_case_is_still_split():
    text = "rebels took the bridge. the army left. nobody was hurt in the village."
    assert len(parts(text)) == 3
    assert split(text)[2] == ()


def test_paragraphs_and_lists():
    text = "Headline without a stop\n\nFirst sentence. Second one.\n- an item\n- another"
    paragraphs, sentences, _ = split(text)
    assert [text[p.start : p.end][:8] for p in paragraphs] == ["Headline", "First se"]
    assert [text[s.start : s.end] for s in sentences] == [
        "Headline without a stop",
        "First sentence.",
        "Second one.",
        "- an item",
        "- another",
    ]


@pytest.mark.parametrize(
    "text", ["", " \n\n\t ", "...", "?!?!", "\x00", "\ud800.\udfff X", "a" * 50_000, ". " * 20_000]
)
def test_odd_text_is_covered_in_order(text):
    paragraphs, sentences, _ = split(text)
    covered = "".join(text[s.start : s.end] for s in sentences)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in itertools.pairwise(sentences))
    assert all(s.end - s.start <= LONGEST_SENTENCE for s in sentences)
    assert bool(paragraphs) == bool(text.strip())


def test_cost_is_linear():
    started = time.process_time()
    split("word " * 200_000)
    split("a.b." * 200_000)
    split("said. McKenzie " * 60_000)
    assert time.process_time() - started < 8


@pytest.mark.shared
def test_scores_on_treebank_text(shared):
    from training.language.evaluate_sentences import report

    scores = {name: values["f1"] for name, values in report(shared / "training").items()}
    assert scores["pud news"] >= 0.99
    assert scores["gum news"] >= 0.985
    assert scores["pud news, stray stops"] >= 0.95
    assert scores["pud news, lower-case starts"] >= 0.93


def test_a_day_with_a_full_stop_before_its_month_ends_no_sentence():
    text = "The army attacked on 3. January near Taiz. It sold 3. January was slow."
    _, sentences, broken = split(text)
    assert [text[s.start : s.end] for s in sentences] == [
        "The army attacked on 3. January near Taiz.",
        "It sold 3.",
        "January was slow.",
    ]
    assert broken == (text.index(". January"),)
