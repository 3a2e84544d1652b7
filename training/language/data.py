"""Reads treebanks and name corpora into one kind of sample, each layer possibly missing.

UD treebanks give tags, heads and relations; the news corpus, the encyclopaedia corpus and the web corpus give
names only. GUM gives both: its entity annotation covers every noun phrase, so only those with a proper noun as
their head are kept, cut down to the name itself.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from transforms.parse.language.model import TAG_SEPARATOR

TITLES = frozenset(
    """president vice-president prime minister king queen prince princess senator sen. rep. representative general gen.
    colonel col. major maj. captain capt. lieutenant lt. sergeant sgt. admiral adm. commander chancellor secretary mr.
    mrs. ms. mr mrs ms dr. dr doctor professor prof. judge justice pope ayatollah sheikh sheik imam lord sir lady
    governor gov. mayor ambassador congressman congresswoman spokesman spokeswoman chairman chief director deputy
    rev. reverend father bishop archbishop cardinal emir sultan emperor shah chairwoman attorney brigadier vice
    foreign defense defence interior finance justice former""".split()
)
"""Words before a name that are no part of it; corpora disagree, so they are cut from all of them."""

GMB_LABELS = {"per": "PERSON", "org": "ORG", "geo": "LOC", "gpe": "NORP"}
PLAIN_LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
GUM_LABELS = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
MISSING = "-"
_NO_SPACE_BEFORE = frozenset(
    {".", ",", ";", ":", "!", "?", ")", "]", "'s", "'", "n't", "%", "'re", "'ve", "'ll", "'d", "'m"}
)
_NO_SPACE_AFTER = frozenset({"(", "[", "$", "#"})


@dataclass(frozen=True)
class Sample:
    """One sentence. ``tags``/``heads``/``deps``/``names`` are None where the corpus does not annotate that layer."""

    source: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...] | None = None
    lemmas: tuple[str, ...] | None = None
    heads: tuple[int, ...] | None = None
    deps: tuple[str, ...] | None = None
    identifier: str = ""
    names: tuple[str, ...] | None = None
    """BILUO tags, ``-`` for a token whose name status is not known."""

    @property
    def text(self) -> str:
        """The surface string."""
        return "".join(w + " " * s for w, s in zip(self.words, self.spaces, strict=True)).rstrip()


def biluo(spans: list[tuple[int, int, str]], length: int) -> list[str]:
    """Return one BILUO tag a token for non-overlapping (first, last, label) spans."""
    tags = ["O"] * length
    for first, last, label in spans:
        if last - first == 1:
            tags[first] = f"U-{label}"
        else:
            tags[first:last] = [f"B-{label}", *[f"I-{label}"] * (last - first - 2), f"L-{label}"]
    return tags


def bio_spans(tags: list[str]) -> list[tuple[int, int, str]]:
    """Return (first, last, label) spans of BIO or IOB1 tags."""
    spans: list[tuple[int, int, str]] = []
    start, label = -1, ""
    for i, tag in enumerate([*tags, "O"]):
        prefix, _, name = tag.partition("-")
        if start >= 0 and (prefix in "BO" or name != label):
            spans.append((start, i, label))
            start = -1
        if prefix in "BI" and start < 0:
            start, label = i, name
    return spans


def without_titles(span: tuple[int, int, str], words: tuple[str, ...]) -> tuple[int, int, str]:
    """Cut titles off the front of a person's span, never the whole of it."""
    first, last, label = span
    if label == "PERSON":
        while last - first > 1 and words[first].lower() in TITLES:
            first += 1
    return first, last, label


