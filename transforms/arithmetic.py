"""Arithmetic of the language model: the same numbers for a sentence whatever stands beside it, on every processor.

The libraries that multiply matrices choose their kernels by the processor, and some (OpenBLAS's for AVX2) round the
last bit of a row by where it stands among the others: a sentence would be read by other numbers in another batch. The
kernels named here do not, on any x86 processor; they cost a few hundredths of the time.
"""

from __future__ import annotations

import os
import platform

ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_CORETYPE": "Sandybridge"}
"""One thread: others would fight over cores that the worker processes use already."""
KERNELS_OF = frozenset({"x86_64", "AMD64"})


def settle() -> None:
    """Set what is read when numpy is imported, for this process and those that it starts; a user's own values stay."""
    for name, value in ENVIRONMENT.items():
        if name != "OPENBLAS_CORETYPE" or platform.machine() in KERNELS_OF:
            os.environ.setdefault(name, value)
