"""Whom "the two", "both men" and "they" are: the parties last told together, or to deal with each other."""

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
    told = consulting(code, "Norway's king thanked Ghana's president. Two men held talks in a bar.")
    assert all(countries == [None] for countries in told)


def test_without_two_before_nobody_is_meant(code):
    assert not consulting(code, "The two sides discussed fishing.")


def test_the_two_are_those_between_whom_talks_are(code):
    told = consulting(
        code, "Talks between Norway's king and Ghana's president opened on Monday. The two later held talks on fishing."
    )
    assert ["NOR", "GHA"] in told


def sides(code, text, kind):
    """Return the country of the actors and recipients of the last event of a type."""
    (events,) = code(text)
    found = [e for e in events if e.event_type == kind][-1]
    return [p.country for p in found.actors], [p.country for p in found.recipients]


@pytest.mark.parametrize("later", ["Both men were charged with fraud.", "Prosecutors charged the two with fraud."])
def test_the_two_to_whom_something_is_done_are_those_told_by_their_number(code, later):
    assert sides(code, f"Guards in Lima held two Danish bankers on Friday. {later}", "ACCUSE")[1] == ["DNK"]


@pytest.mark.parametrize("both", ["both", "both men", "the pair", "the two"])
def test_the_two_are_the_last_list_of_two(code, both):
    text = f"Kenyan police held Danish sailor Ole Lund and Swedish teacher Per Ek, and accused {both} of spying."
    assert sides(code, text, "ACCUSE")[1] == ["DNK", "SWE"]


@pytest.mark.parametrize("two", ["The two countries", "Both nations", "The two neighbours"])
def test_two_countries_are_the_two_last_named_together(code, two):
    text = (
        "Chad and Niger opened a bridge on Monday. Trade had been slow. Niger delayed it because the Chadian army was "
        f"at the river. Engineers from Togo came. {two} agreed to hold talks on fishing."
    )
    assert sides(code, text, "AGREE")[0] == ["NER", "TCD"]


def test_an_attacker_is_not_one_of_two_who_are_held(code):
    text = "A Danish soldier shot a Swedish guard on Monday. The two were arrested."
    (events,) = code(text)
    held = [e for e in events if e.event_type == "COERCE"]
    assert all({p.country for p in e.recipients} != {"DNK", "SWE"} for e in held)


def test_they_are_the_subjects_before(code):
    text = "French Minister Ana Roux and German Minister Ida Berg came to Oslo on Friday. They denounced Libya."
    assert sides(code, text, "ACCUSE")[0] == ["FRA", "DEU"]


def test_a_possessive_is_told_by_the_words_it_stands_for_in_its_sentence(code):
    (events,) = code("The Chadian rebels say their talks with the Norwegian envoy have failed.")
    assert ["The Chadian rebels"] in [[p.text for p in e.actors] for e in events]


def test_what_is_its_own_is_nobody_it_is_done_to(code):
    (events,) = code("Chad's rebels laid down their weapons on Monday.")
    assert [r for e in events for r in e.recipients] == []
