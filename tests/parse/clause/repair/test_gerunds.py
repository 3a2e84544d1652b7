"""Words for acts that came out as verbs, on hand-written trees."""

from trees import sentence, tree

from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.repair import repair


def clauses(*args, **kwargs):
    made = tree(*args, **kwargs)
    repair(made)
    return Clauses(sentence(made))


def test_a_bare_word_for_an_act_after_a_noun_is_no_participle():
    read = clauses(
        "Forty guards died in an air raid on Lima",
        heads=[2, 3, 0, 6, 6, 3, 6, 9, 7],
        deps=["nummod", "nsubj", "root", "case", "det", "obl", "acl", "case", "obl"],
        tags=["CD", "NNS", "VBD", "IN", "DT", "NN", "VBN", "IN", "NNP"],
    )
    assert (read.preposition(6), read.of(6).get("on"), read.sentence.upos[6]) == ("in", (8,), "NOUN")


def test_whom_a_participle_after_a_noun_is_told_of_keeps_it():
    read = clauses(
        "Guards hurt in a raid left",
        heads=[6, 1, 5, 5, 2, 0],
        deps=["nsubj", "acl", "case", "det", "obl", "root"],
        tags=["NNS", "VBN", "IN", "DT", "NN", "VBD"],
    )
    assert (read.subject(5), read.sentence.upos[1]) == (0, "VERB")
