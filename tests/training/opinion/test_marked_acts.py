"""The marked acts that the second opinion learns from: places of words, no words."""

import re

import pytest

from evaluation.annotated import BANK, bank, prose
from schemas.codes.ontology import event_types
from training.opinion.acts import FILE, Party, Place, stories

STORY = (
    "# what it is for\n= 7-10\n= 10-12\n"
    "10\t4-9\tACCUSE/REJECT?\t0-3 KEN GOV\t\n"
    "11\t0-6\tASSAULT\t-1:0-3,4-9 ? ?; . KEN MIL\t10-14 ? CVL\n"
)


@pytest.fixture(scope="module")
def marked():
    return list(stories())


def test_a_story_is_read_with_its_acts(tmp_path):
    path = tmp_path / "acts.tsv"
    path.write_text(STORY, encoding="utf-8")
    silent, told = stories(path)
    assert (silent.first, silent.last, silent.acts) == (7, 10, ())
    first, second = told.acts
    assert told.name == "acts/10"
    assert (first.word, first.types, first.optional) == (Place(0, 4, 9), ("ACCUSE", "REJECT"), True)
    assert (first.actors, first.recipients) == ((Party((Place(0, 0, 3),), "KEN", "GOV"),), ())
    assert second.actors == (Party((Place(0, 0, 3), Place(1, 4, 9)), "", ""), Party((), "KEN", "MIL"))
    assert not second.optional


def test_acts_are_of_the_types_and_lie_in_their_stories(marked):
    assert sum(len(story.acts) for story in marked) > 28_000
    end = 0
    for story in sorted(marked, key=lambda story: story.first):
        assert end <= story.first < story.last
        end = story.last
        for act in story.acts:
            assert set(act.types) <= event_types().keys()
            spots = [act.word, *(spot for party in (*act.actors, *act.recipients) for spot in party.places)]
            assert all(spot.start < spot.end for spot in spots)
            assert 0 <= act.word.sentence < story.last - story.first


def test_the_file_has_no_words():
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line[0] not in "#="]
    assert all(not re.search("[a-z]", line) for line in lines)


@pytest.mark.shared
def test_offsets_lie_in_the_sentences(marked, shared):
    sentences = bank(shared / "training" / BANK)
    for story in marked:
        texts = [prose(words) for words in sentences[story.first : story.last]]
        for act in story.acts:
            for spot in [act.word, *(spot for party in (*act.actors, *act.recipients) for spot in party.places)]:
                assert 0 <= spot.sentence < len(texts)
                words = texts[spot.sentence][spot.start : spot.end]
                assert len(words) == spot.end - spot.start and words == words.strip()
