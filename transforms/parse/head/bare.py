"""Datelines without a separator, and days of publication that run into the text.

Services that lose the dash write ``BAGHDAD Security forces ...`` and ``QUITO, Ecuador Six people ...``; pages whose
lines were joined write ``Wed Jun 8 2016 Army kills ...`` and ``Date of publication 12 March 2017 Dozens ...``. Only
what cannot be the beginning of the sentence is taken: a known city in capitals before running text that opens anew, and
a day with its year before a capital.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec

from transforms.parse.head.capitals import LINKS, LOWER, UPPER, ordinary_case
from transforms.parse.head.evidence import known_places, prose
from transforms.parse.head.lexicon import dateline_regions, find_agency, heading_words
from transforms.parse.head.published import (
    CLOCK,
    HEAD_DATE,
    KEYWORD,
    UPDATED,
    WEEKDAY,
    DateLine,
    HeadDate,
    head_date,
    moment_of,
    of_match,
)
from transforms.parse.names.gazetteer import head_words
from transforms.world.countries import countries

MAX_WORDS = 4
"""Words of a place or region."""
CAPS = re.compile(rf"(?:Mc|Mac|al-|el-)?[{UPPER}][{UPPER}'’./\-]*[{UPPER}.](?![{LOWER}])")
LINK = re.compile(rf"{LINKS}(?=[ ])")
TITLE = re.compile(rf"[{UPPER}][{UPPER}{LOWER}.'’-]*")
OPENING = re.compile(
    rf"(?P<quote>[\"“'‘]?)(?:(?P<word>[{UPPER}][{LOWER}'’-]+)|A(?= [{LOWER}])|\d{{1,3}}(?:,\d{{3}})*(?= [{LOWER}])"
    rf"|(?:(?:[{UPPER}]\.){{2,4}}|U[NSK]|EU)(?= [{UPPER}{LOWER}]))"
)
"""How a sentence begins; a number or an abbreviation has to be followed by a word."""
COMMA = re.compile(r",[ ]")
BLANK = re.compile(r",?[ ]+")
SPACE = re.compile(r"[ ]+")
LEAST = 3
"""Letters of the shortest place taken without a region."""

GAP = r"[\s|@•·–—:-]*"
DATED = re.compile(
    rf"(?:{KEYWORD}\s*)?{GAP}(?P<date>{HEAD_DATE.pattern})(?:[\s,|@•·–—-]*(?P<clock>{CLOCK}))?{GAP}(?=[\"“'‘(]?[{UPPER}0-9])",
    re.IGNORECASE,
)
CAPITAL = re.compile(rf"[\"“'‘(]?[{UPPER}0-9]|by [{UPPER}]")
"""How what follows a day of publication begins: a sentence, or the line that names its writers."""
DAY_AFTER = re.compile(rf"(?P<date>{HEAD_DATE.pattern})(?:[\s,|@•·–—-]*(?P<clock>{CLOCK}))?[ ]+", re.IGNORECASE)
WORD_BEFORE = re.compile(r"(?<!\S)(?P<agency>(?:\S+[ ])?\S+)[ ]+$")
CHRONOLOGY = re.compile(rf"\n[ \t]*(?:{WEEKDAY}\s*,?\s*)?(?={HEAD_DATE.pattern})", re.IGNORECASE)


@cache
def ordinary_words() -> frozenset[str]:
    """Return frequent words that running text writes in small letters more often than with a capital."""
    listed = (files("transforms.parse") / "language" / "model" / "common_words.txt").read_text(encoding="utf-8").split()
    rank = {word: number for number, word in enumerate(listed)}
    return frozenset(
        word for word, number in rank.items() if word.islower() and number < rank.get(word.capitalize(), len(rank))
    )


@cache
def nations() -> frozenset[str]:
    """Return the adjectives and nouns for the people of the world's countries, as written."""
    listed = countries().values()
    return frozenset(name for country in listed for name in country.adjectives) | frozenset(
        name for country in listed for pair in country.people for name in pair
    )


class BareDateline(msgspec.Struct, frozen=True):
    """Place, region and date of a dateline ``text[start:end]`` that nothing closes."""

    start: int
    end: int
    place: str
    date: HeadDate | None
    body_start: int


