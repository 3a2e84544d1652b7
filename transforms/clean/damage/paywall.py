"""Paragraphs that a paywall keeps from readers in ROT47: letters and marks of ASCII, each turned by 47 places."""

from __future__ import annotations

from transforms.clean.damage.edits import Edit
from transforms.words.classes import word_class

OPENING, CLOSING = "kAm", "k^Am"
"""``<p>`` and ``</p>``, so written."""
LONGEST = 8000
MIXED = 0.15
"""Share of function words from which what comes out is English."""
FEWEST = 4
"""Words of the shortest paragraph that is judged."""

_TURNED = str.maketrans({chr(33 + i): chr(33 + (i + 47) % 94) for i in range(94)})


def paywall_edits(text: str) -> list[Edit]:
    """Return the edits that turn paragraphs back whose text then is English; their tags are taken out later."""
    edits: list[Edit] = []
    start = text.find(OPENING)
    while start >= 0 and (end := text.find(CLOSING, start)) >= 0:
        end += len(CLOSING)
        after = text[start:end].translate(_TURNED)
        if end - start <= LONGEST and _is_english(after):
            edits.append(Edit(start, end, after, "rot47"))
        start = text.find(OPENING, end)
    return edits


def _is_english(text: str) -> bool:
    words = text.lower().removeprefix("<p>").removesuffix("</p>").split()
    functions = sum(word in word_class("english_function_word") for word in words)
    return len(words) >= FEWEST and functions >= MIXED * len(words)
