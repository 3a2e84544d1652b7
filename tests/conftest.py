"""Fixtures that every test module may use."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def shared():
    """Path of the shared folder with gold data and scorers; the test skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared (gold data), which is not here")
    return SHARED
