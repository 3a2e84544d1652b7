"""Quantities of people as news writes them: digits, words, bounds and vague counts, each as a range.

Bounds are inclusive. ``None`` as the upper bound means that the text sets none ("at least 12"), as the lower
bound that it sets none ("up to 20"). Vague counts follow the powers of the word: dozens 24-99, scores 40-99,
hundreds 200-999, thousands 2,000-9,999; several and a few 3-9, a handful 3-5, a couple 2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

import msgspec
from text_to_num import text2num

from transforms.words.classes import word_class, word_phrases, word_values


class Quantity(msgspec.Struct, frozen=True):
    """A number of people, and how many tokens said it."""

    low: int | None
    high: int | None
    length: int = 0


DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "k": 1_000, "m": 1_000_000}
WORDS = word_class("number_word")


@cache
def vague_numbers() -> Mapping[str, tuple[int, int]]:
    """Return the least and the most that a vague number word may mean."""
    bounds = ((word, value.partition("-")) for word, value in word_values("vague_number").items())
    return {word: (int(low), int(high)) for word, (low, _, high) in bounds}


NONE = frozenset({"no", "none", "nobody", "neither"})
ONE = frozenset({"a", "an", "another", "one"})
MORE, UNDER = word_phrases("more_than"), word_phrases("fewer_than")
AT_LEAST, AT_MOST = word_phrases("at_least"), word_phrases("at_most")
NEARLY, ABOUT = word_phrases("nearly"), word_phrases("about")
POWERS = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
AFTER_ARTICLE = frozenset({*POWERS, "few", "couple", "handful", "pair", "trio"})
MULTIPLE = {"double": 2, "triple": 3, "quadruple": 4}
"""Words for how many a shooting hit or a homicide killed."""
MAX_PEOPLE = 2_000_000_000
"""A larger number is no count of people (and does not fit the column)."""


def cardinal(words: Sequence[str]) -> tuple[float, int] | None:
    """Return the value of the cardinal that starts at ``words[0]`` and the number of tokens it takes."""
    first = words[0].lower() if words else ""
    used = 1
    if DIGITS.fullmatch(first):
        value = float(first.replace(",", ""))
    elif first in ("dozen", "score"):
        return (12 if first == "dozen" else 20), 1
    else:
        parts = word_numeral([w.lower() for w in words[:9]])
        if not parts:
            return None
        value, used = parts
    while used < len(words) and (scale := SCALES.get(words[used].lower())):
        value, used = value * scale, used + 1
    if used < len(words) and words[used].lower() in ("dozen", "score"):
        value, used = value * (12 if words[used].lower() == "dozen" else 20), used + 1
    return value, used


def word_numeral(words: Sequence[str]) -> tuple[float, int] | None:
    """Return value and length of a numeral in words ("two hundred and fifty", "twenty-two", "half a dozen")."""
    if words[:2] == ["half", "a"] and words[2:3] and words[2] in POWERS:
        return POWERS[words[2]] / 2, 3
    used = 0
    for i, word in enumerate(words):
        if word == "-" and 0 < i < len(words) - 1 and words[i + 1] in WORDS:
            continue
        if all(part in WORDS for part in word.split("-")):
            used = i + 1
        elif not (word == "and" and 0 < i < len(words) - 1 and words[i - 1] in SCALES and words[i + 1] in WORDS):
            break
    while used:
        text = " ".join(w for w in words[:used] if w != "-").replace("-", " ")
        try:
            return float(text2num(text, "en")), used
        except ValueError:
            used -= 1
    return None


def starts_with(words: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> int:
    """Return the length of the phrase that ``words`` start with, or 0."""
    first = words[0].lower() if words else ""
    return next((len(p) for p in phrases if p[:1] == (first,) and tuple(w.lower() for w in words[: len(p)]) == p), 0)


def quantity(words: Sequence[str]) -> Quantity | None:
    """Return the quantity that ``words`` start with, bounds and vague counts included; None if they start otherwise."""
    for phrases, bound in (
        (MORE, "more"),
        (AT_LEAST, "least"),
        (AT_MOST, "most"),
        (UNDER, "under"),
        (NEARLY, "nearly"),
        (ABOUT, "about"),
    ):
        if skip := starts_with(words, phrases):
            inner = plain_quantity(words[skip:])
            if inner is None or inner.low is None:
                continue
            return bounded(inner, bound, skip)
    return plain_quantity(words)


def bounded(inner: Quantity, bound: str, skip: int) -> Quantity:
    """Apply a bound ("at least", "up to", ...) to a quantity."""
    low, high, length = inner.low, inner.high, inner.length + skip
    if bound == "more":
        return Quantity((low or 0) + 1 if low == high else low, None, length)
    if bound == "least":
        return Quantity(low, None, length)
    if bound == "most":
        return Quantity(None, high, length)
    if bound == "under":
        return Quantity(None, max(0, (high or 1) - 1), length)
    return Quantity(low, high, length)


def plain_quantity(words: Sequence[str]) -> Quantity | None:
    """Return a quantity without a bound: a cardinal, a range of two, a vague count, an article."""
    if not words:
        return None
    first = words[0].lower()
    after_article = first == "a" and len(words) > 1 and words[1].lower() in AFTER_ARTICLE
    skip = 1 if after_article else 0
    word = words[skip].lower()
    if after_article and word in POWERS:
        return Quantity(POWERS[word], POWERS[word], 2)
    if found := vague_count([w.lower() for w in words[skip : skip + 3]]):
        return Quantity(found.low, found.high, found.length + skip)
    if word in NONE:
        return Quantity(0, 0, 1)
    if DIGITS.fullmatch(word) or word.split("-")[0] in WORDS or word in ("half", "dozen", "score"):
        return cardinal_or_range(words)
    return Quantity(1, 1, 1) if word in ONE else None


def vague_count(words: Sequence[str]) -> Quantity | None:
    """Return the range of a vague count at the start of up to three lower-case words ("several hundred")."""
    if words[0] in ("tens", "hundreds") and words[1:2] == ["of"] and words[2:] in (["thousands"], ["millions"]):
        scale = (10 if words[0] == "tens" else 100) * (1_000 if words[2] == "thousands" else 1_000_000)
        return Quantity(2 * scale, 10 * scale - 1, 3)
    if words[0] not in vague_numbers():
        return None
    low, high = vague_numbers()[words[0]]
    factor = POWERS.get(words[1], 1) if len(words) > 1 else 1
    if factor == 1:
        return Quantity(low, high, 1)
    return Quantity(low * factor, (high + 1) * factor - 1, 2)


def cardinal_or_range(words: Sequence[str]) -> Quantity | None:
    """Return a cardinal or a range of two ("five to 10"); None where it cannot count people."""
    first = cardinal(words)
    if first is None or not is_count(first[0]):
        return None
    value, used = int(first[0]), first[1]
    if used + 1 < len(words) and words[used].lower() in ("to", "-", "–", "or"):
        second = cardinal(words[used + 1 :])
        if second and is_count(second[0]) and second[0] > value:
            return Quantity(value, int(second[0]), used + 1 + second[1])
    return Quantity(value, value, used)


def is_count(value: float) -> bool:
    """Tell whether a number can count people: whole and not beyond the column."""
    return 0 <= value <= MAX_PEOPLE and value == int(value)


def add(parts: Sequence[Quantity]) -> Quantity:
    """Return the sum of quantities; an open bound stays open."""
    lows = [part.low for part in parts]
    highs = [part.high for part in parts]
    low = sum(value or 0 for value in lows) if any(value is not None for value in lows) else None
    high = None if any(value is None for value in highs) else sum(value or 0 for value in highs)
    return Quantity(low, high)
