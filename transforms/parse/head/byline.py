"""Bylines at the head and credits at the foot of an article."""

from __future__ import annotations

import re

import msgspec

from transforms.parse.head.capitals import LINKS, LOWER, UPPER, ordinary_case
from transforms.parse.head.evidence import known_places
from transforms.parse.head.lexicon import byline_words, find_agency, role_words

ARABIC_ARTICLE = r"(?:[Aa]l|[Ee]l|[Uu]l|[Aa]s|[Aa]d|[Aa]n)-"
INITIAL = rf"[{UPPER}]\.(?:[{UPPER}]\.)*|[{UPPER}](?=\s)"
NAME_WORD = rf"(?:{ARABIC_ARTICLE}[{UPPER}][{LOWER}'’]+|[{UPPER}][{LOWER}{UPPER}'’\-]*[{LOWER}{UPPER}]\.?|{INITIAL})"
PARTICLE = rf"(?:de|del|da|dos|di|la|le|van|von|der|den|ten|bin|ibn|al|el|y|{LINKS[3:-1]})"
NAME = rf"{NAME_WORD}(?:[ \t]+(?:{PARTICLE}[ \t]+){{0,2}}{NAME_WORD}){{1,4}}"
NAMES = rf"{NAME}(?:(?:\s*,\s*(?:and\s+)?|\s+(?:and|AND|&|with|WITH)\s+){NAME}){{0,5}}"
BY = re.compile(
    rf"(?:By|BY|by|From|FROM|Words by|Story by|Report by|Written by)(?:\s*:)?\s+(?P<names>{NAMES}|[^\n.]{{3,60}})"
)
BY_NAMES = re.compile(rf"(?:By|BY|Story by|Report by|Written by)(?:\s*:)?\s+(?P<names>{NAMES})")
NAME_IN_PLACE = re.compile(
    rf"(?P<names>{NAMES})\s+(?:in|at)\s+(?P<place>[{UPPER}][^\n,.]{{1,40}})(?:,\s*[^\n.]{{2,40}})?"
)
SPLIT = re.compile(r",\s*(?:and\s+)?|\s(?:and|AND|&|with|WITH)\s+|;\s*")
"""Parts keep the blanks at their ends."""
TAIL = re.compile(r"\s*(?:,|\||/|·|•|–|—|-|\s\s+|\bin\b|\bfor\b|\()\s*")
FULL_NAME = re.compile(NAME)
IN_PLACE = re.compile(rf"\s(?:in|at)\s+[{UPPER}{LOWER}'’.\-]+(?:[ \t]+[{UPPER}{LOWER}'’.\-]+){{0,3}}$")

CREDIT_VERB = (
    r"(?:additional\s+)?(?:reporting|reported|writing|written|compiled|editing|edited|photography|graphics|translation|"
    r"translated)(?:\s+and\s+(?:writing|editing|reporting))?\s+by"
)
CREDIT = re.compile(
    rf"[(\[]?\s*(?P<first>(?:{CREDIT_VERB}))\s*:?\s+(?P<rest>(?:[^\n()\[\]]|\([^()\n]{{0,60}}\)){{2,600}})[)\]]?\s*",
    re.IGNORECASE,
)
CREDIT_STEP = re.compile(rf"(?:^|[;,.]\s?|\s)(?=(?:{CREDIT_VERB})\b)", re.IGNORECASE)
AUTHORING = re.compile(r"(?:report|writ|compil)", re.IGNORECASE)
COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)(?:\s*(?:©|\(c\)))?\s*(?:[12]\d{3}\s*)?(?:by\s+)?(?P<name>[^\n.,|]{2,50})", re.IGNORECASE
)
SIGNED = re.compile(
    r"(?:[(\[/]|--+|[–—-]\s*|source:\s*|courtesy:?\s*|via\s+)?\s*(?P<name>[^\n()\[\]]{2,40}?)\s*[)\]/]?", re.IGNORECASE
)
CLOSING_SIGN = re.compile(
    r"[.!?\"”’]\s*(?:[(\[]\s*(?P<inside>[^()\[\]\n]{2,40})\s*[)\]]|(?:--+|[–—])\s*(?P<dash>[^\n.()]{2,30})|/(?P<slash>[A-Za-z-]{2,12})/)\s*\Z"
)
TAKEN_FROM = re.compile(
    r"(?:with (?:(?:agency |additional )?(?:inputs?|files|reports?|reporting|assistance|material) (?:from|by) )?|"
    r"(?:.{0,40}\b)?(?:first|originally) (?:published|appeared) (?:by|on|in) )(?:the )?(?P<name>[^.()]{2,60})",
    re.IGNORECASE,
)
CONTRIBUTED = re.compile(
    r"(?P<who>[^.!?\"”]{2,120}?) (?:also )?contributed(?: reporting)?"
    r"(?: to th(?:is|e) (?:report|story|article)| from [^.]{2,60})?",
    re.IGNORECASE,
)
"""Of a line whose blanks are single and whose brackets and marks at the ends are gone."""
MARKS = "()[]–—-. "
WRITER = re.compile(r"\b(?:staff |news )?(?:writer|reporter|correspondent|journalist)s?\b.*", re.IGNORECASE)

