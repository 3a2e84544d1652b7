"""Countries: names, former names, demonyms, capitals and coordinates, shared by places, actors and the event coder.

The table is ``places/countries.tsv``. Codes are ISO 3166 alpha-3 (XKX for Kosovo).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

import msgspec

from transforms.world.load import world_table

ABBREVIATION_LENGTH = 5
"""Names up to this many letters without a lower-case one (US, UAE, USSR) are met only as written: "us" is a pronoun."""


class Country(msgspec.Struct, frozen=True):
    """A country or territory as the table describes it."""

    alpha3: str
    alpha2: str
    name: str
    aliases: tuple[str, ...]
    former: tuple[str, ...]
    """Names of states that ended and whose place this country took (Soviet Union, Zaire), and outdated names."""
    adjectives: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    """Nouns for its people, singular and plural."""
    capital: str | None
    capital_aliases: tuple[str, ...]
    lat: float
    """Degrees, a point near the middle of the country."""
    lon: float
    population: int
    geonameid: int
    neighbours: tuple[str, ...]
    """Codes of the countries with a common land border."""

    def names(self) -> tuple[str, ...]:
        """Return all names, the usual one first."""
        return (self.name, *self.aliases, *self.former)


class Demonym(msgspec.Struct, frozen=True):
    """What a word such as "Syrian", "Turks" or "Soviet" says about a country."""

    alpha3: str
    adjective: bool
    noun: bool
    plural: bool
    """The word may stand for several people ("Turks", "Chinese")."""


def split_list(value: str) -> tuple[str, ...]:
    """Return the entries of a list inside a field."""
    return tuple(part for part in value.split(";") if part)


@cache
def countries() -> Mapping[str, Country]:
    """Return the countries by alpha-3 code."""
    found = {}
    for row in world_table("countries"):
        pairs = [entry.partition("/") for entry in split_list(row["people"])]
        found[row["alpha3"]] = Country(
            alpha3=row["alpha3"],
            alpha2=row["alpha2"],
            name=row["name"],
            aliases=split_list(row["aliases"]),
            former=split_list(row["former"]),
            adjectives=split_list(row["adjectives"]),
            people=tuple((singular, plural) for singular, _, plural in pairs),
            capital=row["capital"] or None,
            capital_aliases=split_list(row["capital_aliases"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            population=int(row["population"]),
            geonameid=int(row["geonameid"]),
            neighbours=split_list(row["neighbours"]),
        )
    return MappingProxyType(found)


def fold(name: str) -> str:
    """Return the lookup key of a name: no accents, case, article or doubled spaces; abbreviations keep their case."""
    words = name.replace("’", "'").split()
    if len(words) > 1 and words[0].lower() == "the":
        words = words[1:]
    plain = unicodedata.normalize("NFKD", " ".join(words))
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    letters = plain.replace(".", "").replace(" ", "")
    if plain.isupper() and len(letters) <= ABBREVIATION_LENGTH:
        return letters
    return plain.lower()


@cache
def _by_name() -> dict[str, str]:
    return {fold(name): code for code, country in countries().items() for name in country.names()}


@cache
def _by_capital() -> dict[str, str]:
    return {
        fold(name): code
        for code, country in countries().items()
        for name in (*country.capital_aliases, *filter(None, [country.capital]))
    }


@cache
def _by_demonym() -> dict[str, Demonym]:
    found: dict[str, Demonym] = {}

    def note(word: str, code: str, *, adjective: bool = False, noun: bool = False, plural: bool = False) -> None:
        old = found.setdefault(fold(word), Demonym(code, False, False, False))
        if old.alpha3 == code:
            found[fold(word)] = Demonym(code, old.adjective or adjective, old.noun or noun, old.plural or plural)

    for code, country in sorted(countries().items(), key=_by_population):
        for word in country.adjectives:
            note(word, code, adjective=True)
        for singular, plural in country.people:
            note(singular, code, noun=True)
            note(plural, code, noun=True, plural=True)
    return found


def _by_population(entry: tuple[str, Country]) -> tuple[int, str]:
    return -entry[1].population, entry[0]


@lru_cache(maxsize=50_000)
def country_by_name(name: str) -> str | None:
    """Return the code of the country that bears a name ("Burma", "the UAE"); None for anything else, demonyms too."""
    return _by_name().get(fold(name)) or _by_name().get(name.strip().lower())


def country_by_demonym(word: str) -> str | None:
    """Return the code of the country that an adjective or a noun for its people stands for ("Dutch", "Turks")."""
    entry = demonym(word)
    return entry.alpha3 if entry else None


@lru_cache(maxsize=50_000)
def demonym(word: str) -> Demonym | None:
    """Return what a demonym says, or None; a word of several countries goes to the one with most people (Congolese)."""
    return _by_demonym().get(fold(word)) or _by_demonym().get(word.strip().lower())


def country_by_capital(name: str) -> str | None:
    """Return the code of the country whose capital bears a name: for capitals that stand for governments."""
    return _by_capital().get(fold(name))


def capital_of(code: str) -> str | None:
    """Return the capital of a country by alpha-3 code."""
    country = countries().get(code)
    return country.capital if country else None


@cache
def _by_alpha2() -> dict[str, str]:
    return {country.alpha2: code for code, country in countries().items()}


def alpha3(alpha2: str) -> str | None:
    """Return the alpha-3 code for an ISO 3166 alpha-2 code."""
    return _by_alpha2().get(alpha2.upper())


def is_former_name(name: str) -> bool:
    """Say whether a name is that of a state that no longer exists or an outdated name."""
    code = country_by_name(name)
    return code is not None and fold(name) in {fold(old) for old in countries()[code].former}


def neighbours(code: str) -> tuple[str, ...]:
    """Return the codes of the countries with a land border to ``code``."""
    country = countries().get(code)
    return country.neighbours if country else ()


def all_names() -> Iterable[tuple[str, str]]:
    """Yield every country name with its code, for gazetteers and matchers."""
    for code, country in countries().items():
        for name in country.names():
            yield name, code
