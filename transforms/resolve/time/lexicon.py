"""Words of date expressions: the data files, and a text as a string of word-class codes."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate

OTHER = "."
"""Code of a word that no rule names; also of a paragraph break, which no expression crosses."""

FIRST_CODE = 0x100
"""Codes start beyond the characters that mean something in a regular expression."""

TOKEN = re.compile(
    r"""\n[^\S\n]*\n\s*            # paragraph break
    |\s+
    |\d{4}-\d{2}-\d{2}(?![\d-])
    |\d{1,2}:\d{2}(?::\d{2})?(?!\d)
    |\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?!\d)
    |9/11(?!\d)
    |[1-9]/[2-9](?!\d)
    |\d{1,3}(?:,\d{3})+(?!\d)
    |\d+(?i:st|nd|rd|th)\b
    |\d{2,4}['’]?s\b
    |['’]\d\d(?:s\b|\b)
    |\d+\.\d+
    |\d+(?!\w)
    |\d+(?=(?i:am|pm|hrs?|gmt)\b)
    |[Qq][1-4]\b
    |[ap]\.\s?m\b\.?|[AP]\.\s?M\b\.?
    |[Bb]\.\s?[Cc]\b(?:\.?\s?[Ee]\b)?\.?|[Aa]\.[Dd]\b\.?
    |[^\W\d_]+(?!\d)
    |\w+
    |\S""",
    re.VERBOSE,
)

SHAPE_OTHER, SHAPE_BREAK = "other", "break"


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


def data_lines(name: str) -> list[str]:
    """Return the lines of a data file of this package without comments and blank lines."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@functools.cache
def holiday_rules() -> dict[str, str]:
    """Return holiday name (its words separated by single spaces) to rule, as in ``holidays.tsv``."""
    return dict(line.split("\t") for line in data_lines("holidays.tsv"))


NUMBER_SHAPES = (
    "int dom hour", "int dom hour y2", "int dom y2", "int y2", "int hour y2", "int y3", "int y3 y4",
    "int year y4", "int year y4 milday", "int y4", "int y4 milday", "int", "int hour",
    "iso", "slash", "time", "fraction", "big", "ord", "decade", "dec", "yy", "qn", "ampm", "era",
)  # fmt: skip


def build_lexicon(literals: set[str]) -> Lexicon:
    """Return the lexicon of ``words.tsv`` with a class of its own (``=word``) for every literal of the grammar."""
    values: dict[str, dict[str, str]] = {}
    for line in data_lines("words.tsv"):
        kind, value, words = line.split("\t")
        for word in words.split():
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
            return "dec"
        if token.count("-") == 2:
            return "iso"
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
    """A text as tokens and as one string of class codes, one character a token (white space left out)."""

    tokens: list[str]
    starts: list[int]
    codes: str

    def end(self, index: int) -> int:
        """Return the text offset after token ``index``."""
        return self.starts[index] + len(self.tokens[index])


@functools.lru_cache(maxsize=4096)
def shape_code(token: str, lexicon_shapes: ShapeCodes) -> str:
    """Return the code of a token that is not in the lexicon."""
    names = shape(token)
    return lexicon_shapes.codes[frozenset(names.split())] if names else OTHER


@dataclass(frozen=True, eq=False)
class ShapeCodes:
    """Hashable holder of the shape codes, so that the codes of numbers can be cached."""

    codes: dict[frozenset[str], str]


def encode(text: str, lexicon: Lexicon, shapes: ShapeCodes) -> Coded:
    """Return the tokens and class codes of a text in one linear pass."""
    pieces = TOKEN.findall(text)
    ends = accumulate(map(len, pieces))
    tokens: list[str] = []
    starts: list[int] = []
    codes: list[str] = []
    known = lexicon.codes
    for piece, end in zip(pieces, ends, strict=True):
        if piece.isspace():
            if piece.count("\n") < 2:
                continue
            code = OTHER
        else:
            code = known.get(piece.lower()) or (OTHER if piece.isalpha() else shape_code(piece, shapes))
        tokens.append(piece)
        starts.append(end - len(piece))
        codes.append(code)
    return Coded(tokens, starts, "".join(codes))
