"""Words of date expressions: the data files, and a text as a string of word-class codes.

Only the stretches around words that date expressions need are read; the rest costs one automaton step a character.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, compress

import ahocorasick

from transforms.resolve.dates.declared import definitions
from transforms.words.calendar import month_numbers, weekday_numbers
from transforms.words.classes import word_class, word_list, word_table

BEFORE, AFTER = 60, 60
"""Characters around an anchor word that its expression, and the words that show its tense, may reach."""

OTHER = "."
"""Code of a word that no rule names; also of a paragraph break, which no expression crosses."""

FIRST_CODE = 0x100
"""Codes start beyond the characters that mean something in a regular expression."""

TOKEN = re.compile(
    r"""[^\W\d_]{2,}(?!\d)
    |\ (?!\s)
    |\n[^\S\n]*\n\s*            # paragraph break
    |\s+
    |\d{4}-\d{2}-\d{2}(?![\d-])
    |\d{1,2}:\d{2}(?::\d{2})?(?!\d)
    |\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?!\d)
    |\d{1,2}\.\d{1,2}\.\d{4}(?!\d)
    |\d{1,2}-\d{1,2}-\d{4}(?![\d-])
    |\d\d-\d\d-\d\d(?=\s\d{4}\s?[a-z]{3}\b)
    |9/11(?!\d)
    |[1-9]/[2-9](?!\d)
    |\d{1,3}(?:,\d{3})+(?!\d)
    |\d+(?:st|nd|rd|th)\b
    |\d{2,4}['’]?s\b
    |['’]\d\d(?:s\b|\b)
    |\d+\.\d+
    |\d+(?!\w)
    |\d+(?=(?:am|pm|hrs?|gmt|utc|[ecmp][sd]t)\b)
    |q[1-4]\b
    |[ap]\.\s?m\b\.?
    |b\.\s?c\b(?:\.?\s?e\b)?\.?|a\.d\b\.?
    |[^\W\d_]+(?!\d)
    |\w+
    |\S""",
    re.VERBOSE,
)

FIGURES = re.compile(
    r"[0-9'’q](?:[0-9]{3}(?![0-9])|[0-9]{0,9}(?:[:/][0-9]|['’]?s\b|\s?[ap]\.?\s?m\b|\s?(?:hrs?|gmt)\b)"
    r"|(?<=['’])[0-9]{2}\b|(?<=q)[1-4]\b)"
)
"""Figures that may be a year, a clock time, a decade or a day; other numbers are met by the word beside them."""

SHORT_YEARS = re.compile(r"[0-9'’q](?:[0-9]{2}(?![0-9])|" + FIGURES.pattern.partition("(?:")[2])
"""The same in a text that counts before Christ."""


@dataclass(frozen=True)
class Lexicon:
    """Word classes: what each word means in each of its classes, and one code per combination of classes."""

    values: dict[str, dict[str, str]]
    """Word to class to value."""
    codes: dict[str, str]
    """Word to code."""
    shapes: dict[frozenset[str], str]
    """Classes of a number shape to code."""
    members: dict[str, str]
    """Class (or ``=word``) to the codes of all words in it."""

    def value(self, word: str, kind: str) -> str:
        """Return what ``word`` stands for in class ``kind``, or the empty string."""
        return self.values.get(word, {}).get(kind, "")


@functools.cache
def holiday_rules() -> dict[str, str]:
    """Return holiday name (its words separated by single spaces) to rule, as in ``holidays.tsv``; a user's win."""
    return {row["name"]: row["rule"] for row in word_table("holidays")} | definitions().holidays


@functools.cache
def happenings() -> dict[str, int]:
    """Return noun to number of its group, as in ``happenings.tsv``."""
    return {noun: group for group, row in enumerate(word_table("happenings")) for noun in row["nouns"].split()}


NUMBER_SHAPES = (
    "int dom hour", "int dom hour y2", "int dom y2", "int y2", "int hour y2", "int y3", "int y3 y4",
    "int year y4", "int year y4 milday", "int y4", "int y4 milday", "int", "int hour",
    "iso", "slash", "time", "fraction", "big", "ord", "decade", "dec", "yy", "qn", "ampm", "era",
)  # fmt: skip


WORD_MONTHS = frozenset({"march", "may"})
"""Months that are other words as well: only what stands before them makes them months."""


def calendar_words() -> Iterator[tuple[str, Mapping[str, int]]]:
    """Yield the classes of months, days of the week and numbers in words: word to number."""
    months, weekdays, short = month_numbers(), weekday_numbers(), word_class("weekday_short")
    yield "month", {word: number for word, number in months.items() if word not in WORD_MONTHS}
    yield "monthword", {word: months[word] for word in WORD_MONTHS}
    yield "weekday", {form: n for word, n in weekdays.items() if word not in short for form in (word, word + "s")}
    yield "wd", {word: number for word, number in weekdays.items() if word in short}
    yield "one", {word: number for number, word in enumerate(word_list("number_to_nine"), 1)}
    yield "teen", {word: number for number, word in enumerate(word_list("number_to_nineteen"), 10)}
    yield "tens", {word: 10 * number for number, word in enumerate(word_list("number_of_tens"), 2)}


def build_lexicon(literals: set[str]) -> Lexicon:
    """Return the lexicon of ``dates.tsv`` with a class of its own (``=word``) for every literal of the grammar."""
    values: dict[str, dict[str, str]] = {}
    for kind, numbers in calendar_words():
        for word, number in numbers.items():
            values.setdefault(word, {})[kind] = str(number)
    for row in word_table("dates"):
        for word in row["words"].split():
            values.setdefault(word, {})[row["class"]] = row["value"]
    for kind, value, words in definitions().words:
        for word in words:
            values.setdefault(word, {})[kind] = value
    for word in sorted(literals):
        values.setdefault(word, {})["=" + word] = word
    combinations = sorted(
        {tuple(sorted(kinds)) for kinds in values.values()} | {tuple(sorted(shape.split())) for shape in NUMBER_SHAPES}
    )
    code = {combination: chr(FIRST_CODE + i) for i, combination in enumerate(combinations)}
    members: dict[str, str] = {}
    for combination in combinations:
        for kind in combination:
            members[kind] = members.get(kind, "") + code[combination]
    return Lexicon(
        values=values,
        codes={word: code[tuple(sorted(kinds))] for word, kinds in values.items()},
        shapes={frozenset(shape.split()): code[tuple(sorted(shape.split()))] for shape in NUMBER_SHAPES},
        members=members,
    )


def shape(token: str) -> str:
    """Return the space-separated classes of a token that is not in the lexicon; empty when it has none."""
    first = token[0]
    if first.isascii() and first.isdigit():
        return number_shape(token)
    if first in "'’" and len(token) >= 3:
        return "decade" if token.endswith("s") else "yy"
    if len(token) == 2 and first in "qQ" and token[1] in "1234":
        return "qn"
    if len(token) > 2 and token[1] == ".":
        return "ampm" if first in "apAP" and "m" in token.lower() else "era"
    return ""


def number_shape(token: str) -> str:
    """Return the classes of a token that begins with an ASCII digit."""
    size = len(token)
    if not (token.isascii() and token.isdigit()):
        if ":" in token:
            return "time"
        if "/" in token:
            return "slash" if token.count("/") == 2 else "fraction"
        if "," in token:
            return "big"
        if "." in token:
            return "slash" if token.count(".") == 2 else "dec"
        if token.count("-") == 2:
            return "iso" if token[4] == "-" else "slash"
        if token[-1] in "sS" and token[-2:].lower() != "st":
            return "decade"
        return "ord" if token[-2:].lower() in ("st", "nd", "rd", "th") else ""
    number = int(token) if size <= 4 else 0
    if size == 4:
        clock = number // 100 < 24 and number % 100 < 60
        if token[0] == "0":
            return "int y4 milday" if clock else "int y4"
        names = "int year y4" if 1000 <= number < 2200 else "int y4"
        return names + " milday" if clock else names
    if size == 3:
        return "int y3"
    if size <= 2:
        names = "int"
        if 1 <= number <= 31:
            names += " dom"
        if number <= 24:
            names += " hour"
        return names + " y2" if size == 2 else ("int dom hour" if number else "int hour")
    return "int"


@dataclass(frozen=True)
class Coded:
    """The stretches of a text that may hold dates, as lower-case tokens and one code a token, white space left out."""

    text: str
    words: list[str]
    starts: list[int]
    codes: str

    def end(self, index: int) -> int:
        """Return the text offset after token ``index``."""
        return self.starts[index] + len(self.words[index])

    def original(self, index: int) -> str:
        """Return token ``index`` as it stands in the text."""
        return self.text[self.starts[index] : self.end(index)]


@dataclass(frozen=True, eq=False)
class ShapeCodes:
    """Hashable holder of the shape codes, so that the codes of numbers can be cached."""

    codes: dict[frozenset[str], str]


@functools.lru_cache(maxsize=4096)
def shape_code(token: str, shapes: ShapeCodes) -> str:
    """Return the code of a token that is not in the lexicon."""
    names = shape(token)
    return shapes.codes[frozenset(names.split())] if names else OTHER


def anchor_finder(words: list[str]) -> ahocorasick.Automaton:
    """Return an automaton over lower-case text that meets the words; the value is the length."""
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, len(word))
    automaton.make_automaton()
    return automaton


def lower_same_length(text: str) -> str:
    """Return the text in lower case; letters whose lower case is longer stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def windows(lowered: str, finder: ahocorasick.Automaton) -> list[tuple[int, int]]:
    """Return the stretches of a text around anchor words, cut at white space, in order and without overlap."""
    found: list[tuple[int, int]] = []
    size = len(lowered)
    reached = -1
    figures = SHORT_YEARS if "bc" in lowered or "b.c" in lowered else FIGURES
    hits = [match.start() for match in figures.finditer(lowered)]
    for last, length in finder.iter(lowered):
        first = last + 1 - length
        if first and lowered[first - 1].isalpha():
            continue
        if last + 1 < size and lowered[last + 1].isalpha() and lowered[last].isalpha():
            continue
        hits.append(first)
    hits.sort()
    for first in hits:
        begin, end = max(first - BEFORE, 0), min(first + AFTER, size)
        if begin <= reached:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
        reached = end
    return [cut for begin, end in found if (cut := cut_at_space(lowered, begin, end))[0] < cut[1]]


def cut_at_space(lowered: str, begin: int, end: int) -> tuple[int, int]:
    """Return a stretch shortened to whole words."""
    if begin:
        gap = lowered.find(" ", begin, end)
        begin = gap if gap >= 0 else begin
    if end < len(lowered):
        gap = lowered.rfind(" ", begin, end)
        end = gap if gap > begin else end
    return begin, end


def encode(text: str, lexicon: Lexicon, shapes: ShapeCodes, finder: ahocorasick.Automaton) -> Coded:
    """Return the tokens and class codes of the stretches of a text that may hold dates."""
    lowered = lower_same_length(text)
    known = lexicon.codes.get
    words: list[str] = []
    starts: list[int] = []
    codes: list[str] = []
    for begin, end in windows(lowered, finder):
        pieces = TOKEN.findall(lowered, begin, end)
        found = [
            code
            if (code := known(piece)) is not None
            else (OTHER if piece.isalpha() else "" if piece == " " else other_code(piece, shapes))
            for piece in pieces
        ]
        if words:
            words.append("")
            starts.append(begin)
            codes.append(OTHER)
        words.extend(compress(pieces, found))
        starts.extend(compress(accumulate(map(len, pieces), initial=begin), found))
        codes.extend(found)
    return Coded(text, words, starts, "".join(codes))


def other_code(piece: str, shapes: ShapeCodes) -> str:
    """Return the code of white space (none; a paragraph break is a word of its own), figures and other signs."""
    if piece.isspace():
        return OTHER if piece.count("\n") > 1 else ""
    return shape_code(piece, shapes)
