"""Packs the model of py3langid anew, so that it loads in a fifth of the time.

    python -m training.tables.language_identifier

The package has it as a numpy archive in xz, whose unpacking takes a second of every start. The same arrays go, one
zstandard frame each, into ``transforms/clean/language/language.zst``; ``identifier.py`` beside it reads them.
"""

from __future__ import annotations

import sys

import msgspec
import numpy as np
import zstandard
from py3langid.langid import MODEL_DIR, MODEL_FILE
from py3langid.modelio import load_model

from transforms.clean.language.identifier import MODEL, Layout

LEVEL = 19


def main() -> int:
    """Write the file."""
    weights, priors, classes, moves, rows, output = load_model(MODEL_DIR / MODEL_FILE)
    arrays = [
        np.asarray(weights, "<f2"),
        np.asarray(priors, "<f4"),
        np.asarray(moves, "<u4"),
        np.asarray(rows, "<u4"),
        np.asarray(output, "<i4"),
    ]
    compressor = zstandard.ZstdCompressor(level=LEVEL)
    frames = [compressor.compress(array.tobytes()) for array in arrays]
    head = msgspec.msgpack.encode(Layout(tuple(classes), tuple(map(len, frames))))
    MODEL.write_bytes(len(head).to_bytes(4, "little") + head + b"".join(frames))
    print(f"{MODEL}: {MODEL.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
