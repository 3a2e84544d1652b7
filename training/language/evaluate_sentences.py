"""Scores the sentence splitter on treebank text: ``python -m training.language.evaluate_sentences --data DIR``.

Sentences are put together in paragraphs of five; one without closing punctuation (heading, caption) ends its
paragraph, as it does on a page. The damaged copies put a full stop into every fifth sentence before a word in
lower case, or start every sentence in lower case.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from pathlib import Path

from transforms.parse.language.sentences import split

_CLOSED = re.compile(r"[.!?…:;][\"'”’)\]]*$")
PARAGRAPH = 5


def sentences(path: Path, wanted: str = "") -> list[str]:
    """Return the texts of a treebank's sentences whose identifiers match ``wanted``."""
    found, keep = [], False
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        if line.startswith("# sent_id = "):
            keep = bool(re.match(wanted, line[12:]))
        elif line.startswith("# text = ") and keep:
            found.append(line[9:].strip())
    return found


def with_breaks(items: list[str]) -> list[str]:
    """Put a stray full stop into every fifth sentence."""
    random_ = random.Random(1)
    changed = []
    for item in items:
        places = [m.start() for m in re.finditer(r"(?<=[a-z]{3}) (?=[a-z]{2})", item)]
        if places and random_.random() < 0.2:
            at = random_.choice(places)
            changed.append(f"{item[:at]}.{item[at:]}")
        else:
            changed.append(item)
    return changed


def score(items: list[str]) -> dict[str, float]:
    """Return precision, recall and F1 of sentence ends within paragraphs, and of whole texts."""
    right = guessed = gold = 0
    for low in range(0, len(items), 60):
        text, ends, column = "", set(), 0
        for item in items[low : low + 60]:
            text += item
            ends.add(len(text))
            column += 1
            if column == PARAGRAPH or not _CLOSED.search(item):
                text, column = text + "\n\n", 0
            else:
                text += " "
        found = {s.end for s in split(text)[1]}
        right, guessed, gold = right + len(found & ends), guessed + len(found), gold + len(ends)
    return {
        "precision": round(right / guessed, 4),
        "recall": round(right / gold, 4),
        "f1": round(2 * right / (guessed + gold), 4),
    }


def report(data: Path) -> dict[str, dict[str, float]]:
    """Return the scores of every set, clean and damaged."""
    sets = {
        "pud news": sentences(data / "pud-test.conllu.gz", "n"),
        "pud": sentences(data / "pud-test.conllu.gz"),
        "gum news": [
            s for part in ("train", "dev", "test") for s in sentences(data / f"gum-{part}.conllu.gz", "GUM_news")
        ],
        "gum interview": [
            s for part in ("dev", "test") for s in sentences(data / f"gum-{part}.conllu.gz", "GUM_interview")
        ],
        "ewt": sentences(data / "ewt-test.conllu.gz"),
    }
    scores = {}
    for name, items in sets.items():
        scores[name] = score(items)
        scores[f"{name}, stray stops"] = score(with_breaks(items))
        scores[f"{name}, lower-case starts"] = score([s[:1].lower() + s[1:] for s in items])
        scores[f"{name}, capitals"] = score([s.upper() for s in items])
    return scores


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    for name, values in report(parser.parse_args().data).items():
        print(f"{name}: {json.dumps(values)}")


if __name__ == "__main__":
    main()
