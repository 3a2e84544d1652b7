"""Lines and paragraphs: hard-wrapped lines joined, one blank line between paragraphs, single spaces elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from transforms.clean.damage.edits import Edit

WRAP_LIMIT = 100
"""Longest line of hard-wrapped text, in characters; wires wrap at 60 to 80, mail at 72 to 78."""
WRAP_FLOOR = 40
"""Below this width a column of lines is a list, not wrapped prose."""

CAPTION = ">>"
"""Captions of broadcasts begin every speaker with it."""
FEWEST_NARROW = 3
GOES_ON = 0.4
"""Share of the line ends inside a sentence from which a narrow column is prose."""

_MARK = re.compile(r"^>>+[ \t]*", re.MULTILINE)
_INNER_END = re.compile(r"[.!?](?: |$)")
_SPACE_RUN = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_GAP = re.compile(r"(?<![^\S\n])[^\S\n]*\n\s*")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_FIRST_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")


def break_edits(text: str) -> list[Edit]:
    """Return the edits that write every kind of line break as a line feed."""
    return [Edit(m.start(), m.end(), "\n") for m in _BREAKS.finditer(text)]


def layout_edits(text: str) -> list[Edit]:
    """Return the white-space edits that leave paragraphs with one blank line between them and single spaces within.

    Line breaks of hard-wrapped text become spaces; a hyphen at the end of such a line stays, without a space.
    """
    lines = text.split("\n")
    joins = _joins(lines)
    edits: list[Edit] = []
    offset = 0
    line = 0
    for m in _GAP.finditer(text):
        while offset + len(lines[line]) < m.start():
            offset += len(lines[line]) + 1
            line += 1
        gap = m[0]
        if m.start() == 0 or m.end() == len(text):
            after = ""
        elif gap.count("\n") == 1 and line in joins:
            after = "" if _hyphenated(text, m.start(), m.end()) else " "
        else:
            after = "\n\n"
        if after != gap:
            edits.append(Edit(m.start(), m.end(), after))
    edits += _trim(text)
    edits += [
        Edit(m.start(), m.end(), " ")
        for m in _SPACE_RUN.finditer(text)
        if m.start() > 0 and m.end() < len(text) and text[m.end()] != "\n" and text[m.start() - 1] != "\n"
    ]
    return edits


def _trim(text: str) -> Iterator[Edit]:
    """Yield the edits for blanks at the very start and end that no line break is part of."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if start > 0 and "\n" not in text[:start]:
        yield Edit(0, start, "")
    if start < end < len(text) and "\n" not in text[end:]:
        yield Edit(end, len(text), "")


def _hyphenated(text: str, start: int, end: int) -> bool:
    return start > 1 and text[start - 1] == "-" and text[start - 2].isalnum() and text[end : end + 1].isalnum()


def _narrow_prose(lines: list[str]) -> bool:
    """Return whether a narrow column is prose: captions in capitals with their marks, or lines that plainly go on.

    Rows of names and figures are as narrow, and go on nowhere.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if a and b]
    if len(pairs) < FEWEST_NARROW:
        return False
    if " ".join(lines).isupper():
        return _in_captions(lines)
    goes_on = sum(b[0].islower() and not _SENTENCE_END.search(a) for a, b in pairs)
    return goes_on >= GOES_ON * len(pairs)


def _in_captions(lines: list[str]) -> bool:
    """Return whether lines are captions of a broadcast: capitals in sentences, speakers with their mark."""
    if not any(line.startswith(CAPTION) for line in lines):
        return False
    text = " ".join(lines)
    return text.isupper() and _INNER_END.search(text) is not None


def caption_edits(text: str) -> list[Edit]:
    """Return the edits that take the marks of a new speaker (``>>``) from a text of captions, which are in capitals."""
    if CAPTION not in text or not text[:2000].isupper():
        return []
    return [Edit(m.start(), m.end(), "", "caption") for m in _MARK.finditer(text)]


def _joins(lines: list[str]) -> frozenset[int]:
    """Return the lines whose break does not end a paragraph.

    In text that indents its paragraphs a line that is not indented goes on with the one before. Elsewhere a break is
    one of the wrapping if the next word would not have fitted, or if the sentence plainly goes on.
    """
    stripped = [line.strip() for line in lines]
    inner = [len(a) for a, b in pairwise(stripped) if a and b]
    if not inner or sum(n <= WRAP_LIMIT for n in inner) < 0.9 * len(inner):
        return frozenset()
    width = max(n for n in inner if n <= WRAP_LIMIT)
    if width < WRAP_FLOOR and not _narrow_prose(stripped):
        return frozenset()
    indented = [bool(text) and line[0].isspace() for line, text in zip(lines, stripped, strict=True)]
    captions = _in_captions(stripped)
    indents = any(indented) and sum(indented) < 0.8 * sum(map(bool, stripped))
    joins = set()
    for i in range(len(lines) - 1):
        line, following = stripped[i], stripped[i + 1]
        if not line or not following or len(line) > WRAP_LIMIT or following.startswith(CAPTION):
            continue
        if captions:
            # Broken anywhere; a new speaker begins with the mark.
            goes_on = True
        elif indents:
            goes_on = not indented[i + 1]
        else:
            word = _FIRST_WORD.match(following)
            full = word is not None and len(line) + 1 + len(word[0]) > width
            goes_on = full or (following[0].islower() and not _SENTENCE_END.search(line))
        if goes_on:
            joins.add(i)
    return frozenset(joins)
