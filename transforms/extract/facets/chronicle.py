"""Chronicles: what happened in the months of a year, each told below the name of its month."""

from __future__ import annotations

import bisect
import calendar
import datetime
from collections.abc import Sequence
from itertools import pairwise

from schemas.article import DateMention
from schemas.document import Document, Sentence
from transforms.words.calendar import month_numbers
from transforms.words.classes import word_list

LEAST = 3
"""Months, each after the one before, that make an article a chronicle."""


def headings(document: Document) -> tuple[tuple[int, int], ...]:
    """Return the index of every sentence that a month heads, with the number of the month; none in other articles."""
    found = [(s.index, month_numbers()[s.low[0]]) for s in document.sentences if _heads(s)]
    risen = all(first < second for (_, first), (_, second) in pairwise(found))
    return tuple(found) if len(found) >= LEAST and risen else ()


def month_above(
    headed: Sequence[tuple[int, int]], document: Document, sentence: Sentence, published: datetime.date | None
) -> DateMention | None:
    """Return the month below whose name a chronicle tells a sentence, None in other articles.

    "**May** Ministers met in Oslo. [...] **June** The king flew to Lima.": the year is that of publication, or, where a
    month of the chronicle had not come by then, the one before. ``headed``: the ``headings`` of the document.
    """
    above = bisect.bisect_right(headed, (sentence.index, 12)) - 1
    if published is None or above < 0:
        return None
    index, month = headed[above]
    year = published.year if headed[-1][1] <= published.month else published.year - 1
    last = datetime.date(year, month, calendar.monthrange(year, month)[1])
    heading = document.sentences[index]
    return DateMention(
        text=heading.words[0],
        start=heading.starts[0],
        end=heading.ends[0],
        value=f"{year}-{month:02}",
        date_start=last.replace(day=1),
        date_end=min(last, published),
        precision="month",
        basis="anchored",
    )


def _heads(sentence: Sentence) -> bool:
    """Say whether a sentence stands below the name of a month, or is one: "May Ministers met in Oslo"."""
    if not len(sentence) or sentence.low[0] not in word_list("month"):
        return False
    return len(sentence) == 1 or (sentence.words[0][0].isupper() and sentence.words[1][0].isupper())
