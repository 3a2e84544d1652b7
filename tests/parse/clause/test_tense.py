"""Tense and aspect of clauses on hand-written trees."""

import pytest
from trees import ud

from transforms.parse.clause.clauses import Clauses

SIMPLE = (["nsubj", "root", "obj"], [2, 0, 2])
ONE = (["nsubj", "aux", "root", "obj"], [3, 3, 0, 3])
TWO = (["nsubj", "aux", "aux", "root", "obj"], [4, 4, 4, 0, 4])


@pytest.mark.parametrize(
    ("text", "tags", "shape", "told"),
    [
        ("Rebels attacked Gao", "NNS VBD NNP", SIMPLE, ("past", "")),
        ("Rebels attack Gao", "NNS VBP NNP", SIMPLE, ("present", "")),
        ("Rebels are attacking Gao", "NNS VBP VBG NNP", ONE, ("present", "progressive")),
        ("Rebels were attacking Gao", "NNS VBD VBG NNP", ONE, ("past", "progressive")),
        ("Rebels have attacked Gao", "NNS VBP VBN NNP", ONE, ("present", "perfect")),
        ("Rebels had attacked Gao", "NNS VBD VBN NNP", ONE, ("past", "perfect")),
        ("Rebels did attack Gao", "NNS VBD VB NNP", ONE, ("past", "")),
        ("Rebels will attack Gao", "NNS MD VB NNP", ONE, ("", "")),
        ("Rebels have been attacking Gao", "NNS VBP VBN VBG NNP", TWO, ("present", "perfect")),
        ("Rebels would have attacked Gao", "NNS MD VB VBN NNP", TWO, ("", "perfect")),
    ],
)
def test_the_first_auxiliary_gives_the_tense(text, tags, shape, told):
    deps, heads = shape
    verb = deps.index("root")
    clause = Clauses(ud(text, heads, deps, tags.split())).of(verb)
    assert (clause.tense, clause.aspect) == told


def test_a_copula_gives_the_tense_of_what_is_said_with_it():
    s = ud("The strike was illegal", [2, 4, 4, 0], ["det", "nsubj", "cop", "root"], ["DT", "NN", "VBD", "JJ"])
    clauses = Clauses(s)
    assert clauses.of(3).tense == "past"
    assert clauses.of(1).tense == ""


def test_a_participle_alone_has_none():
    s = ud("Troops killed there fled", [4, 1, 2, 0], ["nsubj", "acl", "advmod", "root"], ["NNS", "VBN", "RB", "VBD"])
    clauses = Clauses(s)
    assert (clauses.of(1).tense, clauses.of(3).tense) == ("", "past")
