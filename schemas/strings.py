"""Strings that UTF-8, and with it every dataset, can hold."""

from __future__ import annotations

import re

_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """Return a string without surrogates: pairs joined, halves replaced by U+FFFD."""
    if text.isascii() or not _LONE.search(text):
        return text
    joined = _PAIR.sub(_join, text)
    return _LONE.sub("\ufffd", joined)


def _join(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")
