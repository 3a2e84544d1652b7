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


@pytest.mark.parametrize(("modal", "status"), [("will", "future"), ("may", "hypothetical")])
@pytest.mark.parametrize(("above", "relation"), [(5, "acl"), (4, "advcl")])
def test_an_aim_is_as_real_as_the_use_of_its_means(modal, status, above, relation):
    s = ud(
        f"The army {modal} use drones to hit depots",
        heads=[2, 4, 4, 0, 4, 7, above, 7],
        deps=["det", "nsubj", "aux", "root", "obj", "mark", relation, "obj"],
        tags=["DT", "NN", "MD", "VB", "NNS", "TO", "VB", "NNS"],
    )
    assert told(s, 6) == status


def test_every_noun_of_a_subject_is_as_possible_as_the_first():
    s = ud(
        "An airstrike or a barrage might help",
        heads=[2, 7, 5, 5, 2, 7, 0],
        deps=["det", "nsubj", "cc", "det", "conj", "aux", "root"],
        tags=["DT", "NN", "CC", "DT", "NN", "MD", "VB"],
    )
    assert told(s, 1) == told(s, 4) == "hypothetical"


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


def test_a_future_does_not_reach_what_was_done_before():
    s = ud(
        "He will visit a town destroyed by bombs",
        heads=[3, 3, 0, 5, 3, 5, 8, 6],
        deps=["nsubj", "aux", "root", "det", "obj", "acl", "case", "obl"],
        tags=["PRP", "MD", "VB", "DT", "NN", "VBN", "IN", "NNS"],
    )
    assert told(s, 5) == "occurred"


@pytest.mark.parametrize(("word", "status"), [("letter", "occurred"), ("anyone", "hypothetical")])
def test_a_past_tense_in_a_relative_clause_stands_by_itself(word, status):
    s = ud(
        f"Envoys discussed {word} which attacked rebels",
        heads=[2, 0, 2, 5, 3, 5],
        deps=["nsubj", "root", "obj", "nsubj", "acl:relcl", "obj"],
        tags=["NNS", "VBD", "NN", "WDT", "VBD", "NNS"],
    )
    assert told(s, 4) == status


@pytest.mark.parametrize(("when", "status"), [("next", "future"), ("last", "occurred")])
def test_a_present_tense_with_a_coming_week_is_future(when, status):
    s = ud(
        f"The king visits Chile {when} week",
        heads=[2, 3, 0, 3, 6, 3],
        deps=["det", "nsubj", "root", "obj", "amod", "obl:unmarked"],
        tags=["DT", "NN", "VBZ", "NNP", "JJ", "NN"],
    )
    assert told(s, 2) == status


@pytest.mark.parametrize(("noun", "status"), [("visit", "future"), ("attack", "occurred")])
def test_what_others_come_ahead_of_is_yet_to_come(noun, status):
    s = ud(
        f"It came ahead of the {noun}",
        heads=[2, 0, 2, 6, 6, 3],
        deps=["nsubj", "root", "advmod", "case", "det", "obl"],
        tags=["PRP", "VBD", "RB", "IN", "DT", "NN"],
    )
    assert told(s, 5) == status


def test_what_is_no_longer_done_is_negated():
    s = ud(
        "He is no longer being detained",
        heads=[6, 6, 4, 6, 6, 0],
        deps=["nsubj:pass", "aux:pass", "advmod", "advmod", "aux:pass", "root"],
        tags=["PRP", "VBZ", "RB", "RB", "VBG", "VBN"],
    )
    assert told(s, 5) == "negated"


@pytest.mark.parametrize(("verb", "status"), [("quell", "occurred"), ("join", "hypothetical")])
def test_what_somebody_had_to_deal_with_took_place(verb, status):
    s = ud(
        f"Troops came to {verb} protests",
        heads=[2, 0, 4, 2, 4],
        deps=["nsubj", "root", "mark", "advcl", "obj"],
        tags=["NNS", "VBD", "TO", "VB", "NNS"],
    )
    assert told(s, 4) == status


