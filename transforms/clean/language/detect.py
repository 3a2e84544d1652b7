"""Language of a body, asked for strong evidence before English is denied."""

from __future__ import annotations

import re
import string

from transforms.clean.language.identifier import identifier
from transforms.words.classes import word_class

SAMPLE, LARGE_SAMPLE = 1000, 6000
"""Characters looked at, and those looked at where the first answer is not clear."""
CLEAR = 0.95
FEW_LETTERS, ENOUGH_LETTERS = 30, 60
"""A text in Latin script with fewer letters is always called English. Up to enough of them, another
language must be clear and no word of English alone may stand there: 1 of 3,984 English headlines was called French."""
SURE = 0.8
"""Probability of the other language needed from enough letters on."""
MIXED = 0.15
"""Share of English function words among the words from which a text is English with foreign names or quotations."""

LONG_PARAGRAPH = 12
"""Words of a paragraph that is asked for its language."""
OWN_SHARE = 0.25
"""Share of English letters from which a text that begins in English is English, whatever stands beside it."""

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[a-z]+")
_FUNCTION_WORDS = word_class("english_function_word")
_SHARED_WORDS = word_class("shared_function_word")
"""Function words that are words of a neighbouring language too."""


def detect_language(text: str) -> tuple[str, float, bool]:
    """Return ISO 639-1 code, probability, and whether the text is surely not English.

    Capitals are lowered first: the model takes them for other languages. ``und`` for a text without letters.
    """
    sample = text[:SAMPLE].lower()
    language, score = _classify(sample)
    if score < CLEAR and len(text) > SAMPLE:
        sample = text[:LARGE_SAMPLE].lower()
        language, score = _classify(sample)
    letters = _letters(sample)
    if not letters:
        return "und", 0.0, False
    if language == "en":
        return language, score, False
    words = _WORD.findall(sample)
    if sum(map(len, words)) > 0.5 * letters:
        english = sum(word in _FUNCTION_WORDS for word in words)
        shared = sum(word in _SHARED_WORDS for word in words)
        enough = letters >= ENOUGH_LETTERS
        sure = score >= (SURE if enough else CLEAR) and (english <= MIXED * len(words) if enough else english == shared)
        if letters < FEW_LETTERS or not sure:
            return "en", round(1 - score, 4), False
    share = _english_share(text)
    return ("en", share, False) if share else (language, score, True)


def _english_share(text: str) -> float:
    """Return the share of English letters in a story whose first long paragraph is English; 0 for any other text.

    Pages put teasers in the language of their other readers beside a report.
    """
    english = total = 0
    begun = False
    for paragraph in text[:LARGE_SAMPLE].split("\n"):
        words = _WORD.findall(paragraph.lower())
        if len(words) < LONG_PARAGRAPH:
            continue
        functions = sum(word in _FUNCTION_WORDS for word in words)
        plainly = functions > MIXED * len(words) and _classify(paragraph.lower())[0] == "en"
        if not begun and not plainly:
            return 0.0
        begun = True
        total += len(paragraph)
        english += len(paragraph) if plainly else 0
    share = english / total if total else 0.0
    return round(share, 4) if share >= OWN_SHARE else 0.0


def _classify(lowered: str) -> tuple[str, float]:
    """Return language and probability of a text in lower case."""
    language, score = identifier().classify(lowered)
    return language, round(float(score), 4)


_NO_LETTERS = str.maketrans("", "", string.ascii_lowercase)


def _letters(lowered: str) -> int:
    """Return the number of letters of a text in lower case."""
    if lowered.isascii():
        return len(lowered) - len(lowered.translate(_NO_LETTERS))
    return len(_LETTER.findall(lowered))
