"""English as data: words with features, and tables of words, in the folders beside this module.

A feature is a line ``name = word, word``, goes on in lines that begin with a space, and may take in another feature's
words as ``@name``; ``# `` begins a comment. Frames use the same features as classes (``obj=@weapon``). In a user's file
``name = ...`` replaces a feature or makes a new one, ``name += ...`` adds words to it, ``name -= ...`` takes words out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache

from transforms.tables import DataError, Table, data_files, packaged_table

FEATURE = re.compile(r"([a-z][a-z0-9_]*) (\+?=|-=) ?(.*)")
BUILT_IN = frozenset({"party", "place", "event", "clause", "name", "plural", "directive"})
"""Classes of frames that the engine decides from the annotation; ``place`` asks the words as well."""

Declaration = tuple[str, str, str, tuple[str, ...], int]
"""File, feature, sign, words, line."""


def declarations(name: str, text: str) -> list[Declaration]:
    """Return the features that a text declares; ``DataError`` for a line that is none or a word that stands twice."""
    found: list[tuple[str, str, list[str], int]] = []
    before = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace():
            if not found:
                raise DataError(name, number, "a line that goes on with nothing before it")
            if not before.endswith((",", "=")):
                raise DataError(name, number, "a line that goes on after one without a comma at its end")
            part = line
        else:
            match = FEATURE.fullmatch(line.rstrip())
            if match is None:
                raise DataError(name, number, f"no feature: {line.strip()[:60]!r}; write NAME = WORD, WORD")
            found.append((match[1], match[2], [], number))
            part = match[3]
        words = found[-1][2]
        for word in filter(None, (piece.strip() for piece in part.split(","))):
            if word in words:
                raise DataError(name, number, f"{word!r} stands twice in {found[-1][0]!r}")
            words.append(word)
        before = line.rstrip()
    return [(name, feature, sign, tuple(words), line) for feature, sign, words, line in found]


def resolve_features(declared: Iterable[Declaration]) -> dict[str, tuple[str, ...]]:
    """Return the words of each feature, other features taken in; ``DataError`` names the line at fault."""
    parts: dict[str, list[tuple[Declaration, str]]] = {}
    for entry in declared:
        name, feature, sign, words, line = entry
        if sign != "=" and feature not in parts:
            raise DataError(name, line, f"no feature {feature!r} to change; there are {', '.join(sorted(parts))}")
        kept = [] if sign == "=" else parts[feature]
        if sign == "-=":
            for word in words:
                if all(word != other for _, other in kept):
                    raise DataError(name, line, f"{word!r} is not in {feature!r}")
            parts[feature] = [(origin, word) for origin, word in kept if word not in words]
        else:
            parts[feature] = [*kept, *((entry, word) for word in words if all(word != other for _, other in kept))]
    done: dict[str, tuple[str, ...]] = {}

    def words_of(feature: str, above: tuple[str, ...]) -> tuple[str, ...]:
        if feature not in done:
            words: dict[str, None] = {}
            for (name, _, _, _, line), word in parts[feature]:
                if not word.startswith("@"):
                    words[word] = None
                elif word[1:] not in parts or word[1:] in (*above, feature):
                    raise DataError(name, line, f"{feature!r} takes in {word}, which is no other feature")
                else:
                    words |= dict.fromkeys(words_of(word[1:], (*above, feature)))
            done[feature] = tuple(words)
        return done[feature]

    for feature in parts:
        words_of(feature, ())
    return done


@cache
def packaged_declarations() -> tuple[Declaration, ...]:
    """Return the packaged features; ``DataError`` for one that is declared twice."""
    found: dict[str, Declaration] = {}
    for name, file in data_files("transforms.words").items():
        if name.endswith(".txt"):
            for entry in declarations(name, file.read_text(encoding="utf-8")):
                _, feature, sign, _, line = entry
                if feature in found or sign != "=":
                    raise DataError(name, line, f"{feature!r} is declared a second time")
                found[feature] = entry
    return tuple(found.values())


@cache
def classes() -> Mapping[str, tuple[str, ...]]:
    """Return every feature with its words in the order of the files."""
    return resolve_features(packaged_declarations())


@cache
def word_class(feature: str) -> AbstractSet[str]:
    """Return the words that have a feature; KeyError for a name that no file declares."""
    return frozenset(classes()[feature])


def word_list(feature: str) -> tuple[str, ...]:
    """Return the words of a feature in the order of its line, where the order counts."""
    return classes()[feature]


def has(word: str, feature: str) -> bool:
    """Say whether a word, in lower case, has a feature.

    >>> has("near", "locative"), has("rifle", "weapon"), has("near", "weapon")
    (True, True, False)
    """
    return word in word_class(feature)


def word_table(name: str) -> Table:
    """Return a table of words by its name without ``.tsv``."""
    return packaged_table("transforms.words", name)
