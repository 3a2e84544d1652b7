"""Runs spaCy's greedy transition parser (parser and entity recognizer) step by step from here.

spaCy's own loop lets go of the interpreter lock and takes it again at each look at a state, which is most of its
time. This one holds the lock: the same operations in the same order, so the same numbers, about twice as fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy
from spacy.ml.parser_model import ParserStepModel
from spacy.pipeline.transition_parser import Parser
from spacy.tokens import Doc
from thinc.api import NumpyOps

BLIS = NumpyOps(use_blis=True)
"""The library of spaCy's own loop, whose sums do not depend on how many states step together."""
BATCH = 128
"""Sentences, sorted by length, that take their steps together."""


def is_greedy(component: Any) -> bool:  # noqa: ANN401
    """Say whether a component is a transition parser that this loop can run: no beam, maxout, an upper layer."""
    return (
        isinstance(component, Parser)
        and component.cfg["beam_width"] == 1
        and component.model.attrs.get("has_upper", False)
        and component.model.get_ref("lower").get_dim("nP") > 1
        and isinstance(component.model.ops, NumpyOps)
    )


def annotate(parser: Parser, docs: Sequence[Doc]) -> None:
    """Write the parser's annotations into the documents."""
    ordered = sorted(docs, key=len)
    for low in range(0, len(ordered), BATCH):
        batch = ordered[low : low + BATCH]
        parser.set_annotations(batch, states(parser, batch))


def states(parser: Parser, docs: Sequence[Doc]) -> list[Any]:
    """Return the final states of the documents."""
    batch = parser.moves.init_batch(docs)
    unfinished = [state for state in batch if not state.is_final()]
    if not unfinished:
        return batch
    model, lower, upper = parser.model, parser.model.get_ref("lower"), parser.model.get_ref("upper")
    features, pieces = lower.get_dim("nF"), lower.get_dim("nP")
    table, _ = lower(model.get_ref("tok2vec").predict(docs), False)
    table = table.reshape(table.shape[0] * features, -1)
    # The first rows are the padding: what a feature weighs where there is no token (number -1).
    rows = numpy.arange(features, dtype="int32") + features
    bias = lower.get_param("b").reshape(1, -1)
    weights, out_bias = upper.get_param("W"), upper.get_param("b")
    unseen = sorted(model.attrs["unseen_classes"])
    shape = SimpleNamespace(state2vec=SimpleNamespace(nF=features))
    while unfinished:
        tokens = ParserStepModel.get_token_ids(shape, unfinished)
        tokens *= features
        tokens += rows
        summed = model.ops.gather_add(table, tokens)
        summed += bias
        hidden = summed[:, 0::pieces]
        for piece in range(1, pieces):
            hidden = numpy.maximum(hidden, summed[:, piece::pieces])
        scores = BLIS.gemm(hidden, weights, trans2=True)
        scores += out_bias
        if unseen:
            scores[:, unseen] = scores.min()
        unfinished = parser.transition_states(unfinished, scores)
    return batch
