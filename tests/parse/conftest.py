"""The language model, loaded once for all tests of the layer."""

import pytest

from transforms.parse import model as models


@pytest.fixture(scope="session")
def model():
    """Return the packaged pipeline."""
    return models.load()