def _lines(path: Path) -> Iterator[list[str]]:
    """Yield the blocks of lines between blank lines."""
    block: list[str] = []
    for line in gzip.decompress(path.read_bytes()).decode("utf-8", "replace").splitlines():
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def read_conllu(path: Path, *, names: bool = False) -> list[Sample]:
    """Read a UD treebank; ``names`` also derives proper names from GUM's ``Entity=``."""
    samples = []
    for block in _lines(path):
        rows, joined_until, glued = [], 0, {}
        for line in block:
            if line.startswith("#"):
                continue
            cells = line.split("\t")
            if "-" in cells[0]:
                first, last = map(int, cells[0].split("-"))
                joined_until = last
                glued.update(dict.fromkeys(range(first, last), "SpaceAfter=No"))
                glued[last] = cells[9]
            elif "." not in cells[0]:
                misc = glued.get(int(cells[0]), "") if int(cells[0]) <= joined_until else cells[9]
                rows.append((cells, "SpaceAfter=No" not in misc))
        words = tuple(c[1].replace(" ", "") for c, _ in rows)
        heads = tuple(int(c[6]) - 1 if c[6] != "0" else i for i, (c, _) in enumerate(rows))
        deps = tuple("ROOT" if c[7] == "root" else c[7] for c, _ in rows)
        sample = Sample(
            source=path.name.split("-")[0],
            words=words,
            spaces=tuple(s for _, s in rows),
            tags=tuple(f"{c[3]}{TAG_SEPARATOR}{c[4]}" for c, _ in rows),
            lemmas=tuple(c[2] for c, _ in rows),
            heads=heads,
            deps=deps,
            identifier=next((line[12:] for line in block if line.startswith("# sent_id = ")), ""),
        )
        if names:
            sample = replace(sample, names=_gum_names([c for c, _ in rows], heads, deps, words))
        samples.append(sample)
    return samples


def _gum_names(
    rows: list[list[str]], heads: tuple[int, ...], deps: tuple[str, ...], words: tuple[str, ...]
) -> tuple[str, ...]:
    """Return BILUO tags of the person, organisation and place mentions whose head is a proper noun."""
    opened: dict[str, list[tuple[int, str]]] = {}
    mentions: list[tuple[int, int, str]] = []
    for i, cells in enumerate(rows):
        entity = next((m[7:] for m in cells[9].split("|") if m.startswith("Entity=")), "")
        for piece in re.findall(r"\([^()]*\)?|[^()]+\)", entity):
            if piece.startswith("("):
                fields = piece.strip("()").split("-")
                kind = fields[1] if len(fields) > 1 else ""
                opened.setdefault(fields[0], []).append((i, kind))
            if piece.endswith(")"):
                key = piece.strip("()").split("-")[0]
                if opened.get(key):
                    start, kind = opened[key].pop()
                    if kind in GUM_LABELS and "[" not in key:
                        mentions.append((start, i + 1, GUM_LABELS[kind]))
    spans: list[tuple[int, int, str]] = []
    for first, last, label in sorted(mentions, key=_longest_first):
        tops = [i for i in range(first, last) if not first <= heads[i] < last or heads[i] == i]
        if len(tops) != 1 or not rows[tops[0]][4].startswith("NNP"):
            continue
        inside = {tops[0]}
        for _ in range(4):
            for i in range(first, last):
                if heads[i] in inside and _part_of_name(rows, heads, deps, i):
                    inside.add(i)
        low, high = min(inside), max(inside) + 1
        span = without_titles((low, high, label), words)
        if label == "PERSON" and all(rows[i][4] == "NNPS" for i in range(*span[:2])):
            span = (span[0], span[1], "NORP")
        if words[span[0]].lower() in TITLES | {"of"} and span[2] == "PERSON":
            span = (span[0], span[1], "")
        if all(span[1] <= f or span[0] >= t for f, t, _ in spans):
            spans.append(span)
    tags = biluo([s for s in spans if s[2]], len(words))
    for first, last, label in spans:
        if not label:
            tags[first:last] = [MISSING] * (last - first)
    return tuple(
        MISSING if t == "O" and _maybe_norp(w, rows[i][4]) else t
        for i, (t, w) in enumerate(zip(tags, words, strict=True))
    )


def _longest_first(span: tuple[int, int, str]) -> tuple[int, int]:
    return span[0] - span[1], span[0]


def _part_of_name(rows: list[list[str]], heads: tuple[int, ...], deps: tuple[str, ...], i: int) -> bool:
    dep, tag = deps[i], rows[i][4]
    if dep in ("flat", "compound", "amod", "nummod") and tag.startswith("NNP"):
        return True
    if dep == "nmod" and tag.startswith("NNP"):
        return any(heads[j] == i and rows[j][1].lower() == "of" for j in range(len(rows)))
    return dep == "flat"