HEAD_LINE = 140
FOOT = 1200
BODY_SAMPLE = 20_000


CONTACT = re.compile(
    r"(?:to )?contact the (?:reporter|author|writer)s?\b[^:\n]{0,60}:\s*(?P<rest>[^\n]{3,300})", re.IGNORECASE
)
CONTACT_NAME = re.compile(rf"(?:^|[;,]\s*|\band\s+)(?P<name>{NAME})\s+(?:in|at|on)\b")


class Byline(msgspec.Struct, frozen=True):
    """Names and agency of a byline that ends at ``end``."""

    authors: tuple[str, ...]
    agency: str | None
    end: int


class Credit(msgspec.Struct, frozen=True):
    """What the foot of an article says about its makers."""

    authors: tuple[str, ...] = ()
    agency: str | None = None


def parse_byline(text: str, start: int, line_end: int) -> Byline | None:
    """Return the byline that fills the line ``text[start:line_end]``, or that stands before a dateline in it."""
    line = text[start:line_end].rstrip()
    if not line or len(line) > HEAD_LINE:
        return in_running_text(text, start)
    match = BY.match(line)
    if match and (line[-1] not in ".!?:" or re.search(r"\b(?:Jr|Sr|[A-Z])\.$", line)):
        found = of_by_line(line, start, match)
        if found:
            return found
    match = NAME_IN_PLACE.fullmatch(line)
    if match and len(line.split()) <= 10:
        authors = person_names(match["names"])
        place = re.sub(r"\s+(?:and|&)\s+", "/", match["place"]).strip()
        if authors and known_places(place) and not any(spoken_of(name, text) for name in authors):
            return Byline(authors, None, line_end)
    return in_running_text(text, start)


def of_by_line(line: str, start: int, match: re.Match[str]) -> Byline | None:
    """Return the byline of a line that opens with "By" or "From"."""
    rest = line[match.start("names") :]
    names = re.match(NAMES, rest)
    if names:
        authors, tail = person_names(names.group()), rest[names.end() :]
        agency = agency_of_tail(rest)
        if not authors:
            return Byline((), agency, start + len(line)) if agency or collective(rest) else None
        if line[:4].lower() == "from" and not IN_PLACE.search(line):
            return None
        if tail and not TAIL.match(tail) and agency is None:
            # "By JANE DOE Associated Press Writer" is taken whole by the pattern; other words make it a sentence.
            return None
        if len(tail.split()) > 10:
            return None
        return Byline(authors, agency, start + len(line))
    if len(rest.split()) > 7:
        return None
    agency = find_agency(re.sub(r"^(?:the|our)\s+", "", rest, flags=re.IGNORECASE).strip())
    if agency or collective(rest):
        return Byline((), agency, start + len(line))
    return None


def in_running_text(text: str, start: int) -> Byline | None:
    """Return the byline ``By JANE DOE`` that a dateline may follow on the same line; the caller looks for it."""
    match = BY_NAMES.match(text, start, start + HEAD_LINE)
    if not match:
        return None
    # The place of the dateline is in capitals too: try the shortest name first, the caller takes what parses.
    authors = person_names(match["names"])
    return Byline(authors, None, match.end()) if authors else None


def agency_of_tail(tail: str) -> str | None:
    """Return the agency in what follows the names: ``, Associated Press Writer``, ``| AFP``, ``for Reuters``."""
    for part in re.split(r"[,|/·•–—()]|\s-\s|\bfor\b|\bof\b", tail):
        words = part.strip()
        agency = find_agency(words) or find_agency(
            re.sub(r"\s+(?:staff\s+)?(?:writer|reporter|correspondent)s?$", "", words, flags=re.I)
        )
        if agency:
            return agency
    return None


def collective(phrase: str) -> bool:
    """Return whether a phrase names no person but a desk: "Our Correspondent", "staff reporter"."""
    words = re.findall(r"\w+", phrase.lower())
    return bool(role_words() & set(words))


def person_names(phrase: str) -> tuple[str, ...]:
    """Return the personal names of ``A, B and C``; parts that are months, weekdays, roles or agencies are left out."""
    names = []
    for piece in SPLIT.split(phrase):
        part = strip_role(" ".join(piece.split()).strip(" ,;."))
        if not part or find_agency(part) or not is_person(part):
            continue
        names.append(ordinary_case(part) if part.isupper() else part)
    return tuple(dict.fromkeys(names))


