"""What an object is called is a predicate, and a judged clause is what an adjective is about, on hand-written trees."""

from trees import ud

from transforms.parse.clause.clauses import Clauses

CALLED = ud(
    "Oslo called the raid a blunder",
    [2, 0, 4, 2, 6, 2],
    ["nsubj", "root", "det", "obj", "det", "obj"],
    ["NNP", "VBD", "DT", "NN", "DT", "NN"],
)
NAMED = ud(
    "Oslo called envoy Ruiz a puppet",
    [2, 0, 4, 2, 6, 4],
    ["nsubj", "root", "compound", "obj", "det", "appos"],
    ["NNP", "VBD", "NN", "NNP", "DT", "NN"],
)
APART = ud(
    "Oslo called Ruiz , the envoy",
    [2, 0, 2, 6, 6, 3],
    ["nsubj", "root", "obj", "punct", "det", "appos"],
    ["NNP", "VBD", "NNP", ",", "DT", "NN"],
)
SENT = ud(
    "Oslo sent Ruiz a letter",
    [2, 0, 2, 5, 2],
    ["nsubj", "root", "obj", "det", "obj"],
    ["NNP", "VBD", "NNP", "DT", "NN"],
)
UNFAIR = ud(
    "It was unfair that Oslo held him",
    [3, 3, 0, 6, 6, 3, 6],
    ["expl", "cop", "root", "mark", "nsubj", "csubj", "obj"],
    ["PRP", "VBD", "JJ", "IN", "NNP", "VBD", "PRP"],
)


def test_what_an_object_is_called_is_its_predicate():
    called = Clauses(CALLED).of(1)
    assert (called.get("obj"), called.get("pred")) == ((3,), (5,))
    named = Clauses(NAMED).of(1)
    assert (named.get("obj"), named.get("pred")) == ((3,), (5,))


def test_an_apposition_behind_a_comma_and_a_gift_are_no_names():
    assert Clauses(APART).of(1).get("pred") == ()
    assert Clauses(SENT).of(1).get("pred") == ()


def test_the_clause_that_an_adjective_judges_is_its_complement():
    assert Clauses(UNFAIR).of(2).get("comp") == (5,)


def test_the_infinitive_of_a_verb_of_will_may_hang_on_its_phrase():
    agreed = ud(
        "Chad agreed in principle to free him",
        [2, 0, 4, 2, 6, 4, 6],
        ["nsubj", "root", "case", "obl", "mark", "acl", "obj"],
        ["NNP", "VBD", "IN", "NN", "TO", "VB", "PRP"],
    )
    assert Clauses(agreed).of(1).get("comp") == (5,)


def test_an_adjective_read_as_a_passive_has_its_subject():
    worried = ud("Oslo is concerned", [3, 3, 0], ["nsubj", "aux:pass", "root"], ["NNP", "VBZ", "JJ"])
    assert Clauses(worried).of(2).get("subj") == (0,)


def test_a_verb_joined_to_an_adverb_has_the_subject_of_the_verb_above():
    s = ud(
        "Police held Ruiz later and accused him",
        [2, 0, 2, 2, 6, 4, 6],
        ["nsubj", "root", "obj", "advmod", "cc", "conj", "obj"],
        ["NNS", "VBD", "NNP", "RB", "CC", "VBD", "PRP"],
    )
    assert Clauses(s).of(5).get("subj") == (0,)


def test_an_adjective_after_what_is_found_so_is_its_predicate():
    found = ud(
        "They find the decree distasteful",
        [2, 0, 4, 2, 4],
        ["nsubj", "root", "det", "obj", "amod"],
        ["PRP", "VBP", "DT", "NN", "JJ"],
    )
    assert Clauses(found).of(1).get("pred") == (4,)


def test_a_noun_set_beside_without_and_is_what_the_object_is_called():
    called = ud(
        "Oslo called the raid on monks a crime",
        [2, 0, 4, 2, 6, 4, 8, 2],
        ["nsubj", "root", "det", "obj", "case", "nmod", "det", "conj"],
        ["NNP", "VBD", "DT", "NN", "IN", "NNS", "DT", "NN"],
    )
    assert Clauses(called).of(1).get("pred") == (7,)
