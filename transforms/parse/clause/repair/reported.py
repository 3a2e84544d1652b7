"""Mends clauses that somebody reports: "the man who police say shot ...", "police said the victim, 31, was shot".

The parser gives the relative pronoun, or a subject with commas after it, to the verb of saying before it, and leaves
the reported clause without a subject: who speaks then came out as who acted.
"""

from __future__ import annotations

from transforms.parse.clause.repair.participles import person_nouns
from transforms.parse.clause.repair.tree import Tree
from transforms.words.classes import word_class

_RELATIVE = frozenset(("who", "which", "that"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM"))


def reported(tree: Tree) -> None:
    """Give the clauses below verbs of saying their subjects back, in place."""
    for verb, lemma in enumerate(tree.lemmas):
        if tree.upos[verb] != "VERB" or lemma not in word_class("relay"):
            continue
        clause = tree.child(verb, "ccomp")
        if clause is None and lemma in word_class("clause_verb"):
            _participle(tree, verb)
        if clause is None or clause < verb or tree.has_subject(clause) or not tree.is_finite(clause):
            continue
        subjects = [i for i in tree.children(verb) if tree.deps[i].startswith("nsubj") and i < verb]
        moved = tree.child(verb, "obj")
        if tree.deps[verb] == "acl:relcl" and len(subjects) > 1 and tree.lower(subjects[0]) in _RELATIVE:
            tree.hang(subjects[0], clause, tree.subject_relation(clause))
            tree.hang(clause, tree.heads[verb], "acl:relcl")
            tree.hang(verb, clause, "parataxis")
        elif moved is not None and verb < moved < clause and tree.upos[moved] in _NOMINAL:
            tree.hang(moved, clause, tree.subject_relation(clause))


def _participle(tree: Tree, verb: int) -> None:
    """Read a participle after what is "said" as a past tense, in place: "said the treaty trampled on rights"."""
    noun = tree.child(verb, "obj")
    if noun is None or noun < verb or tree.upos[noun] not in ("NOUN", "PROPN") or tree.child(verb, "ccomp") is not None:
        return
    past = next((i for i in tree.children(noun) if tree.deps[i] == "acl" and tree.xpos[i] in ("VBN", "VBD")), None)
    if past is None or past < noun or any(tree.deps[i].startswith("aux") for i in tree.children(past)):
        return
    if any(tree.lower(i) == "by" for below in tree.children(past) for i in tree.children(below)):
        return
    tree.xpos[past] = "VBD"
    tree.hang(past, verb, "ccomp")
    tree.hang(noun, past, "nsubj")


def headline_pair(tree: Tree) -> None:
    """Part the two halves of a headline ("Man killed, woman wounded in raid"), in place.

    The second one came out as the object of the first, though a comma stands between them.
    """
    for noun, verb in enumerate(tree.heads):
        if tree.deps[noun] != "obj" or noun <= verb + 1 or tree.words[verb + 1] != ",":
            continue
        second = tree.child(noun, "acl")
        if tree.xpos[verb] not in ("VBN", "VBD") or tree.lemmas[verb] not in word_class("affecting"):
            continue
        if second is not None and second > noun and tree.xpos[second] in ("VBN", "VBD"):
            tree.hang(second, verb, "parataxis")
            tree.hang(noun, second, "nsubj:pass")


def ages(tree: Tree) -> None:
    """Take a number between commas after a person for an age, not for somebody else ("Boy, 14, killed"), in place."""
    for number in range(2, len(tree)):
        person = number - 2
        word = tree.words[number]
        if tree.deps[number] != "conj" or tree.words[number - 1] != "," or not (word.isdigit() and len(word) < 3):
            continue
        if number + 1 < len(tree) and tree.words[number + 1] not in (",", ".", ";", "-", "–", "—", ")"):
            continue
        if tree.heads[number] == person or tree.heads[person] == tree.heads[number]:
            tree.deps[number] = "appos"
            if tree.upos[person] == "INTJ" and tree.lower(person) in person_nouns():
                tree.upos[person], tree.xpos[person] = "NOUN", "NN"
