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


def test_a_day_between_subject_and_verb_belongs_to_the_verb():
    read = clauses(
        "Rebels on Tuesday attacked a convoy",
        heads=[4, 3, 1, 0, 6, 4],
        deps=["nsubj", "case", "nmod", "root", "det", "obj"],
        tags=["NNS", "IN", "NNP", "VBD", "DT", "NN"],
    )
    assert read.sentence.heads[2] == 3
    assert read.subject(3) == 0


def test_a_clause_after_a_preposition_has_the_noun_between_as_its_subject():
    read = clauses(
        "The premier spoke after an envoy , Ivo Petrov , was shot",
        heads=[2, 3, 0, 6, 6, 3, 8, 6, 8, 12, 12, 3],
        deps=["det", "nsubj", "root", "case", "det", "obl", "punct", "appos", "flat", "punct", "aux:pass", "advcl"],
        tags=["DT", "NN", "VBD", "IN", "DT", "NN", ",", "NNP", "NNP", ",", "VBD", "VBN"],
    )
    assert read.patient(11) == 5
    assert read.subject(2) == 1


def test_a_participle_before_the_finite_verb_modifies_the_subject():
    read = clauses(
        "44 policemen killed in a raid were buried",
        heads=[2, 3, 0, 6, 6, 3, 8, 3],
        deps=["nummod", "nsubj", "root", "case", "det", "obl", "aux:pass", "conj"],
        tags=["CD", "NNS", "VBN", "IN", "DT", "NN", "VBD", "VBN"],
    )
    assert read.sentence.roots() == [7]
    assert read.patient(7) == 1
    assert read.patient(2) == 1
    assert read.of(2).get("subj") == ()


def test_two_clauses_joined_by_and_stay_two():
    read = clauses(
        "Two men arrested and later were freed",
        heads=[2, 3, 0, 7, 7, 7, 3],
        deps=["nummod", "nsubj", "root", "cc", "advmod", "aux:pass", "conj"],
        tags=["CD", "NNS", "VBN", "CC", "RB", "VBD", "VBN"],
    )
    assert read.sentence.roots() == [2]


def test_a_past_tense_is_no_attribute_of_a_sentence_without_a_verb():
    read = clauses(
        "Thousands of miners , most of them women , staged protests in Sfax",
        heads=[0, 3, 1, 5, 8, 7, 5, 1, 1, 11, 1, 13, 11],
        deps=[
            "root",
            "case",
            "nmod",
            "punct",
            "nsubj",
            "case",
            "nmod",
            "nmod",
            "punct",
            "amod",
            "appos",
            "case",
            "nmod",
        ],
        tags=["NNS", "IN", "NNS", ",", "JJS", "IN", "PRP", "NNS", ",", "VBD", "NNS", "IN", "NNP"],
    )
    assert read.of(9).get("subj") == (0,)
    assert read.of(9).get("obj") == (10,)


def test_towns_without_their_comma_are_three():
    read = clauses(
        "a deal brokered by Moscow Ankara and Tehran",
        heads=[2, 0, 2, 5, 3, 5, 8, 6],
        deps=["det", "root", "acl", "case", "obl:agent", "flat", "cc", "conj"],
        tags=["DT", "NN", "VBN", "IN", "NNP", "NNP", "CC", "NNP"],
    )
    assert read.conjuncts(4) == [4, 5, 7]


def test_a_name_of_two_words_beside_a_town_is_no_list():
    read = clauses(
        "talks with Paris Hilton and London",
        heads=[0, 3, 1, 3, 6, 3],
        deps=["root", "case", "nmod", "flat", "cc", "conj"],
        tags=["NNS", "IN", "NNP", "NNP", "CC", "NNP"],
    )
    assert read.conjuncts(2) == [2, 5]


def test_a_sum_counts_those_of_whom_it_is():
    s = ud(
        "A total of 140 rebels were killed",
        heads=[2, 7, 5, 5, 2, 7, 0],
        deps=["det", "nsubj:pass", "case", "nummod", "nmod", "aux:pass", "root"],
        tags=["DT", "NN", "IN", "CD", "NNS", "VBD", "VBN"],
    )
    assert [(m.harm, m.low, m.high) for m in find_harm(document(s))] == [("killed", 140, 140)]


def test_a_past_tense_stands_beside_the_finite_verb():
    read = clauses(
        "She urged the ministry to act and offered money",
        heads=[2, 0, 4, 2, 6, 2, 8, 6, 8],
        deps=["nsubj", "root", "det", "obj", "mark", "advcl", "cc", "conj", "obj"],
        tags=["PRP", "VBD", "DT", "NN", "TO", "VB", "CC", "VBD", "NN"],
    )
    assert read.subject(7) == 0


def test_a_participle_after_an_infinitive_stays_there():
    read = clauses(
        "She asked them to come and help him",
        heads=[2, 0, 2, 5, 2, 7, 5, 7],
        deps=["nsubj", "root", "obj", "mark", "xcomp", "cc", "conj", "obj"],
        tags=["PRP", "VBD", "PRP", "TO", "VB", "CC", "VB", "PRP"],
    )
    assert read.subject(6) == 2


