"""GeoJSON (RFC 7946): a point for every incident whose place is finer than a country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from pipeline.export import flat
from pipeline.export.dataset import Report
from pipeline.export.loss import Column

COLUMNS = tuple(column for column in flat.COLUMNS if column.name not in ("latitude", "longitude"))
"""The properties; the point itself is the geometry."""


def rows(reports: Iterator[Report], left_out: Counter[str]) -> Iterator[dict[str, Any]]:
    """Yield the flat rows that have a point; the others are counted."""
    for row in flat.incident_rows(reports, left_out):
        if row["place"] is None:
            left_out["incidents without a place"] += 1
        elif row["latitude"] is None or row["longitude"] is None:
            left_out["incidents known by country only: no point would be true"] += 1
        else:
            yield row


def encode(columns: Sequence[Column], rows: Sequence[dict[str, Any]]) -> bytes:
    """Return a FeatureCollection, a feature a line."""
    features = []
    for row in rows:
        feature = {
            "type": "Feature",
            "id": row["incident_id"],
            "geometry": {"type": "Point", "coordinates": [round(row["longitude"], 6), round(row["latitude"], 6)]},
            "properties": {column.name: row[column.name] for column in columns},
        }
        features.append(msgspec.json.encode(feature))
    return b'{"type":"FeatureCollection","features":[\n' + b",\n".join(features) + b"\n]}\n"
