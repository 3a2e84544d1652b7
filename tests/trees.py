"""Sentences from hand-written trees, so that a rule of grammar is tested without the parser."""

from __future__ import annotations

from schemas.document import Document, Sentence, Span
from transforms.parse.clause.repair.tree import Tree
from transforms.parse.language.lemmas import lemma

UPOS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "WP": "PRON", "WDT": "PRON",
    "PRP$": "PRON", "DT": "DET", "JJ": "ADJ", "JJR": "ADJ", "RB": "ADV", "RP": "ADP", "IN": "ADP", "TO": "PART",
    "CD": "NUM", "CC": "CCONJ", "MD": "AUX", "POS": "PART", "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB",
    "VBP": "VERB", "VBZ": "VERB", "$": "SYM", "UH": "INTJ",
}  # fmt: skip
"""Penn tag to Universal part of speech; punctuation is its own tag."""
AUXILIARY = ("aux", "aux:pass", "cop")


def tree(text: str, heads: list[int], deps: list[str], tags: list[str]) -> Tree:
    """Return a tree under repair: ``heads`` count from 1 as in CoNLL-U, 0 is the root; words stand apart by blanks."""
    words = text.split()
    if not len(words) == len(heads) == len(deps) == len(tags):
        raise ValueError(f"{text!r}: {len(words)} words, {len(heads)} heads, {len(deps)} deps, {len(tags)} tags")
    upos = ["AUX" if d in AUXILIARY else UPOS.get(t, "PUNCT") for t, d in zip(tags, deps, strict=True)]
    upos = ["SCONJ" if u == "ADP" and d == "mark" else u for u, d in zip(upos, deps, strict=True)]
    lemmas = [lemma(w, u, x) for w, u, x in zip(words, upos, tags, strict=True)]
    return Tree(words, lemmas, [h - 1 if h else i for i, h in enumerate(heads)], list(deps), upos, list(tags))


def ud(text: str, heads: list[int], deps: list[str], tags: list[str]) -> Sentence:
    """Return a sentence with the tree given, unrepaired; see ``tree`` for the arguments."""
    return sentence(tree(text, heads, deps, tags))


def sentence(made: Tree, index: int = 0, start: int = 0) -> Sentence:
    """Return the sentence of a tree, its words one blank apart."""
    starts, at = [], start
    for word in made.words:
        starts.append(at)
        at += len(word) + 1
    return Sentence(
        index=index,
        paragraph=0,
        start=start,
        end=at - 1,
        words=made.words,
        starts=starts,
        ends=[s + len(w) for s, w in zip(starts, made.words, strict=True)],
        lemmas=made.lemmas,
        upos=made.upos,
        xpos=made.xpos,
        heads=made.heads,
        deps=made.deps,
    )


def document(*sentences: Sentence) -> Document:
    """Return a document of one sentence, or of several that were given their index and start."""
    text = " ".join(" ".join(one.words) for one in sentences)
    return Document(text=text, paragraphs=(Span(0, len(text)),), sentences=sentences)