def _maybe_norp(word: str, tag: str) -> bool:
    return word[:1].isupper() and tag in ("JJ", "NNPS", "NNP", "AFX")


def _spaces(words: list[str]) -> tuple[bool, ...]:
    """Guess where a corpus of bare tokens had spaces."""
    spaces, opening = [], True
    for i, word in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else ""
        space = following not in _NO_SPACE_BEFORE and word not in _NO_SPACE_AFTER and bool(following)
        if word in ('"', "``"):
            space = space and not opening
            opening = not opening
        elif following in ('"', "''") and not opening:
            space = False
        spaces.append(space)
    return tuple(spaces)


def _split_hyphens(words: list[str], tags: list[str], extra: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Split hyphenated words as UD does, the label running on."""
    out: tuple[list[str], list[str], list[str]] = ([], [], [])
    for word, tag, other in zip(words, tags, extra, strict=True):
        pieces = re.findall(r"[^-]+|-", word) if re.fullmatch(r"[A-Za-z]+(-[A-Za-z]+)+", word) else [word]
        for n, piece in enumerate(pieces):
            out[0].append(piece)
            out[1].append(f"I-{tag[2:]}" if n and tag != "O" else tag)
            out[2].append(other if len(pieces) == 1 else "")
    return out


def read_gmb(path: Path) -> list[tuple[Sample, tuple[str, ...]]]:
    """Read the news corpus: (sample, Penn tags) pairs, repeats removed."""
    found, seen = [], set()
    for block in _lines(path):
        cells = [line.split("\t") for line in block]
        words = [c[0].strip() for c in cells]
        if tuple(words) in seen or not all(words) or any(len(c) < 3 for c in cells):
            continue
        seen.add(tuple(words))
        words, tags, xpos = _split_hyphens(words, [c[2].strip() for c in cells], [c[1] for c in cells])
        found.append((_named("gmb", words, tags, GMB_LABELS, hyphens=True), tuple(xpos)))
    return found


def _named(source: str, words: list[str], tags: list[str], labels: dict[str, str], *, hyphens: bool = False) -> Sample:
    spaces = list(_spaces(words))
    if hyphens:
        for i in range(1, len(words) - 1):
            if words[i] == "-" and words[i - 1].isalpha() and words[i + 1].isalpha():
                spaces[i - 1] = spaces[i] = False
    spans = [without_titles((f, t, labels[name]), tuple(words)) for f, t, name in bio_spans(tags) if name in labels]
    names = biluo(spans, len(words))
    for first, last, name in bio_spans(tags):
        if name not in labels and name != "tim":
            names[first:last] = [MISSING] * (last - first)
    return Sample(source=source, words=tuple(words), spaces=tuple(spaces), names=tuple(names))


def read_wikigold(path: Path) -> list[Sample]:
    """Read the encyclopaedia corpus; what it calls MISC may be a nationality, so it counts as not known."""
    records = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
    found = []
    for r in records:
        words, tags, _ = _split_hyphens(r["tokens"], r["tags"], r["tags"])
        found.append(_named("wikigold", words, tags, PLAIN_LABELS, hyphens=True))
    return found


def read_iob2(path: Path, treebank: list[Sample] | None = None) -> list[Sample]:
    """Read Universal NER; with the treebank it was made on, spaces and the other layers come from there."""
    by_words = {s.words: s for s in treebank or ()}
    found = []
    for block in _lines(path):
        cells = [line.split("\t") for line in block if not line.startswith("#")]
        words = [c[1] for c in cells]
        tags = [c[2] for c in cells]
        sample = _named("uner", words, tags, PLAIN_LABELS)
        names = tuple(
            MISSING if t == "O" and w[:1].isupper() and w.endswith(("n", "sh", "se", "i", "ns")) else t
            for t, w in zip(sample.names or (), words, strict=True)
        )
        base = by_words.get(tuple(words))
        spaces = base.spaces if base else sample.spaces
        found.append(replace(sample, names=names, spaces=spaces))
    return found
