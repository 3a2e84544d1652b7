"""Paragraphs that stand in several articles of one publisher: what cleaning left of a site's own words shows here.

A paragraph that a house puts under many stories (a call to subscribe, a line on the author, a disclaimer) is no part of
any of them, which one article alone cannot show. Copies of a story count once. The articles are read twice: small
counters over digests first, then the words of those paragraphs alone whose counter is high. So memory does not grow
with the dataset, and the result depends on its articles only, not on their order.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

import msgspec
import numpy as np

from pipeline import storage
from pipeline.errors import UsageError
from pipeline.export.dataset import data_files, read_rows
from schemas.version import VERSION
from transforms.clean.damage.repeated import COLUMNS, digest_of

LEAST_ARTICLES = 3
"""Articles of one publisher from which on a paragraph is told."""
SHARE = 0.02
"""Least share of the publisher's articles: a sentence of three reports among thousands is a quotation."""
COUNTERS = 1 << 22
MOST_KEPT = 50_000
"""Paragraphs whose words are held at once; of more, those with the lowest digests, and the page says so."""
READ = ("text", "paragraphs", "publisher", "duplicate_of")


class Repeat(msgspec.Struct, frozen=True, order=True):
    """A paragraph, by publisher and number of its articles."""

    publisher: str
    articles: int
    of: int
    """Articles of the publisher, copies left out."""
    words: str


class Repeats(msgspec.Struct, frozen=True):
    """What was found, most articles first, and whether some was left out."""

    found: tuple[Repeat, ...] = ()
    complete: bool = True


def find_repeats(paths: Iterable[str], fewest: int = LEAST_ARTICLES) -> Repeats:
    """Return the paragraphs that stand in ``fewest`` articles of a publisher or more, in some files of articles."""
    paths = tuple(paths)
    counters = np.zeros(COUNTERS, np.uint8)
    articles: dict[str, int] = {}
    for publisher, paragraphs in stories(paths):
        articles[publisher] = articles.get(publisher, 0) + 1
        for digest in {digest_of(publisher, words) for words in paragraphs}:
            counters[digest % COUNTERS] = min(255, int(counters[digest % COUNTERS]) + 1)
    kept: dict[int, tuple[str, int, str]] = {}
    highest: list[int] = []
    """Digests of what is kept, negative: a heap with the highest first."""
    complete = True
    for publisher, paragraphs in stories(paths):
        for digest, words in {digest_of(publisher, words): words for words in paragraphs}.items():
            if counters[digest % COUNTERS] < min(255, least(articles[publisher], fewest)):
                continue
            before = kept.get(digest)
            if before is None and len(kept) >= MOST_KEPT:
                complete = False
                if digest > -highest[0]:
                    continue
                del kept[-heapq.heapreplace(highest, -digest)]
            elif before is None:
                heapq.heappush(highest, -digest)
            shown = min(before[2], words) if before else words
            kept[digest] = (publisher, (before[1] if before else 0) + 1, shown)
    told = (
        Repeat(publisher, count, articles[publisher], words)
        for publisher, count, words in kept.values()
        if count >= least(articles[publisher], fewest)
    )
    return Repeats(tuple(sorted(told, key=_order)), complete)


def least(articles: int, fewest: int) -> int:
    """Return in how many of a publisher's articles a paragraph stands that is told."""
    return max(fewest, int(SHARE * articles))


def stories(paths: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the publisher and the paragraphs of every article that has one and is no copy of another."""
    for path in paths:
        for row in read_rows(path, READ):
            if row["publisher"] and not row["duplicate_of"]:
                spans = ((one["start"], one["end"]) for one in row["paragraphs"])
                yield row["publisher"], [" ".join(row["text"][start:end].split()) for start, end in spans]


def write_repeats(directory: str, output: str, fewest: int = LEAST_ARTICLES) -> Repeats:
    """Write what publishers repeat in a dataset as a table for ``--repeats``, and return it.

    UsageError where the directory holds no dataset or the file cannot be written.
    """
    repeats = find_repeats(data_files(directory, "articles"), fewest)
    lines = ["# Paragraphs that publishers repeat, written by newsbeam repeats.", f"# version: {VERSION}"]
    lines.append("\t".join(COLUMNS))
    lines += (f"{one.articles}\t{one.publisher}\t{one.words}" for one in repeats.found)
    try:
        storage.write_bytes(output, ("\n".join(lines) + "\n").encode("utf-8", "replace"))
    except OSError as error:
        raise UsageError(f"cannot write --output {output}: {error}. Choose a directory you may write to.") from error
    return repeats


def _order(repeat: Repeat) -> tuple[int, str, str]:
    return -repeat.articles, repeat.publisher, repeat.words
