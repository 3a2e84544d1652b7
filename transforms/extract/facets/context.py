"""The 37 PLOVER contexts, from words of the paragraph and the whole article (``words/acts/contexts.tsv``)."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from functools import cache, cached_property

import ahocorasick

from schemas.ontology import contexts
from transforms.words.classes import word_table

ARTICLE_SHARE = 3
"""Hits in the article that make a context hold for every event of it."""
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
    def frequent(self) -> frozenset[str]:
        """The contexts of which the article has many words."""
        counts = Counter(name for _, names in self for name in names)
        return frozenset(name for name, count in counts.items() if count >= ARTICLE_SHARE)

    def between(self, start: int, end: int) -> set[str]:
        """Return the contexts of the words from one offset to another."""
        low, high = bisect.bisect_left(self, start, key=_offset), bisect.bisect_left(self, end, key=_offset)
        return {name for _, names in self[low:high] for name in names}


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


def contexts_of(hits: ContextHits, start: int, end: int, event_type: str, mode: str | None) -> tuple[str, ...]:
    """Return the contexts of an event whose paragraph is ``start`` to ``end``, sorted."""
    near = hits.between(start, end)
    wide = near & hits.frequent
    extra = OF_MODE.get((event_type, mode or ""))
    return tuple(sorted(near | wide | ({extra} if extra else set())))
