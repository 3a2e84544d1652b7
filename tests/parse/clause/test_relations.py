"""How words hang on one another, on hand-written trees."""

from trees import ud

from transforms.parse.clause import relations
from transforms.parse.clause.noun_phrase import parts_before

KILLED = ud(
    "Rebels attacked Dora , killing two guards",
    [2, 0, 2, 5, 2, 7, 5],
    ["nsubj", "root", "obj", "punct", "advcl", "nummod", "obj"],
    ["NNS", "VBD", "NNP", ",", "VBG", "CD", "NNS"],
)
HURT = ud(
    "Six had been killed and nine wounded in a blast",
    [4, 4, 4, 0, 7, 7, 4, 10, 10, 7],
    ["nsubj:pass", "aux", "aux:pass", "root", "cc", "nsubj:pass", "conj", "case", "det", "obl"],
    ["CD", "VBD", "VBN", "VBN", "CC", "CD", "VBN", "IN", "DT", "NN"],
)


def test_subjects_and_arguments_are_told_by_how_they_hang():
    assert relations.hangs_as_subject(KILLED, 0) and not relations.hangs_as_subject(KILLED, 2)
    assert relations.hanging_subject(KILLED, 1) == 0
    assert relations.hanging_subject(HURT, 6) == 5
    assert relations.hanging_subject(KILLED, 4) is None  # shared, not its own
    assert [t for t in range(len(HURT)) if relations.hangs_as_argument(HURT, t)] == [0, 5, 6, 9]


def test_a_clause_of_its_own_begins_at_its_predicate():
    assert [t for t in range(len(KILLED)) if relations.hangs_as_clause(KILLED, t)] == [4]


def test_subjects_and_auxiliaries_lead_up_to_their_predicate():
    assert [relations.predicate_above(HURT, t) for t in (0, 1, 2, 3, 9)] == [3, 3, 3, 3, 9]


def test_only_had_before_a_participle_tells_what_was_over():
    assert relations.pluperfect(HURT, 3) and relations.pluperfect(HURT, 0)
    assert not relations.pluperfect(KILLED, 1)


def test_what_an_act_leads_to_is_one_with_it():
    assert relations.one_predicate_of_other(KILLED, 1, 4)
    assert not relations.one_predicate_of_other(KILLED, 4, 3)


def test_a_phrase_behind_the_second_of_two_predicates_is_of_both():
    assert relations.coordinated(HURT, 3, 6) and not relations.coordinated(HURT, 6, 3)
    assert relations.behind_second(HURT, 3, 9) and not relations.behind_second(KILLED, 1, 6)


def test_numbers_stand_among_the_parts_before_a_head():
    assert parts_before(KILLED, 6) == [5]
    copula = ud("Both were dead rebels", [4, 4, 4, 0], ["nsubj", "cop", "amod", "root"], ["DT", "VBD", "JJ", "NNS"])
    assert parts_before(copula, 3) == [2]


def test_sides_of_an_act_are_subjects_objects_agents_and_owners():
    assert [t for t in range(len(KILLED)) if relations.hangs_as_side(KILLED, t)] == [0, 2, 6]
    assert not relations.hangs_as_side(HURT, 9)
