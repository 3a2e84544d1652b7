"""Lint of the data files of words and of the world, and of the way they are read."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

import transforms
from transforms.extract.opinion.model import digest, packaged
from transforms.parse.clause.relations import DESCRIBING
from transforms.tables import DataError, about, data_files, read_table
from transforms.words.classes import (
    BY_WORD,
    classes,
    declarations,
    declared_by_word,
    has,
    resolve_features,
    word_class,
    word_list,
    word_table,
)
from transforms.world.load import world_table, world_tables

PACKAGES = ("transforms.words", "transforms.world")
FILES = [(package, name) for package in PACKAGES for name in data_files(package) if not name.endswith(".zst")]
MIXED_CASE = {
    "capital_acronym",
    "head_office",
    "portfolio_sector",
    "english_speaking",
    "fixed_lemma",
    "local_body",
    "no_name_abbreviation",
}
"""Features whose words are written as they stand in text."""


@pytest.mark.parametrize(("package", "name"), FILES)
def test_a_file_says_what_it_is_for_its_licence_and_version(package, name):
    text = data_files(package)[name].read_text(encoding="utf-8")
    assert re.match(r"# [A-Z].{10,}", text)
    assert {"licence", "version"} <= about(text).keys()
    assert "Apache-2.0" in about(text)["licence"] or "CC BY 4.0" in about(text)["licence"]
    assert about(text)["version"].isdigit()


@pytest.mark.parametrize("name", [name for _, name in FILES if name.endswith(".tsv")])
def test_a_table_has_columns_and_rows_and_no_row_twice(name):
    package = next(package for package, other in FILES if other == name)
    read = word_table if package == "transforms.words" else world_table
    table = read(name.removesuffix(".tsv"))
    assert table.rows and all(column.islower() for column in table.columns)
    seen = {}
    for row, line in zip(table.rows, table.lines, strict=True):
        assert seen.setdefault(tuple(row.values()), line) == line, f"{name}:{line}"


def test_file_names_tell_files_apart():
    assert len({name for _, name in FILES}) == len(FILES)
    assert "countries" in world_tables()


def test_words_of_a_feature_are_lower_case_and_every_feature_is_explained():
    for feature, words in classes().items():
        assert words, feature
        assert feature in MIXED_CASE or all(word == word.lower() for word in words), feature
    for package, name in FILES:
        lines = data_files(package)[name].read_text(encoding="utf-8").splitlines()
        for before, line in pairwise(lines):
            if name.endswith(".txt") and re.match(r"[a-z]\w* =", line):
                assert before.startswith("# "), f"{name}: {line[:40]}"


def test_features_of_a_table_of_words_are_explained_and_its_rows_in_order():
    for name in BY_WORD:
        text = data_files("transforms.words")[name].read_text(encoding="utf-8")
        table = read_table(name, text)
        explained = set(re.findall(r"^# ([a-z_]+): .", text, re.MULTILINE)) - {"licence", "version"}
        assert {feature for row in table for feature in row["features"].split()} == explained
        assert [row["word"] for row in table] == sorted(row["word"] for row in table)
    assert has("guerrilla", "people") and has("guerrilla", "armed") and not has("guerrilla", "female")


@pytest.mark.parametrize("rows", ["man\tpeople\nman\tmale\n", "man\n"])
def test_a_word_stands_once_in_a_table_of_words_and_has_features(rows):
    with pytest.raises(DataError, match="'man' stands twice, or has no feature"):
        declared_by_word(read_table("mine.tsv", f"word\tfeatures\n{rows}"))


def test_a_word_has_features():
    assert has("rifle", "weapon") and not has("rifle", "locative")
    assert "near" in word_class("locative")
    assert word_list("given_tail")[0] == "jr"
    with pytest.raises(KeyError):
        word_class("no such feature")


def test_features_take_in_others_and_are_changed_by_later_ones():
    text = "# mine\nsmall = gun,\n  knife\nlarge = tank\nall = @small, @large, fork\nsmall += pin\nlarge -= tank\n"
    found = resolve_features(declarations("mine.txt", text))
    assert found == {"small": ("gun", "knife", "pin"), "large": (), "all": ("gun", "knife", "pin", "fork")}


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("small = gun\n\nSmall: gun\n", 3, "no feature"),
        ("small = gun,\n  knife, gun\n", 2, "stands twice"),
        ("  gun\n", 1, "nothing before it"),
        ("small = gun\n  knife\n", 2, "without a comma"),
        ("small = gun\nlarge += tank\n", 2, "no feature 'large'"),
        ("small = gun\nsmall -= tank\n", 2, "'tank' is not in"),
        ("small = gun, @large\n", 1, "takes in @large"),
        ("small = @large\nlarge = @small\n", 2, "takes in @small"),
    ],
)
def test_a_fault_names_file_and_line(text, line, problem):
    with pytest.raises(DataError, match=rf"^mine\.txt:{line}: .*{re.escape(problem)}"):
        resolve_features(declarations("mine.txt", text))


@pytest.mark.parametrize(
    ("text", "line"), [("# t\nname\tname\n", 2), ("name\tkind\n\na\tb\nc\td\te\n", 4), ("name\t\nx\n", 1)]
)
def test_a_faulty_table_names_file_and_line(text, line):
    with pytest.raises(DataError, match=rf"^mine\.tsv:{line}: "):
        read_table("mine.tsv", text)


def test_a_row_may_leave_out_its_last_cells():
    assert list(read_table("mine.tsv", "name\tkind\n a b \n")) == [{"name": "a b", "kind": ""}]


def weighed(feature):
    """Say whether the packaged model has a weight for words of a feature, or for those that describe a word."""
    clues = [f"@ {pos} {feature}" for pos in "VNA"]
    clues += [f"c {pos} {relation} @{feature}" for pos in "VNA" for relation in DESCRIBING]
    return not {digest(clue) for clue in clues}.isdisjoint(packaged().digests.tolist())


def test_every_feature_is_used():
    root = Path(transforms.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py"))
    data = "\n".join(path.read_text(encoding="utf-8") for path in root.rglob("*.txt"))
    named = re.compile(r"\b(?:business|sport)_(?:strong|weak)\b|ends_(?:org|fac|loc|gpe|event)|target_\w+")
    idle = [f for f in classes() if f'"{f}"' not in code and not re.search(rf"@{f}\b", data) and not named.fullmatch(f)]
    idle = [feature for feature in idle if not weighed(feature)]
    assert not idle, "no code, frame, other feature or model asks for these"
