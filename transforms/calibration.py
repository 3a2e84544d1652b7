"""Calibration: what is said of rows, fitted to rows that a person has judged.

A slope and an intercept on the log-odds of each confidence (Platt 1999): the order of rows stays, the figures become
those of the user's own articles.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

STRENGTH = 2.0
"""Judged rows that the packaged figures weigh as much as: few judgements move them little."""
STEPS = 100
EDGE = 1e-4
LEAST = 30
"""Judged rows below which nothing is fitted."""
BINS = (0.0, 0.4, 0.6, 0.7, 0.8, 0.9, 1.01)


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Slope and intercept on log-odds."""

    slope: float = 1.0
    intercept: float = 0.0

    def of(self, said: float) -> float:
        """Return the calibrated probability of one that was said, both 0 to 1."""
        return said if self == Line() else _chance(self.slope * _odds(said) + self.intercept)


class Calibration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lines of both confidences; those of the package change nothing."""

    act: Line = Line()
    roles: Line = Line()


def fitted(judged: Sequence[tuple[float, bool]]) -> Line:
    """Return the line that fits what was said (0 to 1) to what was so, by Newton steps.

    ``ValueError`` for fewer than ``LEAST`` rows, or rows that are all right or all wrong.
    """
    right = sum(so for _, so in judged)
    if len(judged) < LEAST or not 0 < right < len(judged):
        raise ValueError(
            f"{len(judged)} rows judged, {right} of them right; at least {LEAST} are needed, some of each kind"
        )
    slope, intercept = 1.0, 0.0
    for _ in range(STEPS):
        # Gradient and Hessian of the log loss, with a pull of STRENGTH towards the packaged line.
        g0, g1 = STRENGTH * (slope - 1.0), STRENGTH * intercept
        h00, h01, h11 = STRENGTH, 0.0, STRENGTH
        for said, so in judged:
            odds = _odds(said)
            chance = _chance(slope * odds + intercept)
            g0 += (chance - so) * odds
            g1 += chance - so
            weight = chance * (1 - chance)
            h00 += weight * odds * odds
            h01 += weight * odds
            h11 += weight
        determinant = h00 * h11 - h01 * h01
        step = ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant)
        slope, intercept = slope - step[0], intercept - step[1]
        if max(map(abs, step)) < 1e-10:
            break
    return Line(round(slope, 4), round(intercept, 4))


def reliability(judged: Sequence[tuple[float, bool]]) -> Iterator[tuple[str, int, float, float]]:
    """Yield bin, number of rows, what was said and what was so, of bins that have rows."""
    for low, high in pairwise(BINS):
        inside = [(said, so) for said, so in judged if low <= said < high]
        if inside:
            said, so = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            yield f"{low} to {min(high, 1.0)}", len(inside), said, so


def _odds(chance: float) -> float:
    clear = min(max(chance, EDGE), 1 - EDGE)
    return math.log(clear / (1 - clear))


def _chance(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))
