"""Sentences about other things than politics and conflict must give no events."""

from pathlib import Path

LIMIT = 0.0125
"""Share of sentences that may give a row: the bank is written to be hard."""


def test_sport_business_and_metaphor_give_no_events(code):
    lines = (Path(__file__).parent / "negatives.txt").read_text(encoding="utf-8").splitlines()
    sentences = [line for line in lines if line and not line.startswith("#")]
    false = [
        f"{sentence} -> {events[0].event_type} {events[0].rule}"
        for sentence, events in zip(sentences, code(*sentences), strict=True)
        if events
    ]
    assert len(sentences) >= 800
    assert len(false) <= LIMIT * len(sentences), "\n".join(false)
