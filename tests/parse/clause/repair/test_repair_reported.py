"""Repairs of reported clauses and headlines on hand-written trees."""

from trees import sentence, tree

from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.repair import repair


def clauses(*args, **kwargs):
    made = tree(*args, **kwargs)
    repair(made)
    return Clauses(sentence(made))


def test_who_is_the_subject_of_what_others_say_of_him():
    read = clauses(
        "the officer who prosecutors say shot himself after kidnapping a nurse",
        heads=[2, 0, 5, 5, 2, 5, 6, 9, 6, 11, 9],
        deps=["det", "root", "nsubj", "nsubj", "acl:relcl", "ccomp", "obj", "mark", "advcl", "det", "obj"],
        tags=["DT", "NN", "WP", "NNS", "VBP", "VBD", "PRP", "IN", "VBG", "DT", "NN"],
    )
    assert read.subject(5) == 1
    assert read.subject(8) == 1
    assert read.subject(4) == 3


def test_without_who_the_speaker_is_not_the_subject_either():
    read = clauses(
        "the man police say killed two clerks",
        heads=[2, 0, 4, 2, 4, 7, 5],
        deps=["det", "root", "nsubj", "acl:relcl", "ccomp", "nummod", "obj"],
        tags=["DT", "NN", "NNS", "VBP", "VBD", "CD", "NNS"],
    )
    assert read.subject(4) == 1


def test_a_subject_that_came_out_as_what_is_said_goes_to_the_reported_clause():
    read = clauses(
        "Police said the victim , 31 , was injured",
        heads=[2, 0, 4, 2, 6, 4, 2, 9, 2],
        deps=["nsubj", "root", "det", "obj", "punct", "appos", "punct", "aux:pass", "ccomp"],
        tags=["NNS", "VBD", "DT", "NN", ",", "CD", ",", "VBD", "VBN"],
    )
    assert read.patient(8) == 3


def test_the_second_half_of_a_headline_is_no_object_of_the_first():
    read = clauses(
        "Man killed , woman wounded in raid",
        heads=[2, 0, 4, 2, 4, 7, 5],
        deps=["nsubj", "root", "punct", "obj", "acl", "case", "obl"],
        tags=["NN", "VBD", ",", "NN", "VBN", "IN", "NN"],
    )
    assert read.patient(1) == 0
    assert read.patient(4) == 3


def test_a_number_between_commas_is_an_age():
    read = clauses(
        "Boy , 14 , killed in Leeds",
        heads=[0, 3, 1, 5, 1, 7, 5],
        deps=["root", "punct", "conj", "punct", "acl", "case", "obl"],
        tags=["UH", ",", "CD", ",", "VBN", "IN", "NNP"],
    )
    assert read.conjuncts(0) == [0]
    assert read.patient(4) == 0


def test_an_act_named_after_a_preposition_is_a_noun():
    read = clauses(
        "Student killed in shooting near Hull",
        heads=[2, 0, 4, 2, 6, 4],
        deps=["nsubj", "root", "mark", "advcl", "case", "obl"],
        tags=["NN", "VBD", "IN", "VBG", "IN", "NNP"],
    )
    assert not read.is_verb(3)
    assert read.of(3).get("subj") == ()
    assert read.of(3).get("near") == (5,)


def test_an_act_named_after_its_town_is_a_noun():
    read = clauses(
        "Man hurt in Leeds stabbing",
        heads=[2, 0, 4, 2, 2],
        deps=["nsubj", "root", "case", "obl", "advcl"],
        tags=["NN", "VBD", "IN", "NNP", "VBG"],
    )
    assert read.preposition(4) == "in"
    assert read.of(4).modifiers == (3,)


def test_who_stabs_somebody_still_does_it():
    read = clauses(
        "Woman arrested after stabbing man",
        heads=[2, 0, 4, 2, 4],
        deps=["nsubj:pass", "root", "mark", "advcl", "obj"],
        tags=["NN", "VBN", "IN", "VBG", "NN"],
    )
    assert read.is_verb(3)
    assert read.subject(3) == 0


def test_a_participle_after_what_is_said_is_what_it_did():
    read = clauses(
        "Oslo said the treaty trampled on rights",
        heads=[2, 0, 4, 2, 4, 7, 5],
        deps=["nsubj", "root", "det", "obj", "acl", "case", "obl"],
        tags=["NNP", "VBD", "DT", "NN", "VBN", "IN", "NNS"],
    )
    assert read.of(1).get("comp") == (4,)
    assert read.subject(4) == 3


def test_a_participle_with_who_did_it_stays_one():
    read = clauses(
        "Oslo said a treaty broken by rebels",
        heads=[2, 0, 4, 2, 4, 7, 5],
        deps=["nsubj", "root", "det", "obj", "acl", "case", "obl"],
        tags=["NNP", "VBD", "DT", "NN", "VBN", "IN", "NNS"],
    )
    assert read.of(1).get("obj") == (3,)
