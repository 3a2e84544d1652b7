"""The packaged opinion: a linear classifier over hashed clues, 16 types and none."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from transforms.extract.opinion.question import Answer, Question

NONE = ""
BUCKETS = 1 << 14
"""Clues are hashed into so many rows of weights."""


class Linear:
    """Weights of a softmax over types; ``weights`` is BUCKETS × types in 1/``scale``, ``types`` names the columns."""

    def __init__(self, weights: np.ndarray, scale: float, types: Sequence[str]) -> None:
        """Keep the weights as they are stored."""
        self.weights, self.scale, self.types = weights, scale, tuple(types)

    def __call__(self, questions: Sequence[Question]) -> list[Answer]:
        """Return the likeliest type of each question with its probability."""
        return [self._answer(one.clues) for one in questions]

    def _answer(self, clues: Iterable[str]) -> Answer:
        chances = softmax(self.weights[rows(clues)].sum(axis=0, dtype=np.int64) / self.scale)
        best = int(np.argmax(chances))
        return Answer(self.types[best], round(float(chances[best]), 4))


def rows(clues: Iterable[str]) -> list[int]:
    """Return the rows of weights that the clues of a question add up, each once, and that of the bias (the first)."""
    return [0, *sorted({1 + zlib.crc32(clue.encode("utf-8")) % (BUCKETS - 1) for clue in clues})]


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return probabilities of scores along the last axis."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


@cache
def packaged() -> Linear:
    """Return the packaged model, read once per process."""
    with as_file(files("transforms.extract.opinion") / "linear.npz") as path, np.load(path) as stored:
        return Linear(stored["weights"], float(stored["scale"]), [str(name) for name in stored["types"]])
