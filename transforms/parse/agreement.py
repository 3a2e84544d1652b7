"""Mends what a parse cannot mean: two subjects of one verb, a clause without a verb.

The parser decides step by step and the tagger word by word, so now and then the whole contradicts itself. These
repairs touch nothing else.
"""

from __future__ import annotations

from itertools import pairwise

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_NOMINAL = frozenset(("PROPN", "NOUN", "PRON"))
_BEFORE = frozenset(("compound", "nsubj", "nmod", "nmod:poss", "nmod:desc", "amod", "obl", "nsubj:pass", "det"))


def mend(heads: list[int], deps: list[str], upos: list[str], xpos: list[str]) -> None:
    """Apply every repair to one sentence's lists, in place."""
    coordinate(heads, deps)
    if not any(tag in _FINITE for tag in xpos):
        finite(heads, deps, upos, xpos)


def coordinate(heads: list[int], deps: list[str]) -> None:
    """Make the second of two equal arguments with a conjunction between them the first one's conjunct, in place.

    A verb has one subject and one object; where the parser gives it two ("Dorsey and Hill came"), the conjunction
    that hangs on the second says how they belong together.
    """
    for relation in ("nsubj", "nsubj:pass", "obj"):
        if deps.count(relation) < 2:
            continue
        found = [i for i, dep in enumerate(deps) if dep == relation]
        for first, second in pairwise(found):
            if heads[first] == heads[second] and any(
                heads[i] == second and deps[i] == "cc" for i in range(first + 1, second)
            ):
                heads[second], deps[second] = first, "conj"


def finite(heads: list[int], deps: list[str], upos: list[str], xpos: list[str]) -> None:
    """Read "Washington imposed sanctions" as a clause where it came out as a noun phrase, in place.

    A participle stands between a name and the noun that is the root of a sentence without a finite verb: in
    English that is the past tense (an attribute would be hyphenated: "Washington-imposed").
    """
    for verb, tag in enumerate(xpos):
        noun = heads[verb]
        if tag != "VBN" or deps[verb] != "amod" or verb == 0 or deps[noun] != "root" or noun < verb:
            continue
        subject = next(
            (
                i
                for i in range(verb - 1, -1, -1)
                if upos[i] in _NOMINAL and heads[i] in (verb, noun) and deps[i] in _BEFORE
            ),
            None,
        )
        if subject is None or any(not subject <= _top(heads, i, subject) for i in range(subject + 1, verb)):
            continue
        for i, head in enumerate(heads):
            if head == noun and (i < subject or deps[i] == "punct"):
                heads[i] = verb
        heads[verb], deps[verb], upos[verb], xpos[verb] = verb, "root", "VERB", "VBD"
        heads[noun], deps[noun] = verb, "obj"
        heads[subject], deps[subject] = verb, "nsubj"
        return


def _top(heads: list[int], token: int, limit: int) -> int:
    """Return ``limit`` where ``token`` hangs on it, directly or not, else -1."""
    for _ in range(len(heads)):
        if token == limit:
            return limit
        if heads[token] == token:
            return -1
        token = heads[token]
    return -1