def strip_role(name: str) -> str:
    """Return a name without the employer or role that may stand behind it: ``Jane Doe Associated Press Writer``."""
    words = name.split()
    for cut in range(2, len(words)):
        rest = " ".join(words[cut:])
        if find_agency(rest) or words[cut].lower() in byline_words() or find_agency(" ".join(words[cut : cut + 2])):
            return " ".join(words[:cut])
    return name


def is_person(name: str) -> bool:
    """Return whether a phrase has the form of a personal name: two to six words, none of them a desk, month or day."""
    words = name.split()
    if not 2 <= len(words) <= 6 or not FULL_NAME.fullmatch(name):
        return False
    return not any(word.lower().strip(".,") in byline_words() for word in words)


def spoken_of(name: str, text: str) -> bool:
    """Return whether the article writes a word of the name in small letters, as it does with the bomb of "Car Bomb"."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]{3,}", name) if word[0].isupper()]
    return bool(words) and re.search(rf"\b(?:{'|'.join(words)})\b", text[:BODY_SAMPLE]) is not None


def parse_credit(text: str) -> Credit:
    """Return authors and agency from the credit, signature or copyright line at the foot of a text.

    Editors are no authors. An agency that only contributed ("The Associated Press contributed to this report") is that
    of an article that names no other.
    """
    foot = text[-FOOT:]
    authors: list[str] = []
    agency: str | None = None
    lines = [line.strip() for line in foot.split("\n") if line.strip()][-8:]
    for line in lines:
        opening = re.search(
            r"[(\[]\s*(?=(?:additional\s+)?(?:reporting|writing|compiled)\b[^()]{0,20}\bby\b)", line, re.IGNORECASE
        )
        match = CREDIT.match(line) or (CREDIT.match(line, opening.start()) if opening else None)
        if match:
            names, named_agency = credit_names(match["first"] + " " + match["rest"])
            authors += names
            agency = agency or named_agency
        contact = CONTACT.match(line)
        if contact:
            authors += [found["name"] for found in CONTACT_NAME.finditer(contact["rest"]) if is_person(found["name"])]
    for line in reversed(lines):
        agency = agency or signature(line)
    for line in reversed(lines):
        agency = agency or contributor(line)
    return Credit(tuple(dict.fromkeys(authors)), agency)


def credit_names(credit: str) -> tuple[list[str], str | None]:
    """Return the authors, and the agency if one is named, of ``Reporting by A in X; editing by B``."""
    authors: list[str] = []
    agency = None
    for step in CREDIT_STEP.split(credit):
        match = re.match(rf"\s*({CREDIT_VERB})\s*:?\s+(.*)", step, re.IGNORECASE | re.DOTALL)
        if not match:
            continue
        if not AUTHORING.search(match[1]):
            continue
        for piece in SPLIT.split(match[2].strip(" .)(]")):
            part = IN_PLACE.sub("", " ".join(piece.split())).strip(" .()")
            if not part:
                continue
            found = find_agency(part) or find_agency(
                re.sub(r"\s+(?:staff|desk|newsroom|bureau).*$", "", part, flags=re.I)
            )
            if found:
                agency = agency or found
            elif is_person(part):
                authors.append(part)
    return authors, agency


def signature(line: str) -> str | None:
    """Return the agency that signs or owns the text in its last lines; None for any other line."""
    bare = " ".join(line.split()).strip(MARKS)
    if CONTRIBUTED.fullmatch(bare):
        return None
    match = COPYRIGHT.match(line)
    if match:
        return find_agency(re.sub(r"^the\s+", "", match["name"].strip(), flags=re.I)) or find_agency(
            match["name"].strip()
        )
    match = TAKEN_FROM.match(bare)
    if match and (found := find_agency(match["name"].strip())):
        return found
    match = SIGNED.fullmatch(line)
    if match and (found := find_agency(match["name"])):
        return found
    match = CLOSING_SIGN.search(line)
    return find_agency(next(filter(None, match.groups()))) if match else None


def contributor(line: str) -> str | None:
    """Return the agency that a line says has contributed, or whose writer has; None for any other line.

    >>> contributor("Associated Press writer Jane Doe in Lima contributed to this report.")
    'AP'
    """
    match = CONTRIBUTED.fullmatch(" ".join(line.split()).strip(MARKS))
    if not match:
        return None
    pieces = [re.sub(r"^the\s+", "", piece.strip(), flags=re.I) for piece in SPLIT.split(match["who"])]
    found = filter(None, (find_agency(WRITER.sub("", piece).strip()) for piece in pieces))
    return "/".join(dict.fromkeys(found)) or None
