"""Mends the reading of "shot" after a person as a noun: "a man shot in the leg", "Man shot, killed".

Taggers know "gun shot" and "penalty shot" better than the reduced passive of crime reports; a person can only be the
one who was hit.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_LEFT = frozenset(("det", "amod", "nummod", "compound", "case", "advmod", "cc", "punct", "obl", "nmod"))
_VERBAL = {"nmod": "obl", "acl": "conj", "amod": "conj"}
"""Relations below a noun and what they are below its verb."""


@cache
def person_nouns() -> frozenset[str]:
    """Return the lemmas of ``data/person_nouns.txt``."""
    text = (files("transforms.parse") / "data" / "person_nouns.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def mend_shot(
    words: list[str], lemmas: list[str], *, heads: list[int], deps: list[str], upos: list[str], xpos: list[str]
) -> None:
    """Make "shot" the participle of the person before it where the person came out as its modifier, in place."""
    for verb in range(1, len(words)):
        person = verb - 1
        if words[verb].lower() != "shot" or heads[person] != verb or deps[person] != "compound":
            continue
        if lemmas[person].lower() not in person_nouns():
            continue
        root = heads[verb] == verb
        upos[verb], xpos[verb], lemmas[verb] = "VERB", "VBN", "shoot"
        upos[person], xpos[person] = "NOUN", xpos[person].replace("NNP", "NN")
        for i, head in enumerate(heads):
            if head != verb or i in (person, verb):
                continue
            left = i < person and deps[i].split(":")[0] in _LEFT
            right = i > verb and not root and deps[i] in ("conj", "cc", "appos") and upos[i] != "VERB"
            if left or right:
                heads[i] = person
            elif i > verb:
                deps[i] = _VERBAL.get(deps[i], deps[i])
        if root:
            heads[person], deps[person] = verb, "nsubj:pass"
        else:
            heads[person], deps[person] = heads[verb], deps[verb]
            heads[verb], deps[verb] = person, "acl"
