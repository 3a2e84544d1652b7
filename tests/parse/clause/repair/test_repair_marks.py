"""Repairs are asked only of trees that have their relations and tags: to other trees they would do nothing."""

import copy
import random

import pytest

from transforms.parse.clause.repair import REPAIRS, repair
from transforms.parse.clause.repair.agreement import mend
from transforms.parse.clause.repair.participles import mend_participles
from transforms.parse.clause.repair.tree import Tree

WORDS = (
    "She the WHO May fighting , 14 hostage hostages after that which who police militia workers said took urged told "
    "Friday Monday year raid Lima Oslo and U.S. Danish forces shot killed woman by in bomb attack suffering"
).split()
LEMMAS = "she the who say take urge tell shoot kill stab fight raid friday year worker man and in be".split()
RELATIONS = (
    "nsubj nsubj:pass obj iobj obl obl:unmarked nmod nmod:unmarked conj cc acl acl:relcl advcl ccomp xcomp parataxis "
    "aux aux:pass cop mark case flat appos compound amod nummod punct advmod det csubj expl"
).split()
TAGS = "NN NNS NNP NNPS VB VBD VBN VBG VBZ VBP MD IN DT CD CC , WP WDT WRB PRP RB TO JJ".split()
KINDS = "NOUN PROPN VERB AUX PRON ADP DET NUM CCONJ PUNCT ADV ADJ SCONJ PART".split()


def made(chance, relations, tags):
    """Return a tree of random words whose every token hangs, in the end, on the root."""
    count = chance.randint(4, 14)
    order = chance.sample(range(count), count)
    heads = [0] * count
    for place, token in enumerate(order):
        heads[token] = order[chance.randrange(place)] if place else token
    deps = ["root" if head == token else chance.choice(relations) for token, head in enumerate(heads)]
    words, lemmas = chance.choices(WORDS, k=count), chance.choices(LEMMAS, k=count)
    return Tree(words, lemmas, heads, deps, chance.choices(KINDS, k=count), chance.choices(tags, k=count))


@pytest.mark.parametrize(("mends", "relations", "tags"), REPAIRS, ids=[one[0].__name__ for one in REPAIRS])
def test_a_repair_changes_no_tree_without_its_relations_or_tags(mends, relations, tags):
    chance = random.Random(7)
    for turn in range(400):
        lacking = relations if relations and (turn % 2 or not tags) else frozenset()
        tree = made(
            chance,
            [one for one in RELATIONS if one not in lacking],
            [one for one in TAGS if lacking or one not in tags],
        )
        if (relations and relations.isdisjoint(tree.deps)) or (tags and tags.isdisjoint(tree.xpos)):
            before = copy.deepcopy(tree)
            mends(tree)
            assert tree == before


def test_all_repairs_together_do_what_each_does_in_turn():
    chance = random.Random(11)
    changed = 0
    for _ in range(400):
        tree = made(chance, RELATIONS, TAGS)
        before, other = copy.deepcopy(tree), copy.deepcopy(tree)
        repair(tree)
        mend(other.heads, other.deps, other.upos, other.xpos, other.lemmas)
        lists = {name: getattr(other, name) for name in ("heads", "deps", "upos", "xpos")}
        mend_participles(other.words, other.lemmas, **lists)
        for mends, _, _ in REPAIRS:
            mends(other)
        assert tree == other
        changed += tree != before
    assert changed
