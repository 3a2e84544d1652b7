"""Lexicons of the article's head: places that open datelines, and agencies."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


def read_rows(name: str) -> list[list[str]]:
    """Return the cells of ``transforms/parse/data/NAME``: tab separated, ``#`` comments, one header line."""
    text = (files("transforms.parse") / "data" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


@cache
def dateline_cities() -> frozenset[str]:
    """Return the names, lower case, of cities that may open a dateline."""
    return frozenset(name for name, kind in read_rows("dateline_places.tsv") if kind == "city")


@cache
def dateline_regions() -> frozenset[str]:
    """Return the names and abbreviations, lower case, of countries, states and provinces."""
    return frozenset(name for name, kind in read_rows("dateline_places.tsv") if kind == "region")


@cache
def agencies() -> dict[str, str]:
    """Return the agency name by every spelling, normalised with ``agency_key``."""
    table: dict[str, str] = {}
    for name, variants in read_rows("agencies.tsv"):
        for spelling in (name, *variants.split("|")):
            if spelling.strip():
                table.setdefault(agency_key(spelling), name)
    return table


def agency_key(text: str) -> str:
    """Return a spelling without case, stray spaces and full stops: ``A.P.`` and ``ACAN - EFE`` meet their names."""
    return re.sub(r"\s*([-/])\s*", r"\1", " ".join(text.replace(".", "").split())).casefold()


def find_agency(text: str) -> str | None:
    """Return the agency that a phrase names, several joined by a slash (``AP/Reuters``); None if it names none.

    >>> find_agency("Agence France-Presse")
    'AFP'
    """
    key = agency_key(text)
    table = agencies()
    if key in table:
        return table[key]
    # "AFP Photo", "AP Television": only parts set apart by a mark count, a word inside a phrase does not.
    parts = [table[part.strip()] for part in re.split(r"[/,;&+|]| and ", key) if part.strip() in table]
    return "/".join(dict.fromkeys(parts)) or None


@cache
def heading_words() -> frozenset[str]:
    """Return words, lower case, that stand in capitals before a dash or colon and are no place."""
    return frozenset(word for (line,) in read_rows("heading_words.tsv") for word in line.split())


@cache
def byline_words() -> frozenset[str]:
    """Return words, lower case, that stand in bylines but in no personal name."""
    return frozenset(word for _, line in read_rows("byline_words.tsv") for word in line.split())


@cache
def role_words() -> frozenset[str]:
    """Return words, lower case, for desks and posts: "Our Correspondent" is a byline without a person."""
    return frozenset(word for kind, line in read_rows("byline_words.tsv") if kind == "role" for word in line.split())
