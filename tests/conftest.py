"""Fixtures that every test module may use."""

import time
from pathlib import Path

import pytest

from transforms import arithmetic

arithmetic.settle()

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def shared():
    """Path of the shared folder with gold data and scorers; the test skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared (gold data), which is not here")
    return SHARED


TIMES = 8
"""How many times longer the larger input of a growth test is."""
FAR = 24
"""Times the work that it may take: linear work takes 8, quadratic 64, and clocks are not exact."""
RESOLUTION = 0.01
"""Seconds below which a clock tells nothing about growth."""
AGAIN = 3
"""Measurements before a growth counts."""


@pytest.fixture
def linear():
    """Return a check: ``linear(call, size)`` fails where the work of ``call(n)`` grows far faster than n.

    The work at eight times ``size`` is held against that at ``size``; what looks too much is measured again.
    """

    def work(call, n):
        start = time.process_time()
        call(n)
        return time.process_time() - start

    def check(call, size):
        small, large = work(call, size), work(call, TIMES * size)
        for _ in range(AGAIN):
            if large <= FAR * max(small, RESOLUTION):
                return
            small, large = max(small, work(call, size)), min(large, work(call, TIMES * size))
        pytest.fail(f"{TIMES} times the input takes {large / max(small, RESOLUTION):.0f} times the work")

    return check
