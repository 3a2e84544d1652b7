"""Words as the actor tables compare them: lower case, no accents, full stops or apostrophes, hyphens as spaces."""

from __future__ import annotations

import re
import string
import unicodedata
from functools import lru_cache

import msgspec

_SPECIAL = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e"}
)
_DROPPED = re.compile(r"['’‘`´ʼʻ.\"“”]")
_PIECES = re.compile(r"([^\s\-‐‑‒–—/_,;:()\[\]!?&]+|&)")


SHORT = 40
"""Characters up to which the words of a text are kept: sentences are cut token by token."""


class Word(msgspec.Struct, frozen=True):
    """A folded word and the place of its surface in the sequence or text it was cut from."""

    fold: str
    surface: str
    start: int
    end: int
    index: int = 0
    """Of the token it is part of."""
    fresh: bool = False
    """A comma, bracket, full stop or line break stands before it: no name goes on across that."""


def fold(text: str) -> str:
    """Return ``text`` lower-cased, without accents, apostrophes and full stops; hyphens become spaces."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return " ".join(text.lower().split())
    return " ".join(filter(None, map(fold_word, _PIECES.findall(text))))


@lru_cache(maxsize=10_000)
def fold_word(word: str) -> str:
    """Return one word folded; a possessive ending is dropped."""
    if word.isascii() and word.isalnum():
        return word.lower()
    low = unicodedata.normalize("NFKD", word.replace("’", "'")).lower()
    low = "".join(c for c in low if not unicodedata.combining(c)).translate(_SPECIAL)
    if low.endswith("'s"):
        low = low[:-2]
    return _DROPPED.sub("", low)


def cut(text: str, index: int = 0, offset: int = 0) -> list[Word]:
    """Return the folded words of ``text`` with their offsets; pieces without letters or digits are left out."""
    found = _kept(text) if len(text) <= SHORT else _cut(text)
    if not index and not offset:
        return list(found)
    return [Word(w.fold, w.surface, offset + w.start, offset + w.end, index, w.fresh) for w in found]


@lru_cache(maxsize=10_000)
def _kept(text: str) -> list[Word]:
    return _cut(text)


def _cut(text: str) -> list[Word]:
    words: list[Word] = []
    before, skipped, end = "", "", 0
    parts = _PIECES.split(text)  # in turns what stands between pieces, and a piece
    for between, surface in zip(parts[::2], parts[1::2], strict=False):
        start = end + len(between)
        end = start + len(surface)
        low = surface.lower() if surface.isascii() and surface.isalnum() else fold_word(surface)
        if not low:
            skipped += between + surface
            continue
        gap, skipped = skipped + between, ""
        fresh = before != "" and (
            (before[-1] == "." and _stops(before, surface)) or (gap != " " and not _BREAKS.isdisjoint(gap))
        )
        words.append(Word(low, surface, start, end, 0, fresh))
        before = surface
    return words


_NO_UPPER = str.maketrans("", "", string.ascii_uppercase)
_NO_LOWER = str.maketrans("", "", string.ascii_lowercase)
_BREAKS = frozenset(",;:()[]!?\n")


def _stops(surface: str, following: str) -> bool:
    """Return whether a word ends a sentence: a full stop that is not that of an abbreviation, a capital after it."""
    return surface[-1] == "." and len(surface) > LONGEST_TITLE and "." not in surface[:-1] and following[0].isupper()


LONGEST_TITLE = 5
"""Letters, full stop included, up to which a word with a full stop may be an abbreviation ("Gen.", "Capt.")."""


CAPITAL_EVERY = 200
"""Small letters to which a text that tells names by capitals has at least one capital.

An ordinary sentence has one at its beginning at least; a line set before an article that lost its capitals has two.
"""


def is_cased(text: str) -> bool:
    """Return whether a text tells names by capitals: it has letters of both cases in usual proportion."""
    sample = text[:4000]
    if sample.isascii():
        upper, lower = len(sample) - len(sample.translate(_NO_UPPER)), len(sample) - len(sample.translate(_NO_LOWER))
    else:
        upper, lower = sum(map(str.isupper, sample)), sum(map(str.islower, sample))
    return lower > upper > 0 and CAPITAL_EVERY * upper > lower
