"""Which place of that name? Names of one article are resolved together.

Each candidate place is scored by its population, by what the text says about where it lies, and by how near it is to
the likely senses of the article's other names, the dateline and the newspaper's home; a few rounds let these agree.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from transforms.world.gazetteer import ADMIN1, ADMIN2, COUNTRY, REGION, Place

MAX_PLACES = 14
"""Senses kept for a name: its most populous ones and those in a country or state that the article names."""
MAX_GROUPS = 80
"""Names resolved together; a text with more is taken in stretches, so that the cost stays linear."""
ROUNDS = 3
NEAR_KM = 120.0
"""Distance over which one place makes another likely."""
PRIOR = 1.1
"""Weight of a place's own score, the logarithm of its population."""
COUNTRY_BONUS = 1.6
CAPITAL_BONUS = 0.5
STATE_BONUS = 0.8
"""Added to American, Canadian and Australian states, which news name without "state"."""
ALTERNATE = 1.3
"""Taken off where the name is not the place's main one."""
SHARP = 2.0
"""How fast probabilities follow the scores."""
SAME = 1.0
"""Affinity of a place to itself under another name or container."""
EVERYWHERE = "USA"
"""A country that news from all others names, so that its name says less about where towns lie."""
CONTEXT = 2.8
"""Weight of the other names against the place's own score."""


@dataclass(slots=True)
class Group:
    """All mentions of one name with one container, or an anchor such as the newspaper's home."""

    key: str
    places: tuple[Place, ...]
    weight: float
    """How much it says about the others."""
    bonus: list[float]
    """Per place: what the words at the mentions add."""
    chosen: int = 0
    probability: float = 1.0
    members: list[int] = field(default_factory=list)


def prune(places: tuple[Place, ...], codes: set[str], admins: set[tuple[str, str]]) -> tuple[Place, ...]:
    """Return at most MAX_PLACES senses of a name."""
    if len(places) <= MAX_PLACES:
        return places
    local = [p for p in places[8:] if (p.country or "", p.admin1_code) in admins]
    abroad = [p for p in places[8:] if p.country in codes and p not in local]
    return (*places[:8], *(local + abroad + list(places[8:]))[: MAX_PLACES - 8])


def prior(place: Place) -> float:
    """Return the score of a place by itself: the logarithm of its population, less under another name."""
    score = float(np.log10(place.population + 800))
    if place.kind == COUNTRY:
        score = max(score, 7.0) + COUNTRY_BONUS
    elif place.kind == REGION:
        score = 8.0
    elif place.kind == ADMIN1:
        score = 5.4 + 0.25 * (score - 5.4)
        if place.country in ("USA", "CAN", "AUS"):
            score += STATE_BONUS
    elif place.kind == ADMIN2:
        score = min(score, 5.2) - 0.5
    if place.capital:
        score += CAPITAL_BONUS
    return PRIOR * score - (ALTERNATE if place.alternate else 0.0)


def resolve_groups(groups: list[Group]) -> None:
    """Set ``chosen`` and ``probability`` of every group; groups without mentions take part in every stretch."""
    anchors = [group for group in groups if not group.members]
    named = [group for group in groups if group.members]
    for low in range(0, len(named), MAX_GROUPS):
        resolve_stretch([*named[low : low + MAX_GROUPS], *anchors[:MAX_GROUPS]])


def resolve_stretch(groups: list[Group]) -> None:
    """Resolve groups together."""
    if all(len(group.places) == 1 for group in groups):
        return
    flat = [place for group in groups for place in group.places]
    sizes = [len(group.places) for group in groups]
    starts = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(groups)), sizes)
    base = np.array([prior(place) for place in flat]) + np.array([b for group in groups for b in group.bonus])
    affinity = affinities(flat)
    affinity[owner[:, None] == owner[None, :]] = 0.0
    weights = np.array([group.weight for group in groups])
    belief = softmax(base, starts, sizes)
    score = base
    for _ in range(ROUNDS):
        support = np.maximum.reduceat(affinity * (0.15 + 0.85 * belief)[None, :], starts, axis=1) @ weights
        score = base + CONTEXT * saturate(support)
        belief = softmax(score, starts, sizes)
    for group, start, size in zip(groups, starts, sizes, strict=True):
        part = score[start : start + size]
        group.chosen = int(np.argmax(part))
        group.probability = float(belief[start + group.chosen])


def saturate(support: np.ndarray) -> np.ndarray:
    """Return support with diminishing returns: many weak agreements do not outvote plain evidence."""
    return support / (1.0 + 0.3 * support)


def affinities(places: list[Place]) -> np.ndarray:
    """Return how much the place of a column speaks for the place of a row, 0 to about 1.3."""
    lat = np.radians(np.array([p.lat for p in places]))
    lon = np.radians(np.array([p.lon for p in places]))
    kind = np.array([p.kind for p in places])
    country_ids: dict[str, int] = {}
    admin_ids: dict[tuple[str, str], int] = {}
    country = np.array([country_ids.setdefault(p.country or "", len(country_ids)) for p in places])
    admin = np.array([admin_ids.setdefault((p.country or "", p.admin1_code), len(admin_ids)) for p in places])
    none = country_ids.get("", -1)
    blank = np.array([not p.admin1_code for p in places])
    x = (lon[:, None] - lon[None, :] + np.pi) % (2 * np.pi) - np.pi
    x = x * np.cos((lat[:, None] + lat[None, :]) / 2)
    y = lat[:, None] - lat[None, :]
    km = 6371.0 * np.sqrt(x * x + y * y)
    same_country = (country[:, None] == country[None, :]) & (country != none)[None, :]
    same_admin = (admin[:, None] == admin[None, :]) & ~blank[None, :] & ~blank[:, None]
    near = np.exp(-km / NEAR_KM)
    wide = (kind == COUNTRY) | (kind == REGION)
    point = ~wide & (kind != ADMIN1)
    result = 0.2 * same_country + 0.2 * same_admin + 0.9 * near * (point[None, :] & point[:, None])
    result += (0.25 * same_country) * wide[None, :]
    result += 0.7 * same_admin * (kind == ADMIN1)[None, :]
    index = np.array([p.index for p in places])
    result += SAME * (index[:, None] == index[None, :])
    result += 0.12 * np.exp(-km / 1000.0)
    everywhere = np.array([p.country == EVERYWHERE and p.kind == COUNTRY for p in places])
    return result * np.where(everywhere, 0.4, 1.0)[None, :]


def softmax(score: np.ndarray, starts: np.ndarray, sizes: list[int]) -> np.ndarray:
    """Return probabilities within each group."""
    top = np.repeat(np.maximum.reduceat(score, starts), sizes)
    power = np.exp(SHARP * (score - top))
    return power / np.repeat(np.add.reduceat(power, starts), sizes)
