"""Scores the names of model and lists together from raw text: ``python -m training.language.evaluate_names``.

Exact character spans and labels. Titles and articles at the front of a name count on neither side; places of every
kind are one label. The rows without a remark are strict. Two remarks make up for what a corpus does not say:

* "names": of the conflict reporting set, which marks every mention, those that hold a proper noun.
* "its own terms": spans of which the corpus does not say whether a name is there count on neither side, and a country
  or people that the corpus calls an organisation (it acts) is right as a place or people. These are, in the conflict
  reporting set, names inside mentions of other words ("ISIL fighters", "the Iraqi army"); in the news corpus, names of
  religions and movements, for which it has no label (it calls "Muslim" an organisation, nothing, a place or a
  person), and titles that it marks as persons.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from schemas.document import Document
from training.language.data import MISSING, TITLES, Sample, _named, read_conllu, read_gmb, read_iob2, read_wikigold
from training.language.evaluate import f_score, spans_of
from transforms.parse.annotate import annotate
from transforms.parse.language.model import Model, load
from transforms.parse.names import gazetteer
from transforms.world.countries import country_by_name

OURS = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "NORP": "NORP"}
RE3D = {"Person": "PERSON", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP"}
_FRONT = TITLES | frozenset("the a an this that these those its his her our their some".split())
Found = set[tuple[int, int, str]]


def read_re3d(path: Path) -> list[Sample]:
    """Read the conflict reporting set with all mentions of the four mapped kinds."""
    records = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
    samples = [_named("re3d", r["tokens"], r["tags"], RE3D) for r in records]
    return [replace(s, spaces=_glued(s.words, s.spaces)) for s in samples]


def _glued(words: Sequence[str], spaces: Sequence[bool]) -> tuple[bool, ...]:
    """Return spaces as they were before a tokenizer cut at every mark and accent: "al-Qaeda", "Da’esh", "Çavuşoğlu"."""
    out = list(spaces)
    for i in range(1, len(words) - 1):
        before, word, after = words[i - 1], words[i], words[i + 1]
        if not (before[-1:].isalnum() and after[:1].isalnum()):
            continue
        if word in ("-", "/") or (word in ("'", "’") and after[:1].islower()):
            out[i - 1] = out[i] = False
        elif len(word) == 1 and word.isalpha() and not word.isascii():
            out[i - 1] = word.isupper()
            out[i] = False
    return tuple(out)


def gold(sample: Sample, *, names_only: bool = False) -> tuple[Found, list[tuple[int, int]]]:
    """Return the character spans of a sample's names and of its tokens of unknown status."""
    starts, at = [], 0
    for word, space in zip(sample.words, sample.spaces, strict=True):
        starts.append(at)
        at += len(word) + space
    found: Found = set()
    for begin, last, label in spans_of(sample.names or ()):
        first = begin
        while last - first > 1 and sample.words[first].lower() in _FRONT:
            first += 1
        words = sample.words[first:last]
        if names_only and not any(w[:1].isupper() and w.lower() not in PRONOUNS for w in words):
            continue
        if names_only and len(words) == 1 and first == 0 and words[0].lower() in COMMON:
            continue
        found.add((starts[first], starts[last - 1] + len(sample.words[last - 1]), label))
    unknown = [
        (starts[i], starts[i] + len(w)) for i, w in enumerate(sample.words) if (sample.names or ())[i] == MISSING
    ]
    return found, unknown


PRONOUNS = frozenset("i we he she they it our us my his her their you your me him them its".split())
COMMON = frozenset("people civilians militants others everyone someone residents fighters children women men".split())
MOVEMENTS = frozenset(
    """muslim muslims islam islamic islamist islamists shi'ite shi'ites shiite shiites shia sunni sunnis jew jews jewish
    christian christians catholic catholics protestant protestants orthodox hindu hindus buddhist buddhists sikh sikhs
    democrat democrats democratic republican republicans communist communists socialist socialists maoist maoists nazi
    nazis kurd kurds kurdish european europeans asian asians western arabic latin""".split()
)
"""Religions, movements and peoples without a country of their name: the news corpus labels them now so, now so."""
_INSIDE = frozenset("of the and for de del de la al el bin ibn abu - & ' ’ 's ’s . ,".split())


def _is_name(span: tuple[int, int, str], text: str) -> bool:
    """Say whether all words of a mention are a name's: "Free Syrian Army", not "Syrian soldiers"."""
    words = text[span[0] : span[1]].replace("-", " - ").split()
    return all(not w[:1].islower() or w in _INSIDE for w in words) and not all(
        w.lower() in TITLES or w.lower() in _INSIDE for w in words
    )


