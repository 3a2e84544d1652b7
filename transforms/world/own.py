"""A user's own places: tables like ``places/areas_and_sites.tsv``, read strictly and taken in for the process."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.tables import DataError, Table, forget, read_table
from transforms.world import gazetteer as world
from transforms.world.countries import countries, split_list
from transforms.world.gazetteer import ADMIN1, ADMIN2, CITY, REGION, SITE, Gazetteer, Place, name_key

Sources = tuple[tuple[str, str], ...]
"""A user's files: name and text."""

COLUMNS = frozenset({"name", "aliases", "precision", "country", "lat", "lon", "population", "admin1", "example"})
NEEDED = ("name", "precision", "lat", "lon")
KINDS = {"country": REGION, "admin1": ADMIN1, "admin2": ADMIN2, "city": CITY, "site": SITE}
PROMINENCE = {"country": 1_000_000, "admin1": 500_000, "admin2": 50_000, "city": 20_000, "site": 20_000}
"""People that a place without a number counts as, beside others of its name."""


def use_places(sources: Sources = ()) -> None:
    """Take in a user's places, (name, text) of each file, for this process; none: the packaged gazetteer alone.

    ``DataError`` names file and line of a fault and leaves the gazetteer as it is.
    """
    if sources == world.Own.sources:
        return
    found = places_of(sources, world.packaged_gazetteer())
    world.Own.sources, world.Own.places = sources, found
    world.gazetteer.cache_clear()
    forget("transforms.parse.places", "transforms.resolve.places")


def rows(name: str, text: str) -> Iterator[tuple[Table, int, dict[str, str]]]:
    """Yield the rows of a table of places with their index; ``DataError`` for one that is no place."""
    table = read_table(name, text)
    line = table.lines[0] if table.lines else 1
    if unknown := sorted(set(table.columns) - COLUMNS):
        raise DataError(name, line, f"no column {unknown[0]!r}; places have {', '.join(sorted(COLUMNS))}")
    if missing := [column for column in NEEDED if column not in table.columns]:
        raise DataError(name, line, f"a table of places needs the column {missing[0]!r}")
    for index, row in enumerate(table.rows):
        if not name_key(row["name"]):
            raise table.error(index, "a place needs a name")
        if row["precision"] not in KINDS:
            raise table.error(index, f"no precision {row['precision']!r}; there are {', '.join(KINDS)}")
        if row.get("country") and row["country"] not in countries():
            raise table.error(index, f"no country {row['country']!r}; write an ISO 3166 alpha-3 code")
        try:
            lat, lon, people = float(row["lat"]), float(row["lon"]), int(row.get("population") or 0)
        except ValueError as error:
            raise table.error(index, f"not a number: {error}") from error
        if not (-90 <= lat <= 90 and -180 <= lon <= 180 and people >= 0):
            raise table.error(index, "latitude is -90 to 90, longitude -180 to 180, population 0 or more")
        yield table, index, row


def places_of(sources: Sources, known: Gazetteer) -> dict[str, tuple[Place, ...]]:
    """Return the user's places by key, in the order of the files."""
    regions = {(country, title): code for country, code, title in known.regions}
    found: dict[str, tuple[Place, ...]] = {}
    count = 0
    for name, text in sources:
        for table, index, row in rows(name, text):
            country, admin1 = row.get("country") or None, row.get("admin1") or None
            if admin1 and (country or "", admin1) not in regions:
                raise table.error(index, f"no first-level division {admin1!r} of {country or 'no country'}")
            kind = KINDS[row["precision"]]
            for number, title in enumerate((row["name"], *split_list(row.get("aliases", "")))):
                place = Place(
                    index=known.size + count,
                    name=row["name"],
                    geonameid=None,
                    lat=round(float(row["lat"]), 4),
                    lon=round(float(row["lon"]), 4),
                    population=int(row.get("population") or PROMINENCE[row["precision"]]),
                    country=country,
                    admin1_code=regions.get((country or "", admin1 or ""), "") if admin1 else "",
                    admin1=row["name"] if kind == ADMIN1 else admin1,
                    kind=kind,
                    alternate=number > 0,
                )
                key = name_key(title)
                found[key] = (*found.get(key, ()), place)
            count += 1
    return found
