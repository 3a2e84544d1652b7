"""The dateline grammar: ``PLACE[, REGION][, DATE][ (AGENCY)] SEPARATOR``.

Every part but one may be missing, so a form is accepted on evidence: a date, an agency, a region, a known city, or
the capitals of the place in a text that is not all capitals. A capitalised word before a dash or colon is not enough.
"""

from __future__ import annotations

import re

import msgspec

from transforms.parse.lexicon import dateline_cities, dateline_regions, find_agency, heading_words
from transforms.parse.published import ONLY_WEEKDAY, HeadDate, head_date

UPPER, LOWER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪİŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ", "a-zß-öø-ÿāăąćčďđēęěğīıłńňōőřśşšţťūůűźżž"
CAPS_WORD = rf"(?:Mc|Mac|De|Di|La|Le|O['’]|al-|el-|d['’])?[{UPPER}][{UPPER}'’.\-]*[{UPPER}.](?![{LOWER}])"
TITLE_WORD = rf"[{UPPER}][{LOWER}'’]+(?:-(?:[{UPPER}]?[{LOWER}'’]+))*"
LINKS = r"(?:de|del|da|do|dos|di|la|le|las|los|el|al|of|the|es|sur|upon|on|am|an|der|i|ul)"


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
REGION = re.compile(
    rf"[{UPPER}{LOWER}][{UPPER}{LOWER}.'’\-]*(?:[ \t]+[{UPPER}{LOWER}][{UPPER}{LOWER}.'’\-]*){{0,3}}(?=\s*[,(:|–—_\n-]|\s+/|\Z)"
)
BRACKET = re.compile(r"\(([^()\n]{1,80})\)")
SLASHED = re.compile(r"/\s?([A-Za-z][\w .&-]{1,40}?)\s?/")
SEPARATOR = re.compile(r"\s*(?:--+|[–—\x96\x97]+|―|_(?=\s)|-(?=[\s\"“])|…|\.\.\.)\s*")
COLON = re.compile(r"\s*:(?:\s+|(?=[^\W\d_]))")
BAR = re.compile(r"\s*\|\s*")
GAP = re.compile(r"[ \t]*,?\s*")
NOTHING = re.compile(
    r"no city|no date|undated|clandestine|(?:unidentified |undisclosed )?location not given", re.IGNORECASE
)
NO_DATE = re.compile(r"no date(?: given)?", re.IGNORECASE)
ALONE = re.compile(r"[ \t]*(?:\n|\Z)")
NEXT_WORD = re.compile(rf"[\"“”'‘’`(\[¿¡<$£€]*[{UPPER}0-9]")
HEADLINE_AHEAD = re.compile(rf"(?:[^\s{LOWER}]+[ \t]+){{2}}[^\s{LOWER}]+(?:\s|$)")
"""Three words in capitals after the dash: the candidate is the kicker of a headline."""
BRACKETED_NOTE = re.compile(r"\s*\[([^\[\]]{1,200})\]")
NOTE = re.compile(
    r"(?:passage|words?|portion|segment|name|video|recording)s? (?:omitted|indistinct)|text|full text|excerpts?|report|"
    r"unattributed .*|from .*|commentary|editorial|article|speech|statement|communiqu[ée]|interview .*|news conference.*|"
    r"press conference.*|announcer.*|continued|begin recording|recording|summary|.*\bby .*|.*in progress|.*video.*",
    re.IGNORECASE,
)
CLOSING_NOTE = re.compile(r"(?:full )?text|excerpts?|passage omitted|continued|summary|begin recording", re.IGNORECASE)
REPORT_NOTE = re.compile(r"report|article|commentary|editorial|column", re.IGNORECASE)
PERSON_NOTE = re.compile(r"(?:BY )?((?:[^\W\d_][\w.'’-]*)(?: [^\W\d_][\w.'’-]*){1,3})", re.IGNORECASE)

MAX_LENGTH = 160


class FoundDateline(msgspec.Struct, frozen=True):
    """A dateline ``text[start:end]``, without its separator, and where the narrative begins."""

    start: int
    end: int
    place: str | None
    date: HeadDate | None
    agency: str | None
    authors: tuple[str, ...]
    body_start: int


