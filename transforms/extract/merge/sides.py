"""Whether the parties of two mentions of one article are the same."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.event import Party
from transforms.words.classes import word_class

NEW = ("a ", "an ", "another ", "other ")


def sides_differ(first: Sequence[Party], second: Sequence[Party]) -> bool:
    """Say whether two casts in one role are told, share nobody, and are not of one country."""
    countries = [{p.country for p in cast if p.country} for cast in (first, second)]
    return agreement(first, second) < 0 and not countries[0] & countries[1]


def agreement(first: Sequence[Party], second: Sequence[Party]) -> int:
    """Return 1 if two casts share a party, -1 if both are told and different, 0 if one is not told."""
    if not first or not second:
        return 0
    for a in first:
        for b in second:
            if same_party(a, b):
                return 1
    told = all(_told(p) for p in first) and all(_told(p) for p in second)
    return -1 if told else 0


def same_party(a: Party, b: Party) -> bool:
    """Say whether two parties are one: the same name, or the same head word without contradiction of country."""
    if a.name and b.name:
        return a.name == b.name
    if a.country and b.country and a.country != b.country:
        return False
    if a.start == b.start and a.end == b.end:
        return True
    if introduced(a, b) or introduced(b, a):
        return False
    return bool(head(a)) and head(a) == head(b)


def introduced(earlier: Party, later: Party) -> bool:
    """Say whether a later phrase brings in another of the kind that an earlier one named: "Camp Taji" ... "a base"."""
    names = [w for w in earlier.text.split()[:-1] if w[:1].isupper() and not w.isupper()]
    return bool(names) and earlier.start < later.start and later.text.lower().startswith(NEW)


def head(party: Party) -> str:
    """Return the word that heads a party's phrase, in lower case and without the s of a plural."""
    words = party.text.lower().split(" of ")[0].split()
    return words[-1].rstrip("s") if words else ""


def _told(party: Party) -> bool:
    return bool(party.name or party.country) and party.text.lower() not in word_class("pronoun")
