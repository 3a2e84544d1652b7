"""Turns ClearNLP dependencies, the scheme of most published English spaCy pipelines, into Universal Dependencies.

ClearNLP makes function words heads (prepositions, copulas) and chains coordination; UD hangs everything on content
words. Source: ClearNLP guidelines (Choi and Palmer 2012) and the UD v2 guidelines.
"""

from __future__ import annotations

from collections.abc import Sequence

MARKS = frozenset("dobj pobj pcomp prep nsubjpass auxpass attr acomp agent relcl npadvmod prt dative".split())
"""Relations that occur in ClearNLP alone."""

_RENAMED = {
    "ROOT": "root",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "dobj": "obj",
    "dative": "iobj",
    "auxpass": "aux:pass",
    "neg": "advmod",
    "poss": "nmod:poss",
    "npadvmod": "obl:unmarked",
    "relcl": "acl:relcl",
    "prt": "compound:prt",
    "intj": "discourse",
    "oprd": "xcomp",
    "quantmod": "advmod",
    "predet": "det:predet",
    "preconj": "cc:preconj",
    "meta": "dep",
    "nn": "compound",
    "num": "nummod",
    "complm": "mark",
    "infmod": "acl",
    "partmod": "acl",
    "rcmod": "acl:relcl",
    "possessive": "case",
    "acomp": "xcomp",
    "attr": "xcomp",
    "pobj": "obl",
    "pcomp": "advcl",
    "prep": "case",
    "agent": "case",
}
_NOMINAL = frozenset("NOUN PROPN PRON NUM DET SYM X".split())


def is_clearnlp(labels: Sequence[str]) -> bool:
    """Say whether relations are of this scheme."""
    return not MARKS.isdisjoint(labels)


def to_ud(
    heads: Sequence[int], deps: Sequence[str], upos: Sequence[str], lemmas: Sequence[str]
) -> tuple[list[int], list[str]]:
    """Return heads and relations in UD; a root stays its own head."""
    head, dep = list(heads), list(deps)
    _prepositions(head, dep, upos)
    _copulas(head, dep, upos, lemmas)
    _coordination(head, dep)
    for i, label in enumerate(dep):
        if label == "aux" and lemmas[i].lower() == "to":
            dep[i] = "mark"
        else:
            dep[i] = _RENAMED.get(label, label)
        if head[i] == i:
            dep[i] = "root"
    return head, dep


def _children(head: Sequence[int], token: int) -> list[int]:
    return [i for i, h in enumerate(head) if h == token and i != token]


def _prepositions(head: list[int], dep: list[str], upos: Sequence[str]) -> None:
    """Make the object of a preposition its head: ``prep`` + ``pobj`` become ``obl`` or ``nmod`` + ``case``."""
    for i in range(len(dep)):
        if dep[i] not in ("prep", "agent", "dative") or upos[i] not in ("ADP", "SCONJ", "ADV", "PART"):
            continue
        below = [c for c in _children(head, i) if dep[c] in ("pobj", "pcomp")]
        if not below:
            dep[i] = "advmod" if dep[i] == "prep" else dep[i]
            continue
        target, above = below[0], head[i]
        clause = dep[target] == "pcomp"
        nominal = upos[above] in _NOMINAL
        root = head[i] == i
        if dep[i] == "agent":
            relation = "obl:agent"
        elif clause:
            relation = "acl" if nominal else "advcl"
        else:
            relation = "nmod" if nominal else "obl"
        _swap(head, i, target)
        dep[i] = "mark" if clause else "case"
        dep[target] = "ROOT" if root else relation


def _copulas(head: list[int], dep: list[str], upos: Sequence[str], lemmas: Sequence[str]) -> None:
    """Make a predicate the head of its copula."""
    for i in range(len(dep)):
        if lemmas[i].lower() != "be" or dep[i] in ("aux", "auxpass"):
            continue
        below = [c for c in _children(head, i) if dep[c] in ("attr", "acomp")]
        if not below:
            continue
        target, label = below[0], dep[i]
        _swap(head, i, target)
        dep[target], dep[i] = label, "cop"


def _swap(head: list[int], function: int, content: int) -> None:
    """Put ``content`` in the place of ``function``, which then hangs on it with all its other children."""
    above = head[function]
    for child in _children(head, function):
        head[child] = content
    head[content] = content if above == function else above
    head[function] = content


def _coordination(head: list[int], dep: list[str]) -> None:
    """Hang every conjunct on the first and every conjunction on the conjunct it introduces."""
    first = list(range(len(dep)))
    for i in range(len(dep)):
        at, steps = i, 0
        while dep[at] == "conj" and steps < len(dep):
            at, steps = head[at], steps + 1
        first[i] = at
    old = list(head)
    for i, label in enumerate(dep):
        if label == "conj":
            head[i] = first[i]
        elif label == "cc":
            after = [j for j, h in enumerate(old) if h == old[i] and dep[j] == "conj" and j > i]
            if after:
                head[i] = after[0]
