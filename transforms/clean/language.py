"""Language of a body, asked for strong evidence before English is denied."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SAMPLE = 1500
"""Characters looked at: more do not change the answer."""
ENOUGH_LETTERS = 60
"""Letters below which a text in Latin script is not called anything but English."""
SURE = 0.8
"""Probability of the other language needed to call a text not English."""

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[a-z]+")
_FUNCTION_WORDS = frozenset(
    "the of and to in that was for on with by from at his her their has had have were been said which who after an is "
    "are it its be as this not but or they he she".split()
)


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(text: str) -> tuple[str, float, bool]:
    """Return ISO 639-1 code, probability, and whether the text is surely not English.

    Capitals are lowered first: the model takes them for other languages. ``und`` for a text without letters.
    """
    sample = text[:SAMPLE].lower()
    letters = len(_LETTER.findall(sample))
    if not letters:
        return "und", 0.0, False
    language, score = _identifier().classify(sample)
    score = round(float(score), 4)
    if language == "en":
        return language, score, False
    words = _WORD.findall(sample)
    latin = sum(map(len, words)) > 0.5 * letters
    english_words = sum(word in _FUNCTION_WORDS for word in words)
    if latin and (letters < ENOUGH_LETTERS or score < SURE or english_words > 0.15 * len(words)):
        return "en", round(1 - score, 4), False
    return language, score, True
