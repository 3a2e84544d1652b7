"""Tags left in a text: fragments of HTML that are no whole page."""

from __future__ import annotations

import re

from transforms.clean.damage.edits import Edit

_BLOCK = (
    "p|br|div|h[1-6]|ul|ol|li|blockquote|table|tr|td|th|tbody|thead|section|article|figure|figcaption|hr|header|footer|"
    "pre|center"
)
_INLINE = "a|b|i|u|em|strong|span|font|small|sub|sup|img|cite|q|abbr|mark|wbr|s|code|tt|big|picture|source|time|iframe"
_DROPPED = "script|style|noscript|svg|form|button|select|textarea"
_VALUE = r"""(?:"[^"<]{0,4000}"|'[^'<]{0,4000}'|[^\s"'<>]{1,2000})"""
_ATTRIBUTES = rf"(?:\s+[A-Za-z_:@][\w:.-]{{0,60}}(?:\s*=\s*{_VALUE})?){{0,40}}"
_TAG = re.compile(
    rf"</?(?P<name>{_BLOCK}|{_INLINE}|{_DROPPED}|html|body|head|main|title|meta|link)\b{_ATTRIBUTES}\s*/?>",
    re.IGNORECASE,
)
_ELEMENT = re.compile(rf"<(?P<name>{_DROPPED})\b[^<>]{{0,4000}}>[^<]{{0,20000}}</(?P=name)\s*>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--[^<>]{0,2000}-->|<!\[CDATA\[|\]\]>")
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]|<head[\s>]", re.IGNORECASE)
_CLOSED = re.compile(
    rf"</(?:{_BLOCK}|{_INLINE}|{_DROPPED})\s*>|<br\s*/?>|<p>[^<]{{1,5000}}<p>|<(?:a|img|div|p|span)\s[^<>=]{{0,200}}=[^<>]{{0,2000}}>",
    re.IGNORECASE,
)
_BLOCK_NAME = re.compile(_BLOCK, re.IGNORECASE)


def is_page(text: str) -> bool:
    """Tell whether a text is a whole HTML page: its first 2,000 characters have a doctype, html, head or body tag."""
    return "<" in text[:2000] and _PAGE.search(text, 0, 2000) is not None


def has_markup(text: str) -> bool:
    """Tell whether tags stand in the text: a closing tag, a line break, or an opening tag with attributes.

    Angle brackets alone mean nothing: wires write ``<ACME.O>``, mail writes ``<name@host>``.
    """
    return "<" in text and (_CLOSED.search(text) is not None or _COMMENT.search(text) is not None)


def markup_edits(text: str) -> list[Edit]:
    """Return the edits that take tags out: block tags leave a paragraph break, inline tags nothing."""
    if not has_markup(text):
        return []
    edits = [Edit(m.start(), m.end(), "\n\n", "markup") for m in _ELEMENT.finditer(text)]
    elements = {edit.start for edit in edits}
    edits += [Edit(m.start(), m.end(), "", "markup") for m in _COMMENT.finditer(text)]
    for m in _TAG.finditer(text):
        if m.start() not in elements:
            edits.append(Edit(m.start(), m.end(), "\n\n" if _BLOCK_NAME.fullmatch(m["name"]) else "", "markup"))
    return edits
