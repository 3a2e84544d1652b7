"""Which phrases are the sides of an act: those of the slots, unless the model is sure of others."""

import pytest

from transforms.extract.opinion.model import Model, packaged
from transforms.extract.roles.ranking import ACTOR, DROP, FILL, RECIPIENT, SIDES, filled, kept_of, ranked

SURE, UNSURE = 0.99, 0.5


def likely(*chances):
    """Return how likely each place is an actor, with nothing left for a recipient but what is given as a pair."""
    pairs = (one if isinstance(one, tuple) else (one, 0.0) for one in chances)
    return {place: {ACTOR: a, RECIPIENT: r} for place, (a, r) in enumerate(pairs)}


@pytest.mark.parametrize(
    ("slots", "chances", "kept"),
    [
        ({0: ACTOR}, [UNSURE], {0}),
        ({0: ACTOR}, [DROP + 0.01], {0}),
        ({0: ACTOR, 1: ACTOR}, [DROP, UNSURE], {1}),
        ({0: ACTOR}, [DROP], set()),
        ({0: RECIPIENT}, [SURE], set()),
        ({0: ACTOR}, [(1 - FILL, FILL)], set()),
        ({}, [SURE], set()),
    ],
)
def test_a_side_of_the_slots_stays_unless_it_is_unlikely_or_clearly_the_other(slots, chances, kept):
    assert kept_of(ACTOR, slots, likely(*chances)) == kept


def test_an_empty_side_is_filled_with_what_is_likely():
    assert filled(ACTOR, likely(FILL, FILL - 0.01, SURE)) == {0, 2}
    assert filled(RECIPIENT, likely(SURE, (0.1, SURE))) == {1}


def test_an_act_keeps_a_side_that_the_model_finds_unlikely_where_it_has_no_other(coded):
    (found,) = coded("Chadian troops were put on alert.")
    assert ["Chadian troops"] in sides(found.events[0])


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
