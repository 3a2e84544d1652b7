"""``promises.tsv`` says which test holds what was once broken: the tests are there, and no fault is without one."""

import ast
import csv
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROOMS = {"identity", "rows", "run", "kinds", "pages", "text", "hangs", "memory", "commit", "security"}


def promises():
    lines = (TESTS / "promises.tsv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


@cache
def functions(path):
    """Return the names of the test functions of a file."""
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize("promise", promises(), ids=lambda promise: promise["promise"][:50])
def test_a_promise_has_its_test(promise):
    path, _, name = promise["test"].partition("::")
    assert name in functions(path)


def test_every_room_has_promises_each_told_once():
    told = promises()
    assert {promise["room"] for promise in told} == ROOMS
    assert len({promise["promise"] for promise in told}) == len(told)
    assert len({promise["test"] for promise in told}) == len(told)
