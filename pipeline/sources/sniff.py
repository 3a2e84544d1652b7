"""What a file is, from its first bytes; its name decides only where the bytes leave a choice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.sources.table import looks_tabular

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
}
FEED = re.compile(rb"<(?:rss|rdf:RDF|feed)[\s>]")
PAGE = re.compile(rb"(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|meta|article|div|title)\b", re.I | re.S)
XML = re.compile(rb"<\?xml\b")
OBJECT = re.compile(rb'\{\s*(?:"|\})')
ARRAY = re.compile(rb"\[\s*[\{\]]")
TABLE_NAMES = (".csv", ".tsv", ".tab")
TAR = slice(257, 262)


def sniff(head: bytes, name: str, own_fields: Sequence[str] = ()) -> str:
    """Return the format of a file: jsonl, json, csv, parquet, html, warc, feed, text, empty or ``binary: what``.

    ``head`` are the first bytes after decompression, ``name`` the file's name without its compression suffix.
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    for magic, what in BINARY.items():
        if head.startswith(magic):
            return f"binary: {what}"
    if head[TAR] == b"ustar":
        return "binary: a tar archive"
    start = head.removeprefix(BOM).lstrip()
    if not start:
        return "text"
    if start.startswith(b"WARC/"):
        return "warc"
    if start.startswith(b"<"):
        return _markup(start)
    if ARRAY.match(start):
        return "json"
    if OBJECT.match(start):
        return _objects(start)
    if looks_tabular(head, own_fields):
        return "csv"
    lowered = name.lower()
    if lowered.endswith(TABLE_NAMES) and b"\0" not in head:
        return "csv"
    return "jsonl" if lowered.endswith((".jsonl", ".ndjson")) else "text"


def _markup(start: bytes) -> str:
    if FEED.search(start[:4096]) and not PAGE.match(start):
        return "feed"
    return "html" if PAGE.match(start) or XML.match(start) else "text"


def _objects(start: bytes) -> str:
    """Tell one object a line from objects over several lines: the first line, or the second, is a whole object."""
    lines = [line.strip() for line in start.split(b"\n", 2)[:2]]
    if lines[0].endswith(b"}") or len(lines) == 1 or OBJECT.match(lines[1]):
        return "jsonl"
    return "json"
