"""Checks between the rows of a dataset."""

import pyarrow as pa
import pytest

from pipeline.dataset.across import check_chains


@pytest.mark.parametrize(
    ("sources", "wrong"),
    [
        ({"b": "a", "c": "b", "d": "a"}, set()),
        ({"b": "a", "c": "x", "d": "c"}, {"c", "d"}),
        ({"b": "c", "c": "b", "d": "b"}, {"b", "c", "d"}),
        ({}, set()),
    ],
)
def test_a_chain_of_copies_has_to_end_at_the_original(sources, wrong):
    rows = [{"article_id": name, "copied_from": source} for name, source in sources.items()]
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in ("article_id", "copied_from")}
    copies = pa.table(
        {**columns, **{name: pa.array(["a"] * len(rows), pa.string()) for name in ("duplicate_of", "path")}}
    )
    faults = list(check_chains(copies))
    assert {row_id for _, row_id, _ in faults} == wrong
    assert all(what == "copied_from: does not lead to the original" for *_, what in faults)
