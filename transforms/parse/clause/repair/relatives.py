"""Mends what a relative clause describes: "which" is said of no person, but of the body named right before it."""

from __future__ import annotations

from transforms.parse.clause.repair.participles import person_nouns
from transforms.parse.clause.repair.tree import Tree

INSIDE = ("flat", "compound")


def which_clauses(tree: Tree) -> None:
    """Hang a clause with "which" on the noun before it where the parser took a noun for a person, in place.

    "A fighter with the **militia**, which has waged a war."
    """
    for which in range(2, len(tree)):
        verb = tree.heads[which]
        if tree.lower(which) != "which" or tree.deps[verb] != "acl:relcl":
            continue
        person = tree.heads[verb]
        if tree.upos[person] != "NOUN" or tree.lemmas[person].lower() not in person_nouns():
            continue
        noun = which - 2 if tree.words[which - 1] == "," else which - 1
        while noun > person and tree.deps[noun].startswith(INSIDE):
            noun = tree.heads[noun]
        if noun > person and tree.upos[noun] in ("NOUN", "PROPN") and tree.under(noun, person):
            tree.hang(verb, noun, "acl:relcl")
