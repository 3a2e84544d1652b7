"""The sentences in which acts are marked (``acts.tsv``), by source.

Those of the Groningen Meaning Bank (stories of the Voice of America) and of the treebanks GUM, EWT and PUD stand among
the training data beside the repository; those of ``own.txt``, beside this file, were written for this project, in the
styles of many newsrooms.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

from evaluation.annotated import BANK, bank, prose

GMB, OWN = "gmb", "own"
OWN_FILE = Path(__file__).with_name("own.txt")
SENTENCE = "# text = "


@cache
def texts(shared: Path, source: str) -> list[str]:
    """Return the sentences of a source: ``gmb``, ``own``, or the name of a treebank's file without its ending.

    Raises ``FileNotFoundError`` where the training data does not hold it.
    """
    if source == OWN:
        lines = OWN_FILE.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line and not line.startswith("#")]
    if source == GMB:
        return [prose(words) for words in bank(shared / "training" / BANK)]
    with gzip.open(shared / "training" / f"{source}.conllu.gz", "rt", encoding="utf-8") as treebank:
        return [" ".join(line.removeprefix(SENTENCE).split()) for line in treebank if line.startswith(SENTENCE)]
