"""Who is of other states than the one that is told beside him: foreigners; a state's allies, partners, neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from transforms.extract.actors.lexicon.words import Word
from transforms.words.classes import word_class

OWNERS = frozenset({"its", "their", "our"})
"""Pronouns for a state as the owner of somebody."""
FIRST = frozenset({"the", "a", "an", "his", "her", "some", "many", "two"})
"""Words that have a capital only because they begin a sentence."""


def of_many_states(words: Sequence[Word]) -> bool:
    """Return whether a phrase is that of people of other states than the article's, or of many.

    A word such as "foreign" makes it so ("foreign leaders", not "foreign minister"), and so does the state whose allies
    or partners they are: "Peru's neighbours", "their trading partners".
    """
    many, home = word_class("of_many_states"), word_class("home_office")
    folded = [*(word.fold for word in words), ""]
    return any(word in many and after not in home for word, after in pairwise(folded)) or beside_state(words)


def beside_state(words: Sequence[Word]) -> bool:
    """Return whether a phrase is that of those who stand to a state as "ally" or "neighbour" do: they are not of it.

    "Washington's ally", "its partners", "West African neighbours", "a rival of Peru"; not "Ms Berg's neighbours".
    """
    end = next((place for place, word in enumerate(words) if place and word.fold in word_class("phrase_break")), None)
    core = words[:end]
    if not core or core[-1].fold not in word_class("relational_noun"):
        return False
    if any(_named(word) or word.fold in OWNERS for word in core[:-1]):
        return not any(word.fold in word_class("place_title") for word in core)
    after = words[len(core) : len(core) + 2]
    return len(after) == 2 and after[0].fold == "of" and _named(after[1])


def are_states(words: Sequence[Word]) -> bool:
    """Return whether the core of a phrase names neighbours that are states: "Peru's neighbours", "its neighbours"."""
    if not words or words[-1].fold not in word_class("neighbour_noun") or not beside_state(words):
        return False
    return any(_named(word) or word.fold == "its" for word in words[:-1])


def _named(word: Word) -> bool:
    return word.surface[:1].isupper() and word.fold not in FIRST
