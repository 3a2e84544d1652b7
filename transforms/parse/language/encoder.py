"""Runs spaCy's token-to-vector component with what a word's form alone decides computed once a form, not once a token.

The component embeds the form of each token and then mixes in its neighbours. The first half looks at nothing but the
form, and the forms of a language's texts repeat, so their vectors are kept. The second half is spaCy's convolutions
with a window of one word, run on one array. The numbers are the component's own, bit by bit.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias, cast

import numpy
from spacy.attrs import ORTH
from spacy.pipeline import Tok2Vec
from spacy.strings import StringStore
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model

from transforms.kernels import kernels

REMEMBERED = 30_000
"""Forms whose vectors are kept, about 15 MB at 96 numbers a form; others are computed once a batch."""
FILLER = (".",) * 16
"""Words added to what a model is given: small matrices take another path through BLAS, with other roundings."""
BY_FORM = "extract_features"
"""Name of the layer with which an embedding begins that reads attributes of the tokens' forms and nothing else."""
CONVOLUTION = ["expand_window", "maxout", "layernorm", "dropout"]
"""Names of the layers of one convolution; the last does nothing outside of training."""
MOST_WIDTH = 128
"""Numbers of a word up to which the compiled kernels add them up as numpy does."""
TINY = 1e-8
"""What is added to a variance before it divides, as spaCy's layer does."""

Spelled: TypeAlias = "Mapping[int, str] | StringStore"


class Convolution(NamedTuple):
    """The weights of one convolution: of the word, the one before and the one after it, then of the normal form."""

    weights: numpy.ndarray
    """A row for each piece of each number of the result."""
    bias: numpy.ndarray
    pieces: int
    scale: numpy.ndarray
    shift: numpy.ndarray


def convolutions(mix: Model[Any, Any]) -> list[Convolution]:
    """Return the convolutions that a model is a chain of, two or more, first to last; none where it is another."""
    found: list[Convolution] = []
    if not mix.name.startswith("with_array") or "pad" not in mix.attrs:
        return []
    for block in mix.layers[0].layers:
        leaves = [node for node in block.walk(order="dfs_pre") if not node.layers]
        if not block.name.startswith("residual(") or [leaf.name for leaf in leaves] != CONVOLUTION:
            return []
        window, maxout, norm = (cast(Any, leaf) for leaf in leaves[:3])  # thinc's types say only that it is an array
        weights = maxout.get_param("W")
        width, pieces, seen = weights.shape
        if window.attrs["window_size"] != 1 or seen != 3 * width:
            return []
        found.append(
            Convolution(
                weights.reshape(width * pieces, seen),
                maxout.get_param("b").reshape(-1),
                pieces,
                norm.get_param("G"),
                norm.get_param("b"),
            )
        )
    return found


def mixed(vectors: numpy.ndarray, lengths: Sequence[int], layers: Sequence[Convolution], pad: int) -> numpy.ndarray:
    """Return the vectors of the tokens of sentences, one after the other, with their neighbours mixed in.

    ``lengths``: how many tokens each sentence has. ``pad``: how many empty rows stand before, between and after them.
    """
    width = vectors.shape[1]
    places = numpy.arange(len(vectors)) + numpy.repeat(pad * numpy.arange(1, len(lengths) + 1), lengths)
    count = len(vectors) + pad * (len(lengths) + 1)
    rows = numpy.zeros((count, width), vectors.dtype)
    rows[places] = vectors
    windows = numpy.zeros((count, 3 * width), vectors.dtype)
    best = numpy.empty((count, width), vectors.dtype)
    compiled = kernels() if width <= MOST_WIDTH and vectors.dtype == numpy.float32 else None
    variance = numpy.empty((count, 1), vectors.dtype)
    room: dict[int, numpy.ndarray] = {}
    for layer in layers:
        windows[1:, :width] = rows[:-1]
        windows[:, width : 2 * width] = rows
        windows[:-1, 2 * width :] = rows[1:]
        wide = len(layer.bias)
        summed = room[wide] = numpy.dot(windows, layer.weights.T, out=room.get(wide))
        if compiled is not None:
            compiled.centre(summed, layer.bias, best, variance)
            variance += TINY
            compiled.settle(best, variance ** (-1.0 / 2.0), layer.scale, layer.shift, rows)
            continue
        summed += layer.bias
        parts = summed.reshape(count, width, layer.pieces)
        best[:] = parts[:, :, 0]
        for piece in range(1, layer.pieces):
            numpy.maximum(best, parts[:, :, piece], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = (best * best).mean(axis=1, keepdims=True) + TINY
        best *= variance ** (-1.0 / 2.0)
        best *= layer.scale
        best += layer.shift
        rows += best
    found: numpy.ndarray = rows[places]
    return found


class Encoder:
    """A token-to-vector component and the vectors of the forms it has met."""

    def __init__(self, component: Tok2Vec) -> None:
        """Take the component's two halves."""
        self.component = component
        self._embed, self._mix = component.model.layers
        self._layers = convolutions(self._mix)
        self._rows: dict[int, int] = {}
        self._vectors = numpy.empty((0, 0), "float32")

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Give the documents the vectors of their tokens, as the component would; no document may be empty."""
        forms, lengths = numpy.concatenate([doc.to_array(ORTH) for doc in docs]), [len(doc) for doc in docs]
        vectors = self.vectors(forms, lengths, docs[0].vocab, docs[0].vocab.strings)
        self.component.set_annotations(docs, numpy.split(vectors, numpy.cumsum(lengths)[:-1]))

    @property
    def by_layers(self) -> bool:
        """Say whether the second half is run here, on one array."""
        return bool(self._layers)

    def vectors(self, forms: numpy.ndarray, lengths: Sequence[int], vocab: Vocab, spelled: Spelled) -> numpy.ndarray:
        """Return the vectors of tokens, by the numbers of their ``forms``, of sentences with so many tokens each.

        No sentence may be empty. ``spelled``: the form of a number.
        """
        different, tokens = numpy.unique(forms, return_inverse=True)
        embedded = self._embedded(different.tolist(), vocab, spelled)[tokens]
        if self._layers:
            return mixed(embedded, lengths, self._layers, self._mix.attrs["pad"])
        return numpy.concatenate(self._mix.predict(numpy.split(embedded, numpy.cumsum(lengths)[:-1])))

    def _embedded(self, forms: list[int], vocab: Vocab, spelled: Spelled) -> numpy.ndarray:
        """Return one vector a form."""
        rows, vectors = self._rows, self._vectors
        missing = [form for form in forms if form not in rows]
        if missing:
            words = [*(spelled[form] for form in missing), *FILLER]
            made = self._embed.predict([Doc(vocab, words=words)])[0][: len(missing)]
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
