"""The packaged model: a softmax over types and none, linear in clues, learned from sentences of news read by coders."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np

from transforms.extract.opinion.clues import key
from transforms.extract.opinion.question import Answer, Question
from transforms.kernels import kernels

NONE = ""
REMEMBERED = 50_000
"""Words of which it is kept whether the model knows them."""


class Model:
    """Weights of clues; asked as an opinion, it is asked about every word that it knows."""

    least = 0.7
    """The least probability that makes a mention of a word on which the frames are silent, or which they refuse."""

    def __init__(
        self, digests: np.ndarray, weights: np.ndarray, scale: float, types: Sequence[str], words: Iterable[int]
    ) -> None:
        """Keep what is stored.

        ``digests``: of clues, ascending. ``weights``: one row a clue, one column a type, in 1/``scale``. ``words``:
        digests of the words that often tell an act.
        """
        # A row of nothing for what is sought beyond the last clue.
        self.digests = np.append(digests, np.iinfo(np.uint32).max).astype(np.uint32)
        self.weights = np.vstack((weights, np.zeros_like(weights[:1])))
        self.scale, self.types = scale, tuple(types)
        self.columns = {name: column for column, name in enumerate(self.types)}
        self._words = frozenset(words)
        self._known: dict[tuple[str, str], bool] = {}
        compiled = kernels() if self.weights.dtype == np.int8 else None
        self._compiled: Any = compiled and compiled.Weights(self.digests, self.weights)

    def knows(self, lemma: str, upos: str) -> bool:
        """Say whether a word has told an act in what the model learned from."""
        found = self._known.get((lemma, upos))
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[lemma, upos] = digest(key(lemma, upos)) in self._words
        return found

    def chances(self, clues: Iterable[str]) -> np.ndarray:
        """Return the probability of each of ``types``; a clue counts once."""
        if self._compiled is not None:
            return self._chances_of_sums(self._sums(clues))
        return softmax(self.scores(clues))

    def scores(self, clues: Iterable[str]) -> np.ndarray:
        """Return the sum of the weights of each of ``types``; a clue counts once."""
        if self._compiled is not None:
            sums = self._sums(clues)
            sums /= self.scale
            return sums
        return self.scores_of({digest(clue) for clue in clues})

    def answer(self, clues: Iterable[str]) -> Answer | None:
        """Return the likeliest type with its probability, None where that is none, as it mostly is."""
        if self._compiled is not None:
            sums = self._sums(clues)
            if self.types[int(sums.argmax())] == NONE:
                return None
            found = self.likeliest(self._chances_of_sums(sums))
        else:
            found = self.likeliest(self.chances(clues))
        return found if found.type != NONE else None

    def chances_each(self, several: Sequence[Sequence[str]]) -> np.ndarray:
        """Return a row of probabilities, as ``chances`` gives them, for the clues of each of several questions."""
        sums = self.scores_each(several)
        sums -= np.maximum.reduce(sums, 1, keepdims=True)
        np.exp(sums, sums)
        sums /= np.add.reduce(sums, 1, keepdims=True)
        return sums

    def scores_each(self, several: Sequence[Sequence[str]]) -> np.ndarray:
        """Return a row of sums of weights, as ``scores`` gives them, for the clues of each of several questions."""
        if self._compiled is None:
            return np.array([self.scores(clues) for clues in several]).reshape(len(several), len(self.types))
        sums = np.empty((len(several), len(self.types)))
        for clues, row in zip(several, sums, strict=True):
            self._compiled.sum(clues, row)
        sums /= self.scale
        return sums

    def _sums(self, clues: Iterable[str]) -> np.ndarray:
        sums = np.empty(len(self.types))
        self._compiled.sum(clues, sums)
        return sums

    def _chances_of_sums(self, sums: np.ndarray) -> np.ndarray:
        """Return probabilities of sums of weights, in their place."""
        sums /= self.scale
        sums -= np.maximum.reduce(sums)
        np.exp(sums, sums)
        sums /= np.add.reduce(sums)
        return sums

    def chances_of(self, digests: Collection[int]) -> np.ndarray:
        """Return the probability of each of ``types`` from digests of clues, each once."""
        return softmax(self.scores_of(digests))

    def scores_of(self, digests: Collection[int]) -> np.ndarray:
        """Return the sum of the weights of each of ``types`` from digests of clues, each once."""
        wanted = np.fromiter(digests, np.uint32, len(digests))
        wanted.sort()  # neighbours are found sooner
        places = self.digests.searchsorted(wanted)
        rows = self.weights[places[self.digests[places] == wanted]]
        sums: np.ndarray = np.add.reduce(rows, 0, np.float64) / self.scale
        return sums

    def __call__(self, questions: Sequence[Question]) -> list[Answer]:
        """Return the likeliest type of each question with its probability."""
        return [self.likeliest(self.chances(one.clues)) for one in questions]

    def likeliest(self, chances: np.ndarray) -> Answer:
        """Return the likeliest type with its probability."""
        best = int(np.argmax(chances))
        return Answer(self.types[best], round(float(chances[best]), 4))


def digest(clue: str) -> int:
    """Return 32 bits that stand for a clue."""
    return zlib.crc32(clue.encode("utf-8", "surrogatepass"))


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return probabilities of scores along the last axis."""
    shifted: np.ndarray = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


@cache
def packaged(name: str = "acts") -> Model:
    """Return a packaged model, read once per process."""
    with as_file(files("transforms.extract.opinion") / f"{name}.npz") as path:
        return read(path)


def read(path: Path) -> Model:
    """Return the model that a file holds."""
    with np.load(path) as stored:
        types = [str(one) for one in stored["types"]]
        return Model(
            stored["digests"].astype(np.int64),
            stored["weights"],
            float(stored["scale"]),
            types,
            stored["words"].tolist(),
        )


def write(path: Path, digests: np.ndarray, weights: np.ndarray, types: Sequence[str], words: Iterable[str]) -> None:
    """Write a model; ``weights`` as they are, which are stored in eight bits, ``words`` as ``clues.key`` names them."""
    order = np.argsort(digests)
    scale = 127 / float(np.abs(weights).max())
    np.savez_compressed(
        path,
        digests=digests[order].astype(np.uint32),
        weights=np.rint(weights[order] * scale).astype(np.int8),
        scale=scale,
        types=np.array(list(types)),
        words=np.array(sorted(digest(word) for word in words), np.uint32),
    )
