"""From harm mentions of one event to its tolls: distinct people once, disagreeing figures as a range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from schemas.document import Document
from schemas.records import HarmMention
from transforms.resolve.numbers import Quantity

CONFLICT_LEAST = 3
"""Figures from here on that lie within a factor of two tell of the same people and disagree; smaller or more distant
ones tell of some of them ("a man died at the scene")."""


class Toll(msgspec.Struct, frozen=True):
    """Bounds of killed and wounded; null where nothing is reported, 0 only where the text says none."""

    killed_low: int | None = None
    killed_high: int | None = None
    wounded_low: int | None = None
    wounded_high: int | None = None
    cumulative: bool = False


def tally(document: Document, mentions: Iterable[HarmMention]) -> Toll:
    """Return the toll of one event from all its harm mentions.

    Within a sentence different people add up; between sentences the figures tell of the same people, so the
    largest stands, or the number of people told apart by name where that is larger. Whoever is reported dead is
    not counted as wounded.
    """
    chosen = sorted(mentions, key=lambda m: (m.sentence, m.predicate, m.start))
    own = [m for m in chosen if not m.cumulative]
    used = own or chosen
    killed = [m for m in used if m.harm == "killed"]
    wounded = [m for m in used if m.harm == "wounded"]
    dead = {name for m in killed if (name := identity(document, m))}
    survivors = [m for m in wounded if identity(document, m) not in dead or not identity(document, m)]
    killed_low, killed_high = bounds(document, killed)
    wounded_low, wounded_high = bounds(document, survivors)
    return Toll(killed_low, killed_high, wounded_low, wounded_high, bool(chosen) and not own)


def bounds(document: Document, mentions: Sequence[HarmMention]) -> tuple[int | None, int | None]:
    """Return the lowest-to-highest figures of one kind of harm over all sentences."""
    if not mentions:
        return None, None
    totals = sentence_totals(document, mentions)
    lows = [total.low for total in totals if total.low is not None]
    highs = [total.high for total in totals if total.high is not None]
    names = {name for m in mentions if m.low == 1 and m.high == 1 and (name := identity(document, m))}
    low = max([*lows, len(names)], default=None) if lows or names else None
    high = max(highs, default=None)
    figures = [value for value in lows if value >= CONFLICT_LEAST and low is not None and 2 * value >= low]
    if len(set(figures)) > 1:
        low = min(figures)
    if high is not None and low is not None and high < low:
        high = low
    if low == 0 and any(m.low is None for m in mentions):
        low = None
    return low, high


def sentence_totals(document: Document, mentions: Sequence[HarmMention]) -> list[Quantity]:
    """Return the total of every sentence: different people add up, parts of a total and repeats do not."""
    totals: dict[int, dict[object, HarmMention]] = {}
    for m in mentions:
        if m.part_of is not None:
            continue
        key: object = identity(document, m) or (m.start, m.end)
        people = totals.setdefault(m.sentence, {})
        if key not in people or (people[key].low or 0) < (m.low or 0):
            people[key] = m
    found = []
    for _, people in sorted(totals.items()):
        lows = [m.low for m in people.values() if m.low is not None]
        open_ended = any(m.high is None for m in people.values())
        highs = [m.high for m in people.values() if m.high is not None]
        found.append(Quantity(sum(lows) if lows else None, None if open_ended or not highs else sum(highs)))
    return found


def identity(document: Document, m: HarmMention) -> str | None:
    """Return what tells a victim apart: the last name, through pronouns where their antecedent is known."""
    if m.victim is None:
        return None
    sentence = document.sentences[m.sentence]
    reference = document.antecedents.get((m.sentence, m.victim))
    if reference is not None:
        return document.entities[reference].text.split()[-1].lower()
    if sentence.xpos[m.victim] in ("NNP", "NNPS"):
        return last_name(sentence.words, sentence.deps, sentence.children, m.victim)
    return None


def last_name(words: Sequence[str], deps: Sequence[str], children: Sequence[Sequence[int]], head: int) -> str:
    """Return the last word of a name: its last ``flat`` part, or the head."""
    parts = [head, *(i for i in children[head] if deps[i].split(":")[0] == "flat")]
    return words[max(parts)].lower()
