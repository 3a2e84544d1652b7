"""Who a victim is by name: the fullest name that the article gives a person, and the names in apposition."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

import msgspec

from schemas.document import Document, NamedSpan, Sentence
from schemas.event import Party
from transforms.extract.roles.parties import Participants
from transforms.parse.names.gazetteer import titles
from transforms.words.classes import word_class

PERSON = "PERSON"
REACH = 40
"""Characters of titles between a description and its name."""
RANKS = word_class("military_rank")
MAX_NAMES = 8
"""Names in apposition to one phrase that are taken."""


def fullest(participants: Participants, name: NamedSpan) -> NamedSpan:
    """Return the full name in the article that a part of a name stands for; the name itself if none or several."""
    if name.label != PERSON:
        return name
    return _holding(participants, name.text.lower().split()) or name


def in_full(participants: Participants, party: Party) -> Party:
    """Return a party under the full name that the article gives a person of whom its words are a part of the name.

    A military rank before the full name stays.
    """
    document = participants.document
    names = participants.persons_in(party)
    if len(names) != 1 or names[0].end != party.end:
        return party
    if any(word.strip(".").lower() not in titles() for word in document.text[party.start : names[0].start].split()):
        return party
    full = fullest(participants, names[0])
    if full is names[0]:
        return party
    start = full.start
    before = document.text[max(0, start - REACH) : start].split()
    if before and before[-1].strip(".").lower() in RANKS:
        start = document.text.rindex(before[-1], 0, start)
    return msgspec.structs.replace(party, text=document.text[start : full.end], start=start, end=full.end)


def _holding(participants: Participants, words: list[str]) -> NamedSpan | None:
    """Return the longest of the names that hold these words, side by side and not as their first word alone."""
    found: dict[str, NamedSpan] = {}
    size = len(words)
    for full, other in participants.persons_called(words[-1]).items() if words else ():
        parts = full.split()
        if len(parts) > size and any(parts[i : i + size] == words for i in range(size == 1, len(parts) - size + 1)):
            found[full] = other
    longest = max(found.values(), key=_length, default=None)
    if longest is None or any(not set(key.split()) <= set(longest.text.lower().split()) for key in found):
        return None
    return longest


def _length(name: NamedSpan) -> int:
    return name.last - name.first


def own_name(participants: Participants, sentence: Sentence, token: int) -> NamedSpan | None:
    """Return the person whom a token names or, as a pronoun, stands for."""
    entity = participants.entity(sentence, token)
    if entity is None and sentence.upos[token] == "PROPN":
        return _holding(participants, [sentence.words[token].lower()])
    if entity is None:
        index = participants.document.antecedents.get((sentence.index, token))
        if sentence.upos[token] != "PRON" or index is None or not 0 <= index < len(participants.document.entities):
            return None
        entity = participants.document.entities[index]
    return fullest(participants, entity) if entity.label == PERSON else None


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


def apposed(participants: Participants, sentence: Sentence, token: int) -> Sequence[NamedSpan]:
    """Return the persons named in apposition to a phrase, in text order: "the two engineers, X of Y and Z"."""
    found: list[NamedSpan] = []
    for child in sentence.children[token]:
        if sentence.deps[child] != "appos" or child < token:
            continue
        for part in participants.clauses(sentence).conjuncts(child):
            entity = participants.entity(sentence, part)
            if entity is not None and entity.label == PERSON and entity not in found:
                found.append(entity)
    return found[:MAX_NAMES]
