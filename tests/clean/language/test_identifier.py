"""The language identifier as we pack it."""

import numpy as np
import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from transforms.clean.language.identifier import identifier


@pytest.fixture(scope="module")
def installed():
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def test_it_is_the_model_of_the_installed_package(installed):
    packed = identifier()
    assert packed.nb_classes == installed.nb_classes
    for name in ("nb_ptc", "nb_pc", "tk_nextmove", "tk_output", "tk_row", "_rowbase"):
        assert np.array_equal(np.asarray(getattr(packed, name)), np.asarray(getattr(installed, name))), name


@pytest.mark.parametrize("text", ["Rain fell.", "Es regnete den ganzen Tag.", "Дождь шёл весь день.", "", "—"])
def test_it_says_what_that_says(installed, text):
    assert identifier().classify(text) == installed.classify(text)
