"""Combines the model's names with those of word lists."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.document import NamedSpan, Sentence


def named(sentence: Sentence, spans: Sequence[tuple[int, int, str]], text: str) -> list[NamedSpan]:
    """Return (first, last, label) token spans of a sentence as named spans of its text."""
    found = []
    for first, last, label in spans:
        start, end = sentence.starts[first], sentence.ends[last - 1]
        found.append(
            NamedSpan(
                sentence=sentence.index, first=first, last=last, start=start, end=end, text=text[start:end], label=label
            )
        )
    return found
