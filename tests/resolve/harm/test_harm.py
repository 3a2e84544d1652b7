from pathlib import Path

import pytest

from transforms.parse.annotate import annotate
from transforms.parse.language.model import load
from transforms.resolve.harm.clauses import find_harm
from transforms.resolve.harm.tally import tally

PAGE = Path(__file__).parents[3] / "docs" / "harm.md"


def examples():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [tuple(row) for row in rows[2:]]


def bound(cell):
    return None if cell in ("-", "") else int(cell)


def harm(*sentences):
    (document,) = annotate(["\n\n".join(sentences)], load())
    return document, find_harm(document)


@pytest.mark.parametrize(("sentence", "kind", "low", "high", "words"), examples())
def test_page_of_examples(sentence, kind, low, high, words):
    document, found = harm(sentence)
    rows = [(m.harm, m.low, m.high, document.text[m.start : m.end]) for m in found]
    if kind == "none":
        assert rows == []
    else:
        assert (kind, bound(low), bound(high), words) in rows


def test_part_of_a_total_adds_nothing():
    document, found = harm("Gunmen killed at least 12 people, including three children.")
    assert [m.part_of for m in found] == [None, 0]
    assert tally(document, found).killed_low == 12


def test_death_toll_is_cumulative_and_does_not_count_for_the_event():
    document, found = harm("The bomb killed two guards.", "It brought the death toll to 41.")
    toll = tally(document, found)
    assert (toll.killed_low, toll.killed_high, toll.cumulative) == (2, 2, False)
    (only,) = [m for m in found if m.cumulative]
    assert tally(document, [only]).cumulative


def test_the_same_victims_named_twice_count_once():
    document, found = harm("Gunmen killed Amina Kessler on Friday.", "Kessler was killed outside her home.")
    assert tally(document, found).killed_low == 1


def test_two_named_victims_in_two_sentences_are_two():
    document, found = harm("Gunmen killed Amina Kessler on Friday.", "Gunmen also killed Yusuf Demir.")
    assert tally(document, found).killed_low == 2


def test_disagreeing_figures_give_a_range():
    document, found = harm("The strike killed 12 people.", "A doctor said 15 people were killed.")
    toll = tally(document, found)
    assert toll.killed_low == 12
    assert toll.killed_high == 15


def test_text_without_people_has_no_harm():
    assert harm("The ministry published its budget.")[1] == ()


def test_one_person_under_several_words_of_harm_is_one():
    toll = tally(*harm("A bystander was shot and wounded near the market.", "The victim was taken to a hospital."))
    assert (toll.wounded_low, toll.wounded_high, toll.killed_low) == (1, 1, None)


def test_who_later_died_is_not_wounded():
    toll = tally(
        *harm(
            "A 23-year-old man was shot on Elm Street.",
            "Police said Jorge Ruiz was shot while he sat in a car.",
            "Ruiz was taken to a hospital, where he died.",
        )
    )
    assert (toll.killed_low, toll.killed_high, toll.wounded_low) == (1, 1, None)


def test_ages_between_commas_count_nobody():
    toll = tally(*harm("Dana Webb, 41, and Owen Burke, 35, were taken to the hospital with injuries."))
    assert (toll.wounded_low, toll.wounded_high) == (2, 2)


def test_another_victim_is_somebody_else():
    toll = tally(
        *harm(
            "One man was shot and critically wounded.",
            "A second victim was found four blocks away with a gunshot wound to the arm.",
        )
    )
    assert (toll.wounded_low, toll.wounded_high) == (2, 2)


def test_a_plural_that_sums_up_adds_nobody():
    toll = tally(*harm("Farid Amini was killed along with Samir Haddad in the house.", "Both were shot several times."))
    assert (toll.killed_low, toll.wounded_low) == (2, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "The man threatened to kill his neighbor.",
        "The bullet could have killed the driver.",
        "The trooper's car was shot at near the bridge.",
        "Shooting suspect Carl Dorn surrendered on Monday.",
        "They do not shoot just anyone.",
    ],
)
def test_harm_that_did_not_happen_counts_nobody(sentence):
    toll = tally(*harm(sentence))
    assert not toll.killed_low
    assert not toll.wounded_low


@pytest.mark.parametrize(
    ("sentence", "killed", "wounded"),
    [
        ("Man shot, killed in Eastfield", 1, None),
        ("Search for gunman after man shot inside restaurant", None, 1),
        ("The court ruled on the fatal shooting of a man in Eastfield.", 1, None),
        ("The court ruled on the non-fatal shooting of a man in Eastfield.", None, 1),
        ("Police are investigating a double homicide.", 2, None),
        ("Neighbors spoke of a deadly shooting on Monday.", 1, None),
        ("The suspect shot the customer and both men fled from the scene.", None, 1),
        ("Officers found a 27-year-old man shot in the leg.", None, 1),
        ("They found a man suffering from gunshot wounds to the head.", None, 1),
        ("The boy accidentally shot himself in the foot.", None, 1),
        ("A stray bullet hit a customer in the calf.", None, 1),
        ("The guard fired a round, striking the teen.", None, 1),
        ("The gunman then took his own life.", 1, None),
        ("Webb was later pronounced deceased.", 1, None),
        ("No officers or anyone else at the store was injured.", None, 0),
        ("A man was taken to University Hospital to be treated for his injuries.", None, 1),
    ],
)
def test_ways_of_saying_harm(sentence, killed, wounded):
    toll = tally(*harm(sentence))
    assert (toll.killed_low, toll.wounded_low) == (killed, wounded)


def test_a_fatal_shooting_tells_that_who_was_shot_is_dead():
    toll = tally(*harm("Police named the victim of a deadly shooting.", "Karim Aziz, 35, was found shot in the chest."))
    assert (toll.killed_low, toll.wounded_low) == (1, None)


def test_of_those_hit_in_a_double_shooting_who_died_is_not_wounded():
    toll = tally(
        *harm(
            "Police are looking into a double shooting.",
            "Two people were wounded at a motel.",
            "The 19-year-old victim died at a hospital.",
        )
    )
    assert (toll.killed_low, toll.wounded_low) == (1, 1)


def test_of_those_who_were_shot_the_dead_are_not_wounded():
    for text in ("Three shot, one dead in Riverton", "Three people were shot, one of them fatally, in Riverton."):
        toll = tally(*harm(text))
        assert (toll.killed_low, toll.wounded_low, toll.wounded_high) == (1, 2, 2)


def test_figures_since_a_distant_event_are_cumulative():
    text = "Since the 2012 rampage at the school, at least 500 kids under the age of 12 have been killed from gunshots."
    _, found = harm(text)
    assert [m.cumulative for m in found if m.low == 500] == [True]
