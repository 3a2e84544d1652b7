"""Which phrases are the sides of an act: those of the slots, unless the model is sure of others."""

import pytest

from transforms.extract.opinion.model import Model, packaged
from transforms.extract.roles.ranking import ACTOR, ADD, AWAY, DROP, FILL, NOBODY, RECIPIENT, SIDES, chosen_of, ranked

SURE, UNSURE = 0.99, 0.5


@pytest.mark.parametrize(
    ("slots", "chances", "here", "chosen"),
    [
        # what the slots say stands where the model is not sure
        ([ACTOR, NOBODY], [UNSURE, UNSURE], 2, {0}),
        ([ACTOR, NOBODY], [DROP + 0.01, FILL], 2, {0}),
        # what it finds unlikely goes, whoever is left
        ([ACTOR, ACTOR], [DROP, UNSURE], 2, {1}),
        ([ACTOR, NOBODY], [DROP, UNSURE], 2, set()),
        # beside a side of the slots another has to be surer than where they tell none
        ([ACTOR, NOBODY], [SURE, ADD], 2, {0, 1}),
        ([ACTOR, NOBODY], [SURE, ADD - 0.01], 2, {0}),
        ([NOBODY, NOBODY], [FILL, FILL - 0.01], 2, {0}),
        ([ACTOR, NOBODY], [DROP, FILL], 2, {1}),
        # the side of another kind is none of this one
        ([RECIPIENT, NOBODY], [UNSURE, UNSURE], 2, set()),
        # of the sentences before one is taken, where this one has none
        ([NOBODY, NOBODY, NOBODY], [UNSURE, AWAY, SURE], 1, {2}),
        ([NOBODY, NOBODY, NOBODY], [UNSURE, AWAY - 0.01, 0.0], 1, set()),
        ([NOBODY, NOBODY, NOBODY], [FILL, SURE, SURE], 1, {0}),
        ([ACTOR, NOBODY, NOBODY], [UNSURE, SURE, SURE], 1, {0}),
        ([], [], 0, set()),
    ],
)
def test_the_slots_are_overruled_only_where_the_model_is_sure(slots, chances, here, chosen):
    assert chosen_of(ACTOR, slots, chances, here) == chosen


def sides(event):
    return [party.text for party in event.actors], [party.text for party in event.recipients]


def test_a_side_that_no_slot_tells_is_found(coded):
    (found,) = coded("Norway said it would send blankets to quake victims in Peru.")
    steps = {step.rule for group in found.mentions for draft in group for step in draft.steps}
    assert "model/sides" in steps
    assert sides(found.events[0]) == (["Norway"], ["victims"])


def test_what_both_agree_on_leaves_no_step(coded):
    (found,) = coded("Kenya condemned the Ugandan government on Monday.")
    (event,) = found.events
    assert sides(event) == (["Kenya"], ["the Ugandan government"])
    assert not [step for (draft,) in found.mentions for step in draft.steps if step.rule == "model/sides"]


def test_sides_are_words_of_the_text(coded):
    texts = (
        "The rebels left Gao on Friday. An attack on the market killed two traders on Monday.",
        "Peru's premier arrived in Lima. Talks with the miners began, and he promised to help them.",
        "Soldiers of Chad and rebels fought near the lake. The army said ten of them were killed.",
    )
    for text, found in zip(texts, coded(*texts), strict=True):
        for event in found.events:
            assert all(text[party.start : party.end] == party.text for party in (*event.actors, *event.recipients))


def test_a_model_without_weights_changes_nothing(coded, cast_of):
    text = "Kenya condemned the Ugandan government on Monday."
    (found,) = coded(text)
    ((draft,),) = found.mentions
    sides_model = packaged("sides")
    blank = Model(sides_model.digests[:1], sides_model.weights[:1] * 0, 1.0, SIDES, ())
    assert ranked(draft, cast_of(text), blank) is draft
