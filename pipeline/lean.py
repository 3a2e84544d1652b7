"""Imports Beam and Arrow without what they take in only because it is there: two seconds and 110 MB of every start.

Pandas and IPython are for its data frames and notebooks, MongoDB is no source of ours, and boto3 is loaded when an
object store of its kind is first asked. To be imported before anything else imports Beam; afterwards it does nothing.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from types import ModuleType
from typing import Any

ABSENT = ("pandas", "IPython", "boto3")
"""What Beam does without where it is not installed."""
MONGODB = "apache_beam.io.mongodbio"
S3_CLIENT = "apache_beam.io.aws.clients.s3.boto3_client"


ASKED_BY_ARROW = "pandas"
"""Arrow looks for it at the first array that is made, and once more when something is to become a data frame."""


class Later:
    """A module that is loaded when something of it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:  # noqa: ANN401 - whatever the module holds
        """Return an attribute of the module."""
        return getattr(importlib.import_module(self._name), attribute)


@contextmanager
def replaced(modules: dict[str, ModuleType | None]) -> Iterator[None]:
    """Let imports of modules that are not loaded yet find stand-ins, or nothing; taken away at the end."""
    loaded: dict[str, Any] = sys.modules  # None is how Python notes that a module cannot be imported
    missing = {name: module for name, module in modules.items() if name not in loaded}
    loaded.update(missing)
    try:
        yield
    finally:
        for name in missing:
            sys.modules.pop(name, None)


class Absent:
    """Finds no package of a name, wherever Python looks next."""

    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(self, name: str, *_: object) -> None:
        """Say that there is none of that name, and nothing of any other."""
        if name == self._name:
            raise ModuleNotFoundError(f"{name} is left out here", name=name)


def import_arrow() -> None:
    """Import Arrow and let it find no pandas: rows of ours never come from one. For processes of our own alone.

    Who turns a table into a data frame gets one all the same.
    """
    import pyarrow  # noqa: PLC0415 - what it costs is for who asks

    absent: Any = Absent(ASKED_BY_ARROW)
    sys.meta_path.insert(0, absent)
    try:
        pyarrow.array([0])
    finally:
        sys.meta_path.remove(absent)


def outside_notebooks() -> AbstractContextManager[None]:
    """Let Beam find no IPython while it asks whether it runs in a notebook; where one is loaded, it does."""
    return replaced({"IPython": None})


def import_beam() -> None:
    """Import Beam; what it then lacks is there for who asks it by name."""
    if "apache_beam" in sys.modules:
        return
    with replaced({**dict.fromkeys(ABSENT), MONGODB: ModuleType(MONGODB)}):
        sources = importlib.import_module("apache_beam.io")
        client: Any = importlib.import_module(S3_CLIENT)
    if client.boto3 is None and find_spec("boto3") is not None:
        client.boto3 = Later("boto3")

    def mongodb(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
        if name in ("ReadFromMongoDB", "WriteToMongoDB"):
            return getattr(importlib.import_module(MONGODB), name)
        raise AttributeError(f"module {sources.__name__!r} has no attribute {name!r}")

    sources.__dict__["__getattr__"] = mongodb


import_beam()
