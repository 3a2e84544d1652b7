"""Damage to characters: mojibake, controls, invisible characters, ligatures and literal escapes."""

from __future__ import annotations

import re
import unicodedata

import ftfy
from ftfy import TextFixerConfig
from rapidfuzz.distance import Levenshtein

from transforms.clean.damage.edits import Edit

_MOJIBAKE = TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)
_CHUNK = 4000
"""Code points given to ftfy and to the alignment at once: both are far from linear on a line of a megabyte."""

_SUSPECT = re.compile(
    "[^\x00-\x7f‘’“”–—…•£°½][^\x00-\x7f]|[^\x00-\x7f][^\x00-\x7f‘’“”–—…•£°½]|[\x80-\x9fÃÂÅÄÎÐâà\ufffd]"
)
"""What mojibake cannot do without: a lead byte beside a continuation byte, both outside ASCII, of which typographic
punctuation alone is no instance; or one of the characters that lead bytes become, its partner lost."""
_LOST_CLITIC = re.compile(r"(?<=[a-z]{3})â(?=s\b)")
"""An apostrophe in UTF-8 whose last two bytes, controls in Latin-1, were dropped."""
_LOST_CLOSING = re.compile(r"(?<=[A-Za-z0-9.,!?…])â€(?=[ \t\n]|$|[a-z]{1,12}\b)")
"""A closing quotation mark in UTF-8 whose last byte, which has no letter in cp1252, was dropped: ftfy would take the
blank behind it for that byte."""
_ASCII_SPACE = re.compile(r"(?<=[ -~]) (?=[ -~])")
_CONTROL = re.compile(r"(?:\x1b\[[0-9;]{0,20}[A-Za-z]|[\x00-\x08\x0e-\x1f\x7f])+")
_INVISIBLE = re.compile(r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]+")
_JOINERS = frozenset("\u200c\u200d\u200e\u200f\u061c")
_LIGATURE = re.compile(r"(?<=[A-Za-z])[\ufb00-\ufb06]|[\ufb00-\ufb06](?=[A-Za-z])")
_WIDE = re.compile(r"[\uff01-\uff5e]{2,}")
_NOT_NFC = re.compile(r"[A-Za-z\u00c0-\u024f][\u0300-\u036f]{1,30}")
_SURROGATE = re.compile(r"[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")

_UNICODE_ESCAPE = re.compile(r"(?:\\{1,4}u[0-9a-fA-F]{4})+|\\{1,4}U000[0-9a-fA-F]{5}")
_BACKSLASHES = re.compile(r"\\+")
_BYTE_ESCAPE = re.compile(r"(?:\\x[0-9a-fA-F]{2})+")
_QUOTE_ESCAPE = re.compile(r"(?<!\\)\\{1,4}([\"'/])")
_BREAK_ESCAPE = re.compile(r"(?<![:\\])(?:\\r\\n|\\[nrt])(?:[ \t]{0,8}(?:\\r\\n|\\[nrt]))*")
_PATH = re.compile(r"[A-Za-z]{1,64}\\(?![\"'])")
_LINE_ESCAPE = re.compile(r"\\r\\n|\\[nr]")
_BEGINS = re.compile(r"[ \t]{0,8}(?:[\n\"'“‘(A-Z0-9\-]|\\{1,4}[\"']|$)")
"""Line breaks and tabs in the notation of programs, in a run; a path of Windows ("C:\\new") is none."""
_PERCENT = re.compile(r"(?<=[A-Za-z.,!?])%(?:2[0127C]|E2%80%(?:9[3489CD]|A6))(?=[A-Za-z])|%27(?=s\b)", re.IGNORECASE)
_DOUBLED_APOSTROPHE = re.compile(r"(?<=[a-z])''(?=(?:s|t|re|ve|ll|d|m)\b)")
_LINK = re.compile(r"(?<!\S)\S*?(?:https?:|www\.|\.\w{2,4}/)\S*", re.IGNORECASE)