def _own_terms(wanted: Found, found: Found, everything: Found, text: str) -> tuple[Found, Found]:
    """Return the names to judge by what the corpus says (see the module)."""
    unsaid = [s for s in everything if not _is_name(s, text)]
    wanted = {s for s in wanted if s not in unsaid and text[s[0] : s[1]].lower() not in MOVEMENTS}
    found = {
        s
        for s in found
        if s in wanted
        or (text[s[0] : s[1]].lower() not in MOVEMENTS and not any(f < s[1] and s[0] < t for f, t, _ in unsaid))
    }
    return wanted, {_acting(s, wanted, text) for s in found}


def _acting(span: tuple[int, int, str], wanted: Found, text: str) -> tuple[int, int, str]:
    """Return a country's or people's span as the organisation that the corpus calls it, others as they are."""
    name, acts = text[span[0] : span[1]], (span[0], span[1], "ORG")
    if acts not in wanted or not (
        (span[2] == "LOC" and country_by_name(name)) or (span[2] == "NORP" and gazetteer.is_known(name))
    ):
        return span
    return acts


def guessed(document: Document) -> Found:
    """Return the character spans of a document's names, titles and articles cut."""
    found: Found = set()
    for name in document.entities:
        sentence = document.sentences[name.sentence]
        first = name.first
        while name.last - first > 1 and sentence.words[first].lower() in _FRONT:
            first += 1
        if name.label in OURS:
            found.add((sentence.starts[first], name.end, OURS[name.label]))
    return found


def score(
    model: Model,
    samples: Sequence[Sample],
    labels: frozenset[str],
    *,
    change: Callable[[str], str] | None = None,
    names_only: bool = False,
    own_terms: bool = False,
) -> dict[str, float]:
    """Return the F1 of all and of each label; ``change`` alters the text (case) without moving offsets."""
    right, mine, theirs = Counter[str](), Counter[str](), Counter[str]()
    texts = [change(s.text) if change else s.text for s in samples]
    for sample, document in zip(samples, annotate(texts, model, wants_parse=_never), strict=True):
        wanted, unknown = gold(sample, names_only=names_only)
        wanted = {s for s in wanted if s[2] in labels}
        found = {s for s in guessed(document) if s[2] in labels and not any(s[0] < t and f < s[1] for f, t in unknown)}
        if names_only:
            loose = gold(sample)[0]
            found = {s for s in found if s in wanted or s not in loose}
        if own_terms:
            everything = {s for s in gold(sample)[0] if s[2] in labels}
            wanted, found = _own_terms(wanted, found, everything, sample.text)
        for label in ("all", *labels):
            chosen = labels if label == "all" else {label}
            right[label] += sum(s[2] in chosen for s in wanted & found)
            mine[label] += sum(s[2] in chosen for s in found)
            theirs[label] += sum(s[2] in chosen for s in wanted)
    return {k: f_score(right[k], mine[k], theirs[k]) for k in ("all", *sorted(labels))} | {
        "precision": round(100 * right["all"] / max(mine["all"], 1), 2),
        "recall": round(100 * right["all"] / max(theirs["all"], 1), 2),
    }


def _never(_: str) -> bool:
    return False


def report(data: Path, model: Model) -> dict[str, dict[str, float]]:
    """Return the scores of every set."""
    plain, all_ = frozenset({"PERSON", "ORG", "LOC"}), frozenset({"PERSON", "ORG", "LOC", "NORP"})
    uner = read_iob2(data / "uner-ewt-test.iob2.gz", read_conllu(data / "ewt-test.conllu.gz"))
    gmb = [s for s, _ in read_gmb(data / "gmb-test.tsv.gz")]
    re3d = read_re3d(data / "re3d.jsonl.gz")
    return {
        "uner": score(model, uner, plain),
        "re3d all mentions": score(model, re3d, all_),
        "re3d names": score(model, re3d, all_, names_only=True),
        "re3d names, its own terms": score(model, re3d, all_, names_only=True, own_terms=True),
        "gmb": score(model, gmb, all_),
        "gmb, its own terms": score(model, gmb, all_, own_terms=True),
        "gmb upper case": score(model, gmb, all_, change=str.upper),
        "gmb lower case": score(model, gmb, all_, change=str.lower),
        "uner upper case": score(model, uner, plain, change=str.upper),
        "wikigold": score(model, read_wikigold(data / "wikigold.jsonl.gz"), plain),
    }


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model")
    args = parser.parse_args()
    for name, values in report(args.data, load(args.model)).items():
        print(f"{name}: {json.dumps(values)}")


if __name__ == "__main__":
    main()
