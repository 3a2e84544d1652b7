"""Finds the known names in a running text."""

from __future__ import annotations

import datetime
from collections import Counter
from functools import lru_cache

import msgspec

from transforms.extract.actors.lexicon.entries import Actors, Match
from transforms.extract.actors.lexicon.load import packaged
from transforms.extract.actors.lexicon.meaning import COUNTRY_GIVERS, meant
from transforms.extract.actors.lexicon.words import Word, cut, is_cased


class NameMatch(msgspec.Struct, frozen=True):
    """A known name in a text: offsets, entity label, canonical name, country and sector."""

    start: int
    end: int
    label: str
    name: str
    country: str | None
    sector: str | None


@lru_cache(maxsize=4)
def known_names(text: str, actors: Actors, cased: bool) -> tuple[list[Word], list[Match]]:
    """Return the words of a text and where names stand in them; kept, since an article is asked for them twice."""
    words = cut(text)
    return words, actors.matches(words, cased=cased, agents=False)


def find_names(
    text: str, published: datetime.date | None = None, actors: Actors | None = None, *, cased: bool | None = None
) -> list[NameMatch]:
    """Return the known names of a text in order, longest first where they overlap, on word boundaries.

    Case is ignored; a name that is an ordinary word too needs its capitals, and in text without case it is left out.
    """
    known = actors or packaged()
    told = is_cased(text) if cased is None else cased
    words, matches = known_names(text, known, told)
    found = []
    counts: Counter[str] = Counter()
    for match in matches:
        country = match.entries[0].role(None).country
        if country and len(match.entries) == 1 and match.entries[0].kind in COUNTRY_GIVERS:
            counts[country] += 1
    home = max(counts, key=lambda code: (counts[code], code)) if counts else None
    for match in matches:
        first, last = words[match.start], words[match.end - 1]
        entry = meant(match, words, known, published, home=home)
        if entry is None:
            continue
        role = entry.role(published)
        end = last.end
        possessed = not any(
            form.endswith("'s") for form in known.forms[" ".join(w.fold for w in words[match.start : match.end])]
        )
        for ending in ("'s", "’s"):
            if possessed and last.surface.lower().endswith(ending):
                end -= len(ending)
        while end > first.start and text[end - 1] in "'’\"”“.,":
            if text[end - 1] == "." and "." in last.surface[:-1]:
                break
            end -= 1
        start = first.start
        while start < end and text[start] in "'’\"“”‘.":
            start += 1
        found.append(NameMatch(start, end, entry.label, entry.name, role.country, role.sector))
    return found
