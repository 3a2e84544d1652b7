"""How two tellings are worded."""

import pytest

from transforms.extract.merge.telling import telling
from transforms.extract.merge.wording import before_noun, counted, hit, linked, overlap, part, tense


@pytest.fixture
def told(coded):
    """What the mentions of one type in a text tell, one by one, in text order."""

    def tell(text, event_type):
        (found,) = coded(text)
        drafts = [d for group in found.mentions for d in group if d.type == event_type]
        return [telling([draft]) for draft in sorted(drafts, key=lambda draft: draft.key)]

    return tell


def test_what_stands_before_those_hit_is_told(told):
    first, second = told("Gunmen killed two farmers in Jos. The farmers were shot at night.", "ASSAULT")
    assert (before_noun(hit(first)), before_noun(hit(second))) == ("number", "the")
    assert (counted(hit(first)), counted(hit(second))) == ({"two"}, set())


def test_tense_is_the_form_with_its_auxiliaries(told):
    first, second = told("Gunmen killed two farmers in Jos. The farmers had been shot at night.", "ASSAULT")
    assert (tense(first.drafts[0]), tense(second.drafts[0])) == ("VBD", "VBN had been")


def test_two_acts_of_one_sentence_hang_together_by_a_way(told):
    first, second = told("The mayor condemned the raid and criticised the police.", "ACCUSE")
    assert "way |conj" in set(linked(first, second, "words"))
    assert "between and" in set(linked(first, second, "words"))


def test_acts_of_two_sentences_have_no_way(told):
    first, second = told("The mayor condemned the raid. The bishop condemned the raid.", "ACCUSE")
    assert list(linked(first, second, "words")) == []


def test_who_tells_again_tells_a_part():
    assert part(["soldier", "farmer"], ["farmer"]) == "part"
    assert part(["farmer"], ["soldier", "farmer"]) == "more"
    assert part([], ["farmer"]) == "untold told"
    assert overlap({"a"}, {"a", "b"}) == "same"
    assert overlap(set(), {"a"}) == "untold"
