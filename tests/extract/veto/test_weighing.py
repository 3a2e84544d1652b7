"""Objections that may be outweighed: what speaks for a mention, and where nothing can."""

import math

from transforms.extract.veto.weighing import OPEN

PUBLIC = "Dutch marines freed the crew of a tanker off Oman. An investigation into the seizure has begun in Oman."
LITTLE = 0.1
"""How likely an act has to be here: the tests do not hang on the weights."""
PRIVATE = "The choir rehearsed a mass. The investigation into the missing scores goes on, the conductor said."


def test_an_investigation_without_author_counts_in_an_article_about_acts_of_state(coded):
    (found,) = coded(PUBLIC, enough=LITTLE)
    draft = next(draft for group in found.mentions for draft in group if draft.outweighed)
    assert draft.type == "ACCUSE"
    assert set(draft.outweighed) <= OPEN
    assert [code for code, _ in draft.objections] == list(draft.outweighed)


def test_the_same_words_about_private_life_are_refused_with_the_first_objection(coded):
    (found,) = coded(PRIVATE, enough=LITTLE)
    assert not found.events
    refusal = next(one for one in found.refusals if one.trigger == "investigation")
    assert refusal.code in OPEN


def test_what_is_outweighed_is_a_step_of_a_named_rule(coded):
    steps = [step for group in coded(PUBLIC, enough=LITTLE)[0].mentions for draft in group for step in draft.steps]
    assert any(step.rule.startswith("weighing/NV") and step.field == "outweighed" for step in steps)


def test_no_objection_gives_way_where_none_may(coded):
    (found,) = coded(PUBLIC, enough=math.inf)
    assert "investigation" in [refusal.trigger for refusal in found.refusals]
    assert not any(draft.outweighed for group in found.mentions for draft in group)
