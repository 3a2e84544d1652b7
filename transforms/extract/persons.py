"""Who a victim is by name: the fullest name that the article gives a person, and the names in apposition."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from schemas.document import Document, NamedSpan, Sentence
from transforms.extract.roles import Cast
from transforms.parse.gazetteer import titles

PERSON = "PERSON"
REACH = 40
"""Characters of titles between a description and its name."""
MAX_NAMES = 8
"""Names in apposition to one phrase that are taken."""


def fullest(document: Document, name: NamedSpan) -> NamedSpan:
    """Return the full name in the article that a bare last name stands for; the name itself if none or several."""
    if name.label != PERSON or name.last - name.first > 1:
        return name
    return _by_last_name(document, name.text.lower()) or name


def _by_last_name(document: Document, word: str) -> NamedSpan | None:
    found: dict[str, NamedSpan] = {}
    for other in document.entities:
        if other.label == PERSON and other.last - other.first > 1 and word in other.text.lower().split()[1:]:
            found.setdefault(other.text.lower(), other)
    longest = max(found.values(), key=_length, default=None)
    if longest is None or any(not set(key.split()) <= set(longest.text.lower().split()) for key in found):
        return None
    return longest


def _length(name: NamedSpan) -> int:
    return name.last - name.first


def own_name(cast: Cast, sentence: Sentence, token: int) -> NamedSpan | None:
    """Return the person whom a token names or, as a pronoun, stands for."""
    entity = cast.entity(sentence, token)
    if entity is None and sentence.upos[token] == "PROPN":
        return _by_last_name(cast.document, sentence.words[token].lower())
    if entity is None:
        index = cast.document.antecedents.get((sentence.index, token))
        if sentence.upos[token] != "PRON" or index is None or not 0 <= index < len(cast.document.entities):
            return None
        entity = cast.document.entities[index]
    return fullest(cast.document, entity) if entity.label == PERSON else None


def stretch(document: Document, start: int, end: int) -> tuple[int, int]:
    """Return a phrase with the whole of the names it touches and of a name that titles alone part from it."""
    for entity in document.entities[bisect.bisect_right(document.entities, start, key=_end) :]:
        if entity.start > end + REACH:
            break
        if entity.label != PERSON or entity.end <= start:
            continue
        if entity.start < end:
            start, end = min(start, entity.start), max(end, entity.end)
        elif all(word.strip(".").lower() in titles() for word in document.text[end : entity.start].split()):
            end = entity.end
    return start, end


def _end(name: NamedSpan) -> int:
    return name.end


def apposed(cast: Cast, sentence: Sentence, token: int) -> Sequence[NamedSpan]:
    """Return the persons named in apposition to a phrase, in text order: "the two engineers, X of Y and Z"."""
    found: list[NamedSpan] = []
    for child in sentence.children[token]:
        if sentence.deps[child] != "appos" or child < token:
            continue
        for part in cast.clauses(sentence).conjuncts(child):
            entity = cast.entity(sentence, part)
            if entity is not None and entity.label == PERSON and entity not in found:
                found.append(entity)
    return found[:MAX_NAMES]
