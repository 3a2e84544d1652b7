"""The dateline grammar: ``PLACE[, REGION][, DATE][ (AGENCY)] SEPARATOR``.

Every part but one may be missing, so a form is accepted on evidence: a date, an agency, a region, a known city, or
the capitals of the place in a text that is not all capitals. A capitalised word before a dash or colon is not enough.
"""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from transforms.parse.head.bare import bare_dateline
from transforms.parse.head.capitals import LINKS, LOWER, UPPER, ordinary_case
from transforms.parse.head.evidence import NOTHING, Candidate, known_places
from transforms.parse.head.lexicon import dateline_regions, find_agency
from transforms.parse.head.published import ONLY_WEEKDAY, HeadDate, head_date

CAPS_WORD = rf"(?:Mc|Mac|De|Di|La|Le|O['’]|al-|el-|d['’])?[{UPPER}][{UPPER}'’.\-]*[{UPPER}.](?![{LOWER}])"
TITLE_WORD = rf"[{UPPER}][{LOWER}'’]+(?:-(?:[{UPPER}]?[{LOWER}'’]+))*"


def words(word: str, most: int) -> str:
    """Return a pattern for up to ``most`` words with small linking words between them."""
    return rf"{word}(?:[ \t]+(?:{LINKS}[ \t]+){{0,2}}{word}){{0,{most - 1}}}"


def places(word: str) -> re.Pattern[str]:
    """Return a pattern for one place or several joined by a slash, comma-and or ``and``."""
    one = words(word, 4)
    return re.compile(rf"(?:{one})(?:\s*(?:/|\s(?:and|AND|&)\s)\s*(?:{one})){{0,3}}")


CAPS_PLACE = places(CAPS_WORD)
TITLE_PLACE = places(TITLE_WORD)
LOWER_PLACE = places(rf"[{LOWER}][{LOWER}.'’\-]+")
REGION_WORD = rf"[{UPPER}{LOWER}][{UPPER}{LOWER}.'’\-]*"
REGION = re.compile(rf"{REGION_WORD}(?:[ \t]+{REGION_WORD}){{0,3}}(?=\s*[,(:|–—_\n-]|\s+/|\Z)")
BRACKET = re.compile(r"\(([^()\n]{1,80})\)")
SLASHED = re.compile(r"/\s?([A-Za-z][\w .&-]{1,40}?)\s?/")
SEPARATOR = re.compile(r"\s*(?:\.\s?[–—-]+(?=\s)|--+|[–—\x96\x97]+|―|_(?=\s)|-(?=[\s\"“])|…|\.\.\.)\s*")
COLON = re.compile(r"\s*:(?:\s+|(?=[^\W\d_]))")
BAR = re.compile(r"\s*\|\s*")
GAP = re.compile(r"[ \t]*(?:,|\.(?=\s?/))?\s*")
STOP = re.compile(r"\s*\.\s+")
"""Closes what ends with an agency: "KYIV, March 3 (Ukrinform). ..."."""
SQUARE = re.compile(r"\[([^\[\]\n]{2,40})\]")
EDITION = re.compile(
    r"(?:updated?|updates|corrected|corrects|correction|recasts|adds .*|refiles|repeats|exclusive|developing|breaking)"
    r"(?: \d{1,2})?",
    re.IGNORECASE,
)
"""What an editor wrote in brackets about this version of the story."""
NO_DATE = re.compile(r"no date(?: given)?", re.IGNORECASE)
ALONE = re.compile(r"[ \t]*(?:\n|\Z)")
MARKS = (("dash", SEPARATOR), ("colon", COLON), ("line", ALONE))
BRACKETED_NOTE = re.compile(r"\s*\[([^\[\]]{1,200})\]")
NOTE = re.compile(
    r"(?:passage|words?|portion|segment|name|video|recording)s? (?:omitted|indistinct)|text|full text|excerpts?|report|"
    r"unattributed .*|from .*|commentary|editorial|article|speech|statement|communiqu[ée]|interview .*|continued|"
    r"(?:news|press) conference.*|announcer.*|begin recording|recording|summary|.*\bby .*|.*in progress|.*video.*",
    re.IGNORECASE,
)
CLOSING_NOTE = re.compile(r"(?:full )?text|excerpts?|passage omitted|continued|summary|begin recording", re.IGNORECASE)
REPORT_NOTE = re.compile(r"report|article|commentary|editorial|column", re.IGNORECASE)
PERSON_NOTE = re.compile(r"(?:BY )?((?:[^\W\d_][\w.'’-]*)(?: [^\W\d_][\w.'’-]*){1,3})", re.IGNORECASE)

MAX_LENGTH, MAX_SOURCE = 160, 60
"""Characters of a whole dateline, and of the newspaper behind a bar."""


class FoundDateline(msgspec.Struct, frozen=True):
    """A dateline ``text[start:end]``, without its separator, and where the narrative begins."""

    start: int
    end: int
    place: str | None
    date: HeadDate | None
    agency: str | None
    authors: tuple[str, ...]
    body_start: int


