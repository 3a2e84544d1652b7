"""A limit of time for the work on one record, so that none can stop a worker.

An exception is raised in the thread that works, between two steps of the interpreter: what runs inside one call of a
library is waited for. Expressions and loops of ours are linear in their input, so this is for what nobody foresaw.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
RECORD_SECONDS = 60.0
"""Seconds of real time for a record; the slowest of the records it was tried on took under five."""


class RecordTimeoutError(Exception):
    """The work on a record took longer than the limit."""


def limited(call: Callable[[], T], seconds: float) -> T:
    """Return the result of a call; RecordTimeoutError where it takes longer than a limit of real time."""
    thread, lock, done = threading.get_ident(), threading.Lock(), False

    def interrupt() -> None:
        with lock:
            if not done:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(RecordTimeoutError))

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        return call()
    finally:
        with lock:
            done = True
            # One that was raised too late must not hit whatever runs next.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), None)
        timer.cancel()
