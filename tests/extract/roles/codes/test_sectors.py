"""Sectors by the model: of parties whose words tell more than the tables know."""

from dataclasses import dataclass

import pytest

from schemas.event import Party
from transforms.extract.opinion.model import packaged
from transforms.extract.roles.codes.sectors import LIKELY, RULE, Act, clues, label_of, sectored

TEXT = "Ida Holm of the dockers' league met Peru."


@dataclass(frozen=True)
class Sure:
    """A model that always gives one answer."""

    type: str
    probability: float

    @property
    def types(self):
        return (self.type, "other")

    def chances(self, _):
        return [self.probability, 1 - self.probability]


def party(text, **codes):
    start = TEXT.index(text)
    return Party(text=text, start=start, end=start + len(text), **codes)


@pytest.fixture
def cast(cast_of):
    return cast_of(TEXT)


ACT = Act("CONSULT", "meet", "actor", ())


def test_a_likely_sector_takes_the_place_of_another(cast):
    league = party("the dockers' league", country="NOR", sector="CVL", secondary_sectors=("LAB", "BUS"))
    found = sectored(league, ACT, cast, Sure("LAB", LIKELY))
    assert (found.sector, found.secondary_sectors, found.country) == ("LAB", ("BUS",), "NOR")
    assert sectored(league, ACT, cast, Sure("LAB", LIKELY - 0.01)) is league
    assert sectored(league, ACT, cast, Sure("CVL", 1.0)) is league
    assert sectored(league, ACT, cast, Sure("", 1.0)).sector is None


def test_a_bare_name_of_a_country_keeps_what_the_tables_say(cast):
    peru = party("Peru", country="PER")
    assert label_of(peru, cast) == "GPE"
    assert sectored(peru, ACT, cast, Sure("GOV", 1.0)) is peru


def test_names_of_persons_are_masked(cast):
    found = list(clues(party("Ida Holm"), ACT, cast))
    assert "w PERSON" in found
    assert not [clue for clue in found if "holm" in clue.lower()]


def test_the_packaged_model_reads_words_that_no_table_has(coded):
    (found,) = coded("The finance ministers of the bloc met in Lima on Monday.")
    (event,) = found.events
    assert [one.sector for one in event.actors] == ["GOV"]


def test_a_change_is_a_step_of_the_row(coded):
    texts = ("Arab states condemned the raid in Idlib on Monday.", "A faction attacked the Syrian army on Monday.")
    for found in coded(*texts):
        for event in found.events:
            told = {step.field for step in event.steps if step.rule == RULE}
            assert told <= {"actors", "recipients"}
    model = packaged("sectors")
    assert {"GOV", "MIL", "REB", "CVL"} < set(model.types)
