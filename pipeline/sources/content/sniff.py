"""What a file is, from its first bytes; its name decides only where the bytes leave a choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from lxml.html import defs

from pipeline.sources.documents.mail import looks_like_mail
from pipeline.sources.documents.xmlnews import news_in_xml, root_of
from pipeline.sources.records.header import looks_tabular

HEAD = 1 << 16
"""Bytes that are looked at."""
BOM = b"\xef\xbb\xbf"
BINARY = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive (or an office document)",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
    b"Rar!": "an archive",
    b"7z\xbc\xaf": "an archive",
    b"{\\rtf": "a rich text (RTF) document",
    b"%!PS": "a PostScript document",
    b"\\documentclass": "a LaTeX document",
}
FEED = frozenset({"rss", "rdf", "feed"})
HTML = frozenset({"html", "head", "body", "meta", "article", "div", "title", "main", "section"})
"""Elements that begin a page; a text may begin with others ("<b>BAGHDAD</b> ...") and is a text then."""
ARC_RECORD = re.compile(
    rb"(?P<url>[a-z][a-z0-9+.-]{1,20}:\S{0,8000}) (?P<ip>[0-9a-fA-F.:]{1,45}) (?P<time>\d{8,14}) "
    rb"(?P<type>\S{1,120}) (?:\S{1,200} ){0,5}(?P<length>\d{1,15})\s*$"
)
ARC_FILE = b"filedesc:"
OBJECT = re.compile(rb'\{\s*(?:"|\})')
ARRAY = re.compile(rb'\[\s*(?:[{\]]|\[\s*[{\[]|"[^"\n]{0,2000}"\s*,\s*["{\[])')
DOCTYPE = re.compile(rb"<!doctype\s+html", re.IGNORECASE)
TABLE_NAMES = (".csv", ".tsv", ".tab")
TAR = slice(257, 262)
CODE_LINES = 60
"""Lines of a text that are looked at for code."""
LEAST_CODE = 3
CODE_SHARE = 0.6
"""Share of the lines, blank ones left out, from which a text is code."""


def sniff(head: bytes, name: str, own_fields: Sequence[str] = ()) -> str:
    """Return the format of a file.

    One of jsonl, json, csv, parquet, html, warc, arc, feed, mail, text, ``xml: kind``, ``binary: what`` and
    ``other: what``; the last two are no articles. ``head`` are the first bytes after decompression, ``name`` the file's
    name without its compression suffix.
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    for magic, what in BINARY.items():
        if head.removeprefix(BOM).lstrip().startswith(magic):
            return f"binary: {what}"
    if head[TAR] == b"ustar":
        return "binary: a tar archive"
    start = head.removeprefix(BOM).lstrip(b" \t\r\n\x0b\x0c\x1e")
    if not start:
        return "text"
    if start.startswith(b"WARC/"):
        return "warc"
    if start.startswith(ARC_FILE) or ARC_RECORD.match(start.split(b"\n", 1)[0]):
        return "arc"
    if start.startswith(b"<"):
        return _markup(start)
    if ARRAY.match(start):
        return "json"
    if OBJECT.match(start):
        return _objects(start)
    if looks_tabular(head, own_fields):
        return "csv"
    if looks_like_mail(start):
        return "mail"
    lowered = name.lower()
    if lowered.endswith(TABLE_NAMES) and b"\0" not in head:
        return "csv"
    if lowered.endswith((".jsonl", ".ndjson")):
        return "jsonl"
    code = code_in(start)
    return f"other: {code}" if code else "text"


def _markup(start: bytes) -> str:
    if DOCTYPE.match(start):
        return "html"
    root = root_of(start)
    if root is None:
        return "other: markup" if start.startswith((b"<?xml", b"<!DOCTYPE")) else "text"
    lowered = root.lower()
    if lowered in FEED:
        return "feed"
    if lowered in HTML:
        return "html"
    kind = news_in_xml(start)
    if kind:
        return f"xml: {kind}"
    if lowered in defs.tags and not start.startswith(b"<?xml"):
        return "text"
    return f"other: XML of an unknown kind (<{root}>)"


def _objects(start: bytes) -> str:
    """Tell one object a line from objects over several lines: the first line, or the second, is a whole object."""
    lines = [line.strip(b"\r\n\t \x1e") for line in start.split(b"\n", 2)[:2]]
    if lines[0].endswith(b"}") or len(lines) == 1 or OBJECT.match(lines[1]):
        return "jsonl"
    return "json"


@cache
def code_patterns() -> tuple[tuple[str, re.Pattern[bytes]], ...]:
    """Return (what it is, expression) for lines that only code and settings have."""
    rows = (files("pipeline.sources.content") / "code_lines.tsv").read_text(encoding="utf-8").splitlines()
    cells = [row.split("\t") for row in rows if row and not row.startswith("#")][1:]
    return tuple((what, re.compile(pattern.encode())) for what, pattern in cells)


def code_in(start: bytes) -> str | None:
    """Return what a text is that is written for machines: a program, a style sheet, rules for robots; else None.

    Most of its first lines have to be such, three at least.
    """
    lines = [line for line in start[:HEAD].split(b"\n", CODE_LINES)[:CODE_LINES] if line.strip()]
    if start.startswith(b"#!") and len(lines) > 1:
        return "a script"
    if len(lines) < LEAST_CODE:
        return None
    found: dict[str, int] = {}
    for line in lines:
        for what, pattern in code_patterns():
            if pattern.match(line[:400]):
                found[what] = found.get(what, 0) + 1
                break
    if sum(found.values()) < max(LEAST_CODE, CODE_SHARE * len(lines)):
        return None
    return max(sorted(found), key=found.__getitem__)
