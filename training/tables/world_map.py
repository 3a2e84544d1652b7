"""Builds ``pipeline/report/world.json``, the country outlines of the report's map, from Natural Earth.

    pip install --no-deps --target DIR geopandas==0.14.4 pyshp
    cd DIR/geopandas/datasets/naturalearth_lowres
    PYTHONPATH=DIR:CHECKOUT python -m training.tables.world_map naturalearth_lowres.shp

Outlines: Natural Earth, Admin 0 countries at 1:110 million, public domain (naturalearthdata.com). countryinfo's
polygons lack Hungary, Myanmar, Serbia, Montenegro, Kosovo and Palestine. Coordinates are rounded to 0.1 degrees:
the map is drawn about 1,000 pixels wide. On a sphere an outer ring that is wound the wrong way means the rest of the
world and would flood the map, so every ring is wound as the renderer wants it.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path

import shapefile

from transforms.world.countries import countries

TARGET = Path(__file__).parents[2] / "pipeline" / "report" / "world.json"
KOSOVO = {"Kosovo": "XKX"}
NAMELESS = {"N. Cyprus": "CYP", "Somaliland": "SOM"}
"""Areas without an ISO code, drawn as part of the country whose code newsbeam gives them."""
Ring = list[list[float]]


def area(ring: Ring) -> float:
    """Return the signed area of a closed ring in square degrees: positive counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def rounded(ring: Ring) -> Ring:
    """Return a ring with coordinates in tenths of a degree, points that fall together joined."""
    points: Ring = []
    for lon, lat in ring:
        point = [round(lon, 1), round(lat, 1)]
        if not points or points[-1] != point:
            points.append(point)
    if points[0] != points[-1]:
        points.append(points[0])
    return points


def outline(geometry: dict) -> list[list[Ring]]:
    """Return the polygons of a geometry: outer rings clockwise, holes counter-clockwise."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    found = []
    for polygon in polygons:
        rings = [ring for ring in map(rounded, polygon) if len(ring) > 3]
        if rings:
            found.append([ring if (area(ring) > 0) == bool(i) else ring[::-1] for i, ring in enumerate(rings)])
    return found


def main() -> None:
    """Write the map."""
    found: dict[str, list[list[Ring]]] = {}
    for entry in shapefile.Reader(sys.argv[1]).shapeRecords():
        name, code = entry.record["name"], entry.record["iso_a3"]
        code = KOSOVO.get(name) or NAMELESS.get(name) or code
        if code in countries() and code != "ATA":
            found.setdefault(code, []).extend(outline(entry.shape.__geo_interface__))
        else:
            print("left out:", name)
    drawn = [
        {"type": "Feature", "id": code, "geometry": {"type": "MultiPolygon", "coordinates": polygons}}
        for code, polygons in sorted(found.items())
    ]
    source = "Natural Earth 1:110m, public domain; made by training/tables/world_map.py"
    world = {"type": "FeatureCollection", "source": source, "features": drawn}
    TARGET.write_text(json.dumps(world, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(drawn)} countries, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
