"""Dictionary forms: a table of exceptions before regular endings, keyed by word class."""

from __future__ import annotations

import functools
from importlib import resources

from transforms.words.classes import word_list, word_values

_VOWELS = frozenset("aeiou")
_KEEP_DOUBLE = frozenset("lszf")


def regular(form: str, kind: str) -> str:
    """Return the lemma that the regular endings give; ``kind`` is N, V or A, the form in lower case."""
    if kind == "N":
        return _without_s(form)
    if kind == "V":
        if form.endswith("ing") and len(form) > 4:
            return _stem(form[:-3])
        if form.endswith("ied") and len(form) > 4:
            return form[:-3] + "y"
        if form.endswith("ed") and len(form) > 3:
            return _stem(form[:-2])
        return _without_s(form)
    for ending in ("est", "er"):
        if form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form[: -len(ending)]
            return stem[:-1] + "y" if stem.endswith("i") else _stem(stem)
    return form


def _without_s(form: str) -> str:
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    if form.endswith(("ses", "xes", "zes", "ches", "shes")) and len(form) > 4:
        return (
            form[:-1]
            if form.endswith(("ases", "ises", "oses", "uses", "nses", "rses", "izes", "aches"))
            and not form.endswith("sses")
            else form[:-2]
        )
    if form.endswith("s") and not form.endswith(("ss", "us", "is")) and len(form) > 2:
        return form[:-1]
    return form


_SILENT_E = tuple(word_list("stem_with_e"))
"""Ends of stems that lost an ``e`` before their ending."""


def _stem(stem: str) -> str:
    """Give a stem back the ``e`` or take the doubled consonant that its ending changed."""
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS and stem[-1] not in _KEEP_DOUBLE:
        return stem[:-1]
    if stem.endswith(_SILENT_E):
        return stem + "e"
    return stem


@functools.cache
def exceptions() -> dict[tuple[str, str], str]:
    """Return (form, kind) to lemma for the forms that the regular endings get wrong."""
    file = resources.files("transforms.parse.language") / "lemmas.tsv"
    if not file.is_file():
        return {}
    table = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            form, kind, lemma = line.split("\t")
            table[form, kind] = lemma
    return table


KINDS = {
    "NNS": "N",
    "NN": "",
    "VBD": "V",
    "VBN": "V",
    "VBG": "V",
    "VBZ": "V",
    "VB": "",
    "VBP": "V",
    "JJR": "A",
    "JJS": "A",
    "RBR": "A",
    "RBS": "A",
    "MD": "V",
}
_FIXED = {
    **dict.fromkeys(("'m", "’m", "'re", "’re"), "be"),
    **dict.fromkeys(("'ve", "’ve"), "have"),
    **dict.fromkeys(("'ll", "’ll"), "will"),
    **dict.fromkeys(("n't", "n’t"), "not"),
    **word_values("fixed_lemma"),
}


@functools.lru_cache(maxsize=65536)
def lemma(word: str, upos: str, xpos: str) -> str:
    """Return the lemma of a word as tagged: lower case, except that proper nouns keep their form."""
    if upos == "PROPN":
        return word
    form = word.lower()
    if upos in {"AUX", "VERB"}:
        if form in ("'s", "’s"):
            return "be"
        if form in ("'d", "’d"):
            return "would" if xpos == "MD" else "have"
        if form == "ca" and xpos == "MD":
            return "can"
        if form == "wo" and xpos == "MD":
            return "will"
    if form in _FIXED and upos in ("PRON", "PART", "AUX", "DET", "VERB"):
        return "her" if form == "her" and xpos == "PRP$" else _FIXED[form]
    kind = KINDS.get(xpos, "")
    if not kind:
        return form
    found = exceptions().get((form, kind))
    if found is not None:
        return found
    if xpos in ("MD", "VBP"):
        return form
    return regular(form, kind)