@pytest.mark.parametrize(("charged", "status"), [("agency", "hypothetical"), ("man", "occurred")])
def test_what_a_body_is_charged_with_doing_is_its_duty(charged, status):
    s = ud(
        f"An {charged} charged with arresting smugglers spoke",
        heads=[2, 7, 2, 5, 3, 5, 0],
        deps=["det", "nsubj", "acl", "mark", "advcl", "obj", "root"],
        tags=["DT", "NN", "VBN", "IN", "VBG", "NNS", "VBD"],
    )
    assert told(s, 4) == status


def test_a_gerund_that_is_only_rated_is_no_act():
    s = ud(
        "He made ending wars a priority",
        heads=[2, 0, 2, 3, 6, 3],
        deps=["nsubj", "root", "xcomp", "obj", "det", "obj"],
        tags=["PRP", "VBD", "VBG", "NNS", "DT", "NN"],
    )
    assert told(s, 2) == "hypothetical"


@pytest.mark.parametrize(("noun", "status"), [("plans", "hypothetical"), ("crimes", "occurred")])
def test_what_plans_include_is_no_act(noun, status):
    s = ud(
        f"He named {noun} including killing rebels",
        heads=[2, 0, 2, 5, 2, 5],
        deps=["nsubj", "root", "obj", "mark", "advcl", "obj"],
        tags=["PRP", "VBD", "NNS", "VBG", "VBG", "NNS"],
    )
    assert told(s, 4) == status


@pytest.mark.parametrize(("verb", "status"), [("passed", "occurred"), ("debated", "hypothetical")])
def test_a_law_that_is_passed_does_what_it_says(verb, status):
    s = ud(
        f"Deputies {verb} a law that would free rebels",
        heads=[2, 0, 4, 2, 7, 7, 4, 7],
        deps=["nsubj", "root", "det", "obj", "nsubj", "aux", "acl:relcl", "obj"],
        tags=["NNS", "VBD", "DT", "NN", "WDT", "MD", "VB", "NNS"],
    )
    assert told(s, 6) == status


@pytest.mark.parametrize(("auxiliary", "tag", "status"), [("had", "VBN", "occurred"), ("will", "VB", "hypothetical")])
def test_what_came_before_something_done_was_done(auxiliary, tag, status):
    s = ud(
        f"Rebels {auxiliary} moved him to hide after shelling ports",
        heads=[3, 3, 0, 3, 6, 3, 8, 6, 8],
        deps=["nsubj", "aux", "root", "obj", "mark", "advcl", "mark", "advcl", "obj"],
        tags=["NNS", "VBD" if auxiliary == "had" else "MD", tag, "PRP", "TO", "VB", "IN", "VBG", "NNS"],
    )
    assert told(s, 7) == status


@pytest.mark.parametrize(("verb", "status"), [("failed", "hypothetical"), ("managed", "occurred")])
def test_what_somebody_failed_to_do_was_not_done(verb, status):
    s = ud(
        f"Rebels {verb} to seize Dora",
        heads=[2, 0, 4, 2, 4],
        deps=["nsubj", "root", "mark", "xcomp", "obj"],
        tags=["NNS", "VBD", "TO", "VB", "NNP"],
    )
    assert told(s, 3) == status


def test_a_clause_about_a_name_is_told_as_a_fact():
    s = ud(
        "A wish to leave Oslo which faces charges",
        heads=[2, 0, 4, 2, 4, 7, 5, 7],
        deps=["det", "root", "mark", "acl", "obj", "nsubj", "acl:relcl", "obj"],
        tags=["DT", "NN", "TO", "VB", "NNP", "WDT", "VBZ", "NNS"],
    )
    assert told(s, 6) == "occurred"


@pytest.mark.parametrize(("verb", "tag", "status"), [("met", "VBD", "occurred"), ("meet", "VB", "hypothetical")])
def test_a_past_clause_of_its_own_is_not_in_doubt_with_what_it_is_joined_to(verb, tag, status):
    s = ud(
        f"He came to discuss dams and ministers {verb}",
        heads=[2, 0, 4, 2, 4, 8, 8, 4],
        deps=["nsubj", "root", "mark", "advcl", "obj", "cc", "nsubj", "conj"],
        tags=["PRP", "VBD", "TO", "VB", "NNS", "CC", "NNS", tag],
    )
    assert told(s, 7) == status
