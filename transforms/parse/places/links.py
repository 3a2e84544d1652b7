"""Names of places that stand together in a text: which holds which, and what one mention says of another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import pairwise

from transforms.parse.places.judge import ACCEPT
from transforms.parse.places.text import Candidate, Token, word_classes
from transforms.world.gazetteer import ADMIN1, ADMIN2, CITY, COUNTRY, Place

VETO = frozenset({"person", "title", "street", "company", "disease", "body_of", "direction_word"})
AFTER_COMMA = re.compile(r"\s*[,(]\s*")
POSSESSIVES = ("'s ", "’s ", "'S ", "’S ")
BETWEEN = (", in ", " in ", ", a ", ", the ", " district", " province", " city")


def contains(outer: Place, inner: Place) -> bool:
    """Say whether a country or first-level division holds a place."""
    if outer.country is None or outer.index == inner.index or inner.country != outer.country:
        return False
    if outer.kind == COUNTRY:
        return inner.kind != COUNTRY
    if outer.kind == ADMIN1:
        if outer.admin1_code and inner.admin1_code:
            return outer.admin1_code == inner.admin1_code and inner.kind != ADMIN1
        return inner.kind != ADMIN1 and abs(outer.lat - inner.lat) < 2.5 and abs(outer.lon - inner.lon) < 3
    if outer.kind == ADMIN2:
        return inner.kind == CITY and abs(outer.lat - inner.lat) < 0.6 and abs(outer.lon - inner.lon) < 0.8
    return False


def link_containers(text: str, tokens: Sequence[Token], found: list[Candidate]) -> None:
    """Note which name holds which: "Tripoli, Lebanon", "Gary, Ind.", "Iraq's Anbar province", "Taji in Iraq"."""
    for left, right in pairwise(found):
        between = text[left.end : right.start]
        if AFTER_COMMA.fullmatch(between):
            hold(right, left, strict=True)
        elif between.startswith(POSSESSIVES) and only_directions(tokens, left, right):
            hold(left, right, strict=False)
        elif between.startswith(BETWEEN) and only_area_words(tokens, left, right):
            hold(right, left, strict=False)


def only_directions(tokens: Sequence[Token], left: Candidate, right: Candidate) -> bool:
    """Say whether at most one word, a direction, stands between two names: "Iraq's western Anbar"."""
    return right.first - left.last == 0 or (
        right.first - left.last == 1 and tokens[left.last].key in word_classes()["direction"]
    )


def only_area_words(tokens: Sequence[Token], left: Candidate, right: Candidate) -> bool:
    """Say whether only words such as "in the western province of" stand between two names."""
    if not 0 < right.first - left.last <= 4:
        return False
    between = tokens[left.last : right.first]
    return all(token.key in area_words() and not token.opens for token in between)


@cache
def area_words() -> AbstractSet[str]:
    """Return the words that may stand between a place and the one that holds it."""
    classes = word_classes()
    return classes["direction"] | classes["area_head"] | classes["area_tail"] | {"in", "the", "a", "of", "s"}


def hold(outer: Candidate, inner: Candidate, *, strict: bool) -> None:
    """Note that ``inner`` lies in ``outer`` if a place of its name does; ``strict``: a comma says so."""
    holders = [p for p in outer.places[:8] if p.kind in (COUNTRY, ADMIN1, ADMIN2)]
    division = outer.state or (outer.country is None and outer.top.kind == ADMIN1)
    if not holders or (inner.country and not (strict and division)):
        return
    if not any(contains(holder, place) for holder in holders for place in inner.places):
        return
    inner.container = outer
    if strict:
        inner.score += 2.0 if outer.country or division else 1.2
        outer.score += 0.8
        inner.cues.append("contained")
    elif outer.score >= ACCEPT:
        inner.score += 0.6
        inner.cues.append("contained_soft")


def propagate(found: list[Candidate]) -> None:
    """Let a sure mention speak for the other mentions of the name."""
    best: dict[str, float] = {}
    for candidate in found:
        best[candidate.key] = max(best.get(candidate.key, -9.0), candidate.score)
    for candidate in found:
        if candidate.score < ACCEPT <= best[candidate.key] - 0.3 and not VETO & set(candidate.cues):
            candidate.score += 0.9
            candidate.cues.append("elsewhere")
