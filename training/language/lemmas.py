"""Compiles the table of irregular lemmas: ``python -m training.language.lemmas --data DIR``.

Forms come from the treebanks (their majority lemma) and from lemminflect's lexicon (MIT; after the public-domain
SPECIALIST lexicon). Only what the regular endings get wrong is kept.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import Counter, defaultdict
from importlib import resources
from pathlib import Path

from training.language.data import Sample, read_conllu
from transforms.parse.language.lemmas import KINDS, regular
from transforms.parse.language.model import TAG_SEPARATOR

TARGET = Path(__file__).parents[2] / "transforms" / "parse" / "language" / "lemmas.tsv"
HEADER = """# Irregular lemmas: form, class (N noun, V verb, A adjective or adverb), lemma.
# From UD English EWT (CC BY-SA 4.0), UD English GUM (CC BY 4.0) and lemminflect (MIT), by training/language/lemmas.py.
"""
CORRECTIONS = {("bases", "N"): "base", ("fled", "V"): "flee", ("freed", "V"): "free", ("lent", "V"): "lend"}
"""Forms whose lemma in the sources is not the one that news means."""
_CLASSES = {"noun": "N", "verb": "V", "aux": "V", "adj": "A", "adv": "A"}


def lexicon() -> dict[tuple[str, str], str]:
    """Return (form, class) to lemma of lemminflect's lexicon."""
    raw = (resources.files("lemminflect") / "resources" / "lemma_lu.csv.gz").read_bytes()
    found: dict[tuple[str, str], str] = {}
    for form, upos, lemmas in csv.reader(gzip.decompress(raw).decode("utf-8").splitlines()):
        if upos in _CLASSES and form.isalpha() and form.islower():
            found.setdefault((form, _CLASSES[upos]), lemmas.split("/")[0])
    return found


def observed(samples: list[Sample]) -> dict[tuple[str, str], str]:
    """Return (form, class) to the majority lemma in treebanks."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sample in samples:
        for word, tag, lemma in zip(sample.words, sample.tags or (), sample.lemmas or (), strict=True):
            upos, xpos = tag.split(TAG_SEPARATOR, 1)
            if upos != "PROPN" and KINDS.get(xpos) and word.isalpha():
                counts[word.lower(), KINDS[xpos]][lemma.lower()] += 1
    return {key: counter.most_common(1)[0][0] for key, counter in counts.items()}


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data: Path = parser.parse_args().data
    table = lexicon() | observed([s for n in ("ewt", "gum") for s in read_conllu(data / f"{n}-train.conllu.gz")])
    table |= CORRECTIONS
    kept = {key: lemma for key, lemma in table.items() if key in CORRECTIONS or regular(*key) != lemma}
    rows = sorted((form, kind, lemma) for (form, kind), lemma in kept.items())
    TARGET.write_text(HEADER + "".join(f"{f}\t{k}\t{w}\n" for f, k, w in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
