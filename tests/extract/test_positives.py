"""A bank of plain wire sentences, at least one for every type and most modes."""

from pathlib import Path

SHARE = 0.92
"""Share of sentences whose type must come out; parties are asserted on those."""


def bank():
    lines = (Path(__file__).parent / "positives.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(part.strip() for part in line.split("|")) for line in lines if line and not line.startswith("#")]


def test_types_and_modes_of_plain_reports(code):
    rows = bank()
    wrong = []
    for (expected, _, _, sentence), events in zip(rows, code(*(row[3] for row in rows)), strict=True):
        kind, _, mode = expected.partition("/")
        if not any(e.event_type == kind and mode in ("", e.event_mode) for e in events):
            wrong.append(f"{expected}: {sentence} -> {[(e.event_type, e.event_mode, e.rule) for e in events]}")
    assert len(wrong) <= (1 - SHARE) * len(rows), "\n".join(wrong)


def test_actors_and_recipients_of_plain_reports(code):
    rows = bank()
    wrong = []
    for (expected, actor, recipient, sentence), events in zip(rows, code(*(row[3] for row in rows)), strict=True):
        for event in [e for e in events if e.event_type == expected.partition("/")[0]][:1]:
            for word, parties in ((actor, event.actors), (recipient, (*event.recipients, *event.actors))):
                if word not in ("-", "bomb", "clashes") and not any(word.lower() in p.text.lower() for p in parties):
                    wrong.append(f"{word}: {sentence} -> {[p.text for p in parties]} {event.rule}")
    assert len(wrong) <= 0.12 * 2 * len(rows), "\n".join(wrong)
