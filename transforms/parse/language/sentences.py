"""Finds paragraphs and sentences, and the full stops that machine translation put inside sentences.

Everything is a guarded rule over candidates (a terminator, closing quotes, white space), linear in the text. A stop
in the wrong place is not a boundary: its offset is returned, so that the parser sees the joined sentence while the
stored text keeps it.
"""

from __future__ import annotations

import re

from schemas.document import Span
from transforms.words.classes import word_class

LONGEST_SENTENCE = 2000
"""Characters after which a sentence is cut at white space: no real one is longer, and the parser stays bounded."""

_PARAGRAPH = re.compile(r"\n[ \t\r\f\v]*\n\s*")
_CANDIDATE = re.compile(
    r"(?<![.!?…])(?P<stop>[.!?…]+)(?P<close>[\"'”’»)\]]{0,3})(?P<gap>\s+|(?=[A-Z“\"][a-z])|(?=[—–-]{1,2}\s))"
    r"|(?P<line>(?<![ \t])[ \t]*\n[ \t]*)(?=[-•*·–—▪]\s|\d{1,2}[.)]\s)"
)
_LAST_WORD = re.compile(r"[^\s(\[\"“‘/—–]+$")
_NEXT_WORD = re.compile(r"[\"'“‘«(\[`]*([^\s,;:.!?\"”)]*[.]?)")
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_DAY_OF_MONTH = re.compile(
    r"\b(?:on|since|until|till|from|by|of|the|between|and|to|before|after)\s+(?:the\s+)?\d{1,2}$", re.I
)
"""The day of a date as other languages write it: "on 3. January"."""
_DOTTED = re.compile(r"[A-Za-z]\.[A-Za-z]$")
_BRACKETED = re.compile(r"\[[^\[\]\n]{1,60}\]\s*$")

_NEVER_LAST = word_class("abbreviation_never_last")
"""Abbreviations after which a sentence does not end."""

_MAY_END = word_class("abbreviation_may_end")
"""Abbreviations after which a sentence ends only where the next word is one that starts sentences."""

_BEFORE_NUMBER = word_class("abbreviation_before_number")

_ALSO_WORDS = word_class("abbreviation_also_word")
"""Those of them that are words, or parts of names, in lower case."""
_STARTERS = word_class("sentence_start")

_CONTINUES = word_class("sentence_goes_on")
"""Words that go on a sentence when they follow a stray stop in lower case."""

_TIME_WORDS = word_class("sentence_time")
_DAYS = word_class("sentence_day")

_VERBS = word_class("sentence_verb")
_REPORTING = word_class("quote_verb")
_ROLES = word_class("sentence_role")
_PREPOSITIONS = word_class("sentence_preposition")


def split(text: str) -> tuple[tuple[Span, ...], tuple[Span, ...], tuple[int, ...]]:
    """Return paragraphs, sentences and the offsets of stray full stops inside sentences.

    Paragraphs are separated by blank lines. Every sentence lies within one paragraph and neither begins nor ends
    with white space; text between sentences is white space only. Offsets are code points.
    """
    paragraphs = _paragraphs(text)
    lower = _lower_style(text)
    sentences: list[Span] = []
    broken: list[int] = []
    for paragraph in paragraphs:
        cuts, stray = _cuts(text, paragraph, lower)
        start = paragraph.start
        for cut in [*cuts, paragraph.end]:
            span = _trimmed(text, start, cut)
            if span:
                sentences.extend(_bounded(text, span))
            start = cut
        broken.extend(stray)
    return paragraphs, tuple(sentences), tuple(broken)


def _paragraphs(text: str) -> tuple[Span, ...]:
    spans, start = [], 0
    for match in _PARAGRAPH.finditer(text):
        spans.append(_trimmed(text, start, match.start()))
        start = match.end()
    spans.append(_trimmed(text, start, len(text)))
    return tuple(s for s in spans if s)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None


def _bounded(text: str, span: Span) -> list[Span]:
    """Cut what is too long to be a sentence at white space."""
    pieces, start = [], span.start
    while span.end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
        cut = cut if cut > 0 else start + LONGEST_SENTENCE
        piece = _trimmed(text, start, cut)
        if piece:
            pieces.append(piece)
        start = cut
    last = _trimmed(text, start, span.end)
    return [*pieces, last] if last else pieces


_PLAIN_STOP = re.compile(r"[^\W\d_]{3}[.!?][\"'”’)]{0,2}\s+[\"'“‘(]?([^\W\d_])")


def _lower_style(text: str) -> bool:
    """Say whether this text starts its sentences in lower case (then a lower-case word proves nothing)."""
    lower = upper = 0
    for match in _PLAIN_STOP.finditer(text):
        if match[1].islower():
            lower += 1
        else:
            upper += 1
    first = next((c for c in text if c.isalpha()), "")
    return lower > upper or (lower == upper and first.islower())


def _cuts(text: str, paragraph: Span, lower: bool) -> tuple[list[int], list[int]]:
    """Return the offsets where sentences of a paragraph end and the stray stops."""
    cuts: list[int] = []
    stray: list[int] = []
    start = paragraph.start
    for match in _CANDIDATE.finditer(text, paragraph.start, paragraph.end):
        if match.end() >= paragraph.end:
            break
        if match["line"] is not None:
            cuts.append(match.end())
            start = match.end()
            continue
        verdict = _verdict(text, match, start, paragraph, lower)
        if verdict == "cut":
            cuts.append(match.end("close"))
            start = match.end()
        elif verdict == "stray":
            stray.append(match.start("stop"))
    return cuts, stray


