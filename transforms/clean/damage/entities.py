"""Character references in a text: whole, double-escaped, spaced out, and without their ampersand."""

from __future__ import annotations

import html
import re
from html.entities import html5

from transforms.clean.damage.edits import Edit

COMMON = {
    "quot": '"', "apos": "'", "amp": "&", "nbsp": " ", "lt": "<", "gt": ">", "lsquo": "‘", "rsquo": "’",
    "ldquo": "“", "rdquo": "”", "ndash": "–", "mdash": "—", "hellip": "…",
}  # fmt: skip
"""Names that are met with their ampersand lost or spaced out; any other name needs the whole form."""

_NAMES = "|".join(COMMON)
_ENDINGS = tuple(name + ";" for name in COMMON)
_WHOLE = re.compile(r"&(?:amp;)*(?P<ref>#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_UNENDED = re.compile(r"&(?:amp;)?(?P<ref>#\d{2,5}|quot|nbsp)(?![\w;#])")
_SPACED = re.compile(rf"& ?(?:amp ?; ?)?(?:# ?(?P<number>\d{{2,5}}) ?;|(?P<name>{_NAMES}) ?;)")
_BARE_NUMBER = re.compile(
    r"(?<![&#\w/?=.])#(?P<number>0?39|0?34|82(?:11|12|16|17|20|21|30)|160);"
    r"|(?<=[a-z])#(?P<inner>0?39|8217);(?=[a-z])"
    r"|(?<=[a-z.,!?])#(?P<closing>0?34|82(?:17|21));"
)
_BARE_NAME = re.compile(
    rf"(?P<comma>,)?(?<![&A-Za-z0-9])(?P<name>{_NAMES});|(?<=[a-z.!?])(?P<closing>quot|rdquo|rsquo);"
)
_NOUN_BEFORE = re.compile(
    r"\b(?:the|an?|his|her|my|our|your|their|its|this|that|one|each|guitar|bass|tube|valve) $", re.IGNORECASE
)
"""Words after which "amp;" is the amplifier, with a semicolon of the writer's."""
_CLITIC = re.compile(r"(?:s|t|re|ve|ll|d|m)\b", re.IGNORECASE)


def entity_edits(text: str) -> list[Edit]:
    """Return the edits that turn character references into characters.

    A reference spaced out by a translation engine (``& # 39; ... & # 39;``) loses the spaces that came with it: those
    around an apostrophe before ``s``, ``t``, ``re``, and those inside a pair of quotation marks.
    """
    if ";" not in text and "&" not in text:
        return []
    edits: list[Edit] = []
    if "&" in text:
        edits += [
            Edit(m.start(), m.end(), after, "entity")
            for pattern in (_WHOLE, _UNENDED)
            for m in pattern.finditer(text)
            if (after := _character(m["ref"])) is not None
        ]
        edits += _spaced(text)
    if ";" in text:
        edits += _bare(text)
    return edits


def _character(reference: str) -> str | None:
    if reference[0] == "#":
        return html.unescape(f"&{reference};")
    return html5.get(reference + ";")


def _spaced(text: str) -> list[Edit]:
    edits: list[Edit] = []
    opened: dict[str, int] = {}
    for m in _SPACED.finditer(text):
        if " " not in m[0]:
            continue
        after = COMMON[m["name"]] if m["name"] else html.unescape(f"&#{m['number']};")
        start, end = m.start(), m.end()
        spaced_before = start > 0 and text[start - 1] == " "
        spaced_after = end < len(text) and text[end] == " "
        if after in "'’" and start > 0 and (clitic := _CLITIC.match(text, end + spaced_after)):
            start, end = start - _loose(text, start), clitic.start()
        elif after in "\"'":
            line = text.rfind("\n", 0, start)
            if opened.get(after) == line:
                start -= spaced_before
                del opened[after]
            else:
                end += spaced_after
                opened[after] = line
        elif after in "“‘":
            end += spaced_after
        elif after == "”":
            start -= spaced_before
        edits.append(Edit(start, end, after, "entity"))
    return edits


def _bare(text: str) -> list[Edit]:
    edits: list[Edit] = []
    if "#" in text:
        for m in _BARE_NUMBER.finditer(text):
            after = html.unescape(f"&#{m['number'] or m['inner'] or m['closing']};")
            clitic = after in "'’" and _CLITIC.match(text, m.end()) is not None
            edits.append(Edit(m.start() - (_loose(text, m.start()) if clitic else 0), m.end(), after, "entity"))
    if any(ending in text for ending in _ENDINGS):
        # The comma before a bare name is what became of the ampersand: "in Iraq,quot;." was "in Iraq&quot;."
        edits += [
            Edit(m.start(), m.end(), COMMON[m["name"] or m["closing"]], "entity")
            for m in _BARE_NAME.finditer(text)
            if m["name"] != "amp" or not _NOUN_BEFORE.search(text, max(0, m.start() - 12), m.start())
        ]
    return edits


def _loose(text: str, start: int) -> bool:
    """Return whether a blank stands between the letter of a word and the apostrophe at ``start``."""
    return start > 1 and text[start - 1] == " " and text[start - 2].isalpha()
