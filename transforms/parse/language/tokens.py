"""Splits text into tokens with a pipeline's tokenizer, each stretch between white space once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from spacy.attrs import IDX, IS_SPACE, LANG, LENGTH, LOWER, NORM, PREFIX, SHAPE, SUFFIX
from spacy.language import Language

_LETTERS = re.compile(r"(?:[a-z]\.){2,}")
"""An abbreviation in lower case, whose last full stop English tokenizers take for the sentence's: "u.s."."""
REMEMBERED = 50_000
"""Stretches whose tokens are kept."""
READ = frozenset({LOWER, NORM, SHAPE, PREFIX, SUFFIX, IS_SPACE, LANG})
"""Attributes of words that a pipeline of ours reads."""
LONGEST = 40
"""Longer stretches are web addresses and the like, not worth keeping."""
_PLAIN = re.compile(r"([A-Za-z]+)([,;:!?]|(?:(?<=[A-Z]{2})|(?<=[A-Za-z][a-z]))\.)?")
"""A word of letters, with at most a mark after it that English rules cut off; they look at stops after initials."""


def lean(nlp: Language) -> None:
    """Leave out the attributes that no component of ours reads: they are most of the cost of a new word."""
    vocabulary: Any = nlp.vocab
    for attribute in vocabulary.lex_attr_getters.keys() - READ:
        del vocabulary.lex_attr_getters[attribute]


def token_finder(nlp: Language, *, english: bool = False) -> Callable[[str], list[tuple[int, int]]]:
    """Return a function that gives the (start, length) of a text's tokens, white space left out.

    A tokenizer looks at one stretch between white space at a time unless it has special cases with a space.
    ``english``: it has the rules of spaCy's English, by which most stretches need no look at the rules.
    """
    tokenizer: Any = nlp.tokenizer
    cases: Mapping[str, Any] = tokenizer.rules if english else {}
    if any(len(form.split()) > 1 for form in getattr(tokenizer, "rules", {"unknown rules": ()})):

        def whole(text: str) -> list[tuple[int, int]]:
            rows = tokenizer(text).to_array([IDX, LENGTH]).tolist()
            return [(start, length) for start, length in rows if not text[start : start + length].isspace()]

        return whole

    def cut(chunk: str) -> tuple[tuple[int, int], ...]:
        plain = _PLAIN.fullmatch(chunk) if english else None
        if plain is not None and chunk not in cases and plain[1] not in cases:
            length = len(plain[1])
            return ((0, length), (length, 1)) if plain[2] else ((0, length),)
        parts = [(start, length) for start, length in tokenizer(chunk).to_array([IDX, LENGTH]).tolist()]
        letters = _LETTERS.match(chunk)
        if letters and parts[:2] == [(0, letters.end() - 1), (letters.end() - 1, 1)]:
            parts[:2] = [(0, letters.end())]
        return tuple(parts)

    kept = _Kept(cut)

    def by_chunk(text: str) -> list[tuple[int, int]]:
        rows: list[tuple[int, int]] = []
        add, index = rows.append, text.index
        at = 0
        for chunk in text.split():
            at = index(chunk, at)
            for start, length in kept[chunk]:
                add((at + start, length))
            at += len(chunk)
        return rows

    return by_chunk


class _Kept(dict[str, tuple[tuple[int, int], ...]]):
    """The tokens of stretches of text, cut when they are first asked for."""

    def __init__(self, cut: Callable[[str], tuple[tuple[int, int], ...]]) -> None:
        super().__init__()
        self._cut = cut

    def __missing__(self, chunk: str) -> tuple[tuple[int, int], ...]:
        """Cut a stretch and keep its tokens."""
        found = self._cut(chunk)
        if len(chunk) <= LONGEST:
            if len(self) >= REMEMBERED:
                self.clear()
            self[chunk] = found
        return found
