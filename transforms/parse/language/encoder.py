"""Runs spaCy's token-to-vector component with what a word's form alone decides computed once a form, not once a token.

The component embeds the form of each token and then mixes in its neighbours. The first half looks at nothing but the
form, and the forms of a language's texts repeat, so their vectors are kept. The numbers are the component's own.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy
from spacy.attrs import ORTH
from spacy.pipeline import Tok2Vec
from spacy.tokens import Doc

REMEMBERED = 30_000
"""Forms whose vectors are kept, about 15 MB at 96 numbers a form; others are computed once a batch."""
FILLER = (".",) * 16
"""Words added to what a model is given: small matrices take another path through BLAS, with other roundings."""
BY_FORM = "extract_features"
"""Name of the layer with which an embedding begins that reads attributes of the tokens' forms and nothing else."""


class Encoder:
    """A token-to-vector component and the vectors of the forms it has met."""

    def __init__(self, component: Tok2Vec) -> None:
        """Take the component's two halves."""
        self.component = component
        self._embed, self._mix = component.model.layers
        self._rows: dict[int, int] = {}
        self._vectors = numpy.empty((0, 0), "float32")

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Give the documents the vectors of their tokens, as the component would; no document may be empty."""
        forms, tokens = numpy.unique(numpy.concatenate([doc.to_array(ORTH) for doc in docs]), return_inverse=True)
        embedded = self._embedded(forms.tolist(), docs[0])[tokens]
        ends = numpy.cumsum([len(doc) for doc in docs])[:-1]
        self.component.set_annotations(docs, self._mix.predict(numpy.split(embedded, ends)))

    def _embedded(self, forms: list[int], doc: Doc) -> numpy.ndarray:
        """Return one vector a form."""
        rows, vectors = self._rows, self._vectors
        missing = [form for form in forms if form not in rows]
        if missing:
            words = [*(doc.vocab.strings[form] for form in missing), *FILLER]
            made = self._embed.predict([Doc(doc.vocab, words=words)])[0][: len(missing)]
            if not len(vectors):
                # Memory is taken when it is written to, not here.
                vectors = self._vectors = numpy.empty((REMEMBERED, made.shape[1]), made.dtype)
            first = len(rows)
            new = dict(zip(missing, range(first, first + len(missing)), strict=True))
            if first + len(missing) <= REMEMBERED:
                rows.update(new)
                vectors[first : first + len(missing)] = made
            else:
                rows = rows | new
                vectors = numpy.concatenate([vectors[:first], made])
        return vectors[[rows[form] for form in forms]]


@functools.cache
def encoder(component: Any) -> Encoder | None:  # noqa: ANN401
    """Return the encoder of a component; None where it is none or its embedding may read more than the form."""
    if not isinstance(component, Tok2Vec) or len(component.model.layers) != 2:
        return None
    first = component.model.layers[0]
    while first.layers:
        first = first.layers[0]
    return Encoder(component) if first.name == BY_FORM else None
