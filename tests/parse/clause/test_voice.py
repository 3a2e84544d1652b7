"""Voice on hand-written trees: full passives, shared auxiliaries, headlines, and what only looks like them."""

import pytest
from trees import document, ud

from transforms.parse.clause.clauses import Clauses
from transforms.resolve.harm.clauses import find_harm


def headline(text, *, tag="VBD"):
    """Return "SUBJECT VERB [at NOUN]" with a bare subject."""
    words = text.split()
    heads, deps, tags = [2, 0], ["nsubj", "root"], ["NN", tag]
    if len(words) > 2:
        heads, deps, tags = [2, 0, 4, 2], ["nsubj", "root", "case", "obl"], ["NN", tag, "IN", "NN"]
    return ud(text, heads, deps, tags)


@pytest.mark.parametrize(
    ("text", "passive"),
    [
        ("Man shot at mall", True),
        ("Woman stabbed at laundromat", True),
        ("Man shot at policeman", False),
        ("Gunman fired at crowd", False),
        ("Teacher killed", True),
        ("Teacher protested", False),
        ("Girl kidnapped from school", False),
    ],
)
def test_headlines_without_an_auxiliary(text, passive):
    assert Clauses(headline(text)).is_passive(1) is passive


def test_a_participle_shares_the_auxiliary_of_the_verb_before_it():
    s = ud(
        "Two men were found shot and killed inside a home",
        heads=[2, 4, 4, 0, 4, 7, 5, 10, 10, 7],
        deps=["nummod", "nsubj:pass", "aux:pass", "root", "xcomp", "cc", "conj", "case", "det", "obl"],
        tags=["CD", "NNS", "VBD", "VBN", "VBN", "CC", "VBN", "IN", "DT", "NN"],
    )
    clauses = Clauses(s)
    assert [clauses.is_passive(t) for t in (3, 4, 6)] == [True, True, True]
    assert clauses.patient(6) == 1
    assert clauses.of(6).get("subj") == ()
    assert [(m.harm, m.low) for m in find_harm(document(s))] == [("killed", 2)]


def test_who_is_left_wounded_is_the_object_of_what_left_him_so():
    s = ud(
        "The blast left another teen badly wounded",
        heads=[2, 3, 0, 5, 3, 7, 3],
        deps=["det", "nsubj", "root", "det", "obj", "advmod", "xcomp"],
        tags=["DT", "NN", "VBD", "DT", "NN", "RB", "VBD"],
    )
    assert Clauses(s).patient(6) == 4


def test_an_object_makes_a_past_tense_active():
    s = ud(
        "Gunmen attacked and killed two guards",
        heads=[2, 0, 4, 2, 6, 4],
        deps=["nsubj", "root", "cc", "conj", "nummod", "obj"],
        tags=["NNS", "VBD", "CC", "VBD", "CD", "NNS"],
    )
    clauses = Clauses(s)
    assert not clauses.is_passive(1)
    assert not clauses.is_passive(3)
    assert (clauses.of(1).get("subj"), clauses.of(1).get("obj")) == ((0,), (5,))


def test_an_object_that_came_out_as_a_measure_makes_it_active_too():
    s = ud(
        "Rebels killed at least 20 in Taiz",
        heads=[2, 0, 4, 5, 2, 7, 5],
        deps=["nsubj", "root", "case", "nmod", "obl", "case", "nmod"],
        tags=["NNS", "VBD", "IN", "JJ", "CD", "IN", "NNP"],
    )
    assert not Clauses(s).is_passive(1)


def test_a_phrase_with_another_preposition_than_by_is_no_agent():
    s = ud(
        "He then shot once at the window",
        heads=[3, 3, 0, 3, 7, 7, 3],
        deps=["nsubj", "advmod", "root", "advmod", "case", "det", "obl:agent"],
        tags=["PRP", "RB", "VBD", "RB", "IN", "DT", "NN"],
    )
    assert not Clauses(s).is_passive(2)


def test_a_pronoun_stays_the_patient_though_the_subject_says_whom_it_means():
    s = ud(
        "A teen fled after he was shot",
        heads=[2, 3, 0, 7, 7, 7, 3],
        deps=["det", "nsubj", "root", "mark", "nsubj:pass", "aux:pass", "advcl"],
        tags=["DT", "NN", "VBD", "IN", "PRP", "VBD", "VBN"],
    )
    clauses = Clauses(s)
    assert clauses.patient(6) == 4
    assert clauses.subject(6) == 1
