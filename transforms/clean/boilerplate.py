"""Lines of the page, the agency or an advertisement, and paragraphs that stand twice."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from transforms.clean.edits import Edit

LONGEST = 700
"""Paragraphs longer than this are never boilerplate."""
DOUBLED_FLOOR = 40
"""Shortest paragraph, in characters, that is taken out when it stands a second time; shorter ones may be refrains."""

_PARAGRAPH = re.compile(r"[^\n]+")
_CREDIT_TAIL = re.compile(
    r"\s*\((?:(?:additional |further )?(?:reporting|writing|editing)|edited|compiled|translated) by [^()]{3,400}\)$",
    re.IGNORECASE,
)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = (files("transforms.clean") / "boilerplate.tsv").read_text(encoding="utf-8").splitlines()
    lines = [row.split("\t") for row in rows if row and not row.startswith("#")][1:]
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in lines)


def boilerplate_kind(paragraph: str) -> str | None:
    """Return the kind of boilerplate that a whole paragraph is, or None."""
    paragraph = paragraph.strip(" \t*_|>•-–—")
    if not 0 < len(paragraph) <= LONGEST:
        return None
    for kind, pattern in _patterns():
        if pattern.fullmatch(paragraph):
            return kind
    return None


def boilerplate_edits(text: str) -> list[Edit]:
    """Return the edits that take out boilerplate paragraphs, credits in brackets at the end, and doubled paragraphs.

    A text never becomes empty by it: if every paragraph is boilerplate, all stay.
    """
    edits: list[Edit] = []
    seen: set[str] = set()
    kept = 0
    for m in _PARAGRAPH.finditer(text):
        paragraph = m[0]
        kind = boilerplate_kind(paragraph)
        if kind:
            edits.append(Edit(m.start(), m.end(), "", f"boilerplate_{kind}"))
            continue
        if len(paragraph) >= DOUBLED_FLOOR:
            if paragraph in seen:
                edits.append(Edit(m.start(), m.end(), "", "doubled"))
                continue
            seen.add(paragraph)
        kept += 1
        tail = _CREDIT_TAIL.search(paragraph, max(0, len(paragraph) - 420)) if paragraph.endswith(")") else None
        if tail and tail.start() > 0:
            edits.append(Edit(m.start() + tail.start(), m.end(), "", "boilerplate_agency"))
    return edits if kept else []
