"""Patterns over word classes as written in ``grammar.txt``: parsed, turned into regular expressions over codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

ELEMENT = re.compile(r"(\w{1,40}):(?=[(<$H])|\$(\w+)|<(\w+)>|(HOLIDAY)|\(\?([!=])|([()|?*+])|([a-z]+|[^\s\w])")
"""Field name, macro, class, holiday names, look-ahead, operator, literal."""


class GrammarError(ValueError):
    """A line of ``grammar.txt`` that cannot be read."""


@dataclass(frozen=True)
class Node:
    """A parsed stretch of a pattern: its regular expression, the codes it can begin with, whether it can be empty."""

    regex: str
    first: frozenset[str]
    empty: bool


EMPTY = Node("", frozenset(), True)


def elements(pattern: str) -> Iterator[re.Match[str]]:
    """Yield the elements of a pattern; everything but white space must be one."""
    position = 0
    for found in ELEMENT.finditer(pattern):
        if pattern[position : found.start()].strip():
            raise GrammarError(f"cannot read {pattern[position : found.start()]!r}")
        position = found.end()
        yield found
    if re.search(r"\w:(?!HOLIDAY)\w", pattern):
        raise GrammarError(f"a field needs brackets in {pattern!r}")
    if pattern[position:].strip():
        raise GrammarError(f"cannot read {pattern[position:]!r}")


def literals_of(pattern: str) -> set[str]:
    """Return the words and punctuation that stand for themselves in a pattern."""
    return {found[7] for found in elements(pattern) if found[7]}


class PatternParser:
    """Parser of one rule; ``members`` are the codes of a class, ``=word`` of a literal."""

    def __init__(self, rule: str, macros: Mapping[str, str], members: Mapping[str, str], holidays: Node) -> None:
        """Take the name of the rule and what its elements refer to."""
        self.rule = rule
        self.macros = macros
        self.members = members
        self.holidays = holidays
        self.names: list[str] = []

    def parse(self, pattern: str) -> Node:
        """Return the node of a whole pattern."""
        items = [found.groups() for found in elements(pattern)]
        node, position = self.alternatives(items, 0)
        if position != len(items):
            raise GrammarError(f"unbalanced brackets in {self.rule}")
        return node

    def alternatives(self, items: list[tuple[str | None, ...]], position: int) -> tuple[Node, int]:
        """Parse sequences separated by bars, up to a closing bracket or the end."""
        options: list[Node] = []
        sequence = EMPTY
        while position < len(items) and items[position][5] != ")":
            if items[position][5] == "|":
                options.append(sequence)
                sequence = EMPTY
                position += 1
                continue
            node, position = self.item(items, position)
            first = sequence.first | node.first if sequence.empty else sequence.first
            sequence = Node(sequence.regex + node.regex, first, sequence.empty and node.empty)
        options.append(sequence)
        if len(options) == 1:
            return sequence, position
        regex = "(?:" + "|".join(option.regex for option in options) + ")"
        first = frozenset().union(*(option.first for option in options))
        return Node(regex, first, any(option.empty for option in options)), position

    def item(self, items: list[tuple[str | None, ...]], position: int) -> tuple[Node, int]:
        """Parse one element with the operator after it."""
        name, macro, kind, holiday, look, operator, literal = items[position]
        position += 1
        if name:
            group = f"{self.rule}__{name}__{self.names.count(name)}"
            self.names.append(name)
            node, position = self.item(items, position)
            return Node(f"(?P<{group}>{node.regex})", node.first, node.empty), position
        if look or operator == "(":
            node, position = self.alternatives(items, position)
            if position >= len(items):
                raise GrammarError(f"unbalanced brackets in {self.rule}")
            position += 1
            if look:
                return Node(f"(?{look}{node.regex})", frozenset(), True), position
            node = Node(f"(?:{node.regex})", node.first, node.empty)
        elif macro:
            inner = self.parse(self.macros[macro])
            node = Node(f"(?:{inner.regex})", inner.first, inner.empty)
        elif holiday:
            node = self.holidays
        elif operator:
            raise GrammarError(f"misplaced {operator} in {self.rule}")
        else:
            node = code_class(self.members[kind or f"={literal}"])
        if position < len(items) and (mark := items[position][5]) in ("?", "*", "+"):
            node = Node(node.regex + mark, node.first, node.empty or mark != "+")
            position += 1
        return node, position


def code_class(codes: str) -> Node:
    """Return the node of one token with one of the codes."""
    return Node(codes if len(codes) == 1 else f"[{codes}]", frozenset(codes), False)


def names_node(names: list[str], members: Mapping[str, str]) -> Node:
    """Return the node of any of the names, each of words separated by spaces, longer names first."""
    nodes = [[code_class(members["=" + word]) for word in name.split()] for name in names]
    regex = "(?:" + "|".join("".join(node.regex for node in words) for words in nodes) + ")"
    return Node(regex, frozenset().union(*(words[0].first for words in nodes)), False)
