"""English as data: words with features, and tables of words, in the folders beside this module.

A feature is a line ``name = word, word``, goes on in lines that begin with a space, and may take in another feature's
words as ``@name``; a word may have a value, ``word:value``; ``# `` begins a comment. Words for people have many:
they stand in a table, one a row. Frames use the same features as classes (``obj=@weapon``). In a user's file
``name = ...`` replaces a feature or makes a new one, ``name += ...`` adds words to it and ``name -= ...`` takes words
out; lines with ``+`` or ``-`` are examples of events, as in frames.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import ClassVar

from transforms.tables import DataError, Table, data_files, forget, packaged_table, read_table

FEATURE = re.compile(r"([a-z][a-z0-9_]*) (\+?=|-=) ?(.*)")
BUILT_IN = frozenset({"party", "place", "event", "clause", "name", "plural", "directive", "figure", "self"})
"""Classes of frames that the engine decides from the annotation; ``place`` asks the words as well."""

BY_WORD = frozenset({"people.tsv"})
"""Tables of words with their features: ``word`` and ``features``, separated by spaces."""

Sources = tuple[tuple[str, str], ...]
"""A user's files: name and text."""

Declaration = tuple[str, str, str, tuple[str, ...], int]
"""File, feature, sign, words, line."""


def declarations(name: str, text: str) -> list[Declaration]:
    """Return the features that a text declares; ``DataError`` for a line that is none or a word that stands twice."""
    found: list[tuple[str, str, list[str], int]] = []
    before = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith(("#", "+ ", "- ")):
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


def declared_by_word(table: Table) -> list[Declaration]:
    """Return the features of a table of words; ``DataError`` for a word that stands twice or has no feature."""
    found: dict[str, tuple[list[str], int]] = {}
    seen: set[str] = set()
    for number, row in enumerate(table):
        if row["word"] in seen or not row["features"]:
            raise table.error(number, f"{row['word']!r} stands twice, or has no feature")
        seen.add(row["word"])
        for feature in row["features"].split():
            found.setdefault(feature, ([], table.lines[number]))[0].append(row["word"])
    return [(table.name, feature, "=", tuple(words), line) for feature, (words, line) in found.items()]


@cache
def packaged_declarations() -> tuple[Declaration, ...]:
    """Return the packaged features; ``DataError`` for one that is declared twice."""
    found: dict[str, Declaration] = {}
    for name, file in data_files("transforms.words").items():
        made: Iterable[Declaration] = ()
        if name.endswith(".txt"):
            made = declarations(name, file.read_text(encoding="utf-8"))
        elif name in BY_WORD:
            made = declared_by_word(read_table(name, file.read_text(encoding="utf-8")))
        for entry in made:
            _, feature, sign, _, line = entry
            if feature in found or sign != "=":
                raise DataError(name, line, f"{feature!r} is declared a second time")
            found[feature] = entry
    return tuple(found.values())


class _Shared:
    """The features as the process uses them; what is handed out changes in place when a user's words are taken in."""

    sources: Sources = ()
    features: ClassVar[dict[str, tuple[str, ...]]] = {}
    sets: ClassVar[dict[str, set[str]]] = {}
    lists: ClassVar[dict[str, list[str]]] = {}
    phrases: ClassVar[dict[str, list[tuple[str, ...]]]] = {}
    values: ClassVar[dict[str, dict[str, str]]] = {}


def use_words(sources: Sources = ()) -> None:
    """Take in a user's word files, (name, text) each, for this process; none: the packaged words alone.

    What the process has made of words so far is dropped and made anew when it is next asked for. ``DataError`` names
    file and line of a fault and leaves the words as they are.
    """
    if _Shared.features and sources == _Shared.sources:
        return
    own = [entry for name, text in sources for entry in declarations(name, text)]
    found = resolve_features((*packaged_declarations(), *own))
    changed = bool(_Shared.features)
    _Shared.sources = sources
    _Shared.features.clear()
    _Shared.features.update(found)
    for feature, words in _Shared.sets.items():
        words.clear()
        words.update(_keys(found.get(feature, ())))
    for feature, ordered in _Shared.lists.items():
        ordered[:] = _keys(found.get(feature, ()))
    for feature, phrases in _Shared.phrases.items():
        phrases[:] = _phrases(found.get(feature, ()))
    for feature, values in _Shared.values.items():
        values.clear()
        values.update(_pairs(found.get(feature, ())))
    if changed:
        forget("transforms")


def _keys(words: Iterable[str]) -> list[str]:
    return [word.partition(":")[0] for word in words]


def _phrases(words: Iterable[str]) -> list[tuple[str, ...]]:
    return [tuple(word.split()) for word in _keys(words)]


def _pairs(words: Iterable[str]) -> dict[str, str]:
    return {word: value for word, _, value in (entry.partition(":") for entry in words)}


def classes() -> Mapping[str, tuple[str, ...]]:
    """Return every feature with its words in the order of the files, values left on."""
    if not _Shared.features:
        use_words()
    return _Shared.features


@cache
def word_class(feature: str) -> AbstractSet[str]:
    """Return the words that have a feature; KeyError for a name that no file declares."""
    found = _Shared.sets.get(feature)
    if found is None:
        found = _Shared.sets[feature] = set(_keys(classes()[feature]))
    return found


def word_list(feature: str) -> Sequence[str]:
    """Return the words of a feature in the order of its line, where the order counts."""
    found = _Shared.lists.get(feature)
    if found is None:
        found = _Shared.lists[feature] = _keys(classes()[feature])
    return found


def word_values(feature: str) -> Mapping[str, str]:
    """Return the words of a feature written ``word:value`` with their values; an empty one where none is written."""
    found = _Shared.values.get(feature)
    if found is None:
        found = _Shared.values[feature] = _pairs(classes()[feature])
    return found


def word_phrases(feature: str) -> Sequence[tuple[str, ...]]:
    """Return the words and phrases of a feature in the order of its line, each as the tuple of its words."""
    found = _Shared.phrases.get(feature)
    if found is None:
        found = _Shared.phrases[feature] = _phrases(classes()[feature])
    return found


def has(word: str, feature: str) -> bool:
    """Say whether a word, in lower case, has a feature.

    >>> has("near", "locative"), has("rifle", "weapon"), has("near", "weapon")
    (True, True, False)
    """
    return word in word_class(feature)


def has_any(word: str, *features: str) -> bool:
    """Say whether a word, in lower case, has one of several features; their words are not put together for it.

    >>> has_any("rifle", "locative", "weapon"), has_any("rifle", "locative", "month")
    (True, False)
    """
    for feature in features:  # noqa: SIM110 - asked for nearly every word
        if word in word_class(feature):
            return True
    return False


def word_table(name: str) -> Table:
    """Return a table of words by its name without ``.tsv``."""
    return packaged_table("transforms.words", name)
