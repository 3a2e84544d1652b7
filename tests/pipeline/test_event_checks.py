"""What the checks of a finished dataset say about single rows of events."""

import pytest
from finished_dataset import article, event

from pipeline.dataset.checks import check_event

TITLE = "Rebels attacked soldiers near Konduga on Monday."


def found(row, **changes):
    return list(check_event(row, article(**changes)))


def test_a_sound_row_has_nothing_wrong():
    sound = event("a", steps=[{"rule": "blame", "field": "actors"}])
    assert not [what for what in found(sound) if not what.startswith(("actors", "recipients", "place", "url"))]


def test_an_act_of_the_title_is_checked_against_the_title():
    row = event("a", evidence_part="title")
    assert not any(what.startswith(("evidence", "trigger")) for what in found(row, title=TITLE, text="Other words."))
    assert any(what.startswith("evidence") for what in found(row, title="Attack near Konduga"))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"evidence_part": "caption"}, "evidence_part"),
        ({"confidence_roles": 1.5}, "confidence_roles"),
        ({"steps": [{"rule": "", "field": "actors"}]}, "steps"),
        ({"steps": [{"rule": "blame", "field": "nothing"}]}, "steps"),
    ],
)
def test_what_is_wrong_is_named(changes, told):
    assert any(what.startswith(told) for what in found(event("a", **changes)))
