"""Mends what a parse cannot mean: two subjects of one verb, a clause without a verb, a report without a speaker.

The parser decides step by step and the tagger word by word, so now and then the whole contradicts itself. These
repairs touch nothing else.
"""

from __future__ import annotations

from itertools import pairwise

from transforms.parse.clause.repair.tree import FINITE
from transforms.words.classes import word_class

_NOMINAL = frozenset(("PROPN", "NOUN", "PRON"))
_BEFORE = frozenset(("compound", "nsubj", "nmod", "nmod:poss", "nmod:desc", "amod", "obl", "nsubj:pass", "det"))


_REPORTING = word_class("reporting_lemma")
_TIMES = word_class("calendar")


def mend(heads: list[int], deps: list[str], upos: list[str], xpos: list[str], lemmas: list[str]) -> None:
    """Apply every repair to one sentence's lists, in place."""
    coordinate(heads, deps)
    if not any(tag in FINITE for tag in xpos):
        finite(heads, deps, upos, xpos)
    for verb, tag in enumerate(xpos):
        if tag in FINITE and upos[verb] == "VERB" and not _has_subject(heads, deps, verb):
            if lemmas[verb] in _REPORTING:
                speakers(heads, deps, lemmas, verb)
            timed(heads, deps, xpos, lemmas, verb)


def _has_subject(heads: list[int], deps: list[str], verb: int) -> bool:
    at = -1
    for _ in range(heads.count(verb)):
        at = heads.index(verb, at + 1)
        if deps[at] in ("nsubj", "nsubj:pass", "csubj", "expl"):
            return True
    return False


def speakers(heads: list[int], deps: list[str], lemmas: list[str], verb: int) -> None:
    """Give a closing "..., police and doctors said" its speakers back, in place.

    They came out as further conjuncts of the noun before the comma ("wounding 31 others, police and doctors").
    """
    comma = next((i for i in range(verb - 1, -1, -1) if lemmas[i] == ","), -1)
    if comma < 1 or any(deps[i] != "punct" for i in range(verb + 1, len(heads))):
        return
    found = [i for i in range(comma + 1, verb) if deps[i] == "conj" and heads[i] < comma]
    if not found or len({heads[i] for i in found}) > 1 or heads[found[0]] == heads[verb]:
        return
    first = found[0]
    inside = range(comma + 1, first)
    if any(deps[i] == "cc" for i in inside) or any(_top(heads, i, first) != first for i in inside):
        return
    for other in found[1:]:
        heads[other] = first
    heads[first], deps[first] = verb, "nsubj"
    if heads[verb] != verb:
        deps[verb] = "parataxis"


def timed(heads: list[int], deps: list[str], xpos: list[str], lemmas: list[str], verb: int) -> None:
    """Part a month, weekday or year from the subject after it ("In late April gunmen killed ..."), in place."""
    for noun in range(1, verb):
        time = noun - 1
        if heads[noun] != verb or deps[noun] != "obl" or xpos[noun] != "NNS" or heads[time] != noun:
            continue
        word = lemmas[time].lower()
        if word not in _TIMES and not (len(word) == 4 and word.isdigit()):
            continue
        before = [i for i in range(time) if heads[i] == noun]
        if not any(deps[i] == "case" for i in before):
            continue
        for i in before:
            heads[i] = time
        heads[time], deps[time] = verb, "obl"
        passive = any(head == verb and deps[i] == "aux:pass" for i, head in enumerate(heads))
        deps[noun] = "nsubj:pass" if passive else "nsubj"
        return


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
