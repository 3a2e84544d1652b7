"""Repairs of parses that contradict themselves or the grammar of news; each is a plain function of a tree."""

from __future__ import annotations

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
from transforms.parse.clause.repair.relatives import which_clauses
from transforms.parse.clause.repair.reported import ages, headline_pair, reported
from transforms.parse.clause.repair.times import (
    beside_times,
    days_as_subjects,
    days_before_verbs,
    days_in_names,
)
from transforms.parse.clause.repair.tree import Tree


def repair(tree: Tree) -> None:
    """Apply every repair to one parsed sentence, in place, in their order."""
    mend(tree.heads, tree.deps, tree.upos, tree.xpos, tree.lemmas)
    mend_participles(tree.words, tree.lemmas, heads=tree.heads, deps=tree.deps, upos=tree.upos, xpos=tree.xpos)
    capital_names(tree)
    swallowed_past(tree)
    reduced_relatives(tree)
    suffering_objects(tree)
    days_as_subjects(tree)
    taken_hostage(tree)
    conjunctions(tree)
    joint_subjects(tree)
    clause_of_pair(tree)
    shared_nouns(tree)
    days_before_verbs(tree)
    days_in_names(tree)
    beside_times(tree)
    lost_commas(tree)
    titled_names(tree)
    apposed_subject(tree)
    coordinated_past(tree)
    spoken_past(tree)
    told_clauses(tree)
    reported(tree)
    headline_pair(tree)
    ages(tree)
    which_clauses(tree)
    gerunds(tree)
    bare_acts(tree)
