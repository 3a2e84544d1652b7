"""The language model, loaded once for all tests of the layer."""

import pytest

from transforms.parse.annotate import annotate
from transforms.parse.language import model as models


@pytest.fixture(scope="session")
def model():
    """Return the packaged pipeline."""
    return models.load()


@pytest.fixture(scope="session")
def parse(model):
    """Return a function from a text to its document."""

    def run(text):
        return annotate([text], model)[0]

    return run
