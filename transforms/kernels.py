"""The door to the compiled kernels: what a few Python functions do, done in C, with the same results.

They are built at installation where there is a compiler. Where they are not, or where ``NEWSBEAM_KERNELS=0`` says that
they are not wanted, the Python functions do the work.
"""

from __future__ import annotations

import importlib
import os
from functools import cache
from typing import Any

CONTRACT = 4
"""Of the kernels that this version of the package calls; others are left alone."""
NAME = "newsbeam_kernels"
SWITCH = "NEWSBEAM_KERNELS"


@cache
def kernels() -> Any:  # noqa: ANN401 - a module without stubs
    """Return the module of the compiled kernels, None where the Python functions are to do the work."""
    if os.environ.get(SWITCH) == "0":
        return None
    try:
        found = importlib.import_module(NAME)
    except ImportError:
        return None
    return found if found.CONTRACT == CONTRACT else None
