"""The grammar of ``grammar.txt`` compiled to regular expressions over word-class codes, and the search for matches."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import ahocorasick

from transforms.resolve.dates.declared import PACKAGED, DateRule, definitions
from transforms.resolve.dates.lexicon import (
    OTHER,
    Coded,
    Lexicon,
    ShapeCodes,
    anchor_finder,
    build_lexicon,
    encode,
    holiday_rules,
)
from transforms.resolve.dates.pattern import GrammarError, Node, PatternParser, literals_of, names_node
from transforms.tables import DataError

ANCHORS = (
    "month monthword weekday wd season fall unit part clock dawn deictic present past presentadj pastadj future freq "
    "islamic iso slash time year decade yy decadeword qn ampm era y3 milday unitlong midunit unitend "
    "=overnight =tonight =past =moment =ago =present =time =clock =half"
)
"""Classes one of which every expression contains; runs of words without one are not looked at."""

LONGEST = 24
"""An expression begins at most this many tokens before the anchor word in it."""


@dataclass(frozen=True)
class Match:
    """One expression: its rule, its tokens, and the tokens of each named field."""

    rule: str
    first: int
    last: int
    """Token after the expression."""
    fields: dict[str, tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Grammar:
    """The compiled grammar. Every rule is one pattern; for every code there are the rules that can begin with it."""

    lexicon: Lexicon
    shapes: ShapeCodes
    rules: dict[str, Node]
    runs: re.Pattern[str]
    anchor: re.Pattern[str]
    finder: ahocorasick.Automaton
    compiled: dict[str, re.Pattern[str]] = field(default_factory=dict)
    starters: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = field(default_factory=dict)

    def starting_with(self, code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Return the rules that can begin with a code, in grammar order; a rule is compiled at its first use."""
        if code not in self.starters:
            names = [name for name, node in self.rules.items() if code in node.first]
            for name in names:
                if name not in self.compiled:
                    self.compiled[name] = re.compile(self.rules[name].regex)
            self.starters[code] = tuple((name, self.compiled[name]) for name in names)
        return self.starters[code]


def longest_first(name: str) -> tuple[int, str]:
    """Return the sort key that puts longer names first."""
    return (-len(name.split()), name)


def key_word(name: str) -> str:
    """Return the longest word of a name, by which the name is looked for."""
    return max(name.split(), key=len)


def parsed(rule: DateRule, macros: dict[str, str], members: dict[str, str], holidays: Node) -> Node:
    """Return the pattern of a rule; ``DataError`` names its file and line."""
    try:
        return PatternParser(rule.name, macros, members, holidays).parse(rule.pattern)
    except GrammarError as error:
        raise DataError(rule.file, rule.line, str(error)) from error


@functools.cache
def grammar() -> Grammar:
    """Return the compiled grammar, made once per process."""
    declared = definitions()
    macros, rules = declared.macros, {name: rule.pattern for name, rule in declared.rules.items()}
    names = sorted(holiday_rules(), key=longest_first)
    literals = {word for name in names for word in name.split()}
    for pattern in [*macros.values(), *rules.values()]:
        literals |= literals_of(pattern)
    literals |= {kind[1:] for kind in ANCHORS.split() if kind.startswith("=")}
    own = {word for rule in declared.rules.values() if rule.file != PACKAGED for word in literals_of(rule.pattern)}
    lexicon = build_lexicon(literals)
    members = lexicon.members
    holidays = names_node(names, members)
    nodes = {rule: parsed(declared.rules[rule], macros, members, holidays) for rule in rules}
    for rule, node in nodes.items():
        if node.empty:
            where = declared.rules[rule]
            raise DataError(where.file, where.line, f"rule {rule} matches nothing at all")
    kinds = {*ANCHORS.split(), *("=" + word for word in own if word.isalpha())}
    spelt = [word for word, values in lexicon.values.items() if not kinds.isdisjoint(values)]
    anchors = {code for kind in kinds for code in members[kind]}
    anchors |= {code for name in names for code in members["=" + key_word(name)]}
    return Grammar(
        lexicon=lexicon,
        shapes=ShapeCodes(lexicon.shapes),
        rules=nodes,
        runs=re.compile(f"[^{OTHER}]+"),
        anchor=re.compile("[" + "".join(sorted(anchors)) + "]"),
        finder=anchor_finder([*spelt, *sorted({key_word(name) for name in names}), "p.m", "a.m", "b.c", "a.d"]),
    )


def code_text(text: str) -> Coded:
    """Return a text as tokens and class codes of the grammar."""
    made = grammar()
    return encode(text, made.lexicon, made.shapes, made.finder)


def matches(coded: Coded, first: int = 0, last: int | None = None) -> Iterator[Match]:
    """Yield the expressions among tokens ``first`` to ``last`` in order: at each word the first rule that matches."""
    made = grammar()
    codes = coded.codes
    known = made.starters
    for run in made.runs.finditer(codes, first, len(codes) if last is None else last):
        position, stop = run.span()
        anchor = -1
        while position < stop:
            if anchor < position:
                found_anchor = made.anchor.search(codes, position, stop)
                if not found_anchor:
                    break
                anchor = found_anchor.start()
                position = max(position, anchor - LONGEST)
            code = codes[position]
            for rule, pattern in known[code] if code in known else made.starting_with(code):
                found = pattern.match(codes, position, stop)
                if found:
                    spans = ((name, found.span(group)) for name, group in field_groups(pattern, rule))
                    yield Match(rule, position, found.end(), {name: span for name, span in spans if span[1] > span[0]})
                    position = found.end()
                    break
            else:
                position += 1


@functools.cache
def field_groups(pattern: re.Pattern[str], rule: str) -> tuple[tuple[str, str], ...]:
    """Return field name and group name of the fields of a rule."""
    return tuple((group.split("__")[1], group) for group in pattern.groupindex if group.startswith(rule + "__"))