def told_clause(verb, relation):
    return clauses(
        f"She {verb} workers that treaties must end",
        heads=[2, 0, 2, 7, 7, 7, 3],
        deps=["nsubj", "root", relation, "mark", "nsubj", "aux", "acl:relcl"],
        tags=["PRP", "VBD", "NNS", "IN", "NNS", "MD", "VB"],
    )


def test_what_is_told_is_a_complement_and_no_relative_clause():
    assert told_clause("told", "iobj").of(1).get("comp") == (6,)
    assert told_clause("hired", "obj").of(1).get("comp") == ()


def test_two_names_with_titles_are_two():
    read = clauses(
        "Premier Ana Ruiz and Queen Ida Holm met",
        heads=[2, 8, 2, 5, 2, 2, 6, 0],
        deps=["nmod:desc", "nsubj", "flat", "cc", "nmod:desc", "flat", "flat", "root"],
        tags=["NNP", "NNP", "NNP", "CC", "NNP", "NNP", "NNP", "VBD"],
    )
    assert read.conjuncts(1) == [1, 5]
    assert read.sentence.heads[4] == 5


def test_a_name_of_two_words_with_and_stays_one():
    read = clauses(
        "Marks and Spencer fell",
        heads=[4, 3, 1, 0],
        deps=["nsubj", "cc", "flat", "root"],
        tags=["NNP", "CC", "NNP", "VBD"],
    )
    assert read.conjuncts(0) == [0]


def test_a_weekday_after_a_name_belongs_to_the_verb():
    read = clauses(
        "She spoke in Lisbon Monday",
        heads=[2, 0, 4, 2, 4],
        deps=["nsubj", "root", "case", "obl", "flat"],
        tags=["PRP", "VBD", "IN", "NNP", "NNP"],
    )
    assert read.sentence.heads[4] == 1
    assert read.sentence.deps[4] == "obl:unmarked"


def test_whom_a_protest_is_against_stands_before_a_hyphen():
    read = clauses(
        "The vote led to anti - government rallies",
        heads=[2, 3, 0, 8, 7, 5, 8, 3],
        deps=["det", "nsubj", "root", "case", "amod", "punct", "compound", "obl"],
        tags=["DT", "NN", "VBD", "IN", "JJ", "HYPH", "NN", "NNS"],
    )
    assert read.of(7).get("against") == (6,)
    assert 6 not in read.of(7).modifiers


def test_two_subjects_after_a_preposition_are_of_one_clause():
    for first, pos in (("army", "NN"), ("Kenya", "NNP")):
        read = clauses(
            f"Rebels left after the {first} and the police had attacked",
            heads=[2, 0, 5, 5, 2, 10, 8, 10, 10, 2],
            deps=["nsubj", "root", "case", "det", "obl", "cc", "det", "nsubj", "aux", "conj"],
            tags=["NNS", "VBD", "IN", "DT", pos, "CC", "DT", "NN", "VBD", "VBN"],
        )
        assert read.of(9).get("subj") == (4,)
        assert read.conjuncts(4) == [4, 7]


def test_what_cannot_act_is_no_second_subject():
    read = clauses(
        "Talks began after the quake and the mayor resigned",
        heads=[2, 0, 5, 5, 2, 9, 8, 9, 2],
        deps=["nsubj", "root", "case", "det", "obl", "cc", "det", "nsubj", "conj"],
        tags=["NNS", "VBD", "IN", "DT", "NN", "CC", "DT", "NN", "VBD"],
    )
    assert read.of(8).get("subj") == (7,)


def test_two_verbs_with_an_object_are_no_participles():
    for one, two in (("shelled", "burned"), ("ambushed", "wounded")):
        read = clauses(
            f"Troops came after rebels {one} and {two} a patrol",
            heads=[2, 0, 4, 2, 4, 7, 5, 9, 7],
            deps=["nsubj", "root", "case", "obl", "acl", "cc", "conj", "det", "obj"],
            tags=["NNS", "VBD", "IN", "NNS", "VBN", "CC", "VBD", "DT", "NN"],
        )
        assert read.of(4).get("subj") == (3,)
        assert read.of(4).get("obj") == (8,)


def test_an_abbreviation_shares_the_noun_of_the_nation_beside_it():
    for word in ("U.S.", "NATO"):
        read = clauses(
            f"{word} and Iraqi forces left",
            heads=[5, 4, 4, 1, 0],
            deps=["nsubj", "cc", "amod", "conj", "root"],
            tags=["NNP", "CC", "JJ", "NNS", "VBD"],
        )
        assert read.subject(4) == 3
        assert read.sentence.heads[:3] == [3, 2, 0]


def test_what_stands_after_a_bare_time_belongs_to_what_the_time_is_told_of():
    read = clauses(
        "A truce agreed last year between Chad and Niger",
        heads=[2, 0, 2, 5, 3, 7, 5, 9, 7],
        deps=["det", "root", "acl", "amod", "obl:unmarked", "case", "nmod", "cc", "conj"],
        tags=["DT", "NN", "VBN", "JJ", "NN", "IN", "NNP", "CC", "NNP"],
    )
    assert read.sentence.heads[6] == 2
    assert read.of(2).get("between") == (6,)


