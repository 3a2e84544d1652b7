"""Paragraphs that a publisher repeats over its articles, by tables of them: ``newsbeam repeats`` writes such a table.

One article cannot show that a paragraph is the house's and not the story's, and a worker sees one article: so what is
known of the others comes as a table, and a row depends on its article and the table alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Set as AbstractSet
from functools import lru_cache

from transforms.clean.damage.edits import Edit
from transforms.tables import DataError, read_table

COLUMNS = ("articles", "publisher", "paragraph")
"""In how many articles, whose, and what; the number is for the reader of the table and may be missing."""
KIND = "boilerplate_repeated"


def digest_of(publisher: str, words: str) -> int:
    """Return 64 bits of a publisher's paragraph; case, white space and figures (a date, a count) are no difference."""
    plain = "".join("0" if letter.isdigit() else letter for letter in " ".join(words.split()).casefold())
    return int.from_bytes(hashlib.blake2b(f"{publisher}\0{plain}".encode(), digest_size=8).digest(), "big")


@lru_cache(maxsize=1)
def repeated(sources: tuple[tuple[str, str], ...]) -> frozenset[int]:
    """Return the digests of the paragraphs in a user's tables, (name, text) each; ``DataError`` for a wrong line."""
    found: set[int] = set()
    for name, text in sources:
        table = read_table(name, text)
        if unknown := sorted(set(table.columns) - set(COLUMNS)):
            raise DataError(name, _head(text), f"no column {unknown[0]!r}; repeats have {', '.join(COLUMNS)}")
        if missing := [column for column in COLUMNS[1:] if column not in table.columns]:
            raise DataError(name, _head(text), f"a table of repeats needs the column {missing[0]!r}")
        for index, row in enumerate(table):
            if not row["publisher"] or not row["paragraph"]:
                raise table.error(index, "a repeat needs a publisher and a paragraph")
            if (count := row.get("articles")) and not (count.isascii() and count.isdigit()):
                raise table.error(index, f"{count!r} is no number of articles")
            found.add(digest_of(row["publisher"], row["paragraph"]))
    return frozenset(found)


def repeated_edits(text: str, publisher: str, known: AbstractSet[int]) -> list[Edit]:
    """Return the edits that take out a publisher's known paragraphs; none where no other paragraph would be left."""
    edits: list[Edit] = []
    start = kept = 0
    for paragraph in text.split("\n\n"):
        if digest_of(publisher, paragraph) in known:
            edits.append(Edit(start, start + len(paragraph), "", KIND))
        else:
            kept += bool(paragraph.strip())
        start += len(paragraph) + 2
    return edits if kept else []


def _head(text: str) -> int:
    """Return the line of the column names, counted from 1."""
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if line.strip() and not line.startswith("#")), 1)