class Parts(msgspec.Struct):
    """What was read so far of a candidate."""

    end: int
    region: str | None = None
    unknown_region: str | None = None
    date: HeadDate | None = None
    weekday: bool = False
    agency: str | None = None
    source: str | None = None
    """A bracket that no lexicon knows: a station or newspaper where the rest is clearly a dateline."""
    slashed: bool = False


def parse_dateline(text: str, pos: int, *, all_caps: bool = False, lower_case: bool = False) -> FoundDateline | None:
    """Return the dateline that starts exactly at ``pos``; None if what stands there is something else.

    ``all_caps`` and ``lower_case`` tell that the whole text is written so, which takes the evidence out of capitals.
    """
    found = placeless(text, pos)
    if found:
        return found
    for pattern, style in ((CAPS_PLACE, "caps"), (TITLE_PLACE, "title"), (LOWER_PLACE, "lower")):
        if style == "lower" and not lower_case:
            continue
        match = pattern.match(text, pos, min(len(text), pos + MAX_LENGTH))
        if match:
            style = "plain" if all_caps and style == "caps" else style
            found = of_place(text, pos, match.group(), match.end(), style)
            if found:
                return found
    return None


def placeless(text: str, pos: int) -> FoundDateline | None:
    """Return a dateline that is only an agency in brackets: ``(Reuters) - ...``, or ``(Undated)``."""
    match = BRACKET.match(text, pos)
    if not match:
        return None
    agency = find_agency(match.group(1))
    separator = SEPARATOR.match(text, match.end())
    if NOTHING.fullmatch(match.group(1).strip()):
        return FoundDateline(pos, match.end(), None, None, None, (), skip_space(text, (separator or match).end()))
    if agency and (separator or ALONE.match(text, match.end())):
        return FoundDateline(pos, match.end(), None, None, agency, (), skip_space(text, (separator or match).end()))
    return None


def of_place(text: str, pos: int, place: str, end: int, style: str) -> FoundDateline | None:
    """Read the parts that follow a place and decide on the evidence."""
    # "Kabul March 3": the pattern for words in title case takes the month along.
    date = trailing_date(text, pos, place)
    if date:
        place = text[pos : date.start].rstrip(" \t,")
        end = pos + len(place)
        if not place:
            return None
    parts = read_parts(text, end)
    separator = SEPARATOR.match(text, parts.end)
    colon = None if separator else COLON.match(text, parts.end)
    bar = None if separator or colon else BAR.match(text, parts.end)
    if bar:
        return of_bar(text, pos, place, parts, bar.end())
    alone = None if separator or colon else ALONE.match(text, parts.end)
    mark = separator or colon or alone
    body = skip_space(text, mark.end() if mark else parts.end)
    if body - pos > MAX_LENGTH:
        return None
    following = bool(NEXT_WORD.match(text, body)) or style == "lower"
    if body >= len(text.rstrip()) or not accepted(text, place, style, parts, separator, colon, alone, following):
        return None
    authors, body = skip_notes(text, body)
    sure = parts.date is not None or parts.weekday or style == "caps"
    agency = parts.agency or (source_name(parts.source) if parts.source and sure else None)
    return FoundDateline(pos, parts.end, readable(place, parts), parts.date, agency, authors, skip_space(text, body))


def of_bar(text: str, pos: int, place: str, parts: Parts, after: int) -> FoundDateline | None:
    """Return the dateline of a line of its own such as ``Kampala | New Vision``."""
    line_end = text.find("\n", after)
    line_end = len(text) if line_end < 0 else line_end
    rest = text[after:line_end].strip()
    if not rest or len(rest) > 60 or rest[-1] in ".!?" or not known_places(place):
        return None
    if line_end >= len(text.rstrip()):
        return None
    date = head_date(text, after)
    agency = None if date else (find_agency(rest) or rest)
    end = after + len(rest)
    return FoundDateline(pos, end, readable(place, parts), date or parts.date, agency, (), skip_space(text, line_end))


def trailing_date(text: str, pos: int, place: str) -> HeadDate | None:
    """Return the date whose month the words of a place swallowed."""
    for match in re.finditer(r"[ \t]+", place):
        date = head_date(text, pos + match.end())
        if date:
            return date
    return None


