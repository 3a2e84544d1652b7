"""Which phrases are the sides of an act: those of the slots, unless the model is sure of others."""

import numpy as np
import pytest

from transforms.extract.opinion.model import Model, packaged
from transforms.extract.roles.phrases import ACTOR, RECIPIENT, SIDES, Phrases, picked, slots_of
from transforms.extract.roles.ranker import Ranker
from transforms.extract.roles.ranking import CAUTION, NONE, Sides, likeliest, together, told_or_none

JOINT = "Kenya and Uganda condemned Chad's rebels."


@pytest.fixture
def read(coded, cast_of):
    """Return a function giving the phrases of a text of one sentence and its first draft."""

    def _read(text):
        (found,) = coded(text)
        cast = cast_of(text)
        return Phrases(cast.document.sentences[0], cast), found.mentions[0][0]

    return _read


def place_of(phrases, words):
    texts = [one.party.text for one in phrases.found]
    return texts.index(words)


def chances_of(phrases, *likely):
    """Return chances, one row a phrase behind one for none; ``likely``: words with how likely they are each side."""
    told = {place_of(phrases, words): pair for words, pair in likely}
    rows = [told.get(place, (0.0, 0.0)) for place in range(len(phrases.found))]
    return np.array([tuple(1 - sum(column) for column in zip(*rows, strict=True)), *rows])


def test_phrases_know_in_which_others_they_stand_and_with_which_they_are_told(read):
    phrases, _ = read(JOINT)
    kenya, uganda, rebels, chad = (place_of(phrases, w) for w in ("Kenya", "Uganda", "Chad's rebels", "Chad"))
    assert (phrases.outer[chad], phrases.outer[rebels], phrases.inner[rebels]) == (rebels, None, [chad])
    assert phrases.after == {kenya: uganda}


@pytest.mark.parametrize(
    ("likely", "expected"),
    [
        ([("Kenya", (0.3, 0.1)), ("Chad's rebels", (0.1, 0.6))], (None, "Chad's rebels")),
        ([("Kenya", (0.6, 0.1)), ("Chad's rebels", (0.1, 0.6))], ("Kenya", "Chad's rebels")),
        ([("Chad's rebels", (0.9, 0.1)), ("Chad", (0.0, 0.5))], ("Chad's rebels", None)),
        ([("Kenya", (0.6, 0.5)), ("Uganda", (0.35, 0.3))], ("Kenya", None)),
    ],
)
def test_the_likeliest_phrases_that_share_no_words_are_taken(read, likely, expected):
    phrases, _ = read(JOINT)
    found = likeliest(chances_of(phrases, *likely), phrases)
    assert found == tuple(NONE if words is None else place_of(phrases, words) for words in expected)


def test_a_phrase_is_taken_with_those_told_together_with_it(read):
    phrases, _ = read(JOINT)
    kenya, uganda = place_of(phrases, "Kenya"), place_of(phrases, "Uganda")
    both = chances_of(phrases, ("Kenya", (0.6, 0.0)), ("Uganda", (0.3, 0.0)))
    one = chances_of(phrases, ("Kenya", (0.9, 0.0)), ("Uganda", (0.01, 0.0)))
    assert together(kenya, 0, both, (), phrases) == together(uganda, 0, both, (), phrases) == {kenya, uganda}
    assert together(kenya, 0, one, (), phrases) == {kenya}
    assert together(NONE, 0, one, (uganda,), phrases) == set()


def test_chances_of_a_side_sum_to_one_and_none_is_weighed_with_caution():
    chances = told_or_none(np.zeros((3, 2)))
    assert chances.sum(axis=0) == pytest.approx([1, 1])
    for column, side in enumerate(SIDES):
        assert chances[0, column] == pytest.approx(CAUTION[side] * chances[1, column])
        assert chances[1, column] == chances[2, column]


def test_names_are_masked_in_clues(read):
    phrases, draft = read("Kenya condemned the Ugandan government on Monday.")
    others, other = read("Chile condemned the Peruvian government on Monday.")
    for one, two in ((phrases, draft), (others, other)):
        assert place_of(one, two.actors[0].text) in slots_of(picked(two, one.found))
    made = [
        sorted(clue for place in range(2) for clue in Ranker(d, p, slots_of(picked(d, p.found))).clues(place))
        for p, d in ((phrases, draft), (others, other))
    ]
    names = ("kenya", "uganda", "chile", "peru")
    assert not [clue for clues in made for clue in clues if clue.startswith(("k ", "pr ")) and clue.endswith(names)]
    assert {clue for clue in made[0] if clue.startswith("k ")} == {clue for clue in made[1] if clue.startswith("k ")}


