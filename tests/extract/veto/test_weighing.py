"""Objections give way where the model finds an act likely; a verb that only carries a noun tells one act with it."""

from transforms.extract.coder import load_resources
from transforms.extract.veto.weighing import NEEDED, OPEN, Needed

PUBLIC = "Dutch marines freed the crew of a tanker off Oman. An investigation into the seizure has begun in Oman."
PRIVATE = "The choir rehearsed a mass. The novel tells of an investigation of old songs."
ALL, NONE = Needed(0, 0), Needed(2, 2)
"""Every objection gives way, and none; so the tests do not hang on the weights."""


def of_word(found, word):
    """Return the drafts of an article that a word tells."""
    return [draft for group in found.mentions for draft in group if draft.trigger_lemma == word]


def test_what_nobody_objects_to_stands_and_more_is_needed_where_an_objection_is_not_open():
    assert NEEDED.of(()) == 0.0
    assert NEEDED.of(("NV303", "NV309")) == NEEDED.open
    assert NEEDED.of(("NV303", "NV301")) == NEEDED.of(["NV301"]) == NEEDED.standing
    assert NEEDED.of(("NV204",)) == NEEDED.of(("NV303", "NV209")) > 1
    assert 0 < NEEDED.open < NEEDED.standing < 1


def test_an_investigation_without_author_counts_where_the_act_is_likely(coded):
    (found,) = coded(PUBLIC)
    (draft,) = of_word(found, "investigation")
    assert draft.type == "ACCUSE"
    assert NEEDED.open <= draft.opinion <= 1
    assert set(draft.outweighed) <= OPEN
    assert [code for code, _ in draft.objections] == list(draft.outweighed)


def test_the_same_words_about_private_life_are_refused_with_the_first_objection(coded):
    (found,) = coded(PRIVATE)
    assert not found.events
    refusal = next(one for one in found.refusals if one.trigger == "investigation")
    assert refusal.code in OPEN
    (found,) = coded(PRIVATE, needed=ALL)
    assert not found.events


def test_what_is_outweighed_is_a_step_of_a_named_rule(coded):
    (draft,) = of_word(coded(PUBLIC)[0], "investigation")
    rule = f"weighing/{'+'.join(draft.outweighed)}"
    assert rule.startswith("weighing/NV")
    assert (rule, "outweighed") in [(step.rule, step.field) for step in draft.steps]


def test_no_objection_gives_way_where_none_may(coded):
    (found,) = coded(PUBLIC, needed=NONE)
    assert "investigation" in [refusal.trigger for refusal in found.refusals]
    assert not any(draft.outweighed for group in found.mentions for draft in group)


def test_a_frame_without_objection_needs_no_model(coded):
    (found,) = coded("Kenya condemned the Ugandan government.", needed=NONE)
    assert [event.event_type for event in found.events] == ["ACCUSE"]


def test_what_is_like_no_act_at_all_is_refused_but_for_frames_of_a_user(coded):
    text = "The president of Chad strengthened his ties with Oman."
    (found,) = coded(text, needed=NEEDED._replace(unlike=2))
    assert not found.events
    assert "NV319" in {one.code for one in found.refusals}
    own = load_resources(frames=(("own.txt", "v strengthen\n  when obj=tie\n  is SUPPORT\n"),))
    (found,) = coded(text, resources=own, needed=NEEDED._replace(unlike=2))
    assert [event.event_type for event in found.events] == ["SUPPORT"]


def test_an_act_is_as_likely_as_what_carries_it_or_what_it_is_made_of(coded):
    begun, truce = coded(
        "The Danish premier began a visit to Oman on Monday.", "The army and the rebels signed a ceasefire in Turin."
    )
    (draft,) = of_word(begun, "visit")
    assert (draft.type, draft.opinion > 0.5) == ("CONSULT", True)
    assert [event.event_type for event in truce.events] == ["RETREAT"]


def test_a_verb_that_carries_a_noun_tells_one_act_with_it(coded):
    (found,) = coded("China and Russia wrapped up consultations on arms control.", needed=ALL)
    (group,) = found.mentions
    (draft,) = group
    assert (draft.sentence.words[draft.trigger_token], draft.outweighed) == ("wrapped", ())
    assert [party.country for party in draft.actors] == ["CHN", "RUS"]
    assert "consultations" in [refusal.trigger for refusal in found.refusals]
