"""Loads the language model once per process and hides which pipeline it is.

The packaged pipeline is trained on Universal Dependencies. Any other spaCy pipeline may take its place: labels of
the ClearNLP scheme are mapped to UD here and nowhere else.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import spacy
from spacy.attrs import LANG, PREFIX, SUFFIX
from spacy.lang.en import English, EnglishDefaults
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from thinc.api import NumpyOps, set_current_ops

from transforms.parse.language.arrays import Reader, reader
from transforms.parse.language.tokens import lean, token_finder
from transforms.parse.language.wordclass import word_class

TAG_SEPARATOR = "_"
"""Between the UD and the Penn tag in the labels of the packaged tagger."""

UNSET = "newsbeam.unset.v1"
"""Registered name of tokenizers without rules."""
PACKAGED = Path(__file__).parent / "model"
COMMON_WORDS = "common_words.txt"
"""File of the packaged pipeline with the words whose lexemes are kept for good."""
ENOUGH_TEXT = 100_000
"""Characters from which on they are."""


def _prefix(text: str) -> str:
    return text[:3].lower()


def _suffix(text: str) -> str:
    return text[-3:].lower()


class NewsEnglishDefaults(EnglishDefaults):
    """English with affix features that do not depend on case, so that upper-case wires look like other text."""

    lex_attr_getters = {**EnglishDefaults.lex_attr_getters, PREFIX: _prefix, SUFFIX: _suffix}  # noqa: RUF012


@spacy.registry.tokenizers(UNSET)
def unset_tokenizer() -> Callable[[Language], Tokenizer]:
    """Return a maker of tokenizers without rules, which they get from the pipeline's file: English ones take long."""
    return _unset


def _unset(nlp: Language) -> Tokenizer:
    return Tokenizer(nlp.vocab)


@spacy.registry.languages("en_news")
class NewsEnglish(English):
    """The packaged pipeline's language class.

    Of the attributes that spaCy lets a model read from a word, only its language is otherwise the same for all; it
    holds the lists' class of the word here, for pipelines built to read it (``training/language/config.cfg``).
    """

    lang = "en_news"
    Defaults = NewsEnglishDefaults

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.vocab.lex_attr_getters[LANG] = word_class  # type: ignore[attr-defined]


class CommonWords:
    """The lexemes of the words on a pipeline's list, made once a process has seen enough text to be worth a second."""

    def __init__(self, nlp: Language, file: Path) -> None:
        self._nlp = nlp
        self._file: Path | None = file if file.is_file() else None
        self._seen = 0

    def count(self, characters: int) -> None:
        """Note how much text comes; to be called outside a memory zone, which would drop the lexemes at its end."""
        self._seen += characters
        if self._file is not None and self._seen > ENOUGH_TEXT:
            self._nlp.tokenizer(self._file.read_text(encoding="utf-8").replace("\n", " "))
            self._file = None


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
    common: CommonWords
    """What is known of frequent words for good."""
    arrays: Reader | None = None
    """Runs the pipeline without spaCy's documents, where that can be done."""


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
    nlp = spacy.load(name) if name else _packaged()
    if nlp.lang == NewsEnglish.lang:
        lean(nlp)
    for _, component in nlp.pipeline:
        trained = getattr(component, "model", None)  # rules such as spaCy's attribute ruler have none
        if trained is not None:
            for node in trained.walk():
                node.ops = ops
    return Model(
        nlp=nlp,
        name=name or "packaged",
        packaged=nlp.lang == NewsEnglish.lang,
        tokens=token_finder(nlp, english=nlp.lang == NewsEnglish.lang),
        tags=_tags(nlp) if nlp.lang == NewsEnglish.lang else {},
        relations=_relations(nlp),
        common=CommonWords(nlp, Path(name or PACKAGED) / COMMON_WORDS),
        arrays=reader(nlp) if nlp.lang == NewsEnglish.lang else None,
    )


def _packaged() -> Language:
    """Return the packaged pipeline; what its files hold was checked when it was packaged and is not checked again."""
    config = spacy.util.load_config(PACKAGED / "config.cfg")
    config["nlp"]["tokenizer"] = {"@tokenizers": UNSET}
    meta = msgspec.json.decode((PACKAGED / "meta.json").read_bytes())
    nlp = spacy.util.load_model_from_config(config, meta=meta, validate=False)
    lean(nlp)  # before the tokenizer's rules come, which make a thousand words
    return nlp.from_disk(PACKAGED)


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
