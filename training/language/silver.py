"""Parses the news corpus with the model in training (self-training on text of the target domain)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from training.language.data import Sample
from transforms.parse.language.model import TAG_SEPARATOR

LEAST_AGREEMENT = 0.9
"""Share of a sentence's Penn tags that the model must get right for its parse to be believed."""


def annotated(nlp: Language, corpus: Sequence[tuple[Sample, tuple[str, ...]]]) -> list[Sample]:
    """Return every sample; those with credible tags also get the model's heads, relations and agreeing tags."""
    found = []
    for low in range(0, len(corpus), 256):
        chunk = corpus[low : low + 256]
        docs = [
            Doc(
                nlp.vocab, words=list(s.words), spaces=list(s.spaces), sent_starts=[True] + [False] * (len(s.words) - 1)
            )
            for s, _ in chunk
        ]
        for name, pipe in nlp.pipeline:
            if name != "ner":
                docs = list(pipe.pipe(docs, batch_size=256))
        for (sample, penn), doc in zip(chunk, docs, strict=True):
            found.append(_with_parse(sample, penn, doc))
    return found


def _with_parse(sample: Sample, penn: tuple[str, ...], doc: Doc) -> Sample:
    tags = [t.tag_ for t in doc]
    right = [_same(tag.split(TAG_SEPARATOR, 1)[1], other) for tag, other in zip(tags, penn, strict=True)]
    if len(penn) < 4 or sum(right) < LEAST_AGREEMENT * len(penn):
        return sample
    return replace(
        sample,
        tags=tuple(t if ok else "" for t, ok in zip(tags, right, strict=True)),
        heads=tuple(t.head.i for t in doc),
        deps=tuple(t.dep_ for t in doc),
    )


def _same(mine: str, other: str) -> bool:
    """Say whether two Penn tags agree but for differences of the two corpora's guidelines."""
    return (
        mine == other
        or other in ("", "LRB", "RRB", "``", "''", ";")
        or {mine, other} in ({"TO", "IN"}, {"HYPH", ":"}, {"NFP", ":"})
    )
