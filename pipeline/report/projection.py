"""The map: Natural Earth projection (Savric, Jenny, Patterson et al. 2011, polynomial form) and the outlines in it."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import Any

WIDTH, HEIGHT = 1000.0, 520.0
"""Size of the map's coordinates."""
SCALE = WIDTH / (2 * math.pi * 0.8707)


def project(lon: float, lat: float) -> tuple[float, float]:
    """Return the place on the map of a longitude and latitude in degrees, from its upper left corner."""
    x, phi = math.radians(lon), math.radians(lat)
    a = phi * phi
    b = a * a
    across = x * (0.8707 - 0.131979 * a + b * (-0.013791 + b * (0.003971 * a - 0.001529 * b)))
    up = phi * (1.007226 + a * (0.015085 + b * (-0.044475 + 0.028874 * a - 0.005916 * b)))
    return round(WIDTH / 2 + SCALE * across, 1), round(HEIGHT / 2 - SCALE * up, 1)


@cache
def world() -> dict[str, Any]:
    """Return the country outlines."""
    found: dict[str, Any] = json.loads((files("pipeline.report") / "world.json").read_text(encoding="utf-8"))
    return found


def ring(points: list[list[float]]) -> str:
    """Return a ring as a path: its first point, then steps, in tenths of a unit."""
    found = [project(lon, lat) for lon, lat in points]
    path, at = "", (0, 0)
    for index, (x, y) in enumerate(found):
        here = (round(x * 10), round(y * 10))
        if index and here == at:
            continue
        path += f"M{here[0]} {here[1]}l" if not index else f"{here[0] - at[0]} {here[1] - at[1]} "
        at = here
    return path.rstrip() + "z"


@cache
def outlines() -> str:
    """Return the countries as SVG paths with their codes, in a group that scales tenths to units."""
    paths = []
    for feature in world()["features"]:
        rings = "".join(ring(points) for polygon in feature["geometry"]["coordinates"] for points in polygon)
        paths.append(f'<path data-c="{feature["id"]}" d="{rings}"/>')
    return f'<g class="land" transform="scale(.1)">{"".join(paths)}</g>'