def test_what_a_time_is_counted_from_stays_with_it():
    read = clauses(
        "He spoke two days after the raid",
        heads=[2, 0, 4, 2, 7, 7, 4],
        deps=["nsubj", "root", "nummod", "obl:unmarked", "case", "det", "nmod"],
        tags=["PRP", "VBD", "CD", "NNS", "IN", "DT", "NN"],
    )
    assert read.sentence.heads[6] == 3


def test_what_is_said_in_a_statement_is_told_by_the_verb():
    read = clauses(
        "Oslo said in a statement that rebels fell",
        heads=[2, 0, 5, 5, 2, 8, 8, 5],
        deps=["nsubj", "root", "case", "det", "obl", "mark", "nsubj", "acl"],
        tags=["NNP", "VBD", "IN", "DT", "NN", "IN", "NNS", "VBD"],
    )
    assert read.of(1).get("comp") == (7,)


def test_what_reports_are_of_stays_with_them():
    read = clauses(
        "Oslo warned of reports that rebels fell",
        heads=[2, 0, 4, 2, 7, 7, 4],
        deps=["nsubj", "root", "case", "obl", "mark", "nsubj", "acl"],
        tags=["NNP", "VBD", "IN", "NNS", "IN", "NNS", "VBD"],
    )
    assert read.sentence.heads[6] == 3


def test_who_says_one_thing_addresses_others_with_the_next():
    read = clauses(
        "She said the camp was unsafe and urged Chad to act",
        heads=[2, 0, 4, 6, 6, 2, 8, 6, 8, 11, 8],
        deps=["nsubj", "root", "det", "nsubj", "cop", "ccomp", "cc", "conj", "obj", "mark", "xcomp"],
        tags=["PRP", "VBD", "DT", "NN", "VBD", "JJ", "CC", "VBN", "NNP", "TO", "VB"],
    )
    assert read.subject(7) == 0


def test_a_government_that_is_spoken_of_may_address_others_itself():
    read = clauses(
        "She said the army left and warned Chad",
        heads=[2, 0, 4, 5, 2, 7, 5, 7],
        deps=["nsubj", "root", "det", "nsubj", "ccomp", "cc", "conj", "obj"],
        tags=["PRP", "VBD", "DT", "NN", "VBD", "CC", "VBD", "NNP"],
    )
    assert read.subject(6) == 3


def test_a_question_word_in_capitals_is_a_name():
    read = clauses("The WHO left", heads=[2, 3, 0], deps=["det", "nsubj", "root"], tags=["DT", "WP", "VBD"]).sentence
    assert (read.upos[1], read.xpos[1]) == ("PROPN", "NNP")


def test_fighting_that_begins_a_sentence_is_no_clause():
    read = clauses(
        "Fighting continued near Kidal",
        heads=[0, 1, 4, 2],
        deps=["root", "xcomp", "case", "obl"],
        tags=["VBG", "VBN", "IN", "NNP"],
    )
    assert read.sentence.upos[0] == "NOUN"
    assert read.subject(1) == 0


def test_fighting_that_has_an_object_is_a_clause():
    read = clauses(
        "Fighting fires costs money",
        heads=[3, 1, 0, 3],
        deps=["csubj", "obj", "root", "obj"],
        tags=["VBG", "NNS", "VBZ", "NN"],
    ).sentence
    assert read.upos[0] == "VERB"


def test_who_is_rescued_is_no_subject_of_what_he_was_suffering():
    read = clauses(
        "Police rescued migrants being smuggled",
        heads=[2, 0, 5, 5, 2],
        deps=["nsubj", "root", "nsubj:pass", "aux:pass", "advcl"],
        tags=["NNS", "VBD", "NNS", "VBG", "VBN"],
    )
    assert read.of(1).get("obj") == (2,)


def test_may_behind_a_name_is_a_person():
    read = clauses(
        "Ida May urged Chad",
        heads=[3, 3, 0, 3],
        deps=["nsubj", "aux", "root", "obj"],
        tags=["NNP", "NNP", "VBD", "NNP"],
    )
    assert read.subject(2) == 1
    assert read.of(2).modal == ""


def test_may_behind_a_name_stays_an_auxiliary_where_it_is_tagged_so():
    read = clauses(
        "Chad May attack Mali",
        heads=[3, 3, 0, 3],
        deps=["nsubj", "aux", "root", "obj"],
        tags=["NNP", "MD", "VB", "NNP"],
    )
    assert read.subject(2) == 0
    assert read.of(2).modal == "may"


def test_who_is_taken_hostage_is_the_object():
    read = clauses(
        "Pirates took the crew hostage",
        heads=[2, 0, 5, 5, 2],
        deps=["nsubj", "root", "det", "compound", "obj"],
        tags=["NNS", "VBD", "DT", "NN", "NN"],
    )
    assert read.of(1).get("obj") == (3,)
    assert read.of(1).get("pred") == (4,)
