"""Where a publisher is at home: by a table of papers and stations, or by the words of its name and domain."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from transforms.parse.places.text import Candidate, word_classes
from transforms.resolve.places.context import MAX_PLACES, Group
from transforms.world.countries import alpha3, countries
from transforms.world.gazetteer import ADMIN1, ADMIN2, CITY, COUNTRY, Place, gazetteer, name_key
from transforms.world.load import world_table

HOME_HERE = 2.0
"""Added to a town of the article that bears the newspaper's name."""
HOME_USA = 1.2
"""Added to American towns for .com, .net and .org domains."""
HOME_ELSEWHERE = -2.5
"""Added to towns where the papers are not in English."""
HOME_WORD, HOME_TABLE = 1.6, 2.2
"""Weight of a home read from the domain's words, and of one from the table."""


def country_place(code: str) -> Place:
    """Return a country as a place."""
    country = countries()[code]
    return Place(
        -1,
        country.name,
        country.geonameid,
        country.lat,
        country.lon,
        country.population,
        code,
        "",
        None,
        COUNTRY,
        False,
    )


HOST = re.compile(r"^(?:[a-z]+://)?(?:www\d?\.)?([^/:?#]+)", re.IGNORECASE)


@cache
def paper_words() -> re.Pattern[str]:
    """Return a pattern for the words that newspapers put before or after the name of their town."""
    front, back = (sorted(word_classes()[name], key=len, reverse=True) for name in ("paper_front", "paper_back"))
    return re.compile(rf"^(?:{'|'.join(front)})\d*|(?:{'|'.join(back)})$")


def home_groups(url: str | None, publisher: str | None) -> list[Group]:
    """Return where the publisher is at home by the words of its name and domain, and the country of its domain."""
    result: list[Group] = []
    names: list[str] = []
    generic = False
    if url and (match := HOST.match(url.lower())):
        labels = match.group(1).split(".")
        for first in range(len(labels) - 1):
            paper = newspapers().get(".".join(labels[first:]))
            if paper is not None:
                return [Group(name_key(paper.name), (paper,), HOME_TABLE, [0.0])]
        generic = labels[-1] in ("com", "net", "org")
        country = alpha3({"uk": "GB"}.get(labels[-1], labels[-1])) if len(labels[-1]) == 2 else None
        if country and labels[-1] not in ("co", "tv", "io", "me", "fm", "am", "eu"):
            result.append(Group("", (country_place(country),), 0.8, [0.0]))
        names += [
            label for label in labels[:-1] if label not in ("com", "co", "org", "net", "gov", "edu", "ac", "news")
        ]
    if publisher:
        names.append(
            re.sub(r"[^a-z]", "", publisher.lower().rpartition(".")[0] if "." in publisher else publisher.lower())
        )
    for name in names:
        for named in home_places(name):
            places = tuple(p for p in named if p.kind in (CITY, ADMIN1, ADMIN2))[:MAX_PLACES]
            if places:
                result.append(
                    Group(name_key(places[0].name), places, HOME_WORD, [home_bonus(p, generic) for p in places])
                )
    return result


def home_bonus(place: Place, generic: bool) -> float:
    """Return how likely an English-language newspaper is to be at home there, given a .com, .net or .org domain."""
    if place.country == "USA" and generic:
        return HOME_USA
    return 0.0 if place.country in word_classes()["english_speaking"] else HOME_ELSEWHERE


@cache
def newspapers() -> dict[str, Place]:
    """Return the homes of the newspapers in the package's table by domain."""
    known = gazetteer()
    found: dict[str, Place] = {}
    for row in world_table("newspapers"):
        for place in known.lookup(row["city"]):
            if place.kind == CITY and place.country == row["country"] and (place.admin1 or "") == row["admin1"]:
                found.setdefault(row["domain"], place)
    return found


@lru_cache(maxsize=10_000)
def home_places(label: str) -> list[tuple[Place, ...]]:
    """Return the places that a domain label such as "theparisnews" or "cambridge-news" names."""
    known = gazetteer()
    pieces = label.split("-") if "-" in label else [label]
    for piece in pieces:
        name = piece
        while True:
            for key in splits(name):
                row = known.row(key)
                if row is not None and len(name) > 3:
                    return [known.places(row)]
            shorter = paper_words().sub("", name, count=1)
            if shorter == name or len(shorter) < 4:
                break
            name = shorter
    return []


def splits(name: str) -> list[str]:
    """Return a name as one word and as two."""
    return [name, *(f"{name[:i]} {name[i:]}" for i in range(3, len(name) - 2))]


def mark_home(home: list[Group], found: list[Candidate]) -> None:
    """Let the newspaper's own town count as a place more readily."""
    keys = {paper.key for paper in home if paper.key}
    for candidate in found:
        if candidate.key in keys:
            candidate.score += 0.7
            candidate.cues.append("home")


def merge_home(paper: Group, groups: dict[tuple[str, str], Group]) -> bool:
    """Give what a newspaper's name says to the article's own group of that name; False where there is none."""
    entry = groups.get((paper.key, ""))
    if entry is None or not paper.key or len(paper.places) == 1:
        return False
    generic = any(b == HOME_USA for b in paper.bonus)
    for i, place in enumerate(entry.places):
        if place.kind in (CITY, ADMIN2):
            entry.bonus[i] += HOME_HERE + home_bonus(place, generic)
    entry.weight += HOME_WORD / 2
    return True
