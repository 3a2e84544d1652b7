"""The compiled gazetteer: names to places, read from the package once per process.

``training/tables/gazetteer.py`` writes the file from GeoNames (geonames.org, CC BY 4.0) and the tables of this package.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import ClassVar

import msgspec
import numpy as np
import zstandard

from transforms.world.keys import Keys, numbers
from transforms.world.load import binary

ARTEFACT = "gazetteer.zst"
KINDS = ("country", "admin1", "admin2", "city", "site", "region")
"""What a place is; ``region`` spans countries or is too large for admin1 and has precision ``country``."""
PRECISION = ("country", "admin1", "admin2", "city", "site", "country")
COUNTRY, ADMIN1, ADMIN2, CITY, SITE, REGION = range(6)
CAPITAL = 16
"""Added to the kind of capitals in the file."""

FIRST_WORDS = {"st": "saint", "mt": "mount", "ft": "fort", "sta": "santa", "pt": "point"}
DROPPED = re.compile(r"[.'’‘ʻʼ`´]")
SEPARATORS = re.compile(r"[\s\-–—/,]+")


class Packed(msgspec.Struct, array_like=True):
    """The file: parallel columns of places, and names with their places."""

    version: int
    countries: list[str]
    """Alpha-3 codes that ``country`` indexes; the first is empty."""
    regions: list[tuple[str, str, str]]
    """(alpha-3, GeoNames admin1 code, name) that ``admin1`` indexes; the first is empty."""
    titles: str
    """Display names of the places, one a line."""
    geonameid: bytes
    lat: bytes
    lon: bytes
    population: bytes
    country: bytes
    admin1: bytes
    kind: bytes
    names: str
    """Keys, sorted, one a line."""
    flags: bytes
    """One byte a key: see WORD and following."""
    offsets: bytes
    """Where the postings of each key begin; one more than there are keys."""
    postings: bytes
    """Place index times two, plus one where the key is not the place's main name."""


WORD = 1
"""The key is also an English word."""


class Place(msgspec.Struct, frozen=True):
    """One place of the gazetteer."""

    index: int
    name: str
    geonameid: int | None
    lat: float
    """Degrees."""
    lon: float
    population: int
    country: str | None
    admin1_code: str
    admin1: str | None
    kind: int
    """Index into KINDS."""
    alternate: bool
    """Found under another name than its main one."""
    capital: bool = False
    """Seat of its country's government."""


def name_key(name: str) -> str:
    """Return the lookup key: lower case, no accents, points or apostrophes, hyphens as spaces, "St." as "saint"."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in name if not unicodedata.combining(c))
        name = name.translate(LETTERS)
    words = SEPARATORS.split(DROPPED.sub("", name.lower()).strip())
    if words and words[0] in FIRST_WORDS and len(words) > 1:
        words[0] = FIRST_WORDS[words[0]]
    return " ".join(words).strip()


LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae"}
)


class Gazetteer:
    """Look-up by name; columns stay packed and a Place is made on request."""

    def __init__(self, packed: Packed) -> None:
        self._keys = Keys(packed.names)
        self._own_row: Mapping[str, int] = {}
        """Rows of the user's own names that the package does not have."""
        self._flags = packed.flags
        self._offsets: Sequence[int] = memoryview(packed.offsets).cast("i")
        self._postings: Sequence[int] = memoryview(packed.postings).cast("i")
        self._titles = packed.titles.encode()
        breaks = np.flatnonzero(np.frombuffer(self._titles, "u1") == ord("\n"))
        self._breaks = numbers(np.append(breaks, len(self._titles)))
        """Where each title ends; most are never asked for, so they stay in one piece."""
        self._geonameid: Sequence[int] = memoryview(packed.geonameid).cast("i")
        self._lat: Sequence[float] = memoryview(packed.lat).cast("f")
        self._lon: Sequence[float] = memoryview(packed.lon).cast("f")
        self._population: Sequence[int] = memoryview(packed.population).cast("i")
        self._country = packed.country
        self._admin1: Sequence[int] = memoryview(packed.admin1).cast("H")
        self._kind = packed.kind
        self.countries = packed.countries
        self.regions = packed.regions
        self._cache: dict[int, tuple[Place, ...]] = {}
        self._own: dict[int, tuple[Place, ...]] = {}

    @property
    def size(self) -> int:
        """The number of places."""
        return len(self._breaks)

    def __len__(self) -> int:
        """Return the number of names."""
        return len(self._keys) + len(self._own_row)

    def __contains__(self, key: str) -> bool:
        """Say whether a key (``name_key``) names a place."""
        return self.row(key) is not None

    def row(self, key: str) -> int | None:
        """Return the row of a key, or None."""
        row = self._keys.get(key)
        return self._own_row.get(key) if row is None and self._own_row else row

    def is_word(self, row: int) -> bool:
        """Say whether the name in a row is also an English word."""
        return row < len(self._flags) and bool(self._flags[row] & WORD)

    def places(self, row: int) -> tuple[Place, ...]:
        """Return the places of a row, most populous first."""
        found = self._cache.get(row)
        if found is None:
            if len(self._cache) > 50_000:
                self._cache.clear()
            found = ()
            if row < len(self._flags):
                found = tuple(self._place(self._postings[i]) for i in range(self._offsets[row], self._offsets[row + 1]))
            if own := self._own.get(row):
                replaced = {(place.country, place.kind) for place in own}
                others = (place for place in found if (place.country, place.kind) not in replaced)
                found = tuple(sorted((*own, *others), key=_most_people))
            self._cache[row] = found
        return found

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Return the places that bear a name, most populous first; none for an unknown name."""
        row = self.row(name_key(name))
        return () if row is None else self.places(row)

    def with_own(self, places: Mapping[str, tuple[Place, ...]]) -> Gazetteer:
        """Return a copy with a user's places by key; they replace those of the same name, country and kind."""
        made = copy.copy(self)
        new = [key for key in places if self._keys.get(key) is None]
        made._own_row, made._cache = {key: len(self._keys) + i for i, key in enumerate(new)}, {}
        made._own = {row: found for key, found in places.items() if (row := made.row(key)) is not None}
        return made

    def _place(self, posting: int) -> Place:
        i = posting >> 1
        region = self.regions[self._admin1[i]]
        return Place(
            index=i,
            name=self._titles[self._breaks[i - 1] + 1 if i else 0 : self._breaks[i]].decode(),
            geonameid=self._geonameid[i] or None,
            lat=round(self._lat[i], 4),
            lon=round(self._lon[i], 4),
            population=self._population[i],
            country=self.countries[self._country[i]] or None,
            admin1_code=region[1],
            admin1=region[2] or None,
            kind=self._kind[i] & ~CAPITAL,
            alternate=bool(posting & 1),
            capital=bool(self._kind[i] & CAPITAL),
        )


def _most_people(place: Place) -> int:
    return -place.population


class Own:
    """The user's places that the process uses."""

    sources: ClassVar[tuple[tuple[str, str], ...]] = ()
    places: ClassVar[Mapping[str, tuple[Place, ...]]] = {}


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer of the package, with the user's own places."""
    packaged = packaged_gazetteer()
    return packaged.with_own(Own.places) if Own.places else packaged


@cache
def packaged_gazetteer() -> Gazetteer:
    """Return the gazetteer of the package, read once per process."""
    data = binary(ARTEFACT)
    return Gazetteer(msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(data), type=Packed))
