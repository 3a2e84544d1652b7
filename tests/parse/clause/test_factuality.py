"""Negation, modality, aims and speakers on hand-written trees."""

import pytest
from trees import ud

from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.factuality import factuality
from transforms.parse.clause.speakers import speaker_of


def told(s, token):
    clauses = Clauses(s)
    return factuality(clauses.of(token), token, clauses)


def simple(text, tags, relation="aux"):
    """Return "Rebels AUX VERB the post"."""
    return ud(text, [3, 3, 0, 5, 3], ["nsubj", relation, "root", "det", "obj"], tags)


@pytest.mark.parametrize(
    ("text", "tags", "status"),
    [
        ("Rebels will attack the post", ["NNS", "MD", "VB", "DT", "NN"], "future"),
        ("Rebels may attack the post", ["NNS", "MD", "VB", "DT", "NN"], "hypothetical"),
        ("Rebels have attacked the post", ["NNS", "VBP", "VBN", "DT", "NN"], "occurred"),
        ("Rebels 'd attacked the post", ["NNS", "VBD", "VBN", "DT", "NN"], "occurred"),
        ("Rebels are attacking the post", ["NNS", "VBP", "VBG", "DT", "NN"], "ongoing"),
    ],
)
def test_auxiliaries_tell_how_real_an_act_is(text, tags, status):
    assert told(simple(text, tags), 2) == status


def test_a_negated_subject_negates_the_clause():
    s = ud(
        "Not the army nor its allies are blocking roads",
        heads=[3, 3, 8, 6, 6, 3, 8, 0, 8],
        deps=["advmod", "det", "nsubj", "cc", "nmod:poss", "conj", "aux", "root", "obj"],
        tags=["RB", "DT", "NN", "CC", "PRP$", "NNS", "VBP", "VBG", "NNS"],
    )
    assert Clauses(s).of(7).negated


@pytest.mark.parametrize(("verb", "status"), [("used", "occurred"), ("bought", "hypothetical")])
def test_means_that_are_used_reach_their_aim(verb, status):
    s = ud(
        f"The army {verb} drones to hit depots",
        heads=[2, 3, 0, 3, 6, 4, 6],
        deps=["det", "nsubj", "root", "obj", "mark", "acl", "obj"],
        tags=["DT", "NN", "VBD", "NNS", "TO", "VB", "NNS"],
    )
    assert told(s, 5) == status
    assert Clauses(s).subject(5) == 1


def test_what_is_only_expected_did_not_occur():
    s = ud(
        "Families fled in expectation of an offensive",
        heads=[2, 0, 4, 2, 7, 7, 4],
        deps=["nsubj", "root", "case", "obl", "case", "det", "nmod"],
        tags=["NNS", "VBD", "IN", "NN", "IN", "DT", "NN"],
    )
    assert told(s, 6) == "hypothetical"


def test_a_tag_after_the_clause_names_the_speaker():
    s = ud(
        "Gunmen killed a judge , police said",
        heads=[2, 7, 4, 2, 2, 7, 0],
        deps=["nsubj", "ccomp", "det", "obj", "punct", "nsubj", "root"],
        tags=["NNS", "VBD", "DT", "NN", ",", "NNS", "VBD"],
    )
    assert speaker_of(Clauses(s), 1) == 5


def test_according_to_names_the_speaker():
    s = ud(
        "According to police gunmen killed a judge",
        heads=[3, 1, 5, 5, 0, 7, 5],
        deps=["case", "fixed", "obl", "nsubj", "root", "det", "obj"],
        tags=["VBG", "IN", "NNS", "NNS", "VBD", "DT", "NN"],
    )
    assert speaker_of(Clauses(s), 4) == 2
