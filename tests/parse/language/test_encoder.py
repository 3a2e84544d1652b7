"""What the encoder makes of tokens is what spaCy's component makes of them, bit by bit."""

import numpy
import pytest
from spacy.tokens import Doc
from thinc.api import chain

from transforms.parse.language import encoder
from transforms.parse.language.model import load

WORDS = "Two gunmen shot dead a police officer near the market in Mosul on Tuesday , officials said .".split()


@pytest.fixture
def component():
    return load().nlp.get_pipe("tok2vec")


def documents():
    """Return sentences of different lengths, enough for the matrices of a batch."""
    return [Doc(load().nlp.vocab, words=WORDS[first:] * (1 + first % 3)) for first in range(len(WORDS))]


def vectors(docs):
    return numpy.concatenate([doc.tensor for doc in docs])


def test_mixing_on_one_array_gives_the_same_vectors(component, monkeypatch):
    own, theirs = documents(), documents()
    for _ in range(2):  # the second time all forms are known
        encoder.Encoder(component).annotate(own)
    monkeypatch.setattr(encoder, "convolutions", lambda mix: [])
    encoder.Encoder(component).annotate(theirs)
    assert numpy.array_equal(vectors(own), vectors(theirs))


def test_forms_beyond_those_kept(component, monkeypatch):
    monkeypatch.setattr(encoder, "REMEMBERED", 5)
    made, plain = encoder.Encoder(component), documents()
    for docs in (documents()[-3:], documents()):
        made.annotate(docs)
    monkeypatch.undo()
    encoder.Encoder(component).annotate(plain)
    assert numpy.array_equal(vectors(docs), vectors(plain))


def test_other_mixing_is_left_to_the_component(component):
    assert len(encoder.convolutions(component.model.layers[1])) == 4
    other = component.model.layers[1].layers[0]
    assert encoder.convolutions(other) == []
    assert encoder.convolutions(chain(other, other)) == []
