"""Sentences about other things than politics and conflict must give no events, those in known_misses.txt apart."""

from pathlib import Path


def test_sport_business_and_metaphor_give_no_events(code, pinned):
    lines = (Path(__file__).parent / "negatives.txt").read_text(encoding="utf-8").splitlines()
    sentences = [line for line in lines if line and not line.startswith("#")]
    assert len(sentences) == len(set(sentences)) >= 800
    pinned(
        "negatives",
        {
            sentence: ", ".join(event.event_type for event in events)
            for sentence, events in zip(sentences, code(*sentences), strict=True)
            if events
        },
    )
