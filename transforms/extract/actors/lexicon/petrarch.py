"""Reads actor and agent dictionaries in the format of TABARI and PETRARCH.

Actors: a pattern in capitals with underscores, role lines in brackets, synonyms after ``+``::

    BARACK_OBAMA_
    +B_OBAMA_
        [USAGOV 090120-170120]
        [USAELI >170120]

Agents: ``POLICEMAN {POLICEMEN} [~COP]``. Comments start with ``#`` or ``;``, sets (``!PERSON! = MAN, WOMAN``) are
expanded.
"""

from __future__ import annotations

import datetime
import re

from schemas.codes.ontology import NON_STATE_CODES, sectors
from transforms.extract.actors.lexicon.entries import Agent, Entry, Role

SECTORS = {
    "INS": "REB", "SEP": "REB", "RAD": "REB", "HLH": "MED", "MED": "JRN", "BUS": "BUS", "MNC": "BUS", "DEV": "SOC",
    "HRI": "SOC", "ENV": "SOC", "NGO": "SOC", "NGM": "SOC", "ELI": "ELI", "SET": "CVL", "SOC": "SOC", "MOD": "OPP",
    "IGO": "GOV", "PTY": "PTY", "TOP": "ELI", "MID": "ELI", "HAR": "CVL", "REF": "REF",
}  # fmt: skip
"""CAMEO role to PLOVER sector where the two differ."""

COUNTRIES = {"KSV": "XKX", "KOS": "XKX", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "NGM": "NGO", "UIG": "CHN"}
"""CAMEO country to ISO 3166 where the two differ."""

PIVOT = 30
"""Two-digit years from here on belong to the 1900s."""

_CODE = re.compile(r"\[([^\[\]]*)\]")
_PLURAL = re.compile(r"\{([^{}]*)\}")
_DATES = re.compile(r"(?:([<>])\s{0,9})?(\d{8}|\d{6})(?:\s{0,9}-\s{0,9}(\d{8}|\d{6}))?")
_ROLE_LINE = re.compile(r"(?m)^[^#;\n]*\[\s*[~A-Z-]{3,}")


def is_petrarch(text: str) -> bool:
    """Say whether a text looks like a dictionary rather than a table: codes in brackets and no tab-separated header."""
    return _ROLE_LINE.search(text) is not None and not re.search(r"(?m)^(name|forms)\t", text)


def parse_code(code: str) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return country, primary and secondary sectors of a CAMEO actor code such as USAGOV, IGOUNO, ~COP or MILMED."""
    pieces = [code[i : i + 3] for i in range(0, len(code) - 2, 3)] if not code.startswith("~") else ["---"]
    if code.startswith("~"):
        pieces += [code[1:][i : i + 3] for i in range(0, len(code) - 3, 3)]
    country: str | None = pieces[0] if pieces else None
    rest = pieces[1:]
    if country == "IGO" and rest and rest[0] in ("UNO", "EUR", "EEC"):
        country = "EUR" if rest[0] in ("EUR", "EEC") else "UNO"
        rest = rest[1:]
    if country in SECTORS or country in sectors():
        if country not in NON_STATE_CODES:
            rest, country = pieces, None
    elif country == "---":
        country = None
    country = COUNTRIES.get(country, country) if country else None
    found: list[str] = []
    for piece in rest:
        sector = SECTORS.get(piece, piece)
        if sector in sectors() and sector not in found:
            found.append(sector)
    return country, (found[0] if found else None), tuple(found[1:])


def _day(digits: str) -> datetime.date:
    if len(digits) == 8:
        year, rest = int(digits[:4]), digits[4:]
    else:
        short = int(digits[:2])
        year, rest = (1900 if short >= PIVOT else 2000) + short, digits[2:]
    return datetime.date(year, max(1, min(12, int(rest[:2]))), max(1, min(28, int(rest[2:]))))


def parse_role(text: str) -> Role:
    """Return the role of a bracketed entry: a code, and dates as ``A-B``, ``<A`` or ``>A``."""
    code, _, dates = text.strip().partition(" ")
    country, sector, secondary = parse_code(code)
    start = end = None
    found = _DATES.search(dates)
    if found:
        sign, first, second = found.groups()
        if sign == "<":
            end = _day(first)
        elif sign == ">":
            start = _day(first)
        else:
            start, end = _day(first), _day(second) if second else None
    return Role(country, sector, secondary, "", start, end)


def words(pattern: str) -> str:
    """Return a pattern as written words."""
    return " ".join(pattern.replace("_", " ").split())


def read_petrarch(
    source: str, text: str
) -> tuple[list[tuple[Entry, tuple[str, ...]]], list[tuple[Agent, tuple[str, ...]]]]:
    """Return the named actors and agents of a dictionary; ``ValueError`` names a line that has no pattern."""
    named: list[tuple[Entry, tuple[str, ...]]] = []
    agents: list[tuple[Agent, tuple[str, ...]]] = []
    sets: dict[str, list[str]] = {}
    pattern: str | None = None
    aliases: list[str] = []
    roles: list[Role] = []

    def close() -> None:
        if pattern and roles:
            dated = any(role.start or role.end for role in roles)
            kind = "person" if dated and len(roles) > 1 else "organisation"
            named.append((Entry(words(pattern).title(), kind, tuple(roles)), (words(pattern), *aliases)))

    for number, raw in enumerate(text.splitlines(), 1):
        line = re.split(r"[#;]", raw, maxsplit=1)[0].strip()
        if not line or line.startswith("<"):
            continue
        if line.startswith("!") and "=" in line:
            name, _, members = line.partition("=")
            sets[name.strip()] = [words(member) for member in members.split(",") if member.strip()]
            continue
        codes = _CODE.findall(line)
        head = _PLURAL.sub(" ", _CODE.sub(" ", line)).strip()
        if head.startswith("+"):
            if pattern is None:
                raise ValueError(f"{source}, line {number}: a synonym without an actor before it")
            aliases.append(words(head[1:]))
        elif head:
            close()
            pattern, aliases, roles = None, [], []
            if codes and codes[0].strip().startswith("~"):
                _, sector, secondary = parse_code(codes[0].strip())
                forms = [words(head), *(words(p) for p in _PLURAL.findall(line))]
                if not _PLURAL.search(line) and not head.endswith("_"):
                    forms.append(words(head) + "s")
                agents.append((Agent(forms[0].lower(), sector, secondary, "person", 3, 2), tuple(_expand(forms, sets))))
                continue
            pattern = head
        elif pattern is None:
            raise ValueError(f"{source}, line {number}: a code without an actor before it")
        roles.extend(parse_role(code) for code in codes if code.strip())
    close()
    return named, agents


def _expand(forms: list[str], sets: dict[str, list[str]]) -> list[str]:
    expanded = []
    for form in forms:
        marked = next((name for name in sets if name in form), None)
        if marked is None:
            expanded.append(form)
        else:
            expanded.extend(form.replace(marked, member) for member in sets[marked])
    return expanded
