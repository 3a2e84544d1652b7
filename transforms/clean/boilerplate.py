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

_SEPARATOR = re.compile(r"[ *_|>•=~#+·–—-]{3,}")
_PARAGRAPH = re.compile(r"[^\n]+")
_WORK = r"(?:additional |further )?(?:reporting|writing|editing)"
_CREDIT_TAIL = re.compile(
    rf"(?<!\s)\s*(?:\((?:{_WORK}|edited|compiled|translated) by [^()]{{3,400}}\)"
    r"|(?<=[.!?”\"’)] )(?:additional|further) (?:reporting|writing)(?: by |: ?)[^.!?]{3,120}"
    r"|(?<=[.!?”\"’)] )(?:(?:the )?associated press|reuters|ap|afp|agence france-presse) contributed to this "
    r"(?:report|story|article)\.?)$",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(r" (?:REUTER|Reuter)(?:\.\.\.)?$")
"""The singular ended every Reuters story until the nineties and stands nowhere else."""
_CREDIT_HINTS = ("eporting", "riting", "diting", "ed by ", "contributed to")
"""One of these stands in every credit; the pattern is tried only then."""
_LONGEST_CREDIT = 420


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = (files("transforms.clean") / "boilerplate.tsv").read_text(encoding="utf-8").splitlines()
    lines = [row.split("\t") for row in rows if row and not row.startswith("#")][1:]
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in lines)


def boilerplate_kind(paragraph: str) -> str | None:
    """Return the kind of boilerplate that a whole paragraph is, or None."""
    if _SEPARATOR.fullmatch(paragraph):
        return "separator"
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
        tail = _credit(paragraph)
        if tail:
            edits.append(Edit(m.start() + tail, m.end(), "", "boilerplate_agency"))
    return edits if kept else []


def _credit(paragraph: str) -> int:
    """Return where the credit at the end of a paragraph begins, 0 without one."""
    signed = _SIGN_OFF.search(paragraph, max(0, len(paragraph) - 12))
    if signed:
        return signed.start()
    start = max(0, len(paragraph) - _LONGEST_CREDIT)
    end = paragraph[start:]
    if not any(hint in end for hint in _CREDIT_HINTS):
        return 0
    found = _CREDIT_TAIL.search(paragraph, start)
    return found.start() if found else 0
