"""Runs the packaged pipeline on arrays with compiled steps, without spaCy's documents; the same numbers and choices.

What spaCy's components write into a document is read out of it again at once. Where the compiled kernels are there, and
the pipeline is of the packaged one's kind, words go in and tags, trees and names come out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy
from spacy.language import Language
from spacy.strings import get_string_id

from transforms.kernels import kernels
from transforms.parse.language.encoder import FILLER, Encoder, encoder
from transforms.parse.language.greedy import BATCH, BLIS, is_greedy

COMPONENTS = ("tok2vec", "tagger", "parser", "ner")
PARSER_MOVES, NAME_MOVES = "SDLRB", "MBILUO"
"""Initials of the moves, by the numbers that spaCy gives them."""
BEFORE_STEPS = ["tok2vec-listener", "list2array", "linear"]
COLUMNS = 48
"""The columns of weights that the kernels take are a multiple of this."""
CHECKED = (1, 5, 16, 128)
"""Numbers of states for which sums are compared."""
ROOT = "ROOT"
REMEMBERED = 100_000
"""Forms whose numbers are kept."""
RAISED, PARTS = "||", "subtok"
"""In labels "X||Y" of words whose true head, a Y, lies deeper than the head in the tree; of parts of a word."""

Tags = list[tuple[str, str]]
Tree = tuple[list[int], list[str]]
"""Of each word the number of its head, its own for a root, and the relation."""
Names = list[tuple[int, int, str]]
"""First word, the one after the last, label."""


class _Numbers(dict[str, int]):
    """The numbers that spaCy has for forms."""

    def __missing__(self, form: str) -> int:
        """Return the number of a form and keep it."""
        if len(self) >= REMEMBERED:
            self.clear()
        found = self[form] = int(get_string_id(form))
        return found


class Sentences(NamedTuple):
    """Vectors of the words of sentences, one after the other, with the filler last."""

    words: Sequence[Sequence[str]]
    lengths: list[int]
    starts: list[int]
    vectors: numpy.ndarray


class Stepper:
    """A transition parser or finder of names."""

    def __init__(self, component: Any, moves: str) -> None:  # noqa: ANN401
        """Take what the component has learned; ``moves``: the initials of its kind."""
        names = [component.moves.get_class_name(number) for number in range(component.moves.n_moves)]
        self.labels = [name.partition("-")[2] for name in names]
        numbers = {label: number for number, label in enumerate(dict.fromkeys(["", *self.labels]))}
        self._moves = numpy.array([moves.index(name[0]) for name in names], "int32")
        self._label_numbers = numpy.array([numbers[label] for label in self.labels], "uint64")
        self._is_parser = moves == PARSER_MOVES
        model = component.model
        self._linear = model.get_ref("tok2vec").layers[-1]
        self._lower, upper = model.get_ref("lower"), model.get_ref("upper")
        self._weights, self._out_bias = upper.get_param("W"), upper.get_param("b")
        self._unseen = sorted(model.attrs["unseen_classes"])
        wide = -len(self._out_bias) % COLUMNS
        self._columns = numpy.ascontiguousarray(numpy.pad(self._weights, ((0, wide), (0, 0))).T)
        self._shifts = numpy.pad(self._out_bias, (0, wide))
        self._compiled = not self._unseen and self._scores_are_equal()

    def _scores_are_equal(self) -> bool:
        """Say whether the compiled sums are those of BLIS on this machine, bit by bit."""
        for count in CHECKED:
            width, wide = self._columns.shape
            hidden = numpy.sin(numpy.arange(count * width, dtype="float32") * 7).reshape(count, width)
            scores = numpy.empty((count, wide), "float32")
            kernels().scores(hidden, self._columns, self._shifts, scores)
            expected = BLIS.gemm(hidden, self._weights, trans2=True) + self._out_bias
            if not numpy.array_equal(scores[:, : len(self._out_bias)], expected):
                return False
        return True

    def found(self, sentences: Sentences, wanted: Sequence[int]) -> dict[int, Any]:
        """Return what is found in the wanted sentences, by their numbers, with classes for labels."""
        ordered = sorted([*wanted, len(sentences.lengths) - 1], key=sentences.lengths.__getitem__)
        found: dict[int, Any] = {}
        for low in range(0, len(ordered), BATCH):
            batch = ordered[low : low + BATCH]
            found.update(zip(batch, self._stepped(sentences, batch), strict=True))
        return found

    def _stepped(self, sentences: Sentences, batch: Sequence[int]) -> list[Any]:
        lengths = numpy.array([sentences.lengths[number] for number in batch], "int32")
        starts = numpy.array([sentences.starts[number] for number in batch])
        places = numpy.arange(lengths.sum()) + numpy.repeat(starts - numpy.cumsum(lengths) + lengths, lengths)
        table, _ = self._lower(self._linear.predict(sentences.vectors[places]), False)
        blank = bytes(map(str.isspace, chain.from_iterable(map(sentences.words.__getitem__, batch))))
        steps = kernels().Steps(
            self._is_parser, lengths, blank, self._moves, self._label_numbers, table, self._lower.get_param("b"),
            self._lower.get_dim("nF"), self._lower.get_dim("nP"),
        )  # fmt: skip
        if self._compiled:
            steps.run(self._columns, self._shifts)
            return list(steps.found())
        hidden = numpy.empty((len(batch), self._weights.shape[1]), "float32")
        while count := steps.look(hidden):
            scores = BLIS.gemm(hidden[:count], self._weights, trans2=True)
            scores += self._out_bias
            if self._unseen:
                scores[:, self._unseen] = scores.min()
            steps.take(scores)
        found: list[Any] = steps.found()
        return found


class Reader:
    """The packaged pipeline; ``reader`` says whether one is."""

    def __init__(self, nlp: Language, encode: Encoder) -> None:
        """Take the components' parts; ``encode`` is that of the first."""
        self._encode, self._vocab = encode, nlp.vocab
        tagger: Any = nlp.get_pipe("tagger")
        self._softmax = tagger.model.layers[1].layers[0]
        self._tags = [(tag.partition("_")[0], tag.partition("_")[2]) for tag in tagger.labels]
        self._parser = Stepper(nlp.get_pipe("parser"), PARSER_MOVES)
        self._names = Stepper(nlp.get_pipe("ner"), NAME_MOVES)
        # The last, at which an index of -1 comes out, is that of the root.
        self._relations = [*self._parser.labels, ROOT]
        self._raised = frozenset(number for number, label in enumerate(self._parser.labels) if RAISED in label)
        self._numbers = _Numbers()

    def vectors(self, words: Sequence[Sequence[str]]) -> Sentences:
        """Return sentences with the vectors of their words; none may be empty."""
        everything = [*words, FILLER]
        flat = list(chain.from_iterable(everything))
        numbers = list(map(self._numbers.__getitem__, flat))
        lengths = list(map(len, everything))
        vectors = self._encode.vectors(numpy.array(numbers, "uint64"), lengths, self._vocab, dict(zip(numbers, flat)))  # noqa: B905
        starts = [0, *numpy.cumsum(lengths)[:-1].tolist()]
        return Sentences(everything, lengths, starts, vectors)

    def tagged(self, sentences: Sentences) -> list[Tags]:
        """Return the UD and Penn tags of the words of each sentence."""
        best = self._softmax.predict(sentences.vectors).argmax(axis=1).tolist()
        tags = list(map(self._tags.__getitem__, best))
        bounds = zip(sentences.starts, sentences.lengths, strict=True)
        return [tags[start : start + length] for start, length in bounds][:-1]

    def parsed(self, sentences: Sentences, wanted: Sequence[int]) -> dict[int, Tree]:
        """Return the trees of the wanted sentences, by their numbers."""
        found, relation = self._parser.found(sentences, wanted), self._relations.__getitem__
        trees: dict[int, Tree] = {}
        for number in wanted:
            heads, classes = found[number]
            relations = list(map(relation, classes))
            if not self._raised.isdisjoint(classes):
                lower(heads, relations, [word.isspace() for word in sentences.words[number]])
            trees[number] = heads, ["root" if name == ROOT else name for name in relations]
        return trees

    def named(self, sentences: Sentences, wanted: Sequence[int]) -> dict[int, Names]:
        """Return the names in the wanted sentences, by their numbers."""
        found, labels = self._names.found(sentences, wanted), self._names.labels
        return {number: [(first, end, labels[one]) for first, end, one in found[number]] for number in wanted}


