"""Turns texts into annotated documents: sentences of many articles go through the model in common batches.

Each sentence is a spaCy document of its own, made from words, so that stray full stops can be left out, upper-case
sentences can be shown to the model in lower case and offsets still point into the stored text. Results come out
of whole arrays; no attribute of a spaCy token is read.
"""

from __future__ import annotations

import bisect
import re
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add
from typing import Any, NamedTuple

import numpy
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, POS, SENT_START, TAG
from spacy.tokens import Doc

from schemas.document import Document, NamedSpan, Sentence, Span
from transforms.parse.clause.repair import repair, tree
from transforms.parse.language import greedy
from transforms.parse.language.arrays import Names, Reader, Tags, Tree
from transforms.parse.language.clearnlp import is_clearnlp, to_ud
from transforms.parse.language.encoder import FILLER, encoder
from transforms.parse.language.lemmas import lemma
from transforms.parse.language.model import Model
from transforms.parse.language.sentences import split
from transforms.parse.names import article_names, coref, entities, gazetteer
from transforms.parse.places.recognise import gazetteer_spans

BATCH_SENTENCES = 256
_SURROGATES = re.compile("[\ud800-\udfff]")
_LETTER = re.compile(r"[^\W\d_]")
_NO_SMALL = str.maketrans("", "", string.ascii_lowercase)


INSIDE, BEGINS = 1, 3
"""How spaCy numbers the tokens of a name."""
_ONE_SENTENCE = numpy.full(512, -1, "int64")
_ONE_SENTENCE[0] = 1


@dataclass(slots=True)
class _Piece:
    """A sentence on its way through the model."""

    text: int
    index: int
    paragraph: int
    span: Span
    words: list[str]
    starts: list[int]
    seen: list[str]
    """The words as the model is shown them."""
    spaces: list[bool]
    parse: bool


class _Read(NamedTuple):
    """What a pipeline says of a sentence; a tree only where it was to be parsed."""

    tags: Tags
    tree: Tree
    names: Names
    lemmas: list[str] | None = None
    """None where the pipeline gives none."""


def annotate(texts: Sequence[str], model: Model, *, wants_parse: Callable[[str], bool] | None = None) -> list[Document]:
    """Return one annotated document a text.

    ``wants_parse`` is asked with the text of each sentence whether the parser is needed; where it says no, the
    sentence is tagged and named but unparsed. The result does not depend on which texts share a call.
    """
    documents = []
    if model.arrays is None:  # which keeps what it knows of words itself
        model.common.count(sum(map(len, texts)))
    with model.nlp.memory_zone():
        layouts = [split(text) for text in texts]
        places = [gazetteer_spans(text) for text in texts]
        pieces = list(_pieces(texts, layouts, model, wants_parse))
        sentences: list[list[Sentence]] = [[] for _ in texts]
        names: list[list[NamedSpan]] = [[] for _ in texts]
        for low in range(0, len(pieces), BATCH_SENTENCES):
            chunk = pieces[low : low + BATCH_SENTENCES]
            found = _by_documents(chunk, model) if model.arrays is None else _by_arrays(chunk, model.arrays)
            for piece, read in zip(chunk, found, strict=True):
                sentence = _sentence(piece, read)
                sentences[piece.text].append(sentence)
                cased = article_names.is_cased(sentence)
                listed = gazetteer.merged(gazetteer.known(sentence, cased=cased), sentence, places[piece.text])
                spans = entities.combine(sentence, read.names, listed, cased=cased)
                spans = entities.parted(sentence, spans)
                names[piece.text].extend(article_names.named(sentence, spans, texts[piece.text]))
    for text, (paragraphs, _, broken), mine, named in zip(texts, layouts, sentences, names, strict=True):
        entities_ = tuple(article_names.consistent(article_names.with_acronyms(named, mine)))
        documents.append(
            Document(
                text=text,
                paragraphs=paragraphs,
                sentences=tuple(mine),
                entities=entities_,
                # Only what tells of events asks for them, and an article without a parsed sentence has none.
                antecedents=coref.antecedents(mine, entities_) if any(s.parsed for s in mine) else {},
                broken=broken,
            )
        )
    return documents


