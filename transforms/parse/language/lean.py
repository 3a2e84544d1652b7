"""Imports spaCy without its command line, which costs a third of a second of every start and which nobody here calls.

To be imported before anything else imports spaCy; afterwards it does nothing.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

COMMAND_LINE = ("spacy.cli", "spacy.cli.info")


def info(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
    """Do what ``spacy.info`` does, loading it when it is asked for."""
    return importlib.import_module("spacy.cli.info").info(*arguments, **options)


def import_spacy() -> None:
    """Import spaCy with stand-ins for its command line; they are taken away: who imports it later gets the real one."""
    if "spacy" in sys.modules:
        return
    package, module = (ModuleType(name) for name in COMMAND_LINE)
    package.__path__ = []
    module.info = info  # type: ignore[attr-defined]
    sys.modules.update(zip(COMMAND_LINE, (package, module), strict=True))
    try:
        importlib.import_module("spacy")
    finally:
        for name in COMMAND_LINE:
            sys.modules.pop(name, None)


import_spacy()
