"""Repairs of trees that contradict themselves."""

from transforms.parse.clause.repair.agreement import mend


def test_speakers_after_a_list_are_no_members_of_it():
    # killing two others , police and officials said .
    lemmas = ["kill", "two", "other", ",", "police", "and", "official", "say", "."]
    upos = ["VERB", "NUM", "NOUN", "PUNCT", "NOUN", "CCONJ", "NOUN", "VERB", "PUNCT"]
    xpos = ["VBG", "CD", "NNS", ",", "NNS", "CC", "NNS", "VBD", "."]
    heads = [0, 2, 0, 4, 2, 6, 2, 0, 0]
    deps = ["root", "nummod", "obj", "punct", "conj", "cc", "conj", "conj", "punct"]
    mend(heads, deps, upos, xpos, lemmas)
    assert (heads[4], deps[4]) == (7, "nsubj")
    assert (heads[6], deps[6]) == (4, "conj")
    assert deps[7] == "parataxis"


def test_a_list_whose_last_part_hangs_on_and_stays_one_list():
    # he killed two soldiers , and officers said .
    lemmas = ["he", "kill", "two", "soldier", ",", "and", "officer", "say", "."]
    upos = ["PRON", "VERB", "NUM", "NOUN", "PUNCT", "CCONJ", "NOUN", "VERB", "PUNCT"]
    xpos = ["PRP", "VBD", "CD", "NNS", ",", "CC", "NNS", "VBD", "."]
    heads = [1, 1, 3, 1, 6, 6, 3, 1, 1]
    deps = ["nsubj", "root", "nummod", "obj", "punct", "cc", "conj", "conj", "punct"]
    before = list(heads)
    mend(heads, deps, upos, xpos, lemmas)
    assert heads == before


def test_a_month_before_the_subject_is_a_time():
    # In late April gunmen killed five .
    lemmas = ["in", "late", "April", "gunman", "kill", "five", "."]
    upos = ["ADP", "ADJ", "PROPN", "NOUN", "VERB", "NUM", "PUNCT"]
    xpos = ["IN", "JJ", "NNP", "NNS", "VBD", "CD", "."]
    heads = [3, 3, 3, 4, 4, 4, 4]
    deps = ["case", "amod", "compound", "obl", "root", "obj", "punct"]
    mend(heads, deps, upos, xpos, lemmas)
    assert (heads[2], deps[2]) == (4, "obl")
    assert (heads[3], deps[3]) == (4, "nsubj")
    assert heads[0] == 2
