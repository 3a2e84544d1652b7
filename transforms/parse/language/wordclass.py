"""Says which lists of names hold a word: what the model is shown of a name that its training never met.

A class is evidence and no decision: "Washington" is a town, a state and a surname, and the model weighs that against
the words around it. The class of a word depends on its letters alone, not on its case, except for abbreviations.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType

from transforms.parse.names import gazetteer
from transforms.words.classes import has
from transforms.world.names import given_names, surnames

NO_CLASS = "-"
"""Class of the words in no list."""

_HEADS = {"ORG": "O", "FAC": "F", "LOC": "L", "GPE": "P", "EVENT": "E"}
_LABELS = {"GPE": "p", "LOC": "l", "ORG": "o", "NORP": "n", "FAC": "f", "PERSON": "m"}


@functools.cache
def _classes() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the classes of words in lower case, and those of abbreviations as they are written."""
    plain: dict[str, set[str]] = {}
    exact: dict[str, str] = {}
    for word in given_names():
        plain.setdefault(word, set()).add("g")
    for word in surnames():
        plain.setdefault(word, set()).add("s")
    for word in gazetteer.titles():
        plain.setdefault(word, set()).add("t")
    for word, label in gazetteer.head_words().items():
        plain.setdefault(word, set()).add(_HEADS.get(label, "O"))
    for name in gazetteer.cities():
        if name.isalpha():
            plain.setdefault(name, set()).add("c")
    for word, label, as_written in gazetteer.single_words():
        if as_written:
            exact[word] = _LABELS.get(label, "o")
        else:
            plain.setdefault(word, set()).add(_LABELS.get(label, "o"))
    return MappingProxyType({w: "".join(sorted(c)) for w, c in plain.items()}), MappingProxyType(exact)


def word_class(word: str) -> str:
    """Return the letters of the lists that hold a word, ``NO_CLASS`` where none does.

    g given name, s surname, t title, c town, p country or state, l region, o organisation, n people, m person;
    capital letters for words that end a name: O organisation, F facility, L landscape, P administrative place.
    """
    plain, exact = _classes()
    if has(word, "ordinary_word"):
        return NO_CLASS
    return exact.get(word) or plain.get(word.lower(), NO_CLASS)
