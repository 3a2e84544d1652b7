"""Clusters found range by range, and in a few rounds, are the connected components."""

import random
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from pipeline.beam import linking
from pipeline.beam.linking import Facts, by_bucket, connect_rest, meet, settle, sorted_labels
from pipeline.dataset.blocks import bucket_of
from pipeline.dataset.ids import heads, ranges
from pipeline.link.labels import EDGES, add_edges, label, look_up
from pipeline.link.staged import spill
from pipeline.link.staged.spill import Spill
from schemas.ids import stable_id
from transforms.link.components import components


def graph(seed, nodes=400):
    """Edges of a chain, a star, and of random pairs, by random ids."""
    draw = random.Random(seed)
    ids = [stable_id("node", str(seed), str(number)) for number in range(nodes)]
    chain, star, rest = ids[:150], ids[150:200], ids[200:]
    edges = [*pairwise(chain), *((star[0], other) for other in star[1:])]
    edges += [tuple(draw.sample(rest, 2)) for _ in range(90)]
    draw.shuffle(edges)
    return edges


def numbers(ids):
    return heads(pa.array(ids, pa.string()))


def expected(edges):
    return {int(node): int(group[0]) for group in map(numbers, components(edges)) for node in group.tolist()}


@pytest.mark.parametrize("buckets", [1, 3, 16])
@pytest.mark.parametrize("held", [1, 1 << 20])
def test_labels_are_the_smallest_of_the_component(tmp_path, monkeypatch, buckets, held):
    monkeypatch.setattr(spill, "SPILL_BYTES", held)
    edges = graph(buckets)
    first = Spill(str(tmp_path), EDGES, buckets)
    add_edges(first, *(numbers(side) for side in zip(*edges, strict=True)))
    found = label(first, lambda schema: Spill(str(tmp_path), schema, buckets))
    rows = [row for table in found.tables() for row in zip(*table.to_pydict().values(), strict=True)]
    assert dict(rows) == expected(edges)
    assert len(rows) == len(dict(rows))


@pytest.mark.parametrize("rounds", [0, 1, 3, 12])
def test_what_rounds_do_not_settle_is_connected_at_the_end(rounds):
    """A chain of 150 ties takes eight rounds: fewer leave a rest, more leave none."""
    edges, buckets = graph(7), 4
    a, b = (numbers(side) for side in zip(*edges, strict=True))

    def grouped(pairs):
        found = {}
        for key, value in pairs:
            found.setdefault(key, []).append(value)
        return found.items()

    facts = [*by_bucket("copies", a, b, buckets), *by_bucket("copies", b, a, buckets)]
    for _ in range(rounds):
        facts = [one for keyed in grouped(facts) for one in meet(keyed, buckets)]
    settled = [one for keyed in grouped(facts) for one in settle(keyed)]
    labels = sorted_labels(value for one in settled if isinstance(one, tuple) for value in one[1:])
    rest = [one.value for one in settled if not isinstance(one, tuple)]
    assert bool(rest) == (rounds < 8)
    corrected = sorted_labels(facts for keyed in grouped(rest) for _, facts in [connect_rest(keyed)])
    nodes = np.array(sorted(expected(edges)), np.uint64)
    found, known = look_up(labels, nodes)
    again, hit = look_up(corrected, found)
    assert known.all()
    assert dict(zip(nodes.tolist(), np.where(hit, again, found).tolist(), strict=True)) == expected(edges)


def test_ranges_are_the_buckets_of_ids():
    ids = [stable_id("id", str(number)) for number in range(200)]
    for buckets in (1, 7, 64):
        assert ranges(numbers(ids), buckets).tolist() == [bucket_of(row_id, buckets) for row_id in ids]
    assert sorted(ids) == [row_id for _, row_id in sorted(zip(numbers(ids).tolist(), ids, strict=True))]


def test_facts_come_back_as_they_were_packed():
    pairs = np.array([1, 2**63], np.uint64), np.array([5, 6], np.uint64)
    found = linking.joined([Facts.of(*pairs), Facts.of(*pairs)])
    assert [side.tolist() for side in found] == [[1, 2**63, 1, 2**63], [5, 6, 5, 6]]