def parse_dateline(text: str, pos: int, *, all_caps: bool = False, lower_case: bool = False) -> FoundDateline | None:
    """Return the dateline that starts exactly at ``pos``; None if what stands there is something else.

    ``all_caps`` and ``lower_case`` tell that the whole text is written so, which takes the evidence out of capitals.
    """
    found = placeless(text, pos)
    if found:
        return (
            found if found.date or found.place else before_place(text, found, all_caps=all_caps, lower_case=lower_case)
        )
    for pattern, style in ((CAPS_PLACE, "caps"), (TITLE_PLACE, "title"), (LOWER_PLACE, "lower")):
        if style == "lower" and not lower_case:
            continue
        match = pattern.match(text, pos, min(len(text), pos + MAX_LENGTH))
        if match:
            found = of_place(text, pos, match.group(), "plain" if all_caps and style == "caps" else style)
            if found:
                return found
    bare = None if all_caps or lower_case else bare_dateline(text, pos)
    return FoundDateline(pos, bare.end, bare.place, bare.date, None, (), bare.body_start) if bare else None


def placeless(text: str, pos: int) -> FoundDateline | None:
    """Return a dateline that is only an agency in brackets: ``(Reuters) - ...``, or ``(Undated)``."""
    date = head_date(text, pos)
    match = BRACKET.match(text, skip_space(text, date.end) if date else pos)
    if not match:
        return None
    agency = find_agency(match.group(1).strip())
    if date:
        mark = SEPARATOR.match(text, match.end())
        return FoundDateline(pos, match.end(), None, date, agency, (), mark.end()) if agency and mark else None
    separator = SEPARATOR.match(text, match.end())
    if NOTHING.fullmatch(match.group(1).strip()):
        return FoundDateline(pos, match.end(), None, None, None, (), skip_space(text, (separator or match).end()))
    if agency and not separator and (placed := CAPS_PLACE.match(text, skip_space(text, match.end()))):
        found = of_place(text, placed.start(), placed.group(), "caps")
        if found and not found.agency and "\n" not in text[match.end() : placed.start()]:
            return msgspec.structs.replace(found, start=pos, agency=agency)
    if agency and (separator or ALONE.match(text, match.end())):
        return FoundDateline(pos, match.end(), None, None, agency, (), skip_space(text, (separator or match).end()))
    return None


def before_place(text: str, found: FoundDateline, *, all_caps: bool, lower_case: bool) -> FoundDateline:
    """Return the dateline with the place that follows the agency: ``(ANSA) - Rome, March 3 - ...``."""
    placed = parse_dateline(text, found.body_start, all_caps=all_caps, lower_case=lower_case) if found.agency else None
    if not placed or not placed.place or placed.agency:
        return found
    return msgspec.structs.replace(placed, start=found.start, agency=found.agency)


def of_place(text: str, pos: int, place: str, style: str) -> FoundDateline | None:
    """Read the parts that follow a place and decide on the evidence."""
    # "Kabul March 3": the pattern for words in title case takes the month along.
    date = trailing_date(text, pos, place)
    if date:
        place = text[pos : date.start].rstrip(" \t,")
        if not place:
            return None
    parts = Candidate(place, style, pos + len(place))
    read_parts(text, parts)
    bar = BAR.match(text, parts.end)
    if bar:
        return of_bar(text, pos, parts, bar.end())
    body = parts.end
    for mark, pattern in MARKS:
        match = pattern.match(text, parts.end)
        if match:
            stop = mark == "dash" and (match[0].lstrip().startswith(".") or parts.place.endswith("."))
            parts.mark, body = "stop" if stop else mark, match.end()
            break
    if parts.mark is None and parts.agency and (match := STOP.match(text, parts.end)):
        body = match.end()
    body = skip_space(text, body)
    if body - pos > MAX_LENGTH or body >= len(text) or not parts.accepted(text, body):
        return None
    authors, body = skip_notes(text, body)
    agency = parts.agency
    if agency is None and parts.source and (parts.date or parts.weekday or style == "caps"):
        agency = " ".join(parts.source.split())
    return FoundDateline(pos, parts.end, readable(parts), parts.date, agency, authors, skip_space(text, body))


def of_bar(text: str, pos: int, parts: Candidate, after: int) -> FoundDateline | None:
    """Return the dateline of a line of its own such as ``Kampala | New Vision``."""
    line_end = text.find("\n", after)
    rest = text[after:line_end].strip() if line_end >= 0 else ""
    body = skip_space(text, line_end)
    if not rest or len(rest) > MAX_SOURCE or rest[-1] in ".!?" or body >= len(text) or not known_places(parts.place):
        return None
    date = head_date(text, after)
    agency = None if date else (find_agency(rest) or rest)
    return FoundDateline(pos, after + len(rest), readable(parts), date or parts.date, agency, (), body)


def trailing_date(text: str, pos: int, place: str) -> HeadDate | None:
    """Return the date whose month the words of a place swallowed."""
    for match in re.finditer(r"[ \t]+", place):
        date = head_date(text, pos + match.end())
        if date:
            return date
    return None


