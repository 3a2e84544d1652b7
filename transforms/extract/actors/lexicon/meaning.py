"""Decides which of its namesakes a name means, and whether it means any of them on a day and in a country."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from transforms.extract.actors.lexicon.entries import Actors, Entry, Match
from transforms.extract.actors.lexicon.words import Word

COUNTRY_GIVERS = frozenset({"country", "capital", "city", "region", "people"})
BODIES = frozenset({"organisation", "group"})


def choose(
    entries: Sequence[Entry], day: datetime.date | None, countries: Sequence[str] = (), home: str | None = None
) -> Entry:
    """Return the entry meant by an ambiguous name.

    One of a country that the phrase names comes first, then of the country that the article is about (``home``), then
    in office on ``day``, then longest known.
    """
    if len(entries) == 1:
        return entries[0]

    def rank(entry: Entry) -> tuple[bool, bool, bool, int]:
        role = entry.role(day)
        in_office = day is not None and any(r.covers(day) for r in entry.roles)
        span = sum(r.days() for r in entry.roles) if entry.kind == "person" else 0
        return (role.country in countries, home is not None and role.country == home, in_office, span)

    best = max(rank(entry) for entry in entries)
    return next(entry for entry in entries if rank(entry) == best)


def meant(
    match: Match,
    words: Sequence[Word],
    actors: Actors,
    day: datetime.date | None,
    *,
    countries: Sequence[str] = (),
    home: str | None = None,
) -> Entry | None:
    """Return the entry that a match means, or None.

    None where the body did not exist yet on ``day``, or where the name is one that every country has its own of
    ("Congress", "the Conservatives") and the phrase or article speaks of another country.
    """
    single = match.end - match.start == 1
    entries = [entry for entry in match.entries if _existed(entry, day, single=single)]
    key = " ".join(word.fold for word in words[match.start : match.end])
    near = set(countries) or {home} - {None}
    anywhere = key not in actors.local or not near
    entries = [
        entry
        for entry in entries
        if entry.role(day).country in near or (anywhere and (key, entry.name) not in actors.shared)
    ]
    return choose(entries, day, countries, home) if entries else None


def _existed(entry: Entry, day: datetime.date | None, *, single: bool) -> bool:
    """Return whether a body existed on a day, or whether a person called by one word was known by then."""
    if day is None or entry.kind not in (BODIES if not single else BODIES | {"person"}):
        return True
    return any(role.start is None or role.start <= day for role in entry.roles)
