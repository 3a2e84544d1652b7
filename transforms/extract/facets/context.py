"""The 37 PLOVER contexts, from words of the sentence, of those beside it and of the article.

The words stand in ``words/acts/contexts.tsv``. A word of the sentence itself weighs most; the article as a whole
decides between contexts of the same weight.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, cached_property

import ahocorasick

from schemas.codes.ontology import contexts
from transforms.words.classes import word_table

OWN, BESIDE = 3, 1
"""What a word of the event's sentence, and one of a sentence beside it, counts."""
MOST = 3
"""Contexts of an event."""
OF_MODE = {
    ("COERCE", "cyber"): "cyber",
    ("COERCE", "misinformation"): "misinformation",
    ("ASSAULT", "unconventional"): "cbrn",
}
"""Contexts that PLOVER 2.0 adds to a mode by itself."""


@cache
def automaton() -> ahocorasick.Automaton:
    """Return the matcher of all context words."""
    machine = ahocorasick.Automaton()
    owners: dict[str, list[str]] = {}
    table = word_table("contexts")
    for index, row in enumerate(table.rows):
        if row["context"] not in contexts():
            raise table.error(index, f"no context {row['context']!r}")
        for word in row["words"].split(", "):
            owners.setdefault(word, []).append(row["context"])
    for word, names in owners.items():
        machine.add_word(word, (len(word), tuple(names)))
    machine.make_automaton()
    return machine


class ContextHits(list[tuple[int, tuple[str, ...]]]):
    """(offset, contexts) of every context word of an article, in text order."""

    @cached_property
    def counts(self) -> Counter[str]:
        """How many words of each context the article has."""
        return Counter(name for _, names in self for name in names)

    def between(self, start: int, end: int) -> Counter[str]:
        """Return how many words of each context stand from one offset to another."""
        low, high = bisect.bisect_left(self, (start,)), bisect.bisect_left(self, (end,))
        return Counter(name for _, names in self[low:high] for name in names)


def _offset(hit: tuple[int, tuple[str, ...]]) -> int:
    return hit[0]


def context_hits(text: str) -> ContextHits:
    """Return every context word that stands as a word in ``text``."""
    low = text.lower()
    if len(low) != len(text):
        low = re.sub(r"İ", "i", text).lower()
    found = ContextHits()
    for end, (length, names) in automaton().iter(low):
        start = end - length + 1
        if (start and low[start - 1].isalnum()) or (end + 1 < len(low) and low[end + 1].isalnum()):
            continue
        found.append((start, names))
    found.sort(key=_offset)
    return found


def contexts_of(
    hits: ContextHits, spans: Sequence[tuple[int, int]], event_type: str, mode: str | None
) -> tuple[str, ...]:
    """Return the contexts of an event, the surest first, ``MOST`` at most.

    ``spans``: the text of its sentence first, then that of the sentences beside it.
    """
    surest = [OF_MODE[event_type, mode]] if mode and (event_type, mode) in OF_MODE else []
    weights: Counter[str] = Counter()
    for position, (start, end) in enumerate(spans):
        for name, words in hits.between(start, end).items():
            weights[name] += words * (BESIDE if position else OWN)
    whole = hits.counts
    ranked = sorted(weights, key=lambda name: (-weights[name], -whole[name], name))
    return tuple(dict.fromkeys([*surest, *ranked]))[:MOST]
