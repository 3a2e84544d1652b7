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
from typing import Any

import numpy
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, POS, SENT_START, TAG
from spacy.tokens import Doc

from schemas.document import Document, NamedSpan, Sentence, Span
from transforms.parse.clause.repair import repair
from transforms.parse.clause.repair.tree import Tree
from transforms.parse.language import greedy
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
    doc: Doc
    parse: bool


def annotate(texts: Sequence[str], model: Model, *, wants_parse: Callable[[str], bool] | None = None) -> list[Document]:
    """Return one annotated document a text.

    ``wants_parse`` is asked with the text of each sentence whether the parser is needed; where it says no, the
    sentence is tagged and named but unparsed. The result does not depend on which texts share a call.
    """
    documents = []
    model.common.count(sum(map(len, texts)))
    with model.nlp.memory_zone():
        layouts = [split(text) for text in texts]
        places = [gazetteer_spans(text) for text in texts]
        pieces = list(_pieces(texts, layouts, model, wants_parse))
        sentences: list[list[Sentence]] = [[] for _ in texts]
        names: list[list[NamedSpan]] = [[] for _ in texts]
        for low in range(0, len(pieces), BATCH_SENTENCES):
            chunk = pieces[low : low + BATCH_SENTENCES]
            _run(chunk, model)
            for piece in chunk:
                sentence = _sentence(piece, model)
                sentences[piece.text].append(sentence)
                cased = article_names.is_cased(sentence)
                listed = gazetteer.merged(gazetteer.known(sentence, cased=cased), sentence, places[piece.text])
                spans = entities.combine(sentence, _model_spans(piece, model), listed, cased=cased)
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
            doc = Doc(model.nlp.vocab, words=seen, spaces=spaces)
            doc.from_array(SENT_START, _begins(len(words)))  # as an argument it would take as long as all the rest
            yield _Piece(
                text=number,
                index=index,
                paragraph=bisect.bisect_right(starts, span.start) - 1,
                span=span,
                words=words,
                starts=[span.start + o for o in offsets],
                doc=doc,
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


def _run(pieces: list[_Piece], model: Model) -> None:
    """Send a batch through the pipeline, the parser only where it is wanted."""
    filler = Doc(model.nlp.vocab, words=list(FILLER))
    everything = [*(p.doc for p in pieces), filler]
    batches = {"parser": [*(p.doc for p in pieces if p.parse), filler]}
    for name, component in model.nlp.pipeline:
        if name == "ner" and model.packaged:
            batches[name] = [*(p.doc for p in pieces if _may_name(p, model)), filler]
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


def _may_name(piece: _Piece, model: Model) -> bool:
    """Say whether a sentence may hold a name: one in ordinary case with a single, common capitalised word does not."""
    words = piece.words
    if not words[0][:1].isupper() or any(w[:1].isupper() for w in words[1:]):
        return True
    return model.tags[int(piece.doc.to_array(TAG)[0])][0] == "PROPN"


def _sentence(piece: _Piece, model: Model) -> Sentence:
    """Build our sentence from the arrays of spaCy's document."""
    count = len(piece.words)
    heads: list[int] = []
    if model.packaged:
        table = piece.doc.to_array([TAG, HEAD, DEP])
        pairs = [model.tags[t] for t in table[:, 0].tolist()]
        upos, xpos = [p[0] for p in pairs], [p[1] for p in pairs]
        lemmas = list(map(lemma, piece.words, upos, xpos))
        offsets, labels = table[:, 1].astype("int64").tolist(), table[:, 2].tolist()
        deps = [model.relations[d] for d in labels] if piece.parse else []
        if piece.parse:
            heads = list(map(add, range(count), offsets))
            repair(Tree(piece.words, lemmas, heads, deps, upos, xpos))
    else:
        table = piece.doc.to_array([POS, TAG, HEAD, DEP, LEMMA])
        strings = model.nlp.vocab.strings
        upos, xpos, deps, lemmas = ([strings[v] for v in table[:, column].tolist()] for column in (0, 1, 3, 4))
        offsets = table[:, 2].astype("int64").tolist()
        lemmas = [mine or word for mine, word in zip(lemmas, piece.words, strict=True)]
        if piece.parse:
            heads, deps = universal([i + o for i, o in enumerate(offsets)], deps, upos, lemmas)
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


def _model_spans(piece: _Piece, model: Model) -> list[tuple[int, int, str]]:
    """Return the model's names as (first, last, label) of token indices."""
    table = piece.doc.to_array([ENT_IOB, ENT_TYPE])
    begins = numpy.flatnonzero(table[:, 0] == BEGINS).tolist()
    if not begins:
        return []
    marks, kinds = table[:, 0].tolist(), table[:, 1].tolist()
    spans: list[tuple[int, int, str]] = []
    for start in begins:
        if kinds[start]:
            end = start + 1
            while end < len(marks) and marks[end] == INSIDE:
                end += 1
            spans.append((start, end, model.nlp.vocab.strings[kinds[start]]))
    return spans
