"""Repairs of parses that contradict themselves or the grammar of news; each is a plain function of a tree."""

from __future__ import annotations

from collections.abc import Callable

from transforms.parse.clause.repair.agreement import mend
from transforms.parse.clause.repair.gerunds import bare_acts, gerunds
from transforms.parse.clause.repair.names import (
    apposed_subject,
    capital_names,
    titled_names,
)
from transforms.parse.clause.repair.news import (
    clause_of_pair,
    conjunctions,
    coordinated_past,
    joint_subjects,
    lost_commas,
    reduced_relatives,
    shared_nouns,
    spoken_past,
    suffering_objects,
    swallowed_past,
    taken_hostage,
    told_clauses,
)
from transforms.parse.clause.repair.participles import mend_participles
from transforms.parse.clause.repair.relatives import agreeing_clauses, met_objects, which_clauses
from transforms.parse.clause.repair.reported import ages, headline_pair, reported
from transforms.parse.clause.repair.times import (
    beside_times,
    counted_from_clauses,
    days_as_subjects,
    days_before_verbs,
    days_in_names,
)
from transforms.parse.clause.repair.tree import Tree

CONJ, NONE = frozenset({"conj"}), frozenset[str]()
REPAIRS: tuple[tuple[Callable[[Tree], None], frozenset[str], frozenset[str]], ...] = (
    (capital_names, NONE, NONE),
    (swallowed_past, NONE, NONE),
    (reduced_relatives, NONE, frozenset({"VBN"})),
    (suffering_objects, frozenset({"aux:pass"}), frozenset({"VBG"})),
    (days_as_subjects, frozenset({"nsubj"}), NONE),
    (taken_hostage, frozenset({"compound"}), NONE),
    (conjunctions, frozenset({"advcl", "conj"}), NONE),
    (joint_subjects, CONJ, NONE),
    (clause_of_pair, frozenset({"acl"}), NONE),
    (shared_nouns, CONJ, frozenset({"NNS"})),
    (days_before_verbs, NONE, NONE),
    (days_in_names, frozenset({"flat"}), NONE),
    (beside_times, frozenset({"obl:unmarked", "nmod:unmarked"}), NONE),
    (counted_from_clauses, frozenset({"advcl"}), NONE),
    (lost_commas, CONJ, NONE),
    (titled_names, frozenset({"cc"}), NONE),
    (apposed_subject, frozenset({"appos"}), NONE),
    (coordinated_past, CONJ, frozenset({"VB"})),
    (spoken_past, frozenset({"ccomp"}), NONE),
    (told_clauses, frozenset({"acl", "acl:relcl"}), NONE),
    (reported, NONE, NONE),
    (headline_pair, frozenset({"obj"}), NONE),
    (ages, CONJ, NONE),
    (which_clauses, frozenset({"acl:relcl"}), NONE),
    (agreeing_clauses, frozenset({"acl:relcl"}), NONE),
    (met_objects, frozenset({"acl"}), frozenset({"VBG"})),
    (gerunds, NONE, frozenset({"VBG"})),
    (bare_acts, frozenset({"acl"}), NONE),
)
"""The repairs in their order, each with relations and tags: a tree without any of either has nothing for it."""


def repair(tree: Tree) -> None:
    """Apply every repair to one parsed sentence, in place, in their order."""
    mend(tree.heads, tree.deps, tree.upos, tree.xpos, tree.lemmas)
    mend_participles(tree.words, tree.lemmas, heads=tree.heads, deps=tree.deps, upos=tree.upos, xpos=tree.xpos)
    for mends, relations, tags in REPAIRS:
        if (relations and relations.isdisjoint(tree.deps)) or (tags and tags.isdisjoint(tree.xpos)):
            continue
        mends(tree)
