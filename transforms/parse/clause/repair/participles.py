"""Mends the reading of "shot" and "suffering" after a person as nouns: "a man shot in the leg", "Man shot, killed".

Taggers know "gun shot" and "penalty shot" better than the reduced clauses of crime reports; a person can only be the
one who was hit, or who suffers.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from transforms.words.classes import word_class

_LEFT = frozenset(("det", "amod", "nummod", "compound", "case", "advmod", "cc", "punct", "obl", "nmod"))
_FORMS = {"shot": ("VBN", "shoot", "nsubj:pass"), "suffering": ("VBG", "suffer", "nsubj")}
"""The word to its tag and lemma as a participle, and the relation of its person where it is the root."""
_FIND = frozenset(("find", "discover", "locate", "leave"))
_AFTER_COUNTED = word_class("after_counted") | {","}
_VERBAL = {"nmod": "obl", "acl": "conj", "amod": "conj"}
"""Relations below a noun and what they are below its verb."""


def person_nouns() -> AbstractSet[str]:
    """Return the lemmas of common nouns for people."""
    return word_class("person_noun")


def counted(words: list[str], verb: int) -> bool:
    """Return whether a number at the head of a line counts those who were shot ("Two shot, one dead, in bar fight")."""
    after = words[verb + 1].lower() if verb + 1 < len(words) else ""
    return verb == 1 and words[verb].lower() == "shot" and after in _AFTER_COUNTED


def mend_participles(
    words: list[str], lemmas: list[str], *, heads: list[int], deps: list[str], upos: list[str], xpos: list[str]
) -> None:
    """Make these words participles of the person before them where the person came out as a modifier, in place."""
    if _FORMS.keys().isdisjoint(map(str.lower, words)):
        return
    for verb, word in enumerate(words):
        if not verb or word.lower() not in _FORMS:
            continue
        person = verb - 1
        while person and deps[person] == "flat" and heads[person] < person:
            person = heads[person]
        if heads[person] == verb and deps[person] == "nummod" and counted(words, verb):
            upos[person] = "NUM"
        elif heads[person] != verb or deps[person] != "compound":
            continue
        found = upos[person] == "PROPN" and lemmas[heads[verb]].lower() in _FIND
        if not found and upos[person] != "NUM" and lemmas[person].lower() not in person_nouns():
            continue
        root = heads[verb] == verb
        xpos[verb], lemmas[verb], relation = _FORMS[word.lower()]
        upos[verb] = "VERB"
        if not found and upos[person] != "NUM":
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
            heads[person], deps[person] = verb, relation
        else:
            heads[person], deps[person] = heads[verb], deps[verb]
            heads[verb], deps[verb] = person, "acl"
