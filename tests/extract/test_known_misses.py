"""The list of known misses: sentences of the banks, and a check that tells a new one from one that is right now."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
BANKS = {"negatives": "negatives.txt", "types": "positives.txt", "parties": "positives.txt"}


def rows(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return [[part.strip() for part in line.split(" | ")] for line in lines if line and not line.startswith("#")]


def test_known_misses_are_sentences_of_their_banks():
    sentences = {bank: {row[-1] for row in rows(HERE / name)} for bank, name in BANKS.items()}
    known = rows(HERE / "known_misses.txt")
    assert [row for row in known if row[1] not in sentences[row[0]]] == []
    assert known == sorted(known)
    assert len({(bank, sentence) for bank, sentence, _ in known}) == len(known)


@pytest.mark.parametrize(
    ("misses", "told"),
    [
        ({"It rained.": "AID", "It snowed.": "AID"}, None),
        ({"It rained.": "AID", "It snowed.": "AID", "It hailed.": "AID"}, "new miss: It hailed. -> AID"),
        ({"It rained.": "AID"}, "right now, take it off the list: It snowed."),
        ({"It rained.": "AID", "It snowed.": "AGREE"}, "other than known: It snowed. -> AGREE, was AID"),
    ],
)
def test_a_list_that_does_not_hold_is_told_of(pinned, monkeypatch, tmp_path, misses, told):
    path = tmp_path / "known_misses.txt"
    path.write_text("# what it is for\nnegatives | It rained. | AID\nnegatives | It snowed. | AID\n")
    monkeypatch.setitem(pinned.__globals__, "KNOWN", path)
    monkeypatch.delenv("PIN_MISSES", raising=False)
    if told is None:
        pinned("negatives", misses)
        return
    with pytest.raises(AssertionError) as failure:
        pinned("negatives", misses)
    assert str(failure.value).splitlines()[0] == told
    monkeypatch.setenv("PIN_MISSES", "1")
    pinned("negatives", misses)
    monkeypatch.delenv("PIN_MISSES")
    pinned("negatives", misses)
    assert path.read_text().startswith("# what it is for\n")
