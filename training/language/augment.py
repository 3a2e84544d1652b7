"""Makes a training sentence look like what reaches the parser from the wire.

Every function maps one sample to one sample. Upper case never occurs here: at run time a sentence in capitals is
lower-cased before it is parsed, so lower case stands for both.
"""

from __future__ import annotations

import random
from dataclasses import replace

from training.language.data import MISSING, Sample
from transforms.parse.language.model import TAG_SEPARATOR

_PLACES = (
    "Baghdad",
    "Kabul",
    "San Salvador",
    "Port au Prince",
    "Kyiv",
    "Bogota",
    "Lagos",
    "Goma",
    "New Delhi",
    "Sanaa",
)
_AGENCIES = ("Reuters", "AP", "AFP", "EFE", "Xinhua", "")
_DASHES = ("-", "--", "–", "—")
_QUOTES = {'"': ("“", "”", "''", "``", '"'), "'": ("’", "‘", "'", "`")}
_SMALL = frozenset("a an the of in on at to for and or but by with from as is".split())


def augment(sample: Sample, random_: random.Random) -> Sample:
    """Return the sample, changed in none, one or several of the ways the wire changes text."""
    draw = random_.random()
    if draw < 0.19:
        sample = lower_case(sample)
    elif draw < 0.23:
        sample = headline_case(sample, random_)
    elif draw < 0.26:
        sample = sentence_case(sample)
    if random_.random() < 0.25:
        sample = other_quotes(sample, random_)
    if random_.random() < 0.08:
        sample = without_final_stop(sample)
    if random_.random() < 0.05:
        sample = dateline(sample, random_)
    if random_.random() < 0.04:
        sample = stray_comma(sample, random_)
    return sample


def lower_case(sample: Sample) -> Sample:
    """Lower every word."""
    return replace(sample, words=tuple(w.lower() for w in sample.words))


def headline_case(sample: Sample, random_: random.Random) -> Sample:
    """Capitalise every word but, mostly, the small ones."""
    keep = random_.random() < 0.7
    return replace(
        sample,
        words=tuple(w if keep and w in _SMALL and i else w[:1].upper() + w[1:] for i, w in enumerate(sample.words)),
    )


def sentence_case(sample: Sample) -> Sample:
    """Lower the first word only, as in fragments and list items."""
    return replace(sample, words=(sample.words[0][:1].lower() + sample.words[0][1:], *sample.words[1:]))


def other_quotes(sample: Sample, random_: random.Random) -> Sample:
    """Write quotation marks in another style."""
    words = list(sample.words)
    style = random_.randrange(4)
    for i, word in enumerate(words):
        if word in _QUOTES:
            forms = _QUOTES[word]
            words[i] = forms[(style + (i % 2 if style < 3 else 0)) % len(forms)]
        elif word in ("“", "”"):
            words[i] = '"'
        elif "'" in word and style == 0:
            words[i] = word.replace("'", "’")
    return replace(sample, words=tuple(words))


def without_final_stop(sample: Sample) -> Sample:
    """Leave out the last full stop."""
    last = len(sample.words) - 1
    if last < 3 or sample.words[last] != "." or (sample.heads and last in sample.heads):
        return sample
    return _cut(sample, 0, last)


def _cut(sample: Sample, first: int, last: int) -> Sample:
    return replace(
        sample,
        words=sample.words[first:last],
        spaces=sample.spaces[first:last],
        tags=sample.tags and sample.tags[first:last],
        lemmas=sample.lemmas and sample.lemmas[first:last],
        heads=sample.heads and tuple(h - first for h in sample.heads[first:last]),
        deps=sample.deps and sample.deps[first:last],
        names=sample.names and sample.names[first:last],
    )


def _insert(  # noqa: PLR0917
    sample: Sample, at: int, words: list[str], tags: list[str], heads: list[int], deps: list[str], names: list[str]
) -> Sample:
    """Insert tokens; ``heads`` are positions in the resulting sentence."""
    n = len(words)
    moved = tuple(h + n if h >= at else h for h in sample.heads) if sample.heads else None
    joined = [TAG_SEPARATOR.join(t.split()) for t in tags]
    return replace(
        sample,
        words=(*sample.words[:at], *words, *sample.words[at:]),
        spaces=(*sample.spaces[:at], *[True] * n, *sample.spaces[at:]),
        tags=sample.tags and (*sample.tags[:at], *joined, *sample.tags[at:]),
        lemmas=None,
        heads=moved and (*moved[:at], *heads, *moved[at:]),
        deps=sample.deps and (*sample.deps[:at], *deps, *sample.deps[at:]),
        names=sample.names and (*sample.names[:at], *names, *sample.names[at:]),
    )


def dateline(sample: Sample, random_: random.Random) -> Sample:
    """Put ``BAGHDAD (Reuters) -`` before the sentence: place, agency and dash depend on its root."""
    place, agency = random_.choice(_PLACES).split(), random_.choice(_AGENCIES)
    lower = sample.words[0].islower()
    words = [p.lower() if lower else p.upper() for p in place]
    if agency:
        words += ["(", agency.lower() if lower else agency, ")"]
    words.append(random_.choice(_DASHES))
    length, size = len(words), len(place)
    root = (
        next((i for i, (h, d) in enumerate(zip(sample.heads, sample.deps or (), strict=True)) if d == "ROOT"), 0)
        + length
        if sample.heads
        else 0
    )
    tags = ["PROPN NNP"] * size + (["PUNCT -LRB-", "PROPN NNP", "PUNCT -RRB-"] if agency else []) + ["PUNCT :"]
    heads = [root] + [0] * (size - 1) + ([size + 1, 0, size + 1] if agency else []) + [0]
    deps = ["dep"] + ["flat"] * (size - 1) + (["punct", "parataxis", "punct"] if agency else []) + ["punct"]
    place_names = ["U-LOC"] if size == 1 else ["B-LOC", *["I-LOC"] * (size - 2), "L-LOC"]
    names = place_names + (["O", "U-ORG", "O"] if agency else []) + ["O"]
    return _insert(sample, 0, words, tags, heads, deps, names)


def stray_comma(sample: Sample, random_: random.Random) -> Sample:
    """Put a comma or quotation mark where none belongs."""
    if len(sample.words) < 6:
        return sample
    at = random_.randrange(2, len(sample.words) - 2)
    mark = random_.choice((",", '"', "-"))
    tag = {",": "PUNCT ,", '"': "PUNCT ''", "-": "PUNCT :"}[mark]
    inside = bool(sample.names) and sample.names[at][:1] in "IL"  # type: ignore[index]
    if inside:
        return sample
    return _insert(
        sample,
        at,
        [mark],
        [tag],
        [at - 1],
        ["punct"],
        [MISSING if sample.names and sample.names[at] == MISSING else "O"],
    )
