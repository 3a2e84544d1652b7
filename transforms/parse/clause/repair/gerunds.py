"""Mends acts named by an -ing noun that came out as verbs: "hurt in Leeds shooting", "dies after stabbing in Hull".

Nobody shoots or stabs without somebody in an object or an aim: where neither follows, the word names the act, and the
one who was hurt in it is not who did it. "Fighting between rebels and troops" is no clause either.
"""

from __future__ import annotations

from transforms.parse.clause.repair.tree import SUBJECTS, Tree
from transforms.words.classes import word_class

_CLAUSAL = frozenset(
    ("obj", "iobj", "nsubj", "nsubj:pass", "aux", "aux:pass", "ccomp", "xcomp", "compound:prt", "expl")
)
_OBLIQUE = {"obl": "nmod", "advcl": "acl", "advmod": "amod"}
"""Relations below a verb and what they are below its noun."""


def gerunds(tree: Tree) -> None:
    """Make nouns of such words, in place: behind a preposition, or behind the noun of a phrase that has one."""
    _fights(tree)
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


def _fights(tree: Tree) -> None:
    """Make a noun of "fighting" that begins a sentence and of which only phrases tell, in place.

    Its verb is the one above it, or the one that was taken for its participle ("Fighting continued near Homs").
    """
    if tree.lower(0) != "fighting" or tree.xpos[0] != "VBG" or len(tree) < 3:
        return
    below = tree.children(0)
    verb = tree.heads[0]
    if verb == 0:
        verb = next((i for i in below if i == 1 and tree.xpos[i] in ("VBN", "VBD")), 0)
    if verb == 0 or (tree.has_subject(verb) and tree.deps[0] not in SUBJECTS):
        return
    if any(tree.deps[i] in _CLAUSAL and i != verb for i in below):
        return
    tree.upos[0], tree.xpos[0], tree.lemmas[0] = "NOUN", "NN", "fighting"
    for i in below:
        if i > verb:
            tree.hang(i, verb, tree.deps[i])
        else:
            tree.deps[i] = _OBLIQUE.get(tree.deps[i], tree.deps[i])
    if tree.heads[0] == 0:
        tree.hang(verb, verb, "root")
        if tree.xpos[verb] == "VBN":
            tree.xpos[verb] = "VBD"
    tree.hang(0, verb, "nsubj")


def bare_acts(tree: Tree) -> None:
    """Make a bare word for an act that came out as a participle the noun that it is, in place: "in an air raid on X".

    The participle of such a word is longer than the word.
    """
    for act in range(1, len(tree)):
        before = act - 1
        if tree.deps[act] != "acl" or tree.heads[act] != before or tree.upos[before] not in ("NOUN", "PROPN"):
            continue
        if tree.lower(act) not in word_class("bare_act"):
            continue
        tree.upos[act], tree.xpos[act], tree.lemmas[act] = "NOUN", "NN", tree.lower(act)
        for child in tree.children(act):
            tree.deps[child] = _OBLIQUE.get(tree.deps[child], tree.deps[child])
        head, relation = tree.heads[before], tree.deps[before]
        for child in tree.children(before):
            if tree.deps[child] != "compound":
                tree.hang(child, act, tree.deps[child])
        tree.hang(act, act if head == before else head, relation)
        tree.hang(before, act, "compound")


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
