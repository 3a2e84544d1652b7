"""Mends what a relative clause describes: "which" is said of no person, but of the body named right before it."""

from __future__ import annotations

from transforms.parse.clause.repair.participles import person_nouns
from transforms.parse.clause.repair.tree import Tree

INSIDE = ("flat", "compound")
OF_ONE = frozenset(("has", "is", "was"))
"""Auxiliaries that agree with one."""


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


def agreeing_clauses(tree: Tree) -> None:
    """Hang a clause that is told of one on the last noun of a list before it, in place.

    "Oslo and **Lima**, which has sent troops": both together "have sent" them.
    """
    for which in range(3, len(tree)):
        verb = tree.heads[which]
        if tree.lower(which) not in ("which", "who") or tree.deps[which] != "nsubj" or tree.deps[verb] != "acl:relcl":
            continue
        first = tree.heads[verb]
        singular = tree.xpos[verb] == "VBZ" or any(tree.lower(i) in OF_ONE for i in tree.children(verb) if i > which)
        listed = [i for i in tree.children(first) if tree.deps[i] == "conj" and first < i < which]
        if singular and listed and tree.xpos[listed[-1]] in ("NN", "NNP"):
            tree.hang(verb, listed[-1], "acl:relcl")


def met_objects(tree: Tree) -> None:
    """Make the second of two subjects the object of the participle before it, in place.

    "The unions meeting **Mr Berg** want more": he stands between a participle that lacks an object and their verb.
    """
    for verb in range(4, len(tree)):
        subjects = [i for i in tree.children(verb) if tree.deps[i] == "nsubj" and i < verb]
        if len(subjects) != 2 or tree.upos[subjects[1]] not in ("PROPN", "NOUN"):
            continue
        participle = tree.child(subjects[0], "acl")
        if participle is None or tree.xpos[participle] != "VBG" or tree.child(participle, "obj") is not None:
            continue
        if all(tree.under(i, subjects[1]) for i in range(participle + 1, subjects[1])):
            tree.hang(subjects[1], participle, "obj")
