"""What a verb's own clause tells as no fact, for harm and events alike, on hand-written trees."""

import pytest
from trees import document, ud

from transforms.parse.clause.clauses import Clauses
from transforms.parse.clause.factuality import unreal
from transforms.resolve.harm.clauses import find_harm

PASSIVE = ([4, 4, 4, 0], ["nsubj:pass", "aux", "aux:pass", "root"])
PERFECT = ([5, 5, 5, 5, 0], ["nsubj:pass", "aux", "aux", "aux:pass", "root"])
AIM = ([2, 3, 0, 5, 3, 7, 5], ["det", "nsubj", "root", "mark", "xcomp", "det", "obj"])


@pytest.mark.parametrize(
    ("text", "tags", "shape", "verb", "told"),
    [
        ("Guards could be shot", "NNS MD VB VBN", PASSIVE, 3, True),
        ("Guards may be shot", "NNS MD VB VBN", PASSIVE, 3, True),
        ("Guards were being shot", "NNS VBD VBG VBN", PASSIVE, 3, False),
        ("Guards 'd been shot", "NNS MD VBN VBN", PASSIVE, 3, False),
        ("Guards would have been shot", "NNS MD VB VBN VBN", PERFECT, 4, True),
        ("The gunman threatened to kill the guard", "DT NN VBD TO VB DT NN", AIM, 4, True),
        ("The gunman managed to kill the guard", "DT NN VBD TO VB DT NN", AIM, 4, False),
    ],
)
def test_a_clause_tells_its_verb_as_a_fact_or_not(text, tags, shape, verb, told):
    s = ud(text, *shape, tags.split())
    assert unreal(verb, Clauses(s)) is told
    assert bool(find_harm(document(s))) is not told


def test_what_was_used_to_do_it_did_it():
    s = ud(
        "He used the gun to shoot the guard",
        heads=[2, 0, 4, 2, 6, 2, 8, 6],
        deps=["nsubj", "root", "det", "obj", "mark", "xcomp", "det", "obj"],
        tags=["PRP", "VBD", "DT", "NN", "TO", "VB", "DT", "NN"],
    )
    assert [(m.harm, m.low) for m in find_harm(document(s))] == [("wounded", 1)]


def test_who_asks_about_an_act_does_not_put_it_in_doubt():
    s = ud(
        "Police asked if the man who was shot had died",
        heads=[2, 0, 10, 5, 10, 8, 8, 5, 10, 2],
        deps=["nsubj", "root", "mark", "det", "nsubj", "nsubj:pass", "aux:pass", "acl:relcl", "aux", "ccomp"],
        tags=["NNS", "VBD", "IN", "DT", "NN", "WP", "VBD", "VBN", "VBD", "VBN"],
    )
    clauses = Clauses(s)
    assert (unreal(7, clauses), unreal(9, clauses)) == (False, True)


def test_nobody_was_hurt_is_a_fact():
    s = ud("Nobody was hurt", [3, 3, 0], ["nsubj:pass", "aux:pass", "root"], ["NN", "VBD", "VBN"])
    assert not unreal(2, Clauses(s))
    assert [(m.low, m.high) for m in find_harm(document(s))] == [(0, 0)]
