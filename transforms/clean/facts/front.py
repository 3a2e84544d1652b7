"""Heads of keys and values before a text: between dashed lines, as site generators have it, or up to a blank line."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec

FENCE = re.compile(r"\ufeff?\s{0,20}---[ \t]*\r?\n")
LINE = re.compile(r"[^\n]*\n?")
PAIR = re.compile(r"([A-Za-z][A-Za-z_ -]{0,30}?)[ \t]*:(?:[ \t]+(\S.*?))?[ \t]*\r?\n?$")
MOST_LINES = 60
LONGEST = 400
"""Characters of the longest line of a head."""
LEAST = 2
"""Known keys that make a head without dashes: a story may begin with one ("Question: ...")."""


class Front(msgspec.Struct, frozen=True):
    """What a head says, and where the text behind it begins."""

    fields: dict[str, str]
    end: int


@cache
def keys() -> dict[str, str]:
    """Return our field by key, lower case; ``-`` for keys that tell us nothing."""
    rows = (files("transforms.clean.facts") / "head_keys.tsv").read_text(encoding="utf-8").splitlines()
    cells = [row.split("\t") for row in rows if row and not row.startswith("#")][1:]
    return {key: field for field, names in cells for key in names.split()}


def front_of(text: str) -> Front | None:
    """Return the head that a text opens with; None where it opens with anything else."""
    fence = FENCE.match(text)
    fields: dict[str, str] = {}
    known, position = 0, fence.end() if fence else 0
    for _ in range(MOST_LINES):
        match = LINE.match(text, position)
        line = match[0] if match else ""
        if fence and line.strip() == "---":
            return Front(fields, position + len(line)) if known else None
        if not fence and not line.strip():
            return Front(fields, position + len(line)) if known >= LEAST and line else None
        pair = PAIR.match(line) if len(line) <= LONGEST else None
        field = keys().get(pair[1].strip().lower().replace(" ", "_")) if pair else None
        if field is None and not (fence and line):
            return None
        known += field is not None
        if pair and field and field != "-" and pair[2]:
            fields.setdefault(field, pair[2].strip().strip("\"'"))
        position += len(line)
    return None
