"""Pages that stand in place of an article: challenges of a guard, errors of a server."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

FEW_WORDS = 120
"""Words of the longest page that is asked: an article may have the title "Access denied"."""


@cache
def title_patterns() -> tuple[re.Pattern[str], ...]:
    """Return the expressions for titles of such pages."""
    rows = (files("transforms.clean.pages") / "no_article.tsv").read_text(encoding="utf-8").splitlines()
    cells = [row.split("\t") for row in rows if row and not row.startswith("#")][1:]
    return tuple(re.compile(pattern, re.IGNORECASE) for _, pattern in cells)


def refuses(title: str | None, text: str) -> bool:
    """Return whether a page of a few words says by its title or first line that it is no article."""
    if len(text.split()) > FEW_WORDS:
        return False
    lines = [line for line in ((title or "").strip(), text.strip().split("\n", 1)[0].strip()) if 0 < len(line) < 200]
    return any(pattern.fullmatch(line) for pattern in title_patterns() for line in lines)
