"""Every expression of the reading and the language layer takes time in proportion to its input.

The inputs are made from each expression's own alphabet: characters and words that it names, alone and in pairs, many
times over.
"""

import ast
import importlib
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
FEW = 24
"""Repetitions that an exponential expression cannot stand."""
LARGE = 6_000
"""Characters of the largest input."""
TIMES = 8
FAR = 24
"""Times the work that eight times the input may take: linear work takes 8, quadratic 64, and clocks are not exact."""
RESOLUTION = 0.002
"""Seconds below which a clock tells nothing about growth."""
AGAIN = 3
"""Measurements before a growth counts."""
MOST = 16
"""Inputs made for one expression."""

BOUNDED = {
    "transforms.clean.damage.boilerplate._patterns": 700,
    "transforms.clean.facts.published._FORMS": 100,
    "transforms.clean.facts.published._SLASHED": 100,
    "transforms.clean.damage.repair._CUT": 40,
    "transforms.clean.pages.authors._by": 120,
    "transforms.clean.pages.authors._NAMES": 120,
    "transforms.parse.head.published.DATE_LINE": 160,
    "transforms.parse.head.bare.DATED": 160,
    "transforms.parse.head.bare.CHRONOLOGY": 4000,
}
"""Expressions whose callers hold their input to so many characters."""
MADE = {"_patterns", "code_patterns", "labels", "_by"}
"""Functions that make expressions of tables."""
METHODS = {
    "transforms.clean.pages.authors._by": {"match"},
    "transforms.clean.pages.dates.labels": {"finditer"},
    "transforms.clean.damage.boilerplate._patterns": {"fullmatch"},
    "transforms.clean.facts.published._FORMS": {"match"},
    "pipeline.sources.content.sniff.code_patterns": {"match"},
    "transforms.parse.head.dateline.COLON": {"match"},
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


def methods_called(tree):
    """Return the methods that are called on every name of a module, and where each name was imported from."""
    called, imported = defaultdict(set), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            imported.update({alias.asname or alias.name: (node.module, alias.name) for alias in node.names})
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            base = node.func.value
            base = base.value if isinstance(base, ast.Subscript) else base
            if isinstance(base, ast.Name):
                called[base.id].add(node.func.attr)
    return called, imported


@cache
def uses():
    """Return the methods that are called on every (module, name) of the rooms."""
    found = defaultdict(set)
    for module_name, module in modules().items():
        called, imported = methods_called(ast.parse(Path(module.__file__).read_text(encoding="utf-8")))
        for name, methods in called.items():
            found[imported.get(name, (module_name, name))] |= methods
    return found


@cache
def expressions():
    """Return every expression once: its first name, itself, and the methods it is used with."""
    found = {}
    for module_name, module in modules().items():
        for name, value in vars(module).items():
            tables = value() if name in MADE and callable(value) else value
            for label, pattern in patterns_in(tables, name):
                called = uses()[(module_name, name)] & (SEARCHES | ANCHORED)
                used = METHODS.get(f"{module_name}.{name}") or called or {"search"}
                key = (pattern.pattern, pattern.flags)
                full, methods = found.get(key, (f"{module_name}.{label}", set()))
                imported = full != f"{module_name}.{label}" and not called
                found[key] = (full, methods if imported else methods | used)
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


def once(pattern, method, text):
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


def grows(pattern, method, small, large):
    """Return how many times longer the larger input takes, where that is far from its share; else None."""
    short, long = once(pattern, method, small), once(pattern, method, large)
    for _ in range(AGAIN):
        if long <= FAR * max(short, RESOLUTION):
            return None
        short, long = max(short, once(pattern, method, small)), min(long, once(pattern, method, large))
    return long / max(short, RESOLUTION)


def made(pattern, start, middle, end, limit):
    """Return an input, in bytes for an expression of bytes."""
    text = (start + middle + end)[:limit]
    return text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text


def worst(pattern, method, size, limit):
    """Return the input with which an expression grows faster than it, and how; None for a linear one."""
    for start, pump in product(starts(pattern), pumps(pattern)):
        for end in ("\x00", ""):
            few, many = (made(pattern, start, pump * count, end, limit) for count in (FEW // 2, FEW))
            if grows(pattern, method, few, many):
                return start, pump, "exponential"
            count = min(size, limit) // len(pump)
            small, large = (made(pattern, start, pump * n, end, limit) for n in (count // TIMES, count))
            times = grows(pattern, method, small, large)
            if times:
                return start, pump, f"{TIMES} times the input, {times:.0f} times the work"
    return None


CASES = sorted(
    {
        (name, pattern, "finditer" if method in SEARCHES and method != "search" else method)
        for name, pattern, methods in expressions()
        for method in methods
    },
    key=lambda case: (case[0], case[2]),
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
