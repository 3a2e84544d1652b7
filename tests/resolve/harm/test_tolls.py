"""Tolls: one figure told again, words for some beside a number, totals of wars, numerals of several words."""

import pytest

from transforms.parse.annotate import annotate
from transforms.parse.language.model import load
from transforms.resolve.harm.clauses import find_harm
from transforms.resolve.harm.tally import tally


@pytest.fixture(scope="module")
def toll():
    """Return a function from a text to the toll of all the harm in it."""
    try:
        model = load()
    except OSError as problem:
        pytest.skip(f"needs the packaged language model: {problem}")

    def run(text):
        (document,) = annotate([text], model)
        return tally(document, find_harm(document))

    return run


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        # a sentence that runs into its own headline
        ("Six men were killed in a raid on Gao on Friday Six men were killed in a raid on Gao on Friday.", 6, 6),
        ("Nine guards were shot dead in Lima on Sunday Nine guards were shot dead in Lima on Sunday.", 9, 9),
        # a word for some beside a number told elsewhere
        ("Dozens of villagers were killed. At least 58 villagers were killed, a doctor said.", 58, None),
        ("The blast killed five guards. It killed several guards, a witness said.", 5, 5),
        # numerals of several words
        ("At least half a million citizens have been killed.", 500_000, None),
        ("Half a dozen farmers were killed near Gao on Monday.", 6, 6),
        ("Hundreds of thousands of civilians have been killed.", 200_000, 999_999),
        ("Tens of thousands of farmers were killed.", 20_000, 99_999),
    ],
)
def test_what_the_tellings_agree_on_is_the_toll(toll, text, low, high):
    found = toll(text)
    assert (found.killed_low, found.killed_high) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "A number of citizens were injured in a rocket attack.",
        "At least 175 members of the group were killed and many more were wounded in the offensives near Homs.",
        "The jets carried out four raids at dawn on a hospital in Idlib.",
        "The planes carried out two strikes on a clinic.",
    ],
)
def test_whom_no_number_counts_is_not_counted(toll, text):
    found = toll(text)
    assert (found.wounded_low, found.wounded_high) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "The region fears more after the assassinations of senior Hamas and Hezbollah leaders.",
        "The killing of young Hutu and Tutsi farmers went on.",
    ],
)
def test_two_names_before_a_plural_tell_a_kind_and_no_number(toll, text):
    found = toll(text)
    assert (found.killed_low, found.killed_high) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "An estimated 400,000 people have been killed in a brutal six-year conflict.",
        "At least 5,000 citizens have already been killed because of this war.",
        "Thousands of people have been killed in the renewed violence.",
        "Two hundred farmers were killed in years of conflict.",
    ],
)
def test_the_dead_of_a_war_are_a_total(toll, text):
    assert toll(text).cumulative


@pytest.mark.parametrize(
    "text",
    [
        "Twelve people were killed in violence in Gao on Monday.",
        "Rebels killed four soldiers in the war zone on Tuesday.",
    ],
)
def test_the_dead_of_a_day_are_no_total(toll, text):
    assert not toll(text).cumulative


def test_both_of_those_left_dead_are_counted(toll):
    found = toll("A clash near Gao has left one French soldier and seven rebels dead.")
    assert (found.killed_low, found.killed_high) == (8, 8)


def test_many_more_are_not_as_many_as_those_before(toll):
    found = toll("About 60 students have been killed and many more injured in clashes in Gao.")
    assert (found.killed_low, found.wounded_low) == (60, None)


def test_two_who_were_shot_and_whose_bodies_were_found_are_dead(toll):
    found = toll("The pair had been shot and their bodies dumped near the road to Gao.")
    assert (found.killed_low, found.wounded_low) == (2, None)
