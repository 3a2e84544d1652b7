"""What an article as a whole is about: one decision, with the words that it rests on.

Politics and conflict are what the coder looks for; an article is of another domain where its words are many and clearly
outweigh those of state, politics and conflict. What the article is about decides for every sentence of it, so that a
single word ("goal", "market") decides nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from transforms.words.classes import word_class

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
PUBLIC = "topic_public"
TOPICS = (
    "topic_sport", "topic_business", "topic_culture", "topic_technology", "topic_science", "topic_accident",
    "topic_private",
)  # fmt: skip
LEAST = 5
"""Different words that make a domain."""
OUTWEIGHS = 1.5
"""How many times the words of state, politics and conflict those of a domain must be."""
REPEATS = 3
"""How often a word counts at most: a name used in every sentence is no more evidence than that."""
SHOWN = 6
"""Words of the evidence that a refusal names."""


class Topic(NamedTuple):
    """A domain other than politics and conflict, empty where there is none, and its words, the most frequent first."""

    name: str = ""
    words: tuple[str, ...] = ()

    @property
    def evidence(self) -> str:
        """The domain with its most frequent words."""
        return f"{self.name}: {', '.join(self.words[:SHOWN])}"


NONE = Topic()


def topic_of(text: str) -> Topic:
    """Return what other domain than politics and conflict a text is about."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*TOPICS, PUBLIC)}
    owners = _owners()
    for word, times in Counter(WORD.findall(text.lower())).items():
        for form in _singulars(word):
            if form in owners:
                for index in owners[form]:
                    counts[(*TOPICS, PUBLIC)[index]][form] += times
                break
    best = max(TOPICS, key=lambda name: _weight(counts[name]))  # the first of equals
    found = counts[best]
    if len(found) < LEAST or _weight(found) < OUTWEIGHS * _weight(counts[PUBLIC]):
        return NONE
    return Topic(best.removeprefix("topic_"), tuple(sorted(found, key=lambda word: (-found[word], word))))


def _weight(words: Counter[str]) -> int:
    return sum(min(count, REPEATS) for count in words.values())


def _singulars(word: str) -> tuple[str, ...]:
    """Return a word and what it may be the plural of."""
    if word.endswith("ies"):
        return word, f"{word[:-3]}y", word[:-1]
    return (word, word[:-1]) if word.endswith("s") else (word,)


@cache
def _owners() -> dict[str, tuple[int, ...]]:
    """Return the positions of the topics that a word tells of, by word."""
    found: dict[str, list[int]] = {}
    for index, name in enumerate((*TOPICS, PUBLIC)):
        for word in word_class(name):
            found.setdefault(word, []).append(index)
    return {word: tuple(indices) for word, indices in found.items()}
