"""Letters, linking words and ordinary capitals of names that a dateline or byline writes in capitals."""

from __future__ import annotations

import re

from transforms.parse.head.lexicon import dateline_regions
from transforms.words.classes import word_class

UPPER, LOWER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪİŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ", "a-zß-öø-ÿāăąćčďđēęěğīıłńňōőřśşšţťūůűźżž"
LINKS = r"(?:de|del|da|do|dos|di|la|le|las|los|el|al|of|the|es|sur|upon|on|am|an|der|i|ul)"
"""Small words inside names of places and people."""
HYPHENED_LINK = re.compile(
    r"(?<=-)(?:au|aux|de|des|du|en|et|la|le|les|of|on|sous|sur|upon|the|am|an|in)(?=-)", re.IGNORECASE
)
"""Small words between hyphens, as in Port-au-Prince and Stratford-upon-Avon."""
ACRONYMS = word_class("capital_acronym")


def ordinary_case(name: str) -> str:
    """Return a name in ordinary capitals; initials with full stops stay as they are."""
    return " ".join(capitalised(word, position) for position, word in enumerate(name.split()))


def capitalised(word: str, position: int) -> str:
    """Return one word of a name in ordinary capitals."""
    mixed = re.fullmatch(rf"(Mc|Mac|De|Di|La|Le|O['’])([{UPPER}]{{2,}}\S*)", word)
    if mixed:
        return mixed[1] + capitalised(mixed[2], 0)
    if (not word.isupper() and not word.islower()) or "." in word[:-1] or re.fullmatch(r"\w\.", word):
        return word
    if word.upper() in ACRONYMS:
        return word.upper()
    if len(word) == 2 and word.isupper() and position == 0 and word.lower() in dateline_regions():
        return word
    if position and re.fullmatch(LINKS, word.lower()):
        return word.lower()
    raised = re.sub(r"(^|[-/'’])(\w)", _raise_letter, word.lower())
    return HYPHENED_LINK.sub(_lower, raised)


def _raise_letter(match: re.Match[str]) -> str:
    """Return the match with its letter raised."""
    return match.group(1) + match.group(2).upper()


def _lower(match: re.Match[str]) -> str:
    """Return the match in small letters."""
    return match.group().lower()
