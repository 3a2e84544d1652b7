"""Loads the language model once per process and hides which pipeline it is.

The packaged pipeline is trained on Universal Dependencies. Any other spaCy pipeline may take its place: labels of
the ClearNLP scheme are mapped to UD here and nowhere else.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.attrs import LANG, PREFIX, SUFFIX
from spacy.lang.en import English, EnglishDefaults
from spacy.language import Language
from thinc.api import NumpyOps, set_current_ops

from transforms.parse.language.tokens import lean, token_finder
from transforms.parse.language.wordclass import word_class

TAG_SEPARATOR = "_"
"""Between the UD and the Penn tag in the labels of the packaged tagger."""

PACKAGED = Path(__file__).parent / "model"
COMMON_WORDS = "common_words.txt"
"""File of the packaged pipeline with the words whose lexemes are made at loading and kept for good."""


def _prefix(text: str) -> str:
    return text[:3].lower()


def _suffix(text: str) -> str:
    return text[-3:].lower()


class NewsEnglishDefaults(EnglishDefaults):
    """English with affix features that do not depend on case, so that upper-case wires look like other text."""

    lex_attr_getters = {**EnglishDefaults.lex_attr_getters, PREFIX: _prefix, SUFFIX: _suffix}  # noqa: RUF012


@spacy.registry.languages("en_news")
class NewsEnglish(English):
    """The packaged pipeline's language class.

    Of the attributes that spaCy lets a model read from a word, only its language is otherwise the same for all; it
    holds the lists' class of the word here, for pipelines built to read it (``training/config.cfg``).
    """

    lang = "en_news"
    Defaults = NewsEnglishDefaults

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.vocab.lex_attr_getters[LANG] = word_class  # type: ignore[attr-defined]


@dataclass(frozen=True, eq=False)
class Model:
    """A loaded pipeline."""

    nlp: Language
    name: str
    packaged: bool
    """True for pipelines of ours: UD relations, combined tags, trained on lower-cased text for upper-case input."""
    tokens: Callable[[str], list[tuple[int, int]]]
    """Start and length of the tokens of a text."""
    tags: Mapping[int, tuple[str, str]]
    """Number of a tag to its UD and Penn tag."""
    relations: Mapping[int, str]
    """Number of a relation to its name."""


def fast_ops() -> NumpyOps:
    """Return thinc's CPU operators on numpy's BLAS, 1.3 to 3.5 times faster than the blis wheel where measured."""
    return NumpyOps(use_blis=False)


@functools.cache
def load(name: str | None = None) -> Model:
    """Return the pipeline ``name`` (None: the packaged one), loaded once per process.

    Raises ``OSError`` where no such pipeline is installed.
    """
    ops = fast_ops()
    set_current_ops(ops)
    path = name or str(PACKAGED)
    nlp = spacy.load(path)
    if nlp.lang == NewsEnglish.lang:
        lean(nlp)
    for _, component in nlp.pipeline:
        if hasattr(component, "model"):
            for node in component.model.walk():
                node.ops = ops
    common = Path(path) / COMMON_WORDS
    if common.is_file():
        nlp.tokenizer(common.read_text(encoding="utf-8").replace("\n", " "))
    return Model(
        nlp=nlp,
        name=name or "packaged",
        packaged=nlp.lang == NewsEnglish.lang,
        tokens=token_finder(nlp),
        tags=_tags(nlp) if nlp.lang == NewsEnglish.lang else {},
        relations=_relations(nlp),
    )


def _tags(nlp: Language) -> dict[int, tuple[str, str]]:
    """Return the two halves of every label of the packaged tagger."""
    table = {0: ("X", "FW")}
    for label in nlp.get_pipe("tagger").labels:  # type: ignore[attr-defined]
        upos, _, xpos = label.partition(TAG_SEPARATOR)
        table[nlp.vocab.strings[label]] = (upos, xpos)
    return table


def _relations(nlp: Language) -> dict[int, str]:
    """Return every relation of the parser by number, the root's as UD writes it."""
    table = {0: "dep"}
    if "parser" in nlp.pipe_names:
        for label in nlp.get_pipe("parser").labels:  # type: ignore[attr-defined]
            name = label.split("||")[0]
            table[nlp.vocab.strings[name]] = "root" if name == "ROOT" else name
    return table | {nlp.vocab.strings["ROOT"]: "root", nlp.vocab.strings["dep"]: "dep"}
