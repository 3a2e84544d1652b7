"""Puts a trained pipeline into the package: ``python -m training.language.package --model DIR --data DIR``.

Beside the weights goes the list of the most frequent words, which the loader shows to the tokenizer once, so that
their lexemes outlive every batch; what only training needs is left out.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections import Counter
from pathlib import Path

import spacy

from training.language.data import Sample, read_conllu, read_gmb
from transforms.parse.language.model import COMMON_WORDS, PACKAGED

COMMON = 9000
LARGEST = 15 * 1024 * 1024
"""Bytes that the packaged model may take."""


def common_words(samples: list[Sample]) -> list[str]:
    """Return the most frequent words with letters, in their own and in lower case."""
    counts = Counter(word for s in samples for word in s.words if any(c.isalpha() for c in word))
    top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:COMMON]
    return list(dict.fromkeys(form for word, _ in top for form in (word, word.lower())))


def needed_strings(model: Path) -> list[str]:
    """Return the strings that a pipeline has to know beforehand: its labels; words are learned as they come.

    Training leaves a hundred thousand words, 25 MB in memory.
    """
    nlp = spacy.load(model)
    labels = {part for labels in nlp.pipe_labels.values() for label in labels for part in (label, label.split("||")[0])}
    return sorted(labels | {"dep"})


def main() -> None:
    """Copy the model and write the word list; refuse what is too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    args = parser.parse_args()
    samples = [s for n in ("ewt", "gum") for s in read_conllu(args.data / f"{n}-train.conllu.gz")]
    samples += [s for s, _ in read_gmb(args.data / "gmb-train.tsv.gz")]
    if PACKAGED.exists():
        shutil.rmtree(PACKAGED)
    shutil.copytree(args.model, PACKAGED)
    (PACKAGED / COMMON_WORDS).write_text("\n".join(common_words(samples)) + "\n", encoding="utf-8")
    (PACKAGED / "vocab" / "strings.json").write_text(json.dumps(needed_strings(args.model), indent=1) + "\n")
    meta = json.loads((PACKAGED / "meta.json").read_text(encoding="utf-8"))
    meta |= {
        "name": "newsbeam",
        "version": "1.0.0",
        "license": "CC BY-SA 4.0",
        "author": "newsbeam",
        "description": "Tags, Universal Dependencies and names for English news; see training/MODEL_CARD.md",
        "sources": [
            "UD English EWT (CC BY-SA 4.0)",
            "UD English GUM (CC BY 4.0 genres)",
            "Groningen Meaning Bank (public domain)",
            "Universal NER English EWT (CC BY-SA 4.0)",
            "WikiGold (CC BY 4.0)",
        ],
    }
    (PACKAGED / "meta.json").write_text(json.dumps(meta, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    size = sum(f.stat().st_size for f in PACKAGED.rglob("*") if f.is_file())
    if size > LARGEST:
        raise SystemExit(f"the model takes {size} bytes, more than {LARGEST}")


if __name__ == "__main__":
    main()
