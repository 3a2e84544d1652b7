"""Loads the language identifier: py3langid's model, packed so that a text reads the parts of it that it needs.

The weights of the features and the transitions of the automaton that finds them are 67 MB; English news comes by a
fifth of them. ``training/tables/language_identifier.py`` writes the file; a test holds what it says equal to what the
installed package says.
"""

from __future__ import annotations

import mmap
from array import array
from collections import Counter
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np
import zstandard
from py3langid.langid import LanguageIdentifier

from transforms.kernels import kernels

MODEL = Path(__file__).parent / "language.zst"
ROWS = 64
"""Rows of the weights, and of the transitions, that are packed together."""
BYTES = 256
"""Transitions of a row: one a byte."""


class Layout(msgspec.Struct, frozen=True):
    """What stands at the head of the file."""

    classes: tuple[str, ...]
    """ISO 639 codes, in the order of the columns."""
    frames: tuple[int, ...]
    """Bytes of the frames that are read at once: priors (float32), row of the transitions of each state (uint32),
    feature of each state (int32, -1 for none)."""
    weights: tuple[int, ...]
    """Bytes of the frames of weights (float16, a row a feature), ``ROWS`` rows each."""
    moves: tuple[int, ...]
    """Bytes of the frames of transitions (uint32, 256 a row), ``ROWS`` rows each."""


class Parts:
    """Rows of an array of which those are there that were asked for, with their neighbours."""

    def __init__(self, start: int, sizes: tuple[int, ...], kind: str, columns: int) -> None:
        """Take where the frames begin in the file, and the bytes of each."""
        self._starts = list(accumulate(sizes, initial=start))
        self.end = self._starts[-1]
        # Memory is taken when it is written to, not here; in small pages, since rows that are asked for lie far apart.
        room = mmap.mmap(-1, len(sizes) * ROWS * columns * np.dtype(kind).itemsize)
        if hasattr(mmap, "MADV_NOHUGEPAGE"):
            room.madvise(mmap.MADV_NOHUGEPAGE)
        self.array = np.frombuffer(room, kind).reshape(-1, columns)
        self._there = np.zeros(len(sizes), bool)

    def load(self, rows: np.ndarray) -> None:
        """Read the rows that are not there yet; to do so twice at a time does no harm."""
        parts = rows // ROWS
        missing = np.unique(parts[~self._there[parts]])
        if not len(missing):
            return
        unpack = zstandard.ZstdDecompressor()
        with MODEL.open("rb") as file:
            for part in missing.tolist():
                data = np.frombuffer(unpack.decompress(_piece(file, *self._starts[part : part + 2])), self.array.dtype)
                found = data.reshape(-1, self.array.shape[1])
                self.array[part * ROWS : part * ROWS + len(found)] = found
                self._there[part] = True


def _piece(file: BinaryIO, start: int, end: int) -> bytes:
    file.seek(start)
    return file.read(end - start)


class Identifier(LanguageIdentifier):  # type: ignore[misc]
    """py3langid's identifier, which reads the rows of its tables as texts come by them."""

    __slots__ = ("_bases", "_moves", "_rows", "_weights")

    def __init__(self) -> None:
        """Read what every text needs."""
        with MODEL.open("rb") as file:
            size = int.from_bytes(file.read(4), "little")
            layout = msgspec.msgpack.decode(file.read(size), type=Layout)
            unpack = zstandard.ZstdDecompressor()
            priors, rows, output = (
                np.frombuffer(unpack.decompress(file.read(size)), kind)
                for size, kind in zip(layout.frames, ("<f4", "<u4", "<i4"), strict=True)
            )
            self._weights = Parts(file.tell(), layout.weights, "<f2", len(priors))
        self._moves = Parts(self._weights.end, layout.moves, "<u4", BYTES)
        self._rows = rows
        # The automaton is walked byte by byte: memory views give Python's whole numbers, arrays slow ones of their own.
        super().__init__(
            self._weights.array,
            priors,
            list(layout.classes),
            self._moves.array.reshape(-1).data,
            output.data,
            norm_probs=True,
            tk_row=(),
        )
        self._bases = array("i", [-1]) * len(rows)

    def _raw_score(self, text: bytes) -> np.ndarray:
        """Return scores as py3langid does, from the features that the automaton finds in a text."""
        found = self._features(text)
        if not found:
            return np.zeros(len(self.nb_classes), np.float32)  # as likely one as another
        visits = Counter(found)
        self._weights.load(np.fromiter(visits, np.intp, len(visits)))
        scores: np.ndarray = self._sparse_score(visits, self.nb_ptc)
        return scores

    def _features(self, text: bytes) -> list[int]:
        """Return the features that the automaton finds in a text, in their order, each as often as it is there."""
        moves, bases, output, compiled = self.tk_nextmove, self._bases, self.tk_output, kernels()
        found: list[int] = []
        at = state = 0
        while compiled is not None and at < len(text):
            at, state = compiled.walk(text, moves, bases, output, at, state, found)
            if at < len(text):
                self._base(state)
        for letter in text[at:]:
            base = bases[state]
            if base < 0:
                base = self._base(state)
            state = moves[base + letter]
            feature = output[state]
            if feature >= 0:
                found.append(feature)
        return found

    def _base(self, state: int) -> int:
        """Return where the transitions of a state begin, read where they are not there yet."""
        self._moves.load(self._rows[state : state + 1])
        base = self._bases[state] = int(self._rows[state]) * BYTES
        return base


@cache
def identifier() -> Identifier:
    """Return the identifier with normalized probabilities, made once per process."""
    return Identifier()
