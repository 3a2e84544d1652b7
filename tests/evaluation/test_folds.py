"""Folds of gold sets: every item in exactly one part, the same one every time."""

import json

import pytest

from evaluation.folds import ANNOTATED, FOLDS, KEPT, fold_of, is_kept, part


def test_the_fold_of_an_id_is_its_hash():
    assert [fold_of(name) for name in ("plover/1", "plover/2", "stories/x")] == [3, 3, 2]
    counts = [sum(fold_of(f"item/{n}") == fold for n in range(2000)) for fold in range(FOLDS)]
    assert min(counts) > 340


def test_the_parts_share_nothing_and_lose_nothing(tmp_path):
    gold = tmp_path / "gold"
    gold.mkdir()
    items = [{"id": f"set/{n}", "text": "x"} for n in range(50)]
    (gold / "a.jsonl").write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    ids = {}
    for kept in (False, True):
        folder = part(gold, tmp_path / str(kept), "set", kept=kept)
        lines = (folder / "a.jsonl").read_text(encoding="utf-8").splitlines()
        ids[kept] = {json.loads(line)["id"] for line in lines}
    assert ids[True] == {item["id"] for item in items if fold_of(item["id"]) == KEPT}
    assert not ids[True] & ids[False]
    assert len(ids[True] | ids[False]) == 50


@pytest.mark.parametrize("name", ANNOTATED)
def test_of_the_articles_annotated_here_half_are_kept(name):
    kept = sum(is_kept(f"own/{n}", name) for n in range(1000))
    assert 450 < kept < 550
