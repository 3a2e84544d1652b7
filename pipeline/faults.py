"""The one place where an unforeseen exception becomes a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def attempt(call: Callable[[], T]) -> T | Exception:
    """Return the result of a call, or the exception it raised.

    A stage that fails on one record is a defect, but must not cost the other records: the caller turns the
    exception into a reject NB301, which carries the record.
    """
    try:
        return call()
    except Exception as error:  # noqa: BLE001 - any defect of a stage, see above
        return error