def is_capitals(text: str) -> bool:
    """Say whether a sentence is written in capitals, so that case tells nothing about its words."""
    if 5 * len(text.translate(_NO_SMALL)) < 4 * len(text):
        return False  # more than a fifth are small letters
    letters = _LETTER.findall(text)
    return len(letters) > 8 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _pieces(
    texts: Sequence[str],
    layouts: Sequence[tuple[tuple[Span, ...], tuple[Span, ...], tuple[int, ...]]],
    model: Model,
    wants_parse: Callable[[str], bool] | None,
) -> Iterator[_Piece]:
    """Tokenize every sentence and give the model its view of the words."""
    for number, (text, (paragraphs, spans, broken)) in enumerate(zip(texts, layouts, strict=True)):
        starts = [p.start for p in paragraphs]
        for index, span in enumerate(spans):
            surface = text[span.start : span.end]
            safe = surface if surface.isascii() else _SURROGATES.sub("\ufffd", surface)
            rows = model.tokens(safe)
            first, last = bisect.bisect_left(broken, span.start), bisect.bisect_left(broken, span.end)
            stray = {offset - span.start for offset in broken[first:last]}
            words, offsets, spaces = _tokens(surface, rows, stray)
            if not words:
                words, offsets, spaces = [surface], [0], [False]
            seen = [w.lower() for w in words] if model.packaged and is_capitals(surface) else words
            if safe is not surface:
                seen = [_SURROGATES.sub("\ufffd", w) for w in seen]
            yield _Piece(
                text=number,
                index=index,
                paragraph=bisect.bisect_right(starts, span.start) - 1,
                span=span,
                words=words,
                starts=[span.start + o for o in offsets],
                seen=seen,
                spaces=spaces,
                parse=wants_parse is None or wants_parse(surface),
            )


def _begins(count: int) -> Any:  # noqa: ANN401 - spaCy's stubs know arrays of two dimensions only
    """Return what tells the components that a document of some words is one sentence."""
    found = _ONE_SENTENCE[:count]
    if len(found) < count:
        found = numpy.full(count, -1, "int64")
        found[0] = 1
    return found.view("uint64")


def _tokens(surface: str, rows: Sequence[tuple[int, int]], stray: set[int]) -> tuple[list[str], list[int], list[bool]]:
    """Return words, offsets and whether a space follows; white space and stray stops are no tokens."""
    if not stray:
        spans = [(start, start + length) for start, length in rows]
        after = [start > end for (_, end), (start, _) in pairwise(spans)]
        return (
            [surface[start:end] for start, end in spans],
            [start for start, _ in spans],
            [*after, False][: len(spans)],
        )
    words: list[str] = []
    offsets: list[int] = []
    spaces: list[bool] = []
    end = 0
    for start, length in rows:
        stop = start + length
        if stray and stop - 1 in stray and length > 1:
            stop -= 1
        word = surface[start:stop]
        if word.isspace() or start in stray:
            continue
        if words:
            spaces.append(start > end)
        words.append(word)
        offsets.append(start)
        end = stop
    spaces.append(False)
    return words, offsets, spaces[: len(words)]


def _by_arrays(pieces: Sequence[_Piece], reader: Reader) -> list[_Read]:
    """Return what the packaged pipeline says of a batch of sentences."""
    sentences = reader.vectors([piece.seen for piece in pieces])
    tags = reader.tagged(sentences)
    parsed = [number for number, piece in enumerate(pieces) if piece.parse]
    named = [number for number, piece in enumerate(pieces) if _may_name(piece, tags[number][0])]
    trees, names = reader.parsed(sentences, parsed), reader.named(sentences, named)
    return [_Read(tags[number], trees.get(number, ([], [])), names.get(number, [])) for number in range(len(pieces))]


def _by_documents(pieces: Sequence[_Piece], model: Model) -> list[_Read]:
    """Return what a pipeline says of a batch of sentences, by spaCy's documents and components."""
    docs = [Doc(model.nlp.vocab, words=piece.seen, spaces=piece.spaces) for piece in pieces]
    for doc in docs:
        doc.from_array(SENT_START, _begins(len(doc)))  # as an argument it would take as long as all the rest
    filler = Doc(model.nlp.vocab, words=list(FILLER))
    everything = [*docs, filler]
    batches = {"parser": [*(doc for doc, piece in zip(docs, pieces, strict=True) if piece.parse), filler]}
    for name, component in model.nlp.pipeline:
        if name == "ner" and model.packaged:
            firsts = (model.tags[int(doc.to_array(TAG)[0])] for doc in docs)
            asked = zip(docs, pieces, firsts, strict=True)
            batches[name] = [*(doc for doc, piece, tag in asked if _may_name(piece, tag)), filler]
        batch = batches.get(name, everything)
        once = encoder(component)
        if once is not None:
            once.annotate(batch)
        elif greedy.is_greedy(component):
            greedy.annotate(component, batch)
        elif hasattr(component, "pipe"):
            for _ in component.pipe(iter(batch), batch_size=len(batch)):
                pass
        else:
            for doc in batch:
                component(doc)
    return [_of_document(doc, piece, model) for doc, piece in zip(docs, pieces, strict=True)]


