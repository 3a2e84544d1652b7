"""The grammar of ``grammar.txt`` compiled to one regular expression over word-class codes."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.resolve.time.lexicon import (
    OTHER,
    Coded,
    Lexicon,
    ShapeCodes,
    build_lexicon,
    data_lines,
    encode,
    holiday_rules,
)

ELEMENT = re.compile(r"(\w+):(?=[(<$H])|\$(\w+)|<(\w+)>|(HOLIDAY)|(\(\?[!=])|([()|?*+])|([a-z]+|[^\s\w])")
"""Capture name, macro, class, holiday names, look-ahead, operator, literal."""

ANCHORS = (
    "month monthword weekday wd season unit part clock dawn deictic present past presentadj pastadj future freq islamic "
    "iso slash time year decade yy decadeword qn ampm era y3 =overnight =tonight =time =past =moment =ago =fall"
)
"""Classes one of which every expression contains; runs of words without one are not looked at."""


class GrammarError(ValueError):
    """A line of ``grammar.txt`` that cannot be read."""


@dataclass(frozen=True)
class Grammar:
    """The compiled grammar."""

    lexicon: Lexicon
    shapes: ShapeCodes
    pattern: re.Pattern[str]
    runs: re.Pattern[str]
    anchor: re.Pattern[str]


@dataclass(frozen=True)
class Match:
    """One expression: its rule, its tokens, and the tokens of each named field."""

    rule: str
    first: int
    last: int
    """Token after the expression."""
    fields: dict[str, tuple[int, int]]


def read_definitions() -> tuple[dict[str, str], dict[str, str]]:
    """Return the macros and the rules of ``grammar.txt`` in file order."""
    macros: dict[str, str] = {}
    rules: dict[str, str] = {}
    for line in data_lines("grammar.txt"):
        head, equals, body = line.partition(" = ")
        kind, _, name = head.partition(" ")
        table = {"define": macros, "rule": rules}.get(kind)
        if table is None or not equals or name in table:
            raise GrammarError(f"grammar.txt: cannot read {line!r}")
        table[name] = body
    return macros, rules


def elements(pattern: str) -> Iterator[re.Match[str]]:
    """Yield the elements of a pattern; everything but white space must be one."""
    position = 0
    for found in ELEMENT.finditer(pattern):
        if pattern[position : found.start()].strip():
            raise GrammarError(f"grammar.txt: cannot read {pattern[position : found.start()]!r}")
        position = found.end()
        yield found


def literals_of(pattern: str) -> set[str]:
    """Return the words and punctuation that stand for themselves in a pattern."""
    return {found[7] for found in elements(pattern) if found[7]}


def translate(pattern: str, rule: str, macros: dict[str, str], lexicon: Lexicon, holidays: str) -> str:
    """Return the regular expression over codes for a pattern; field names get the rule as prefix."""
    out: list[str] = []
    names: list[str] = []
    depth = 0
    waiting: list[int] = []
    for found in elements(pattern):
        name, macro, kind, holiday, look, operator, literal = found.groups()
        if name:
            out.append(f"(?P<{rule}__{name}__{names.count(name)}>")
            names.append(name)
            waiting.append(depth)
            continue
        if macro:
            out.append("(?:" + translate(macros[macro], rule, macros, lexicon, holidays) + ")")
        elif kind:
            out.append("[" + lexicon.members[kind] + "]")
        elif holiday:
            out.append(holidays)
        elif look:
            out.append(look)
            depth += 1
            continue
        elif operator == "(":
            out.append("(?:")
            depth += 1
            continue
        elif operator == ")":
            out.append(")")
            depth -= 1
        elif operator:
            out.append(operator)
            continue
        else:
            out.append("[" + lexicon.members["=" + literal] + "]")
        while waiting and waiting[-1] == depth:
            out.append(")")
            waiting.pop()
    return "".join(out)


@functools.cache
def grammar() -> Grammar:
    """Return the compiled grammar, made once per process."""
    macros, rules = read_definitions()
    names = sorted(holiday_rules(), key=longest_first)
    literals = {word for name in names for word in name.split()}
    for pattern in [*macros.values(), *rules.values()]:
        literals |= literals_of(pattern)
    lexicon = build_lexicon(literals)
    holidays = "(?:" + "|".join("".join("[" + lexicon.members["=" + w] + "]" for w in n.split()) for n in names) + ")"
    pieces = [f"(?P<{rule}>{translate(body, rule, macros, lexicon, holidays)})" for rule, body in rules.items()]
    anchors = "".join(lexicon.members.get(kind, "") for kind in ANCHORS.split())
    anchors += "".join(lexicon.members["=" + name.split()[0]] for name in names)
    return Grammar(
        lexicon=lexicon,
        shapes=ShapeCodes(lexicon.shapes),
        pattern=re.compile("|".join(pieces)),
        runs=re.compile(f"[^{OTHER}]+"),
        anchor=re.compile("[" + "".join(sorted(set(anchors))) + "]"),
    )


def longest_first(name: str) -> tuple[int, str]:
    """Return the sort key that puts longer names first."""
    return (-len(name.split()), name)


def code_text(text: str) -> Coded:
    """Return a text as tokens and class codes of the grammar."""
    made = grammar()
    return encode(text, made.lexicon, made.shapes)


def matches(coded: Coded) -> Iterator[Match]:
    """Yield the expressions of a text in order, without overlap."""
    made = grammar()
    for run in made.runs.finditer(coded.codes):
        start, stop = run.span()
        if not made.anchor.search(coded.codes, start, stop):
            continue
        for found in made.pattern.finditer(coded.codes, start, stop):
            rule = found.lastgroup or ""
            fields = {
                name: found.span(group) for name, group in field_groups(rule) if found.end(group) > found.start(group)
            }
            yield Match(rule, found.start(), found.end(), fields)


@functools.cache
def field_groups(rule: str) -> tuple[tuple[str, str], ...]:
    """Return field name and group name of the fields of a rule."""
    groups = grammar().pattern.groupindex
    return tuple((group.split("__")[1], group) for group in groups if group.startswith(rule + "__"))
