"""Given names and surnames, in lower case: the one table of each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from transforms.world.load import world_table


@cache
def given_names() -> Mapping[str, str]:
    """Return given name to the gender it usually shows: m, f, or u for either or unknown."""
    found: dict[str, str] = {}
    for row in world_table("given_names"):
        for name in row["names"].split():
            found[name] = row["gender"] if found.get(name, row["gender"]) == row["gender"] else "u"
    return MappingProxyType(found)


@cache
def surnames() -> frozenset[str]:
    """Return surnames that are frequent in news."""
    return frozenset(name for row in world_table("surnames") for name in row["names"].split())
