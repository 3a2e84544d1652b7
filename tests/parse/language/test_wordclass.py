"""What the model is shown of a word besides its letters."""

import pytest
from spacy.attrs import LANG

from transforms.parse.language.model import NewsEnglish
from transforms.parse.language.wordclass import NO_CLASS, word_class


@pytest.mark.parametrize(
    ("word", "letters"),
    [
        ("Fatima", "g"),
        ("Baghdad", "c"),
        ("MINISTRY", "O"),
        ("colonel", "t"),
        ("Kenyan", "n"),
        ("Kenya", "p"),
        ("Hezbollah", "o"),
        ("NATO", "o"),
        ("river", "L"),
    ],
)
def test_lists_give_a_class(word, letters):
    assert set(letters) <= set(word_class(word))


@pytest.mark.parametrize("word", ["", "table", "us", ",", "\ud800", "x" * 10000])
def test_other_words_have_none(word):
    assert word_class(word) == NO_CLASS


def test_the_class_depends_on_case_only_for_abbreviations():
    assert word_class("fatima") == word_class("FATIMA")
    assert word_class("US") != word_class("us")


def test_the_model_reads_it():
    nlp = NewsEnglish()
    doc = nlp.make_doc("Fatima ate")
    assert [nlp.vocab.strings[int(v)] for v in doc.to_array([LANG])] == [word_class("Fatima"), NO_CLASS]
