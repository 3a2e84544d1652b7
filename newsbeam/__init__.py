"""News in, articles and PLOVER 2.0 events out, from Python.

>>> import newsbeam
>>> coded = newsbeam.code("Rebels killed two soldiers near Mosul on Monday.", published="2024-03-05")
>>> [event.event_type for event in coded.events]
['ASSAULT']

``newsbeam.run`` writes datasets, ``newsbeam.read`` opens them. Everything that is not in ``__all__`` is internal.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsbeam.coding import Coded as Coded
    from newsbeam.coding import code as code
    from newsbeam.coding import explain as explain
    from newsbeam.reading import Dataset as Dataset
    from newsbeam.reading import read as read
    from newsbeam.running import run as run
    from schemas.version import VERSION as __version__  # noqa: N811 - the name that Python has for it
    from transforms.process import Settings as Settings

__all__ = ["Coded", "Dataset", "Settings", "__version__", "code", "explain", "read", "run"]
_HOMES = {
    "Coded": "newsbeam.coding:Coded",
    "Dataset": "newsbeam.reading:Dataset",
    "Settings": "transforms.process:Settings",
    "__version__": "schemas.version:VERSION",
    "code": "newsbeam.coding:code",
    "explain": "newsbeam.coding:explain",
    "read": "newsbeam.reading:read",
    "run": "newsbeam.running:run",
}


def __getattr__(name: str) -> object:
    """Return a public name, imported when it is asked for first: the language layer takes seconds."""
    if name not in _HOMES:
        raise AttributeError(f"module 'newsbeam' has no attribute {name!r}; it has {', '.join(__all__)}")
    from newsbeam.guard import check_neighbours  # noqa: PLC0415 - before the first import of a neighbour

    check_neighbours()
    module, _, attribute = _HOMES[name].partition(":")
    value: object = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
