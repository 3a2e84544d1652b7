"""Lexicons of the article's head: places that open datelines, and agencies."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import cache

from transforms.words.classes import word_class
from transforms.world.gazetteer import name_key
from transforms.world.load import world_table


@cache
def dateline_cities() -> frozenset[str]:
    """Return the names, lower case, of cities that may open a dateline, as written and without accents."""
    names = [row["name"] for row in world_table("dateline_places") if row["kind"] == "city"]
    return frozenset(names) | frozenset(name_key(name) for name in names if not name.isascii())


@cache
def dateline_regions() -> frozenset[str]:
    """Return the names and abbreviations, lower case, of countries, states and provinces."""
    return frozenset(row["name"] for row in world_table("dateline_places") if row["kind"] == "region")


@cache
def agencies() -> dict[str, str]:
    """Return the agency name by every spelling, normalised with ``agency_key``."""
    found: dict[str, str] = {}
    for row in world_table("agencies"):
        for spelling in (row["name"], *row["variants"].split("|")):
            if spelling.strip():
                found.setdefault(agency_key(spelling), row["name"])
    return found


def agency_key(text: str) -> str:
    """Return a spelling without case, stray spaces and full stops: ``A.P.`` and ``ACAN - EFE`` meet their names."""
    return re.sub(r"\s*([-/])\s*", r"\1", " ".join(text.replace(".", "").split())).casefold()


def find_agency(text: str) -> str | None:
    """Return the agency that a phrase names, several joined by a slash (``AP/Reuters``); None if it names none.

    >>> find_agency("Agence France-Presse")
    'AFP'
    """
    key = agency_key(text)
    known = agencies()
    if key in known:
        return known[key]
    # "AFP Photo", "AP Television": only parts set apart by a mark count, a word inside a phrase does not.
    parts = [known[part.strip()] for part in re.split(r"[/,;&+|]| and ", key) if part.strip() in known]
    return "/".join(dict.fromkeys(parts)) or None


def agency_of_publisher(publisher: str) -> str | None:
    """Return the agency that a publisher is, by its name or its domain; None for a paper or a broadcaster.

    >>> agency_of_publisher("www.reuters.com"), agency_of_publisher("Lima Post")
    ('Reuters', None)
    """
    name = publisher.strip()
    host = re.sub(r"^(?:https?://)?(?:www\.)?", "", name.casefold()).partition("/")[0]
    known = agencies()
    return known.get(agency_key(name)) or (known.get(host.partition(".")[0]) if "." in host else None)


def heading_words() -> AbstractSet[str]:
    """Return words, lower case, that stand in capitals before a dash or colon and are no place."""
    return word_class("heading_word")


def byline_words() -> AbstractSet[str]:
    """Return words, lower case, that stand in bylines but in no personal name."""
    return word_class("byline_word")


def role_words() -> AbstractSet[str]:
    """Return words, lower case, for desks and posts: "Our Correspondent" is a byline without a person."""
    return word_class("byline_role")
