"""The marked acts that the second opinion learns from: places of words, no words, and the texts written for it."""

import gzip
import re

import pytest

from schemas.codes.ontology import event_types
from training.opinion.acts import FILE, Party, Place, stories
from training.opinion.texts import OWN, texts

STORY = (
    "# what it is for\n= gmb 7-10\n= pud-test 10-12\n"
    "10\t4-9\tACCUSE/REJECT?\t0-3 KEN GOV\t\n"
    "11\t0-6\tASSAULT\t-1:0-3,4-9 ? ?; . KEN MIL\t10-14 ? CVL\t2\n"
)


@pytest.fixture(scope="module")
def marked():
    return list(stories())


def spots(act):
    return [act.word, *(spot for party in (*act.actors, *act.recipients) for spot in party.places)]


def assert_offsets_lie_in(found, shared, source):
    for story in found:
        sentences = texts(shared, source)[story.first : story.last]
        assert len(sentences) == story.last - story.first
        for spot in (spot for act in story.acts for spot in spots(act)):
            assert 0 <= spot.sentence < len(sentences)
            words = sentences[spot.sentence][spot.start : spot.end]
            assert len(words) == spot.end - spot.start and words == words.strip()


def test_a_story_is_read_with_its_acts(tmp_path):
    path = tmp_path / "acts.tsv"
    path.write_text(STORY, encoding="utf-8")
    silent, told = stories(path)
    assert (silent.source, silent.first, silent.last, silent.acts) == ("gmb", 7, 10, ())
    first, second = told.acts
    assert told.name == "pud-test/10"
    assert (first.word, first.types, first.optional) == (Place(0, 4, 9), ("ACCUSE", "REJECT"), True)
    assert (first.actors, first.recipients, first.number) == ((Party((Place(0, 0, 3),), "KEN", "GOV"),), (), None)
    assert second.actors == (Party((Place(0, 0, 3), Place(1, 4, 9)), "", ""), Party((), "KEN", "MIL"))
    assert (second.optional, second.number) == (False, 2)


def test_acts_are_of_the_types_and_lie_in_their_stories(marked):
    assert sum(len(story.acts) for story in marked) > 38_000
    ends = {}
    for story in sorted(marked, key=lambda story: story.first):
        assert ends.get(story.source, 0) <= story.first < story.last
        ends[story.source] = story.last
        for act in story.acts:
            assert set(act.types) <= event_types().keys()
            assert all(spot.start < spot.end for spot in spots(act))
            assert 0 <= act.word.sentence < story.last - story.first


def test_the_file_has_no_words():
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line[0] not in "#="]
    assert all(not re.search("[a-z]", line) for line in lines)


def test_offsets_lie_in_the_sentences_of_our_own(marked, tmp_path):
    found = [story for story in marked if story.source == OWN]
    assert_offsets_lie_in(found, tmp_path, OWN)
    assert sum(story.last - story.first for story in found) == len(texts(tmp_path, OWN)) > 9_000


@pytest.mark.shared
def test_offsets_lie_in_the_sentences(marked, shared):
    for source in {story.source for story in marked}:
        assert_offsets_lie_in([story for story in marked if story.source == source], shared, source)


def test_sentences_of_a_treebank_are_its_lines_of_text(tmp_path):
    (tmp_path / "training").mkdir()
    with gzip.open(tmp_path / "training" / "some.conllu.gz", "wt", encoding="utf-8") as file:
        file.write("# sent_id = 1\n# text = It  rains.\n1\tIt\n\n# text = Nobody came.\n1\tNobody\n")
    assert texts(tmp_path, "some") == ["It rains.", "Nobody came."]
