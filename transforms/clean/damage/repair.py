"""The order in which damage is undone, and what is only flagged."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from schemas.article import Repair
from transforms.clean.damage.boilerplate import boilerplate_edits
from transforms.clean.damage.characters import character_edits, escape_edits, mojibake_edits, surrogate_edits
from transforms.clean.damage.edits import Edit, Tracked, apply_edits
from transforms.clean.damage.entities import entity_edits
from transforms.clean.damage.layout import break_edits, caption_edits, layout_edits
from transforms.clean.damage.markup import markup_edits
from transforms.clean.damage.paywall import paywall_edits
from transforms.clean.damage.repeated import repeated_edits
from transforms.clean.facts.published import date_prefix

CASE_SAMPLE = 4000
"""Characters from which the case of a text and the noise of a scan are judged."""

_LOST = re.compile(r"\?(?<=[a-z]\?)(?:(?:s|t|re|ve|ll|d|m)\b|[a-z]{3})|¿(?<=[A-Za-z]¿)[A-Za-z]")
_LINKS = re.compile(r"(?:https?:|www\.)\S+")
_STARTS = re.compile(r"(?:\A|[.!?][\"”’]?\s+|\n)[\"“‘]?([^\W\d_])")
_GARBLED = re.compile(r"[a-z][01358^~|\\<>{}=_■§¢¦][a-z]|(?<= )[~^|\\■§¢¦<>{}=_](?= )")
"""Signs in and between words that scanners read for letters and stains."""
GARBLED_SHARE, FEWEST_GARBLED = 0.02, 5
"""Signs a word, and in all, from which a text was badly scanned."""
_C1 = re.compile(r"[\x80-\x9f]")
_CUT = re.compile(
    r"(?:\[\+?\d* ?chars\]|\(?read more\)?|\[?(?:\.\.\.|…)\]?|continue reading)\W*$|[,(\[“-]$"
    r"|\b(?:the|an?|of|to|and|or|in|on|at|by|for|from|with|as|that|which|who|his|her|its|their|was|were|is|are|be|been|"
    r"has|have|had|will|would|said|not|but|than|into|over|after|before|between|against)$",
    re.IGNORECASE,
)


class Repaired(NamedTuple):
    """A repaired text, its repairs, its flags, and the day that was put in front of it."""

    text: str
    repairs: tuple[Repair, ...]
    flags: tuple[str, ...]
    prefix_date: str | None


_CHARACTER_STEPS: tuple[Callable[[str], list[Edit]], ...] = (
    surrogate_edits,
    # Before the steps that would read its letters as tags and escapes.
    paywall_edits,
    escape_edits,
    markup_edits,
    entity_edits,
    # Entities may spell out tags ("&lt;p&gt;") and mojibake ("&acirc;&euro;&trade;").
    markup_edits,
    mojibake_edits,
    break_edits,
    character_edits,
)


def repair(
    text: str, front: int = 0, *, publisher: str | None = None, repeated: AbstractSet[int] = frozenset()
) -> Repaired:
    """Return the text with its damage undone where that can be done honestly, and flagged where it cannot.

    The first ``front`` characters, a head of keys and values, are taken out, and the paragraphs of the publisher that
    ``repeated`` knows.
    Flags: ``lossy_characters`` (U+FFFD, ``don?t``, stray C1 controls), ``truncated``, ``all_caps``, ``lower_case``,
    ``ocr_noise`` (signs in the middle of words: ``c0mmittee``, ``gov^rnment``).
    """
    tracked = apply_edits(Tracked(text), [Edit(0, front, "", "front")] if front else [])
    for step in _CHARACTER_STEPS:
        tracked = apply_edits(tracked, step(tracked.text))
    prefix = date_prefix(tracked.text)
    if prefix:
        tracked = apply_edits(tracked, [Edit(0, prefix[0], "", "date_prefix")])
    tracked = apply_edits(tracked, layout_edits(tracked.text))
    tracked = apply_edits(tracked, caption_edits(tracked.text))
    edits = boilerplate_edits(tracked.text)
    if edits:
        tracked = apply_edits(tracked, edits)
        tracked = apply_edits(tracked, layout_edits(tracked.text))
    # Last: the table holds paragraphs as they stand in articles that were written.
    if publisher and repeated and (edits := repeated_edits(tracked.text, publisher, repeated)):
        tracked = apply_edits(tracked, edits)
        tracked = apply_edits(tracked, layout_edits(tracked.text))
    return Repaired(tracked.text, tracked.repairs, _flags(tracked.text), prefix[1] if prefix else None)


def _small_starts(sample: str) -> bool:
    """Return whether sentences begin in small letters: a text of one long sentence has few capitals too."""
    starts = _STARTS.findall(sample)
    return sum(map(str.islower, starts)) > 0.8 * len(starts)


def _letters(sample: str) -> tuple[int, int]:
    """Return how many letters and how many capitals a text has."""
    if sample.isascii():  # in one step each; letter by letter where there may be others
        capitals = len(sample) - len(sample.translate(_NO_CAPITALS))
        return capitals + len(sample) - len(sample.translate(_NO_SMALL)), capitals
    return sum(map(str.isalpha, sample)), sum(map(str.isupper, sample))


_NO_CAPITALS = str.maketrans("", "", string.ascii_uppercase)
_NO_SMALL = str.maketrans("", "", string.ascii_lowercase)


def _flags(text: str) -> tuple[str, ...]:
    flags = []
    if "\ufffd" in text or _C1.search(text) or (("?" in text or "¿" in text) and _LOST.search(_LINKS.sub("", text))):
        flags.append("lossy_characters")
    sample = text[:CASE_SAMPLE]
    letters, capitals = _letters(sample)
    if letters >= 40 and capitals > 0.8 * letters:
        flags.append("all_caps")
    if letters >= 100 and capitals < 0.01 * letters and _small_starts(sample):
        flags.append("lower_case")
    garbled = len(_GARBLED.findall(_LINKS.sub("", sample)))
    if garbled >= FEWEST_GARBLED and garbled >= GARBLED_SHARE * len(sample.split()):
        flags.append("ocr_noise")
    if len(text) > 200 and _CUT.search(text[-40:]):
        flags.append("truncated")
    return tuple(flags)
