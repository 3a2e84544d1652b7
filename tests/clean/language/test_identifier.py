"""The language identifier as we pack it."""

import numpy as np
import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from transforms.clean.language.identifier import Identifier, identifier


@pytest.fixture(scope="module")
def installed():
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def test_it_is_the_model_of_the_installed_package(installed):
    packed = Identifier()
    assert packed.nb_classes == installed.nb_classes
    rows = np.asarray(installed.tk_row)
    assert np.array_equal(packed._rows, rows)
    packed._weights.load(np.arange(len(installed.nb_ptc)))
    packed._moves.load(rows)
    assert np.array_equal(packed.nb_ptc[: len(installed.nb_ptc)], installed.nb_ptc)
    for name in ("nb_pc", "tk_nextmove", "tk_output"):
        stored = np.asarray(getattr(installed, name))
        assert np.array_equal(np.asarray(getattr(packed, name))[: len(stored)], stored), name


@pytest.mark.parametrize("text", ["Rain fell.", "Es regnete den ganzen Tag.", "Дождь шёл весь день.", "", "—"])
def test_it_says_what_that_says(installed, text):
    assert identifier().classify(text) == installed.classify(text)
