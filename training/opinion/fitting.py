"""Fitting of the linear models of clues (transforms/extract/opinion/model.py), by AdaGrad on the log loss."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from transforms.extract.opinion.model import softmax

RARE = 4
"""Clues that fewer lessons have get no weight."""
EPOCHS, RATE, DECAY = 4, 0.1, 4e-3

Lesson = tuple[frozenset[int], list[int]]
"""Digests of clues, and the columns that are right: where several are, their chances count together."""


def fit(lessons: Sequence[Lesson], columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return digests of clues, ascending, and their weights: of each lesson one of the columns is right."""
    digests, row = rows_of((clues for clues, _ in lessons), RARE)
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


class Choice(NamedTuple):
    """A lesson in which some of several are right, column by column: the first of them stands for none."""

    clues: tuple[np.ndarray, ...]
    """Digests of the clues of each, ascending, each once."""
    right: tuple[tuple[int, ...], ...]
    """Of each column those that are right: their chances count together."""


CHOICE_EPOCHS, CHOICE_RATE = 6, 0.05


def fit_choices(lessons: Sequence[Choice], columns: int, rare: int = RARE) -> tuple[np.ndarray, np.ndarray]:
    """Return digests of clues, ascending, and their weights: of each lesson and column one of several is right.

    ``rare``: clues that fewer lessons have get no weight.
    """
    digests, row = rows_of((np.unique(np.concatenate(lesson.clues)).tolist() for lesson in lessons), rare)
    placed = [(*_placed(lesson.clues, row), lesson.right) for lesson in lessons]
    weights = np.zeros((len(digests), columns))
    squares = np.full(weights.shape, 1e-6)
    order = random.Random(3)
    for _ in range(CHOICE_EPOCHS):
        for rows, back, owner, count, right in order.sample(placed, len(placed)):
            here = weights[rows]
            scores = [np.bincount(owner, here[back, column], count) for column in range(columns)]
            chances = softmax(np.array(scores))
            for of_column, places in zip(chances, right, strict=True):
                of_column[list(places)] -= of_column[list(places)] / of_column[list(places)].sum()
            gradient = [np.bincount(back, of_column[owner], len(rows)) for of_column in chances]
            change = np.array(gradient).T + DECAY * here
            squares[rows] += change**2
            weights[rows] -= CHOICE_RATE * change / np.sqrt(squares[rows])
    return digests, weights


def rows_of(lessons: Iterable[Collection[int]], least: int) -> tuple[np.ndarray, dict[int, int]]:
    """Return the digests of clues that as many lessons have, ascending, and the row of each."""
    counted = Counter(clue for clues in lessons for clue in clues)
    digests = np.array(sorted(clue for clue, count in counted.items() if count >= least), np.int64)
    return digests, {int(clue): number for number, clue in enumerate(digests)}


def _placed(several: Sequence[np.ndarray], row: Mapping[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Return the rows that clues of several have, the place there and the owner of each, how many they are."""
    found = [(row[clue], number) for number, clues in enumerate(several) for clue in clues.tolist() if clue in row]
    rows, back = np.unique(np.array([one for one, _ in found], np.int64), return_inverse=True)
    return rows, back, np.array([number for _, number in found], np.int64), len(several)
