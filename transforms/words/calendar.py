"""Months and days of the week with their numbers, from the one table of the calendar (``dates/calendar.txt``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from transforms.words.classes import word_list


@cache
def month_numbers() -> Mapping[str, int]:
    """Return the names of the months, short forms too, with their numbers.

    >>> month_numbers()["september"], month_numbers()["sept"]
    (9, 9)
    """
    return _numbered("month", "month_short")


@cache
def weekday_numbers() -> Mapping[str, int]:
    """Return the names of the days of the week, short forms too, with their numbers from Monday, 1."""
    return _numbered("weekday", "weekday_short")


def _numbered(full: str, short: str) -> dict[str, int]:
    numbers = {name: number for number, name in enumerate(word_list(full), 1)}
    begun = {form: number for form in word_list(short) for name, number in numbers.items() if name.startswith(form)}
    return {**numbers, **begun}