def test_an_act_keeps_its_sides_where_the_model_finds_none(coded):
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


def test_a_model_without_weights_changes_nothing(read):
    phrases, draft = read("Kenya condemned the Ugandan government on Monday.")
    stored = packaged("sides")
    blank = Model(stored.digests[:1], stored.weights[:1] * 0, 1.0, SIDES, ())
    found = Sides(phrases, blank).of(draft)
    assert (found.actors, found.sides, found.steps) == (draft.actors, draft.sides, draft.steps)
    assert found.sure_sides[0] < 0.7 > found.sure_sides[1]


def test_clues_tell_phrases_and_sides_apart(read):
    phrases, draft = read("Kenya condemned the Ugandan government on Monday.")
    said = slots_of(picked(draft, phrases.found))
    assert {said[place_of(phrases, "Kenya")], said[place_of(phrases, "the Ugandan government")]} == {ACTOR, RECIPIENT}
    chances = Sides(phrases, packaged("sides")).chances(draft, said)
    assert chances.shape == (len(phrases.found) + 1, len(SIDES))
    assert (
        chances[place_of(phrases, "Kenya") + 1, 0] > 0.5 < chances[place_of(phrases, "the Ugandan government") + 1, 1]
    )


@pytest.mark.parametrize(
    ("text", "kind", "recipients"),
    [
        ("Soldiers burned a market in Juba and the governor praised the Kenyan envoy.", "ASSAULT", []),
        (
            "Minsk accused Kyiv of shelling a school, and Oslo expelled three Ukrainian diplomats.",
            "ASSAULT",
            ["a school"],
        ),
        ("A bomb attack on a mosque in Peshawar killed ten people.", "ASSAULT", ["ten people"]),
    ],
)
def test_what_others_do_something_else_to_is_no_recipient(coded, text, kind, recipients):
    (found,) = coded(text)
    told = [[party.text for party in e.recipients] for e in found.events if e.event_type == kind]
    assert told == [recipients]


def actors_of(found, kind):
    return [[party.text for party in e.actors] for e in found.events if e.event_type == kind]


@pytest.mark.parametrize(
    "text",
    [
        "The army said on Monday that a teacher was shot dead in Gao.",
        "A clash in Gao left ten people dead, according to the rebels.",
        "Marchers gathered in Lima to protest the murder of a priest.",
        "Prosecutors charged two soldiers over the massacre of farmers in Cusco.",
    ],
)
def test_who_tells_or_judges_violence_did_not_do_it(coded, text):
    (found,) = coded(text)
    told = [name for names in actors_of(found, "ASSAULT") for name in names]
    assert not {"The army", "the rebels", "according to the rebels", "Marchers", "Prosecutors"} & set(told)


def test_who_tells_of_violence_of_his_own_did_it(coded):
    (claim, own) = coded(
        "The rebels claimed responsibility for the attack on a police post in Gao.",
        "The rebels said they had shot two policemen in Gao.",
    )
    assert ["The rebels"] in actors_of(claim, "ASSAULT")
    assert ["The rebels"] in actors_of(own, "ASSAULT")


@pytest.mark.parametrize(
    ("text", "one", "other", "distinct"),
    [
        ("The Moro National Liberation Front [MNLF] shelled Peru.", "front", "mnlf", False),
        ("The Moro National Liberation Front [MNLF] shelled Peru.", "mnlf", "peru", True),
        ("The FMLN attacked Peru.", "fmln", "peru", True),
    ],
)
def test_another_name_is_no_other_side(cast_of, text, one, other, distinct):
    cast = cast_of(text)
    phrases = Phrases(cast.document.sentences[0], cast)
    places = [
        next(place for place, found in enumerate(phrases.found) if found.party.text.lower().endswith(name))
        for name in (one, other)
    ]
    assert phrases.distinct(*places) is phrases.distinct(*reversed(places)) is distinct


def test_a_number_of_things_is_nobody(cast_of):
    for text, anybody in (("Peru dropped 11 bombs.", False), ("Peru freed 11 men.", True)):
        cast = cast_of(text)
        told = [one.party.text for one in Phrases(cast.document.sentences[0], cast).found]
        assert told[0] == "Peru"
        assert any(words.startswith("11") for words in told) is anybody