def surrogate_edits(text: str) -> list[Edit]:
    """Return the edits that join surrogate pairs and replace lone surrogates, which UTF-8 cannot hold, by U+FFFD."""
    if text.isascii():
        return []
    return [
        Edit(m.start(), m.end(), m[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "surrogate")
        for m in _SURROGATE.finditer(text)
    ]


def mojibake_edits(text: str) -> list[Edit]:
    """Return the edits that undo text decoded in the wrong encoding, found line by line with ftfy."""
    if text.isascii():
        return []
    lost = [Edit(m.start(), m.end(), _closing(text, m.end()), "mojibake") for m in _LOST_CLOSING.finditer(text)]
    edits: list[Edit] = []
    for start, end in _chunks(text):
        line = _without_lost(text, start, end) if lost else text[start:end]
        if line.isascii() or not _SUSPECT.search(line):
            continue
        fixed = ftfy.fix_text(line, _MOJIBAKE)
        if fixed != line:
            edits += _differences(line, fixed, start, "mojibake")
    edits += [Edit(m.start(), m.end(), "’", "mojibake") for m in _LOST_CLITIC.finditer(text)]
    return lost + edits


def _without_lost(text: str, start: int, end: int) -> str:
    """Return a stretch with what became of closing marks blanked, offsets unchanged: it is undone apart."""
    return _LOST_CLOSING.sub(_blank, text[start:end])


def _blank(match: re.Match[str]) -> str:
    return '"'.ljust(len(match[0]), '"')


def _closing(text: str, end: int) -> str:
    """Return the quotation mark, and the blank that went with it where a word follows."""
    return "” " if text[end : end + 1].isalpha() else "”"


def _chunks(text: str) -> list[tuple[int, int]]:
    """Cut a text at line ends, and long lines at a space between two ASCII characters."""
    chunks = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        at = start
        while end - at > _CHUNK:
            space = _ASCII_SPACE.search(text, at + _CHUNK, min(end, at + 2 * _CHUNK))
            cut = space.end() if space else min(end, at + _CHUNK)
            chunks.append((at, cut))
            at = cut
        chunks.append((at, end))
        start = end + 1
    return chunks


def _differences(old: str, new: str, offset: int, kind: str) -> list[Edit]:
    """Return the smallest edits from one string to another, touching ones joined."""
    edits: list[Edit] = []
    for op in Levenshtein.opcodes(old, new):
        if op.tag == "equal":
            continue
        start, end, after = op.src_start + offset, op.src_end + offset, new[op.dest_start : op.dest_end]
        if edits and edits[-1].end == start:
            last = edits.pop()
            start, after = last.start, last.after + after
        edits.append(Edit(start, end, after, kind))
    # An insertion stands at a point, which later repairs could not tell from its neighbour: take a character along.
    return [
        Edit(e.start - 1, e.end, text_before + e.after, kind)
        if e.start == e.end and (text_before := old[e.start - offset - 1 : e.start - offset])
        else e
        for e in edits
    ]


def character_edits(text: str) -> list[Edit]:
    """Return the edits for controls, invisible characters, ligatures in words and letters in several code points.

    Joiners and direction marks stay in lines of scripts that need them.
    """
    edits = [Edit(m.start(), m.end(), "", "control") for m in _CONTROL.finditer(text)]
    if text.isascii():
        return edits
    for m in _INVISIBLE.finditer(text):
        if _JOINERS.isdisjoint(m[0]) or not _needs_joiners(text, m.start(), m.end()):
            edits.append(Edit(m.start(), m.end(), "", "invisible"))
    for pattern, kind, form in ((_LIGATURE, "ligature", "NFKC"), (_WIDE, "width", "NFKC"), (_NOT_NFC, "accent", "NFC")):
        for m in pattern.finditer(text):
            after = unicodedata.normalize(form, m[0])  # type: ignore[arg-type]
            if after != m[0]:
                edits.append(Edit(m.start(), m.end(), after, kind))
    return edits


def _needs_joiners(text: str, start: int, end: int) -> bool:
    """Tell whether a neighbour is outside the scripts of Europe: Hebrew and what follows it, emoji included."""
    around = text[max(0, start - 2) : end + 2]
    return any(
        "\u0590" <= c < "\u1e00" or "\u2600" <= c < "\u2800" or "\u2fff" < c < "\ufe00" or c > "\uffff" for c in around
    )


def escape_edits(text: str) -> list[Edit]:
    r"""Return the edits for escapes never read: ``\u2019``, ``\"``, ``\n``, ``%27``, ``party''s``; not in links."""
    edits: list[Edit] = []
    if "''" in text:
        edits += [Edit(m.start(), m.end(), "'", "escape") for m in _DOUBLED_APOSTROPHE.finditer(text)]
    if "\\" in text:
        for pattern, read in ((_UNICODE_ESCAPE, _from_unicode_escape), (_BYTE_ESCAPE, _from_byte_escape)):
            for m in pattern.finditer(text):
                after = read(m[0])
                if after is not None:
                    edits.append(Edit(m.start(), m.end(), after, "escape"))
        edits += [Edit(m.start(), m.end(), m[1], "escape") for m in _QUOTE_ESCAPE.finditer(text)]
        edits += _break_edits(text)
    if "%" in text:
        links = [m.span() for m in _LINK.finditer(text)] if "%2" in text or "%E" in text or "%e" in text else []
        at = 0
        for m in _PERCENT.finditer(text):
            while at < len(links) and links[at][1] <= m.start():
                at += 1
            if at == len(links) or m.start() < links[at][0]:
                after = bytes.fromhex(m[0].replace("%", "")).decode("utf-8", "replace")
                edits.append(Edit(m.start(), m.end(), after, "escape"))
    return edits


def _break_edits(text: str) -> list[Edit]:
    """Return the edits for escaped line breaks: two or more of them end a paragraph, one a line.

    A single one is believed before what begins a sentence, a pair of line feeds anywhere.
    """
    edits: list[Edit] = []
    for m in _BREAK_ESCAPE.finditer(text):
        breaks = len(_LINE_ESCAPE.findall(m[0]))
        if breaks > 1:
            if not _PATH.match(text, m.end()):
                edits.append(Edit(m.start(), m.end(), "\n\n", "escape"))
        elif not text[m.start() - 1 : m.start()].isalpha() and _BEGINS.match(text, m.end()):
            edits.append(Edit(m.start(), m.end(), "\n" if breaks else " ", "escape"))
    return edits


def _from_unicode_escape(escape: str) -> str | None:
    text = (
        _BACKSLASHES.sub(r"\\", escape)
        .encode("ascii")
        .decode("unicode_escape")
        .encode("utf-16", "surrogatepass")
        .decode("utf-16", "replace")
    )
    return text if all(c.isprintable() or c.isspace() or unicodedata.category(c) == "Cf" for c in text) else None


def _from_byte_escape(escape: str) -> str | None:
    data = bytes.fromhex(escape.replace("\\x", ""))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        # A letter of Latin-1 as Python writes it.
        text = data.decode("latin-1")
        return text if len(text) == 1 and text.isalpha() else None
    return text if not text.isascii() and text.isprintable() else None
