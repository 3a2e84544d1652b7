"""Packs the model of py3langid anew, so that a start reads the parts of it that it needs.

    python -m training.tables.language_identifier

The package has it as a numpy archive in xz, whose unpacking takes a second of every start. The same arrays go into
``transforms/clean/language/language.zst``, the large ones a zstandard frame for some rows; ``identifier.py`` beside it
reads them.
"""

from __future__ import annotations

import sys

import msgspec
import numpy as np
import zstandard
from py3langid.langid import MODEL_DIR, MODEL_FILE
from py3langid.modelio import load_model

from transforms.clean.language.identifier import BYTES, MODEL, ROWS, Layout

LEVEL = 19


def main() -> int:
    """Write the file."""
    weights, priors, classes, moves, rows, output = load_model(MODEL_DIR / MODEL_FILE)
    compressor = zstandard.ZstdCompressor(level=LEVEL)

    def parts(array: np.ndarray) -> list[bytes]:
        return [compressor.compress(array[low : low + ROWS].tobytes()) for low in range(0, len(array), ROWS)]

    small = [np.asarray(priors, "<f4"), np.asarray(rows, "<u4"), np.asarray(output, "<i4")]
    frames = [compressor.compress(array.tobytes()) for array in small]
    of_weights = parts(np.asarray(weights, "<f2"))
    of_moves = parts(np.asarray(moves, "<u4").reshape(-1, BYTES))
    sizes = (tuple(map(len, found)) for found in (frames, of_weights, of_moves))
    head = msgspec.msgpack.encode(Layout(tuple(classes), *sizes))
    MODEL.write_bytes(len(head).to_bytes(4, "little") + head + b"".join((*frames, *of_weights, *of_moves)))
    print(f"{MODEL}: {MODEL.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