def bare_dateline(text: str, pos: int) -> BareDateline | None:
    """Return the dateline at ``pos`` that runs into its sentence; None where the words may belong to the sentence."""
    for end in reversed(prefix_ends(text, pos, CAPS)):
        name = text[pos:end]
        if not known_places(name) or find_agency(name) or name.lower() in heading_words():
            continue
        at, region, date = end, None, None
        if (comma := COMMA.match(text, at)) and (ended := region_end(text, comma.end())):
            region, at = text[comma.end() : ended], ended
        if (gap := BLANK.match(text, at)) and (date := head_date(text, gap.end())):
            at = date.end
        body = (BLANK if date else SPACE).match(text, at)
        if body is None or not opens(text, body.end(), sure=bool(region or date)) or not prose(text, body.end()):
            continue
        if not (region or date) and (len(name) < LEAST or name.lower() in ordinary_words()):
            continue
        full = ", ".join(ordinary_case(part) for part in (name, region) if part)
        return BareDateline(pos, at, full, date, body.end())
    return None


def prefix_ends(text: str, pos: int, word: re.Pattern[str]) -> list[int]:
    """Return where one, two, ... words that match ``word`` end, small linking words between them allowed."""
    ends: list[int] = []
    at = pos
    while len(ends) < MAX_WORDS and (match := word.match(text, at)):
        ends.append(match.end())
        at = match.end()
        for _ in range(2):
            if text[at : at + 1] == " " and (link := LINK.match(text, at + 1)):
                at = link.end()
        if text[at : at + 1] != " ":
            break
        at += 1
    return ends


def region_end(text: str, pos: int) -> int | None:
    """Return where the longest known country, state or province that starts at ``pos`` ends."""
    regions = dateline_regions()
    for end in reversed(prefix_ends(text, pos, TITLE)):
        name = text[pos:end].lower()
        if name in regions or name.rstrip(".") in regions:
            return end
    return None


def opens(text: str, pos: int, *, sure: bool) -> bool:
    """Return whether a sentence of its own begins at ``pos``.

    ``sure``: a region or date already tells that a place was named. Otherwise a capital must be that of the sentence:
    the word is an ordinary one, or a nation or country, and no second half of a name ("CHELSEA Manning", "GAZA Strip").
    """
    match = OPENING.match(text, pos)
    if match is None:
        return False
    word = match["word"]
    if word is None or sure or match["quote"]:
        return True
    plain = re.sub(r"['’]s?$", "", word)
    if plain.lower() in head_words():
        # "KANDAHAR Airport was hit": a name. "BOSTON Police said" is a sentence of its own too.
        return head_words()[plain.lower()] == "ORG" and plain.lower() in ordinary_words() and plural(plain)
    if plain.lower() in ordinary_words() or plain.lower() in dateline_regions():
        return True
    return plain in nations()


def plural(word: str) -> bool:
    """Return whether a noun stands for several without an article before it."""
    return word.lower() in ("police", "forces") or (word.endswith("s") and not word.endswith(("ss", "us")))


def dated_opening(text: str, pos: int) -> DateLine | None:
    """Return the day of publication that stands at ``pos`` and runs into the text; ``end`` is where the text begins.

    Without a word such as "Published" a chronology, whose further paragraphs open with days too, has none.
    """
    match = DATED.match(text, pos, pos + 160)
    if match is None or not CAPITAL.match(text, match.end()):
        return None
    found = of_match(match)
    if found is None or found.year is None or (day := found.resolve()) is None:
        return None
    keyword = match["keyword"]
    if text[match.end() - 1].isalnum() or (not keyword and CHRONOLOGY.search(text, match.end())):
        return None
    if "\n" in text[match.start() : match.end()].strip() or not prose(text, match.end()):
        return None
    moment = moment_of(text[found.start : match.end("clock")] if match["clock"] else None, day)
    return DateLine(pos, match.end(), day, bool(keyword and UPDATED.search(keyword)), moment)


def dated_agency(text: str, pos: int, end: int) -> DateLine | None:
    """Return agency and day of publication between a headline and its text, all in one line of ``text[pos:end]``.

    "Five dead in blast in Hama AFP Thursday 6 Mar 2014 At least five people ...": nothing but an agency before a day
    with its year, and a sentence that opens after it, tells that the day is not the story's.
    """
    for match in DAY_AFTER.finditer(text, pos, end):
        before = WORD_BEFORE.search(text, pos, match.start())
        if before is None or not opens(text, match.end(), sure=True) or not prose(text, match.end()):
            continue
        words = before["agency"].split()
        names = [" ".join(words[first:]) for first in range(len(words))]
        start = next((before.end("agency") - len(name) for name in names if find_agency(name)), None)
        found = of_match(match)
        if start is None or found is None or found.year is None or (day := found.resolve()) is None:
            continue
        moment = moment_of(text[found.start : match.end("clock")] if match["clock"] else None, day)
        return DateLine(start, match.end(), day, updated=False, moment=moment)
    return None
