"""What an article as a whole is about: one decision, with the words that it rests on.

Politics and conflict are what the coder looks for; an article is of another domain where its words are many and clearly
outweigh those of state, politics and conflict. What the article is about decides for every sentence of it, so that a
single word ("goal", "market") decides nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache, lru_cache
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
KEPT = 2
"""Texts whose topics are kept."""
REMEMBERED = 50_000
"""Words whose topics are kept."""
SHOWN = 6
"""Words of the evidence that a refusal names."""


class Topic(NamedTuple):
    """A domain other than politics and conflict, empty where there is none, and its words, the most frequent first."""

    name: str = ""
    words: tuple[str, ...] = ()
    lean: float = 0.0
    """Log odds of the words of the best other domain against those of state, politics and conflict."""

    @property
    def evidence(self) -> str:
        """The domain with its most frequent words."""
        return f"{self.name}: {', '.join(self.words[:SHOWN])}"


NONE = Topic()


@lru_cache(maxsize=KEPT)
def topic_of(text: str) -> Topic:
    """Return what other domain than politics and conflict a text is about; kept, since many mentions of it ask."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*TOPICS, PUBLIC)}
    readings = _readings()
    for word, times in Counter(WORD.findall(text.lower())).items():
        form, topics = readings[word]
        for name in topics:
            counts[name][form] += times
    best = max(TOPICS, key=lambda name: _weight(counts[name]))  # the first of equals
    found, public = counts[best], _weight(counts[PUBLIC])
    lean = round(math.log((_weight(found) + 1) / (public + 1)), 4)
    if len(found) < LEAST or _weight(found) < OUTWEIGHS * public:
        return Topic(lean=lean)
    return Topic(best.removeprefix("topic_"), tuple(sorted(found, key=lambda word: (-found[word], word))), lean)


def _weight(words: Counter[str]) -> int:
    return sum(min(count, REPEATS) for count in words.values())


def _singulars(word: str) -> tuple[str, ...]:
    """Return a word and what it may be the plural of."""
    if word.endswith("ies"):
        return word, f"{word[:-3]}y", word[:-1]
    return (word, word[:-1]) if word.endswith("s") else (word,)


class _Readings(dict[str, tuple[str, tuple[str, ...]]]):
    """By word, the form of it that tells of topics, and these."""

    def __init__(self) -> None:
        super().__init__()
        owners: dict[str, list[str]] = {}
        for name in (*TOPICS, PUBLIC):
            for word in word_class(name):
                owners.setdefault(word, []).append(name)
        self._owners = {word: tuple(names) for word, names in owners.items()}

    def __missing__(self, word: str) -> tuple[str, tuple[str, ...]]:
        """Look for the forms of a word and keep what is found."""
        if len(self) >= REMEMBERED:
            self.clear()
        form = next((form for form in _singulars(word) if form in self._owners), word)
        found = self[word] = form, self._owners.get(form, ())
        return found


@cache
def _readings() -> _Readings:
    return _Readings()
