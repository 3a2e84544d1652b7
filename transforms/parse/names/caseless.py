"""Names in text without case: bodies of state that capitals would mark, and callings before a person's name."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.document import Sentence
from transforms.parse.names import gazetteer
from transforms.parse.names.gazetteer import TokenSpan
from transforms.words.classes import word_class, word_phrases

CALLINGS = word_class("calling_before_name")
"""Words for people that stand before a person's name, and in names of bodies too."""
DAYS = frozenset("today yesterday tomorrow tonight".split())
"""Words that no name ends in."""
ORDINARY = frozenset({"car"})
"""Abbreviations of countries that in capitals are ordinary words."""
SHORT = 3
"""Letters of a small word up to which it is no town: "van", "bar"."""
_BEFORE_PLACES = word_class("before_place")
_BODIES = frozenset("army navy".split())
_BODY_PAIRS = word_phrases("body_of_state")


def small_places(sentence: Sentence) -> list[TokenSpan]:
    """Return the towns, countries and states that cased text writes small: "flights to auckland are full"."""
    return [
        (i, i + 1, "GPE")
        for i, word in enumerate(sentence.words)
        if i
        and word.islower()
        and sentence.xpos[i] == "NNP"
        and sentence.low[i - 1] in _BEFORE_PLACES
        and len(word) > SHORT
        and gazetteer.is_place(word)
    ]


def institutions(sentence: Sentence, known: Mapping[tuple[int, int], str]) -> list[TokenSpan]:
    """Return the bodies of state that cased text would write with capitals: "ARMED FORCES", "THE SALVADORAN ARMY"."""
    words = sentence.low
    found: list[TokenSpan] = []
    for i, word in enumerate(words):
        first = i if word in _BODIES else i - 1 if i and (words[i - 1], word) in _BODY_PAIRS else -1
        if first >= 0:
            found.append((first - (known.get((first - 1, first)) == "NORP"), i + 1, "ORG"))
    return found


def without_calling(
    sentence: Sentence, known: Mapping[tuple[int, int], str], first: int, last: int, *, cased: bool
) -> tuple[int, int]:
    """Return a person's name without the people or, in text without case, the calling before it and a day after it."""
    words = sentence.low
    while last - first > 2 and (known.get((first, first + 1)) == "NORP" or (not cased and words[first] in CALLINGS)):
        first += 1
    while last - first > 1 and words[last - 1] in DAYS:
        last -= 1
    return first, last
