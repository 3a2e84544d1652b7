"""Mends what treebanks of edited English never taught the parser of news: days before verbs, lost commas, headlines."""

from __future__ import annotations

from transforms.parse.clause.repair.tree import FINITE, Tree

_QUOTES = frozenset(('"', "“", "”", "``", "''", "'", "‘", "’"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))


def apposed_subject(tree: Tree) -> None:
    """Make the last name before a verb without subject that subject, in place.

    "In his call to the minister, Diaz apologised": the name came out in apposition to the phrase before the comma. An
    apposition would be closed by a comma of its own.
    """
    for verb in range(2, len(tree)):
        if tree.upos[verb] != "VERB" or tree.xpos[verb] not in FINITE or tree.has_subject(verb):
            continue
        last = verb - 1
        while last > 1 and tree.words[last] in _QUOTES:
            last -= 1
        noun = last
        while tree.deps[noun] == "flat" and tree.heads[noun] < noun:
            noun = tree.heads[noun]
        if tree.deps[noun] != "appos" or tree.upos[noun] not in _NOMINAL or tree.heads[noun] > noun:
            continue
        first = min(i for i in range(len(tree)) if tree.under(i, noun))
        opened = first > 0 and "," in (tree.words[first - 1], tree.words[first])
        phrase = noun
        while tree.heads[phrase] not in (phrase, verb):
            phrase = tree.heads[phrase]
        if opened and tree.heads[phrase] == verb and tree.deps[phrase] in ("obl", "advcl", "advmod"):
            tree.hang(noun, verb, tree.subject_relation(verb))