def _may_name(piece: _Piece, first: tuple[str, str]) -> bool:
    """Say whether a sentence may hold a name: one in ordinary case with a single, common capitalised word does not.

    ``first``: the tags of its first word.
    """
    words = piece.words
    if not words[0][:1].isupper() or any(w[:1].isupper() for w in words[1:]):
        return True
    return first[0] == "PROPN"


def _of_document(doc: Doc, piece: _Piece, model: Model) -> _Read:
    """Read a document's arrays."""
    names = _model_spans(doc, model)
    if model.packaged:
        table = doc.to_array([TAG, HEAD, DEP])
        tags = [model.tags[t] for t in table[:, 0].tolist()]
        if not piece.parse:
            return _Read(tags, ([], []), names)
        heads = list(map(add, range(len(doc)), table[:, 1].astype("int64").tolist()))
        return _Read(tags, (heads, [model.relations[d] for d in table[:, 2].tolist()]), names)
    table = doc.to_array([POS, TAG, HEAD, DEP, LEMMA])
    strings = model.nlp.vocab.strings
    upos, xpos, deps, lemmas = ([strings[v] for v in table[:, column].tolist()] for column in (0, 1, 3, 4))
    lemmas = [mine or word for mine, word in zip(lemmas, piece.words, strict=True)]
    tags = list(zip(upos, xpos, strict=True))
    if not piece.parse:
        return _Read(tags, ([], []), names, lemmas)
    heads = list(map(add, range(len(doc)), table[:, 2].astype("int64").tolist()))
    return _Read(tags, universal(heads, deps, upos, lemmas), names, lemmas)


def _sentence(piece: _Piece, read: _Read) -> Sentence:
    """Build our sentence from what a pipeline says of it."""
    count = len(piece.words)
    upos, xpos = map(list, zip(*read.tags, strict=True))
    lemmas = list(map(lemma, piece.words, upos, xpos)) if read.lemmas is None else read.lemmas
    heads, deps = read.tree
    if piece.parse and read.lemmas is None:
        repair(tree.Tree(piece.words, lemmas, heads, deps, upos, xpos))
    return Sentence(
        index=piece.index,
        paragraph=piece.paragraph,
        start=piece.span.start,
        end=piece.span.end,
        words=piece.words,
        starts=piece.starts,
        ends=list(map(add, piece.starts, map(len, piece.words))),
        lemmas=lemmas,
        upos=upos,
        xpos=xpos,
        heads=heads if piece.parse else list(range(count)),
        deps=deps if piece.parse else ["dep"] * count,
        parsed=piece.parse,
    )


def universal(heads: list[int], deps: list[str], upos: list[str], lemmas: list[str]) -> tuple[list[int], list[str]]:
    """Return heads and relations of another pipeline in Universal Dependencies, whichever scheme it has."""
    if is_clearnlp(deps):
        return to_ud(heads, deps, upos, lemmas)
    return heads, ["root" if h == i else d or "dep" for i, (h, d) in enumerate(zip(heads, deps, strict=True))]


def _model_spans(doc: Doc, model: Model) -> Names:
    """Return the model's names as (first, last, label) of token indices."""
    table = doc.to_array([ENT_IOB, ENT_TYPE])
    begins = numpy.flatnonzero(table[:, 0] == BEGINS).tolist()
    if not begins:
        return []
    marks, kinds = table[:, 0].tolist(), table[:, 1].tolist()
    spans: Names = []
    for start in begins:
        if kinds[start]:
            end = start + 1
            while end < len(marks) and marks[end] == INSIDE:
                end += 1
            spans.append((start, end, model.nlp.vocab.strings[kinds[start]]))
    return spans
