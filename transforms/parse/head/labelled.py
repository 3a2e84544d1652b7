"""Labels in lines of their own over what they name, as pages have them: "Author", and the name below it.

Menus stand before and between such labels, so that no count of lines bounds them: the head ends with the first line
that is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from transforms.parse.head.byline import person_names
from transforms.parse.head.published import DateLine, date_line

PARAGRAPH = 120
"""Characters of the shortest line that is a paragraph of the narrative."""
FARTHEST = 4000
AUTHOR = re.compile(r"(?:written )?by:?|authors?:?", re.IGNORECASE)
PUBLISHED = re.compile(r"(?:date )?(?:published|posted)(?: on)?:?|publication date:?", re.IGNORECASE)
SITE = re.compile(r" [-–—|] ")


class Labelled(msgspec.Struct, frozen=True):
    """What labels name, and the title where the first line is a title with the name of the site."""

    authors: tuple[str, ...]
    date: DateLine | None
    title: str | None
    end: int


def read_labelled(text: str) -> Labelled | None:
    """Return what the labels at the head of a text name; None where no label says a day or a person."""
    lines = list(_head_lines(text))
    authors: tuple[str, ...] = ()
    date: DateLine | None = None
    end = 0
    for (start, stop), (below, bottom) in pairwise(lines):
        label = text[start:stop]
        if not authors and AUTHOR.fullmatch(label) and (names := person_names(text[below:bottom])):
            authors, end = names, bottom
        elif date is None and PUBLISHED.fullmatch(label) and (day := date_line(text, below, bottom)):
            date, end = day, bottom
    if not authors and date is None:
        return None
    first = text[slice(*lines[0])]
    own = SITE.split(first)[0]
    again = own != first and any(text[start:stop] == own for start, stop in lines[1:])
    return Labelled(authors, date, own if again else None, end)


def _head_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the lines, blank ones left out, before the first paragraph."""
    for line in re.finditer(r"\S[^\n]*", text[:FARTHEST]):
        stop = line.start() + len(line[0].rstrip())
        if stop - line.start() >= PARAGRAPH:
            return
        yield line.start(), stop
