"""Scores a pipeline on the test sets: ``python -m training.evaluate --data DIR [--model NAME]``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from training.data import MISSING, Sample
from transforms.parse.model import TAG_SEPARATOR

RELATIONS = ("nsubj", "obj", "nsubj:pass", "obl:agent")


def parsed(nlp: Language, samples: Sequence[Sample]) -> list[Doc]:
    """Run the pipeline over gold tokens, one sentence a document."""
    docs = [Doc(nlp.vocab, words=list(s.words), spaces=list(s.spaces), sent_starts=[True] + [False] * (len(s.words) - 1)) for s in samples]
    return list(nlp.pipe(docs, batch_size=256))


def f_score(right: int, predicted: int, gold: int) -> float:
    """Return the harmonic mean of precision and recall in percent."""
    return round(200 * right / (predicted + gold), 2) if predicted + gold else 0.0


def syntax_score(nlp: Language, samples: Sequence[Sample]) -> dict[str, float]:
    """Return LAS and UAS with punctuation, tag accuracies and F1 of the relations that events hang on."""
    right: Counter[str] = Counter()
    total = 0
    hits, guessed, gold = Counter[str](), Counter[str](), Counter[str]()
    for sample, doc in zip(samples, parsed(nlp, samples), strict=True):
        if not sample.heads or not sample.deps or not sample.tags:
            continue
        for i, token in enumerate(doc):
            total += 1
            dep = "ROOT" if token.dep_ == "root" else token.dep_
            head_right = token.head.i == sample.heads[i]
            right["uas"] += head_right
            right["las"] += head_right and dep == sample.deps[i]
            upos, xpos = token.tag_.split(TAG_SEPARATOR, 1)
            gold_upos, gold_xpos = sample.tags[i].split(TAG_SEPARATOR, 1)
            right["upos"] += upos == gold_upos
            right["xpos"] += xpos == gold_xpos
            guessed[dep] += 1
            gold[sample.deps[i]] += 1
            hits[dep] += head_right and dep == sample.deps[i]
    scores = {k: round(100 * right[k] / max(total, 1), 2) for k in ("las", "uas", "upos", "xpos")}
    return scores | {r: f_score(hits[r], guessed[r], gold[r]) for r in RELATIONS}


def spans_of(names: Sequence[str]) -> set[tuple[int, int, str]]:
    """Return the spans of BILUO tags."""
    spans, start = set(), 0
    for i, tag in enumerate(names):
        if tag[0] in "BU":
            start = i
        if tag[0] in "LU":
            spans.add((start, i + 1, tag[2:]))
    return spans


def names_score(nlp: Language, samples: Sequence[Sample]) -> dict[str, float]:
    """Return the F1 of names, exact span and label; guesses on tokens of unknown status do not count."""
    right, guessed, gold = Counter[str](), Counter[str](), Counter[str]()
    for sample, doc in zip(samples, parsed(nlp, samples), strict=True):
        names = sample.names or ()
        wanted = spans_of(names)
        found = {(e.start, e.end, e.label_) for e in doc.ents if not any(names[i] == MISSING for i in range(e.start, e.end))}
        for label in ("", *{s[2] for s in wanted | found}):
            mine = {s for s in found if not label or s[2] == label}
            theirs = {s for s in wanted if not label or s[2] == label}
            right[label] += len(mine & theirs)
            guessed[label] += len(mine)
            gold[label] += len(theirs)
    return {label or "all": f_score(right[label], guessed[label], gold[label]) for label in sorted(gold)}
