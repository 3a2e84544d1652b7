"""Pages made from the code tell of all of it, and the drawing of the house is true."""

import importlib.util
import re
from pathlib import Path

import pytest

from schemas.codes.refusal import REFUSALS
from schemas.reject import CODES
from transforms.extract.coder import VETOES, load_resources
from transforms.extract.passes import EVENTS, MENTIONS

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("newsbeam", "pipeline", "transforms", "schemas", "training", "evaluation", "benchmarks")
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
LINE = re.compile(r"( *)(\w+)/ +\S")


@pytest.fixture(scope="module")
def codes():
    """The page of codes as the site shows it."""
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "hooks" / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()["reference/codes.md"]


def rows(page, pattern):
    """Return the cells of the rows of a page whose first cell is of some form."""
    found = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")
    ]
    return [row for row in found if re.fullmatch(pattern, row[0].strip("`"))]


def test_every_code_stands_on_the_page_with_its_meaning(codes):
    assert {row[0].strip("`"): row[1] for row in rows(codes, r"NB\d{3}")} == CODES
    refusals = {row[0].strip("`"): (row[1], row[2]) for row in rows(codes, r"NV\d{3}")}
    assert refusals == {code: (reason.name, reason.sentence) for code, reason in REFUSALS.items()}


def test_a_code_names_the_rules_that_give_it(codes):
    told = {row[0].strip("`"): row[3] for row in rows(codes, r"NV\d{3}")}
    for veto in VETOES:
        assert f"`{veto.rule.__module__.rpartition('.')[2]}.{veto.rule.__name__}`" in told[veto.code]
    assert {code for code, rules in told.items() if rules} == {veto.code for veto in VETOES}


def test_passes_stand_on_the_page_in_their_order(codes):
    named = [one.name for one in (*MENTIONS, *EVENTS)]
    assert [row[0].strip("`") for row in rows(codes, "|".join(map(re.escape, named)))] == named


@pytest.mark.parametrize("rule", ["NV206", "blame", "coerce/arrest.v:", "coerce/arrest", "coerce/"])
def test_what_the_page_on_coding_leaves_out_can_be_left_out(rule):
    assert rule in (ROOT / "docs" / "coding.md").read_text(encoding="utf-8")
    assert load_resources(without=(rule,)) is not None


def drawn():
    """Return the rooms of the drawing as paths."""
    (block,) = re.findall(r"^```rooms\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    found, path = [], []
    for line in block.splitlines():
        indent, name = LINE.match(line).groups()
        path = [*path[: len(indent) // 2], name]
        found.append("/".join(path))
    return found


def rooms(*packages):
    """Return the folders of packages that hold Python."""
    found = {path.parent for package in packages for path in (ROOT / package).rglob("*.py")}
    return {path.relative_to(ROOT).as_posix() for path in found}


def test_the_drawing_shows_every_room_and_no_other():
    assert len(drawn()) == len(set(drawn()))
    assert set(drawn()) == rooms(*PACKAGES)


def test_files_that_the_page_names_are_there():
    named = re.findall(r"`((?:pipeline|transforms|schemas|evaluation|docs)/[\w/.]+)`", PAGE)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("room", ["clean", "parse", "resolve", "extract"])
def test_rooms_of_tests_are_rooms_of_the_house(room):
    tests = {path.parent.relative_to(ROOT / "tests").as_posix() for path in (ROOT / "tests" / room).rglob("test_*.py")}
    assert tests <= {path.removeprefix("transforms/") for path in rooms(f"transforms/{room}")}
