"""Lines of the page, the agency or an advertisement, and paragraphs that stand twice."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from transforms.clean.damage.edits import Edit

LONGEST = 700
"""Paragraphs longer than this are never boilerplate."""
DOUBLED_FLOOR = 40
"""Shortest paragraph, in characters, that is taken out when it stands a second time; shorter ones may be refrains."""
DOUBLED_RUN = 2
"""Paragraphs in a row that stand a second time, from which the run is a copy and no refrain, wherever it is."""

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
_ALSO = re.compile(r"(?<=[.!?\"”’])\s*(?:Also|Must) (?:Read|Watch|See)\s*[-–—:|]+\s*[^.!?\n]{10,160}(?:['’\"”.?!]|$)")
"""A teaser of another story that a page ran into the paragraph, up to the end of its headline."""
_AD = re.compile(r"(?<!\s)\s*\[ad_\d\](?:\s*Source(?: link)?\s*$)?")
_CREDIT_HINTS = ("eporting", "riting", "diting", "ed by ", "contributed to")
"""One of these stands in every credit; the pattern is tried only then."""
_LONGEST_CREDIT = 420


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = (files("transforms.clean.damage") / "boilerplate.tsv").read_text(encoding="utf-8").splitlines()
    lines = [row.split("\t") for row in rows if row and not row.startswith("#")][1:]
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in lines)


@cache
def _any_pattern() -> re.Pattern[str]:
    """Return one expression for what any of the patterns matches: for a paragraph of news a tenth of their cost."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _patterns()), re.IGNORECASE)


def boilerplate_kind(paragraph: str) -> str | None:
    """Return the kind of boilerplate that a whole paragraph is, or None."""
    if _SEPARATOR.fullmatch(paragraph):
        return "separator"
    paragraph = paragraph.strip(" \t*_|>•-–—")
    if not 0 < len(paragraph) <= LONGEST:
        return None
    if not _any_pattern().fullmatch(paragraph):
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
    paragraphs = list(_PARAGRAPH.finditer(text))
    kinds = [boilerplate_kind(m[0]) for m in paragraphs]
    kinds = [None if _is_heading(i, paragraphs[i][0], kinds) else kind for i, kind in enumerate(kinds)]
    doubled = _doubled([None if kind else m[0] for m, kind in zip(paragraphs, kinds, strict=True)])
    kept = 0
    for i, (m, kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        if kind:
            edits.append(Edit(m.start(), m.end(), "", f"boilerplate_{kind}"))
            continue
        if i in doubled:
            edits.append(Edit(m.start(), m.end(), "", "doubled"))
            continue
        kept += 1
        for teaser, what in ((_ALSO, "boilerplate_related"), (_AD, "boilerplate_advertisement")):
            edits += [Edit(m.start() + n.start(), m.start() + n.end(), "", what) for n in teaser.finditer(m[0])]
        tail = _credit(m[0])
        if tail:
            edits.append(Edit(m.start() + tail, m.end(), "", "boilerplate_agency"))
    return edits if kept else []


def _is_heading(i: int, paragraph: str, kinds: list[str | None]) -> bool:
    """Return whether the name of a network or button stands alone between paragraphs: a heading of the text."""
    alone = 0 < i < len(kinds) - 1 and kinds[i - 1] is None and kinds[i + 1] is None
    return kinds[i] == "share" and alone and len(paragraph.split()) == 1


def _doubled(paragraphs: list[str | None]) -> set[int]:
    """Return the paragraphs that are copies by a slip of the page; None in place of boilerplate.

    A copy stands right behind its original, or several stand in a row that stood in a row before. A single one
    further on is a refrain, a line of a table, or the same sentence on another defendant. Cells and answers are short
    and come in any order, so that a run counts only where two long paragraphs are in it.
    """
    found: set[int] = set()
    first: dict[str, int] = {}
    last: tuple[str, int] | None = None
    run: list[int] = []
    for i, paragraph in enumerate(paragraphs):
        if paragraph is None:
            continue
        long = len(paragraph) >= DOUBLED_FLOOR
        if long and last and last[0] == paragraph:
            found.add(i)
            continue
        before = first.get(paragraph)
        goes_on = before is not None and run and before == first.get(paragraphs[run[-1]] or "", -2) + 1
        if before is not None and (goes_on or not run):
            run.append(i)
        else:
            _close(run, paragraphs, found)
            run = [i] if before is not None else []
        first.setdefault(paragraph, i)
        last = (paragraph, i)
    _close(run, paragraphs, found)
    return found


def _close(run: list[int], paragraphs: list[str | None], found: set[int]) -> None:
    """Take a run of repeated paragraphs for a copy if enough of them are long."""
    if sum(len(paragraphs[i] or "") >= 2 * DOUBLED_FLOOR for i in run) >= DOUBLED_RUN:
        found.update(i for i in run if len(paragraphs[i] or "") >= DOUBLED_FLOOR)


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