def lower(heads: list[int], relations: list[str], blank: Sequence[bool]) -> None:
    """Give words whose relation is "X||Y" the head that is a Y, searched level by level below the head.

    As spaCy's ``nonproj.deprojectivize``, which looks for children within the subtrees of the tree as it was.
    """
    first, last = list(range(len(heads))), list(range(len(heads)))
    for word in range(len(heads)):
        above = word
        while heads[above] != above:
            above = heads[above]
            first[above], last[above] = min(first[above], word), max(last[above], word)
    for word, relation in enumerate(relations):
        if RAISED not in relation:
            continue
        relation, _, wanted = relation.partition(RAISED)  # noqa: PLW2901
        level, found = [heads[word]], None
        while level and found is None:
            below = [
                child
                for one in level
                for child in range(first[one], last[one] + 1)
                if heads[child] == one and child not in (one, word) and not blank[child]
            ]
            found = next((child for child in below if relations[child] == wanted), None)
            level = below
        heads[word], relations[word] = heads[word] if found is None else found, relation


def reader(nlp: Language) -> Reader | None:
    """Return a reader of a pipeline with the packaged one's components and layers; None for others."""
    if kernels() is None or nlp.pipe_names[:1] != [COMPONENTS[0]] or {*nlp.pipe_names} != {*COMPONENTS}:
        return None
    first, tagger, *steppers = map(nlp.get_pipe, COMPONENTS)
    encode = encoder(first)
    if encode is None or not encode.by_layers or not _is_softmax(tagger):
        return None
    if not all(is_greedy(one) and _layers(one.model.get_ref("tok2vec")) == BEFORE_STEPS for one in steppers):  # type: ignore[attr-defined]
        return None
    return None if PARTS in steppers[0].labels else Reader(nlp, encode)  # type: ignore[attr-defined]


def _is_softmax(tagger: Callable[..., Any]) -> bool:
    """Say whether a tagger is one layer on the shared vectors, and writes into what is not tagged yet."""
    model: Any = getattr(tagger, "model", None)
    return model is not None and _layers(model) == ["tok2vec-listener", "with_array(softmax)"]


def _layers(model: Any) -> list[str]:  # noqa: ANN401
    return [layer.name for layer in model.layers]
