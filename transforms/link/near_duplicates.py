"""Near-duplicate articles: signature, candidate pairs, verification, clusters.

Every step is a plain function over small rows, so that a runner can group by key between them:

    signature -> keys -> (group by key) candidate_pairs -> verify -> assign

``cluster`` does it all in memory.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import msgspec
import numpy as np
import rensa

from schemas.article import Article
from transforms.link.components import components
from transforms.link.facts import SKETCH as SKETCH_OF_FACTS
from transforms.link.facts import fact_hashes, fact_keys, same_facts, shared_facts
from transforms.link.groups import Groups, all_pairs
from transforms.parse.head.lexicon import agency_of_publisher

SHINGLE = 5
"""Words a shingle."""
BANDS, ROWS = 20, 6
"""Two texts of Jaccard similarity s share a band with probability 1 - (1 - s^6)^20: .99 at .8, .92 at .7, .61 at .6."""
SEED = 42
BLOCK, BLOCKS, ANCHORS = 80, 4, 3
"""The ``ANCHORS`` smallest shingle hashes of each of the first ``BLOCKS`` stretches of ``BLOCK`` shingles are keys too:
a copy cut to half has a Jaccard similarity that bands miss, but it begins with the same words."""
SKETCH = 1000
"""Smallest shingle hashes kept for verification: all of a text up to about 1,000 words, of a longer one a sample."""
JACCARD, CONTAINMENT = 0.5, 0.7
"""A pair is a copy from this Jaccard similarity, or from this share of the shorter text found in the longer."""
MIN_SHINGLES, FEW_SHINGLES, FULL_SHINGLES = 10, 25, 100
FEW_CONTAINMENT, SHORT_CONTAINMENT = 0.95, 0.8
"""Short notices follow templates, so the share asked for rises as the shorter text shrinks: ``CONTAINMENT`` from
``FULL_SHINGLES`` on, ``SHORT_CONTAINMENT`` below, ``FEW_CONTAINMENT`` below ``FEW_SHINGLES``; below ``MIN_SHINGLES``
only the same words make a copy."""
SAME_LENGTH = 0.8
"""A copy whose shorter text has less than this share of the longer one's shingles is cut or extended."""
BEFORE = 12
"""Articles under one key with which another one is compared: those published before it, the nearest first."""
RETOLD = 7
"""Days within which a story is rewritten or translated."""
UNKNOWN_DATE = "9999"

WORD = re.compile(r"\w+")
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
UNSPACED_WORD = re.compile(rf"{UNSPACED.pattern}|(?:(?!{UNSPACED.pattern})\w)+")
"""Scripts that put no spaces between words (Thai, Lao, Burmese, Khmer, Chinese, Japanese): a character is a word."""
SAMPLE = 400


class Signature(msgspec.Struct, frozen=True):
    """What linking needs of an article, about 5 KB."""

    article_id: str
    published: str
    """ISO 8601, sortable; ``UNKNOWN_DATE`` sorts last."""
    publisher: str
    digest: bytes
    """Of the words of the text."""
    bands: tuple[bytes, ...]
    anchors: tuple[bytes, ...]
    shingles: bytes
    """Sorted hashes, uint32, at most ``SKETCH``."""
    count: int
    """Distinct shingles of the whole text."""
    facts: bytes = b""
    """Sorted hashes, uint64, of the runs of names and numbers, at most ``facts.SKETCH``."""
    agency: str = ""
    """The agency that the article credits."""
    wire: str = ""
    """The agency that published it."""

    @property
    def day(self) -> datetime.date | None:
        """Return the day of publication."""
        return None if self.published == UNKNOWN_DATE else datetime.datetime.fromisoformat(self.published).date()

    @property
    def order(self) -> tuple[str, str]:
        """Return the sort key that puts the original first."""
        return self.published, self.article_id

    @property
    def keys(self) -> tuple[bytes, ...]:
        """Return the keys under which copies meet."""
        return (self.digest, *self.bands, *self.anchors, *fact_keys(np.frombuffer(self.facts, np.uint64)))


class Link(msgspec.Struct, frozen=True):
    """The columns that linking fills in an article of a cluster."""

    duplicate_of: str | None
    duplicate_kind: str | None
    cluster_id: str
    copied_from: str | None


