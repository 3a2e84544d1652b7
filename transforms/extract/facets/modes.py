"""Modes from words of means and manner (``words/acts/modes.tsv``)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from schemas.codes.ontology import modes
from schemas.document import Sentence
from transforms.words.classes import word_table

SCOPED = frozenset({"ASSAULT", "MOBILIZE", "CONSULT", "PROTEST"})
"""Types whose mode may be read off the words of the clause where the frame gives none."""


@cache
def mode_words() -> dict[str, tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]]:
    """Return, by type, the modes in order of precedence with their words and phrases."""
    found: dict[str, list[tuple[str, tuple[tuple[str, ...], ...]]]] = {}
    table = word_table("modes")
    for index, row in enumerate(table.rows):
        event_type, mode = row["type"], row["mode"]
        if (event_type, mode) not in modes():
            raise table.error(index, f"no mode {mode!r} of {event_type}")
        found.setdefault(event_type, []).append((mode, tuple(tuple(w.split()) for w in row["words"].split(", "))))
    return {key: tuple(value) for key, value in found.items()}


def mode_of(event_type: str, sentence: Sentence, tokens: Iterable[int]) -> str | None:
    """Return the mode that the words at ``tokens`` say, None if they say none."""
    if event_type not in SCOPED:
        return None
    words = [sentence.words[t].lower() for t in sorted(tokens)]
    present = set(words)
    for mode, phrases in mode_words().get(event_type, ()):
        for phrase in phrases:
            if phrase[0] not in present:
                continue
            if len(phrase) == 1:
                return mode
            length = len(phrase)
            if any(tuple(words[i : i + length]) == phrase for i in range(len(words) - length + 1)):
                return mode
    return None
