"""Mends acts named by an -ing noun that came out as verbs: "hurt in Leeds shooting", "dies after stabbing in Hull".

Nobody shoots or stabs without somebody in an object or an aim: where neither follows, the word names the act, and the
one who was hurt in it is not who did it.
"""

from __future__ import annotations

from transforms.parse.clause.repair.tree import Tree
from transforms.words.classes import word_class

_CLAUSAL = frozenset(
    ("obj", "iobj", "nsubj", "nsubj:pass", "aux", "aux:pass", "ccomp", "xcomp", "compound:prt", "expl")
)
_OBLIQUE = {"obl": "nmod", "advcl": "acl", "advmod": "amod"}
"""Relations below a verb and what they are below its noun."""


def gerunds(tree: Tree) -> None:
    """Make nouns of such words, in place: behind a preposition, or behind the noun of a phrase that has one."""
    for verb in range(1, len(tree)):
        if tree.xpos[verb] != "VBG" or tree.upos[verb] != "VERB":
            continue
        if tree.lemmas[verb] not in word_class("named_by_gerund"):
            continue
        below = tree.children(verb)
        if any(tree.deps[i] in _CLAUSAL for i in below) or _aims(tree, verb):
            continue
        before = verb - 1
        mark = next((i for i in below if tree.deps[i] in ("mark", "case") and i < verb), None)
        if tree.deps[verb] in ("advcl", "obl", "acl") and mark is not None and tree.upos[mark] != "PART":
            if tree.lower(mark) in ("by", "for", "of", "from", "without", "while", "when", "since"):
                continue  # "by shooting", "accused of stabbing": whose act it is stands before it
            _make_noun(tree, verb, mark)
            tree.deps[verb] = "nmod" if tree.upos[tree.heads[verb]] in ("NOUN", "PROPN") else "obl"
        elif tree.deps[verb] in ("advcl", "acl") and tree.upos[before] in ("NOUN", "PROPN"):
            case = tree.child(before, "case")
            beside = tree.heads[before] == tree.heads[verb] or tree.heads[verb] == before
            if case is None or not beside or tree.deps[before] not in ("obl", "nmod"):
                continue
            head, relation = tree.heads[before], tree.deps[before]
            _make_noun(tree, verb, case)
            for i in tree.children(before):
                if i < before and tree.deps[i] != "compound":
                    tree.hang(i, verb, tree.deps[i])
            tree.hang(verb, head, relation)
            tree.hang(before, verb, "compound")


def _aims(tree: Tree, verb: int) -> bool:
    """Say whether a phrase with "at" or "on" follows the verb: whom somebody shoots at."""
    return verb + 1 < len(tree) and tree.lower(verb + 1) in ("at", "into", "back", "off")


def _make_noun(tree: Tree, verb: int, case: int) -> None:
    tree.upos[verb], tree.xpos[verb], tree.lemmas[verb] = "NOUN", "NN", tree.lower(verb)
    for i in tree.children(verb):
        tree.deps[i] = _OBLIQUE.get(tree.deps[i], tree.deps[i])
    tree.hang(case, verb, "case")
    if tree.upos[case] == "SCONJ":
        tree.upos[case] = "ADP"
