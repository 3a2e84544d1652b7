"""Means and targets: weapons used, things attacked."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.document import Document, Sentence
from schemas.event import Thing
from transforms.parse.clause.noun_phrase import core_tokens
from transforms.words.classes import classes, word_class

NO_WEAPONS = word_class("unsure_weapon")
"""Members of the class of weapons that are too ambiguous to stand without one of ``ARMING`` before them."""
ARMING = word_class("arming_word")
QUANTIFIERS = word_class("quantifier")
"""Words of number and order, which are no part of a thing's name."""
TARGET_KINDS = ("building", "vehicle", "infrastructure")


def means(document: Document, sentence: Sentence, tokens: Iterable[int]) -> tuple[Thing, ...]:
    """Return the weapons among the tokens, each with its modifiers, in text order."""
    weapons = word_class("weapon")
    found: list[Thing] = []
    last = -1
    for token in sorted(tokens):
        lemma = sentence.lemmas[token].lower()
        if lemma not in weapons or sentence.upos[token] not in ("NOUN", "PROPN") or token <= last:
            continue
        if sentence.deps[token] in ("compound", "amod") and sentence.heads[token] > token:
            head = sentence.heads[token]
            if sentence.lemmas[head].lower() in weapons:
                continue
            span = sentence.span(token, token + 1)
        else:
            first, stop = bare(sentence, token)
            span = sentence.span(first, stop)
            last = stop - 1
        if lemma in NO_WEAPONS and not any(sentence.lemmas[c].lower() in ARMING for c in sentence.children[token]):
            continue
        kind = "weapon"
        found.append(Thing(document.text[span.start : span.end], span.start, span.end, kind))
    return tuple(found)


def bare(sentence: Sentence, token: int) -> tuple[int, int]:
    """Return the tokens of a thing's name: the head with what describes it, without article, number and owner."""
    first, stop = core_tokens(sentence, token)
    while first < token and (
        sentence.deps[first] in ("det", "nummod", "case", "punct", "advmod", "det:predet")
        or sentence.upos[first] in ("DET", "NUM", "PRON", "PART", "ADP", "ADV", "PUNCT", "CCONJ")
        or sentence.words[first].lower() in QUANTIFIERS
        or sentence.lemmas[first].lower() in QUANTIFIERS
    ):
        if sentence.words[first + 1] == "-" and first + 1 < token:  # "medium-sized", "5-kg"
            break
        first += 1
    return first, stop


def target_kind(sentence: Sentence, token: int) -> str | None:
    """Return what kind of target a token names: building, vehicle, infrastructure; None if it is no thing."""
    lemma = sentence.lemmas[token].lower()
    for kind in TARGET_KINDS:
        if lemma in classes().get(f"target_{kind}", ()):
            return kind
    return None
