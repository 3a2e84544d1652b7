"""The passes of the coder write what they say they write, and nothing else."""

import dataclasses

import pytest

from transforms.extract import UnknownRuleError, load_resources
from transforms.extract.draft import Draft
from transforms.extract.passes import EVENTS, MENTIONS

FIELDS = set(Draft.__struct_fields__) | {"told"}
STORY = """Gunmen attacked a police post near Gao on Monday, killing four officers, Malian officials said.

The attack wounded six more people. The rebels were blamed for the crime. An explosion in a park killed two men.

The dead were Ali Keita and Omar Diallo. It happened at night. The attacks were carried out by the Northern Front.

Guerrillas killed a judge hours after the attack on the post."""


def test_reads_and_writes_are_fields_of_drafts():
    for one in (*MENTIONS, *EVENTS):
        assert {*one.reads, *one.writes} <= FIELDS, one.name
    assert len({one.name for one in (*MENTIONS, *EVENTS)}) == len(MENTIONS) + len(EVENTS)


def flat(given):
    """Return the drafts of drafts or of groups of them."""
    return [draft for one in given for draft in ([one] if isinstance(one, Draft) else one)]


def spy(passes, changed):
    """Return the passes, each leaving in ``changed`` the fields that it wrote."""

    def watched(one):
        def run(given, scene):
            found = one.run(given, scene)
            for old, new in zip(flat(given), flat(found), strict=True):
                names = {name for name in FIELDS - {"told", "steps"} if getattr(old, name) != getattr(new, name)}
                changed.setdefault(one.name, set()).update(names)
                assert {step.field for step in new.steps[len(old.steps) :]} <= names
                assert new.steps[: len(old.steps)] == old.steps
            return found

        return dataclasses.replace(one, run=run)

    return tuple(watched(one) for one in passes)


def test_passes_write_only_what_they_declare(coded, resources):
    changed = {}
    watched = dataclasses.replace(resources, mention_passes=spy(MENTIONS, changed), event_passes=spy(EVENTS, changed))
    coded(STORY, resources=watched)
    for one in (*MENTIONS, *EVENTS):
        assert changed[one.name] <= set(one.writes), one.name
    assert changed["harm"] >= {"harm", "victim_parties"}
    assert changed["people"] <= {"people"}


def test_steps_of_a_row_name_its_columns(coded):
    (found,) = coded(STORY)
    steps = {(step.rule, step.field) for event in found.events for step in event.steps}
    assert ("harm/nearest-act", "victims") in steps
    assert ("actors/blamed", "actors") in steps
    assert ("merge/same-act", "mentions") in steps


def test_a_rule_that_is_left_out_does_nothing(coded):
    text = "A landslide killed six villagers near Medan."
    (found,) = coded(text, resources=load_resources(without=("NV202",)))
    assert "NV202" not in {refusal.code for refusal in found.refusals}
    (kept,) = coded(STORY)
    (left,) = coded(STORY, resources=load_resources(without=("blame", kept.events[0].rule.split(" > ")[0])))
    assert "actors/blamed" not in {step.rule for event in left.events for step in event.steps}
    assert len(left.events) < len(kept.events) or left.events[0].rule != kept.events[0].rule


def test_an_unknown_rule_is_told():
    with pytest.raises(UnknownRuleError, match="NV999"):
        load_resources(without=("NV999",))