def signature(article: Article) -> Signature:
    """Return the signature of an article: of its words after the dateline, without case, marks and spaces."""
    text = article.text[article.dateline.end :] if article.dateline else article.text
    words = (UNSPACED_WORD if UNSPACED.search(text, 0, SAMPLE) else WORD).findall(text.casefold())
    digest = hashlib.blake2b("\x1f".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    published = article.published_at.isoformat() if article.published_at else UNKNOWN_DATE
    bands: tuple[bytes, ...] = ()
    anchors: tuple[bytes, ...] = ()
    long = shingle_hashes(words)
    hashes = (long >> np.uint64(32)).astype(np.uint32)
    distinct = np.unique(hashes)
    if len(distinct) >= MIN_SHINGLES:
        bands = band_keys(hashes)
        anchors = anchor_keys(long)
    return Signature(
        article_id=article.article_id,
        published=published,
        publisher=(article.publisher or "").casefold(),
        digest=digest,
        bands=bands,
        anchors=anchors,
        shingles=distinct[:SKETCH].tobytes(),
        count=len(distinct),
        facts=fact_hashes(text)[:SKETCH_OF_FACTS].tobytes(),
        agency=article.agency or "",
        wire=agency_of_publisher(article.publisher or "") or "",
    )


def shingle_hashes(words: Sequence[str]) -> np.ndarray:
    """Return the hashes, uint64, of the runs of ``SHINGLE`` words in text order."""
    shingles = list(map(" ".join, zip(*(words[i:] for i in range(SHINGLE)), strict=False)))
    if not shingles:
        return np.empty(0, np.uint64)
    hashed = rensa.RMinHash.hash_token_sets([shingles])[0]
    return np.array(hashed, np.uint64)


def band_keys(hashes: np.ndarray) -> tuple[bytes, ...]:
    """Return the MinHash bands as keys."""
    matrix = rensa.RMinHash.digest_matrix_from_token_hash_sets([hashes.tolist()], BANDS * ROWS, SEED)
    digest = np.array(matrix.to_rows()[0], np.uint32).tobytes()
    width = 4 * ROWS
    return tuple(bytes([i]) + digest[i * width : (i + 1) * width] for i in range(BANDS))


def anchor_keys(hashes: np.ndarray) -> tuple[bytes, ...]:
    """Return the smallest hashes, of 64 bits, of the first stretches as keys.

    Of 32 bits two articles in 3 million pairs share one by chance: 3e9 pairs among 100 million articles.
    """
    found: list[bytes] = []
    for start in range(0, min(len(hashes), BLOCK * BLOCKS), BLOCK):
        block = hashes[start : start + BLOCK]
        if start and len(block) < FEW_SHINGLES:
            break
        found += [value.to_bytes(8, "big") for value in np.sort(block)[:ANCHORS].tolist()]
    return tuple(dict.fromkeys(found))


def candidate_pairs(members: Iterable[tuple[str, str]], window: int | None = None) -> list[tuple[str, str]]:
    """Return the pairs of article ids to verify among the articles, as (published, id), that share a key.

    Each article with the ``BEFORE`` before it: a key that very many share gives a linear number of pairs, and which
    pairs these are does not depend on what lies far off. ``window``: days between the publication of two, at most.
    """
    ordered = sorted(set(members))
    pairs = []
    for i, (published, row_id) in enumerate(ordered):
        for earlier, other in ordered[max(0, i - BEFORE) : i]:
            if window is None or within(earlier, published, window):
                pairs.append((other, row_id))
    return pairs


def pairs_under_keys(groups: Groups, articles: Sequence[tuple[str, str]], window: int | None = None) -> np.ndarray:
    """Return what ``candidate_pairs`` finds under many keys at once, as numbers of articles: two a row.

    ``articles``: (published, id) of each.
    """
    ordered = sorted(range(len(articles)), key=articles.__getitem__)
    rank = np.empty(len(articles), np.int64)
    rank[ordered] = np.arange(len(articles))
    few = groups.sizes <= BEFORE + 1
    left, right, _ = all_pairs(groups, np.flatnonzero(few))
    found = [np.stack([left, right], axis=1)]
    for number in np.flatnonzero(~few).tolist():
        members = groups.of(number)
        members = members[np.argsort(rank[members])]
        found += [np.stack([members[:-step], members[step:]], axis=1) for step in range(1, BEFORE + 1)]
    pairs = np.concatenate(found)
    if window is None:
        return pairs
    unknown = np.array([published == UNKNOWN_DATE for published, _ in articles], bool)
    days = np.array([_ordinal(published) for published, _ in articles], np.int64)
    a, b = pairs.T
    near: np.ndarray = pairs[unknown[a] | unknown[b] | (np.abs(days[a] - days[b]) <= window)]
    return near


def _ordinal(published: str) -> int:
    return 0 if published == UNKNOWN_DATE else datetime.datetime.fromisoformat(published).toordinal()


def within(first: str, second: str, window: int) -> bool:
    """Return whether two times, in their order, are at most so many days apart; unknown ones are."""
    if UNKNOWN_DATE in (first, second):
        return True
    days = [datetime.datetime.fromisoformat(moment).date() for moment in (first, second)]
    return (days[1] - days[0]).days <= window


def similarity(a: Signature, b: Signature) -> tuple[float, float]:
    """Return Jaccard similarity and containment of the smaller in the larger set of shingles.

    Exact for texts of up to ``SKETCH`` shingles; for longer ones over the range of hashes that both sketches cover.
    """
    left, right = np.frombuffer(a.shingles, np.uint32), np.frombuffer(b.shingles, np.uint32)
    limits = [int(side[-1]) for side, whole in ((left, a), (right, b)) if len(side) < whole.count]
    if limits:
        left, right = (side[: np.searchsorted(side, min(limits), "right")] for side in (left, right))
    if not len(left) or not len(right):
        return 0.0, 0.0
    common = len(np.intersect1d(left, right, assume_unique=True))
    return common / (len(left) + len(right) - common), common / min(len(left), len(right))


def verify(a: Signature, b: Signature) -> bool:
    """Return whether one of two articles is a copy of the other, or tells its story in other words."""
    return same_words(a, b) or (same_facts(a.facts, b.facts) and _soon(a, b))


def _soon(a: Signature, b: Signature) -> bool:
    return within(min(a.published, b.published), max(a.published, b.published), RETOLD)


def same_words(a: Signature, b: Signature) -> bool:
    """Return whether two articles have so many words in common that one is a copy of the other."""
    if a.digest == b.digest:
        return True
    shorter = min(a.count, b.count)
    if shorter < MIN_SHINGLES:
        return False
    jaccard, containment = similarity(a, b)
    if shorter < FEW_SHINGLES:
        return containment >= FEW_CONTAINMENT
    if shorter < FULL_SHINGLES:
        return containment >= SHORT_CONTAINMENT
    return jaccard >= JACCARD or containment >= CONTAINMENT


def kind_of_copy(original: Signature, copy: Signature) -> str:
    """Return exact (the same words), syndicated (another publisher, cut, extended or rewritten), or near (edited)."""
    if original.digest == copy.digest:
        return "exact"
    if original.publisher and copy.publisher and original.publisher != copy.publisher:
        return "syndicated"
    if not same_words(original, copy):
        return "syndicated"
    shorter, longer = sorted((original.count, copy.count))
    _, containment = similarity(original, copy)
    cut = containment >= CONTAINMENT and shorter < SAME_LENGTH * longer
    return "syndicated" if cut else "near"


def assign(members: Sequence[Signature]) -> dict[str, Link]:
    """Return the links of one cluster: the original is the earliest published, of those the smallest id."""
    original, *copies = ordered = sorted(members, key=_order)
    links = {original.article_id: Link(None, None, original.article_id, None)}
    for index, copy in enumerate(copies):
        earlier = ordered[max(1, index + 1 - BEFORE) : index + 1]
        source = copied_from(copy, [original, *earlier])
        kind = kind_of_copy(original, copy)
        links[copy.article_id] = Link(original.article_id, kind, original.article_id, source.article_id)
    return links


def copied_from(copy: Signature, earlier: Sequence[Signature]) -> Signature:
    """Return the one of some earlier articles, in their order, that a copy was made from.

    The report of the agency that the copy credits, where it is among them; else the one that it is most like, of
    equals the earliest.
    """
    return max(earlier, key=partial(_nearness, copy))


def _nearness(copy: Signature, other: Signature) -> tuple[bool, float, float]:
    credited = bool(other.wire) and other.wire in copy.agency.split("/")
    if copy.digest == other.digest:
        return credited, 1.0, 1.0
    return credited, similarity(copy, other)[0], shared_facts(copy.facts, other.facts)


def cluster(signatures: Iterable[Signature]) -> dict[str, Link]:
    """Return the links of all articles that have a copy; articles that stand alone are absent."""
    known: Mapping[str, Signature] = {item.article_id: item for item in signatures}
    groups: dict[bytes, list[tuple[str, str]]] = defaultdict(list)
    for item in known.values():
        for key in item.keys:
            groups[key].append(item.order)
    pairs = {pair for members in groups.values() if len(members) > 1 for pair in candidate_pairs(members)}
    edges = [(a, b) for a, b in sorted(pairs) if verify(known[a], known[b])]
    links: dict[str, Link] = {}
    for group in components(edges):
        links.update(assign([known[article_id] for article_id in group]))
    return links


def _order(item: Signature) -> tuple[str, str]:
    return item.order
