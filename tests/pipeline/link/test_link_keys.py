"""Where link keys are placed."""

import datetime
from collections import defaultdict

import numpy as np

from pipeline.link.linker import anywhere, together
from pipeline.link.linkers import INCIDENTS
from transforms.link.row import KeyedRow, Side

WORDS = [f"{first}{second}va" for first in "bdfgklmn" for second in "aeiou"]
FAMILIES = ("ASSAULT", "PROTEST", "COERCE", "CONSULT")


def row(number: int) -> KeyedRow:
    day = datetime.date(2020, 3, 1) + datetime.timedelta(days=number % 40)
    return KeyedRow(
        event_id=f"e{number}",
        article_id=f"a{number // 2}",
        cluster_id=f"c{number // 5}" if number % 5 < 2 else None,
        published_at=None,
        family=FAMILIES[number % len(FAMILIES)],
        status="occurred",
        date_start=day if number % 3 else None,
        place=None,
        actors=Side(frozenset({"IRQ"})),
        targets=Side(frozenset()),
        killed=None,
        topics=tuple(WORDS[(number * step) % len(WORDS)] for step in (1, 3, 7, 11, 13, 17)),
    )


def test_rows_that_share_a_key_meet_in_one_bucket():
    for buckets in (1, 4, 96, 1000):
        places = defaultdict(set)
        for number in range(300):
            facts = INCIDENTS.facts(row(number))
            for key, bucket in zip(facts.keys, together(np.array(facts.homes), buckets).tolist(), strict=True):
                assert 0 <= bucket < buckets
                places[key].add(bucket)
        assert all(len(found) == 1 for found in places.values())


def test_a_row_stands_in_few_buckets():
    """Its keys are of one type, and of few days and first words."""
    counts = [len(set(together(np.array(INCIDENTS.facts(row(n)).homes), 96).tolist())) for n in range(300)]
    assert max(counts) <= 9
    assert len(INCIDENTS.facts(row(1)).keys) > 20


def test_of_many_buckets_the_keys_of_a_day_lie_in_several():
    facts = [INCIDENTS.facts(row(40 * n + 1)) for n in range(300)]
    dated = [
        home for one in facts for key, home in zip(one.keys, one.homes, strict=True) if key.startswith(b"PROTEST|")
    ]
    assert len(set(together(np.array(dated), 96).tolist())) == 2
    assert len(set(together(np.array(dated), 4096).tolist())) == 10, "five anchors"


def test_keys_of_no_group_lie_anywhere():
    homes = np.arange(0, 1 << 32, 1 << 24)
    assert np.bincount(anywhere(homes, 8)).tolist() == [32] * 8
