"""One matched expression with typed access to its fields, and the quantities and durations in it."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.resolve.dates.grammar import Match
from transforms.resolve.dates.lexicon import Coded, Lexicon

Quantity = float | None
"""A number; None stands for an unknown one ("several")."""

TIMED_UNITS = {"S": "S", "MIN": "M", "H": "H"}


@dataclass(frozen=True)
class Expression:
    """A match with the text's tokens and the lexicon."""

    coded: Coded
    match: Match
    lexicon: Lexicon

    def has(self, name: str) -> bool:
        """Return whether the field was matched."""
        return name in self.match.fields

    def words(self, name: str) -> list[str]:
        """Return the lower-case tokens of a field; empty when it is absent."""
        first, last = self.match.fields.get(name, (0, 0))
        return self.coded.words[first:last]

    def word(self, name: str) -> str:
        """Return the first token of a field in lower case."""
        found = self.words(name)
        return found[0] if found else ""

    def value(self, name: str, *kinds: str) -> str:
        """Return the lexicon value of the first word of a field that has one of the classes."""
        for word in self.words(name):
            for kind in kinds:
                value = self.lexicon.value(word, kind)
                if value:
                    return value
        return ""

    def number(self, name: str) -> int | None:
        """Return the value of a year, day or ordinal ("22", "22nd", "third", "’89" as 89), or None."""
        digits = "".join(c for c in self.word(name) if c in "0123456789")
        if digits:
            return int(digits)
        value = self.value(name, "ordword", "one", "teen", "tens")
        return int(value) if value else None

    def year(self, name: str = "year") -> int | None:
        """Return a four-digit year; two digits are 1930 to 2029."""
        number = self.number(name)
        if number is None:
            return None
        if number < 100 and self.word(name)[0] in "'’":
            return number + (2000 if number < 30 else 1900)
        return number

    def month(self, name: str = "month") -> int:
        """Return the number of the month named in a field."""
        return int(self.value(name, "month", "monthword"))

    def weekday(self, name: str = "wd") -> int:
        """Return the ISO number of the weekday named in a field."""
        return int(self.value(name, "weekday", "wd"))

    def part_of_day(self) -> str:
        """Return TMO, TAF, TEV, TNI, a clock time ("noon"), or the empty string."""
        for name in ("part", "partof"):
            found = self.value(name, "part", "dawn", "clock")
            if found:
                return found
        return ""

    def modifier(self) -> str:
        """Return START, MID, END, APPROX or the empty string."""
        for word in self.words("mod"):
            values = self.lexicon.values.get(word, {})
            for kind in ("pos", "begin", "end", "early", "late", "mid", "approx"):
                if kind in values:
                    return "END" if word in ("latter", "later") else values[kind]
            if word in ("latter", "rest"):
                return "END"
        return ""

    def quantity(self, name: str = "qty") -> Quantity:
        """Return the number that a quantity field stands for; None for "several" and the like."""
        return read_quantity(self.words(name), self.lexicon)

    def unit(self, name: str = "unit") -> str:
        """Return the unit code of a field: S MIN H D NI W FN WE M Q Y DE CE."""
        return self.value(name, "unit", "plural", "unitlong", "midunit", "unitend")


def read_quantity(words: list[str], lexicon: Lexicon) -> Quantity:
    """Return the number that words like "twenty-one", "2 1/2", "a hundred" or "a dozen" say."""
    if any(lexicon.value(word, "vague") for word in words) or "number" in words:
        return None
    total = 0.0
    for word in words:
        if word[0] in "0123456789":
            if "/" in word:
                above, below = word.split("/")
                total += int(above) / int(below)
            else:
                total += float(word.replace(",", ""))
        elif word in ("hundred", "thousand", "million", "dozen"):
            total = (total or 1) * {"hundred": 100, "thousand": 1000, "million": 1000000, "dozen": 12}[word]
        elif word == "half":
            total = 0.5 if total in (0, 1) and "and" not in words else total + 0.5
        else:
            value = lexicon.value(word, "one") or lexicon.value(word, "teen") or lexicon.value(word, "tens")
            article = word in ("a", "an") and not total and "and" not in words
            total += float(value) if value else float(article)
    return total or None


def figure(quantity: Quantity) -> str:
    """Return a number as TIMEX3 writes it: ``3``, ``1.5``, ``X``."""
    return "X" if quantity is None else f"{quantity:g}" if quantity < 1_000_000 else str(int(quantity))


def duration_value(quantity: Quantity, unit: str) -> str:
    """Return the TIMEX3 value of a length of time: ``P3D``, ``PT16H``, ``PXM``."""
    if unit in TIMED_UNITS:
        if unit == "H" and quantity is not None and quantity % 1 == 0.5:
            return f"PT{int(quantity)}H30M" if quantity > 1 else "PT30M"
        return f"PT{figure(quantity)}{TIMED_UNITS[unit]}"
    if unit == "FN":
        return f"P{figure(None if quantity is None else quantity * 2)}W"
    if unit == "WE":
        return f"P{figure(quantity)}WE"
    if unit == "NI":
        return f"P{figure(quantity)}D"
    if unit == "Q":
        return f"P{figure(None if quantity is None else quantity * 3)}M"
    return f"P{figure(quantity)}{unit}"
