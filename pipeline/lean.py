"""Imports Beam without what it takes in only because it is there: a second and 60 MB of every start.

Pandas and IPython are for its data frames and notebooks, MongoDB is no source of ours, and boto3 is loaded when an
object store of its kind is first asked. To be imported before anything else imports Beam; afterwards it does nothing.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType
from typing import Any

ABSENT = ("pandas", "IPython", "boto3")
"""What Beam does without where it is not installed."""
MONGODB = "apache_beam.io.mongodbio"
S3_CLIENT = "apache_beam.io.aws.clients.s3.boto3_client"


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
