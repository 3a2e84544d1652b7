"""GeoNames dumps into tables of places that ``--places`` reads.

A dump (``MLI.txt``, ``cities500.txt``, ``allCountries.txt`` of download.geonames.org, CC BY 4.0) has nineteen columns
without a head, separated by tabs; the readme beside the dumps names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from transforms.tables import DataError
from transforms.world.countries import alpha3
from transforms.world.gazetteer import name_key

WIDTH = 19
NAME, ALTERNATES, LAT, LON, FEATURE_CLASS, FEATURE_CODE, COUNTRY, POPULATION = 1, 3, 4, 5, 6, 7, 8, 14
DIVISIONS = {"ADM1": "admin1", "ADM2": "admin2"}
SITES = frozenset(
    {"MILB", "INSM", "AIRB", "AIRP", "AIRQ", "PRN", "CMPRF", "CMPMIN", "OILF", "DAM", "PRT", "NVB", "MSQE"}
)
"""Feature codes of places that news name as the scene of an act: bases, camps for refugees, airfields, prisons."""
GONE = re.compile(r"PPL[HWQ]|.*H")
"""Feature codes of what is abandoned, destroyed or historical."""
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ'’ʻ .\-]{3,40}")
HEAD = ("name", "aliases", "precision", "country", "lat", "lon", "population")


class Entry(NamedTuple):
    """A place of a dump, as a row of a table of places."""

    name: str
    aliases: tuple[str, ...]
    precision: str
    country: str
    lat: str
    lon: str
    population: int

    def line(self) -> str:
        """Return the row, its cells separated by tabs; a place without a number counts as its precision does."""
        people = str(self.population) if self.population else ""
        cells = (self.name, ";".join(self.aliases), self.precision, self.country, self.lat, self.lon, people)
        return "\t".join(cells)


def places_of_dump(lines: Iterable[str], name: str, *, least: int = 0) -> Iterator[Entry]:
    """Yield the towns, first- and second-level divisions and sites of a dump.

    ``least``: people below which a town is left out. ``DataError`` names file and line of what is no dump.
    """
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != WIDTH:
            raise DataError(name, number, f"{len(cells)} columns where a GeoNames dump has {WIDTH}")
        precision = precision_of(cells[FEATURE_CLASS], cells[FEATURE_CODE])
        country = alpha3(cells[COUNTRY])
        if precision is None or country is None or not name_key(cells[NAME]):
            continue
        try:
            people = int(cells[POPULATION] or 0)
            lat, lon = float(cells[LAT]), float(cells[LON])
        except ValueError as error:
            raise DataError(name, number, f"not a number: {error}") from error
        if precision == "city" and people < least:
            continue
        title = cells[NAME].replace(";", ",")
        yield Entry(title, aliases(title, cells[ALTERNATES]), precision, country, f"{lat:.4f}", f"{lon:.4f}", people)


def precision_of(feature_class: str, code: str) -> str | None:
    """Return the precision of a feature, None where it is no place of a table."""
    if GONE.fullmatch(code):
        return None
    if feature_class == "P":
        return "city"
    if feature_class == "A":
        return DIVISIONS.get(code)
    return "site" if code in SITES else None


def aliases(name: str, alternates: str) -> tuple[str, ...]:
    """Return the other names in Latin letters, each once by its key, in the order of the dump."""
    found = {name_key(name): ""}
    for one in alternates.split(","):
        if LATIN.fullmatch(one) and not one.isupper() and (key := name_key(one)):
            found.setdefault(key, one)
    return tuple(one for one in found.values() if one)