def read_parts(text: str, parts: Candidate) -> None:
    """Read regions, dates and agencies after the place, in any order, at most six."""
    for _ in range(6):
        gap = GAP.match(text, parts.end)
        at = gap.end() if gap else parts.end
        between = text[parts.end : at]
        if between.count("\n") > 1:
            break
        read = part_in_brackets(text, at, parts) or part_date(text, at, parts)
        if not read and ("," not in between or not part_region(text, at, parts)):
            break


def part_in_brackets(text: str, at: int, parts: Candidate) -> bool:
    """Read ``(AP)``, ``(Israel)``, ``(March 3, 2020)`` or ``/PRNewswire/``; True if one stands there."""
    slashed = SLASHED.match(text, at)
    if slashed and (agency := find_agency(slashed.group(1))):
        parts.agency, parts.end = agency, slashed.end()
        return True
    square = SQUARE.match(text, at)
    if square and parts.region is None and square.group(1).strip().lower() in dateline_regions():
        parts.region, parts.end = square.group(1).strip(), square.end()
        return True
    match = BRACKET.match(text, at)
    if not match:
        return False
    inner = match.group(1).strip()
    date = head_date(text, match.start(1) + len(match.group(1)) - len(match.group(1).lstrip()))
    agency = find_agency(inner)
    if date and date.end >= match.end() - 1 - (len(match.group(1)) - len(match.group(1).rstrip())):
        parts.date = date
    elif agency:
        parts.agency = agency
    elif inner.lower() in dateline_regions() and parts.region is None:
        parts.region = inner
    elif EDITION.fullmatch(inner):
        pass
    elif parts.source is None and len(inner.split()) <= 8:
        parts.source = inner
    elif parts.unknown_region is None and parts.date:
        # Two brackets: the first, before the date, is the country: "(ABKHAZIA), 3 MAR 93 (RADIO X)".
        parts.unknown_region, parts.source = parts.source, inner
    else:
        return False
    parts.end = match.end()
    return True


def part_date(text: str, at: int, parts: Candidate) -> bool:
    """Read a date, a weekday or ``NO DATE``; True if one stands there."""
    date = head_date(text, at) if parts.date is None else None
    if date:
        parts.date, parts.end = date, date.end
        return True
    match = NO_DATE.match(text, at) or ONLY_WEEKDAY.match(text, at)
    if match:
        parts.end, parts.weekday = match.end(), True
        return True
    return False


def part_region(text: str, at: int, parts: Candidate) -> bool:
    """Read a country, state or province; True if one stands there."""
    match = REGION.match(text, at, at + 60)
    if not match or parts.region is not None:
        return False
    name = match.group()
    agency = find_agency(name)
    if parts.date is not None:
        # "BUDAPEST, April 7, Reuter -": behind a date only an agency can follow.
        parts.agency, parts.end = (agency, match.end()) if agency else (parts.agency, parts.end)
        return agency is not None
    if len(name) == 2 and not name[0].isupper():
        return False
    if name.lower() in dateline_regions() or name.rstrip(".").lower() in dateline_regions():
        parts.region, parts.end = name, match.end()
        return True
    if agency:
        parts.agency, parts.end = agency, match.end()
        return True
    # "Sangamon County, Ill." or a foreign province: counts only beside a date or an agency.
    if parts.unknown_region is None and name[0].isupper() and len(name.split()) <= 3:
        parts.unknown_region, parts.end = name, match.end()
        return True
    return False


def readable(parts: Candidate) -> str | None:
    """Return place and region in ordinary capitals: ``Cedar Rapids, Iowa``; None where the text names no place."""
    if NOTHING.fullmatch(parts.place):
        return None
    return ", ".join(ordinary_case(name) for name in (parts.place, parts.unknown_region, parts.region) if name)


def skip_notes(text: str, pos: int) -> tuple[tuple[str, ...], int]:
    """Step over editorial brackets after a dateline; return the authors named there and the new position.

    Monitoring services write ``[REPORT] [JANE DOE] [TEXT]``: everything up to the last note is theirs, and a name
    between the kind of report and the note is its author. Without a note nothing is skipped.
    """
    end, at = pos, pos
    notes: list[tuple[str, bool]] = []
    for _ in range(6):
        match = BRACKETED_NOTE.match(text, at)
        if not match:
            break
        inner = " ".join(match.group(1).split())
        at = match.end()
        closing = bool(CLOSING_NOTE.fullmatch(inner))
        notes.append((inner, closing))
        if closing or (len(notes) == 1 and NOTE.fullmatch(inner) and not BRACKETED_NOTE.match(text, at)):
            end = at
    if end == pos:
        return (), pos
    authors = []
    for (before, _), (inner, closing) in pairwise(notes):
        name = PERSON_NOTE.fullmatch(inner)
        if REPORT_NOTE.fullmatch(before) and name and not closing and not NOTE.fullmatch(inner):
            authors.append(ordinary_case(name.group(1)))
    return tuple(authors), end


def skip_space(text: str, pos: int) -> int:
    """Return the first position from ``pos`` that is no white space."""
    while pos < len(text) and text[pos].isspace():
        pos += 1
    return pos
