"""Chronicles: what happened in the months of a year, each told below the name of its month."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from itertools import pairwise

from schemas.article import DateMention
from schemas.document import Document, Sentence
from transforms.words.calendar import month_numbers
from transforms.words.classes import word_list

LEAST = 3
"""Months, each after the one before, that make an article a chronicle."""


def month_above(document: Document, sentence: Sentence, published: datetime.date | None) -> DateMention | None:
    """Return the month below whose name a chronicle tells a sentence, None in other articles.

    "**May** Ministers met in Oslo. [...] **June** The king flew to Lima.": the year is that of publication, or, where a
    month of the chronicle had not come by then, the one before.
    """
    if published is None:
        return None
    index = next((i for i in range(sentence.index, -1, -1) if _heads(document.sentences[i])), None)
    if index is None:
        return None
    months = list(_months(document))
    if len(months) < LEAST or any(first >= second for first, second in pairwise(months)):
        return None
    month = month_numbers()[document.sentences[index].low[0]]
    year = published.year if months[-1] <= published.month else published.year - 1
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


def _months(document: Document) -> Iterator[int]:
    """Yield the months that head parts of an article, in text order."""
    for sentence in document.sentences:
        if _heads(sentence):
            yield month_numbers()[sentence.low[0]]


def _heads(sentence: Sentence) -> bool:
    """Say whether a sentence stands below the name of a month, or is one: "May Ministers met in Oslo"."""
    if not len(sentence) or sentence.low[0] not in word_list("month"):
        return False
    return len(sentence) == 1 or (sentence.words[0][0].isupper() and sentence.words[1][0].isupper())
