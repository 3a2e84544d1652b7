"""Paragraphs that stand in several articles of one publisher: what cleaning left of a site's own words shows here.

A paragraph that a house puts under many stories (a call to subscribe, a line on the author, a disclaimer) is no part of
any of them, which one article alone cannot show. Copies of a story count once. The articles are read twice: small
counters over digests first, then the words of those paragraphs alone whose counter is high. So memory does not grow
with the dataset, and the result depends on its articles only, not on their order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import msgspec
import numpy as np

from pipeline.export.dataset import read_rows

LEAST_ARTICLES = 3
"""Articles of one publisher from which on a paragraph is told."""
SHARE = 0.02
"""Least share of the publisher's articles: a sentence of three reports among thousands is a quotation."""
COUNTERS = 1 << 22
MOST_KEPT = 50_000
"""Paragraphs whose words are held at once; further ones are left out, which the page says."""
LONGEST_SHOWN = 200
COLUMNS = ("text", "paragraphs", "publisher", "duplicate_of")


class Repeat(msgspec.Struct, frozen=True, order=True):
    """A paragraph, by publisher and number of its articles."""

    publisher: str
    articles: int
    of: int
    """Articles of the publisher, copies left out."""
    words: str
    """The paragraph, cut to ``LONGEST_SHOWN`` characters."""


class Repeats(msgspec.Struct, frozen=True):
    """What was found, most articles first, and whether some was left out."""

    found: tuple[Repeat, ...] = ()
    complete: bool = True


def find_repeats(paths: Iterable[str]) -> Repeats:
    """Return the paragraphs that publishers repeat in some files of articles."""
    paths = tuple(paths)
    counters = np.zeros(COUNTERS, np.uint8)
    articles: dict[str, int] = {}
    for publisher, paragraphs in stories(paths):
        articles[publisher] = articles.get(publisher, 0) + 1
        for digest in {digest_of(publisher, words) for words in paragraphs}:
            counters[digest % COUNTERS] = min(255, int(counters[digest % COUNTERS]) + 1)
    kept: dict[int, tuple[str, int, str]] = {}
    complete = True
    for publisher, paragraphs in stories(paths):
        for digest, words in {digest_of(publisher, words): words for words in paragraphs}.items():
            if counters[digest % COUNTERS] < min(255, least(articles[publisher])):
                continue
            before = kept.get(digest)
            if before is None and len(kept) >= MOST_KEPT:
                complete = False
                continue
            shown = min(before[2], words) if before else words
            kept[digest] = (publisher, (before[1] if before else 0) + 1, shown)
    told = (
        Repeat(publisher, count, articles[publisher], words[:LONGEST_SHOWN])
        for publisher, count, words in kept.values()
        if count >= least(articles[publisher])
    )
    return Repeats(tuple(sorted(told, key=_order)), complete)


def least(articles: int) -> int:
    """Return in how many of a publisher's articles a paragraph stands that is told."""
    return max(LEAST_ARTICLES, int(SHARE * articles))


def stories(paths: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the publisher and the paragraphs of every article that has one and is no copy of another."""
    for path in paths:
        for row in read_rows(path, COLUMNS):
            if row["publisher"] and not row["duplicate_of"]:
                spans = ((one["start"], one["end"]) for one in row["paragraphs"])
                yield row["publisher"], [" ".join(row["text"][start:end].split()) for start, end in spans]


def digest_of(publisher: str, words: str) -> int:
    """Return 64 bits of a publisher's paragraph; case and figures are no difference (a date, a count of comments)."""
    plain = "".join("0" if letter.isdigit() else letter for letter in words.casefold())
    return int.from_bytes(hashlib.blake2b(f"{publisher}\0{plain}".encode(), digest_size=8).digest(), "big")


def _order(repeat: Repeat) -> tuple[int, str, str]:
    return -repeat.articles, repeat.publisher, repeat.words
