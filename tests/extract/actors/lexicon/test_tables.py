"""Lint of the actor tables: every code valid, roles in order, no alias that silently means two things."""

from collections import defaultdict
from itertools import pairwise

import pytest

from schemas.codes.ontology import NON_STATE_CODES, sectors
from transforms.extract.actors.classes import CLASSES, noun_classes
from transforms.extract.actors.lexicon.entries import parse_day
from transforms.extract.actors.lexicon.load import AGENT_TABLES, packaged, tables
from transforms.extract.actors.lexicon.words import fold
from transforms.words.classes import word_table
from transforms.world.countries import countries
from transforms.world.load import world_table

NAMED = list(tables())
AGENTS = AGENT_TABLES

CONTEXTUAL = {
    "national liberation army",
    "pnc", "abb", "ahlu sunna wal jamaa", "fdp", "frg", "jem", "kia", "maoist", "maoists", "nis", "sabah", "sana",
    "peoples democratic party", "abu nidal", "democratic kampuchea", "palestinian authority", "pmdb",
}  # fmt: skip
"""Aliases of different actors that the country of the phrase or article, the spelling or the order decides."""

NATIONAL = {"country", "people", "capital", "metonym", "region"}


@pytest.mark.parametrize("table", NAMED)
def test_codes_and_dates_are_valid(table):
    for row in world_table(table):
        country, sector = row.get("country"), row.get("sector")
        assert not country or country in countries() or country in NON_STATE_CODES, row
        assert not sector or sector in sectors(), row
        assert all(code in sectors() for code in filter(None, row.get("secondary", "").split(";"))), row
        start, end = parse_day(row.get("from", "")), parse_day(row.get("until", ""), end=True)
        assert start is None or end is None or start < end, row


@pytest.mark.parametrize("table", AGENTS)
def test_agents_are_valid(table):
    for row in word_table(table):
        assert not row["sector"] or row["sector"] in sectors(), row
        assert row["class"] in CLASSES, row
        assert row["head"] in "0123" and row["modifier"] in "0123", row


def test_no_word_is_listed_as_two_agents():
    seen = {}
    for table in AGENTS:
        for row in word_table(table):
            for form in row["forms"].split(";"):
                sector = seen.setdefault(fold(form), row["sector"])
                assert sector == row["sector"] or table == "agents_titles", form


def test_nobody_holds_one_office_twice_at_once():
    held = defaultdict(list)
    for table in NAMED:
        for row in world_table(table):
            if row.get("office"):
                start, end = parse_day(row["from"]), parse_day(row.get("until", ""), end=True)
                held[row["name"], row["country"], row["office"]].append((start, end))
    for key, spans in held.items():
        spans.sort()
        for (_, end), (start, _) in pairwise(spans):
            assert end is not None and end <= start, key


def test_an_alias_means_one_thing_unless_listed():
    for key, entries in packaged().names.items():
        kinds = {entry.kind for entry in entries}
        told_apart = any(entry.name.endswith(")") for entry in entries)
        if kinds == {"person"} or kinds <= NATIONAL or key in CONTEXTUAL or told_apart:
            continue
        countries_meant = {role.country for entry in entries for role in entry.roles}
        assert len(entries) == 1 or len(countries_meant) == 1, (key, [entry.name for entry in entries])


def test_every_state_has_a_leader():
    led = {row["country"] for table in NAMED if table.startswith("leaders") for row in world_table(table)}
    missing = [code for code in ("USA", "TUV", "KIR", "BTN", "STP", "COM", "MHL", "ERI", "TKM") if code not in led]
    assert not missing
    assert len(led) > 180


def test_noun_classes_are_known():
    assert set(noun_classes().values()) <= set(CLASSES)
