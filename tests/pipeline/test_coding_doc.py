"""The page on coding says what the code does."""

import re
from pathlib import Path

import pytest

from schemas.codes.ontology import event_types, modes
from transforms.coding import use_own
from transforms.examples import check
from transforms.extract.actors import find_names, load_actors
from transforms.extract.frames.load import parse_frames
from transforms.extract.frames.petrarch_verbs import convert, is_verb_dictionary
from transforms.process import Settings
from transforms.words.classes import word_class

PAGE = (Path(__file__).parents[2] / "docs" / "coding.md").read_text(encoding="utf-8")


def block(language):
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return found


def test_types_quads_and_modes_are_those_of_the_ontology():
    rows = re.findall(r"^\| ([A-Z]+) \| (\d) \| [^|]* \|([^|]*)\| [^|]* \|$", PAGE, re.MULTILINE)
    assert {name: int(quad) for name, quad, _ in rows} == {name: kind.quad for name, kind in event_types().items()}
    told = {(name, mode.strip()) for name, _, listed in rows for mode in listed.split(",") if mode.strip()}
    assert told == set(modes())


def test_frames_of_the_page_parse():
    frames = list(parse_frames(block("frames").splitlines(), "page.txt"))
    assert [(frame.lemma, frame.type, frame.mode) for frame in frames] == [
        ("impound", "COERCE", "seize"), ("lockout", "SANCTION", "discontinue"), ("table", "", None),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["actors", "petrarch"])
def test_actors_of_the_page_load(language):
    actors = load_actors({"page": block(language)})
    (found,) = find_names("They joined the Harbour Front.", None, actors)
    assert (found.country, found.sector) in {("PHL", "LAB"), ("PHL", "OPP")}


def test_agents_of_the_page_load():
    assert load_actors({"page": block("agents")}).agents["dockers"].sector == "LAB"


def test_verb_dictionary_of_the_page_is_converted_as_it_says():
    text = block("verbs")
    assert is_verb_dictionary(text)
    assert f"smash.txt is a PETRARCH verb dictionary: {convert('smash.txt', text).summary}." in PAGE


def test_own_words_places_and_dates_of_the_page_load_and_their_examples_hold():
    settings = Settings(
        words=(("words.txt", block("words")),),
        places=(("places.tsv", block("places")),),
        dates=(("dates.txt", block("dates")),),
    )
    try:
        assert check(settings) == 4
        assert {"trebuchet", "dhow"} <= word_class("weapon") | word_class("vessel_kind")
    finally:
        use_own(Settings())
