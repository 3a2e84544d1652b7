"""Ids of 32 hex digits as numbers, many at once, and the ranges of them that rows are divided by."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

HEAD = 16
"""Hex digits that stand for an id where two that agree in them may be taken for one."""
DIGITS = np.zeros(256, np.uint64)
DIGITS[list(b"0123456789abcdef")] = np.arange(16, dtype=np.uint64)
SHIFTS = np.arange(4 * (HEAD - 1), -1, -4, dtype=np.uint64)
HALF = np.uint64(32)


def heads(ids: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """Return the first 64 bits, uint64, of ids of 32 hex digits; as numbers they sort as the ids do."""
    whole = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    if pa.types.is_dictionary(whole.type):
        whole = whole.dictionary_decode()
    if not len(whole):
        return np.empty(0, np.uint64)
    letters = np.frombuffer(pc.utf8_slice_codeunits(whole, 0, HEAD).buffers()[2], np.uint8, HEAD * len(whole))
    found: np.ndarray = np.bitwise_or.reduce(DIGITS[letters.reshape(-1, HEAD)] << SHIFTS, axis=1)
    return found


def ranges(numbers: np.ndarray, buckets: int) -> np.ndarray:
    """Return the bucket of each id, given its first 64 bits: what ``bucket_of`` says of it."""
    placed: np.ndarray = ((numbers >> HALF) * np.uint64(buckets) >> HALF).astype(np.int64)
    return placed