def _verdict(text: str, match: re.Match[str], start: int, paragraph: Span, lower: bool) -> str:
    """Return ``cut``, ``stray`` or ``join`` for one candidate; ``start`` is where its sentence begins."""
    stop, close = match["stop"], match["close"]
    found = _LAST_WORD.search(text, max(start, match.start() - 40), match.start())
    last = found[0] if found else ""
    following = _NEXT_WORD.match(text, match.end(), min(paragraph.end, match.end() + 60))
    word = following[1] if following else ""
    opened = text[match.end()] if text[match.end()] in "\"“‘'«([" else ""
    if not match["gap"] and match.end("close") == match.end():
        return _without_space(text, match, last, word)
    low = word.lower().rstrip(".")
    starts_lower = word[:1].islower() and not any(c.isupper() for c in word)
    if not stop.strip("…") or (len(stop) > 1 and set(stop) <= {".", "…"}):
        return "join" if starts_lower and not lower else "cut"
    if "." not in stop:
        if starts_lower and (close or not lower):
            return "join"
        return "cut"
    if not close:
        if last.isdigit() and low in word_class("month") and _DAY_OF_MONTH.search(text, start, match.start("stop")):
            return "stray"
        verdict = _abbreviation(text, last, word, low, match.start() - len(last) == start)
        if verdict:
            return verdict
    if starts_lower:
        return _before_lower(last, low, close, opened, lower)
    return "stray" if not close and _machine_break(text, match, start, paragraph, word) else "cut"


def _without_space(text: str, match: re.Match[str], last: str, word: str) -> str:
    """Judge a stop with nothing between it and the next capital: ``Baghdad.The``."""
    if match["stop"] not in (".", "!", "?") or len(last) < 3 or not last[-2:].isalpha() or "." in last or "@" in last:
        return "join"
    if not last[-2:].islower():
        return "join"
    return "cut" if word.lower() in _STARTERS or (len(word) > 3 and "." not in word) else "join"


def _abbreviation(text: str, last: str, word: str, low: str, first: bool) -> str:
    """Return a verdict where the stop belongs to an abbreviation, initial or list number, else nothing."""
    name = last.lower().strip("'’\"(-")
    if "-" in name and name not in _NEVER_LAST:
        name = name.rsplit("-", 1)[1]
    if name in _BEFORE_NUMBER and word[:1].isdigit():
        return "join"
    if name in _NEVER_LAST:
        return "join"
    if (
        name in _BEFORE_NUMBER
        and name not in {"no", "may"}
        and len(name) <= 4
        and name in "jan feb aug sept oct nov dec".split()
    ):
        return "cut" if low in _STARTERS else "join"
    if name in _MAY_END or _DOTTED.search(last):
        if not last[:1].isupper() and name in _ALSO_WORDS:
            return ""
        return "cut" if low in _STARTERS and word[:1].isupper() and low not in ("i",) else "join"
    if len(name) == 1 and name.isalpha():
        return "cut" if low in _STARTERS and word[:1].isupper() and len(low) > 1 else "join"
    if first and name.isdigit() and len(name) <= 2:
        return "join"
    return ""


def _before_lower(last: str, low: str, close: str, opened: str, lower: bool) -> str:
    """Judge a stop before a lower-case word."""
    if lower:
        return "cut"
    if close and close[0] in "\"”'’»":
        return "join"
    if opened == "(":
        return "cut"
    return "join" if opened or not last[-1:].isalnum() else "stray"


_STOP = re.compile(r"[.!?](?:[\"”'’)\]]*\s|$)")


def _machine_break(text: str, match: re.Match[str], start: int, paragraph: Span, word: str) -> bool:
    """Say whether a stop before a capital splits one sentence, as machine translation does."""
    end = min(paragraph.end, match.end() + 240)
    stop = _STOP.search(text, match.end(), end)
    after = _WORDS.findall(text, match.end(), stop.start() if stop else end)
    if (
        stop
        and after
        and len(after) <= 3
        and after[0].lower() in _DAYS | {"on"}
        and all(w.lower() in _TIME_WORDS for w in after)
    ):
        return len(after) < 2 or (after[-1].lower() in _TIME_WORDS and after[0].lower() in _DAYS)
    before = _WORDS.findall(text, max(start, match.start() - 120), match.start())
    if not before or not after:
        return False
    low = word.lower()
    if (
        stop
        and before[-1].lower() in _REPORTING
        and len(before) > 1
        and 2 < len(after) <= 20
        and low not in _STARTERS
        and after[1].lower() in _PREPOSITIONS
        and not any(_verbal(w) for w in after)
    ):
        return True
    if start < match.start() - 120 or (start != paragraph.start and text[start : start + 1].islower()):
        return False
    return (
        len(before) <= 8
        and before[0].lower() in ("the", "a", "an")
        and any(w.lower() in _ROLES for w in before[1:4])
        and before[-1][:1].isupper()
        and not any(_verbal(w) for w in before)
        and bool(re.compile(r"(?:The\s+)?[A-Z][\w.-]*(?:\s+[A-Z][\w.-]*){0,3},").match(text, match.end()))
    )


def _verbal(word: str) -> bool:
    """Say whether a word may be a finite verb; without tags only its form can tell."""
    low = word.lower()
    return low in _VERBS or (word[:1].islower() and len(low) > 4 and low.endswith("ed"))
