"""Repairs of what the grammar of news does to a parse, on hand-written trees."""

from trees import document, sentence, tree, ud

from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.repair import repair
from transforms.resolve.harm.clauses import find_harm


def clauses(*args, **kwargs):
    made = tree(*args, **kwargs)
    repair(made)
    return Clauses(sentence(made))


def test_the_name_before_the_verb_is_its_subject_not_an_apposition():
    read = clauses(
        "In a letter to the envoy , Diaz apologised",
        heads=[3, 3, 9, 6, 6, 3, 8, 6, 0],
        deps=["case", "det", "obl", "case", "det", "nmod", "punct", "appos", "root"],
        tags=["IN", "DT", "NN", "IN", "DT", "NN", ",", "NNP", "VBD"],
    )
    assert read.subject(8) == 7


def test_a_closed_apposition_stays_one():
    read = clauses(
        "In a letter to Diaz , the envoy , he apologised",
        heads=[3, 3, 11, 5, 3, 8, 8, 5, 8, 11, 0],
        deps=["case", "det", "obl", "case", "nmod", "punct", "det", "appos", "punct", "nsubj", "root"],
        tags=["IN", "DT", "NN", "IN", "NNP", ",", "DT", "NN", ",", "PRP", "VBD"],
    )
    assert read.subject(10) == 9


def test_whose_assassination_of_others_it_is_he_is_not_hurt():
    s = ud(
        "Ruritania 's assassination of two envoys",
        heads=[3, 1, 0, 6, 6, 3],
        deps=["nmod:poss", "case", "root", "case", "nummod", "nmod"],
        tags=["NNP", "POS", "NN", "IN", "CD", "NNS"],
    )
    assert [(m.harm, m.low, m.victim) for m in find_harm(document(s))] == [("killed", 2, 5)]
