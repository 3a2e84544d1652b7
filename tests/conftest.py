"""Fixtures that every test module may use."""

import time
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def shared():
    """Path of the shared folder with gold data and scorers; the test skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared (gold data), which is not here")
    return SHARED


GROWTH = (1, 2, 4, 8)
"""Sizes of a growing input, times its smallest."""
SLOPE = 3.0
"""Times the work that twice the input may take: linear work takes 2, quadratic 4, and clocks are not exact."""
AT_ONCE = 0.5
"""Seconds of processor time below which nothing is said about growth."""


@pytest.fixture
def linear():
    """Return a check: ``linear(call, size)`` fails where the time of ``call(n)`` grows faster than n.

    The largest input is eight times ``size``. A doubling that takes too long is measured again before it counts.
    """

    def seconds(call, n):
        start = time.process_time()
        call(n)
        return time.process_time() - start

    def check(call, size):
        before = seconds(call, size)
        for factor in GROWTH[1:]:
            now = seconds(call, factor * size)
            if now > max(SLOPE * before, AT_ONCE):
                now = min(now, seconds(call, factor * size))
                before = max(before, seconds(call, factor * size // 2))
            assert now <= max(SLOPE * before, AT_ONCE), f"{factor * size}: {now:.2f} s after {before:.2f} s"
            before = now

    return check
