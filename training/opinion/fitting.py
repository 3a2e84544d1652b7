"""Fitting of the linear models of clues (transforms/extract/opinion/model.py)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np

from transforms.extract.opinion.model import softmax

RARE = 4
"""Clues that fewer lessons have get no weight."""
EPOCHS, RATE, DECAY = 4, 0.1, 4e-3

Lesson = tuple[frozenset[int], list[int]]
"""Digests of clues, and the columns that are right: where several are, their chances count together."""


def fit(lessons: Sequence[Lesson], columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return digests of clues, ascending, and their weights, by AdaGrad on the log loss in a fixed order."""
    counted = Counter(clue for clues, _ in lessons for clue in clues)
    digests = np.array(sorted(clue for clue, count in counted.items() if count >= RARE), np.int64)
    row = {int(clue): number for number, clue in enumerate(digests)}
    placed = [(np.array(sorted(row[c] for c in clues if c in row), np.int64), right) for clues, right in lessons]
    weights = np.zeros((len(digests), columns))
    squares = np.full(weights.shape, 1e-6)
    order = random.Random(3)
    for _ in range(EPOCHS):
        for rows, right in order.sample(placed, len(placed)):
            gradient = softmax(weights[rows].sum(axis=0))
            gradient[right] -= gradient[right] / gradient[right].sum()
            change = gradient + DECAY * weights[rows]
            squares[rows] += change**2
            weights[rows] -= RATE * change / np.sqrt(squares[rows])
    return digests, weights
