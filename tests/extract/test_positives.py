"""A bank of plain wire sentences, at least one for every type and most modes; known_misses.txt lists the wrong ones."""

from pathlib import Path

import pytest

NOBODY = ("-", "bomb", "clashes")
"""Cells of the bank that name nobody."""


@pytest.fixture(scope="module")
def bank(code):
    """Rows of the bank (type and mode, actor, recipient, sentence), each with its events."""
    lines = (Path(__file__).parent / "positives.txt").read_text(encoding="utf-8").splitlines()
    rows = [tuple(part.strip() for part in line.split("|")) for line in lines if line and not line.startswith("#")]
    assert len({row[3] for row in rows}) == len(rows)
    return list(zip(rows, code(*(row[3] for row in rows)), strict=True))


def test_types_and_modes_of_plain_reports(bank, pinned):
    misses = {}
    for (expected, _, _, sentence), events in bank:
        kind, _, mode = expected.partition("/")
        if not any(e.event_type == kind and mode in ("", e.event_mode) for e in events):
            found = [f"{e.event_type}/{e.event_mode}" if e.event_mode else e.event_type for e in events]
            misses[sentence] = f"no {expected}: {', '.join(found) or 'nothing'}"
    pinned("types", misses)


def test_actors_and_recipients_of_plain_reports(bank, pinned):
    misses = {}
    for (expected, actor, recipient, sentence), events in bank:
        for event in [e for e in events if e.event_type == expected.partition("/")[0]][:1]:
            missing = [
                word
                for word, parties in ((actor, event.actors), (recipient, (*event.recipients, *event.actors)))
                if word not in NOBODY and not any(word.lower() in p.text.lower() for p in parties)
            ]
            if missing:
                misses[sentence] = f"without {', '.join(missing)}"
    pinned("parties", misses)