def read_parts(text: str, pos: int) -> Parts:
    """Read regions, dates and agencies after the place, in any order, at most six."""
    parts = Parts(pos)
    for _ in range(6):
        gap = GAP.match(text, parts.end)
        at = gap.end() if gap else parts.end
        if "\n" in text[parts.end : at] and parts.end and text[parts.end : at].count("\n") > 1:
            break
        comma = "," in text[parts.end : at]
        if not (
            part_in_brackets(text, at, parts) or part_date(text, at, parts) or (comma and part_region(text, at, parts))
        ):
            break
    return parts


def part_in_brackets(text: str, at: int, parts: Parts) -> bool:
    """Read ``(AP)``, ``(Israel)``, ``(March 3, 2020)`` or ``/PRNewswire/``; True if one stands there."""
    slashed = SLASHED.match(text, at)
    if slashed and (agency := find_agency(slashed.group(1))):
        parts.agency, parts.end, parts.slashed = agency, slashed.end(), True
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
    elif parts.source is None and len(inner.split()) <= 8:
        parts.source = inner
    elif parts.unknown_region is None and parts.date:
        # Two brackets: the first, before the date, is the country: "(ABKHAZIA), 3 MAR 93 (RADIO X)".
        parts.unknown_region, parts.source = parts.source, inner
    else:
        return False
    parts.end = match.end()
    return True


def part_date(text: str, at: int, parts: Parts) -> bool:
    """Read a date, a weekday or ``NO DATE``; True if one stands there."""
    date = head_date(text, at) if parts.date is None else None
    if date:
        parts.date, parts.end = date, date.end
        # A full stop after a date without a year belongs to nothing else: "March 3. (AP)".
        return True
    match = NO_DATE.match(text, at) or ONLY_WEEKDAY.match(text, at)
    if match:
        parts.end, parts.weekday = match.end(), True
        return True
    return False


def part_region(text: str, at: int, parts: Parts) -> bool:
    """Read a country, state or province; True if one stands there."""
    match = REGION.match(text, at, at + 60)
    if not match or parts.region is not None or parts.date is not None:
        return False
    name = match.group()
    if len(name) == 2 and not name[0].isupper():
        return False
    if name.lower() in dateline_regions() or name.rstrip(".").lower() in dateline_regions():
        parts.region, parts.end = name, match.end()
        return True
    agency = find_agency(name)
    if agency:
        parts.agency, parts.end = agency, match.end()
        return True
    # "Sangamon County, Ill." or a foreign province: counts only beside a date or an agency.
    if parts.unknown_region is None and name[0].isupper() and len(name.split()) <= 3:
        parts.unknown_region, parts.end = name, match.end()
        return True
    return False


def accepted(
    text: str,
    place: str,
    style: str,
    parts: Parts,
    separator: re.Match[str] | None,
    colon: re.Match[str] | None,
    alone: re.Match[str] | None,
    following: bool,
) -> bool:
    """Return whether the evidence makes the candidate a dateline."""
    known = known_places(place)
    nowhere = bool(NOTHING.fullmatch(place))
    if parts.unknown_region and not (parts.date or parts.agency or (parts.region and style == "caps")):
        return False
    mark = bool(separator or colon or alone)
    if heading(place) and not known and not nowhere and not (parts.date and parts.agency):
        return False
    if parts.agency:
        return (
            mark
            and (style != "title" or known or parts.region is not None or parts.date is not None or bool(separator))
        ) or ((style == "caps" or known) and following)
    if parts.date:
        return mark and (bool(separator) or known or nowhere or style == "caps" or parts.source is not None)
    if nowhere:
        return bool(separator)
    if parts.source:
        return bool(separator) and style in ("caps", "plain") and following
    if parts.region or parts.weekday:
        return mark and following and (style == "caps" or known)
    if separator and following:
        return bare_dash(text, place, style, known, separator)
    if colon and following:
        return known and style != "title" or (known and single_sentence_follows(text, colon.end()))
    return bool(alone and known and style == "caps" and following)


