"""Our own gold: what it holds, how it is scored, and that the product does not fall below its floors."""

import json

import pytest

from evaluation import own
from evaluation.ablate import effect
from evaluation.floors import FLOORS
from evaluation.measure import OWN
from schemas.codes.ontology import event_types, modes
from schemas.event import Party


class Given:
    """An event of which only what is scored is told."""

    def __init__(self, kind, mode=None, actors=(), recipients=()):
        self.event_type, self.event_mode = kind, mode
        self.actors = tuple(Party(text, 0, len(text)) for text in actors)
        self.recipients = tuple(Party(text, 0, len(text)) for text in recipients)


def row(kind="ASSAULT", mode=None, actor="Rebels", recipient="a judge"):
    return {"type": kind, "mode": mode, "actor": actor, "recipient": recipient}


def test_gold_holds_every_type_and_sentences_without_events():
    gold = own.items()
    assert len(gold) == len({one["text"] for one in gold}) == 300
    rows = [row for one in gold for row in one["rows"]]
    assert {row["type"] for row in rows} == set(event_types())
    assert all(row["mode"] is None or (row["type"], row["mode"]) in modes() for row in rows)
    assert sum(not one["rows"] for one in gold) >= 70
    for one in gold:
        for expected in one["rows"]:
            words = expected["actor"].split() + (expected["recipient"] or "").split()
            assert all(word.lower() in one["text"].lower() for word in words), one["id"]


def test_a_row_is_right_with_type_and_both_sides():
    events = [Given("ASSAULT", "firearms", ["rebels"], ["a judge in Lima"])]
    assert own.judged(row(mode="firearms"), events) == dict.fromkeys((*own.VERDICT, "row"), True)
    assert not own.judged(row(recipient="a priest"), events)["row"]
    assert not own.judged(row(actor=""), events)["actor"]
    assert not own.judged(row("PROTEST"), events)["type"]


def test_yielding_is_one_type_and_the_best_event_counts():
    events = [Given("RETREAT", actors=["Chad"]), Given("CONCEDE", actors=["Norway"])]
    assert own.judged(row("CONCEDE", actor="Norway", recipient=None), events)["row"]


def test_no_event_at_all_has_no_part_right():
    assert not any(own.judged(row(), []).values())


def test_harmonic_mean():
    assert own.f1(3, 4, 6) == pytest.approx(0.6)
    assert own.f1(0, 0, 0) == 0.0


def test_floors_of_our_own_gold(tmp_path):
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))[OWN]
    assert floors["digest"] == own.digest(), "gold changed: python -m evaluation.floors --update own"
    rows = {metric: (kept, left) for metric, kept, left in effect("NV206", OWN, tmp_path)}
    kept = rows["type_f1"][0]
    assert kept >= floors["floors"]["type_f1"]
    assert rows.get("silent", (1, 0))[0] >= rows.get("silent", (1, 0))[1]
