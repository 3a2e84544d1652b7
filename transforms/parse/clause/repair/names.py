"""Repairs of names: titles before them, appositions that swallow a subject, words in capitals that are names."""

from __future__ import annotations

from transforms.parse.clause.repair.tree import FINITE, NOMINAL, Tree
from transforms.words.classes import word_class

_ASKING = frozenset(("WP", "WDT", "WRB"))
_QUOTES = frozenset(('"', "“", "”", "``", "''", "'", "‘", "’"))


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
        if tree.deps[noun] != "appos" or tree.upos[noun] not in NOMINAL or tree.heads[noun] > noun:
            continue
        first = min(i for i in range(len(tree)) if tree.under(i, noun))
        opened = first > 0 and "," in (tree.words[first - 1], tree.words[first])
        phrase = noun
        while tree.heads[phrase] not in (phrase, verb):
            phrase = tree.heads[phrase]
        if opened and tree.heads[phrase] == verb and tree.deps[phrase] in ("obl", "advcl", "advmod"):
            tree.hang(noun, verb, tree.subject_relation(verb))


def titled_names(tree: Tree) -> None:
    """Part two names with their titles that came out as one: "President Anna Brandt and King Olaf met", in place.

    The given name after "and" hung on the name before as its surname or in apposition; a title stands between them.
    """
    for name in range(3, len(tree)):
        first = tree.heads[name]
        if tree.deps[name] not in ("flat", "appos") or first >= name or tree.upos[name - 1] not in ("NOUN", "PROPN"):
            continue
        joint = next((i for i in range(name - 1, first, -1) if tree.deps[i] == "cc"), None)
        if joint is None or joint == name - 1:
            continue
        if any(tree.upos[i] not in ("NOUN", "PROPN", "ADJ", "PRON", "PART") for i in range(joint + 1, name)):
            continue
        tree.hang(joint, name, "cc")
        for i in range(joint + 1, name):
            if tree.heads[i] <= joint:
                tree.hang(i, name, "nmod:desc")
        for i in tree.children(first):
            if i > name and tree.deps[i] == "flat":
                tree.hang(i, name, "flat")
        tree.hang(name, first, "conj")


def capital_names(tree: Tree) -> None:
    """Make names of a question word in capitals and of a capital "May" behind a name: "the **WHO** urged ..."."""
    if "May" not in tree.words and _ASKING.isdisjoint(tree.xpos):
        return
    for token, tag in enumerate(tree.xpos):
        word = tree.words[token]
        if tag in _ASKING and len(word) > 1 and word.isupper() and not all(map(_shouted, tree.words)):
            tree.upos[token], tree.xpos[token], tree.lemmas[token] = "PROPN", "NNP", word
        elif word == "May" and token and tree.upos[token - 1] == "PROPN":
            _named_may(tree, token)


def _named_may(tree: Tree, token: int) -> None:
    """Part a person called May from the month and the auxiliary, in place: behind a name, and before no number."""
    first = token - 1
    if tree.lower(first) in word_class("calendar") or (token + 1 < len(tree) and tree.words[token + 1][0].isdigit()):
        return
    if tree.deps[token] == "aux" and tree.xpos[token] != "MD":
        tree.hang(token, tree.heads[first], tree.deps[first])
        for below in (*tree.children(first), first):
            tree.hang(below, token, "compound" if below == first else tree.deps[below])
    if tree.deps[token] != "aux":
        tree.upos[token], tree.xpos[token] = "PROPN", "NNP"
        tree.lemmas[token] = f"{tree.words[first]} May"


def _shouted(word: str) -> bool:
    return not any(letter.islower() for letter in word)
