"""Loads the language identifier: py3langid's model, packed so that it is there in a fifth of the time.

``training/tables/language_identifier.py`` writes the file; a test holds it equal to the model of the installed package.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import zstandard
from py3langid.langid import LanguageIdentifier

MODEL = Path(__file__).parent / "language.zst"


class Layout(msgspec.Struct, frozen=True):
    """What stands at the head of the file."""

    classes: tuple[str, ...]
    """ISO 639 codes, in the order of the columns."""
    frames: tuple[int, ...]
    """Bytes of the frames: weights (float16, a row a feature), priors (float32), transitions of the automaton (uint32,
    256 a row), row of each state (uint32), feature of each state (int32, -1 for none)."""


@cache
def identifier() -> LanguageIdentifier:
    """Return the identifier with normalized probabilities, loaded once per process."""
    with MODEL.open("rb") as file:
        layout = msgspec.msgpack.decode(file.read(int.from_bytes(file.read(4), "little")), type=Layout)
        unpack = zstandard.ZstdDecompressor()
        weights, priors, moves, rows, output = (
            np.frombuffer(unpack.decompress(file.read(size)), kind)
            for size, kind in zip(layout.frames, ("<f2", "<f4", "<u4", "<u4", "<i4"), strict=True)
        )
    # The automaton is walked byte by byte in Python: memory views give whole numbers, numpy's would be slow scalars.
    return LanguageIdentifier(
        weights.reshape(-1, len(priors)),
        priors,
        list(layout.classes),
        moves.data,
        output.data,
        norm_probs=True,
        tk_row=rows.data,
    )
