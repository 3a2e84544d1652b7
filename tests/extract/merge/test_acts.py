"""Mentions of one act are one row, and other acts are not swallowed by it."""

import datetime

import numpy as np
import pytest
from msgspec.structs import replace

from schemas.records import RawRecord
from transforms.extract.merge.acts import MODEL, cluster, units
from transforms.extract.merge.antecedent import Pairing, antecedent, questions, shared, weighed
from transforms.extract.merge.telling import telling
from transforms.extract.opinion.model import Model, digest, packaged
from transforms.process import Settings, process_batch

WRITTEN = datetime.datetime(2019, 5, 8, tzinfo=datetime.timezone.utc)


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed four people in Quetta on Sunday. The blast wounded nine more, police said.",
        "Gunmen attacked a police post near Gao, killing six officers. The six officers were killed at night, he said.",
        "Five soldiers were killed when rebels attacked their camp. The rebels attacked the camp with mortars.",
        "An attack on a camp near Gao killed two soldiers. Attacks on the camp near Gao killed two soldiers, he said.",
        "The governor condemned the raid on Monday. The governor condemned the raid again in a letter, he said.",
    ],
)
def test_an_act_told_twice_is_one_row(code, text):
    (events,) = code(text, published=WRITTEN)
    assert len(events) == 1
    assert len({mention.sentence_index for mention in events[0].mentions}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Six soldiers were killed by rebels near Gao. Four rebels were also killed by the army near Gao.",
        "Rebels fired 50 rockets at Goma. Meanwhile soldiers shelled a camp of the rebels.",
        "The mayor condemned the raid. The bishop of Lima, Juan Soto, condemned the new tax.",
        "Soldiers shelled the village after rebels attacked a convoy.",
        "A bomb killed four people in Quetta. Two officers were killed in a separate blast.",
        "In Cusco gunmen killed a judge, while rebels ambushed two tankers in Lima.",
        "Six guards were killed by bombs in Quito, and two more officers were killed at a checkpoint in Loja.",
    ],
)
def test_two_acts_are_two_rows(code, text):
    (events,) = code(text, published=WRITTEN)
    assert len(events) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Two farmers were killed after gunmen attacked a bus near Gao on Friday.",
        "Four guards died after a mortar attack on their post on Sunday.",
    ],
)
def test_who_is_killed_after_an_attack_is_killed_in_it(code, text):
    (events,) = code(text, published=WRITTEN)
    assert len(events) == 1


def test_the_toll_of_a_war_is_not_that_of_the_raid_before(code):
    (events,) = code(
        "Eight soldiers were killed in a raid in Sirnak on Friday. More than 40,000 people were killed since 1984.",
        published=WRITTEN,
    )
    assert [event.killed_low for event in events if not event.casualties_cumulative] == [8]


def test_the_likeliest_act_before_is_told_again_and_clues_say_why(coded):
    (found,) = coded("Gunmen killed two farmers in Jos. The attack shocked the town, police said.", published=WRITTEN)
    (group,) = found.mentions
    first, second = (telling(unit) for unit in units(group))
    model = packaged(MODEL)
    chosen = antecedent([first], second, 0, model)
    why, margin = weighed(Pairing(first, second, 0, 0, 1), model)
    assert chosen.place == 0
    assert chosen.margin == pytest.approx(margin)
    assert margin > 0
    assert dict(why)["told as known"] > 0


def test_a_model_that_knows_one_clue_decides_by_it(coded):
    (found,) = coded("The mayor condemned the raid. The mayor condemned the attack in a letter.")
    mentions = (draft for group in found.mentions for draft in group)
    drafts = sorted((one for one in mentions if one.type == "ACCUSE"), key=lambda draft: draft.key)
    told = [telling([draft]) for draft in drafts]
    assert "same word condemn" in questions(told[:1], told[1], 0)[1]
    for weight, rows in ((1.0, 1), (-1.0, 2)):
        model = Model(np.array([digest("same word condemn")]), np.array([[weight]]), 1.0, ("same",), ())
        assert len(cluster(drafts, model=model)) == rows


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed two farmers in Jos on 3 May 2019. Gunmen killed two farmers in Jos on 5 May 2019.",
        "A farmer was shot dead in Jos last Friday, while gunmen killed five traders on May 5.",
    ],
)
def test_two_told_days_are_two_acts(model, text):
    record = RawRecord(source_uri="test", source_locator="0", format="text", text=text, date="2019-05-08")
    (found,) = process_batch([record], settings=Settings())
    assert [event.date_start.day for event in found.events] == [3, 5]


def test_who_takes_part_in_a_riot_of_a_told_day_need_not_be_named(model):
    texts = ["Riots broke out in Lagos on 3 May 2019.", "Riots are a danger."]
    records = [RawRecord(source_uri="test", source_locator=t, format="text", text=t, date="2019-05-08") for t in texts]
    told, talk = process_batch(records, settings=Settings())
    assert [(event.event_type, event.date_start.day) for event in told.events] == [("PROTEST", 3)]
    assert not talk.events


def test_the_sentence_shown_tells_most_of_the_row(code):
    text = "The attack shocked the country. Rebels killed four soldiers near Gao on Sunday. The attack was condemned."
    (events,) = code(text, published=WRITTEN)
    (row,) = [event for event in events if event.event_type == "ASSAULT"]
    assert row.evidence.startswith("Rebels killed")


def test_who_was_hit_before_and_which_day_was_told_are_clues(coded):
    (found,) = coded("Farmers beat herders near Gao. The herders shot at farmers.", published=WRITTEN)
    first, second = (telling([draft]) for group in found.mentions for draft in group)
    assert "sides in other roles" in set(shared(Pairing(first, second, 0, 0, 1)))
    dated = [replace(one, dated=frozenset({day})) for one, day in ((first, "on tuesday"), (second, "this week"))]
    assert "date of other words" in set(shared(Pairing(dated[0], dated[1], 0, 0, 1)))
