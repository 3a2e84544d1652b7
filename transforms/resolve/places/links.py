"""What the mentions of an article say about each other: which place holds which, which doubtful names are places."""

from __future__ import annotations

import math

from schemas.article import Dateline
from transforms.parse.places.judge import ACCEPT
from transforms.parse.places.text import Candidate
from transforms.resolve.places.context import Group
from transforms.world.gazetteer import ADMIN2, CITY, SITE

SURE = 1.3
"""Score from which a name vouches for its neighbours."""
MAX_CENTRES = 100
LOCAL_KM = 60.0
"""Reach of a surely named place, in kilometres."""


def mark_dateline(dateline: Dateline | None, found: list[Candidate]) -> None:
    """Count a name in the dateline as a place."""
    if dateline is None:
        return
    for candidate in found:
        if candidate.start >= dateline.end:
            return
        if candidate.start >= dateline.start:
            candidate.score += 2.5
            candidate.cues.append("dateline")


def accept_local(pool: list[Candidate], groups: list[Group]) -> None:
    """Accept doubtful names of places near the newspaper's home or near places that the article surely names."""
    centres = [
        (place.lat, place.lon, g.key)
        for g in groups
        if g.probability > 0.6
        and (not g.members or any(pool[m].score >= SURE for m in g.members))
        and (place := g.places[g.chosen]).kind in (ADMIN2, CITY, SITE)
    ][:MAX_CENTRES]
    for candidate in pool:
        chosen = candidate.chosen
        if candidate.score >= ACCEPT or chosen is None or chosen.kind not in (ADMIN2, CITY, SITE):
            continue
        scale = math.cos(math.radians(chosen.lat))
        for lat, lon, key in centres:
            if key != candidate.key and math.hypot(lat - chosen.lat, (lon - chosen.lon) * scale) * 111.2 < LOCAL_KM:
                candidate.score += 0.8
                candidate.cues.append("local_place")
                break
