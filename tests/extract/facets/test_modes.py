"""Modes of acts: by the words of the clause, by who is taken, by what does it."""

import pytest


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("John Banda was captured by army troops on Monday.", "abduct"),
        ("Rebel troops captured Mary Banda near the lake on Friday.", "abduct"),
        ("The troops captured the village on Friday.", None),
        ("The rebels captured the Gao airport on Friday.", None),
    ],
)
def test_people_who_are_captured_are_abducted_and_ground_is_not(coded, text, mode):
    (found,) = coded(text)
    assert [event.event_mode for event in found.events if event.event_type == "ASSAULT"] == [mode]


@pytest.mark.parametrize(
    ("text", "verb", "mode"),
    [
        ("A car bomb rocked the market in Gao and wounded two traders.", "wounded", "explosives"),
        ("A roadside bomb ripped through a lorry near Lima, killing two drivers.", "killing", "explosives"),
        ("The rebels reached Gao and killed two traders.", "killed", None),
    ],
)
def test_the_subject_that_an_act_shares_tells_its_mode(coded, text, verb, mode):
    (found,) = coded(text)
    drafts = [draft for group in found.mentions for draft in group]
    assert [d.mode for d in drafts if d.sentence.words[d.trigger_token] == verb] == [mode]
