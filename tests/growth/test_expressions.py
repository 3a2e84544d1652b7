"""Every expression of the reading and the language layer takes time in proportion to its input.

The inputs are made from each expression's own alphabet: characters and words that it names, alone and in pairs, many
times over.
"""

import ast
import importlib
import os
import pkgutil
import re
import time
from collections import defaultdict
from functools import cache
from itertools import product
from pathlib import Path

try:
    from re import _parser as sre_parse
except ImportError:
    import sre_parse

import pytest

import pipeline.sources
import transforms

ROOMS = ("transforms.clean", "transforms.parse", "transforms.resolve", "transforms.extract", "pipeline.sources")
SEARCHES = {"search", "finditer", "sub", "subn", "split", "findall"}
ANCHORED = {"match", "fullmatch"}
SMALL, LARGE = 24, 6_000
"""Repetitions that an exponential expression cannot stand, and characters of the largest input."""
TOO_LONG = 0.12
"""Seconds for ``LARGE`` characters: about a hundred times what a linear expression takes."""
SLOPE = 3.0
MOST = 16
"""Inputs made for one expression."""

BOUNDED = {
    "transforms.clean.damage.boilerplate._patterns": 700,
    "transforms.clean.facts.published._FORMS": 100,
    "transforms.clean.facts.published._SLASHED": 100,
    "transforms.clean.damage.repair._CUT": 40,
    "transforms.parse.head.published.DATE_LINE": 160,
    "transforms.parse.head.bare.DATED": 160,
    "transforms.parse.head.bare.CHRONOLOGY": 4000,
}
"""Expressions whose callers hold their input to so many characters."""
METHODS = {
    "transforms.clean.damage.boilerplate._patterns": {"fullmatch"},
    "transforms.clean.facts.published._FORMS": {"match"},
    "pipeline.sources.content.sniff.code_patterns": {"match"},
}
"""How expressions in tables are used, which their names do not show."""


@cache
def modules():
    """Return the modules of the rooms by name."""
    found = {}
    for package in (transforms, pipeline.sources):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if info.name.startswith(ROOMS) and not info.ispkg:
                found[info.name] = importlib.import_module(info.name)
    return found


def patterns_in(value, name, depth=0):
    """Yield (name, expression) of the expressions in a value or in tables of them."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif depth < 3 and isinstance(value, tuple | list | set | frozenset):
        for i, inner in enumerate(value):
            yield from patterns_in(inner, f"{name}[{i}]", depth + 1)
    elif depth < 3 and isinstance(value, dict):
        for key, inner in value.items():
            yield from patterns_in(inner, f"{name}[{key}]", depth + 1)


@cache
def uses():
    """Return the methods that are called on every name of the rooms' sources."""
    found = defaultdict(set)
    for module in modules().values():
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                base = node.func.value
                base = base.value if isinstance(base, ast.Subscript) else base
                if isinstance(base, ast.Name):
                    found[base.id].add(node.func.attr)
                elif isinstance(base, ast.Attribute):
                    found[base.attr].add(node.func.attr)
    return found


@cache
def expressions():
    """Return every expression once: its first name, itself, and the methods it is used with."""
    found = {}
    for module_name, module in modules().items():
        for name, value in vars(module).items():
            tables = value() if name in ("_patterns", "code_patterns") and callable(value) else value
            for label, pattern in patterns_in(tables, name):
                used = METHODS.get(f"{module_name}.{name}") or uses()[name] & (SEARCHES | ANCHORED) or {"search"}
                key = (pattern.pattern, pattern.flags)
                full, methods = found.get(key, (f"{module_name}.{label}", set()))
                found[key] = (full, methods | used)
    return [(name, re.compile(*key), frozenset(methods)) for key, (name, methods) in found.items()]


