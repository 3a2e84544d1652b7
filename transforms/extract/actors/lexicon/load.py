"""Reads the actor resource: the packaged tables, and a user's own tables or PETRARCH dictionaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from transforms.extract.actors.lexicon.entries import Actors, Agent, Entry, Role, parse_day
from transforms.extract.actors.lexicon.petrarch import is_petrarch, read_petrarch
from transforms.extract.actors.lexicon.words import fold
from transforms.tables import read_table
from transforms.words.classes import word_class, word_table, word_values
from transforms.world.countries import countries
from transforms.world.load import world_table, world_tables
from transforms.world.names import given_names

KINDS = {
    "leaders": "person",
    "organisations": "organisation",
    "armed": "group",
    "metonyms": "metonym",
    "regions": "region",
    "capitals": "capital",
    "cities": "city",
    "peoples": "people",
}
"""First word of a table's file name to the kind of its rows."""

AGENT_TABLES = ("agents", "agents_native", "agents_roles", "agents_titles")

PORTFOLIOS = word_values("portfolio_sector")
"""What a minister's portfolio adds to sector GOV as a secondary sector."""

METONYMIC_SECTORS = {"capital": "GOV", "city": "CVL", "people": "CVL"}
"""A capital stands for its government; another city and a people's name for people."""


def split(value: str) -> tuple[str, ...]:
    """Return the entries of a semicolon-separated cell."""
    return tuple([part for part in map(str.strip, value.split(";")) if part]) if value else ()


@cache
def tables() -> dict[str, str]:
    """Return the names of the packaged tables of named actors in order, with the kind of their rows."""
    return {name: KINDS[first] for name in world_tables() if (first := name.partition("_")[0]) in KINDS}


def portfolio(office: str, sector: str | None) -> tuple[str, ...]:
    """Return the secondary sectors that a minister's office implies."""
    if sector != "GOV":
        return ()
    low = office.lower()
    return tuple(dict.fromkeys(code for word, code in PORTFOLIOS.items() if word in low))


def entries_of(rows: Iterable[Mapping[str, str]], kind: str) -> list[tuple[Entry, tuple[str, ...]]]:
    """Return the named actors of a table with their aliases; rows of one name and kind are roles of one actor."""
    roles: dict[tuple[str, str], list[Role]] = {}
    aliases: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if not row.get("name"):
            continue
        key = (row["name"], row.get("kind") or kind)
        sector = row.get("sector") or METONYMIC_SECTORS.get(key[1])
        office = row.get("office", "")
        secondary = split(row.get("secondary", "")) or portfolio(office, sector)
        roles.setdefault(key, []).append(
            Role(
                row.get("country") or None,
                sector,
                secondary,
                office,
                parse_day(row.get("from", "")),
                parse_day(row.get("until", ""), end=True),
            )
        )
        aliases.setdefault(key, []).extend(split(row.get("aliases", "")))
    return [(Entry(name, of, tuple(held)), tuple(aliases[name, of])) for (name, of), held in roles.items()]


def agents_of(rows: Iterable[Mapping[str, str]]) -> list[tuple[Agent, tuple[str, ...]]]:
    """Return the generic agents of a table with their forms."""
    found = []
    for row in rows:
        forms = split(row.get("forms", ""))
        if forms:
            found.append(
                (
                    Agent(
                        forms[0],
                        row.get("sector") or None,
                        split(row.get("secondary", "")),
                        row.get("class") or "person",
                        int(row.get("head") or 3),
                        int(row.get("modifier") or 0),
                    ),
                    forms,
                )
            )
    return found


def _add_countries(actors: Actors) -> None:
    demonyms: dict[str, list[tuple[int, str, Entry]]] = {}
    apart = {fold(name) for row in world_table("capitals") for name in (row["name"], *split(row["aliases"]))}
    states = {row["territory"]: row["state"] for row in world_table("dependencies")}
    for territory, country in countries().items():
        if territory == "ESH":
            continue
        code = states.get(territory, territory)
        role = (Role(code, None),)
        actors.add(Entry(country.name, "country", role), country.names())
        if country.capital and country.capital != country.name:
            capital = Entry(country.capital, "capital", (Role(code, METONYMIC_SECTORS["capital"]),))
            actors.add(capital, (name for name in country.capital_aliases if fold(name) not in apart))
        nouns = {word for pair in country.people for word in pair}
        for word in dict.fromkeys((*country.adjectives, *(word for pair in country.people for word in pair))):
            sector = METONYMIC_SECTORS["people"] if word in nouns else None
            people = Entry(country.name, "people", (Role(code, sector),))
            demonyms.setdefault(word, []).append((-country.population, code, people))
    for word, meanings in demonyms.items():
        actors.add_form(min(meanings, key=_first_two)[2], word)


def _first_two(meaning: tuple[int, str, Entry]) -> tuple[int, str]:
    return meaning[0], meaning[1]


@cache
def packaged() -> Actors:
    """Return the packaged actor resource, read once per process."""
    return load_actors({})


def load_actors(sources: Mapping[str, str]) -> Actors:
    """Return the packaged resource with a user's own additions.

    ``sources`` maps a name (used in error messages) to the text of a table in the packaged format, or of a PETRARCH
    actor or agent dictionary. Later additions win over packaged entries of the same alias. ``ValueError`` names a
    bad line.
    """
    actors = Actors()
    actors.ordinary = word_class("ordinary")
    actors.spelled = word_class("ordinary_name")
    actors.local = frozenset(fold(name) for name in word_class("local_body"))
    actors.given = given_names().keys()
    _add_countries(actors)
    for table, kind in tables().items():
        for entry, aliases in entries_of(world_table(table), kind):
            actors.add(entry, aliases)
    for table in AGENT_TABLES:
        for agent, forms in agents_of(word_table(table)):
            actors.add_agent(agent, forms)
    for name, text in sources.items():
        if is_petrarch(text):
            named, generic = read_petrarch(name, text)
        else:
            rows = read_table(name, text).rows
            if rows and not ({"name", "forms"} & rows[0].keys()):
                raise ValueError(f"{name}: the header has neither a column 'name' nor 'forms'")
            named = entries_of(rows, "person" if rows and "office" in rows[0] else "organisation")
            generic = agents_of(rows)
        for entry, aliases in named:
            actors.replace(entry, aliases)
        for agent, forms in generic:
            actors.add_agent(agent, forms)
    return actors