def bare_dash(text: str, place: str, style: str, known: bool, separator: re.Match[str]) -> bool:
    """Decide on a place and a dash with nothing else."""
    if style == "caps":
        return known or (
            len(place) >= 4
            and len(place.split()) <= 3
            and "-" not in place
            and not HEADLINE_AHEAD.match(text, separator.end())
        )
    if style in ("plain", "lower"):
        return known
    # "Berlin - a city of builders - is ...": a second dash closes an insertion.
    sentence = text[separator.end() : separator.end() + 200].split(". ")[0]
    return known and not re.search(r"\s(?:--|[–—-])\s", sentence)


def single_sentence_follows(text: str, at: int) -> bool:
    """Return whether running text, not a title's second half, follows a colon: a full stop within the paragraph."""
    paragraph = text[at : at + 600].split("\n")[0]
    return bool(re.search(r"[.!?][\"”']?(?:\s|$)", paragraph)) and len(paragraph.split()) >= 8


def known_places(place: str) -> bool:
    """Return whether every place of the candidate is a known city."""
    cities = dateline_cities()
    for name in re.split(r"\s*/\s*|\s+and\s+|\s+&\s+", place, flags=re.IGNORECASE):
        key = " ".join(name.lower().replace("’", "'").split())
        if key not in cities and key.rstrip(".") not in cities:
            return False
    return True


def heading(place: str) -> bool:
    """Return whether a word in capitals is a heading, an acronym or a function word rather than a place."""
    tokens = place.lower().split()
    return any(token.strip(".") in heading_words() or token in heading_words() for token in tokens)


def readable(place: str, parts: Parts) -> str | None:
    """Return place and region in ordinary capitals: ``Cedar Rapids, Iowa``; None where the text names no place."""
    if NOTHING.fullmatch(place):
        return None
    names = [place, parts.unknown_region, parts.region]
    return ", ".join(ordinary_case(name) for name in names if name)


def ordinary_case(name: str) -> str:
    """Return a name in ordinary capitals; initials with full stops stay as they are."""
    return " ".join(capitalised(word, position) for position, word in enumerate(name.split()))


def capitalised(word: str, position: int) -> str:
    """Return one word of a name in ordinary capitals."""
    mixed = re.fullmatch(rf"(Mc|Mac|De|Di|La|Le|O['’])([{UPPER}]{{2,}}\S*)", word)
    if mixed:
        return mixed[1] + capitalised(mixed[2], 0)
    if (not word.isupper() and not word.islower()) or "." in word[:-1] or re.fullmatch(r"\w\.", word):
        return word
    if word.upper() in {"DC", "US", "UK", "USA", "UAE", "USSR", "NSW", "UN", "DRC", "ROK", "PRC", "FRG", "GDR", "DPRK"}:
        return word.upper()
    if len(word) == 2 and word.isupper() and position == 0 and word.lower() in dateline_regions():
        return word
    if position and re.fullmatch(LINKS, word.lower()):
        return word.lower()
    return re.sub(r"(^|[-/'’])(\w)", _raise_letter, word.lower())


def _raise_letter(match: re.Match[str]) -> str:
    """Return the match with its letter raised."""
    return match.group(1) + match.group(2).upper()


def source_name(source: str) -> str:
    """Return the source of an unknown bracket with its spaces squashed: ``RADIO X`` stays as it is."""
    return " ".join(source.split())


def skip_notes(text: str, pos: int) -> tuple[tuple[str, ...], int]:
    """Step over editorial brackets after a dateline; return the authors named there and the new position.

    Monitoring services write ``[REPORT] [JANE DOE] [TEXT]``: everything up to the last note is theirs, and a name
    between the kind of report and the note is its author. Without a note nothing is skipped.
    """
    end, at, notes = pos, pos, list[tuple[str, bool]]()
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
    for (before, _), (inner, closing) in zip(notes, notes[1:]):
        name = PERSON_NOTE.fullmatch(inner)
        if REPORT_NOTE.fullmatch(before) and name and not closing and not NOTE.fullmatch(inner):
            authors.append(ordinary_case(name.group(1)))
    return tuple(authors), end


def skip_space(text: str, pos: int) -> int:
    """Return the first position from ``pos`` that is no white space."""
    while pos < len(text) and text[pos].isspace():
        pos += 1
    return pos
