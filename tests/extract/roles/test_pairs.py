"""Whom "the two" are: the parties last told to deal with each other."""

import pytest


def consulting(code, text):
    (events,) = code(text)
    return [[p.country for p in e.actors] for e in events if e.event_type == "CONSULT"]


@pytest.mark.parametrize(
    "later",
    [
        "The two discussed a treaty on Friday.",
        "On Friday the two sides held talks on fishing.",
        "Both leaders held talks on fishing on Friday.",
    ],
)
def test_the_two_are_those_told_before(code, later):
    told = consulting(code, f"Norway's king thanked Ghana's president on Monday. {later}")
    assert ["NOR", "GHA"] in told


def test_the_two_are_the_two_subjects_of_a_clause(code):
    told = consulting(code, "The king of Spain and the president of Peru signed a treaty. The two then held talks.")
    assert [len(actors) for actors in told] == [2]


def test_two_people_who_were_not_told_before_are_nobody_else(code):
    assert not consulting(code, "Norway's king thanked Ghana's president. Two men held talks in a bar.")


def test_without_two_before_nobody_is_meant(code):
    assert not consulting(code, "The two sides discussed fishing.")


def test_the_two_are_those_between_whom_talks_are(code):
    told = consulting(
        code, "Talks between Norway's king and Ghana's president opened on Monday. The two later held talks on fishing."
    )
    assert ["NOR", "GHA"] in told
