"""Scores a pipeline on the test sets: ``python -m training.language.evaluate --data DIR [--model NAME]``."""

from __future__ import annotations

import argparse
import json
import re
import resource
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from training.language.data import MISSING, Sample, read_conllu, read_gmb
from transforms.parse.annotate import annotate
from transforms.parse.language.model import TAG_SEPARATOR, Model, load

RELATIONS = ("nsubj", "obj", "nsubj:pass", "obl:agent")


def parsed(nlp: Language, samples: Sequence[Sample]) -> list[Doc]:
    """Run the pipeline over gold tokens, one sentence a document."""
    docs = [
        Doc(nlp.vocab, words=list(s.words), spaces=list(s.spaces), sent_starts=[True] + [False] * (len(s.words) - 1))
        for s in samples
    ]
    return list(nlp.pipe(docs, batch_size=256))


def f_score(right: int, predicted: int, gold: int) -> float:
    """Return the harmonic mean of precision and recall in percent."""
    return round(200 * right / (predicted + gold), 2) if predicted + gold else 0.0


def syntax_score(nlp: Language, samples: Sequence[Sample]) -> dict[str, float]:
    """Return LAS and UAS with punctuation, LAS of words, tag accuracies, F1 of the relations that events hang on."""
    right: Counter[str] = Counter()
    total = marks = 0
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
            marks += sample.deps[i] == "punct"
            right["words"] += head_right and dep == sample.deps[i] != "punct"
            upos, xpos = token.tag_.split(TAG_SEPARATOR, 1)
            gold_upos, gold_xpos = sample.tags[i].split(TAG_SEPARATOR, 1)
            right["upos"] += upos == gold_upos
            right["xpos"] += xpos == gold_xpos
            guessed[dep] += 1
            gold[sample.deps[i]] += 1
            hits[dep] += head_right and dep == sample.deps[i]
    scores = {k: round(100 * right[k] / max(total, 1), 2) for k in ("las", "uas", "upos", "xpos")}
    scores["las of words"] = round(100 * right["words"] / max(total - marks, 1), 2)
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
        found = {
            (e.start, e.end, e.label_) for e in doc.ents if not any(names[i] == MISSING for i in range(e.start, e.end))
        }
        for label in ("", *{s[2] for s in wanted | found}):
            mine = {s for s in found if not label or s[2] == label}
            theirs = {s for s in wanted if not label or s[2] == label}
            right[label] += len(mine & theirs)
            guessed[label] += len(mine)
            gold[label] += len(theirs)
    return {label or "all": f_score(right[label], guessed[label], gold[label]) for label in sorted(gold)}


def raw_score(model: Model, samples: Sequence[Sample]) -> dict[str, float]:
    """Return word and labelled attachment F1 from raw text: own tokens, own sentence boundaries, by characters."""
    words_right = las_right = mine = gold = 0
    for sample, document in zip(samples, annotate([s.text for s in samples], model), strict=True):
        starts, at = [], 0
        for word, space in zip(sample.words, sample.spaces, strict=True):
            starts.append(at)
            at += len(word) + space
        wanted = {}
        for i, start in enumerate(starts):
            head = (sample.heads or ())[i]
            dep = (sample.deps or ())[i].replace("ROOT", "root")
            wanted[start, start + len(sample.words[i])] = (starts[head] if head != i else -1, dep)
        for s in document.sentences:
            for i in range(len(s)):
                key = (s.starts[i], s.ends[i])
                mine += 1
                if key in wanted:
                    words_right += 1
                    las_right += wanted[key] == (s.starts[s.heads[i]] if s.heads[i] != i else -1, s.deps[i])
        gold += len(wanted)
    return {"words": f_score(words_right, mine, gold), "las": f_score(las_right, mine, gold)}


def lowered(samples: Sequence[Sample]) -> list[Sample]:
    """Return the samples in lower case, which is also how the model is shown upper-case text."""
    return [replace(s, words=tuple(w.lower() for w in s.words)) for s in samples]


def titled(samples: Sequence[Sample]) -> list[Sample]:
    """Return the samples in headline case."""
    return [replace(s, words=tuple(w[:1].upper() + w[1:] for w in s.words)) for s in samples]


def speed(model: Model, texts: Sequence[str]) -> dict[str, float]:
    """Return words per second of processor time: everything, parser on every fourth sentence, parser off."""
    annotate(texts[:20], model)
    found = {}
    for name, wants in (("all", None), ("parser on a quarter", _quarter), ("parser off", _none)):
        started = time.process_time()
        documents = annotate(texts, model, wants_parse=wants)
        words = sum(len(s) for d in documents for s in d.sentences)
        found[name] = round(words / (time.process_time() - started))
    return found


def _quarter(text: str) -> bool:
    return len(text) % 4 == 0


def _none(_: str) -> bool:
    return False


def main() -> None:
    """Print syntax scores on the test sets, clean and damaged, speed and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model")
    args = parser.parse_args()
    started = time.monotonic()
    model = load(args.model)
    print(f"load: {time.monotonic() - started:.2f} s")
    gum, ewt, pud = (read_conllu(args.data / f"{n}-test.conllu.gz") for n in ("gum", "ewt", "pud"))
    sets = {
        "gum": gum,
        "gum news and interview": [s for s in gum if re.match("GUM_(news|interview)", s.identifier)],
        "ewt": ewt,
        "pud": pud,
        "pud news": [s for s in pud if s.identifier.startswith("n")],
    }
    for name, samples in sets.items():
        print(f"{name}: {json.dumps(syntax_score(model.nlp, samples))}")
        print(f"{name}, upper or lower case: {json.dumps(syntax_score(model.nlp, lowered(samples)))}")
    print(f"gum, headline case: {json.dumps(syntax_score(model.nlp, titled(gum)))}")
    for name in ("gum", "ewt", "pud"):
        print(f"{name}, raw text: {json.dumps(raw_score(model, sets[name]))}")
    gmb = [s for s, _ in read_gmb(args.data / "gmb-test.tsv.gz")]
    print(f"gmb, model alone: {json.dumps(names_score(model.nlp, gmb))}")
    print(f"gmb, model alone, lower case: {json.dumps(names_score(model.nlp, lowered(gmb)))}")
    texts = [" ".join(s.text for s in gmb[i : i + 20]) for i in range(0, len(gmb), 20)]
    print(f"words per second: {json.dumps(speed(model, texts))}")
    print(f"resident memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