def atoms(parsed, out):
    """Collect the characters that an expression names, and its words."""
    word = []
    for op, argument in parsed:
        name = str(op)
        if name == "LITERAL":
            word.append(argument)
            continue
        if word:
            out.append(tuple(word))
            word = []
        if name == "IN":
            for kind, value in argument[:4]:
                if str(kind) == "LITERAL":
                    out.append((value,))
                elif str(kind) == "RANGE":
                    out.append((value[0],))
                elif str(kind) == "CATEGORY":
                    out.append(({"CATEGORY_SPACE": 32, "CATEGORY_DIGIT": 49}.get(str(value), 97),))
        elif name == "ANY":
            out.append((97,))
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            atoms(argument[2], out)
        elif name == "SUBPATTERN":
            atoms(argument[-1], out)
        elif name == "BRANCH":
            for branch in argument[1][:6]:
                atoms(branch, out)
        elif name in ("ASSERT", "ASSERT_NOT"):
            atoms(argument[1], out)
        elif name == "ATOMIC_GROUP":
            atoms(argument, out)
    if word:
        out.append(tuple(word))


def pumps(pattern):
    """Return the strings to repeat for an expression."""
    collected = []
    atoms(sre_parse.parse(pattern.pattern, pattern.flags), collected)
    plain = list(dict.fromkeys("".join(map(chr, word)) for word in collected))
    short = list(dict.fromkeys([*[word for word in plain if len(word) <= 6][:10], "a", " ", ".", "A"]))
    pairs = ["".join(pair) for pair in product(short[:5], short[:5])]
    return list(dict.fromkeys([*plain[:12], *short, *pairs]))[:MOST]


def starts(pattern):
    """Return what may stand before the repetition, so that the expression has begun."""
    collected = []
    atoms(sre_parse.parse(pattern.pattern, pattern.flags), collected)
    words = ["".join(map(chr, word)) for word in collected]
    return ["", "".join(words[:1]), "".join(words[:2])]


def seconds(pattern, method, text):
    call = getattr(pattern, method)
    start = time.process_time()
    if method in ("sub", "subn"):
        call("", text) if isinstance(text, str) else call(b"", text)
    elif method == "finditer":
        for _ in call(text):
            pass
    else:
        call(text)
    return time.process_time() - start


def made(pattern, start, middle, end, limit):
    """Return an input, in bytes for an expression of bytes."""
    text = (start + middle + end)[:limit]
    return text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text


def worst(pattern, method, size, limit):
    """Return the input for which an expression takes longer than it should, and how long; None for a linear one."""
    for start, pump in product(starts(pattern), pumps(pattern)):
        for end in ("\x00", ""):
            if seconds(pattern, method, made(pattern, start, pump * SMALL, end, limit)) > TOO_LONG:
                return start, pump, "exponential"
            count = size // len(pump)
            whole = made(pattern, start, pump * count, end, limit)
            took = seconds(pattern, method, whole)
            if took > TOO_LONG:
                half = seconds(pattern, method, made(pattern, start, pump * (count // 2), end, limit))
                took = min(took, seconds(pattern, method, whole))
                if took > max(SLOPE * half, TOO_LONG):
                    return start, pump, f"{half:.2f} -> {took:.2f}"
    return None


CASES = sorted(
    {
        (name, pattern, "finditer" if method in SEARCHES and method != "search" else method)
        for name, pattern, methods in expressions()
        for method in methods
    },
    key=lambda case: (case[0], case[2]),
)


@pytest.mark.skipif(
    not os.environ.get("NEWSBEAM_GROWTH"), reason="measures time: set NEWSBEAM_GROWTH=1 on a quiet machine"
)
@pytest.mark.parametrize("part", range(8))
def test_expressions_are_linear(part):
    slow = []
    for name, pattern, method in CASES[part::8]:
        limit = BOUNDED.get(name.split("[")[0], LARGE + 1000)
        found = worst(pattern, method, LARGE, limit)
        if found:
            slow.append((name, method, *found))
    assert not slow, "\n".join(map(str, slow))


def test_the_expressions_are_found():
    names = {name.split(".")[-2] for name, _, _ in expressions()}
    assert len(expressions()) > 150
    assert {"characters", "published", "dateline", "byline", "sniff", "feed"} <= names
