"""Tokens found stretch by stretch are the tokenizer's."""

import pytest
from spacy.attrs import IDX, LENGTH
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokenizer import Tokenizer

from transforms.parse.language.model import load
from transforms.parse.language.tokens import token_finder

TEXTS = (
    "",
    "   ",
    "\"We can't go,\" she said -- it's 5 p.m. (U.S. time).",
    "A so-called cease-fire,\tsigned\n\nat  dawn; $5m was paid.",
    "See http://example.org/a_b?c=d%20e for more... :) !!",
    "x" * 500 + " \x00 \ufffd",
)


def expected(text: str, nlp: Language) -> list[tuple[int, int]]:
    """Return what the tokenizer says of the whole text."""
    rows = nlp.tokenizer(text).to_array([IDX, LENGTH]).tolist() if text else []
    return [(start, length) for start, length in rows if not text[start : start + length].isspace()]


@pytest.mark.parametrize("text", TEXTS)
def test_same_tokens(text: str) -> None:
    """Looking at each stretch once changes nothing."""
    model = load()
    assert model.tokens(text) == expected(text, model.nlp)
    assert model.tokens(text) == expected(text, model.nlp)


def test_special_case_with_a_space() -> None:
    """A pipeline whose special cases hold a space is given the whole text."""
    nlp = English()
    assert isinstance(nlp.tokenizer, Tokenizer)
    nlp.tokenizer.add_special_case("New York", [{"ORTH": "New York"}])
    text = "In New York today"
    assert token_finder(nlp)(text) == expected(text, nlp)


def test_the_last_stop_of_a_lower_case_abbreviation_belongs_to_it(model):
    text = "the u.s. army left, the u.n. said."
    words = [text[start : start + length] for start, length in model.tokens(text)]
    assert words == ["the", "u.s.", "army", "left", ",", "the", "u.n.", "said", "."]


def test_plain_words_are_cut_as_the_rules_of_english_cut_them(model):
    words = [
        "Mali",
        "UN",
        "iPhoneX",
        "id",
        "Im",
        "cannot",
        "Gen",
        "Sen",
        "vs",
        "a",
        "B",
        "am",
        "pm",
        "U",
        "xD",
        "Co",
        "co",
    ]
    words += [form for form in model.nlp.tokenizer.rules if form.isalpha()][::7]
    for word in words:
        for mark in ("", ",", ".", ";", ":", "!", "?", "..", ".,"):
            assert model.tokens(word + mark) == expected(word + mark, model.nlp), word + mark
