"""Puts other persons and towns in the place of those that a training sentence names.

A name tagger that meets "Bush" a thousand times learns the word; one that meets a different surname each time learns
the words around it and what the lists say. One word stands for one word, so every other layer stays as it is.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from training.language.data import Sample
from transforms.parse.names import gazetteer
from transforms.world.names import given_names, surnames

_COUNTRY_CLASSES = frozenset({"GPE", "LOC", "ORG", "NORP"})


@dataclass(frozen=True)
class Pools:
    """Words to draw from, as written in running text."""

    given: tuple[str, ...]
    surnames: tuple[str, ...]
    towns: tuple[str, ...]
    known: frozenset[str]
    """Names of one word that keep their place: countries, regions, organisations."""


def pools(samples: Sequence[Sample]) -> Pools:
    """Return the lists' names and those of the training data."""
    last = {s.words[i] for s in samples for i, tag in enumerate(s.names or ()) if tag == "L-PERSON"}
    family = {w.capitalize() for w in surnames()} | {w for w in last if _plain(w)}
    return Pools(
        given=tuple(sorted(w.capitalize() for w in given_names())),
        surnames=tuple(sorted(family)),
        towns=tuple(sorted(w.capitalize() for w in gazetteer.cities() if w.isalpha())),
        known=frozenset(w.lower() for w, label, _ in gazetteer.single_words() if label in _COUNTRY_CLASSES),
    )


def swap(sample: Sample, pools_: Pools, random_: random.Random, *, share: float) -> Sample:
    """Return a ``share`` of the samples with the words of persons and one-word towns replaced, others as they are."""
    if not share or not sample.names or random_.random() > share:
        return sample
    words = list(sample.words)
    changed: dict[str, str] = {}
    for i, tag in enumerate(sample.names):
        word = words[i]
        if not _plain(word) or tag[2:] not in ("PERSON", "LOC"):
            continue
        if word not in changed:
            if tag[2:] == "PERSON":
                changed[word] = _surname(pools_, random_) if tag[0] in "LU" else random_.choice(pools_.given)
            elif tag[0] == "U" and word.lower() not in pools_.known:
                changed[word] = random_.choice(pools_.towns)
        words[i] = changed.get(word, word)
    return replace(sample, words=tuple(words))


def _surname(pools_: Pools, random_: random.Random) -> str:
    """Return a surname: a known one, a town that people are called after, or one that no list holds."""
    draw = random_.random()
    if draw < 0.07:
        return random_.choice(pools_.towns)
    first = random_.choice(pools_.surnames)
    if draw < 0.65:
        return first
    second = random_.choice(pools_.surnames)
    return first[: (len(first) + 1) // 2] + second[len(second) // 2 :].lower()


def _plain(word: str) -> bool:
    """Say whether a word is one of letters that starts with a capital and is no abbreviation."""
    return word.isalpha() and len(word) > 2 and word[0].isupper() and word[1:].islower()
